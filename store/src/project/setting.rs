//! What the office decides for its project, as texts. The newest of a name counts; older ones stay.

use chrono::{DateTime, Utc};
use vocab::id::AccountId;

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Session, Tx};

/// The newest text of a name.
pub async fn newest(
    session: &mut Session,
    regency: &str,
    name: &str,
) -> StoreResult<Option<String>> {
    let query = sql(
        "SELECT text FROM project_setting WHERE regency = $1 AND name = $2 ORDER BY seq DESC LIMIT 1",
    );
    let row = session.optional(query.bind(regency).bind(name)).await?;
    row.map(|row| row.get(0)).transpose()
}

/// Writes a new text of a name.
pub async fn append(
    tx: &mut Tx,
    regency: &str,
    name: &str,
    text: &str,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO project_setting (regency, name, text, account_id, changed_at) VALUES ($1, $2, $3, $4, $5)",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(name)
            .bind(text)
            .bind(account)
            .bind(now),
    )
    .await?;
    Ok(())
}
