//! Which pairs are worth comparing.
//!
//! Every record has *atoms* (sounds of words, phones and their halves, places, dates ...). A key is a set of
//! atoms which few enough records share: an atom alone if it is rare, else two, else three together (a set is
//! made larger only while it is too common, so no block can blow up). Records that share a key are met; those
//! that share too little in all are dropped, and of the rest each record keeps its best.

mod atoms;
mod counts;
mod flat;
mod index;
mod keys;
mod packed;

use crate::record::{Prepared, Sides};
use atoms::Atoms;
use index::Index;
use keys::{KeyMaker, Keys};
use rayon::prelude::*;

/// Bounds on the number of candidates.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most pairs one key may bring.
    pub block_pairs: u32,
    /// Most partners kept for one record.
    pub partners: usize,
    /// A pair must share this much of log2(records) in bits, at least ...
    pub shared: f32,
    /// ... or this much, if it is among its record's best few: lists that have little in common still need them.
    pub shared_by_best: f32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            block_pairs: 8,
            partners: 12,
            shared: 0.9,
            shared_by_best: 0.7,
        }
    }
}

/// How many of a record's best partners need share only [`Limits::shared_by_best`].
const BEST: usize = 4;

impl Limits {
    /// Bits that a pair must share: among its record's best few, and beyond. Small lists, and those that hold
    /// duplicates, can afford to look at all of them.
    fn least(self, sides: Sides) -> (f32, f32) {
        let all = (sides.all as f32).max(2.0).log2();
        let best = self.shared_by_best.min(self.shared);
        let other = if sides.all <= SMALL || sides.is_single() {
            best
        } else {
            self.shared
        };
        (best * all, other * all)
    }

    /// Small lists can afford larger blocks.
    fn cap(self, sides: Sides) -> u32 {
        if sides.all <= SMALL {
            self.block_pairs * 8
        } else {
            self.block_pairs
        }
    }
}

/// Records up to which lists are small.
const SMALL: usize = 60_000;

/// Pairs of record numbers, sorted: first list's (or lower) record first.
pub(crate) fn candidates(
    prepared: &Prepared,
    limits: Limits,
    tick: &(dyn Fn(u64) + Sync),
) -> Vec<(u32, u32)> {
    let atoms = Atoms::new(prepared);
    let (keys, packed) = Keys::count(&atoms, prepared, limits.cap(prepared.sides));
    drop(atoms);
    let index = Index::build(&keys, prepared);
    let search = Search {
        prepared,
        keys: &keys,
        packed: &packed,
        index: &index,
        limits,
        least: limits.least(prepared.sides),
    };
    let left: Vec<u32> = prepared.sides.left().map(|r| r as u32).collect();
    let mut pairs: Vec<(u32, u32)> = left
        .par_chunks(2048)
        .flat_map_iter(|records| {
            let found = search.partners_of(records);
            tick(records.len() as u64);
            found
        })
        .collect();
    let twins = twins(prepared);
    if !twins.is_empty() {
        pairs.extend(twins);
        pairs.par_sort_unstable();
        pairs.dedup();
    }
    pairs
}

struct Search<'a> {
    prepared: &'a Prepared,
    keys: &'a Keys,
    packed: &'a packed::Packed,
    index: &'a Index,
    limits: Limits,
    least: (f32, f32),
}

impl Search<'_> {
    fn partners_of(&self, records: &[u32]) -> Vec<(u32, u32)> {
        let mut maker = KeyMaker::default();
        let (mut groups, mut met) = (Vec::new(), Vec::new());
        let mut kept: Vec<(u32, u32)> = Vec::new();
        let mut out = Vec::new();
        let single = self.prepared.sides.is_single();
        for record in records {
            met.clear();
            self.keys.of(*record, &mut maker);
            self.index.meet(maker.keys(), &mut groups, &mut met);
            if single {
                met.retain(|other| other > record);
            }
            met.sort_unstable();
            met.dedup();
            kept.clear();
            let probe = self.packed.probe(*record);
            self.packed.touch(&met);
            let (least, beyond) = self.least;
            for other in &met {
                let shared = self.packed.shared(&probe, *other);
                if shared as f32 * packed::BIT >= least {
                    kept.push((u32::MAX - shared, *other));
                }
            }
            if kept.len() > self.limits.partners {
                kept.select_nth_unstable(self.limits.partners - 1);
                kept.truncate(self.limits.partners);
            }
            kept.sort_unstable();
            let few = kept.len().min(BEST);
            let more = kept[few..]
                .partition_point(|(rest, _)| (u32::MAX - rest) as f32 * packed::BIT >= beyond);
            kept.truncate(few + more);
            kept.sort_unstable_by_key(|(_, other)| *other);
            out.extend(kept.iter().map(|(_, other)| (*record, *other)));
        }
        out
    }
}

/// Records alike in every field, which may be too many for any key: each meets the next of its kind only.
fn twins(prepared: &Prepared) -> Vec<(u32, u32)> {
    let Sides { first, all } = prepared.sides;
    let mut keyed: Vec<(u64, u32)> = (0..all as u32)
        .into_par_iter()
        .map(|record| {
            let content = prepared.fields.iter().fold(0, |h, f| {
                crate::hash::pair(h, u64::from(f.value_of[record as usize]))
            });
            (content, record)
        })
        .collect();
    keyed.par_sort_unstable();
    let empty = prepared
        .fields
        .iter()
        .fold(0, |h, _| crate::hash::pair(h, 0));
    let mut pairs = Vec::new();
    for group in keyed
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|g| g.len() > 1 && g[0].0 != empty)
    {
        if prepared.sides.is_single() {
            pairs.extend(group.windows(2).map(|w| (w[0].1, w[1].1)));
        } else {
            let split = group.partition_point(|(_, record)| (*record as usize) < first);
            let (left, right) = group.split_at(split);
            pairs.extend(left.iter().zip(right).map(|(a, b)| (a.1, b.1)));
        }
    }
    pairs
}
