//! Writing changes of pairs: the pair, the statement that follows from it or no longer does, and the business, in one
//! transaction for some hundred at a time.

use std::collections::BTreeSet;

use store::Tx;
use store::registry::business;
use store::registry::list_row::{self, KeptRow};
use store::registry::merge;
use store::registry::pair::{self, Pair, PairState};
use store::registry::statement::{self, Statement};
use vocab::id::{AccountId, BusinessId, StatementId};

use super::changes::Change;
use crate::error::Result;
use crate::hall::Hall;
use crate::registry::door::Door;
use crate::registry::project::Projector;
use crate::registry::refresh;

/// Changes in one transaction.
pub(super) const CHUNK: usize = 200;

/// Writes changes. One whose pair a reader has touched since the run began is left as the reader made it; the next run
/// sees it. Gives how many were written.
pub(super) async fn apply(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    changes: Vec<Change>,
    account: Option<AccountId>,
) -> Result<usize> {
    let mut fresh = Vec::with_capacity(changes.len());
    for change in changes {
        if let Some(before) = &change.before {
            let now = pair::hold(tx, regency, before.id).await?;
            let touched = now.is_none_or(|now| {
                (now.state, now.by_reader, now.statement)
                    != (before.state, before.by_reader, before.statement)
            });
            if touched {
                continue;
            }
        }
        fresh.push(change);
    }
    let ids: Vec<_> = fresh
        .iter()
        .filter_map(|change| change.after.row())
        .collect();
    let rows = list_row::find_many(tx, regency, &ids).await?;
    let mut touched = BTreeSet::new();
    let mut pairs = Vec::with_capacity(fresh.len());
    for Change { before, mut after } in fresh {
        let row = after.row().and_then(|id| rows.get(&id));
        if follow(hall, tx, before.as_ref(), &mut after, row, account).await? {
            touched.insert(after.business);
        }
        pairs.push(after);
    }
    let written = pairs.len();
    pair::put(tx, pairs).await?;
    refresh_all(hall, tx, regency, &touched.into_iter().collect::<Vec<_>>()).await?;
    Ok(written)
}

/// Brings the statement of a pair in line with how the pair stands. Gives whether the business is touched by that.
pub(super) async fn follow(
    hall: &Hall,
    tx: &mut Tx,
    before: Option<&Pair>,
    after: &mut Pair,
    row: Option<&KeptRow>,
    account: Option<AccountId>,
) -> Result<bool> {
    let now = hall.clock().now();
    let stands = before.and_then(|before| before.statement);
    let said = (after.state == PairState::Accepted)
        .then(|| after.said.clone())
        .flatten()
        .filter(|said| said != "{}");
    let same = before.is_some_and(|before| before.said == after.said);
    if let (Some(_), Some(_), true) = (stands, &said, same) {
        return Ok(false);
    }
    if let Some(statement) = stands {
        statement::withdraw(tx, &after.regency, after.business, statement, now).await?;
        after.statement = None;
    }
    let Some((said, row)) = said.zip(row) else {
        return Ok(stands.is_some());
    };
    let id: StatementId = hall.new_id();
    let statement = Statement {
        id,
        regency: after.regency.clone(),
        business: after.business,
        door: Door::Linked.id().to_owned(),
        source: after.source,
        import: None,
        stated_on: row.last_on,
        account,
        facts: said,
        said_at: now,
        withdrawn_at: None,
    };
    statement::insert_many(tx, vec![statement]).await?;
    after.statement = Some(id);
    Ok(true)
}

/// Brings businesses, or those they were merged into, up to what is said about them.
pub(super) async fn refresh_all(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    ids: &[BusinessId],
) -> Result<()> {
    let roots = merge::roots(tx, regency, ids).await?;
    let mut ids: Vec<BusinessId> = ids
        .iter()
        .map(|id| roots.get(id).copied().unwrap_or(*id))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let held = business::hold_many(tx, regency, &ids).await?;
    let projector = Projector::new(hall, regency);
    refresh::refresh(hall, tx, &projector, regency, held).await?;
    Ok(())
}
