//! How far the plans have been computed, with which rulebook and for which day.

use chrono::{DateTime, NaiveDate, Utc};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A run through all businesses of a regency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replan {
    /// Fingerprint of the rulebook.
    pub fingerprint: String,
    /// The day the plans are for.
    pub planned_on: NaiveDate,
    /// Businesses up to this short key are done.
    pub cursor: i64,
    /// When all were done.
    pub finished_at: Option<DateTime<Utc>>,
}

/// How it stands.
pub async fn find(session: &mut Session, regency: &str) -> StoreResult<Option<Replan>> {
    let query =
        sql("SELECT fingerprint, planned_on, cursor, finished_at FROM replan WHERE regency = $1");
    session
        .optional(query.bind(regency))
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Writes how it stands.
pub async fn save(tx: &mut Tx, regency: &str, replan: &Replan) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO replan (regency, fingerprint, planned_on, cursor, finished_at) \
                     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (regency) DO UPDATE SET \
                     fingerprint = excluded.fingerprint, planned_on = excluded.planned_on, \
                     cursor = excluded.cursor, finished_at = excluded.finished_at",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(&replan.fingerprint)
            .bind(replan.planned_on)
            .bind(replan.cursor)
            .bind(replan.finished_at),
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> StoreResult<Replan> {
    Ok(Replan {
        fingerprint: row.get(0)?,
        planned_on: row.parse(1)?,
        cursor: row.get(2)?,
        finished_at: row.moment_or_none(3)?,
    })
}
