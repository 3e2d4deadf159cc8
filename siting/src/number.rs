//! The few number conversions the crate needs, each in one place with the reason it is safe,
//! and the random numbers which make a run repeatable.

/// A count as a real number. Counts here stay far below 2^53, above which a real skips integers.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of sites, nodes and runs are below 2^53"
)]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// An index in 32 bits, which halves the memory of the big lists. Inputs with more than
/// `u32::MAX` nodes are refused long before (`DistanceError::TooBig`).
pub(crate) fn narrow(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// A 32-bit index as a position.
pub(crate) fn wide(index: u32) -> usize {
    index as usize
}

/// Xoshiro256++ seeded by SplitMix64. Written out here, not taken from a crate, because a
/// published ranking must come out the same in ten years: crates may change their generators.
#[derive(Debug, Clone)]
pub struct Random {
    state: [u64; 4],
    spare: Option<f64>,
}

impl Random {
    /// A generator for one run of one seed. Each run has a stream of its own, so the result does
    /// not depend on how runs are spread over threads.
    pub fn new(seed: u64, run: u64) -> Self {
        let mut seeder = seed ^ run.wrapping_mul(0xD1B5_4A32_D192_ED03);
        let mut next = || {
            seeder = seeder.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = seeder;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^ (mixed >> 31)
        };
        Self {
            state: [next(), next(), next(), next()],
            spare: None,
        }
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// Uniform on [0, 1).
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit a real exactly")]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Uniform on 0..below; 0 when nothing is below.
    pub fn below(&mut self, below: usize) -> usize {
        let wide = u128::from(self.bits()) * (below as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// Standard normal, by the polar method.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let x = 2.0 * self.unit() - 1.0;
            let y = 2.0 * self.unit() - 1.0;
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let factor = (-2.0 * square.ln() / square).sqrt();
                self.spare = Some(y * factor);
                return x * factor;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_seed_and_run_give_the_same_numbers_and_other_runs_do_not() {
        let draw = |seed, run| {
            let mut random = Random::new(seed, run);
            (0..4).map(|_| random.bits()).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
    }

    #[test]
    fn normal_numbers_have_mean_zero_and_spread_one() {
        let mut random = Random::new(7, 0);
        let drawn: Vec<f64> = (0..20_000).map(|_| random.normal()).collect();
        let mean = drawn.iter().sum::<f64>() / real(drawn.len());
        let variance = drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / real(drawn.len());
        assert!(mean.abs() < 0.03, "{mean}");
        assert!((variance - 1.0).abs() < 0.05, "{variance}");
    }

    #[test]
    fn below_stays_below() {
        let mut random = Random::new(1, 1);
        assert!((0..1000).all(|_| random.below(7) < 7));
        assert_eq!(random.below(0), 0);
    }
}
