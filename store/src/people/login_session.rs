//! Sessions: a row for each signed-in device, found by the hash of its token, so a copy of the table opens nothing.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vocab::id::AccountId;

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A signed-in device.
#[derive(Debug, Clone)]
pub struct LoginSession {
    /// Hash of the token in the cookie.
    pub token_hash: Vec<u8>,
    /// Whose.
    pub account: AccountId,
    /// Name of the session in lists (the token itself is never shown).
    pub id: Uuid,
    /// When signed in.
    pub created_at: DateTime<Utc>,
    /// When last used (kept to some minutes, so that reading a page does not write).
    pub seen_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// Whether the second factor was given.
    pub second_factor: bool,
    /// Address at sign-in.
    pub address: String,
    /// What the browser calls itself, shortened.
    pub device: String,
}

const COLUMNS: &str =
    "token_hash, account_id, id, created_at, seen_at, expires_at, second_factor, address, device";

/// Writes a new session.
pub async fn insert(tx: &mut Tx, session: &LoginSession) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO login_session ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    ));
    tx.execute(
        query
            .bind(&session.token_hash)
            .bind(session.account)
            .bind(session.id)
            .bind(session.created_at)
            .bind(session.seen_at)
            .bind(session.expires_at)
            .bind(session.second_factor)
            .bind(&session.address)
            .bind(&session.device),
    )
    .await?;
    Ok(())
}

/// The session of a token, if it has not ended.
pub async fn find(
    session: &mut Session,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> StoreResult<Option<LoginSession>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM login_session WHERE token_hash = $1 AND expires_at > $2"
    ));
    session
        .optional(query.bind(token_hash).bind(now))
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The sessions of an account which have not ended, newest first.
pub async fn of_account(
    session: &mut Session,
    account: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<Vec<LoginSession>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM login_session WHERE account_id = $1 AND expires_at > $2 ORDER BY seen_at DESC"
    ));
    session
        .all(query.bind(account).bind(now))
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Notes use, and moves the end.
pub async fn touch(
    tx: &mut Tx,
    token_hash: &[u8],
    seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql("UPDATE login_session SET seen_at = $2, expires_at = $3 WHERE token_hash = $1");
    tx.execute(query.bind(token_hash).bind(seen_at).bind(expires_at))
        .await?;
    Ok(())
}

/// Notes that the second factor was given in this session.
pub async fn mark_second_factor(tx: &mut Tx, token_hash: &[u8]) -> StoreResult<()> {
    let query = sql("UPDATE login_session SET second_factor = $2 WHERE token_hash = $1");
    tx.execute(query.bind(token_hash).bind(true)).await?;
    Ok(())
}

/// Ends one session by its token.
pub async fn end(tx: &mut Tx, token_hash: &[u8]) -> StoreResult<u64> {
    tx.execute(sql("DELETE FROM login_session WHERE token_hash = $1").bind(token_hash))
        .await
}

/// Ends one session of an account by its name.
pub async fn end_by_id(tx: &mut Tx, account: AccountId, id: Uuid) -> StoreResult<u64> {
    tx.execute(
        sql("DELETE FROM login_session WHERE account_id = $1 AND id = $2")
            .bind(account)
            .bind(id),
    )
    .await
}

/// Ends all sessions of an account, but for one token's.
pub async fn end_all(tx: &mut Tx, account: AccountId, but: Option<&[u8]>) -> StoreResult<u64> {
    let query = sql("DELETE FROM login_session WHERE account_id = $1 AND token_hash <> $2");
    tx.execute(query.bind(account).bind(but.unwrap_or_default()))
        .await
}

/// Throws away what has ended.
pub async fn sweep(tx: &mut Tx, now: DateTime<Utc>) -> StoreResult<u64> {
    tx.execute(sql("DELETE FROM login_session WHERE expires_at <= $1").bind(now))
        .await
}

fn read(row: &Row) -> StoreResult<LoginSession> {
    Ok(LoginSession {
        token_hash: row.get(0)?,
        account: row.id(1)?,
        id: row.get(2)?,
        created_at: row.moment(3)?,
        seen_at: row.moment(4)?,
        expires_at: row.moment(5)?,
        second_factor: row.get(6)?,
        address: row.get(7)?,
        device: row.get(8)?,
    })
}
