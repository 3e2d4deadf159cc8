//! Who was counted and never visited.

use vocab::id::BusinessId;

use crate::db::fact;
use crate::error::StoreResult;
use crate::query::sql;
use crate::session::Session;

/// Short keys of the businesses that were visited at least once.
pub async fn visited(session: &mut Session, regency: &str) -> StoreResult<Vec<u32>> {
    seqs(session, regency, " AND e.visits > 0").await
}

/// Short keys of the businesses in somebody's care.
pub async fn in_care(session: &mut Session, regency: &str) -> StoreResult<Vec<u32>> {
    seqs(session, regency, " AND e.closed_on IS NULL").await
}

async fn seqs(session: &mut Session, regency: &str, which: &str) -> StoreResult<Vec<u32>> {
    let query = sql(format!(
        "SELECT DISTINCT b.seq FROM engagement e JOIN business b ON b.id = e.business_id WHERE e.regency = $1{which}"
    ));
    let rows = session.all(query.bind(regency)).await?;
    rows.iter()
        .map(|row| Ok(u32::try_from(row.get::<i64>(0)?).unwrap_or(u32::MAX)))
        .collect()
}

/// Short keys of businesses by the sex that was stated of the owner; the newest statement comes last.
pub async fn sexes(session: &mut Session, regency: &str) -> StoreResult<Vec<(u32, String)>> {
    let sex = fact(session.engine(), "s.facts", "owner_sex");
    let query = sql(format!(
        "SELECT b.seq, {sex} FROM statement s JOIN business b ON b.id = s.business_id \
         WHERE s.regency = $1 AND s.withdrawn_at IS NULL AND {sex} IS NOT NULL ORDER BY s.seq"
    ));
    let rows = session.all(query.bind(regency)).await?;
    rows.iter()
        .map(|row| {
            let seq = u32::try_from(row.get::<i64>(0)?).unwrap_or(u32::MAX);
            Ok((seq, row.get(1)?))
        })
        .collect()
}

/// A business that waits for a mentor, as much of it as an assignment needs.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// Short key.
    pub seq: i64,
    /// Id.
    pub id: BusinessId,
    /// Name.
    pub name: String,
    /// Region.
    pub region: String,
    /// Where it is, as it was stated.
    pub location: Option<String>,
    /// When it was first counted, in microseconds since 1970.
    pub since: i64,
    /// Its marks.
    pub marks: Vec<u8>,
}

/// Businesses in nobody's care, longest counted first; `without` names a mark they must not carry.
pub async fn waiting(
    session: &mut Session,
    regency: &str,
    limit: u32,
) -> StoreResult<Vec<Waiting>> {
    let location = fact(session.engine(), "b.facts", "location");
    let query = sql(format!(
        "SELECT b.seq, b.id, b.name, b.region, {location}, b.created_at, b.marks FROM business b WHERE b.regency = $1 \
         AND NOT EXISTS (SELECT 1 FROM engagement e WHERE e.regency = b.regency AND e.business_id = b.id) \
         ORDER BY b.seq LIMIT $2"
    ));
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter()
        .map(|row| {
            Ok(Waiting {
                seq: row.get(0)?,
                id: row.id(1)?,
                name: row.get(2)?,
                region: row.get(3)?,
                location: row.get(4)?,
                since: row.get(5)?,
                marks: row.get(6)?,
            })
        })
        .collect()
}

/// How many businesses of each region were visited.
pub async fn visited_by_region(
    session: &mut Session,
    regency: &str,
) -> StoreResult<Vec<(String, i64)>> {
    let query = sql(
        "SELECT b.region, COUNT(DISTINCT b.id) FROM engagement e JOIN business b ON b.id = e.business_id \
         WHERE e.regency = $1 AND e.visits > 0 GROUP BY b.region",
    );
    let rows = session.all(query.bind(regency)).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}
