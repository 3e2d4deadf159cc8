//! Keys: sets of one to three atoms, each no larger than it must be to be rare.

use super::atoms::{Atom, Atoms};
use super::counts::Counts;
use crate::hash;
use crate::record::{Prepared, Sides};
use rayon::prelude::*;

/// Most atoms of a record that enter combinations: its rarest.
const COMBINED: usize = 12;
/// A number or name shared exactly is worth a larger block than a chance combination.
const WHOLE_FACTOR: u32 = 4;
/// Resolution of an atom's weight in bits.
pub(super) const BIT: f32 = 0.5;

pub(super) struct Keys {
    one: Counts,
    two: Counts,
    three: Counts,
    cap: u32,
    sides: Sides,
}

/// Scratch memory for making one record's keys.
#[derive(Default)]
pub(super) struct KeyMaker {
    atoms: Vec<Atom>,
    common: Vec<(u64, Atom)>,
    common_pairs: Vec<bool>,
    keys: Vec<u64>,
}

impl KeyMaker {
    pub(super) fn keys(&self) -> &[u64] {
        &self.keys
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Useless,
    Rare,
    Common,
}

impl Keys {
    /// Counts atoms, then combinations of common atoms, then of common pairs.
    pub(super) fn count(atoms: &Atoms, prepared: &Prepared, cap: u32) -> Self {
        let sides = prepared.sides;
        let n = sides.all;
        let mut keys = Self {
            one: Counts::new(n * 8),
            two: Counts::new(0),
            three: Counts::new(0),
            cap,
            sides,
        };
        each(sides, |record, side, maker: &mut KeyMaker| {
            atoms.of(prepared, record, &mut maker.atoms);
            for atom in &maker.atoms {
                keys.one.add(atom.0, side);
            }
        });
        let two = Counts::new(n * 24);
        each(sides, |record, side, maker: &mut KeyMaker| {
            keys.common_atoms(atoms, prepared, record, maker);
            for_pairs(&maker.common, |_, _, key| two.add(key, side));
        });
        keys.two = two;
        let three = Counts::new(n * 16);
        each(sides, |record, side, maker: &mut KeyMaker| {
            keys.common_atoms(atoms, prepared, record, maker);
            keys.mark_common_pairs(maker);
            for_triples(&maker.common, &maker.common_pairs, |key| {
                three.add(key, side);
            });
        });
        keys.three = three;
        keys
    }

    /// All keys of a record by which it meets others.
    pub(super) fn of(&self, atoms: &Atoms, prepared: &Prepared, record: u32, maker: &mut KeyMaker) {
        self.common_atoms(atoms, prepared, record, maker);
        self.mark_common_pairs(maker);
        let (common, keys) = (&maker.common, &mut maker.keys);
        for_pairs(common, |_, _, key| {
            if self.verdict(self.two.get(key), self.cap) == Verdict::Rare {
                keys.push(key);
            }
        });
        for_triples(common, &maker.common_pairs, |key| {
            if self.verdict(self.three.get(key), self.cap) == Verdict::Rare {
                keys.push(key);
            }
        });
    }

    /// Puts rare atoms among the keys and the rarest of the common ones aside for combining.
    fn common_atoms(&self, atoms: &Atoms, prepared: &Prepared, record: u32, maker: &mut KeyMaker) {
        atoms.of(prepared, record, &mut maker.atoms);
        maker.keys.clear();
        maker.common.clear();
        for atom in &maker.atoms {
            let counts = self.one.get(atom.0);
            let cap = if atom.is_part() {
                self.cap
            } else {
                self.cap * WHOLE_FACTOR
            };
            match self.verdict(counts, cap) {
                Verdict::Useless => {}
                Verdict::Rare => maker.keys.push(atom.0),
                Verdict::Common => maker
                    .common
                    .push((u64::from(counts.0) + u64::from(counts.1), *atom)),
            }
        }
        maker.common.sort_unstable();
        maker.common.truncate(COMBINED);
    }

    fn mark_common_pairs(&self, maker: &mut KeyMaker) {
        maker.common_pairs.clear();
        maker.common_pairs.resize(COMBINED * COMBINED, false);
        let marks = &mut maker.common_pairs;
        for_pairs(&maker.common, |i, j, key| {
            marks[i * COMBINED + j] = self.verdict(self.two.get(key), self.cap) == Verdict::Common;
        });
    }

    fn verdict(&self, (left, right): (u32, u32), cap: u32) -> Verdict {
        let pairs = if self.sides.is_single() {
            u64::from(left) * u64::from(left.saturating_sub(1)) / 2
        } else {
            u64::from(left) * u64::from(right)
        };
        match pairs {
            0 => Verdict::Useless,
            n if n <= u64::from(cap) => Verdict::Rare,
            _ => Verdict::Common,
        }
    }

    /// Atoms of all records in four bytes each, for quick sums of what two records share.
    pub(super) fn packed(&self, atoms: &Atoms, prepared: &Prepared) -> Packed {
        let records: Vec<u32> = (0..self.sides.all as u32).collect();
        let n = self.sides.all as f32;
        let chunks: Vec<(Vec<u32>, Vec<u32>)> = records
            .par_chunks(1 << 14)
            .map_init(Vec::new, |scratch, chunk| {
                let (mut packed, mut ends) = (Vec::new(), Vec::with_capacity(chunk.len()));
                for record in chunk {
                    atoms.of(prepared, *record, scratch);
                    let start = packed.len();
                    packed.extend(scratch.iter().filter_map(|atom| self.pack(*atom, n)));
                    packed[start..].sort_unstable();
                    ends.push(packed.len() as u32);
                }
                (packed, ends)
            })
            .collect();
        Packed::join(chunks)
    }

    /// The upper 26 bits of the hash and the weight in half bits; nothing if only one record has the atom.
    fn pack(&self, atom: Atom, n: f32) -> Option<u32> {
        let (left, right) = self.one.get(atom.0);
        if left + right < 2 {
            return None;
        }
        let bits = (n / (left + right) as f32).log2() / BIT;
        let weight = if atom.is_part() { bits / 3.0 } else { bits };
        Some(((atom.0 >> 38) as u32) << 6 | (weight as u32).min(63))
    }
}

/// Atoms of each record, packed and sorted.
pub(super) struct Packed {
    atoms: Vec<u32>,
    ends: Vec<usize>,
}

impl Packed {
    fn join(chunks: Vec<(Vec<u32>, Vec<u32>)>) -> Self {
        let mut atoms = Vec::with_capacity(chunks.iter().map(|c| c.0.len()).sum());
        let mut ends = vec![0];
        for (chunk, chunk_ends) in chunks {
            let base = atoms.len();
            ends.extend(chunk_ends.iter().map(|end| base + *end as usize));
            atoms.extend(chunk);
        }
        Self { atoms, ends }
    }

    fn of(&self, record: u32) -> &[u32] {
        let record = record as usize;
        &self.atoms[self.ends[record]..self.ends[record + 1]]
    }

    /// The weight of what two records share, in units of [`BIT`].
    pub(super) fn shared(&self, a: u32, b: u32) -> u32 {
        let (mut a, mut b) = (self.of(a), self.of(b));
        let mut sum = 0;
        while let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_first(), b.split_first()) {
            let (p, q) = (x >> 6, y >> 6);
            if p == q {
                sum += x & 63;
            }
            if p <= q {
                a = rest_a;
            }
            if q <= p {
                b = rest_b;
            }
        }
        sum
    }
}

/// Runs over all records in parallel, telling the side of each.
fn each(sides: Sides, work: impl Fn(u32, usize, &mut KeyMaker) + Sync) {
    (0..sides.all as u32)
        .into_par_iter()
        .with_min_len(1024)
        .for_each_init(KeyMaker::default, |maker, record| {
            work(record, usize::from(record as usize >= sides.first), maker);
        });
}

fn for_pairs(common: &[(u64, Atom)], mut found: impl FnMut(usize, usize, u64)) {
    for (j, (_, second)) in common.iter().enumerate() {
        for (i, (_, first)) in common[..j].iter().enumerate() {
            if first.joins(*second) {
                found(i, j, pair_key(*first, *second));
            }
        }
    }
}

/// Triples of which every pair is too common.
fn for_triples(common: &[(u64, Atom)], pairs: &[bool], mut found: impl FnMut(u64)) {
    let is_common = |i: usize, j: usize| pairs[i * COMBINED + j];
    for k in 2..common.len() {
        for j in 1..k {
            if !is_common(j, k) {
                continue;
            }
            for i in 0..j {
                if is_common(i, j) && is_common(i, k) {
                    found(triple_key(common[i].1, common[j].1, common[k].1));
                }
            }
        }
    }
}

/// Atoms come sorted by how common they are, the same in every record that has both.
fn pair_key(a: Atom, b: Atom) -> u64 {
    hash::pair(a.0, b.0)
}

fn triple_key(a: Atom, b: Atom, c: Atom) -> u64 {
    hash::pair(hash::pair(a.0, b.0), c.0)
}
