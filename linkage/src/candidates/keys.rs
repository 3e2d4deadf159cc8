//! Keys: sets of one to three atoms, each no larger than it must be to be rare.

use super::atoms::{Atom, Atoms};
use super::counts::Counts;
use super::flat::Flat;
use crate::hash;
use crate::record::{Prepared, Sides};
use rayon::prelude::*;

/// Most atoms of a record that enter combinations: its rarest.
const COMBINED: usize = 12;
/// A number or name shared exactly is worth a larger block than a chance combination.
const WHOLE_FACTOR: u32 = 4;
/// The last resort may bring more, above all within one list, where a person's many records share all they have.
const LAST_FACTOR: (u32, u32) = (4, 50);
/// Resolution of an atom's weight in bits.
pub(super) const BIT: f32 = 0.5;

pub(super) struct Keys {
    one: Counts,
    two: Counts,
    three: Counts,
    cap: u32,
    sides: Sides,
    /// Each record's rare atoms, which are keys by themselves.
    rare: Flat<u64>,
    /// Each record's rarest common atoms, commonest last.
    common: Flat<Atom>,
}

/// Scratch memory for making one record's keys.
#[derive(Default)]
pub(super) struct KeyMaker {
    atoms: Vec<Atom>,
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
            rare: Flat::default(),
            common: Flat::default(),
        };
        each(sides, |record, side, maker: &mut KeyMaker| {
            atoms.of(prepared, record, &mut maker.atoms);
            for atom in &maker.atoms {
                keys.one.add(atom.0, side);
            }
        });
        (keys.rare, keys.common) = keys.sort_out(atoms, prepared);
        let two = Counts::new(n * 16);
        each(sides, |record, side, _| {
            for_pairs(keys.common.of(record), |_, _, key| two.add(key, side));
        });
        keys.two = two;
        let three = Counts::new(n * 12);
        each(sides, |record, side, maker: &mut KeyMaker| {
            let common = keys.common.of(record);
            keys.mark_common_pairs(common, maker);
            for_triples(common, &maker.common_pairs, |key| three.add(key, side));
        });
        keys.three = three;
        keys
    }

    /// All keys of a record by which it meets others.
    pub(super) fn of(&self, record: u32, maker: &mut KeyMaker) {
        maker.keys.clear();
        maker.keys.extend_from_slice(self.rare.of(record));
        let common = self.common.of(record);
        maker.common_pairs.clear();
        maker.common_pairs.resize(COMBINED * COMBINED, false);
        let (marks, keys) = (&mut maker.common_pairs, &mut maker.keys);
        for_pairs(common, |i, j, key| {
            match self.verdict(self.two.get(key), self.cap) {
                Verdict::Rare => keys.push(key),
                Verdict::Common => marks[i * COMBINED + j] = true,
                Verdict::Useless => {}
            }
        });
        for_triples(common, marks, |key| {
            if self.verdict(self.three.get(key), self.cap * self.last_factor()) == Verdict::Rare {
                keys.push(key);
            }
        });
    }

    /// Parts each record's atoms into rare ones and the rarest of the common ones.
    fn sort_out(&self, atoms: &Atoms, prepared: &Prepared) -> (Flat<u64>, Flat<Atom>) {
        let records: Vec<u32> = (0..self.sides.all as u32).collect();
        let parts: Vec<_> = records
            .par_chunks(1 << 13)
            .map_init(Vec::new, |scratch, chunk| {
                let (mut rare, mut common) = (Flat::default(), Flat::default());
                let mut counted: Vec<(u32, Atom)> = Vec::new();
                for record in chunk {
                    atoms.of(prepared, *record, scratch);
                    counted.clear();
                    for atom in scratch.iter() {
                        let counts = self.one.get(atom.0);
                        let cap = if atom.is_part() {
                            self.cap
                        } else {
                            self.cap * WHOLE_FACTOR
                        };
                        match self.verdict(counts, cap) {
                            Verdict::Useless => {}
                            Verdict::Rare => rare.items.push(atom.0),
                            Verdict::Common => counted.push((counts.0 + counts.1, *atom)),
                        }
                    }
                    counted.sort_unstable();
                    common
                        .items
                        .extend(counted.iter().take(COMBINED).map(|(_, atom)| *atom));
                    rare.close();
                    common.close();
                }
                (rare, common)
            })
            .collect();
        let (rare, common): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        (Flat::join(rare), Flat::join(common))
    }

    fn mark_common_pairs(&self, common: &[Atom], maker: &mut KeyMaker) {
        maker.common_pairs.clear();
        maker.common_pairs.resize(COMBINED * COMBINED, false);
        let marks = &mut maker.common_pairs;
        for_pairs(common, |i, j, key| {
            marks[i * COMBINED + j] = self.verdict(self.two.get(key), self.cap) == Verdict::Common;
        });
    }

    fn last_factor(&self) -> u32 {
        if self.sides.is_single() {
            LAST_FACTOR.1
        } else {
            LAST_FACTOR.0
        }
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

    /// The rarest atoms of each record in one cache line, for quick sums of what two records share.
    pub(super) fn packed(&self, atoms: &Atoms, prepared: &Prepared) -> Packed {
        let n = self.sides.all as f32;
        let lines = (0..self.sides.all as u32)
            .into_par_iter()
            .with_min_len(1024)
            .map_init(
                || (Vec::new(), Vec::new()),
                |(scratch, weighed), record| {
                    atoms.of(prepared, record, scratch);
                    weighed.clear();
                    weighed.extend(scratch.iter().filter_map(|atom| self.pack(*atom, n)));
                    weighed
                        .sort_unstable_by_key(|packed| (std::cmp::Reverse(packed & 63), *packed));
                    let mut line = Line([0; LINE]);
                    for (place, packed) in line.0.iter_mut().zip(weighed.iter()) {
                        *place = *packed;
                    }
                    line
                },
            )
            .collect();
        Packed(lines)
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

/// Atoms in one cache line.
const LINE: usize = 16;

/// A record's atoms, one cache line, so that a look at another record costs one fetch; unused places are 0.
#[repr(align(64))]
struct Line([u32; LINE]);

/// The rarest atoms of each record.
pub(super) struct Packed(Vec<Line>);

impl Packed {
    /// The weight of what two records share, in units of [`BIT`]. Every place is held against every other
    /// without branching, which a processor does faster than it guesses at a merge.
    pub(super) fn shared(&self, a: u32, b: u32) -> u32 {
        let (a, b) = (&self.0[a as usize].0, &self.0[b as usize].0);
        let mut sum = 0;
        for x in a {
            let mut same = 0;
            for y in b {
                same |= u32::from((x ^ y) < 64);
            }
            sum += same * (x & 63);
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

fn for_pairs(common: &[Atom], mut found: impl FnMut(usize, usize, u64)) {
    for (j, second) in common.iter().enumerate() {
        for (i, first) in common[..j].iter().enumerate() {
            if first.joins(*second) {
                found(i, j, pair_key(*first, *second));
            }
        }
    }
}

/// Triples of which every pair is too common.
fn for_triples(common: &[Atom], pairs: &[bool], mut found: impl FnMut(u64)) {
    let is_common = |i: usize, j: usize| pairs[i * COMBINED + j];
    for k in 2..common.len() {
        for j in 1..k {
            if !is_common(j, k) {
                continue;
            }
            for i in 0..j {
                if is_common(i, j) && is_common(i, k) {
                    found(triple_key(common[i], common[j], common[k]));
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
