//! Opening a case: from a step of a plan to a checklist.

use rulebook::{Facts, Rule, StepState};
use serde_json::json;
use store::Tx;
use store::licensing::case::{self as kept, Case};
use store::licensing::count;
use store::licensing::document::{self, Document};
use store::licensing::event;
use store::registry::business::{self, Business};
use store::registry::statement;
use vocab::Lang;
use vocab::id::{BusinessId, CaseId};

use super::act::subject;
use super::case::{Documents, Event, State};
use super::clock;
use super::error::LicensingError;
use super::permits::Permit;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::notify::{self, About, News};
use crate::permission::{Permission, Role};
use crate::registry::facts::for_rulebook;
use crate::registry::refresh;
use crate::registry::state::may_see;

/// Opens a case for a step of a business' plan. The product tells several of one permit apart; empty means the business
/// as a whole.
pub async fn open(
    hall: &Hall,
    actor: &Actor,
    id: BusinessId,
    rule: &str,
    product: &str,
) -> Result<CaseId> {
    actor.must(Permission::OpenCases)?;
    let mut tx = hall.db().write().await?;
    let business = business::hold(&mut tx, &actor.regency, id)
        .await?
        .filter(|business| may_see(actor, business))
        .ok_or(Error::NotFound("business"))?;
    let case = open_in(hall, &mut tx, actor, &business, rule, product).await?;
    let detail = json!({ "permit": rule, "business": business.id.to_string() });
    audit::record(hall, &mut tx, actor, "case.opened", &subject(case), detail).await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(case)
}

/// The same within the caller's transaction, for a business that the caller holds; the audit entry is the caller's.
pub(super) async fn open_in(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    business: &Business,
    rule: &str,
    product: &str,
) -> Result<CaseId> {
    let today = hall.clock().today();
    let rulebook = hall.rulebook();
    let (_, found) = rulebook
        .find(rule, today)
        .ok_or(LicensingError::NotAPermit)?;
    let permit = Permit::by_id(&rulebook, rule, today).ok_or(LicensingError::NotAPermit)?;
    let permit = permit.within(&hall.settings().permit_days);
    let product: String = product.trim().chars().take(120).collect();
    let facts = facts_of(tx, &actor.regency, business.id).await?;
    must_be_next(
        hall,
        &facts,
        rule,
        permit.is_per_product() && !product.is_empty(),
    )?;
    let open = kept::open_one(tx, &actor.regency, business.id, rule, &product).await?;
    if open.is_some() {
        return Err(LicensingError::AlreadyOpen.into());
    }
    let mut case = new_case(hall, actor, business, rule, product);
    let documents = checklist(hall, &case, found);
    let standing = Documents {
        new: 0,
        wanting: documents.len(),
    };
    // What asks for no papers is ready at once.
    let state = if documents.is_empty() {
        State::Ready
    } else {
        State::Draft
    };
    state.id().clone_into(&mut case.state);
    let turn = state.turn(standing);
    clock::hand_over(&mut case, turn, &permit, hall.calendar(), today);
    kept::insert(tx, &case).await?;
    document::insert_many(tx, documents).await?;
    count::moved(tx, None, &case).await?;
    let side = super::act::side(actor);
    let opened = event::Event {
        at: case.opened_at,
        account: actor.account,
        side: side.id().to_owned(),
        event: Event::Open.id().to_owned(),
        from: String::new(),
        to: case.state.clone(),
        note: None,
    };
    event::insert(tx, &actor.regency, case.id, &opened).await?;
    if actor.role != Role::Owner {
        let about = About {
            path: format!("/licensing/cases/{}", case.id),
            business: business.name.clone(),
            permit: rule.to_owned(),
            ..About::default()
        };
        let owner = business.owner;
        notify::tell_owner(hall, tx, &actor.regency, owner, News::Opened, &about).await?;
    }
    Ok(case.id)
}

fn new_case(hall: &Hall, actor: &Actor, business: &Business, rule: &str, product: String) -> Case {
    let now = hall.clock().now();
    let today = hall.clock().today();
    Case {
        id: hall.new_id(),
        regency: actor.regency.clone(),
        business: business.id,
        region: business.region.clone(),
        district: business.region.chars().take(8).collect(),
        permit: rule.to_owned(),
        product,
        state: State::Draft.id().to_owned(),
        turn: String::new(),
        version: 1,
        officer: None,
        outside_system: None,
        outside_number: None,
        issued_number: None,
        issued_on: None,
        valid_until: None,
        reason: None,
        due_on: today,
        days_used: 0,
        clock_from: None,
        escalated_at: None,
        statement: None,
        opened_by: actor.account,
        opened_at: now,
        changed_at: now,
        closed_at: None,
    }
}

/// What the rule asks for today, kept with the case: a later version of the rule asks nothing more of who has begun.
fn checklist(hall: &Hall, case: &Case, rule: &Rule) -> Vec<Document> {
    (0_i64..)
        .zip(&rule.documents)
        .map(|(place, name)| Document {
            id: hall.new_id(),
            regency: case.regency.clone(),
            case: case.id,
            place,
            name_id: name.get(Lang::Id).to_owned(),
            name_en: name.get(Lang::En).to_owned(),
            file: None,
            state: "missing".to_owned(),
            reason: None,
            seen_on_paper: false,
            reviewed_by: None,
            reviewed_at: None,
            changed_at: case.opened_at,
        })
        .collect()
}

/// The facts that the rulebook sees of a business.
pub(super) async fn facts_of(
    session: &mut store::Session,
    regency: &str,
    business: BusinessId,
) -> Result<Facts> {
    let statements = statement::of_business(session, regency, business).await?;
    let authorities = refresh::authorities(session, regency).await?;
    Ok(for_rulebook(&refresh::believe(&statements, &authorities)?))
}

/// A case is opened for a step that can be taken. While a step's questions are open it can be begun too: the documents
/// bring the answers. What the law gives product by product is not done with the first: a further product may follow.
fn must_be_next(hall: &Hall, facts: &Facts, rule: &str, further: bool) -> Result<()> {
    let today = hall.clock().today();
    let rulebook = hall.rulebook();
    let plan = rulebook.plan(facts, today);
    let (index, found) = rulebook
        .find(rule, today)
        .ok_or(LicensingError::NotAPermit)?;
    let step = plan.step(index).ok_or(LicensingError::NotNeeded)?;
    if step.is_done() {
        return if further {
            Ok(())
        } else {
            Err(LicensingError::NotNeeded.into())
        };
    }
    // What the rule itself waits for, also while its own questions are open.
    let required = found.requires.iter().filter_map(|id| {
        let (index, rule) = rulebook.find(id, today)?;
        let open = plan.step(index).is_some_and(|step| !step.is_done());
        open.then_some(rule)
    });
    let mut first: Vec<&Rule> = required.collect();
    if let StepState::Blocked { by } = &step.state {
        first.extend(by.iter().filter_map(|index| rulebook.rule(*index)));
    }
    if first.is_empty() {
        return Ok(());
    }
    let mut steps: Vec<&str> = first.iter().map(|rule| rule.title.get(Lang::Id)).collect();
    steps.dedup();
    Err(LicensingError::Blocked {
        steps: steps.join("; "),
    }
    .into())
}
