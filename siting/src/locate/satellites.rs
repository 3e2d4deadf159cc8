//! One centre and k service points in the districts: people go to the centre for some of their
//! errands (curation, the production house) and to whatever is nearest for the rest.
//!
//! With share α of the errands at the centre the total way is
//! α·Σ weight·distance(centre) + (1 − α)·Σ weight·distance(nearest of centre and points).
//! For each possible centre the rest is a p-median beside an existing facility; centres are taken
//! in the order of what they cost at least, so few have to be looked at.

use super::answer::{Answer, Instance, Objective};
use super::error::LocateError;
use super::solve::{Work, ask, ask_below, fill, median_problem};
use crate::number::wide;

/// A centre with its service points.
#[derive(Debug, Clone, PartialEq)]
pub struct Constellation {
    /// The candidate for the centre.
    pub centre: usize,
    /// Everything open, centre included, and who goes where; objective and bound are those of the
    /// joint way as described above.
    pub answer: Answer,
}

/// Finds the centre and `points` service points with the least joint way.
pub fn satellites(
    instance: &Instance,
    points: usize,
    centre_share: f64,
    work: &Work,
) -> Result<Constellation, LocateError> {
    if !(0.0..=1.0).contains(&centre_share) {
        let (what, range) = ("centre share".to_owned(), "0..1".to_owned());
        return Err(LocateError::OutOfRange {
            what,
            found: centre_share.to_string(),
            range,
        });
    }
    let free = instance.free();
    let p = points + 1;
    if p > free.len() {
        return Err(LocateError::TooMany {
            p,
            candidates: free.len(),
        });
    }
    // Everybody has to reach the centre, so one part must hold them all.
    instance.check_reach(1, work.name)?;
    let mut centres: Vec<(f64, usize)> = free
        .iter()
        .map(|&candidate| (way_to(instance, candidate), candidate))
        .collect();
    centres.retain(|(way, _)| way.is_finite());
    centres.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let anywhere = ask(&median_problem(instance, p, &free, None), work);
    let join = |way: f64, rest: f64| centre_share * way + (1.0 - centre_share) * rest;
    let mut best: Option<(f64, usize, Vec<usize>)> = None;
    let (mut bound, mut nodes) = (f64::INFINITY, anywhere.nodes);
    for &(way, centre) in &centres {
        let limit = best.as_ref().map_or(f64::INFINITY, |(value, ..)| *value);
        let least = join(way, anywhere.bound);
        if least >= limit || (best.is_some() && (work.stop)()) {
            bound = bound.min(least);
            break;
        }
        let rest: Vec<usize> = free
            .iter()
            .copied()
            .filter(|&other| other != centre)
            .collect();
        let problem = median_problem(instance, points, &rest, Some(centre));
        let below = (limit - centre_share * way) / (1.0 - centre_share);
        let found = if below.is_finite() {
            ask_below(&problem, work, below)
        } else {
            ask(&problem, work)
        };
        nodes += found.nodes;
        bound = bound.min(join(way, found.bound));
        let value = join(way, found.plan.value);
        if value < limit {
            let mut open: Vec<usize> = found.plan.open.iter().map(|&at| rest[wide(at)]).collect();
            open.push(centre);
            best = Some((value, centre, open));
        }
    }
    let Some((value, centre, mut open)) = best else {
        return Err(LocateError::NoPlan);
    };
    fill(&mut open, p, &free);
    let mut answer = Answer::new(instance, Objective::PMedian, open, 0.0, nodes);
    answer.score(value, bound.min(value));
    Ok(Constellation { centre, answer })
}

fn way_to(instance: &Instance, candidate: usize) -> f64 {
    let row = instance.distances().from(candidate);
    instance
        .demands()
        .map(|demand| instance.weights()[demand] * row[demand])
        .sum()
}
