//! Bitmaps: for each mark and each word, and each block of 65,536 businesses, which of them have it.
//!
//! A filter of any number of marks and words is the intersection of a few bitmaps, some kilobytes each, and its size is
//! the exact count. No choice of indexes gives that for every combination. A load of a million rows adds to a bitmap once
//! a transaction, not once a row, where a full-text index of the engine pays for each row.

use std::collections::HashMap;
use std::hash::Hash;

use roaring::RoaringBitmap;

use crate::db::Engine;
use crate::error::{StoreError, StoreResult};
use crate::query::{Query, Row, Value, sql};
use crate::session::{Session, Tx};

/// A block is 2^16 businesses, which is one container of the bitmap format.
const BITS: u32 = 16;
/// Bitmaps that are read and written by one statement.
const BATCH: usize = 250;

/// What bitmaps are kept for: a table of its own, and how its key reads.
pub(crate) trait Key: Clone + Eq + Hash + Ord + Into<Value> + Send + Sync {
    const TABLE: &'static str;
    const COLUMNS: &'static [&'static str];
    const ON_CONFLICT: &'static str;

    fn read(row: &Row, place: usize) -> StoreResult<Self>;

    /// The column of the key.
    fn column() -> &'static str {
        Self::COLUMNS.get(1).copied().unwrap_or_default()
    }
}

/// A mark, by its number.
impl Key for u32 {
    const TABLE: &'static str = "mark_block";
    const COLUMNS: &'static [&'static str] = &["regency", "mark", "block", "bits"];
    const ON_CONFLICT: &'static str =
        "ON CONFLICT (regency, mark, block) DO UPDATE SET bits = excluded.bits";

    fn read(row: &Row, place: usize) -> StoreResult<Self> {
        super::marks::short(row.get(place)?)
    }
}

/// A word of the search index.
impl Key for Box<str> {
    const TABLE: &'static str = "word_block";
    const COLUMNS: &'static [&'static str] = &["regency", "word", "block", "bits"];
    const ON_CONFLICT: &'static str =
        "ON CONFLICT (regency, word, block) DO UPDATE SET bits = excluded.bits";

    fn read(row: &Row, place: usize) -> StoreResult<Self> {
        Ok(row.get::<String>(place)?.into())
    }
}

/// The block of a business.
pub(crate) fn block(seq: u32) -> u32 {
    seq >> BITS
}

/// What changes in one block.
#[derive(Debug, Default)]
pub(crate) struct Edit {
    add: RoaringBitmap,
    remove: RoaringBitmap,
    /// To be added, but for the bitmap: a load adds one business after the other, and a million pushes into a list cost
    /// a fraction of as many into a bitmap.
    coming: Vec<u32>,
}

impl Edit {
    pub(crate) fn add(&mut self, seq: u32) {
        self.coming.push(seq);
    }

    pub(crate) fn remove(&mut self, seq: u32) {
        self.settle();
        self.add.remove(seq);
        self.remove.insert(seq);
    }

    fn settle(&mut self) {
        let coming: RoaringBitmap = self.coming.drain(..).collect();
        self.remove -= &coming;
        self.add |= coming;
    }
}

/// Applies edits in few statements, sorted: one order for all writers, so that two of them cannot lock each other out.
pub(crate) async fn apply<K: Key>(
    tx: &mut Tx,
    regency: &str,
    mut edits: Vec<((K, u32), Edit)>,
) -> StoreResult<()> {
    edits.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    let mut edits = edits.into_iter().peekable();
    while edits.peek().is_some() {
        let some: Vec<_> = edits.by_ref().take(BATCH).collect();
        let mut before = hold(tx, regency, &some).await?;
        let mut rows = Vec::with_capacity(some.len());
        for (place, mut edit) in some {
            edit.settle();
            let mut bits = before.remove(&place).unwrap_or_default();
            bits |= edit.add;
            bits -= edit.remove;
            rows.push(row::<K>(regency, place, write::<K>(&bits)?));
        }
        tx.insert_many(K::TABLE, K::COLUMNS, rows, K::ON_CONFLICT)
            .await?;
    }
    Ok(())
}

fn row<K: Key>(regency: &str, (key, block): (K, u32), bits: Vec<u8>) -> Vec<Value> {
    vec![regency.into(), key.into(), block.into(), bits.into()]
}

/// The blocks as they are, held for change. On PostgreSQL the rows are made first, because a row that does not exist
/// cannot be locked, and two writers that both add the first business of a block must not overwrite each other.
async fn hold<K: Key>(
    tx: &mut Tx,
    regency: &str,
    edits: &[((K, u32), Edit)],
) -> StoreResult<HashMap<(K, u32), RoaringBitmap>> {
    let column = K::column();
    let lock = match tx.engine() {
        Engine::Sqlite => String::new(),
        Engine::Postgres => {
            let empty = write::<K>(&RoaringBitmap::new())?;
            let rows = edits
                .iter()
                .map(|(place, _)| row(regency, place.clone(), empty.clone()))
                .collect();
            tx.insert_many(K::TABLE, K::COLUMNS, rows, "ON CONFLICT DO NOTHING")
                .await?;
            format!(" ORDER BY {column}, block FOR UPDATE")
        }
    };
    let mut query = select::<K>(&format!("{column}, block, bits"), regency);
    query.push(&format!(" AND ({column}, block) IN (VALUES "));
    for (place, ((key, block), _)) in edits.iter().enumerate() {
        query.push(if place == 0 { "(" } else { ",(" });
        query
            .push_bind(key.clone())
            .push(",")
            .push_bind(*block)
            .push(")");
    }
    query.push(")").push(&lock);
    let mut found = HashMap::with_capacity(edits.len());
    for row in tx.all(query).await? {
        let place = (K::read(&row, 0)?, super::marks::short(row.get(1)?)?);
        found.insert(place, read::<K>(&row, 2)?);
    }
    Ok(found)
}

fn select<K: Key>(columns: &str, regency: &str) -> Query {
    let mut query = sql(format!(
        "SELECT {columns} FROM {} WHERE regency = ",
        K::TABLE
    ));
    query.push_bind(regency);
    query
}

/// The union of some keys' bitmaps.
pub(crate) async fn load<K: Key>(
    session: &mut Session,
    regency: &str,
    keys: &[K],
) -> StoreResult<RoaringBitmap> {
    let mut query = select::<K>("bits", regency);
    query
        .push(&format!(" AND {} IN ", K::column()))
        .push_list(keys.iter().cloned());
    union::<K>(session, query).await
}

/// The union of the bitmaps of all words with a beginning.
pub(crate) async fn beginning(
    session: &mut Session,
    regency: &str,
    prefix: &str,
) -> StoreResult<RoaringBitmap> {
    let mut query = select::<Box<str>>("bits", regency);
    // Words are letters and digits; no sign follows U+10FFFF in the order of bytes.
    query
        .push(" AND word >= ")
        .push_bind(prefix)
        .push(" AND word < ")
        .push_bind(format!("{prefix}\u{10ffff}"));
    union::<Box<str>>(session, query).await
}

async fn union<K: Key>(session: &mut Session, query: Query) -> StoreResult<RoaringBitmap> {
    let mut all = RoaringBitmap::new();
    for row in session.all(query).await? {
        all |= read::<K>(&row, 0)?;
    }
    Ok(all)
}

fn read<K: Key>(row: &Row, place: usize) -> StoreResult<RoaringBitmap> {
    let bytes: Vec<u8> = row.get(place)?;
    RoaringBitmap::deserialize_from(bytes.as_slice()).map_err(|_| damaged::<K>())
}

fn write<K: Key>(bits: &RoaringBitmap) -> StoreResult<Vec<u8>> {
    let mut bytes = Vec::with_capacity(bits.serialized_size());
    bits.serialize_into(&mut bytes)
        .map_err(|_| damaged::<K>())?;
    Ok(bytes)
}

fn damaged<K: Key>() -> StoreError {
    StoreError::Damaged {
        table: K::TABLE,
        column: "bits",
    }
}
