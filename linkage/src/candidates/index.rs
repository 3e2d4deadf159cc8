//! From key to records: one sorted array and a table of where each group of keys starts.

use super::keys::{KeyMaker, Keys};
use crate::record::Prepared;
use rayon::prelude::*;

pub(super) struct Index {
    /// The key's upper half, then the record.
    entries: Vec<u64>,
    starts: Vec<u32>,
    shift: u32,
}

/// Keys are parted by their highest bits first, so that what follows happens within a processor's own cache.
const PART_BITS: u32 = 8;
const PARTS: usize = 1 << PART_BITS;
/// Records whose keys are made at a time.
const CHUNK: usize = 1 << 14;

impl Index {
    /// Indexes the records among which partners are sought.
    pub(super) fn build(keys: &Keys, prepared: &Prepared) -> Self {
        let records: Vec<u32> = prepared.sides.right().map(|r| r as u32).collect();
        let parted: Vec<Vec<Vec<u64>>> = records
            .par_chunks(CHUNK)
            .map(|chunk| parted_keys(keys, chunk))
            .collect();
        let size = |part: usize| parted.iter().map(|chunk| chunk[part].len()).sum::<usize>();
        let sizes: Vec<usize> = (0..PARTS).map(size).collect();
        let all: usize = sizes.iter().sum();
        let bits = (all.max(1024) as u64).ilog2().min(24);
        let shift = 64 - bits;
        let mut entries = vec![0u64; all];
        let mut starts = vec![0u32; (1 << bits) + 1];
        starts[1 << bits] = all as u32;
        let (mut rest, mut begin) = (entries.as_mut_slice(), 0u32);
        let mut work = Vec::with_capacity(PARTS);
        for (part, groups) in starts[..1 << bits]
            .chunks_mut(1 << (bits - PART_BITS))
            .enumerate()
        {
            let (own, after) = rest.split_at_mut(sizes[part]);
            work.push((part, groups, own, begin));
            (rest, begin) = (after, begin + sizes[part] as u32);
        }
        work.into_par_iter().for_each(|(part, groups, own, begin)| {
            let chunks = parted.iter().map(|chunk| chunk[part].as_slice());
            group(chunks, shift, groups, own, begin);
        });
        Self {
            entries,
            starts,
            shift,
        }
    }

    /// The records with any of the keys. Done in three steps for all keys at once, as the processor then waits for
    /// many places of memory together instead of one after the other.
    pub(super) fn meet(&self, keys: &[u64], groups: &mut Vec<(u32, u32)>, met: &mut Vec<u32>) {
        groups.clear();
        groups.extend(keys.iter().map(|key| {
            let group = (key >> self.shift) as usize;
            (self.starts[group], self.starts[group + 1])
        }));
        let first = |sum: u64, (start, _): &(u32, u32)| {
            sum.wrapping_add(self.entries.get(*start as usize).copied().unwrap_or(0))
        };
        std::hint::black_box(groups.iter().fold(0, first));
        for (key, (start, end)) in keys.iter().zip(groups.iter()) {
            let wanted = key >> 32;
            let entries = &self.entries[*start as usize..*end as usize];
            met.extend(
                entries
                    .iter()
                    .filter(|e| **e >> 32 == wanted)
                    .map(|e| *e as u32),
            );
        }
    }
}

/// The records' entries by the highest bits of their keys.
fn parted_keys(keys: &Keys, records: &[u32]) -> Vec<Vec<u64>> {
    let mut maker = KeyMaker::default();
    let mut parts = vec![Vec::new(); PARTS];
    for record in records {
        keys.of(*record, &mut maker);
        for key in maker.keys() {
            let entry = key & 0xffff_ffff_0000_0000 | u64::from(*record);
            parts[(key >> (64 - PART_BITS)) as usize].push(entry);
        }
    }
    parts
}

/// Puts the entries of one part in the order of their groups, by counting.
fn group<'e>(
    chunks: impl Iterator<Item = &'e [u64]> + Clone,
    shift: u32,
    starts: &mut [u32],
    out: &mut [u64],
    begin: u32,
) {
    let mask = starts.len() - 1;
    let place = |entry: u64| (entry >> shift) as usize & mask;
    let mut ends = vec![0u32; starts.len()];
    for entry in chunks.clone().flatten() {
        ends[place(*entry)] += 1;
    }
    let mut sum = 0;
    for (start, end) in starts.iter_mut().zip(&mut ends) {
        *start = begin + sum;
        sum += *end;
        *end = *start - begin;
    }
    for entry in chunks.flatten() {
        let end = &mut ends[place(*entry)];
        out[*end as usize] = *entry;
        *end += 1;
    }
}
