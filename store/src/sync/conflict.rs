//! What could not be taken because somebody else was first.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vocab::id::AccountId;

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The item.
    pub item: Uuid,
    /// Where.
    pub regency: String,
    /// Of which collection.
    pub collection: String,
    /// About what.
    pub entity: Uuid,
    /// From whom.
    pub account: AccountId,
    /// From which phone.
    pub device: Uuid,
    /// The version its sender had seen.
    pub base: i64,
    /// The version there was.
    pub version: i64,
    /// The item itself, sealed; none once it was erased.
    pub sealed: Option<Vec<u8>>,
    /// When it came.
    pub came_at: DateTime<Utc>,
    /// When it was decided.
    pub resolved_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "item_id, regency, collection, entity, account_id, device, base, version, item, came_at, resolved_at";

/// Keeps a conflict.
pub async fn insert(tx: &mut Tx, conflict: &Conflict) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO sync_conflict ({COLUMNS}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)"
    ));
    tx.execute(
        query
            .bind(conflict.item)
            .bind(&conflict.regency)
            .bind(&conflict.collection)
            .bind(conflict.entity)
            .bind(conflict.account)
            .bind(conflict.device)
            .bind(conflict.base)
            .bind(conflict.version)
            .bind(conflict.sealed.clone())
            .bind(conflict.came_at)
            .bind(conflict.resolved_at),
    )
    .await?;
    Ok(())
}

/// Notes that a conflict was decided, by an item or by somebody of the office. False if it was before.
pub async fn resolve(
    tx: &mut Tx,
    regency: &str,
    item: Uuid,
    by: Uuid,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE sync_conflict SET resolved_by = $3, resolved_at = $4 \
                     WHERE regency = $1 AND item_id = $2 AND resolved_at IS NULL",
    );
    let touched = tx
        .execute(query.bind(regency).bind(item).bind(by).bind(now))
        .await?;
    Ok(touched > 0)
}

/// One conflict.
pub async fn find(
    session: &mut Session,
    regency: &str,
    item: Uuid,
) -> StoreResult<Option<Conflict>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM sync_conflict WHERE regency = $1 AND item_id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(item)).await?;
    row.as_ref().map(read).transpose()
}

/// The conflicts of a collection that nobody decided yet, oldest first.
pub async fn open(
    session: &mut Session,
    regency: &str,
    collection: &str,
    limit: u32,
) -> StoreResult<Vec<Conflict>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM sync_conflict WHERE regency = $1 AND collection = $2 AND resolved_at IS NULL \
         ORDER BY came_at, item_id LIMIT $3"
    ));
    let rows = session
        .all(query.bind(regency).bind(collection).bind(limit))
        .await?;
    rows.iter().map(read).collect()
}

/// Which of these things have a conflict from this phone that nobody decided yet.
pub async fn undecided(
    session: &mut Session,
    regency: &str,
    device: Uuid,
    entities: &[Uuid],
) -> StoreResult<HashSet<(String, Uuid)>> {
    let mut query = sql("SELECT collection, entity FROM sync_conflict WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND resolved_at IS NULL AND device = ")
        .push_bind(device)
        .push(" AND entity IN ")
        .push_list(entities.iter().copied());
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Takes away what conflicts say about things whose owner is erased.
pub async fn redact(tx: &mut Tx, regency: &str, entities: &[Uuid]) -> StoreResult<()> {
    for some in entities.chunks(500) {
        let mut query = sql("UPDATE sync_conflict SET item = NULL WHERE regency = ");
        query
            .push_bind(regency)
            .push(" AND entity IN ")
            .push_list(some.iter().copied());
        tx.execute(query).await?;
    }
    Ok(())
}

fn read(row: &Row) -> StoreResult<Conflict> {
    Ok(Conflict {
        item: row.get(0)?,
        regency: row.get(1)?,
        collection: row.get(2)?,
        entity: row.get(3)?,
        account: row.id(4)?,
        device: row.get(5)?,
        base: row.get(6)?,
        version: row.get(7)?,
        sealed: row.get(8)?,
        came_at: row.moment(9)?,
        resolved_at: row.moment_or_none(10)?,
    })
}
