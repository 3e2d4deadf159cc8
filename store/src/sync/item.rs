//! Items that were kept, and how often each thing was changed by them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vocab::id::AccountId;

use crate::error::StoreResult;
use crate::query::{Value, sql};
use crate::session::{Session, Tx};

/// An item as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Id, made on the phone.
    pub id: Uuid,
    /// Where.
    pub regency: String,
    /// From whom.
    pub account: AccountId,
    /// From which phone.
    pub device: Uuid,
    /// Of which collection.
    pub collection: String,
    /// About what.
    pub entity: Uuid,
    /// Its place among what this phone sent about this thing.
    pub place: i64,
    /// `accepted` or `conflict`.
    pub state: String,
    /// The thing's version after it.
    pub version: i64,
    /// Keyed hash of what it says.
    pub hash: Vec<u8>,
    /// When it was made, by the phone's clock.
    pub made_at: DateTime<Utc>,
    /// When it came.
    pub came_at: DateTime<Utc>,
}

const COLUMNS: &[&str] = &[
    "id",
    "regency",
    "account_id",
    "device",
    "collection",
    "entity",
    "place",
    "state",
    "version",
    "hash",
    "made_at",
    "came_at",
];

/// Writes items.
pub async fn insert_many(tx: &mut Tx, items: Vec<Item>) -> StoreResult<()> {
    let rows: Vec<Vec<Value>> = items
        .into_iter()
        .map(|item| {
            vec![
                item.id.into(),
                item.regency.into(),
                item.account.into(),
                item.device.into(),
                item.collection.into(),
                item.entity.into(),
                item.place.into(),
                item.state.into(),
                item.version.into(),
                item.hash.into(),
                item.made_at.into(),
                item.came_at.into(),
            ]
        })
        .collect();
    tx.insert_many("sync_item", COLUMNS, rows, "").await?;
    Ok(())
}

/// Of items that are known: state, version and hash.
pub async fn known(
    session: &mut Session,
    regency: &str,
    ids: &[Uuid],
) -> StoreResult<HashMap<Uuid, (String, i64, Vec<u8>)>> {
    let mut query = sql("SELECT id, state, version, hash FROM sync_item WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND id IN ")
        .push_list(ids.iter().copied());
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?, row.get(3)?))))
        .collect()
}

/// How many items about each of these things were kept from a phone.
pub async fn counts(
    session: &mut Session,
    regency: &str,
    device: Uuid,
    entities: &[Uuid],
) -> StoreResult<HashMap<(String, Uuid), i64>> {
    let mut query = sql("SELECT collection, entity, COUNT(*) FROM sync_item WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND device = ")
        .push_bind(device)
        .push(" AND entity IN ")
        .push_list(entities.iter().copied())
        .push(" GROUP BY collection, entity");
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))
        .collect()
}

/// The versions of things.
pub async fn versions(
    session: &mut Session,
    regency: &str,
    entities: &[Uuid],
) -> StoreResult<HashMap<(String, Uuid), i64>> {
    let mut versions = HashMap::new();
    for some in entities.chunks(500) {
        let mut query = sql("SELECT collection, entity, version FROM sync_entity WHERE regency = ");
        query
            .push_bind(regency)
            .push(" AND entity IN ")
            .push_list(some.iter().copied());
        for row in &session.all(query).await? {
            versions.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
    }
    Ok(versions)
}

/// Holds things against two phones that change them at once: whoever comes second waits, and then sees the version of
/// the first. In one order, so that nobody waits for each other.
pub async fn hold(
    tx: &mut Tx,
    regency: &str,
    mut things: Vec<(String, Uuid)>,
) -> StoreResult<HashMap<(String, Uuid), i64>> {
    things.sort_unstable();
    things.dedup();
    let rows = things
        .iter()
        .map(|(collection, entity)| {
            vec![
                regency.into(),
                collection.into(),
                (*entity).into(),
                0_i64.into(),
            ]
        })
        .collect();
    // The update that changes nothing takes the row's lock on PostgreSQL; SQLite has one writer.
    tx.insert_many(
        "sync_entity",
        &["regency", "collection", "entity", "version"],
        rows,
        "ON CONFLICT (regency, collection, entity) DO UPDATE SET version = sync_entity.version",
    )
    .await?;
    let entities: Vec<Uuid> = things.into_iter().map(|(_, entity)| entity).collect();
    versions(tx, regency, &entities).await
}

/// Writes versions.
pub async fn set_versions(
    tx: &mut Tx,
    regency: &str,
    versions: Vec<((String, Uuid), i64)>,
) -> StoreResult<()> {
    let rows = versions
        .into_iter()
        .map(|((collection, entity), version)| {
            vec![
                regency.into(),
                collection.into(),
                entity.into(),
                version.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "sync_entity",
        &["regency", "collection", "entity", "version"],
        rows,
        "ON CONFLICT (regency, collection, entity) DO UPDATE SET version = excluded.version",
    )
    .await?;
    Ok(())
}
