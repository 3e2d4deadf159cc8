//! What is computed from businesses and kept beside them: the tally (how many of a village carry a mark), the bitmaps
//! (which ones carry it, which ones have a word), the list of all words, and whose name has changed.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rustc_hash::FxHashMap;

use super::blocks::{self, Edit, block};
use super::marks::{MarkSet, short};
use super::words::WordBook;
use super::{name_order, tally};
use crate::error::StoreResult;
use crate::session::Tx;

/// Where a business stands in the tally and the bitmaps of marks.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// Region of the tally.
    pub region: &'a str,
    /// Marks.
    pub marks: &'a MarkSet,
}

/// Gathers what changes during one transaction, and writes it at its end.
///
/// One row for each (village, mark), (mark, block) and (word, block) is written per flush, however many businesses
/// changed: this is what keeps a bulk load fast.
#[derive(Debug)]
pub struct Ledger {
    regency: String,
    tally: FxHashMap<String, FxHashMap<u32, i64>>,
    marks: FxHashMap<(u32, u32), Edit>,
    words: FxHashMap<Box<str>, FxHashMap<u32, Edit>>,
    renamed: Vec<i64>,
}

impl Ledger {
    /// An empty ledger of one regency.
    pub fn new(regency: impl Into<String>) -> Self {
        Self {
            regency: regency.into(),
            tally: FxHashMap::default(),
            marks: FxHashMap::default(),
            words: FxHashMap::default(),
            renamed: Vec::new(),
        }
    }

    /// Notes that a business went from `old` (none: it is new) to `new` (none: it is gone).
    pub fn change(
        &mut self,
        seq: i64,
        old: Option<Placed<'_>>,
        new: Option<Placed<'_>>,
    ) -> StoreResult<()> {
        let seq = short(seq)?;
        if let Some(old) = old {
            self.count(old, -1);
            let kept = new.map(|new| new.marks);
            for mark in old
                .marks
                .iter()
                .filter(|mark| !kept.is_some_and(|kept| kept.contains(*mark)))
            {
                self.mark(mark, seq).remove(seq);
            }
        }
        if let Some(new) = new {
            self.count(new, 1);
            let had = old.map(|old| old.marks);
            for mark in new
                .marks
                .iter()
                .filter(|mark| !had.is_some_and(|had| had.contains(*mark)))
            {
                self.mark(mark, seq).add(seq);
            }
        }
        Ok(())
    }

    /// Notes that a business is found by the words of `new` and no longer by those of `old`, each with one space between
    /// its words; both are empty texts where there are none.
    pub fn words(&mut self, seq: i64, old: &str, new: &str) -> StoreResult<()> {
        let seq = short(seq)?;
        let each = |words| str::split(words, ' ').filter(|word| !word.is_empty());
        if !old.is_empty() {
            let stays: HashSet<&str> = each(new).collect();
            for word in each(old).filter(|word| !stays.contains(word)) {
                self.word(word, seq, Edit::remove);
            }
        }
        for word in each(new) {
            self.word(word, seq, Edit::add);
        }
        Ok(())
    }

    /// Notes that a business which was there has another place in the order of names.
    pub fn renamed(&mut self, seq: i64) {
        self.renamed.push(seq);
    }

    fn count(&mut self, placed: Placed<'_>, by: i64) {
        // Looked up by &str first: a bulk load sees the same few hundred villages all the time.
        let counts = match self.tally.get_mut(placed.region) {
            Some(counts) => counts,
            None => self.tally.entry(placed.region.to_owned()).or_default(),
        };
        for mark in placed.marks.iter() {
            *counts.entry(mark).or_default() += by;
        }
    }

    fn mark(&mut self, mark: u32, seq: u32) -> &mut Edit {
        self.marks.entry((mark, block(seq))).or_default()
    }

    fn word(&mut self, word: &str, seq: u32, change: fn(&mut Edit, u32)) {
        let blocks = match self.words.get_mut(word) {
            Some(blocks) => blocks,
            None => self.words.entry(word.into()).or_default(),
        };
        change(blocks.entry(block(seq)).or_default(), seq);
    }

    /// Writes everything gathered; words that the book does not know come into the list of words.
    pub async fn flush(
        &mut self,
        tx: &mut Tx,
        book: &WordBook,
        now: DateTime<Utc>,
    ) -> StoreResult<()> {
        let mut counts: Vec<tally::Change> = Vec::new();
        for (region, marks) in self.tally.drain() {
            counts.extend(
                marks
                    .into_iter()
                    .filter(|(_, by)| *by != 0)
                    .map(|(mark, by)| tally::Change {
                        region: region.clone(),
                        mark,
                        by,
                    }),
            );
        }
        counts.sort_by(|a, b| (&a.region, a.mark).cmp(&(&b.region, b.mark)));
        tally::add(tx, &self.regency, counts).await?;
        blocks::apply(tx, &self.regency, self.marks.drain().collect()).await?;
        let words: HashSet<&str> = self.words.keys().map(|word| &**word).collect();
        book.add(tx, &self.regency, words).await?;
        let of_words = self.words.drain().flat_map(|(word, blocks)| {
            blocks
                .into_iter()
                .map(move |(block, edit)| ((word.clone(), block), edit))
        });
        blocks::apply(tx, &self.regency, of_words.collect()).await?;
        let renamed = std::mem::take(&mut self.renamed);
        name_order::changed(tx, &self.regency, &renamed, now).await
    }
}
