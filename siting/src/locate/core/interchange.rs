//! Good plans fast: exchange one open candidate for a closed one as long as that pays, and when
//! nothing pays any more, disturb the best plan at random and try again (variable neighbourhood
//! search). The pay-off of all exchanges is found in one pass over the demands: what opening f
//! gains, what closing r costs, and a correction for the demands which both touch (Resende and
//! Werneck's decomposition).

use super::problem::{NOBODY, Problem};
use crate::number::{Random, narrow, wide};

/// A set of open candidates and its cost.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) open: Vec<u32>,
    pub(crate) value: f64,
}

/// Working memory, kept between searches.
pub(crate) struct Interchange<'a> {
    problem: &'a Problem,
    slot: Vec<u32>,
    open: Vec<u32>,
    nearest: Vec<(f64, u32)>,
    second: Vec<f64>,
    gain: Vec<f64>,
    loss: Vec<f64>,
    shared: Vec<f64>,
}

impl<'a> Interchange<'a> {
    pub(crate) fn new(problem: &'a Problem) -> Self {
        Self {
            problem,
            slot: vec![NOBODY; problem.candidates],
            open: Vec::new(),
            nearest: vec![(0.0, NOBODY); problem.demands()],
            second: vec![0.0; problem.demands()],
            gain: vec![0.0; problem.candidates],
            loss: vec![0.0; problem.open],
            shared: vec![0.0; problem.candidates * problem.open],
        }
    }

    /// Improves a plan until no exchange pays. Missing candidates are added greedily first.
    pub(crate) fn improve(&mut self, start: &[u32]) -> Plan {
        self.slot.fill(NOBODY);
        self.open.clear();
        for &candidate in start.iter().take(self.problem.open) {
            if self.slot[wide(candidate)] == NOBODY {
                self.slot[wide(candidate)] = narrow(self.open.len());
                self.open.push(candidate);
            }
        }
        self.serve();
        self.fill_greedily();
        while self.exchange() {}
        let mut open = self.open.clone();
        open.sort_unstable();
        let value = self.problem.value(&open);
        Plan { open, value }
    }

    fn serve(&mut self) {
        for demand in 0..self.problem.demands() {
            self.serve_one(demand);
        }
    }

    fn serve_one(&mut self, demand: usize) {
        let otherwise = self.problem.otherwise[demand];
        let (cost, who) = self.problem.row(demand);
        let mut open = who
            .iter()
            .zip(cost)
            .filter(|&(&who, _)| self.slot[wide(who)] != NOBODY)
            .map(|(&who, &cost)| (cost, self.slot[wide(who)]));
        self.nearest[demand] = open.next().unwrap_or((otherwise, NOBODY));
        self.second[demand] = open.next().map_or(otherwise, |(cost, _)| cost);
    }

    fn fill_greedily(&mut self) {
        while self.open.len() < self.problem.open {
            self.gain.fill(0.0);
            for demand in 0..self.problem.demands() {
                let (cost, who) = self.problem.row(demand);
                let now = self.nearest[demand].0;
                for (&cost, &who) in cost.iter().zip(who).take_while(|&(&cost, _)| cost < now) {
                    self.gain[wide(who)] += now - cost;
                }
            }
            let mut best = None;
            for candidate in 0..self.problem.candidates {
                let free = self.slot[candidate] == NOBODY;
                if free && best.is_none_or(|best: usize| self.gain[candidate] > self.gain[best]) {
                    best = Some(candidate);
                }
            }
            let Some(best) = best else { return };
            self.slot[best] = narrow(self.open.len());
            self.open.push(narrow(best));
            self.serve();
        }
    }

    /// Carries out the exchange which pays most; false when none pays.
    fn exchange(&mut self) -> bool {
        self.tally();
        let Some((out, into, profit)) = self.best_exchange() else {
            return false;
        };
        let scale = self.nearest.iter().map(|near| near.0.abs()).sum::<f64>();
        if profit <= 1e-12 * scale {
            return false;
        }
        let leaving = self.open[out];
        self.slot[wide(leaving)] = NOBODY;
        self.slot[into] = narrow(out);
        self.open[out] = narrow(into);
        self.serve();
        true
    }

    fn tally(&mut self) {
        let width = self.problem.open;
        self.gain.fill(0.0);
        self.loss.fill(0.0);
        self.shared.fill(0.0);
        for demand in 0..self.problem.demands() {
            let (near, slot) = self.nearest[demand];
            let second = self.second[demand];
            let (cost, who) = self.problem.row(demand);
            if slot == NOBODY {
                for (&cost, &who) in cost.iter().zip(who).take_while(|&(&cost, _)| cost < near) {
                    self.gain[wide(who)] += near - cost;
                }
                continue;
            }
            self.loss[wide(slot)] += second - near;
            for (&cost, &who) in cost.iter().zip(who).take_while(|&(&cost, _)| cost < second) {
                let into = wide(who);
                self.gain[into] += (near - cost).max(0.0);
                self.shared[into * width + wide(slot)] += second - cost.max(near);
            }
        }
    }

    fn best_exchange(&self) -> Option<(usize, usize, f64)> {
        let width = self.problem.open;
        let mut best: Option<(usize, usize, f64)> = None;
        for into in 0..self.problem.candidates {
            // Closing never gains by itself, so an exchange can only pay by what it opens.
            if self.slot[into] != NOBODY || self.gain[into] <= 0.0 {
                continue;
            }
            let shared = &self.shared[into * width..(into + 1) * width];
            for (out, (shared, loss)) in shared.iter().zip(&self.loss).enumerate() {
                let profit = self.gain[into] + shared - loss;
                if best.is_none_or(|(_, _, most)| profit > most) {
                    best = Some((out, into, profit));
                }
            }
        }
        best
    }
}

/// How long the search goes on without a better plan.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Patience {
    pub(crate) trials: usize,
    pub(crate) seed: u64,
}

/// Variable neighbourhood search from a plan (or from the greedy one when it is empty).
pub(crate) fn search(
    problem: &Problem,
    start: &[u32],
    patience: Patience,
    enough: &dyn Fn(f64) -> bool,
) -> Plan {
    let mut local = Interchange::new(problem);
    let mut best = local.improve(start);
    let closed = problem.candidates - best.open.len();
    let widest = best.open.len().min(closed).min(24);
    if widest == 0 {
        return best;
    }
    let mut random = Random::new(patience.seed, 1);
    let (mut strength, mut idle) = (1, 0);
    while idle < patience.trials && !enough(best.value) {
        let shaken = shake(&best.open, problem.candidates, strength, &mut random);
        let found = local.improve(&shaken);
        if found.value < best.value {
            (best, strength, idle) = (found, 1, 0);
        } else {
            strength = if strength >= widest { 1 } else { strength + 1 };
            idle += 1;
        }
    }
    best
}

fn shake(open: &[u32], candidates: usize, strength: usize, random: &mut Random) -> Vec<u32> {
    let mut shaken = open.to_vec();
    let mut is_open = vec![false; candidates];
    for &candidate in open {
        is_open[wide(candidate)] = true;
    }
    for _ in 0..strength {
        let out = random.below(shaken.len());
        let mut into = random.below(candidates);
        while is_open[into] {
            into = (into + 1) % candidates;
        }
        is_open[into] = true;
        shaken[out] = narrow(into);
    }
    shaken
}
