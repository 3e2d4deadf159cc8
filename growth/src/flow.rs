//! Minimum-cost assignment of many to few: the transportation problem with rising unit costs at the few.
//!
//! Successive shortest paths, one for each of the many. The residual graph is kept between the few only: the edge from
//! one to another weighs what moving its cheapest member there would cost. So each path is searched among some hundred
//! nodes, not among thousands, and the plan is optimal after every step. At the end prices are read off the residual
//! graph; they make a lower bound (the Lagrangian dual) which is computed apart and must meet the cost.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A problem: `costs[many][few]`, and for each of the few what its first, second, … member costs on top (never falling;
/// its length is the capacity).
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) costs: Vec<Vec<i64>>,
    pub(crate) steps: Vec<Vec<i64>>,
}

/// An optimal answer with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Solved {
    /// To which of the few each of the many goes; none if all are full.
    pub(crate) chosen: Vec<Option<usize>>,
    pub(crate) cost: i64,
    pub(crate) bound: i64,
}

/// More than any path can cost, and small enough that thousands of it can be added up.
const FAR: i64 = 1 << 40;

struct Work<'a> {
    problem: &'a Problem,
    chosen: Vec<Option<usize>>,
    taken: Vec<usize>,
    /// For each pair of the few, the members of the first by what moving them to the second costs; stale entries are
    /// dropped when they come up.
    moves: Vec<BinaryHeap<Reverse<(i64, usize)>>>,
}

pub(crate) fn solve(problem: &Problem) -> Solved {
    let few = problem.steps.len();
    let mut work = Work {
        problem,
        chosen: vec![None; problem.costs.len()],
        taken: vec![0; few],
        moves: vec![BinaryHeap::new(); few * few],
    };
    for one in 0..problem.costs.len() {
        work.place(one);
    }
    let cost = work.cost();
    let prices = work.prices();
    Solved {
        bound: bound(problem, &work.chosen, &prices),
        chosen: work.chosen,
        cost,
    }
}

impl Work<'_> {
    /// What one more member costs on top; far if it is full.
    fn next_step(&self, at: usize) -> i64 {
        self.problem.steps[at]
            .get(self.taken[at])
            .copied()
            .unwrap_or(FAR)
    }

    /// What moving the cheapest member from one to another costs, and who it is.
    fn cheapest(&mut self, from: usize, to: usize) -> Option<(i64, usize)> {
        let heap = &mut self.moves[from * self.problem.steps.len() + to];
        while let Some(Reverse((cost, who))) = heap.peek().copied() {
            if self.chosen[who] == Some(from) {
                return Some((cost, who));
            }
            heap.pop();
        }
        None
    }

    fn put(&mut self, who: usize, at: usize) {
        let few = self.problem.steps.len();
        self.chosen[who] = Some(at);
        let here = self.problem.costs[who][at];
        for to in (0..few).filter(|to| *to != at) {
            let change = self.problem.costs[who][to] - here;
            self.moves[at * few + to].push(Reverse((change, who)));
        }
    }

    /// Shortest path from the new one through moves of others to a free place, by label correcting: moves may cost less
    /// than nothing, but no round of them does, because what is placed already is optimal.
    fn place(&mut self, one: usize) {
        let few = self.problem.steps.len();
        let mut distance = self.problem.costs[one].clone();
        let mut via: Vec<Option<(usize, usize)>> = vec![None; few];
        let mut queue: std::collections::VecDeque<usize> = (0..few).collect();
        let mut waits = vec![true; few];
        while let Some(from) = queue.pop_front() {
            waits[from] = false;
            if self.taken[from] == 0 {
                continue;
            }
            for to in 0..few {
                if to == from {
                    continue;
                }
                let Some((change, who)) = self.cheapest(from, to) else {
                    continue;
                };
                let there = distance[from] + change;
                if there < distance[to] {
                    distance[to] = there;
                    via[to] = Some((from, who));
                    if !waits[to] {
                        waits[to] = true;
                        queue.push_back(to);
                    }
                }
            }
        }
        let end = (0..few)
            .filter(|at| self.next_step(*at) < FAR)
            .min_by_key(|at| (distance[*at] + self.next_step(*at), *at));
        let Some(end) = end else { return };
        self.taken[end] += 1;
        let mut at = end;
        while let Some((from, who)) = via[at] {
            self.put(who, at);
            at = from;
        }
        self.put(one, at);
    }

    fn cost(&self) -> i64 {
        let travel: i64 = self
            .chosen
            .iter()
            .enumerate()
            .filter_map(|(who, at)| at.map(|at| self.problem.costs[who][at]))
            .sum();
        let load: i64 = self
            .taken
            .iter()
            .zip(&self.problem.steps)
            .map(|(taken, steps)| steps.iter().take(*taken).sum::<i64>())
            .sum();
        travel + load
    }

    /// What one more member would cost each of the few, moves of others included.
    fn prices(&mut self) -> Vec<i64> {
        let few = self.problem.steps.len();
        let mut prices: Vec<i64> = (0..few).map(|at| self.next_step(at)).collect();
        loop {
            let mut moved = false;
            for from in 0..few {
                for to in (0..few).filter(|to| *to != from).collect::<Vec<_>>() {
                    let Some((change, _)) = self.cheapest(from, to) else {
                        continue;
                    };
                    let price = (prices[to] + change).min(FAR);
                    if price < prices[from] {
                        prices[from] = price;
                        moved = true;
                    }
                }
            }
            if !moved {
                return prices;
            }
        }
    }
}

/// The Lagrangian dual: with any prices, no answer that places as many can cost less than this.
fn bound(problem: &Problem, chosen: &[Option<usize>], prices: &[i64]) -> i64 {
    let placed = chosen
        .iter()
        .zip(&problem.costs)
        .filter(|(at, _)| at.is_some());
    let reached: i64 = placed
        .map(|(_, costs)| {
            costs
                .iter()
                .zip(prices)
                .map(|(cost, price)| cost + price)
                .min()
                .unwrap_or(0)
        })
        .sum();
    let refunds: i64 = problem
        .steps
        .iter()
        .zip(prices)
        .map(|(steps, price)| steps.iter().map(|step| (price - step).max(0)).sum::<i64>())
        .sum();
    reached - refunds
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every way to place all, tried.
    fn best(problem: &Problem, from: usize, taken: &mut Vec<usize>) -> Option<i64> {
        if from == problem.costs.len() {
            return Some(0);
        }
        let mut least: Option<i64> = None;
        for at in 0..problem.steps.len() {
            let Some(step) = problem.steps[at].get(taken[at]).copied() else {
                continue;
            };
            taken[at] += 1;
            if let Some(rest) = best(problem, from + 1, taken) {
                let cost = rest + step + problem.costs[from][at];
                least = Some(least.map_or(cost, |least| least.min(cost)));
            }
            taken[at] -= 1;
        }
        least
    }

    fn problems() -> impl Strategy<Value = Problem> {
        (1..6_usize, 1..4_usize).prop_flat_map(|(many, few)| {
            let costs = proptest::collection::vec(proptest::collection::vec(0..50_i64, few), many);
            let steps = proptest::collection::vec(proptest::collection::vec(0..9_i64, 2..6), few);
            (costs, steps).prop_map(|(costs, mut steps)| {
                for row in &mut steps {
                    row.sort_unstable();
                }
                Problem { costs, steps }
            })
        })
    }

    proptest! {
        #[test]
        fn the_answer_costs_what_the_best_of_all_answers_costs(problem in problems()) {
            let room: usize = problem.steps.iter().map(Vec::len).sum();
            prop_assume!(room >= problem.costs.len());
            let solved = solve(&problem);
            let least = best(&problem, 0, &mut vec![0; problem.steps.len()]);
            prop_assert_eq!(Some(solved.cost), least);
            prop_assert_eq!(solved.bound, solved.cost, "the proof meets the cost");
            for at in 0..problem.steps.len() {
                let taken = solved.chosen.iter().filter(|chosen| **chosen == Some(at)).count();
                prop_assert!(taken <= problem.steps[at].len());
            }
        }
    }

    #[test]
    fn whoever_finds_no_room_is_left_out() {
        let problem = Problem {
            costs: vec![vec![1], vec![2]],
            steps: vec![vec![0]],
        };
        let solved = solve(&problem);
        assert_eq!(solved.chosen.iter().flatten().count(), 1);
    }
}
