//! Questionnaires of the office.

use chrono::{DateTime, Utc};
use vocab::id::AccountId;

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Session, Tx};

/// Adds a version. False if it is there already: a version never changes.
pub async fn insert(
    tx: &mut Tx,
    regency: &str,
    (id, version): (&str, u32),
    text: &str,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "INSERT INTO field_form (regency, id, version, text, account_id, added_at) \
                     VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (regency, id, version) DO NOTHING",
    );
    let touched = tx
        .execute(
            query
                .bind(regency)
                .bind(id)
                .bind(version)
                .bind(text)
                .bind(account)
                .bind(now),
        )
        .await?;
    Ok(touched > 0)
}

/// Name with version, and text, of all of them: there are a handful.
pub async fn all(session: &mut Session, regency: &str) -> StoreResult<Vec<(String, String)>> {
    let query =
        sql("SELECT id, version, text FROM field_form WHERE regency = $1 ORDER BY id, version");
    let rows = session.all(query.bind(regency)).await?;
    rows.iter()
        .map(|row| {
            let (id, version): (String, i64) = (row.get(0)?, row.get(1)?);
            Ok((format!("{id}@{version}"), row.get(2)?))
        })
        .collect()
}
