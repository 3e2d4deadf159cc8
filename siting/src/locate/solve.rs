//! From the question to the solver's one shape and back, for each objective.

use super::answer::{Answer, Instance, Objective};
use super::core::branch::{Found, Question, solve};
use super::core::interchange::Patience;
use super::core::problem::Problem;
use super::cover;
use super::error::LocateError;
use crate::number::{narrow, wide};

/// Each subproblem waiting in memory holds its decisions and prices, so their number is limited
/// even where time is not.
const MOST_NODES: usize = 100_000;

/// How a question is worked on.
pub struct Work<'a> {
    /// Seed of the random search; the same seed gives the same answer.
    pub seed: u64,
    /// Asked now and then; true ends the work with the best plan and bound so far.
    pub stop: &'a dyn Fn() -> bool,
    /// A demand's name, for messages.
    pub name: &'a dyn Fn(usize) -> String,
}

/// Opens `p` candidates beside the existing facilities so that the objective is best.
pub fn locate(
    instance: &Instance,
    p: usize,
    objective: Objective,
    work: &Work,
) -> Result<Answer, LocateError> {
    let free = instance.free();
    if p == 0 {
        return Err(LocateError::Zero);
    }
    if p > free.len() {
        return Err(LocateError::TooMany {
            p,
            candidates: free.len(),
        });
    }
    match objective {
        Objective::PMedian => median(instance, p, &free, work),
        Objective::Mclp { radius } => covering(instance, p, radius, &free, work),
        Objective::PCenter => super::center::center(instance, p, &free, work),
    }
}

fn median(
    instance: &Instance,
    p: usize,
    free: &[usize],
    work: &Work,
) -> Result<Answer, LocateError> {
    instance.check_reach(p, work.name)?;
    let problem = median_problem(instance, p, free, None);
    let found = ask(&problem, work);
    let chosen: Vec<usize> = found.plan.open.iter().map(|&at| free[wide(at)]).collect();
    let answer = Answer::new(
        instance,
        Objective::PMedian,
        chosen,
        found.bound,
        found.nodes,
    );
    if answer.objective.is_finite() {
        Ok(answer)
    } else {
        Err(LocateError::NoPlan)
    }
}

/// The p-median in the solver's shape. Where nothing is reached yet, not to be reached costs more
/// than any plan which reaches everybody, so such a plan is found whenever there is one.
pub(crate) fn median_problem(
    instance: &Instance,
    p: usize,
    free: &[usize],
    extra: Option<usize>,
) -> Problem {
    let mut already = instance.already();
    if let Some(extra) = extra {
        for (already, distance) in already.iter_mut().zip(instance.distances().from(extra)) {
            *already = already.min(*distance);
        }
    }
    let weights = instance.weights();
    let far = |demand: usize| {
        let ways = free
            .iter()
            .map(|&candidate| instance.distances().from(candidate)[demand]);
        ways.filter(|way| way.is_finite()).fold(0.0, f64::max)
    };
    let worst: f64 = instance
        .demands()
        .map(|demand| weights[demand] * far(demand))
        .sum();
    let beyond = (worst + 1.0).ceil();
    let rows = instance.demands().map(|demand| {
        let weight = weights[demand];
        let otherwise = if already[demand].is_finite() {
            weight * already[demand]
        } else {
            beyond
        };
        let entries = free.iter().enumerate().filter_map(|(at, &candidate)| {
            let way = instance.distances().from(candidate)[demand];
            way.is_finite().then_some((narrow(at), weight * way))
        });
        (otherwise, entries.collect())
    });
    Problem::new(p, free.len(), rows)
}

fn covering(
    instance: &Instance,
    p: usize,
    radius: f64,
    free: &[usize],
    work: &Work,
) -> Result<Answer, LocateError> {
    if radius.is_nan() || radius <= 0.0 {
        return Err(LocateError::NoRadius);
    }
    let already = instance.already();
    let rows = instance
        .demands()
        .filter(|&demand| already[demand] > radius);
    let reach: Vec<(f64, Vec<u32>)> = rows
        .map(|demand| {
            (
                instance.weights()[demand],
                within(instance, free, demand, radius),
            )
        })
        .collect();
    let total: f64 = instance
        .demands()
        .map(|demand| instance.weights()[demand])
        .sum();
    let cover = cover::most(p, free.len(), &reach);
    let found = ask(&cover.problem, work);
    let mut chosen: Vec<usize> = found
        .plan
        .open
        .iter()
        .map(|&at| free[wide(cover.candidates[wide(at)])])
        .collect();
    fill(&mut chosen, p, free);
    let bound = total - found.bound;
    Ok(Answer::new(
        instance,
        Objective::Mclp { radius },
        chosen,
        bound,
        found.nodes,
    ))
}

/// Candidates within a radius of a demand, by position in `free`.
pub(crate) fn within(instance: &Instance, free: &[usize], demand: usize, radius: f64) -> Vec<u32> {
    let near = free.iter().enumerate().filter(|&(_, &candidate)| {
        instance
            .distances()
            .from(candidate)
            .get(demand)
            .is_some_and(|way| *way <= radius)
    });
    near.map(|(at, _)| narrow(at)).collect()
}

/// When fewer sites do, the rest is opened as well: p was asked for, and more never hurts.
pub(crate) fn fill(chosen: &mut Vec<usize>, p: usize, free: &[usize]) {
    let more = free
        .iter()
        .copied()
        .filter(|candidate| !chosen.contains(candidate));
    let more: Vec<usize> = more.take(p.saturating_sub(chosen.len())).collect();
    chosen.extend(more);
}

/// Asks for the best plan, with proof as far as time allows.
pub(crate) fn ask(problem: &Problem, work: &Work) -> Found {
    // Small searches are cheap, and every exchange the search finds spares the proof many nodes.
    put(problem, work, 200, f64::INFINITY, false, MOST_NODES)
}

/// Asks only whether there is a plan which costs nothing.
pub(crate) fn ask_for_nothing(problem: &Problem, work: &Work, nodes: usize) -> Found {
    put(problem, work, 60, 0.5, true, nodes)
}

/// Asks for the best plan among those cheaper than a limit; a short search, since most often there
/// is none and the bound says so at once.
pub(crate) fn ask_below(problem: &Problem, work: &Work, below: f64) -> Found {
    put(problem, work, 10, below, false, MOST_NODES)
}

fn put(
    problem: &Problem,
    work: &Work,
    trials: usize,
    below: f64,
    first: bool,
    nodes: usize,
) -> Found {
    let patience = Patience {
        trials,
        seed: work.seed,
    };
    let question = Question {
        patience,
        below,
        first,
        nodes,
        stop: work.stop,
    };
    solve(problem, &question)
}
