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

    /// The records with a key.
    pub(super) fn block(&self, key: u64) -> impl Iterator<Item = u32> {
        let group = (key >> self.shift) as usize;
        let (start, end) = (self.starts[group] as usize, self.starts[group + 1] as usize);
        let wanted = key >> 32;
        self.entries[start..end]
            .iter()
            .filter(move |e| **e >> 32 == wanted)
            .map(|e| *e as u32)
    }
}
