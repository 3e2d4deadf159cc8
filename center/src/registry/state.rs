//! Stating facts: the one way by which anything about a business changes.

use chrono::NaiveDate;
use rulebook::{Fact, Facts, Value};
use serde_json::json;
use store::Tx;
use store::people::person;
use store::registry::business::{self, Business};
use store::registry::statement::{self, Statement};
use vocab::id::{BusinessId, PersonId, StatementId};

use super::RegistryError;
use super::content::Content;
use super::door::Door;
use super::facts::{Believes, Known};
use super::project::Projector;
use super::{refresh, sealing};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::{Permission, Role};

/// What became of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// It was written down.
    Written(StatementId),
    /// The same was said through the same door before; nothing was written.
    Unchanged,
}

/// Whether the actor may see a business, by role and scope or because it is the actor's own.
pub(crate) fn may_see(actor: &Actor, business: &Business) -> bool {
    (actor.may(Permission::SeeRegistry) && actor.covers(&business.region))
        || is_own(actor, business)
}

fn is_own(actor: &Actor, business: &Business) -> bool {
    actor.role == Role::Owner && actor.person.is_some() && business.owner == actor.person
}

/// Who may state facts about a business. Another owner's business, and one outside the account's scope, answers like
/// one that does not exist.
pub(crate) fn must_state(actor: &Actor, business: &Business) -> Result<()> {
    if actor.may(Permission::StateOwnFacts) {
        return if is_own(actor, business) {
            Ok(())
        } else {
            Err(Error::NotFound("business"))
        };
    }
    actor.must(Permission::StateFacts)?;
    if actor.covers(&business.region) {
        Ok(())
    } else {
        Err(Error::NotFound("business"))
    }
}

/// States facts about a business, through the door of the actor's role, for a day.
///
/// One transaction: the statement is written, sealed numbers sealed, the facts believed anew, the plan made anew, lists,
/// counters and search brought along, and the audit entry appended.
pub async fn state(
    hall: &Hall,
    actor: &Actor,
    id: BusinessId,
    facts: &Facts,
    stated_on: NaiveDate,
) -> Result<Stated> {
    let mut tx = hall.db().write().await?;
    let business = business::hold(&mut tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("business"))?;
    let id = business.id;
    must_state(actor, &business)?;
    let stated = state_in(hall, &mut tx, actor, business, facts, stated_on).await?;
    let Stated::Written(statement) = stated else {
        return Ok(Stated::Unchanged);
    };
    let door = Door::of_role(actor.role).map_or("", Door::id);
    let detail = json!({ "door": door, "statement": statement.to_string(), "facts": ids(facts) });
    audit::record(
        hall,
        &mut tx,
        actor,
        "facts.stated",
        &audit::business(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(Stated::Written(statement))
}

/// The same within the caller's transaction, about a business that the caller holds and whose permission the caller has
/// asked for. The audit entry is the caller's too.
pub(crate) async fn state_in(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    business: Business,
    facts: &Facts,
    stated_on: NaiveDate,
) -> Result<Stated> {
    let door = Door::of_role(actor.role).ok_or(Error::Forbidden(Permission::StateFacts))?;
    check(hall, actor, facts, stated_on)?;
    let id = business.id;
    let before = statement::of_business(tx, &actor.regency, id).await?;
    let authorities = refresh::authorities(tx, &actor.regency).await?;
    let (content, owner) = sealed(hall, tx, actor, business.owner, facts).await?;
    if says_nothing_new(&refresh::believe(&before, &authorities)?, &content, door) {
        return Ok(Stated::Unchanged);
    }
    let statement = write(hall, tx, actor, id, door, stated_on, &content).await?;
    let projector = Projector::new(hall, &actor.regency);
    let mut held = business;
    if held.owner != owner {
        held.owner = owner;
        business::update(tx, &held).await?;
    }
    refresh::refresh(hall, tx, &projector, &actor.regency, vec![held]).await?;
    Ok(Stated::Written(statement))
}

/// Registers a business that is not in the registry yet.
pub async fn register(
    hall: &Hall,
    actor: &Actor,
    facts: &Facts,
    stated_on: NaiveDate,
) -> Result<BusinessId> {
    actor.must(Permission::StateFacts)?;
    let door = Door::of_role(actor.role).ok_or(Error::Forbidden(Permission::StateFacts))?;
    check(hall, actor, facts, stated_on)?;
    let named = [Fact::BusinessName, Fact::OwnerName]
        .iter()
        .any(|fact| facts.get(*fact).is_some());
    if !named {
        return Err(RegistryError::NoName.into());
    }
    must_lie_in_scope(hall, actor, facts)?;
    let id: BusinessId = hall.new_id();
    let mut tx = hall.db().write().await?;
    let (content, owner) = sealed(hall, &mut tx, actor, None, facts).await?;
    let statement = write(hall, &mut tx, actor, id, door, stated_on, &content).await?;
    let projection = Projector::new(hall, &actor.regency).project(facts);
    refresh::insert(hall, &mut tx, &actor.regency, id, owner, projection).await?;
    let detail =
        json!({ "door": door.id(), "statement": statement.to_string(), "facts": ids(facts) });
    audit::record(
        hall,
        &mut tx,
        actor,
        "business.registered",
        &audit::business(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// An account that is bound to a district or village registers businesses there only; without a village the business
/// would vanish from its own list at once.
fn must_lie_in_scope(hall: &Hall, actor: &Actor, facts: &Facts) -> Result<()> {
    let lies = match facts.get(Fact::Village) {
        Some(Value::Region(code)) => actor.covers(code.as_str()),
        _ => actor.scope.is_none(),
    };
    match actor.scope.filter(|_| !lies) {
        None => Ok(()),
        Some(scope) => Err(RegistryError::OutsideScope {
            region: hall
                .gazetteer()
                .name(&scope)
                .map_or_else(|| scope.to_string(), str::to_owned),
        }
        .into()),
    }
}

/// Withdraws a statement: it stays in the history and counts no more.
pub async fn withdraw(
    hall: &Hall,
    actor: &Actor,
    id: BusinessId,
    statement: StatementId,
) -> Result<()> {
    actor.must(Permission::WithdrawStatement)?;
    let mut tx = hall.db().write().await?;
    let business = business::hold(&mut tx, &actor.regency, id)
        .await?
        .filter(|business| actor.covers(&business.region))
        .ok_or(Error::NotFound("business"))?;
    let id = business.id;
    let now = hall.clock().now();
    if !statement::withdraw(&mut tx, &actor.regency, id, statement, now).await? {
        return Err(RegistryError::StatementGone.into());
    }
    let projector = Projector::new(hall, &actor.regency);
    refresh::refresh(hall, &mut tx, &projector, &actor.regency, vec![business]).await?;
    let detail = json!({ "statement": statement.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "statement.withdrawn",
        &audit::business(id),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}

fn check(hall: &Hall, actor: &Actor, facts: &Facts, stated_on: NaiveDate) -> Result<()> {
    if facts.is_empty() {
        return Err(RegistryError::NothingStated.into());
    }
    if stated_on > hall.clock().today() {
        return Err(RegistryError::StatedInFuture {
            day: stated_on.to_string(),
        }
        .into());
    }
    if let Some(Value::Region(code)) = facts.get(Fact::Village)
        && !code.as_str().starts_with(&actor.regency)
    {
        return Err(RegistryError::OtherRegency {
            region: code.to_string(),
        }
        .into());
    }
    Ok(())
}

fn ids(facts: &Facts) -> Vec<&'static str> {
    facts.iter().map(|(fact, _)| fact.id()).collect()
}

/// Seals what must be sealed and finds or makes the owner. An owner cannot become somebody else by stating another
/// person's NIK: that would hand that person's numbers over.
async fn sealed(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    present: Option<PersonId>,
    facts: &Facts,
) -> Result<(Content, Option<PersonId>)> {
    if !sealing::speaks_of_person(facts) {
        return Ok((
            Content {
                open: facts.clone(),
                ..Content::default()
            },
            present,
        ));
    }
    let (mut owner, key, is_new) =
        sealing::owner_for(hall, tx, &actor.regency, present, facts).await?;
    if actor.role == Role::Owner && Some(owner.id) != actor.person {
        return Err(Error::Forbidden(Permission::StateOwnFacts));
    }
    let content = sealing::seal(hall.keys(), &key, &mut owner, facts);
    let id = owner.id;
    if is_new {
        person::insert_many(tx, vec![owner]).await?;
    } else {
        person::update(tx, &owner).await?;
    }
    Ok((content, Some(id)))
}

fn says_nothing_new(believes: &Believes, content: &Content, door: Door) -> bool {
    let open = content.open.iter().all(|(fact, value)| {
        believes.get(&fact).is_some_and(|believed| {
            believed.by.door == door && believed.value == Known::Open(value.clone())
        })
    });
    let sealed = content.sealed.iter().all(|(fact, sealed)| {
        believes
            .get(fact)
            .is_some_and(|believed| match &believed.value {
                Known::Sealed(known) => {
                    believed.by.door == door && crate::keys::same_number(known, sealed)
                }
                Known::Open(_) => false,
            })
    });
    open && sealed
}

async fn write(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    business: BusinessId,
    door: Door,
    stated_on: NaiveDate,
    content: &Content,
) -> Result<StatementId> {
    let id: StatementId = hall.new_id();
    let statement = Statement {
        id,
        regency: actor.regency.clone(),
        business,
        door: door.id().to_owned(),
        source: None,
        import: None,
        stated_on,
        account: actor.account,
        facts: content.to_json(),
        said_at: hall.clock().now(),
        withdrawn_at: None,
    };
    statement::insert_many(tx, vec![statement]).await?;
    Ok(id)
}
