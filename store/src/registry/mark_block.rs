//! Bitmaps: for each mark and each block of 65,536 businesses, which of them carry it.
//!
//! A filter of any number of marks is the intersection of a few bitmaps, some kilobytes each, and its size is the
//! exact count. No choice of indexes gives that for every combination.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use crate::db::Engine;
use crate::error::{StoreError, StoreResult};
use crate::query::sql;
use crate::session::{Session, Tx};

/// A block is 2^16 businesses, which is one container of the bitmap format.
pub(crate) const BITS: u32 = 16;

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

/// Applies edits, sorted by place, in few statements.
pub(crate) async fn apply(
    tx: &mut Tx,
    regency: &str,
    edits: Vec<((u32, u32), Edit)>,
) -> StoreResult<()> {
    let mut edits = edits.into_iter().peekable();
    while edits.peek().is_some() {
        let some: Vec<_> = edits.by_ref().take(250).collect();
        let mut before = hold(tx, regency, &some).await?;
        let mut rows = Vec::with_capacity(some.len());
        for ((mark, block), mut edit) in some {
            edit.settle();
            let mut bits = before.remove(&(mark, block)).unwrap_or_default();
            bits |= edit.add;
            bits -= edit.remove;
            rows.push(vec![
                regency.into(),
                mark.into(),
                block.into(),
                write(&bits)?.into(),
            ]);
        }
        tx.insert_many(
            "mark_block",
            &["regency", "mark", "block", "bits"],
            rows,
            "ON CONFLICT (regency, mark, block) DO UPDATE SET bits = excluded.bits",
        )
        .await?;
    }
    Ok(())
}

/// The blocks as they are, held for change. On PostgreSQL the rows are made first, because a row that does not exist
/// cannot be locked, and two writers that both add the first business of a block must not overwrite each other.
async fn hold(
    tx: &mut Tx,
    regency: &str,
    edits: &[((u32, u32), Edit)],
) -> StoreResult<HashMap<(u32, u32), RoaringBitmap>> {
    let lock = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => {
            let empty = write(&RoaringBitmap::new())?;
            let rows = edits
                .iter()
                .map(|((mark, block), _)| {
                    vec![
                        regency.into(),
                        (*mark).into(),
                        (*block).into(),
                        empty.clone().into(),
                    ]
                })
                .collect();
            let columns = &["regency", "mark", "block", "bits"];
            tx.insert_many(
                "mark_block",
                columns,
                rows,
                "ON CONFLICT (regency, mark, block) DO NOTHING",
            )
            .await?;
            " ORDER BY mark, block FOR UPDATE"
        }
    };
    let mut query = sql("SELECT mark, block, bits FROM mark_block WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND (mark, block) IN (VALUES ");
    for (place, ((mark, block), _)) in edits.iter().enumerate() {
        query.push(if place == 0 { "(" } else { ",(" });
        query.push_bind(*mark).push(",").push_bind(*block).push(")");
    }
    query.push(")").push(lock);
    let mut found = HashMap::with_capacity(edits.len());
    for row in tx.all(query).await? {
        let place = (
            super::marks::short(row.get(0)?)?,
            super::marks::short(row.get(1)?)?,
        );
        found.insert(place, read(&row.get::<Vec<u8>>(2)?)?);
    }
    Ok(found)
}

/// The union of some marks' bitmaps.
pub(crate) async fn load(
    session: &mut Session,
    regency: &str,
    marks: &[u32],
) -> StoreResult<RoaringBitmap> {
    let mut query = sql("SELECT bits FROM mark_block WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND mark IN ")
        .push_list(marks.iter().copied());
    let mut all = RoaringBitmap::new();
    for row in session.all(query).await? {
        all |= read(&row.get::<Vec<u8>>(0)?)?;
    }
    Ok(all)
}

fn read(bytes: &[u8]) -> StoreResult<RoaringBitmap> {
    RoaringBitmap::deserialize_from(bytes).map_err(|_| StoreError::Damaged {
        table: "mark_block",
        column: "bits",
    })
}

fn write(bits: &RoaringBitmap) -> StoreResult<Vec<u8>> {
    let mut bytes = Vec::with_capacity(bits.serialized_size());
    bits.serialize_into(&mut bytes)
        .map_err(|_| StoreError::Damaged {
            table: "mark_block",
            column: "bits",
        })?;
    Ok(bytes)
}
