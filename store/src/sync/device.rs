//! Phones of accounts.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vocab::id::AccountId;

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A phone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Where.
    pub regency: String,
    /// Whose.
    pub account: AccountId,
    /// Its own id.
    pub device: Uuid,
    /// The key that seals what lies on it, sealed.
    pub key_sealed: Vec<u8>,
    /// Browser and system.
    pub name: String,
    /// Version of the app.
    pub app: String,
    /// By how many milliseconds its clock is ahead.
    pub clock_offset: i64,
    /// When first seen.
    pub made_at: DateTime<Utc>,
    /// When last seen.
    pub seen_at: DateTime<Utc>,
    /// When revoked.
    pub revoked_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "regency, account_id, device, key_sealed, name, app, clock_offset, made_at, seen_at, revoked_at";

/// Writes a phone that is new.
pub async fn insert(tx: &mut Tx, device: &Device) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO sync_device ({COLUMNS}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) \
         ON CONFLICT (regency, account_id, device) DO NOTHING"
    ));
    tx.execute(
        query
            .bind(&device.regency)
            .bind(device.account)
            .bind(device.device)
            .bind(&device.key_sealed)
            .bind(&device.name)
            .bind(&device.app)
            .bind(device.clock_offset)
            .bind(device.made_at)
            .bind(device.seen_at)
            .bind(device.revoked_at),
    )
    .await?;
    Ok(())
}

/// A phone of an account.
pub async fn find(
    session: &mut Session,
    regency: &str,
    account: AccountId,
    device: Uuid,
) -> StoreResult<Option<Device>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM sync_device WHERE regency = $1 AND account_id = $2 AND device = $3"
    ));
    let row = session
        .optional(query.bind(regency).bind(account).bind(device))
        .await?;
    row.as_ref().map(read).transpose()
}

/// Notes that a phone was here.
pub async fn seen(
    tx: &mut Tx,
    device: &Device,
    app: &str,
    clock_offset: Option<i64>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(
        "UPDATE sync_device SET app = $4, clock_offset = COALESCE($5, clock_offset), seen_at = $6 \
         WHERE regency = $1 AND account_id = $2 AND device = $3",
    );
    tx.execute(
        query
            .bind(&device.regency)
            .bind(device.account)
            .bind(device.device)
            .bind(app)
            .bind(clock_offset)
            .bind(now),
    )
    .await?;
    Ok(())
}

/// Revokes a phone. False if there is none that is not revoked.
pub async fn revoke(
    tx: &mut Tx,
    regency: &str,
    account: AccountId,
    device: Uuid,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql("UPDATE sync_device SET revoked_at = $4, revoked_by = $5 \
         WHERE regency = $1 AND account_id = $2 AND device = $3 AND revoked_at IS NULL");
    let touched = tx
        .execute(
            query
                .bind(regency)
                .bind(account)
                .bind(device)
                .bind(now)
                .bind(by),
        )
        .await?;
    Ok(touched > 0)
}

/// The phones of a regency, last seen first.
pub async fn list(session: &mut Session, regency: &str, limit: u32) -> StoreResult<Vec<Device>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM sync_device WHERE regency = $1 ORDER BY seen_at DESC, device LIMIT $2"
    ));
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> StoreResult<Device> {
    Ok(Device {
        regency: row.get(0)?,
        account: row.id(1)?,
        device: row.get(2)?,
        key_sealed: row.get(3)?,
        name: row.get(4)?,
        app: row.get(5)?,
        clock_offset: row.get(6)?,
        made_at: row.moment(7)?,
        seen_at: row.moment(8)?,
        revoked_at: row.moment_or_none(9)?,
    })
}
