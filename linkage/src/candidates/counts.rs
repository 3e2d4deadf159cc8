//! How many records on each side have a key, in a fixed amount of memory. Two keys that fall on one place are
//! counted together, which can only make a key look more common than it is.

use std::sync::atomic::{AtomicU16, Ordering};

/// Counting stops here at the latest.
pub(super) const MOST: u16 = 60_000;

pub(super) struct Counts {
    places: Vec<[AtomicU16; 2]>,
    shift: u32,
    enough: u16,
}

impl Counts {
    /// Room for about `expected` keys, each counted up to `enough`: a key known to be common is only read from
    /// then on, so that threads need not wait for one another.
    pub(super) fn new(expected: usize, enough: u32) -> Self {
        let bits = (expected.max(1024) as u64)
            .next_power_of_two()
            .ilog2()
            .min(28);
        let places = (0..1usize << bits)
            .map(|_| [AtomicU16::new(0), AtomicU16::new(0)])
            .collect();
        Self {
            places,
            shift: 64 - bits,
            enough: u16::try_from(enough).unwrap_or(MOST).min(MOST),
        }
    }

    pub(super) fn add(&self, key: u64, side: usize) {
        let place = &self.places[(key >> self.shift) as usize][side];
        if place.load(Ordering::Relaxed) < self.enough {
            place.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Adds one to each key. All places are read first: plain reads wait for memory together, while each
    /// atomic addition to a place that is not in the cache would wait alone.
    pub(super) fn add_all(&self, keys: &[u64], side: usize) {
        let read = |sum: u16, key: &u64| {
            let place = &self.places[(key >> self.shift) as usize][side];
            sum.wrapping_add(place.load(Ordering::Relaxed))
        };
        std::hint::black_box(keys.iter().fold(0, read));
        for key in keys {
            self.add(*key, side);
        }
    }

    /// Records with the key on either side.
    pub(super) fn get(&self, key: u64) -> (u32, u32) {
        let [left, right] = &self.places[(key >> self.shift) as usize];
        (
            u32::from(left.load(Ordering::Relaxed)),
            u32::from(right.load(Ordering::Relaxed)),
        )
    }

    /// The counts of many keys, read together.
    pub(super) fn get_all(&self, keys: &[u64], out: &mut Vec<(u32, u32)>) {
        out.clear();
        out.extend(keys.iter().map(|key| self.get(*key)));
    }
}
