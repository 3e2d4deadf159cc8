//! Writing changes of pairs: the pair, the statement that follows from it or no longer does, and the business, in one
//! transaction for some hundred at a time.

use std::collections::BTreeSet;

use store::Tx;
use store::registry::business;
use store::registry::list_row::{self, KeptRow};
use store::registry::merge;
use store::registry::pair::{self, Pair, PairState};
use store::registry::statement::{self, Statement};
use vocab::id::{AccountId, BusinessId, PairId, StatementId};

use super::changes::Change;
use crate::error::Result;
use crate::hall::Hall;
use crate::registry::door::Door;
use crate::registry::project::Projector;
use crate::registry::refresh;

/// Changes in one transaction.
pub(super) const CHUNK: usize = 200;

/// Writes changes. One whose pair a reader has touched since the run began is left as the reader made it; the next run
/// sees it. Gives how many were written. However many changes there are, each table is asked and written once for some
/// hundred of them.
pub(super) async fn apply(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    changes: Vec<Change>,
    account: Option<AccountId>,
) -> Result<usize> {
    let known: Vec<PairId> = changes
        .iter()
        .filter_map(|change| Some(change.before.as_ref()?.id))
        .collect();
    let now = pair::hold_many(tx, regency, &known).await?;
    let fresh: Vec<Change> = changes
        .into_iter()
        .filter(|change| {
            let before = change.before.as_ref();
            before.is_none_or(|before| is_as_it_was(before, now.get(&before.id)))
        })
        .collect();
    let ids: Vec<_> = fresh
        .iter()
        .filter_map(|change| change.after.row())
        .collect();
    let rows = list_row::find_many(tx, regency, &ids).await?;
    let mut consequence = Consequence::default();
    let mut pairs = Vec::with_capacity(fresh.len());
    for Change { before, mut after } in fresh {
        let row = after.row().and_then(|id| rows.get(&id));
        consequence.follow(hall, before.as_ref(), &mut after, row, account);
        pairs.push(after);
    }
    let written = pairs.len();
    let touched = consequence.write(hall, tx, regency).await?;
    pair::put(tx, pairs).await?;
    refresh_all(hall, tx, regency, &touched).await?;
    Ok(written)
}

fn is_as_it_was(before: &Pair, now: Option<&Pair>) -> bool {
    now.is_some_and(|now| {
        (now.state, now.by_reader, now.statement)
            == (before.state, before.by_reader, before.statement)
    })
}

/// What follows from pairs: statements that no longer stand, and those that now do.
#[derive(Default)]
pub(super) struct Consequence {
    withdrawn: Vec<(BusinessId, StatementId)>,
    said: Vec<Statement>,
}

impl Consequence {
    /// Brings the statement of a pair in line with how the pair stands.
    pub(super) fn follow(
        &mut self,
        hall: &Hall,
        before: Option<&Pair>,
        after: &mut Pair,
        row: Option<&KeptRow>,
        account: Option<AccountId>,
    ) {
        let stands = before.and_then(|before| before.statement);
        let said = (after.state == PairState::Accepted)
            .then(|| after.said.clone())
            .flatten()
            .filter(|said| said != "{}");
        let same = before.is_some_and(|before| before.said == after.said);
        if let (Some(_), Some(_), true) = (stands, &said, same) {
            return;
        }
        if let Some(statement) = stands {
            self.withdrawn.push((after.business, statement));
            after.statement = None;
        }
        let Some((said, row)) = said.zip(row) else {
            return;
        };
        let id: StatementId = hall.new_id();
        self.said.push(Statement {
            id,
            regency: after.regency.clone(),
            business: after.business,
            door: Door::Linked.id().to_owned(),
            source: after.source,
            import: None,
            stated_on: row.last_on,
            account,
            facts: said,
            said_at: hall.clock().now(),
            withdrawn_at: None,
        });
        after.statement = Some(id);
    }

    /// Writes it all, and gives the businesses that are touched by it.
    pub(super) async fn write(
        self,
        hall: &Hall,
        tx: &mut Tx,
        regency: &str,
    ) -> Result<Vec<BusinessId>> {
        let withdrawn = self.withdrawn.iter().map(|(business, _)| *business);
        let touched: BTreeSet<BusinessId> = withdrawn
            .chain(self.said.iter().map(|said| said.business))
            .collect();
        let now = hall.clock().now();
        statement::withdraw_many(tx, regency, &self.withdrawn, now).await?;
        statement::insert_many(tx, self.said).await?;
        Ok(touched.into_iter().collect())
    }
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
