//! Failed tries, by a hashed key.

use chrono::{DateTime, Utc};

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Session, Tx};

/// How a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// Failures since the last success or the last long silence.
    pub failures: i64,
    /// The last failure.
    pub last_at: DateTime<Utc>,
    /// No try before this.
    pub blocked_until: DateTime<Utc>,
}

/// How a key stands; none if it never failed.
pub async fn find(session: &mut Session, key: &[u8]) -> StoreResult<Option<Throttle>> {
    let query =
        sql("SELECT failures, last_at, blocked_until FROM throttle WHERE key = $1").bind(key);
    let row = session.optional(query).await?;
    row.map(|row| {
        Ok(Throttle {
            failures: row.get(0)?,
            last_at: row.moment(1)?,
            blocked_until: row.moment(2)?,
        })
    })
    .transpose()
}

/// Writes how a key stands.
pub async fn save(tx: &mut Tx, key: &[u8], throttle: Throttle) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO throttle (key, failures, last_at, blocked_until) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, \
                     blocked_until = excluded.blocked_until",
    );
    tx.execute(
        query
            .bind(key)
            .bind(throttle.failures)
            .bind(throttle.last_at)
            .bind(throttle.blocked_until),
    )
    .await?;
    Ok(())
}

/// Forgets a key.
pub async fn clear(tx: &mut Tx, key: &[u8]) -> StoreResult<()> {
    tx.execute(sql("DELETE FROM throttle WHERE key = $1").bind(key))
        .await?;
    Ok(())
}

/// Forgets everything that last failed before `before`, so the table stays small.
pub async fn sweep(tx: &mut Tx, before: DateTime<Utc>) -> StoreResult<u64> {
    tx.execute(sql("DELETE FROM throttle WHERE last_at < $1").bind(before))
        .await
}
