//! Branch and bound: the best plan and a proof, or, when time runs out, the best plan and a bound
//! which holds all the same.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::rc::Rc;

use super::interchange::{Interchange, Patience, Plan, search};
use super::lagrange::{Ascent, Dual, Effort};
use super::problem::{Decided, Fate, Problem};
use crate::number::{narrow, wide};

/// What the solver is asked.
pub(crate) struct Question<'a> {
    pub(crate) patience: Patience,
    /// Only plans cheaper than this are of interest; others may be reported but need no proof.
    pub(crate) below: f64,
    /// The first plan below that limit is as good as any.
    pub(crate) first: bool,
    /// True when the time is over.
    pub(crate) stop: &'a dyn Fn() -> bool,
    /// Give up after so many subproblems.
    pub(crate) nodes: usize,
}

/// What the solver answers.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) plan: Plan,
    /// No plan costs less than this (or, with `below`, no plan below that limit exists when
    /// `bound` reaches it).
    pub(crate) bound: f64,
    pub(crate) nodes: usize,
}

struct Node {
    bound: f64,
    serial: usize,
    fate: Vec<Fate>,
    price: Rc<[f32]>,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Node {}
impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Node {
    /// The heap gives the greatest first: the lowest bound, then the newest.
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .bound
            .total_cmp(&self.bound)
            .then(self.serial.cmp(&other.serial))
    }
}

/// In the whole-number case, or with `below`, a subtree is cut already where its bound passes
/// this much beyond the next possible value.
const ROUNDING: f64 = 1e-6;

/// Steps of price adjustment at the root, at each later node, and when a decision is tried out.
const ROOT_STEPS: usize = 1500;
const NODE_STEPS: usize = 120;
const PROBE_STEPS: usize = 12;

/// How many doubtful candidates are compared before one is decided, and how often what a decision
/// does is tried out before its average is trusted.
const LOOKED_AT: usize = 12;
const PROBES: u32 = 3;

struct Tree<'a> {
    problem: &'a Problem,
    question: &'a Question<'a>,
    best: Plan,
    waiting: BinaryHeap<Node>,
    serial: usize,
    nodes: usize,
    effects: Vec<Effect>,
}

/// How much deciding about a candidate has raised the bound, on average.
#[derive(Debug, Clone, Copy, Default)]
struct Effect {
    open: f64,
    closed: f64,
    tries: u32,
}

impl Effect {
    fn learn(&mut self, open: f64, closed: f64) {
        self.tries += 1;
        let count = f64::from(self.tries);
        self.open += (open - self.open) / count;
        self.closed += (closed - self.closed) / count;
    }
}

/// Solves a problem.
pub(crate) fn solve(problem: &Problem, question: &Question) -> Found {
    let enough = |value: f64| question.first && value < question.below || (question.stop)();
    let best = search(problem, &[], question.patience, &enough);
    let price = Dual::prices_of(problem, &best.open)
        .into_iter()
        .map(single)
        .collect();
    let fate = vec![Fate::Free; problem.candidates];
    let root = Node {
        bound: f64::NEG_INFINITY,
        serial: 0,
        fate,
        price,
    };
    let mut tree = Tree {
        problem,
        question,
        best,
        waiting: BinaryHeap::from([root]),
        serial: 0,
        nodes: 0,
        effects: vec![Effect::default(); problem.candidates],
    };
    tree.grow();
    let waiting = tree.waiting.peek().map_or(f64::INFINITY, |node| node.bound);
    let bound = waiting.min(tree.best.value).min(question.below);
    // Between two whole numbers there is no plan.
    let bound = if problem.whole && !question.first {
        (bound - ROUNDING).ceil().min(tree.best.value)
    } else {
        bound
    };
    Found {
        bound,
        plan: tree.best,
        nodes: tree.nodes,
    }
}

impl Tree<'_> {
    /// Where a subtree is of no interest any more.
    fn limit(&self) -> f64 {
        let value = self.best.value;
        let better = if self.problem.whole {
            value - 1.0 + ROUNDING
        } else {
            value - 1e-9 * value.abs() - 1e-12
        };
        // Whole costs below a limit are at most the whole number under it.
        let below = if self.problem.whole && self.question.below.is_finite() {
            self.question.below.ceil() - 1.0 + ROUNDING
        } else {
            self.question.below
        };
        better.min(below)
    }

    fn grow(&mut self) {
        while let Some(node) = self.waiting.peek() {
            let settled = self.question.first && self.best.value < self.question.below;
            if settled || node.bound >= self.limit() {
                self.waiting.clear();
                return;
            }
            let over = self.nodes >= self.question.nodes || (self.question.stop)();
            if self.nodes > 0 && over {
                return;
            }
            if let Some(node) = self.waiting.pop() {
                self.visit(node);
            }
        }
    }

    fn visit(&mut self, node: Node) {
        let root = self.nodes == 0;
        self.nodes += 1;
        let decided = self.problem.decided(&node.fate);
        let sub = &decided.problem;
        if sub.open <= 1 || sub.open >= sub.candidates {
            self.finish(&node, &decided);
            return;
        }
        let price = decided
            .demands
            .iter()
            .map(|&demand| f64::from(node.price[wide(demand)]));
        let mut dual = Dual::new(sub, price.collect());
        let effort = Effort {
            steps: if root { ROOT_STEPS } else { NODE_STEPS },
            reach: 1.0,
            tire: if root { 20 } else { 12 },
            target: self.best.value,
            enough: self.limit(),
            stop: self.question.stop,
        };
        let ascent = dual.ascend(&effort);
        let bound = ascent.bound.max(node.bound);
        self.try_plan(&node, &decided, &ascent.chosen);
        if bound >= self.limit() {
            return;
        }
        dual.price.clone_from(&ascent.price);
        let settled = dual.settle(self.limit());
        let mut fate = node.fate;
        for (settled, &candidate) in settled.iter().zip(&decided.candidates) {
            fate[wide(candidate)] = *settled;
        }
        let mut price = node.price.to_vec();
        for (&demand, &found) in decided.demands.iter().zip(&ascent.price) {
            price[wide(demand)] = single(found);
        }
        let price: Rc<[f32]> = price.into();
        let split = self.split(&mut dual, &decided, &settled, &ascent, bound);
        match split {
            None => self.push(bound, fate, &price),
            Some(at) => {
                let at = wide(decided.candidates[at]);
                for side in [Fate::Closed, Fate::Open] {
                    let mut fate = fate.clone();
                    fate[at] = side;
                    self.push(bound, fate, &price);
                }
            }
        }
    }

    /// The candidate to decide next: of the most doubtful ones that whose decision, either way,
    /// raises the bound most. What a decision does is tried out the first times and remembered.
    fn split(
        &mut self,
        dual: &mut Dual,
        decided: &Decided,
        settled: &[Fate],
        ascent: &Ascent,
        bound: f64,
    ) -> Option<usize> {
        let mut doubtful: Vec<usize> = (0..settled.len())
            .filter(|&at| settled[at] == Fate::Free)
            .collect();
        let share = &ascent.share;
        doubtful.sort_by(|&a, &b| doubt(share[a]).total_cmp(&doubt(share[b])).then(a.cmp(&b)));
        doubtful.truncate(LOOKED_AT);
        let effort = Effort {
            steps: PROBE_STEPS,
            reach: 0.4,
            tire: 4,
            target: self.best.value,
            enough: self.limit(),
            stop: self.question.stop,
        };
        let scale = 1e-6 * bound.abs().max(1e-6);
        let mut best: Option<(f64, usize)> = None;
        for &at in &doubtful {
            let candidate = wide(decided.candidates[at]);
            if self.effects[candidate].tries < PROBES {
                let narrow = narrow(at);
                let open = dual.probe(narrow, true, &effort) - bound;
                let closed = dual.probe(narrow, false, &effort) - bound;
                self.effects[candidate].learn(open.max(0.0), closed.max(0.0));
            }
            let effect = &self.effects[candidate];
            let score = (effect.open + scale) * (effect.closed + scale);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, at));
            }
        }
        best.map(|(_, at)| at)
    }

    fn push(&mut self, bound: f64, fate: Vec<Fate>, price: &Rc<[f32]>) {
        let open = fate.iter().filter(|fate| **fate == Fate::Open).count();
        if open > self.problem.open {
            return;
        }
        self.serial += 1;
        self.waiting.push(Node {
            bound,
            serial: self.serial,
            fate,
            price: Rc::clone(price),
        });
    }

    /// Completes a plan from what the prices chose below a node.
    fn try_plan(&mut self, node: &Node, decided: &Decided, chosen: &[u32]) {
        let chosen = chosen.iter().map(|&at| decided.candidates[wide(at)]);
        let mut open = opened(&node.fate);
        open.extend(chosen);
        let value = self.problem.value(&open);
        if value < self.best.value || self.nodes % 16 == 1 {
            let plan = Interchange::new(self.problem).improve(&open);
            if plan.value < self.best.value {
                self.best = plan;
            }
        }
    }

    /// At most one more to open, or room for all: the best completion can be read off.
    fn finish(&mut self, node: &Node, decided: &Decided) {
        let sub = &decided.problem;
        let completion = if sub.open >= sub.candidates {
            (0..sub.candidates).map(narrow).collect()
        } else if sub.open == 1 {
            let mut gain = vec![0.0; sub.candidates];
            for demand in 0..sub.demands() {
                let (cost, who) = sub.row(demand);
                for (cost, &who) in cost.iter().zip(who) {
                    gain[wide(who)] += sub.otherwise[demand] - cost;
                }
            }
            let best = (0..sub.candidates).max_by(|&a, &b| gain[a].total_cmp(&gain[b]));
            best.map(narrow).into_iter().collect()
        } else {
            Vec::new()
        };
        let mut open = opened(&node.fate);
        open.extend(
            completion
                .iter()
                .map(|&at: &u32| decided.candidates[wide(at)]),
        );
        open.sort_unstable();
        let value = self.problem.value(&open);
        if value < self.best.value {
            self.best = Plan { open, value };
        }
    }
}

fn opened(fate: &[Fate]) -> Vec<u32> {
    let open = fate
        .iter()
        .enumerate()
        .filter(|(_, fate)| **fate == Fate::Open);
    open.map(|(candidate, _)| narrow(candidate)).collect()
}

fn doubt(share: f64) -> f64 {
    (share - 0.5).abs()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "any price gives a bound which holds"
)]
fn single(price: f64) -> f32 {
    price as f32
}
