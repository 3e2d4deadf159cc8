//! Two businesses that are one: merged by reference and put back by taking the reference away.

use serde_json::json;
use store::Tx;
use store::people::account;
use store::registry::business::{self, Business};
use store::registry::ledger::Ledger;
use store::registry::marks::MarkSet;
use store::registry::merge::{self as kept, Merge};
use store::registry::pair::{self, PairState};
use vocab::id::{BusinessId, MergeId, PairId, PersonId};

use super::LinkingError;
use super::apply::refresh_all;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::project::Projector;
use crate::registry::refresh;

/// Merges two businesses that somebody knows to be one.
pub async fn merge(
    hall: &Hall,
    actor: &Actor,
    one: BusinessId,
    other: BusinessId,
) -> Result<MergeId> {
    actor.must(Permission::Merge)?;
    let mut tx = hall.db().write().await?;
    let id = merge_in(hall, &mut tx, actor, (one, other), None).await?;
    tx.commit().await?;
    Ok(id)
}

/// The merges into a business that stand, newest first: what can be taken back on its page.
pub async fn of_business(hall: &Hall, actor: &Actor, id: BusinessId) -> Result<Vec<Merge>> {
    actor.must(Permission::Merge)?;
    let mut session = hall.db().read().await?;
    let root = kept::root(&mut session, &actor.regency, id).await?;
    Ok(kept::of_business(&mut session, &actor.regency, root).await?)
}

/// Takes a merge back: both businesses stand as they did, each with what was said about it.
pub async fn unmerge(hall: &Hall, actor: &Actor, id: MergeId) -> Result<()> {
    actor.must(Permission::Merge)?;
    let mut tx = hall.db().write().await?;
    let merge = kept::find(&mut tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("merge"))?;
    let root = kept::root(&mut tx, &actor.regency, merge.kept).await?;
    let stays = business::find(&mut tx, &actor.regency, root).await?;
    if !stays.is_some_and(|stays| actor.covers(&stays.region)) {
        return Err(Error::NotFound("merge"));
    }
    if let Some(pair) = merge.pair
        && let Some(mut pair) = pair::hold(&mut tx, &actor.regency, pair).await?
    {
        // Who takes a merge back says that the two are not one: it is not to be proposed again.
        pair.state = PairState::Rejected;
        pair.by_reader = true;
        pair.decided_at = Some(hall.clock().now());
        pair::put(&mut tx, vec![pair]).await?;
    }
    unmerge_in(hall, &mut tx, actor, &merge).await?;
    Ok(tx.commit().await?)
}

/// Merges in the caller's transaction. The one whose owner has an account stays, else the one that was there first.
pub(super) async fn merge_in(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    (one, other): (BusinessId, BusinessId),
    pair: Option<PairId>,
) -> Result<MergeId> {
    let regency = actor.regency.as_str();
    let roots = kept::roots(tx, regency, &[one, other]).await?;
    let root = |id| roots.get(&id).copied().unwrap_or(id);
    let (one, other) = (root(one), root(other));
    if one == other {
        return Err(LinkingError::SameBusiness.into());
    }
    let mut both = business::hold_many(tx, regency, &[one, other])
        .await?
        .into_iter();
    let (Some(first), Some(second), None) = (both.next(), both.next(), both.next()) else {
        return Err(Error::NotFound("business"));
    };
    if !(actor.covers(&first.region) && actor.covers(&second.region)) {
        return Err(Error::NotFound("business"));
    }
    let accounts = (
        has_account(tx, regency, first.owner).await?,
        has_account(tx, regency, second.owner).await?,
    );
    let (mut stays, goes) = match accounts {
        (true, true) if first.owner != second.owner => return Err(LinkingError::TwoAccounts.into()),
        (false, true) => (second, first),
        _ => (first, second),
    };
    let took_owner = stays.owner.is_none() && goes.owner.is_some();
    if took_owner {
        stays.owner = goes.owner;
        business::update(tx, &stays).await?;
    }
    let mut ledger = Ledger::new(regency);
    refresh::leave(tx, &mut ledger, &Projector::new(hall, regency), &goes).await?;
    refresh::flush(hall, tx, &mut ledger).await?;
    let merge = Merge {
        id: hall.new_id(),
        regency: regency.to_owned(),
        kept: stays.id,
        merged: goes.id,
        pair,
        merged_seq: goes.seq,
        merged_owner: goes.owner,
        merged_created_at: goes.created_at,
        took_owner,
        account: actor.account,
        merged_at: hall.clock().now(),
        undone_at: None,
        undone_by: None,
    };
    kept::insert(tx, &merge).await?;
    refresh_all(hall, tx, regency, &[stays.id]).await?;
    tell(hall, tx, actor, "business.merged", &merge).await?;
    Ok(merge.id)
}

/// Takes a merge back in the caller's transaction.
pub(super) async fn unmerge_in(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    merge: &Merge,
) -> Result<()> {
    let regency = actor.regency.as_str();
    let now = hall.clock().now();
    if !kept::undo(tx, regency, merge.id, actor.account, now).await? {
        return Err(LinkingError::MergeGone.into());
    }
    // The kept one may have been merged into another since.
    let root = kept::root(tx, regency, merge.kept).await?;
    let held = business::hold_many(tx, regency, &[root]).await?;
    if let Some(mut stays) = held.into_iter().next()
        && merge.took_owner
        && root == merge.kept
        && stays.owner == merge.merged_owner
    {
        stays.owner = None;
        business::update(tx, &stays).await?;
    }
    let back = Business {
        seq: merge.merged_seq,
        id: merge.merged,
        regency: regency.to_owned(),
        region: regency.to_owned(),
        name: String::new(),
        name_key: String::new(),
        owner: merge.merged_owner,
        owner_name: None,
        kbli: None,
        facts: "{}".to_owned(),
        marks: MarkSet::default(),
        created_at: merge.merged_created_at,
        changed_at: now,
    };
    business::insert_many(tx, vec![back]).await?;
    refresh_all(hall, tx, regency, &[root, merge.merged]).await?;
    tell(hall, tx, actor, "business.unmerged", merge).await
}

async fn has_account(tx: &mut Tx, regency: &str, owner: Option<PersonId>) -> Result<bool> {
    match owner {
        Some(owner) => Ok(account::by_person(tx, regency, owner).await?.is_some()),
        None => Ok(false),
    }
}

/// Both businesses' trails tell of it.
async fn tell(hall: &Hall, tx: &mut Tx, actor: &Actor, action: &str, merge: &Merge) -> Result<()> {
    for (subject, other) in [(merge.kept, merge.merged), (merge.merged, merge.kept)] {
        let detail = json!({ "merge": merge.id.to_string(), "with": other.to_string(), "kept": merge.kept.to_string() });
        audit::record(hall, tx, actor, action, &audit::business(subject), detail).await?;
    }
    Ok(())
}
