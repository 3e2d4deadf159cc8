//! Share links: a plan shown to whoever holds the link, without personal data. Only the token's hash is kept.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vocab::id::{AccountId, BusinessId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A share link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareLink {
    /// Hash of the token.
    pub token_hash: Vec<u8>,
    /// Name of the link in lists.
    pub id: Uuid,
    /// Where.
    pub regency: String,
    /// Whose plan.
    pub business: BusinessId,
    /// Who made it.
    pub account: Option<AccountId>,
    /// When made.
    pub created_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str =
    "token_hash, id, regency, business_id, account_id, created_at, expires_at, revoked_at";

/// Writes a link.
pub async fn insert(tx: &mut Tx, link: &ShareLink) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO share_link ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    ));
    tx.execute(
        query
            .bind(&link.token_hash)
            .bind(link.id)
            .bind(&link.regency)
            .bind(link.business)
            .bind(link.account)
            .bind(link.created_at)
            .bind(link.expires_at)
            .bind(link.revoked_at),
    )
    .await?;
    Ok(())
}

/// The link of a token, if it still holds.
pub async fn find(
    session: &mut Session,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> StoreResult<Option<ShareLink>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM share_link WHERE token_hash = $1 AND revoked_at IS NULL \
         AND (expires_at IS NULL OR expires_at > $2)"
    ));
    session
        .optional(query.bind(token_hash).bind(now))
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The links of a business, newest first.
pub async fn of_business(
    session: &mut Session,
    regency: &str,
    business: BusinessId,
) -> StoreResult<Vec<ShareLink>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM share_link WHERE regency = $1 AND business_id = $2 ORDER BY created_at DESC"
    ));
    session
        .all(query.bind(regency).bind(business))
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Takes a link back; all links of the business if none is named.
pub async fn revoke(
    tx: &mut Tx,
    regency: &str,
    business: BusinessId,
    id: Option<Uuid>,
    at: DateTime<Utc>,
) -> StoreResult<u64> {
    let mut query = sql("UPDATE share_link SET revoked_at = ");
    query
        .push_bind(at)
        .push(" WHERE regency = ")
        .push_bind(regency)
        .push(" AND business_id = ");
    query.push_bind(business).push(" AND revoked_at IS NULL");
    if let Some(id) = id {
        query.push(" AND id = ").push_bind(id);
    }
    tx.execute(query).await
}

fn read(row: &Row) -> StoreResult<ShareLink> {
    Ok(ShareLink {
        token_hash: row.get(0)?,
        id: row.get(1)?,
        regency: row.get(2)?,
        business: row.id(3)?,
        account: row.id_or_none(4)?,
        created_at: row.moment(5)?,
        expires_at: row.moment_or_none(6)?,
        revoked_at: row.moment_or_none(7)?,
    })
}
