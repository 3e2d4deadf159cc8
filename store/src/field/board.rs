//! What is measured of the enumerators of a round.

use vocab::id::{AccountId, RoundId};

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::Session;

/// What came from one enumerator.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Who.
    pub account: AccountId,
    /// Sets of answers that stand.
    pub sets: i64,
    /// Of these, complete ones.
    pub complete: i64,
    /// Of these, where the owner refused.
    pub refused: i64,
    /// Seconds that complete ones took, in all.
    pub seconds: i64,
    /// Complete ones finished in less than three minutes.
    pub hasty: i64,
    /// Complete ones without a point.
    pub without_point: i64,
    /// Different points, to about ten metres, of complete ones.
    pub points: i64,
    /// Points with an accuracy worse than 50 metres.
    pub vague: i64,
    /// Complete ones whose answers are the same as those of another by the same enumerator.
    pub repeated: i64,
    /// Sets made while the phone's clock was off by more than an hour.
    pub clock_off: i64,
}

/// Shorter than this nobody asks fifty questions.
const HASTY_MICROS: i64 = 3 * 60 * 1_000_000;
/// An hour, in milliseconds.
const HOUR_MILLIS: i64 = 60 * 60 * 1_000;

/// The measures of a round, one line for each enumerator.
pub async fn lines(session: &mut Session, regency: &str, round: RoundId) -> StoreResult<Vec<Line>> {
    let query = sql("SELECT account_id, COUNT(*), \
         SUM(CASE WHEN outcome = 'complete' THEN 1 ELSE 0 END), \
         SUM(CASE WHEN outcome = 'refused' THEN 1 ELSE 0 END), \
         CAST(SUM(CASE WHEN outcome = 'complete' THEN (ended_at - started_at) / 1000000 ELSE 0 END) AS BIGINT), \
         SUM(CASE WHEN outcome = 'complete' AND ended_at - started_at < $3 THEN 1 ELSE 0 END), \
         SUM(CASE WHEN outcome = 'complete' AND latitude IS NULL THEN 1 ELSE 0 END), \
         COUNT(DISTINCT CASE WHEN outcome = 'complete' AND latitude IS NOT NULL THEN \
         CAST(ROUND(latitude * 10000) AS BIGINT) * 10000000 + CAST(ROUND(longitude * 10000) AS BIGINT) END), \
         SUM(CASE WHEN accuracy > 50 THEN 1 ELSE 0 END), \
         SUM(CASE WHEN outcome = 'complete' THEN 1 ELSE 0 END) - \
         COUNT(DISTINCT CASE WHEN outcome = 'complete' THEN content END), \
         SUM(CASE WHEN ABS(clock_offset) > $4 THEN 1 ELSE 0 END) \
         FROM field_answer WHERE regency = $1 AND round_id = $2 AND state NOT IN ('replaced', 'second') \
         GROUP BY account_id ORDER BY COUNT(*) DESC, account_id");
    let rows = session
        .all(
            query
                .bind(regency)
                .bind(round)
                .bind(HASTY_MICROS)
                .bind(HOUR_MILLIS),
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Line {
                account: row.id(0)?,
                sets: row.get(1)?,
                complete: row.get(2)?,
                refused: row.get(3)?,
                seconds: row.get(4)?,
                hasty: row.get(5)?,
                without_point: row.get(6)?,
                points: row.get(7)?,
                vague: row.get(8)?,
                repeated: row.get(9)?,
                clock_off: row.get(10)?,
            })
        })
        .collect()
}
