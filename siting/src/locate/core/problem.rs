//! One shape for all three objectives, so that there is one solver to trust:
//!
//! > open at most `open` candidates so that Σ over demands of
//! > min(`otherwise`, cheapest open candidate) is smallest.
//!
//! * p-median: the cost is weight × distance, `otherwise` is what the existing facilities give,
//!   or a cost larger than every real plan when there are none.
//! * maximal covering: the cost is 0 inside the radius, `otherwise` is the weight left uncovered.
//! * p-centre: "do p facilities reach everybody within r?" is maximal covering with weights 1 and
//!   the question whether the uncovered rest is 0.
//!
//! Opening a candidate by a branching decision only lowers `otherwise`; closing one only drops its
//! entries. So every subproblem is again a problem of this shape.

use crate::number::{narrow, wide};

/// Who serves a demand when no open candidate does better than `otherwise`.
pub(crate) const NOBODY: u32 = u32::MAX;

/// A location problem; see the module's text.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) open: usize,
    pub(crate) candidates: usize,
    /// Cost which no decision changes any more.
    pub(crate) fixed: f64,
    /// Every cost is a whole number, so two different plans differ by at least 1.
    pub(crate) whole: bool,
    pub(crate) otherwise: Vec<f64>,
    start: Vec<usize>,
    cost: Vec<f64>,
    who: Vec<u32>,
}

impl Problem {
    /// Builds from each demand's `otherwise` and its (candidate, cost) entries in any order.
    pub(crate) fn new(
        open: usize,
        candidates: usize,
        rows: impl IntoIterator<Item = (f64, Vec<(u32, f64)>)>,
    ) -> Self {
        let mut problem = Self {
            open: open.min(candidates),
            candidates,
            fixed: 0.0,
            whole: true,
            otherwise: Vec::new(),
            start: vec![0],
            cost: Vec::new(),
            who: Vec::new(),
        };
        for (otherwise, mut entries) in rows {
            problem.whole &= is_whole(otherwise) && entries.iter().all(|&(_, c)| is_whole(c));
            entries.retain(|&(_, cost)| cost < otherwise);
            entries.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            problem.push(otherwise, entries.into_iter());
        }
        problem
    }

    /// Appends a demand; false when nothing can be decided about it and its cost is fixed.
    fn push(&mut self, otherwise: f64, sorted: impl Iterator<Item = (u32, f64)>) -> bool {
        let before = self.cost.len();
        for (who, cost) in sorted {
            self.who.push(who);
            self.cost.push(cost);
        }
        if self.cost.len() == before {
            self.fixed += otherwise;
            return false;
        }
        self.otherwise.push(otherwise);
        self.start.push(self.cost.len());
        true
    }

    /// Number of demands whose cost still depends on decisions.
    pub(crate) fn demands(&self) -> usize {
        self.otherwise.len()
    }

    /// A demand's candidates, cheapest first.
    pub(crate) fn row(&self, demand: usize) -> (&[f64], &[u32]) {
        let range = self.start[demand]..self.start[demand + 1];
        (&self.cost[range.clone()], &self.who[range])
    }

    /// The total cost of a set of open candidates.
    pub(crate) fn value(&self, open: &[u32]) -> f64 {
        let mut is_open = vec![false; self.candidates];
        for &candidate in open {
            is_open[wide(candidate)] = true;
        }
        let served = (0..self.demands()).map(|demand| {
            let (cost, who) = self.row(demand);
            who.iter()
                .position(|&candidate| is_open[wide(candidate)])
                .map_or(self.otherwise[demand], |at| cost[at])
        });
        self.fixed + served.sum::<f64>()
    }

    /// The subproblem after decisions.
    pub(crate) fn decided(&self, fate: &[Fate]) -> Decided {
        let mut renamed = vec![NOBODY; self.candidates];
        let (mut original, mut demands) = (Vec::new(), Vec::new());
        for (candidate, fate) in fate.iter().enumerate() {
            if *fate == Fate::Free {
                renamed[candidate] = narrow(original.len());
                original.push(narrow(candidate));
            }
        }
        let opened = fate.iter().filter(|fate| **fate == Fate::Open).count();
        let mut sub = Self {
            open: self.open.saturating_sub(opened).min(original.len()),
            candidates: original.len(),
            fixed: self.fixed,
            whole: self.whole,
            otherwise: Vec::with_capacity(self.demands()),
            start: vec![0],
            cost: Vec::new(),
            who: Vec::new(),
        };
        for demand in 0..self.demands() {
            let (cost, who) = self.row(demand);
            let taken = who.iter().position(|&who| fate[wide(who)] == Fate::Open);
            let otherwise = taken.map_or(self.otherwise[demand], |at| cost[at]);
            let kept = who.iter().zip(cost).take(taken.unwrap_or(who.len()));
            let kept = kept
                .filter(|&(_, &cost)| cost < otherwise)
                .map(|(&who, &cost)| (renamed[wide(who)], cost))
                .filter(|&(who, _)| who != NOBODY);
            if sub.push(otherwise, kept) {
                demands.push(narrow(demand));
            }
        }
        Decided {
            problem: sub,
            candidates: original,
            demands,
        }
    }
}

/// A subproblem and the original index of each candidate and demand which remains in it.
pub(crate) struct Decided {
    pub(crate) problem: Problem,
    pub(crate) candidates: Vec<u32>,
    pub(crate) demands: Vec<u32>,
}

/// What has been decided about a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Free,
    Open,
    Closed,
}

#[expect(
    clippy::float_cmp,
    reason = "a whole number is exactly its own truncation"
)]
fn is_whole(cost: f64) -> bool {
    cost.trunc() == cost && cost.abs() < 1e12
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Problem {
        Problem::new(
            2,
            3,
            [
                (9.0, vec![(0, 1.0), (1, 4.0), (2, 12.0)]),
                (9.0, vec![(2, 2.0), (1, 3.0)]),
                (5.0, vec![(0, 7.0)]),
            ],
        )
    }

    #[test]
    fn value_takes_the_cheapest_open_candidate_or_the_alternative() {
        assert!((small().value(&[0]) - 15.0).abs() < 1e-12);
        assert!((small().value(&[0, 2]) - 8.0).abs() < 1e-12);
        assert!((small().value(&[]) - 23.0).abs() < 1e-12);
    }

    #[test]
    fn deciding_keeps_the_value_of_every_completion() {
        let problem = small();
        let decided = problem.decided(&[Fate::Open, Fate::Closed, Fate::Free]);
        let sub = decided.problem;
        assert_eq!(decided.candidates, vec![2]);
        assert_eq!(decided.demands, vec![1]);
        assert_eq!(sub.open, 1);
        assert!((sub.value(&[0]) - problem.value(&[0, 2])).abs() < 1e-12);
        assert!((sub.value(&[]) - problem.value(&[0])).abs() < 1e-12);
    }
}
