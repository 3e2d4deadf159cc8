//! p-centre: the answer is one of the distances in the table, so it is found by halving the list
//! of distances, asking each time: do p sites reach everybody within this radius?

use super::answer::{Answer, Instance, Objective};
use super::cover;
use super::error::LocateError;
use super::solve::{Work, ask_for_nothing, fill, within};
use crate::number::wide;

/// What is known about one radius.
enum Verdict {
    Reached(Vec<usize>),
    Impossible,
    Unknown,
}

/// Subproblems per radius in the first round; later rounds are four times as thorough.
const FIRST_ROUND: usize = 400;

pub(super) fn center(
    instance: &Instance,
    p: usize,
    free: &[usize],
    work: &Work,
) -> Result<Answer, LocateError> {
    instance.check_reach(p, work.name)?;
    let already = instance.already();
    let radii = radii(instance, free, &already);
    let best = spread(instance, p, free, &already);
    let mut halving = Halving {
        instance,
        p,
        free,
        already,
        radii,
        work,
        low: 0,
        high: 0,
        best,
        nodes: 0,
    };
    halving.low = halving.position(halving.least());
    halving.high = halving.position(halving.radius_of(&halving.best));
    let mut thorough = FIRST_ROUND;
    while halving.low < halving.high && !(work.stop)() {
        halving.narrow(thorough, true);
        halving.narrow(thorough, false);
        thorough = thorough.saturating_mul(4);
    }
    let Halving {
        mut best,
        nodes,
        radii,
        low,
        ..
    } = halving;
    fill(&mut best, p, free);
    let bound = radii.get(low).copied().unwrap_or(0.0);
    let answer = Answer::new(instance, Objective::PCenter, best, bound, nodes);
    if answer.objective.is_finite() {
        Ok(answer)
    } else {
        Err(LocateError::NoPlan)
    }
}

struct Halving<'a> {
    instance: &'a Instance,
    p: usize,
    free: &'a [usize],
    already: Vec<f64>,
    radii: Vec<f64>,
    work: &'a Work<'a>,
    /// Every radius before this position is known to be impossible.
    low: usize,
    /// `best` reaches this one.
    high: usize,
    best: Vec<usize>,
    nodes: usize,
}

impl Halving<'_> {
    /// Halves what is open between `low` and `high`. Where a radius stays undecided, go on above
    /// it (to find a better plan) or below it (to raise the bound); either way `low` moves only
    /// on proof and `high` only on a plan.
    fn narrow(&mut self, thorough: usize, above: bool) {
        let (mut from, mut to) = (self.low, self.high);
        while from < to && !(self.work.stop)() {
            let middle = from + (to - from) / 2;
            match self.reachable(self.radii[middle], thorough) {
                Verdict::Reached(chosen) => {
                    self.high = self.position(self.radius_of(&chosen)).min(middle);
                    self.best = chosen;
                    to = self.high;
                }
                Verdict::Impossible => {
                    self.low = self.low.max(middle + 1);
                    from = middle + 1;
                }
                Verdict::Unknown if above => from = middle + 1,
                Verdict::Unknown => to = middle,
            }
        }
    }

    fn position(&self, radius: f64) -> usize {
        self.radii.partition_point(|r| *r < radius)
    }

    fn radius_of(&self, chosen: &[usize]) -> f64 {
        Answer::new(self.instance, Objective::PCenter, chosen.to_vec(), 0.0, 0).objective
    }

    /// Nobody can have it nearer than to the candidate next door.
    fn least(&self) -> f64 {
        let way =
            |candidate: usize, demand: usize| self.instance.distances().from(candidate)[demand];
        let nearest = |demand: usize| {
            let ways = self.free.iter().map(|&candidate| way(candidate, demand));
            ways.fold(self.already[demand], f64::min)
        };
        self.instance.demands().map(nearest).fold(0.0, f64::max)
    }

    fn reachable(&mut self, radius: f64, thorough: usize) -> Verdict {
        let free = self.free;
        let far = self
            .instance
            .demands()
            .filter(|&demand| self.already[demand] > radius);
        let reach: Vec<Vec<u32>> = far
            .map(|demand| within(self.instance, free, demand, radius))
            .collect();
        let Some(cover) = cover::all(self.p, free.len(), &reach) else {
            return Verdict::Impossible;
        };
        let forced = cover.forced.iter().copied();
        if cover.problem.demands() == 0 {
            return Verdict::Reached(forced.map(|at| free[wide(at)]).collect());
        }
        let found = ask_for_nothing(&cover.problem, self.work, thorough);
        self.nodes += found.nodes;
        if found.plan.value < 0.5 {
            let opened = found.plan.open.iter().map(|&at| cover.candidates[wide(at)]);
            Verdict::Reached(forced.chain(opened).map(|at| free[wide(at)]).collect())
        } else if found.bound >= 0.5 {
            Verdict::Impossible
        } else {
            Verdict::Unknown
        }
    }
}

fn radii(instance: &Instance, free: &[usize], already: &[f64]) -> Vec<f64> {
    let mut radii: Vec<f64> = already.iter().copied().filter(|r| r.is_finite()).collect();
    for &candidate in free {
        let row = instance.distances().from(candidate);
        radii.extend(
            instance
                .demands()
                .map(|demand| row[demand])
                .filter(|r| r.is_finite()),
        );
    }
    radii.sort_unstable_by(f64::total_cmp);
    radii.dedup();
    radii
}

/// A first plan: again and again a site next to whoever has it farthest.
fn spread(instance: &Instance, p: usize, free: &[usize], already: &[f64]) -> Vec<usize> {
    let mut nearest = already.to_vec();
    let mut chosen: Vec<usize> = Vec::new();
    for _ in 0..p {
        let farthest = instance
            .demands()
            .max_by(|&a, &b| nearest[a].total_cmp(&nearest[b]));
        let Some(farthest) = farthest else { break };
        let way = |candidate: usize| instance.distances().from(candidate)[farthest];
        let open = free
            .iter()
            .copied()
            .filter(|candidate| !chosen.contains(candidate));
        let Some(next) = open.min_by(|&a, &b| way(a).total_cmp(&way(b))) else {
            break;
        };
        chosen.push(next);
        for (nearest, distance) in nearest.iter_mut().zip(instance.distances().from(next)) {
            *nearest = nearest.min(*distance);
        }
    }
    chosen
}
