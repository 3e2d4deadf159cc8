//! What owners were reminded of, so that nobody is told twice.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::BusinessId;

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::Tx;

/// Notes a reminder. False if it was sent before.
pub async fn note(
    tx: &mut Tx,
    regency: &str,
    business: BusinessId,
    kind: &str,
    due_on: NaiveDate,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "INSERT INTO licence_reminder (regency, business_id, kind, due_on, sent_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (regency, business_id, kind, due_on) DO NOTHING",
    );
    let query = query
        .bind(regency)
        .bind(business)
        .bind(kind)
        .bind(due_on)
        .bind(now);
    Ok(tx.execute(query).await? == 1)
}
