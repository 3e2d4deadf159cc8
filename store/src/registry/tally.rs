//! Counters: how many businesses of a village carry a mark. An overview page is one small query over them.

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Session, Tx};

/// By how much one counter moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) region: String,
    pub(crate) mark: u32,
    pub(crate) by: i64,
}

/// One counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Village, or the deepest region known.
    pub region: String,
    /// Mark.
    pub mark: u32,
    /// How many.
    pub n: i64,
}

pub(crate) async fn add(tx: &mut Tx, regency: &str, changes: Vec<Change>) -> StoreResult<()> {
    let rows = changes
        .into_iter()
        .map(|change| {
            vec![
                regency.into(),
                change.region.into(),
                change.mark.into(),
                change.by.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "tally",
        &["regency", "region", "mark", "n"],
        rows,
        "ON CONFLICT (regency, region, mark) DO UPDATE SET n = tally.n + excluded.n",
    )
    .await?;
    Ok(())
}

/// The counters of some marks under a region (a regency or a district), which are not zero.
pub async fn under(
    session: &mut Session,
    regency: &str,
    region: &str,
    marks: &[u32],
) -> StoreResult<Vec<Count>> {
    let mut query = sql("SELECT region, mark, n FROM tally WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND region >= ")
        .push_bind(region);
    // Codes are digits and dots; `/` follows both `.` and precedes the digits, so this ends the prefix.
    query
        .push(" AND region < ")
        .push_bind(format!("{region}/"))
        .push(" AND n <> 0 AND mark IN ");
    query.push_list(marks.iter().copied());
    read(&session.all(query).await?)
}

/// The counters under a region, added up by its parts: `length` is that of a district's code (8) or a village's (13).
pub async fn by_part(
    session: &mut Session,
    regency: &str,
    region: &str,
    length: u32,
    marks: &[u32],
) -> StoreResult<Vec<Count>> {
    let mut query = sql("SELECT substr(region, 1, CAST(");
    query
        .push_bind(length)
        .push(" AS INTEGER)) AS part, mark, CAST(SUM(n) AS BIGINT) FROM tally WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND region >= ")
        .push_bind(region);
    query
        .push(" AND region < ")
        .push_bind(format!("{region}/"))
        .push(" AND n <> 0 AND mark IN ");
    query
        .push_list(marks.iter().copied())
        .push(" GROUP BY 1, 2");
    read(&session.all(query).await?)
}

/// All counters of a regency which are not zero.
pub async fn all(session: &mut Session, regency: &str) -> StoreResult<Vec<Count>> {
    let query =
        sql("SELECT region, mark, n FROM tally WHERE regency = $1 AND n <> 0").bind(regency);
    read(&session.all(query).await?)
}

fn read(rows: &[crate::Row]) -> StoreResult<Vec<Count>> {
    rows.iter()
        .map(|row| {
            Ok(Count {
                region: row.get(0)?,
                mark: super::marks::short(row.get(1)?)?,
                n: row.get(2)?,
            })
        })
        .collect()
}
