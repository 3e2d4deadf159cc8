//! The question in full, and its answer.

use serde::Serialize;

use super::distance::Distances;
use super::error::LocateError;

/// What is to be made best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Objective {
    /// Least total weight × distance to the nearest site.
    PMedian,
    /// Most weight within a radius of a site.
    Mclp {
        /// The radius, in the unit of the distances; the edge of the circle is inside.
        radius: f64,
    },
    /// Least distance of whoever has it farthest. Weights only say who counts: above zero.
    PCenter,
}

/// Demand, candidates and the distances between them.
#[derive(Debug, Clone)]
pub struct Instance {
    weights: Vec<f64>,
    existing: Vec<bool>,
    distances: Distances,
}

impl Instance {
    /// Joins demand weights, which candidates stand already, and distances.
    pub fn new(
        weights: Vec<f64>,
        existing: Vec<bool>,
        distances: Distances,
    ) -> Result<Self, LocateError> {
        let bad = weights
            .iter()
            .enumerate()
            .find(|(_, weight)| !weight.is_finite() || **weight < 0.0);
        if let Some((row, bad)) = bad {
            return Err(LocateError::NotWeight {
                row: row + 1,
                found: bad.to_string(),
            });
        }
        let (demands, candidates) = (weights.len(), existing.len());
        let (rows, columns) = (distances.candidates(), distances.demands());
        if (demands, candidates) != (columns, rows) {
            return Err(LocateError::Shape {
                demands,
                candidates,
                rows,
                columns,
            });
        }
        if weights.iter().all(|weight| *weight <= 0.0) {
            return Err(LocateError::NoDemand);
        }
        Ok(Self {
            weights,
            existing,
            distances,
        })
    }

    /// Demand weights.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The distance table.
    pub fn distances(&self) -> &Distances {
        &self.distances
    }

    /// Whether a candidate stands already.
    pub fn stands(&self, candidate: usize) -> bool {
        self.existing.get(candidate).copied().unwrap_or(false)
    }

    /// Candidates which may still be opened.
    pub(crate) fn free(&self) -> Vec<usize> {
        (0..self.existing.len())
            .filter(|&candidate| !self.existing[candidate])
            .collect()
    }

    /// Distance from each demand to the nearest existing facility.
    pub(crate) fn already(&self) -> Vec<f64> {
        let mut nearest = vec![f64::INFINITY; self.weights.len()];
        for candidate in (0..self.existing.len()).filter(|&at| self.existing[at]) {
            for (nearest, distance) in nearest.iter_mut().zip(self.distances.from(candidate)) {
                *nearest = nearest.min(*distance);
            }
        }
        nearest
    }

    /// Demands which count.
    pub(crate) fn demands(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.weights.len()).filter(|&demand| self.weights[demand] > 0.0)
    }

    /// Refuses a question in which some demand can never be reached, and says where.
    pub(crate) fn check_reach(
        &self,
        p: usize,
        name: &dyn Fn(usize) -> String,
    ) -> Result<(), LocateError> {
        let already = self.already();
        let open = self
            .demands()
            .filter(|&demand| already[demand].is_infinite());
        let mut left: Vec<usize> = open.collect();
        let free = self.free();
        let reaches = |candidate: usize, demand: usize| {
            self.distances
                .from(candidate)
                .get(demand)
                .is_some_and(|way| way.is_finite())
        };
        let lost: Vec<usize> = left
            .iter()
            .copied()
            .filter(|&i| !free.iter().any(|&j| reaches(j, i)))
            .collect();
        if let Some(&first) = lost.first() {
            return Err(LocateError::CutOff {
                name: name(first),
                more: lost.len() - 1,
            });
        }
        // On an undirected network "reachable" splits everything into parts: whatever the first
        // demand's candidate reaches is one part.
        let mut parts: Vec<Vec<usize>> = Vec::new();
        while let Some(&first) = left.first() {
            let Some(&candidate) = free.iter().find(|&&j| reaches(j, first)) else {
                break;
            };
            let (part, rest) = left.iter().copied().partition(|&i| reaches(candidate, i));
            parts.push(part);
            left = rest;
        }
        let smallest = parts.iter().min_by_key(|part| part.len());
        match smallest.and_then(|part| part.first()) {
            Some(&first) if parts.len() > p => Err(LocateError::Disconnected {
                parts: parts.len(),
                p,
                smallest: name(first),
            }),
            _ => Ok(()),
        }
    }
}

/// How one demand is served.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Served {
    /// The open candidate nearest to it; `None` when none can be reached.
    pub candidate: Option<usize>,
    /// The distance there.
    pub distance: f64,
}

/// A plan and how good it is known to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Total weight × distance, weight covered, or greatest distance.
    pub objective: f64,
    /// No plan can be better than this.
    pub bound: f64,
    /// |objective − bound| ÷ objective; 0 when proven.
    pub gap: f64,
    /// Whether bound and objective meet: no plan is better.
    pub proven: bool,
    /// Candidates to open, ascending; existing ones are not repeated.
    pub chosen: Vec<usize>,
    /// For each demand.
    pub assignment: Vec<Served>,
    /// Subproblems looked at for the proof.
    pub nodes: usize,
}

impl Answer {
    pub(crate) fn new(
        instance: &Instance,
        objective: Objective,
        mut chosen: Vec<usize>,
        bound: f64,
        nodes: usize,
    ) -> Self {
        chosen.sort_unstable();
        let assignment = assign(instance, &chosen);
        let objective = value(instance, objective, &assignment);
        let mut answer = Self {
            objective,
            bound,
            gap: 0.0,
            proven: false,
            chosen,
            assignment,
            nodes,
        };
        answer.score(objective, bound);
        answer
    }

    /// Puts objective and bound beside each other.
    pub(crate) fn score(&mut self, objective: f64, bound: f64) {
        let difference = (objective - bound).abs();
        // The solver proves to a billionth; adding up in another order may differ by as much.
        self.proven = difference <= 2e-9 * objective.abs().max(1e-9);
        self.gap = match (self.proven, objective.abs() > 0.0) {
            (true, _) => 0.0,
            (false, true) => difference / objective.abs(),
            (false, false) => f64::INFINITY,
        };
        self.objective = objective;
        self.bound = if self.proven { objective } else { bound };
    }
}

fn assign(instance: &Instance, chosen: &[usize]) -> Vec<Served> {
    let mut served = vec![
        Served {
            candidate: None,
            distance: f64::INFINITY
        };
        instance.weights.len()
    ];
    let standing = (0..instance.existing.len()).filter(|&at| instance.existing[at]);
    for candidate in standing.chain(chosen.iter().copied()) {
        for (served, &distance) in served.iter_mut().zip(instance.distances.from(candidate)) {
            if distance < served.distance {
                *served = Served {
                    candidate: Some(candidate),
                    distance,
                };
            }
        }
    }
    served
}

fn value(instance: &Instance, objective: Objective, assignment: &[Served]) -> f64 {
    let counted = instance
        .demands()
        .map(|demand| (instance.weights[demand], assignment[demand].distance));
    match objective {
        Objective::PMedian => counted.map(|(weight, distance)| weight * distance).sum(),
        Objective::Mclp { radius } => counted
            .filter(|(_, distance)| *distance <= radius)
            .map(|(weight, _)| weight)
            .sum(),
        Objective::PCenter => counted.map(|(_, distance)| distance).fold(0.0, f64::max),
    }
}
