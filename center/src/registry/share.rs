//! Sharing a plan: a link, shown as a QR code, that opens the plan without personal data until it is taken back.

use chrono::{DateTime, TimeDelta, Utc};
use rulebook::{Fact, Facts, Plan};
use serde_json::json;
use store::registry::business::{self, Business};
use store::registry::share::{self as kept, ShareLink};
use store::registry::statement;
use uuid::Uuid;
use vocab::id::BusinessId;

use super::facts::for_rulebook;
use super::refresh;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::keys::{Purpose, token};
use crate::permission::{Permission, Role};

/// A link holds so long unless it is taken back earlier.
const DAYS: i64 = 180;

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Goes into the address; shown once, because only its hash is kept.
    pub token: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

/// What a link shows.
#[derive(Debug, Clone)]
pub struct Shared {
    /// Name of the business; not the owner's.
    pub name: String,
    /// The facts without the personal ones.
    pub facts: Facts,
    /// The steps.
    pub plan: Plan,
    /// When the link ends.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A link in the list of a business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Name of the link.
    pub id: Uuid,
    /// When made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

async fn shareable(
    session: &mut store::Session,
    actor: &Actor,
    id: BusinessId,
) -> Result<Business> {
    actor.must(Permission::Share)?;
    let found = business::find(session, &actor.regency, id).await?;
    let own = |business: &Business| actor.person.is_some() && business.owner == actor.person;
    found
        .filter(|business| {
            if actor.role == Role::Owner {
                own(business)
            } else {
                actor.covers(&business.region)
            }
        })
        .ok_or(Error::NotFound("business"))
}

/// Makes a link to a business' plan.
pub async fn share(hall: &Hall, actor: &Actor, id: BusinessId) -> Result<Made> {
    let mut tx = hall.db().write().await?;
    shareable(&mut tx, actor, id).await?;
    let token = token();
    let now = hall.clock().now();
    let expires_at = now + TimeDelta::days(DAYS);
    let link = ShareLink {
        token_hash: hall.keys().hash(Purpose::Share, token.as_bytes()).to_vec(),
        id: hall.new_id(),
        regency: actor.regency.clone(),
        business: id,
        account: actor.account,
        created_at: now,
        expires_at: Some(expires_at),
        revoked_at: None,
    };
    kept::insert(&mut tx, &link).await?;
    let detail = json!({ "link": link.id.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "plan.shared",
        &audit::business(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(Made { token, expires_at })
}

/// The links of a business.
pub async fn links(hall: &Hall, actor: &Actor, id: BusinessId) -> Result<Vec<Link>> {
    let mut session = hall.db().read().await?;
    shareable(&mut session, actor, id).await?;
    let links = kept::of_business(&mut session, &actor.regency, id).await?;
    Ok(links
        .into_iter()
        .map(|link| Link {
            id: link.id,
            created_at: link.created_at,
            expires_at: link.expires_at,
            revoked_at: link.revoked_at,
        })
        .collect())
}

/// Takes a link back; all of the business' links if none is named.
pub async fn revoke(hall: &Hall, actor: &Actor, id: BusinessId, link: Option<Uuid>) -> Result<()> {
    let mut tx = hall.db().write().await?;
    shareable(&mut tx, actor, id).await?;
    let revoked = kept::revoke(&mut tx, &actor.regency, id, link, hall.clock().now()).await?;
    if revoked > 0 {
        let detail = json!({ "links": revoked });
        audit::record(
            hall,
            &mut tx,
            actor,
            "plan.unshared",
            &audit::business(id),
            detail,
        )
        .await?;
    }
    Ok(tx.commit().await?)
}

/// What a link shows to whoever holds it. Nothing personal: the link will be printed and forwarded.
pub async fn open(hall: &Hall, token: &str) -> Result<Shared> {
    let gone = || Error::NotFound("plan");
    let hash = hall.keys().hash(Purpose::Share, token.as_bytes());
    let mut session = hall.db().read().await?;
    let link = kept::find(&mut session, &hash, hall.clock().now())
        .await?
        .ok_or_else(gone)?;
    let found = business::find(&mut session, &link.regency, link.business)
        .await?
        .ok_or_else(gone)?;
    let statements = statement::of_business(&mut session, &link.regency, found.id).await?;
    let authorities = refresh::authorities(&mut session, &link.regency).await?;
    let full = for_rulebook(&refresh::believe(&statements, &authorities)?);
    let plan = hall.rulebook().plan(&full, hall.clock().today());
    let named = full.get(Fact::BusinessName).is_some();
    let mut facts = full;
    for fact in Fact::ALL.iter().filter(|fact| fact.is_personal()) {
        facts.remove(*fact);
    }
    // The address of a business run at home is the owner's address.
    for fact in [
        Fact::Address,
        Fact::Rt,
        Fact::Rw,
        Fact::Location,
        Fact::Capital,
        Fact::Sales,
    ] {
        facts.remove(fact);
    }
    let name = if named { found.name } else { String::new() };
    Ok(Shared {
        name,
        facts,
        plan,
        expires_at: link.expires_at,
    })
}
