//! Patterns with how often they occur, which is all that learning needs.

use crate::compare::Pattern;
use rustc_hash::FxHashMap;

/// Counts of one pattern.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) pattern: Pattern,
    /// Candidates that may be matches.
    pub(crate) open: f64,
    /// Candidates that are not, one of the two having a better partner, or a reader having said so.
    pub(crate) ruled_out: f64,
    /// Pairs known to be matches.
    pub(crate) confirmed: f64,
    /// First belief that an open one is a match.
    pub(crate) belief: f64,
}

/// Distinct patterns, sorted.
#[derive(Debug, Default)]
pub(crate) struct Sample {
    seen: FxHashMap<u64, Seen>,
}

impl Sample {
    fn entry(&mut self, pattern: Pattern) -> &mut Seen {
        self.seen.entry(pattern.0).or_insert(Seen {
            pattern,
            open: 0.0,
            ruled_out: 0.0,
            confirmed: 0.0,
            belief: 0.0,
        })
    }

    /// A candidate, believed to be a match to some degree.
    pub(crate) fn open(&mut self, pattern: Pattern, belief: f64) {
        let seen = self.entry(pattern);
        seen.open += 1.0;
        seen.belief += belief;
    }

    /// A candidate that is no match.
    pub(crate) fn ruled_out(&mut self, pattern: Pattern, weight: f64) {
        self.entry(pattern).ruled_out += weight;
    }

    /// A pair that is a match.
    pub(crate) fn confirmed(&mut self, pattern: Pattern, weight: f64) {
        self.entry(pattern).confirmed += weight;
    }

    /// Whether some pairs are known not to be matches.
    pub(super) fn has_known(&self) -> bool {
        self.seen.values().any(|s| s.ruled_out > 0.0)
    }

    pub(super) fn sorted(&self) -> Vec<Seen> {
        let mut seen: Vec<Seen> = self.seen.values().copied().collect();
        seen.sort_unstable_by_key(|s| s.pattern);
        seen
    }
}
