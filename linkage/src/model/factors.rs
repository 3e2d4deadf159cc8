//! Shares of several classes multiplied level by level, for all classes at once: sums of logarithms would cost an
//! exponential for each class and pattern.

use super::Table;
use crate::compare::{LEVELS, Pattern};

/// Classes computed side by side: matches, then each kind of non-match.
pub(super) const LANES: usize = 8;

/// One number of each class.
pub(super) type Lanes = [f64; LANES];

/// A factor for each class, field and level, and one to begin with.
#[derive(Debug, Clone)]
pub(super) struct Factors {
    first: Lanes,
    levels: Vec<[Lanes; LEVELS]>,
}

impl Factors {
    /// From each class's logarithms by field and level, and the one to begin with; `power` undoes the logarithm.
    pub(super) fn new<'t>(
        fields: usize,
        classes: impl Iterator<Item = (&'t Table, f64)>,
        power: impl Fn(f64) -> f64,
    ) -> Self {
        let mut factors = Self {
            first: [0.0; LANES],
            levels: vec![[[0.0; LANES]; LEVELS]; fields],
        };
        for (lane, (table, first)) in classes.enumerate().take(LANES) {
            factors.first[lane] = power(first);
            for (to, from) in factors.levels.iter_mut().zip(table) {
                for (to, from) in to.iter_mut().zip(from) {
                    to[lane] = power(*from);
                }
            }
        }
        factors
    }

    /// Odds against, from the binary logarithms of the odds for.
    pub(super) fn against<'t>(
        fields: usize,
        classes: impl Iterator<Item = (&'t Table, f64)>,
    ) -> Self {
        let turned = classes.map(|(table, against)| (table, -against));
        Self::new(fields, turned, |bits| (-bits).exp2())
    }

    /// The product of a pattern's factors in each class.
    pub(super) fn product(&self, pattern: Pattern) -> Lanes {
        let mut lanes = self.first;
        for (field, levels) in self.levels.iter().enumerate() {
            let factors = &levels[usize::from(pattern.level(field).0)];
            for (lane, factor) in lanes.iter_mut().zip(factors) {
                *lane *= factor;
            }
        }
        lanes
    }
}
