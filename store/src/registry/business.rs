//! Businesses: the projection that lists show.

use chrono::{DateTime, Utc};
use vocab::id::{BusinessId, PersonId};

use super::marks::MarkSet;
use super::merge;
use crate::db::Engine;
use crate::error::{StoreError, StoreResult};
use crate::query::{Row, Value, sql};
use crate::session::{Many, Session, Tx, by_regency};

/// A business as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Business {
    /// Short key; see [`reserve`].
    pub seq: i64,
    /// Id.
    pub id: BusinessId,
    /// Where it belongs.
    pub regency: String,
    /// The deepest region known: a village, a district or only the regency.
    pub region: String,
    /// Name as written.
    pub name: String,
    /// Normal form of the name, by which lists are sorted.
    pub name_key: String,
    /// The owner.
    pub owner: Option<PersonId>,
    /// The owner's name as written.
    pub owner_name: Option<String>,
    /// Code of activity, with its edition.
    pub kbli: Option<String>,
    /// The resolved facts without the personal ones, as JSON; what the views for reports read.
    pub facts: String,
    /// What it can be filtered and counted by.
    pub marks: MarkSet,
    /// When first seen.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub changed_at: DateTime<Utc>,
}

const COLUMNS: &[&str] = &[
    "seq",
    "id",
    "region",
    "name",
    "name_key",
    "owner_id",
    "owner_name",
    "kbli",
    "facts",
    "marks",
    "created_at",
    "changed_at",
];
const SELECT: &str = "SELECT seq, id, regency, region, name, name_key, owner_id, owner_name, kbli, facts, marks, \
                      created_at, changed_at FROM business";

/// Short keys for `count` new businesses.
///
/// On SQLite they follow the highest one (there is only one writer). On PostgreSQL they come from the sequence, so
/// two loads at once do not wait for each other, and need not be adjacent.
pub async fn reserve(tx: &mut Tx, count: usize) -> StoreResult<Vec<i64>> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    match tx.engine() {
        Engine::Sqlite => {
            let last: i64 = tx
                .one(sql(
                    // A merged business keeps its short key for the day it comes back.
                    "SELECT MAX(n) FROM (SELECT COALESCE(MAX(seq), 0) AS n FROM business \
                     UNION ALL SELECT COALESCE(MAX(merged_seq), 0) FROM business_merge)",
                ))
                .await?
                .get(0)?;
            Ok((last + 1..=last.saturating_add(count)).collect())
        }
        Engine::Postgres => {
            let query = sql(
                "SELECT nextval(sequence.name::regclass) FROM (SELECT pg_get_serial_sequence('business', 'seq') AS name \
                 OFFSET 0) AS sequence, generate_series(1, $1)",
            );
            tx.all(query.bind(count))
                .await?
                .iter()
                .map(|row| row.get(0))
                .collect()
        }
    }
}

/// Writes new businesses in few statements.
pub async fn insert_many(tx: &mut Tx, businesses: Vec<Business>) -> StoreResult<()> {
    for (regency, some) in by_regency(businesses, |business| &business.regency) {
        insert_of(tx, &regency, some.into_iter()).await?;
    }
    Ok(())
}

/// Writes new businesses of one regency.
pub(crate) async fn insert_of(
    tx: &mut Tx,
    regency: &str,
    businesses: impl Iterator<Item = Business> + Send,
) -> StoreResult<()> {
    let many = Many {
        table: "business",
        same: &[("regency", regency.into())],
        columns: COLUMNS,
        ..Many::default()
    };
    tx.insert_rows(&many, businesses.map(values)).await?;
    Ok(())
}

fn values(business: Business) -> Vec<Value> {
    vec![
        business.seq.into(),
        business.id.into(),
        business.region.into(),
        business.name.into(),
        business.name_key.into(),
        business.owner.into(),
        business.owner_name.into(),
        business.kbli.into(),
        business.facts.into(),
        business.marks.encode().into(),
        business.created_at.into(),
        business.changed_at.into(),
    ]
}

/// Writes what may change of many businesses back, which are there and held: in few statements, for thousands change with
/// one list.
pub async fn update_many(tx: &mut Tx, businesses: Vec<Business>) -> StoreResult<()> {
    for (regency, some) in by_regency(businesses, |business| &business.regency) {
        let many = Many {
            table: "business",
            same: &[("regency", regency.into())],
            columns: COLUMNS,
            tail: "ON CONFLICT (seq) DO UPDATE SET region = excluded.region, name = excluded.name, \
                   name_key = excluded.name_key, owner_id = excluded.owner_id, owner_name = excluded.owner_name, \
                   kbli = excluded.kbli, facts = excluded.facts, marks = excluded.marks, \
                   changed_at = excluded.changed_at",
            ..Many::default()
        };
        tx.insert_rows(&many, some.into_iter().map(values)).await?;
    }
    Ok(())
}

/// Writes what may change back.
pub async fn update(tx: &mut Tx, business: &Business) -> StoreResult<()> {
    let query = sql(
        "UPDATE business SET region = $2, name = $3, name_key = $4, owner_id = $5, owner_name = $6, \
                     kbli = $7, facts = $8, marks = $9, changed_at = $10 WHERE seq = $1",
    );
    let touched = tx
        .execute(
            query
                .bind(business.seq)
                .bind(&business.region)
                .bind(&business.name)
                .bind(&business.name_key)
                .bind(business.owner)
                .bind(business.owner_name.clone())
                .bind(business.kbli.clone())
                .bind(&business.facts)
                .bind(business.marks.encode())
                .bind(business.changed_at),
        )
        .await?;
    if touched == 0 {
        Err(StoreError::Missing { what: "business" })
    } else {
        Ok(())
    }
}

/// Takes a business out of the registry (an import that is undone). Its statements stay, withdrawn; counters and search
/// index are the caller's, through the ledger.
pub async fn delete(tx: &mut Tx, seq: i64) -> StoreResult<()> {
    tx.execute(sql("DELETE FROM business WHERE seq = $1").bind(seq))
        .await?;
    Ok(())
}

/// By id. A business that was merged is found as the one it was merged into, so that old links lead on.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: BusinessId,
) -> StoreResult<Option<Business>> {
    let by_id = |id: BusinessId| {
        sql(format!("{SELECT} WHERE id = $1 AND regency = $2"))
            .bind(id)
            .bind(regency)
    };
    let mut row = session.optional(by_id(id)).await?;
    if row.is_none() {
        let root = merge::root(session, regency, id).await?;
        if root != id {
            row = session.optional(by_id(root)).await?;
        }
    }
    row.as_ref().map(read).transpose()
}

/// By id or by that of a business merged into it, held for change: on PostgreSQL two changes of one business wait for each other.
pub async fn hold(tx: &mut Tx, regency: &str, id: BusinessId) -> StoreResult<Option<Business>> {
    let lock = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE",
    };
    let root = merge::root(tx, regency, id).await?;
    let query = sql(format!("{SELECT} WHERE id = $1 AND regency = $2{lock}"))
        .bind(root)
        .bind(regency);
    tx.optional(query).await?.as_ref().map(read).transpose()
}

/// Many by id, held for change, in the order in which every writer holds them.
pub async fn hold_many(
    tx: &mut Tx,
    regency: &str,
    ids: &[BusinessId],
) -> StoreResult<Vec<Business>> {
    let lock = for_update(tx.engine());
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let mut query = sql(format!("{SELECT} WHERE regency = "));
        query
            .push_bind(regency)
            .push(" AND id IN ")
            .push_list(some.iter().copied());
        query.push(" ORDER BY seq").push(lock);
        for row in &tx.all(query).await? {
            found.push(read(row)?);
        }
    }
    Ok(found)
}

/// A run of businesses after `after` in the order they were registered, held for change.
pub async fn hold_after(
    tx: &mut Tx,
    regency: &str,
    after: i64,
    limit: u32,
) -> StoreResult<Vec<Business>> {
    let lock = for_update(tx.engine());
    let query = sql(format!(
        "{SELECT} WHERE regency = $1 AND seq > $2 ORDER BY seq LIMIT $3{lock}"
    ));
    tx.all(query.bind(regency).bind(after).bind(limit))
        .await?
        .iter()
        .map(read)
        .collect()
}

/// On SQLite the only writer holds everything anyway.
fn for_update(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE",
    }
}

/// Many by id, in no order.
pub async fn find_many(session: &mut Session, ids: &[BusinessId]) -> StoreResult<Vec<Business>> {
    let mut found = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let mut query = sql(format!("{SELECT} WHERE id IN "));
        query.push_list(some.iter().copied());
        for row in &session.all(query).await? {
            found.push(read(row)?);
        }
    }
    Ok(found)
}

/// Many by short key, in the order given; keys without a row are left out.
pub async fn by_seqs(session: &mut Session, seqs: &[u32]) -> StoreResult<Vec<Business>> {
    let mut found = Vec::with_capacity(seqs.len());
    for some in seqs.chunks(500) {
        let mut query = sql(format!("{SELECT} WHERE seq IN "));
        query.push_list(some.iter().copied());
        for row in &session.all(query).await? {
            found.push(read(row)?);
        }
    }
    let place: std::collections::HashMap<i64, usize> = seqs
        .iter()
        .enumerate()
        .map(|(place, seq)| (i64::from(*seq), place))
        .collect();
    found.sort_by_key(|business| place.get(&business.seq).copied().unwrap_or(usize::MAX));
    Ok(found)
}

/// A run of businesses after `after` in the order they were registered, for work that goes through all of them.
pub async fn after(
    session: &mut Session,
    regency: &str,
    after: i64,
    limit: u32,
) -> StoreResult<Vec<Business>> {
    let query = sql(format!(
        "{SELECT} WHERE regency = $1 AND seq > $2 ORDER BY seq LIMIT $3"
    ));
    session
        .all(query.bind(regency).bind(after).bind(limit))
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The businesses of an owner, oldest first.
pub async fn of_owner(
    session: &mut Session,
    regency: &str,
    owner: PersonId,
) -> StoreResult<Vec<Business>> {
    let query = sql(format!(
        "{SELECT} WHERE regency = $1 AND owner_id = $2 ORDER BY seq"
    ));
    session
        .all(query.bind(regency).bind(owner))
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The regencies that have businesses.
pub async fn regencies(session: &mut Session) -> StoreResult<Vec<String>> {
    let rows = session
        .all(sql("SELECT DISTINCT regency FROM tally ORDER BY regency"))
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}

fn read(row: &Row) -> StoreResult<Business> {
    let marks: Vec<u8> = row.get(10)?;
    Ok(Business {
        seq: row.get(0)?,
        id: row.id(1)?,
        regency: row.get(2)?,
        region: row.get(3)?,
        name: row.get(4)?,
        name_key: row.get(5)?,
        owner: row.id_or_none(6)?,
        owner_name: row.get(7)?,
        kbli: row.get(8)?,
        facts: row.get(9)?,
        marks: MarkSet::decode(&marks).ok_or(StoreError::Damaged {
            table: "business",
            column: "marks",
        })?,
        created_at: row.moment(11)?,
        changed_at: row.moment(12)?,
    })
}
