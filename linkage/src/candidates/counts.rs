//! How many records on each side have a key, in a fixed amount of memory. Two keys that fall on one place are
//! counted together, which can only make a key look more common than it is.

use std::sync::atomic::{AtomicU16, Ordering};

const MOST: u16 = 60_000;

pub(super) struct Counts {
    places: Vec<[AtomicU16; 2]>,
    shift: u32,
}

impl Counts {
    /// Room for about `expected` keys.
    pub(super) fn new(expected: usize) -> Self {
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
        }
    }

    pub(super) fn add(&self, key: u64, side: usize) {
        let place = &self.places[(key >> self.shift) as usize][side];
        if place.load(Ordering::Relaxed) < MOST {
            place.fetch_add(1, Ordering::Relaxed);
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
}
