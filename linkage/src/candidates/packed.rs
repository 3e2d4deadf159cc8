//! What records share in all, weighed fast: most of the time goes to fetching the other record, so what is needed
//! of it lies in one cache line.

use super::atoms::Atom;
use std::cmp::Reverse;

/// Resolution of an atom's weight in bits.
pub(super) const BIT: f32 = 0.5;
/// Atoms in one line.
const LINE: usize = 16;
/// A piece of a value says less than its bits, being part of what the whole value says.
const PART: f32 = 1.0 / 3.0;
/// Counts whose weight is looked up; greater ones are computed.
const KNOWN: usize = 4096;

/// From how many records have an atom to its weight.
pub(super) struct Scale {
    records: f32,
    known: Vec<f32>,
}

impl Scale {
    pub(super) fn new(records: usize) -> Self {
        let records = records as f32;
        let weight = |count: usize| (records / count.max(1) as f32).log2() / BIT;
        Self {
            records,
            known: (0..KNOWN).map(weight).collect(),
        }
    }

    /// Weight in units of [`BIT`], and sixteen bits of the hash (never 0, which stands for no atom).
    pub(super) fn packed(&self, atom: Atom, count: u32) -> (u8, u16) {
        let whole = self
            .known
            .get(count as usize)
            .copied()
            .unwrap_or_else(|| (self.records / count as f32).log2() / BIT);
        let weight = if atom.is_part() { whole * PART } else { whole };
        (
            weight.clamp(0.0, 63.0) as u8,
            ((atom.0 >> 48) as u16).max(1),
        )
    }
}

/// A record's weightiest atoms.
#[repr(align(64))]
#[derive(Clone, Copy, Default)]
pub(super) struct Line {
    tags: [u16; LINE],
    weights: [u8; LINE],
}

impl Line {
    /// The weightiest atoms; sorts what it is given.
    pub(super) fn of(weighed: &mut [(u8, u16)]) -> Self {
        weighed.sort_unstable_by_key(|(weight, tag)| (Reverse(*weight), *tag));
        let mut line = Self::default();
        for (place, (weight, tag)) in weighed.iter().take(LINE).enumerate() {
            line.weights[place] = *weight;
            line.tags[place] = *tag;
        }
        line
    }
}

/// The record whose partners are sought: its tags twice over, so that every turn of them is one piece of memory.
pub(super) struct Probe([u16; 2 * LINE]);

/// The rarest atoms of each record.
pub(super) struct Packed(Vec<Line>);

impl Packed {
    pub(super) fn new(parts: Vec<Vec<Line>>) -> Self {
        Self(parts.into_iter().flatten().collect())
    }

    pub(super) fn probe(&self, record: u32) -> Probe {
        let tags = &self.0[record as usize].tags;
        let mut twice = [0; 2 * LINE];
        twice[..LINE].copy_from_slice(tags);
        twice[LINE..].copy_from_slice(tags);
        Probe(twice)
    }

    /// Reads the records' lines, waiting for many places of memory together.
    pub(super) fn touch(&self, records: &[u32]) {
        let read = |sum: u16, record: &u32| sum ^ self.0[*record as usize].tags[0];
        std::hint::black_box(records.iter().fold(0, read));
    }

    /// The weight of what the two share, in units of [`BIT`]. Every tag is held against every other without
    /// branching, many in one instruction. Two atoms in some hundred thousand have one tag; that a stranger now and
    /// then looks nearer than he is costs one comparison.
    pub(super) fn shared(&self, probe: &Probe, other: u32) -> u32 {
        let line = &self.0[other as usize];
        let mut same = [0u16; LINE];
        for turn in probe.0.windows(LINE).take(LINE) {
            for ((same, tag), probed) in same.iter_mut().zip(&line.tags).zip(turn) {
                *same |= u16::from(tag == probed).wrapping_neg();
            }
        }
        same.iter()
            .zip(&line.weights)
            .map(|(same, weight)| u32::from(*same & u16::from(*weight)))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(tags: &[u16]) -> Line {
        Line::of(
            &mut tags
                .iter()
                .map(|tag| (10 + *tag as u8, *tag))
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn records_share_the_weight_of_their_common_atoms() {
        let packed = Packed::new(vec![vec![
            line(&[1, 2, 3, 40]),
            line(&[3, 40, 5]),
            line(&[6]),
        ]]);
        let probe = packed.probe(0);
        assert_eq!(packed.shared(&probe, 1), 13 + 50);
        assert_eq!(packed.shared(&probe, 2), 0);
        assert_eq!(packed.shared(&packed.probe(1), 0), 13 + 50);
    }
}
