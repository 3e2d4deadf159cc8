//! Marks: everything a list can be filtered or counted by, by short number.
//!
//! A mark's key is a word such as `size:mikro` or `open:pirt`; which keys there are is the use cases' business. Here
//! they get a number that stays theirs for ever; what is computed from them is kept by the [`super::ledger`].

use std::sync::{Arc, PoisonError, RwLock};

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

use super::blocks;
use crate::db::Db;
use crate::error::{StoreError, StoreResult};
use crate::query::sql;
use crate::session::{Session, Tx};

/// The marks of one business: a sorted set of numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MarkSet(Vec<u32>);

impl FromIterator<u32> for MarkSet {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let mut numbers: Vec<u32> = numbers.into_iter().collect();
        numbers.sort_unstable();
        numbers.dedup();
        Self(numbers)
    }
}

impl MarkSet {
    /// The numbers, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    /// Whether a mark is in it.
    pub fn contains(&self, number: u32) -> bool {
        self.0.binary_search(&number).is_ok()
    }

    /// Differences as LEB128: some forty marks in some fifty bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() + 8);
        let mut last = 0;
        for number in &self.0 {
            let mut rest = number - last;
            last = *number;
            while rest >= 0x80 {
                bytes.push(low_seven(rest) | 0x80);
                rest >>= 7;
            }
            bytes.push(low_seven(rest));
        }
        bytes
    }

    /// Reads [`MarkSet::encode`]; none if the bytes are damaged.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut numbers = Vec::with_capacity(bytes.len());
        let (mut last, mut rest, mut shift) = (0_u32, 0_u32, 0_u32);
        for byte in bytes {
            let part = u32::from(byte & 0x7f);
            rest |= part
                .checked_shl(shift)
                .filter(|shifted| shifted >> shift == part)?;
            if byte & 0x80 == 0 {
                last = last.checked_add(rest)?;
                numbers.push(last);
                (rest, shift) = (0, 0);
            } else {
                shift += 7;
            }
        }
        (shift == 0).then_some(Self(numbers))
    }
}

fn low_seven(number: u32) -> u8 {
    let [low, ..] = number.to_le_bytes();
    low & 0x7f
}

/// Numbers and keys of all marks known to be committed. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct MarkBook(Arc<RwLock<Known>>);

#[derive(Debug, Default)]
struct Known {
    numbers: FxHashMap<Arc<str>, u32>,
    keys: FxHashMap<u32, Arc<str>>,
}

impl MarkBook {
    /// Reads all marks there are.
    pub async fn load(db: &Db) -> StoreResult<Self> {
        let book = Self::default();
        book.refresh(&mut db.read().await?).await?;
        Ok(book)
    }

    /// Reads marks that other programs have added.
    pub async fn refresh(&self, session: &mut Session) -> StoreResult<()> {
        for row in session.all(sql("SELECT number, key FROM mark")).await? {
            let number = short(row.get(0)?)?;
            self.learn(row.get::<String>(1)?, number);
        }
        Ok(())
    }

    /// Numbers for keys, making new ones in a transaction of its own. For the marks known when a program starts.
    pub async fn ensure(&self, db: &Db, keys: &[String]) -> StoreResult<()> {
        let missing: Vec<&String> = keys
            .iter()
            .filter(|key| self.number(key).is_none())
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut tx = db.write().await?;
        let rows = missing.iter().map(|key| vec![(*key).into()]).collect();
        tx.insert_many("mark", &["key"], rows, "ON CONFLICT (key) DO NOTHING")
            .await?;
        tx.commit().await?;
        self.refresh(&mut db.read().await?).await
    }

    /// The number of a key, if it is known.
    pub fn number(&self, key: &str) -> Option<u32> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .numbers
            .get(key)
            .copied()
    }

    /// The key of a number, if it is known.
    pub fn key(&self, number: u32) -> Option<Arc<str>> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .keys
            .get(&number)
            .cloned()
    }

    /// All keys that begin with `prefix`, with their numbers, sorted by key.
    pub fn with_prefix(&self, prefix: &str) -> Vec<(Arc<str>, u32)> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut found: Vec<_> = known
            .numbers
            .iter()
            .filter(|(key, _)| key.starts_with(prefix))
            .map(|(key, number)| (key.clone(), *number))
            .collect();
        found.sort();
        found
    }

    /// The number of a key that the book may not know yet, made within `tx`.
    ///
    /// It is not put into the book: the transaction may yet be rolled back. The book learns it by
    /// [`MarkBook::refresh`].
    pub async fn intern(&self, tx: &mut Tx, key: &str) -> StoreResult<u32> {
        if let Some(number) = self.number(key) {
            return Ok(number);
        }
        tx.execute(
            sql("INSERT INTO mark (key) VALUES ($1) ON CONFLICT (key) DO NOTHING").bind(key),
        )
        .await?;
        let row = tx
            .one(sql("SELECT number FROM mark WHERE key = $1").bind(key))
            .await?;
        short(row.get(0)?)
    }

    fn learn(&self, key: String, number: u32) {
        let key: Arc<str> = key.into();
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known.keys.insert(number, key.clone());
        known.numbers.insert(key, number);
    }
}

/// Bitmaps hold 32-bit numbers; four thousand million businesses fit.
pub(crate) fn short(number: i64) -> StoreResult<u32> {
    u32::try_from(number).map_err(|_| StoreError::Damaged {
        table: "business",
        column: "seq",
    })
}

/// The businesses that carry one of the marks.
pub async fn carrying(
    session: &mut Session,
    regency: &str,
    marks: &[u32],
) -> StoreResult<RoaringBitmap> {
    blocks::load(session, regency, marks).await
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_come_back_as_they_went_in(numbers in proptest::collection::vec(any::<u32>(), 0..80)) {
            let set: MarkSet = numbers.into_iter().collect();
            prop_assert_eq!(MarkSet::decode(&set.encode()), Some(set));
        }

        #[test]
        fn damaged_marks_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = MarkSet::decode(&bytes);
        }
    }
}
