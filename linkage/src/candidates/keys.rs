//! Keys: sets of one to three atoms, each no larger than it must be to be rare.

use super::atoms::{Atom, Atoms};
use super::counts::{Counts, MOST};
use super::flat::Flat;
use super::packed::{Line, Packed, Scale};
use crate::hash;
use crate::record::{Prepared, Sides};
use rayon::prelude::*;

/// Most atoms of a record that enter combinations: its rarest.
const COMBINED: usize = 12;
/// Most of them that enter triples between two lists: of what a match shares, the rarest nine hold enough triples,
/// and there are three times as many of twelve. Within one list the last resort needs them all.
const IN_TRIPLES: usize = 9;
/// A number or name shared exactly is worth a larger block than a chance combination.
const WHOLE_FACTOR: u32 = 4;
/// The last resort may bring more, above all within one list, where a person's many records share all they have.
const LAST_FACTOR: (u32, u32) = (4, 50);
/// Records sorted out at a time.
const CHUNK: usize = 1 << 13;

pub(super) struct Keys {
    one: Counts,
    three: Counts,
    cap: u32,
    sides: Sides,
    /// Each record's rare atoms, which are keys by themselves.
    rare: Flat<u64>,
    /// Each record's rarest common atoms, commonest last.
    common: Flat<Atom>,
    /// What is known of the pairs of each record's common atoms.
    pairs: Vec<PairVerdicts>,
}

/// Which pairs of a record's common atoms are keys, and which are too common; one bit for each, in the order of
/// [`for_pairs`]. Kept, since asking again costs a look into a large table for each pair.
#[derive(Clone, Copy, Default)]
struct PairVerdicts {
    rare: u128,
    common: u128,
}

/// Scratch memory for making one record's keys.
#[derive(Default)]
pub(super) struct KeyMaker {
    found: Vec<u64>,
    counts: Vec<(u32, u32)>,
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
    /// Counts atoms, then combinations of common atoms, then of common pairs. Gives the keys, and the atoms by
    /// which records met through them are weighed.
    pub(super) fn count(atoms: &Atoms, prepared: &Prepared, cap: u32) -> (Self, Packed) {
        let sides = prepared.sides;
        let n = sides.all;
        let mut keys = Self {
            one: Counts::new(n * 8, MOST.into()),
            three: Counts::new(0, 0),
            cap,
            sides,
            rare: Flat::default(),
            common: Flat::default(),
            pairs: Vec::new(),
        };
        let lists = keys.count_atoms(atoms, prepared);
        let packed = keys.sort_out(&lists);
        drop(lists);
        keys.pairs = keys.judge_pairs();
        let three = Counts::new(n * 12, cap * keys.last_factor() + 1);
        each(sides, |record, side, maker: &mut KeyMaker| {
            keys.triples(record, &mut maker.found);
            three.add_all(&maker.found, side);
        });
        keys.three = three;
        (keys, packed)
    }

    /// All keys of a record by which it meets others.
    pub(super) fn of(&self, record: u32, maker: &mut KeyMaker) {
        maker.keys.clear();
        maker.keys.extend_from_slice(self.rare.of(record));
        let rare = self.pairs[record as usize].rare;
        for_pairs(self.common.of(record), |place, first, second| {
            if rare & (1 << place) != 0 {
                maker.keys.push(pair_key(first, second));
            }
        });
        self.triples(record, &mut maker.found);
        self.three.get_all(&maker.found, &mut maker.counts);
        let cap = self.cap * self.last_factor();
        for (key, counts) in maker.found.iter().zip(&maker.counts) {
            if self.verdict(*counts, cap) == Verdict::Rare {
                maker.keys.push(*key);
            }
        }
    }

    /// Each record's atoms, counted on the way.
    fn count_atoms(&self, atoms: &Atoms, prepared: &Prepared) -> Flat<u64> {
        let some = |chunk: &[u32]| {
            let (mut lists, mut found) = (Flat::default(), Vec::new());
            for record in chunk {
                atoms.of(prepared, *record, &mut found);
                let side = usize::from(*record as usize >= self.sides.first);
                self.one.add_all(&found, side);
                lists.items.extend_from_slice(&found);
                lists.close();
            }
            lists
        };
        let records: Vec<u32> = (0..self.sides.all as u32).collect();
        Flat::join(records.par_chunks(CHUNK).map(some).collect())
    }

    /// Parts each record's atoms into rare ones and the rarest of the common ones, and packs them for weighing.
    fn sort_out(&mut self, lists: &Flat<u64>) -> Packed {
        let records: Vec<u32> = (0..self.sides.all as u32).collect();
        let scale = Scale::new(self.sides.all);
        let parts: Vec<_> = records
            .par_chunks(CHUNK)
            .map(|chunk| self.sort_out_some(lists, &scale, chunk))
            .collect();
        let (mut rare, mut common, mut lines) = (Vec::new(), Vec::new(), Vec::new());
        for part in parts {
            rare.push(part.rare);
            common.push(part.common);
            lines.push(part.lines);
        }
        self.rare = Flat::join(rare);
        self.common = Flat::join(common);
        Packed::new(lines)
    }

    fn sort_out_some(&self, lists: &Flat<u64>, scale: &Scale, records: &[u32]) -> Sorted {
        let mut sorted = Sorted::default();
        let mut counts = Vec::new();
        let mut counted: Vec<(u32, Atom)> = Vec::new();
        let mut weighed: Vec<(u8, u16)> = Vec::new();
        for record in records {
            let list = lists.of(*record);
            self.one.get_all(list, &mut counts);
            counted.clear();
            weighed.clear();
            for (atom, counts) in list.iter().zip(&counts) {
                let (atom, both) = (Atom(*atom), counts.0 + counts.1);
                if both > 1 {
                    weighed.push(scale.packed(atom, both));
                }
                let cap = if atom.is_part() {
                    self.cap
                } else {
                    self.cap * WHOLE_FACTOR
                };
                match self.verdict(*counts, cap) {
                    Verdict::Useless => {}
                    Verdict::Rare => sorted.rare.items.push(atom.0),
                    Verdict::Common => counted.push((both, atom)),
                }
            }
            counted.sort_unstable();
            sorted
                .common
                .items
                .extend(counted.iter().take(COMBINED).map(|(_, atom)| *atom));
            sorted.rare.close();
            sorted.common.close();
            sorted.lines.push(Line::of(&mut weighed));
        }
        sorted
    }

    /// Counts pairs of common atoms and judges them.
    fn judge_pairs(&self) -> Vec<PairVerdicts> {
        let counts = Counts::new(self.sides.all * 16, self.cap + 1);
        each(self.sides, |record, side, maker: &mut KeyMaker| {
            pair_keys(self.common.of(record), &mut maker.found);
            counts.add_all(&maker.found, side);
        });
        let mut verdicts = vec![PairVerdicts::default(); self.sides.all];
        verdicts
            .par_iter_mut()
            .enumerate()
            .with_min_len(1024)
            .for_each_init(KeyMaker::default, |maker, (record, verdicts)| {
                let common = self.common.of(record as u32);
                pair_keys(common, &mut maker.found);
                counts.get_all(&maker.found, &mut maker.counts);
                let mut counts = maker.counts.iter();
                for_pairs(common, |place, _, _| {
                    let counts = counts.next().copied().unwrap_or_default();
                    match self.verdict(counts, self.cap) {
                        Verdict::Useless => {}
                        Verdict::Rare => verdicts.rare |= 1 << place,
                        Verdict::Common => verdicts.common |= 1 << place,
                    }
                });
            });
        verdicts
    }

    /// Keys of the record's triples of which every pair is too common.
    fn triples(&self, record: u32, out: &mut Vec<u64>) {
        out.clear();
        let pairs = self.pairs[record as usize].common;
        if pairs.count_ones() < 3 {
            return;
        }
        let common = self.common.of(record);
        let is_common = |i: usize, j: usize| pairs & (1 << place_of(i, j)) != 0;
        for k in 2..common.len().min(self.most_in_triples()) {
            for j in (1..k).filter(|j| is_common(*j, k)) {
                for i in (0..j).filter(|i| is_common(*i, j) && is_common(*i, k)) {
                    out.push(triple_key(common[i], common[j], common[k]));
                }
            }
        }
    }

    fn most_in_triples(&self) -> usize {
        if self.sides.is_single() {
            COMBINED
        } else {
            IN_TRIPLES
        }
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
}

/// What sorting out a chunk of records gives.
#[derive(Default)]
struct Sorted {
    rare: Flat<u64>,
    common: Flat<Atom>,
    lines: Vec<Line>,
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

/// Where a pair stands among all pairs of a record's common atoms.
const fn place_of(i: usize, j: usize) -> usize {
    j * (j - 1) / 2 + i
}

const _: () = assert!(
    place_of(COMBINED - 2, COMBINED - 1) < 128,
    "a bit for each pair"
);

fn for_pairs(common: &[Atom], mut found: impl FnMut(usize, Atom, Atom)) {
    for (j, second) in common.iter().enumerate().skip(1) {
        for (i, first) in common[..j].iter().enumerate() {
            if first.joins(*second) {
                found(place_of(i, j), *first, *second);
            }
        }
    }
}

fn pair_keys(common: &[Atom], out: &mut Vec<u64>) {
    out.clear();
    for_pairs(common, |_, first, second| out.push(pair_key(first, second)));
}

/// Atoms come sorted by how common they are, the same in every record that has both.
fn pair_key(a: Atom, b: Atom) -> u64 {
    hash::pair(a.0, b.0)
}

fn triple_key(a: Atom, b: Atom, c: Atom) -> u64 {
    hash::pair(hash::pair(a.0, b.0), c.0)
}
