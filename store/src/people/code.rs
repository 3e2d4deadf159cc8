//! One-time codes: a password reset read out by an officer, recovery codes of a second factor.

use chrono::{DateTime, Utc};
use vocab::id::AccountId;

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::Tx;

/// Replaces all codes of one purpose by new ones.
pub async fn replace(
    tx: &mut Tx,
    account: AccountId,
    purpose: &str,
    hashes: &[Vec<u8>],
    issued_by: Option<AccountId>,
    issued_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
) -> StoreResult<()> {
    clear(tx, account, purpose).await?;
    let rows = hashes
        .iter()
        .map(|hash| {
            vec![
                account.into(),
                purpose.into(),
                hash.into(),
                issued_by.into(),
                issued_at.into(),
                expires_at.into(),
                0_i64.into(),
            ]
        })
        .collect();
    let columns = &[
        "account_id",
        "purpose",
        "code_hash",
        "issued_by",
        "issued_at",
        "expires_at",
        "tries",
    ];
    tx.insert_many("one_time_code", columns, rows, "").await?;
    Ok(())
}

/// Takes a code away if it is there, unexpired and was not guessed at too often. True exactly once per code.
pub async fn take(
    tx: &mut Tx,
    account: AccountId,
    purpose: &str,
    hash: &[u8],
    now: DateTime<Utc>,
    most_tries: u32,
) -> StoreResult<bool> {
    let query = sql(
        "DELETE FROM one_time_code WHERE account_id = $1 AND purpose = $2 AND code_hash = $3 \
                     AND (expires_at IS NULL OR expires_at > $4) AND tries < $5",
    );
    Ok(tx
        .execute(
            query
                .bind(account)
                .bind(purpose)
                .bind(hash)
                .bind(now)
                .bind(most_tries),
        )
        .await?
        > 0)
}

/// Counts a wrong guess against all codes of the purpose.
pub async fn count_try(tx: &mut Tx, account: AccountId, purpose: &str) -> StoreResult<()> {
    let query =
        sql("UPDATE one_time_code SET tries = tries + 1 WHERE account_id = $1 AND purpose = $2");
    tx.execute(query.bind(account).bind(purpose)).await?;
    Ok(())
}

/// Throws all codes of a purpose away.
pub async fn clear(tx: &mut Tx, account: AccountId, purpose: &str) -> StoreResult<u64> {
    let query = sql("DELETE FROM one_time_code WHERE account_id = $1 AND purpose = $2");
    tx.execute(query.bind(account).bind(purpose)).await
}
