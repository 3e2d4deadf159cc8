//! The order of names, kept in memory: a page of some thousand matches by name.
//!
//! The engine has two ways to such a page: look all matches up and sort them, or walk the index of names and test each
//! entry. With a million businesses either can take half a second, because matches are not spread evenly: all that is
//! called "Keripik …" stands in one place, far down. With the order at hand as four bytes a business, walking all of it
//! takes some milliseconds, whatever is asked for.
//!
//! What the order has missed is known exactly: businesses that came later are not in it, and those renamed are written
//! down in `name_change`. They are few, and looked up.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use roaring::RoaringBitmap;

use super::search::Cursor;
use crate::db::Engine;
use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Session, Tx};

/// With fewer businesses the engine's own ways are quick enough.
const FEWEST: u64 = 5_000;
/// Most matches the order has missed that are looked up; with more of them it is made anew.
const MOST_MISSED: u64 = 2_000;
/// Rows of one stride of a walk along the index.
const STRIDE: usize = 20_000;
/// An older order is made anew; changes are kept for much longer than that.
const OLDEST: Duration = Duration::from_hours(12);
/// How long changes are kept.
const KEPT: Duration = Duration::from_hours(7 * 24);
/// Changes before the last one seen that are looked at again: on PostgreSQL a transaction that took its number earlier
/// may have ended later.
const OVERLAP: i64 = 1_000;

/// The orders of the regencies that were asked for. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct NameOrders(Arc<Kept>);

#[derive(Debug, Default)]
struct Kept {
    orders: RwLock<HashMap<String, Arc<NameOrder>>>,
    busy: AtomicBool,
}

/// The businesses of a regency in the order of their names.
#[derive(Debug)]
struct NameOrder {
    seqs: Vec<u32>,
    members: RoaringBitmap,
    last_change: i64,
    made: Instant,
}

/// Where the matches of a filter stand: those whose place is known in their order from a place on, and those that must
/// be looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) known: Vec<u32>,
    pub(super) missed: RoaringBitmap,
}

impl NameOrders {
    /// The first `limit` of `matches` after `after`, as far as the order knows them. None if the order is no help: the
    /// regency is small, somebody is making the order, or the cursor stands at a business it has missed.
    pub(super) async fn place(
        &self,
        session: &mut Session,
        regency: &str,
        (matches, of): (&RoaringBitmap, u64),
        after: Option<&Cursor>,
        limit: usize,
    ) -> StoreResult<Option<Placed>> {
        if of < FEWEST {
            return Ok(None);
        }
        if let Some(order) = self.get(regency)
            && let Some(missed) = order.missed(session, regency, matches).await?
        {
            return Ok(order.place(matches, missed, after, limit));
        }
        let Some(order) = self.make(session, regency).await? else {
            return Ok(None);
        };
        let missed = order.missed(session, regency, matches).await?;
        Ok(missed.and_then(|missed| order.place(matches, missed, after, limit)))
    }

    fn get(&self, regency: &str) -> Option<Arc<NameOrder>> {
        let orders = self.0.orders.read();
        let orders = orders.unwrap_or_else(PoisonError::into_inner);
        let order = orders.get(regency)?;
        (order.made.elapsed() < OLDEST).then(|| order.clone())
    }

    /// One at a time: whoever comes meanwhile is served as if there were no order.
    async fn make(
        &self,
        session: &mut Session,
        regency: &str,
    ) -> StoreResult<Option<Arc<NameOrder>>> {
        if self.0.busy.swap(true, Ordering::AcqRel) {
            return Ok(None);
        }
        let _done = Done(&self.0.busy);
        let order = Arc::new(NameOrder::read(session, regency).await?);
        let mut orders = self
            .0
            .orders
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        orders.insert(regency.to_owned(), order.clone());
        Ok(Some(order))
    }
}

/// Lets the next one in, also when a request is given up midway.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl NameOrder {
    async fn read(session: &mut Session, regency: &str) -> StoreResult<Self> {
        // Before the names: what changes meanwhile is then looked up, though the order has it.
        let last_change = session
            .one(
                sql("SELECT COALESCE(MAX(id), 0) FROM name_change WHERE regency = $1")
                    .bind(regency),
            )
            .await?
            .get(0)?;
        let made = Instant::now();
        let mut seqs = Vec::new();
        let mut cursor = Cursor {
            name_key: String::new(),
            seq: 0,
        };
        loop {
            let (some, last) = stride(session, regency, &cursor, STRIDE).await?;
            let full = some.len() == STRIDE;
            seqs.extend(some);
            match (last, seqs.last()) {
                (Some(name_key), Some(seq)) if full => {
                    cursor = Cursor {
                        name_key,
                        seq: i64::from(*seq),
                    };
                }
                _ => break,
            }
        }
        let members = seqs.iter().copied().collect();
        Ok(Self {
            seqs,
            members,
            last_change,
            made,
        })
    }

    /// The matches that the order has missed; none if they are too many.
    async fn missed(
        &self,
        session: &mut Session,
        regency: &str,
        matches: &RoaringBitmap,
    ) -> StoreResult<Option<RoaringBitmap>> {
        let mut missed = matches - &self.members;
        if missed.len() > MOST_MISSED {
            return Ok(None);
        }
        let query = sql("SELECT DISTINCT seq FROM (SELECT seq FROM name_change \
                         WHERE regency = $1 AND id > $2 ORDER BY id LIMIT $3) AS late");
        let most = i64::try_from(MOST_MISSED).unwrap_or(i64::MAX) + OVERLAP;
        let query = query
            .bind(regency)
            .bind(self.last_change - OVERLAP)
            .bind(most);
        let changed = session.all(query).await?;
        for row in &changed {
            let seq = super::marks::short(row.get(0)?)?;
            if matches.contains(seq) {
                missed.insert(seq);
            }
        }
        let too_many = i64::try_from(changed.len()).unwrap_or(i64::MAX) >= most;
        Ok((!too_many).then_some(missed))
    }

    fn place(
        &self,
        matches: &RoaringBitmap,
        missed: RoaringBitmap,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Option<Placed> {
        let from = match after {
            None => 0,
            Some(cursor) => {
                let seq = u32::try_from(cursor.seq).ok()?;
                if missed.contains(seq) {
                    return None;
                }
                self.seqs.iter().position(|one| *one == seq)? + 1
            }
        };
        let known = self.seqs.get(from..).unwrap_or_default().iter().copied();
        let known = known
            .filter(|seq| matches.contains(*seq) && !missed.contains(*seq))
            .take(limit)
            .collect();
        Some(Placed { known, missed })
    }
}

/// The next short keys in the order of names, and the name key of the last. They come as one text: rows cost more on
/// their way through the driver than in the engine.
pub(super) async fn stride(
    session: &mut Session,
    regency: &str,
    after: &Cursor,
    length: usize,
) -> StoreResult<(Vec<u32>, Option<String>)> {
    let list = match session.engine() {
        Engine::Sqlite => "group_concat(seq, ',' ORDER BY name_key, seq)",
        Engine::Postgres => "string_agg(seq::text, ',' ORDER BY name_key, seq)",
    };
    let query = sql(format!(
        "SELECT {list}, MAX(name_key) FROM (SELECT seq, name_key FROM business WHERE regency = $1 \
         AND (name_key, seq) > ($2, $3) ORDER BY name_key, seq LIMIT $4) AS stride"
    ));
    let query = query
        .bind(regency)
        .bind(&after.name_key)
        .bind(after.seq)
        .bind(i64::try_from(length).unwrap_or(i64::MAX));
    let row = session.one(query).await?;
    let text: Option<String> = row.get(0)?;
    Ok((
        text.unwrap_or_default()
            .split(',')
            .filter_map(|seq| seq.parse().ok())
            .collect(),
        row.get(1)?,
    ))
}

/// Writes down whose names have changed, and forgets what every order knows by now.
pub(super) async fn changed(
    tx: &mut Tx,
    regency: &str,
    seqs: &[i64],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    if seqs.is_empty() {
        return Ok(());
    }
    let rows = seqs
        .iter()
        .map(|seq| vec![regency.into(), (*seq).into(), now.into()]);
    let columns = &["regency", "seq", "at"];
    tx.insert_many("name_change", columns, rows.collect(), "")
        .await?;
    let old = sql("DELETE FROM name_change WHERE regency = $1 AND at < $2");
    tx.execute(old.bind(regency).bind(now - KEPT)).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(seqs: &[u32]) -> NameOrder {
        NameOrder {
            seqs: seqs.to_vec(),
            members: seqs.iter().copied().collect(),
            last_change: 0,
            made: Instant::now(),
        }
    }

    fn after(seq: i64) -> Cursor {
        Cursor {
            name_key: "any".to_owned(),
            seq,
        }
    }

    #[test]
    fn matches_stand_in_the_order_of_names_from_the_cursor_on() {
        let order = order(&[5, 3, 9, 1, 7]);
        let matches: RoaringBitmap = [1, 3, 7, 9].into_iter().collect();
        let placed = order.place(&matches, RoaringBitmap::new(), None, 3);
        assert_eq!(placed.unwrap_or_else(nothing).known, [3, 9, 1]);
        let placed = order.place(&matches, RoaringBitmap::new(), Some(&after(9)), 3);
        assert_eq!(placed.unwrap_or_else(nothing).known, [1, 7]);
    }

    #[test]
    fn what_was_missed_is_left_to_be_looked_up() {
        let order = order(&[5, 3, 9]);
        let matches: RoaringBitmap = [3, 9, 12].into_iter().collect();
        let missed: RoaringBitmap = [9, 12].into_iter().collect();
        let placed = order.place(&matches, missed.clone(), None, 9);
        assert_eq!(
            placed,
            Some(Placed {
                known: vec![3],
                missed: missed.clone()
            })
        );
        assert_eq!(order.place(&matches, missed, Some(&after(12)), 9), None);
    }

    fn nothing() -> Placed {
        Placed {
            known: Vec::new(),
            missed: RoaringBitmap::new(),
        }
    }
}
