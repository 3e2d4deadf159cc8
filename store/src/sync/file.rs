//! Files on their way from phones.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vocab::id::{AccountId, BusinessId, FileId};

use crate::error::StoreResult;
use crate::query::{Row, Value, sql};
use crate::session::{Session, Tx};

/// A file on its way, or arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyncFile {
    /// Id, made on the phone.
    pub id: Uuid,
    /// Where.
    pub regency: String,
    /// From whom.
    pub account: AccountId,
    /// The item that names it.
    pub item: Option<Uuid>,
    /// What that item is about.
    pub entity: Option<Uuid>,
    /// Bytes it will have.
    pub size: i64,
    /// Their hash.
    pub sha256: Vec<u8>,
    /// `awaited`, `partial`, `kept` or `refused`.
    pub state: String,
    /// The kept file.
    pub stored: Option<FileId>,
    /// Why it was refused, as JSON.
    pub reason: Option<String>,
    /// When something last came of it.
    pub changed_at: DateTime<Utc>,
}

const COLUMNS: &str =
    "id, regency, account_id, item_id, entity, size, sha256, state, stored_id, reason, changed_at";

/// Notes that items name files; a file that came before them gets its item now.
pub async fn await_many(
    tx: &mut Tx,
    regency: &str,
    account: AccountId,
    named: &[(Uuid, Uuid, Uuid)],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let rows: Vec<Vec<Value>> = named
        .iter()
        .map(|(id, item, entity)| {
            vec![
                (*id).into(),
                regency.into(),
                account.into(),
                (*item).into(),
                (*entity).into(),
                0_i64.into(),
                Vec::<u8>::new().into(),
                "awaited".into(),
                now.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "sync_file",
        &[
            "id",
            "regency",
            "account_id",
            "item_id",
            "entity",
            "size",
            "sha256",
            "state",
            "changed_at",
        ],
        rows,
        "ON CONFLICT (id) DO UPDATE SET item_id = excluded.item_id, entity = excluded.entity \
         WHERE sync_file.account_id = excluded.account_id",
    )
    .await?;
    let items: Vec<Uuid> = named.iter().map(|(_, item, _)| *item).collect();
    for some in items.chunks(500) {
        let mut query = sql(
            "UPDATE stored_file SET business_id = (SELECT f.entity FROM sync_file f WHERE f.stored_id = stored_file.id) \
             WHERE id IN (SELECT f.stored_id FROM sync_file f WHERE f.regency = ",
        );
        query
            .push_bind(regency)
            .push(" AND f.stored_id IS NOT NULL AND f.item_id IN ")
            .push_list(some.iter().copied())
            .push(")");
        tx.execute(query).await?;
    }
    Ok(())
}

/// One file of an account; another's is not there.
pub async fn find(
    session: &mut Session,
    regency: &str,
    account: AccountId,
    id: Uuid,
) -> StoreResult<Option<SyncFile>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM sync_file WHERE regency = $1 AND account_id = $2 AND id = $3"
    ));
    let row = session
        .optional(query.bind(regency).bind(account).bind(id))
        .await?;
    row.as_ref().map(read).transpose()
}

/// Writes a file, or what became of it.
pub async fn put(tx: &mut Tx, file: &SyncFile) -> StoreResult<bool> {
    let query = sql(format!(
        "INSERT INTO sync_file ({COLUMNS}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11) \
         ON CONFLICT (id) DO UPDATE SET size = excluded.size, sha256 = excluded.sha256, state = excluded.state, \
         stored_id = excluded.stored_id, reason = excluded.reason, changed_at = excluded.changed_at \
         WHERE sync_file.account_id = excluded.account_id AND sync_file.state IN ('awaited', 'partial')"
    ));
    let touched = tx
        .execute(
            query
                .bind(file.id)
                .bind(&file.regency)
                .bind(file.account)
                .bind(file.item)
                .bind(file.entity)
                .bind(file.size)
                .bind(&file.sha256)
                .bind(&file.state)
                .bind(file.stored)
                .bind(file.reason.clone())
                .bind(file.changed_at),
        )
        .await?;
    Ok(touched > 0)
}

/// The files that an item names.
pub async fn of_item(
    session: &mut Session,
    regency: &str,
    item: Uuid,
) -> StoreResult<Vec<SyncFile>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM sync_file WHERE regency = $1 AND item_id = $2 ORDER BY id"
    ));
    let rows = session.all(query.bind(regency).bind(item)).await?;
    rows.iter().map(read).collect()
}

/// The kept files of items belong to these businesses from now on.
pub async fn belong(tx: &mut Tx, regency: &str, items: &[(Uuid, BusinessId)]) -> StoreResult<()> {
    for some in items.chunks(200) {
        let mut query = sql(
            "UPDATE stored_file SET business_id = CASE (SELECT f.item_id FROM sync_file f \
                             WHERE f.stored_id = stored_file.id)",
        );
        for (item, business) in some {
            query
                .push(" WHEN ")
                .push_bind(*item)
                .push(" THEN ")
                .push_bind(*business);
        }
        query
            .push(" ELSE business_id END WHERE regency = ")
            .push_bind(regency)
            .push(" AND id IN (SELECT f.stored_id FROM sync_file f WHERE f.regency = ")
            .push_bind(regency)
            .push(" AND f.stored_id IS NOT NULL AND f.item_id IN ")
            .push_list(some.iter().map(|(item, _)| *item))
            .push(")");
        tx.execute(query).await?;
    }
    Ok(())
}

fn read(row: &Row) -> StoreResult<SyncFile> {
    Ok(SyncFile {
        id: row.get(0)?,
        regency: row.get(1)?,
        account: row.id(2)?,
        item: row.get(3)?,
        entity: row.get(4)?,
        size: row.get(5)?,
        sha256: row.get(6)?,
        state: row.get(7)?,
        stored: row.id_or_none(8)?,
        reason: row.get(9)?,
        changed_at: row.moment(10)?,
    })
}
