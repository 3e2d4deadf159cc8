//! A small generator of chance (SplitMix64), so that a seed gives the same files for ever, whatever
//! a library's next version does.

/// A stream of chance.
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

impl Dice {
    /// The stream number `index` of this seed; streams do not depend on each other.
    pub(super) fn new(seed: u64, index: u64) -> Self {
        let mut start = Self(seed);
        let mixed = start.next();
        Self(mixed ^ index.wrapping_mul(STEP))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`; 0 if `n` is 0.
    pub(super) fn below(&mut self, n: u32) -> u32 {
        let scaled = (u128::from(self.next()) * u128::from(n)) >> 64;
        u32::try_from(scaled).unwrap_or_default()
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True in this many of a thousand cases.
    pub(super) fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// One of these.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let at = self.below(u32::try_from(items.len()).unwrap_or(u32::MAX));
        items.get(usize::try_from(at).unwrap_or_default())
    }

    /// One of these words; empty if there are none.
    pub(super) fn word(&mut self, words: &[&'static str]) -> &'static str {
        self.pick(words).copied().unwrap_or_default()
    }

    /// A fraction from 0 to 1.
    pub(super) fn fraction(&mut self) -> f64 {
        f64::from(self.below(1 << 24)) / f64::from(1 << 24)
    }
}

/// Picks by weight: `sums` are the running sums of the weights.
pub(super) fn weighted(dice: &mut Dice, sums: &[u32]) -> usize {
    let roll = dice.below(sums.last().copied().unwrap_or_default());
    sums.partition_point(|sum| *sum <= roll)
}

/// The running sums of some weights.
pub(super) fn running_sums(weights: impl Iterator<Item = u32>) -> Vec<u32> {
    weights
        .scan(0_u32, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_stream_and_indices_give_different_ones() {
        let rolls = |seed, index| {
            let mut dice = Dice::new(seed, index);
            [dice.next(), dice.next(), dice.next()]
        };
        assert_eq!(rolls(1, 2), rolls(1, 2));
        assert_ne!(rolls(1, 2), rolls(1, 3));
        assert_ne!(rolls(1, 2), rolls(2, 2));
    }

    #[test]
    fn weights_are_kept() {
        let sums = running_sums([1, 0, 3].into_iter());
        let mut dice = Dice::new(7, 7);
        let mut counts = [0_u32; 3];
        for _ in 0..4000 {
            if let Some(count) = counts.get_mut(weighted(&mut dice, &sums)) {
                *count += 1;
            }
        }
        assert_eq!(counts[1], 0);
        assert!((800..1200).contains(&counts[0]), "{counts:?}");
    }
}
