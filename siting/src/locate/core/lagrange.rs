//! Bounds which hold. Each demand gets a price λ, the most it would pay to be served. A candidate
//! is then worth ρ = Σ min(0, cost − λ), and whatever the prices are,
//!
//! > Σ λ + the `open` smallest ρ
//!
//! is never above the cost of any plan: in the best plan each demand pays either its cost, or its
//! price less what the price exceeds the cost. Prices only decide how close the bound comes, and
//! they are raised and lowered by subgradient steps: up for demands nobody serves, down for those
//! served more than once.

use super::problem::{Fate, Problem};
use crate::number::{real, wide};

/// Prices and what they say about the candidates.
pub(crate) struct Dual<'a> {
    problem: &'a Problem,
    pub(crate) price: Vec<f64>,
    worth: Vec<f64>,
    order: Vec<u32>,
    chosen: Vec<bool>,
    served: Vec<f64>,
    /// A decision tried out: this candidate must (not) be opened.
    forced: Option<(u32, bool)>,
}

/// The best found by an ascent.
pub(crate) struct Ascent {
    pub(crate) bound: f64,
    pub(crate) price: Vec<f64>,
    /// The candidates which the best prices would open.
    pub(crate) chosen: Vec<u32>,
    /// How often, lately, the prices chose each candidate: near ½ means undecided.
    pub(crate) share: Vec<f64>,
}

/// How an ascent is steered.
pub(crate) struct Effort<'a> {
    pub(crate) steps: usize,
    /// Step length at the beginning, in units of the distance to the target.
    pub(crate) reach: f64,
    /// A value which the bound shall come close to: the best plan known.
    pub(crate) target: f64,
    /// Nothing more is asked of the bound when it is here.
    pub(crate) enough: f64,
    /// Halve the step after so many steps without progress.
    pub(crate) tire: usize,
    pub(crate) stop: &'a dyn Fn() -> bool,
}

impl<'a> Dual<'a> {
    pub(crate) fn new(problem: &'a Problem, price: Vec<f64>) -> Self {
        let mut dual = Self {
            problem,
            price,
            worth: vec![0.0; problem.candidates],
            order: (0..problem.candidates).map(crate::number::narrow).collect(),
            chosen: vec![false; problem.candidates],
            served: vec![0.0; problem.demands()],
            forced: None,
        };
        dual.clip();
        dual
    }

    /// First prices: between the nearest and the second nearest open candidate of a plan.
    pub(crate) fn prices_of(problem: &Problem, open: &[u32]) -> Vec<f64> {
        let mut is_open = vec![false; problem.candidates];
        for &candidate in open {
            is_open[wide(candidate)] = true;
        }
        (0..problem.demands())
            .map(|demand| {
                let otherwise = problem.otherwise[demand];
                let (cost, who) = problem.row(demand);
                let mut open = who
                    .iter()
                    .zip(cost)
                    .filter(|&(&who, _)| is_open[wide(who)])
                    .map(|(_, &c)| c);
                let first = open.next().unwrap_or(otherwise);
                let second = open.next().unwrap_or(otherwise);
                first + (second - first).min(first.max(1.0)) / 2.0
            })
            .collect()
    }

    /// A price below the cheapest cost or above `otherwise` is never better than that limit.
    fn clip(&mut self) {
        for (demand, price) in self.price.iter_mut().enumerate() {
            let cheapest = self.problem.row(demand).0.first().copied().unwrap_or(0.0);
            *price = price.max(cheapest).min(self.problem.otherwise[demand]);
        }
    }

    /// The bound at the present prices, lowered by more than rounding can have added.
    pub(crate) fn evaluate(&mut self) -> f64 {
        self.worth.fill(0.0);
        for (demand, &price) in self.price.iter().enumerate() {
            let (cost, who) = self.problem.row(demand);
            for (&cost, &who) in cost.iter().zip(who).take_while(|&(&cost, _)| cost < price) {
                self.worth[wide(who)] += cost - price;
            }
        }
        self.pick();
        let prices: f64 = self.price.iter().sum();
        let worth: f64 = self
            .order
            .iter()
            .take(self.problem.open)
            .map(|&j| self.worth[wide(j)])
            .sum();
        self.problem.fixed + prices + worth - 1e-12 * (prices - worth + self.problem.fixed.abs())
    }

    fn pick(&mut self) {
        let open = self.problem.open;
        if open > 0 && open < self.order.len() {
            let (worth, forced) = (&self.worth, self.forced);
            let weight = |at: u32| match forced {
                Some((candidate, true)) if candidate == at => f64::NEG_INFINITY,
                Some((candidate, false)) if candidate == at => f64::INFINITY,
                _ => worth[wide(at)],
            };
            let by_worth = |a: &u32, b: &u32| weight(*a).total_cmp(&weight(*b)).then(a.cmp(b));
            self.order.select_nth_unstable_by(open - 1, by_worth);
        }
        self.chosen.fill(false);
        for &candidate in self.order.iter().take(open) {
            self.chosen[wide(candidate)] = true;
        }
    }

    /// How far each demand is from being served exactly once; returns the sum of squares.
    fn imbalance(&mut self) -> f64 {
        let mut square = 0.0;
        for (demand, &price) in self.price.iter().enumerate() {
            let (cost, who) = self.problem.row(demand);
            let times = cost
                .iter()
                .zip(who)
                .take_while(|&(&cost, _)| cost < price)
                .filter(|&(_, &who)| self.chosen[wide(who)])
                .count();
            let mut lack = 1.0 - real(times);
            // At the upper limit the alternative serves the demand, so the price may rest.
            if lack > 0.0 && price >= self.problem.otherwise[demand] {
                lack = 0.0;
            }
            self.served[demand] = lack;
            square += lack * lack;
        }
        square
    }

    /// Raises the bound.
    pub(crate) fn ascend(&mut self, effort: &Effort) -> Ascent {
        let mut best = Ascent {
            bound: f64::NEG_INFINITY,
            price: self.price.clone(),
            chosen: Vec::new(),
            share: vec![0.0; self.problem.candidates],
        };
        let mut direction = vec![0.0; self.problem.demands()];
        let (mut reach, mut idle) = (effort.reach, 0);
        for step in 0..effort.steps {
            let bound = self.evaluate();
            if bound > best.bound {
                let progress = bound - best.bound > 1e-5 * bound.abs();
                idle = if progress { 0 } else { idle + 1 };
                best.bound = bound;
                best.price.clone_from(&self.price);
                best.chosen.clear();
                best.chosen
                    .extend(self.order.iter().take(self.problem.open));
            } else {
                idle += 1;
            }
            let fresh = if step == 0 { 1.0 } else { 0.1 };
            for (share, &chosen) in best.share.iter_mut().zip(&self.chosen) {
                *share += fresh * (f64::from(u8::from(chosen)) - *share);
            }
            if best.bound >= effort.enough || (effort.stop)() {
                break;
            }
            if idle >= effort.tire {
                reach /= 2.0;
                idle = 0;
                if reach < 1e-4 {
                    break;
                }
                self.price.clone_from(&best.price);
                direction.fill(0.0);
                let _ = self.evaluate();
            }
            if self.imbalance() == 0.0 {
                break;
            }
            let mut square = 0.0;
            for (direction, &lack) in direction.iter_mut().zip(&self.served) {
                *direction = lack + 0.5 * *direction;
                square += *direction * *direction;
            }
            let gap = (effort.target - bound).max(1e-7 * bound.abs());
            let length = reach * gap / square.max(1e-12);
            for (price, direction) in self.price.iter_mut().zip(&direction) {
                *price += length * direction;
            }
            self.clip();
        }
        best
    }

    /// How high a short ascent comes when one candidate must (not) be opened.
    pub(crate) fn probe(&mut self, candidate: u32, opened: bool, effort: &Effort) -> f64 {
        let price = self.price.clone();
        self.forced = Some((candidate, opened));
        let bound = self.ascend(effort).bound;
        self.forced = None;
        self.price = price;
        bound
    }

    /// Candidates about which the prices leave no doubt: opening (closing) them would push the
    /// bound to `limit`, where no plan of interest is.
    pub(crate) fn settle(&mut self, limit: f64) -> Vec<Fate> {
        let bound = self.evaluate();
        let open = self.problem.open;
        let last = self.order.iter().take(open).map(|&j| self.worth[wide(j)]);
        let last = last.fold(f64::NEG_INFINITY, f64::max);
        let next = self.order.iter().skip(open).map(|&j| self.worth[wide(j)]);
        let next = next.fold(f64::INFINITY, f64::min);
        let fate = |candidate: usize| {
            let worth = self.worth[candidate];
            if self.chosen[candidate] && bound - worth + next >= limit {
                Fate::Open
            } else if !self.chosen[candidate] && bound - last + worth >= limit {
                Fate::Closed
            } else {
                Fate::Free
            }
        };
        (0..self.problem.candidates).map(fate).collect()
    }
}
