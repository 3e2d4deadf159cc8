//! Conflicts, side by side, for the office.

use serde_json::{Value as Json, json};
use store::people::account;
use store::sync::conflict as kept;
use uuid::Uuid;

use super::collection::{Item, Theirs};
use super::{SyncError, collection};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// A conflict with both sides.
#[derive(Debug, Clone)]
pub struct Side {
    /// The item that came second.
    pub item: Uuid,
    /// About what.
    pub entity: Uuid,
    /// Who sent it.
    pub by: String,
    /// When it came.
    pub came_at: chrono::DateTime<chrono::Utc>,
    /// What it says; none if its owner was erased since.
    pub ours: Option<Item>,
    /// What stands.
    pub theirs: Theirs,
}

/// The conflicts of a collection that nobody decided yet, oldest first.
pub async fn open_conflicts(hall: &Hall, actor: &Actor, name: &str) -> Result<Vec<Side>> {
    actor.must(Permission::ManageCensus)?;
    let collection = collection(actor, name)?;
    let mut session = hall.db().read().await?;
    let open = kept::open(&mut session, &actor.regency, name, 50).await?;
    let accounts: Vec<_> = open.iter().map(|one| one.account).collect();
    let names = account::names(&mut session, &accounts).await?;
    let mut sides = Vec::with_capacity(open.len());
    for one in open {
        let ours = one
            .sealed
            .as_deref()
            .map(|sealed| hall.keys().open_for(one.item, sealed))
            .transpose()?
            .and_then(|text| serde_json::from_slice(&text).ok());
        let theirs = collection
            .theirs(hall, &mut session, actor, one.entity)
            .await?;
        sides.push(Side {
            item: one.item,
            entity: one.entity,
            by: names.get(&one.account).cloned().unwrap_or_default(),
            came_at: one.came_at,
            ours,
            theirs,
        });
    }
    Ok(sides)
}

/// The office decides a conflict: what stands stays, or the item that came second is taken over it as a new version.
/// Either way both stay in the history.
pub async fn decide(hall: &Hall, actor: &Actor, item: Uuid, take: bool) -> Result<()> {
    actor.must(Permission::ManageCensus)?;
    let mut tx = hall.db().write().await?;
    let found = kept::find(&mut tx, &actor.regency, item)
        .await?
        .ok_or(Error::NotFound("conflict"))?;
    let by = actor
        .account
        .map_or(Uuid::nil(), |account| account.as_uuid());
    let now = hall.clock().now();
    if !kept::resolve(&mut tx, &actor.regency, item, by, now).await? {
        return Err(SyncError::NothingToDecide.into());
    }
    if take {
        let collection = collection(actor, &found.collection)?;
        let thing = (found.collection.clone(), found.entity);
        let held = store::sync::item::hold(&mut tx, &actor.regency, vec![thing.clone()]).await?;
        let sealed = found.sealed.as_deref().ok_or(SyncError::NothingToDecide)?;
        let text = hall.keys().open_for(item, sealed)?;
        let mut taken: Item =
            serde_json::from_slice(&text).map_err(|_| SyncError::NothingToDecide)?;
        taken.device = found.device;
        taken.version = held.get(&thing).copied().unwrap_or(0) + 1;
        if let Some(body) = taken.body.as_object_mut() {
            // It was its sender who was there, not who decides.
            body.insert("by".to_owned(), Json::from(found.account.to_string()));
        }
        match collection.push(hall, &mut tx, actor, &taken).await? {
            super::Pushed::Taken => {}
            super::Pushed::Refused { message, .. } => return Err(Error::Malformed(message)),
        }
        let version = taken.version;
        store::sync::item::set_versions(&mut tx, &actor.regency, vec![(thing, version)]).await?;
    }
    let detail = json!({ "taken": take, "entity": found.entity.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "sync.decided",
        &format!("item:{item}"),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}
