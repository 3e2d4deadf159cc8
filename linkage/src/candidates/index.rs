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

impl Index {
    /// Indexes the records among which partners are sought.
    pub(super) fn build(keys: &Keys, prepared: &Prepared) -> Self {
        let records: Vec<u32> = prepared.sides.right().map(|r| r as u32).collect();
        let mut entries: Vec<u64> = records
            .par_chunks(1 << 13)
            .flat_map_iter(|chunk| {
                let mut maker = KeyMaker::default();
                let mut out = Vec::new();
                for record in chunk {
                    keys.of(*record, &mut maker);
                    out.extend(
                        maker
                            .keys()
                            .iter()
                            .map(|key| key & 0xffff_ffff_0000_0000 | u64::from(*record)),
                    );
                }
                out
            })
            .collect();
        entries.par_sort_unstable();
        let bits = (entries.len().max(1024) as u64).ilog2().min(24);
        let shift = 64 - bits;
        let mut starts = vec![0u32; (1 << bits) + 1];
        for entry in &entries {
            starts[(entry >> shift) as usize + 1] += 1;
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
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
