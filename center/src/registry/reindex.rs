//! The search index, built anew from the businesses: after a restore, which brings no index along, and after an update that
//! keeps it in another way.

use store::registry::ledger::Ledger;
use store::registry::{business, words};
use store::{Tx, sql};

use super::project::Projector;
use super::refresh;
use crate::error::Result;
use crate::hall::Hall;

/// The setting which says that the index must be built anew.
pub(crate) const STALE: &str = "search.stale";
/// Businesses of which the words are held at a time.
const CHUNK: u32 = 10_000;

/// Builds the index anew if a restore left it empty. All in one transaction: a search finds everything or waits.
pub(crate) async fn if_stale(hall: &Hall) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let stale = tx
        .optional(sql("SELECT value FROM setting WHERE name = $1").bind(STALE))
        .await?;
    if stale.is_none() {
        return Ok(());
    }
    words::clear(&mut tx).await?;
    for regency in business::regencies(&mut tx).await? {
        reindex(hall, &mut tx, &regency).await?;
    }
    tx.execute(sql("DELETE FROM setting WHERE name = $1").bind(STALE))
        .await?;
    Ok(tx.commit().await?)
}

async fn reindex(hall: &Hall, tx: &mut Tx, regency: &str) -> Result<()> {
    let projector = Projector::new(hall, regency);
    let mut ledger = Ledger::new(regency);
    let mut after = 0;
    loop {
        let rows = business::after(tx, regency, after, CHUNK).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.seq;
        for row in &rows {
            ledger.words(row.seq, "", &projector.words_of_row(row))?;
        }
        refresh::flush(hall, tx, &mut ledger).await?;
    }
}
