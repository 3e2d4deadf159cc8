//! How sure is the winner? The weights and the uncertain values are drawn anew in thousands of
//! runs, and it is counted how often each site ends on each place.

use rayon::prelude::*;
use serde::Serialize;

use super::criteria::{Criteria, Criterion, Normalisation, Uncertainty};
use super::score::{Figures, Grid};
use super::sites::Field;
use super::weights::Tree;
use crate::number::{Random, real};

/// The methods, in the order of all lists here.
pub const METHODS: [&str; 3] = ["weighted_sum", "topsis", "vikor"];

/// What the runs have shown.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Robustness {
    /// Number of runs.
    pub runs: usize,
    /// Seed.
    pub seed: u64,
    /// By method, by site: share of the runs in which it was best.
    pub best: Vec<Vec<f64>>,
    /// By method, by site, by place: share of the runs.
    pub places: Vec<Vec<Vec<f64>>>,
}

/// Runs drawn by one worker at a time; the sum does not depend on who drew which.
const CHUNK: usize = 250;

/// Draws the runs. Each run has random numbers of its own, made from the seed and its number, so
/// any number of threads gives the same result.
pub(crate) fn robustness(
    criteria: &Criteria,
    tree: &Tree,
    field: &Field,
    grid: &Grid,
) -> Option<Robustness> {
    let (runs, sites) = (criteria.runs, grid.sites());
    if runs == 0 || sites == 0 {
        return None;
    }
    let plan = Plan::new(criteria, tree, field);
    let cells = METHODS.len() * sites * sites;
    let counts = (0..runs.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let mut counts = vec![0_u32; cells];
            let mut draw = Draw::new(&plan, grid.clone());
            for run in chunk * CHUNK..((chunk + 1) * CHUNK).min(runs) {
                draw.run(criteria.seed, run as u64, &mut counts);
            }
            counts
        })
        .reduce(
            || vec![0_u32; cells],
            |mut sum, counts| {
                for (sum, count) in sum.iter_mut().zip(counts) {
                    *sum += count;
                }
                sum
            },
        );
    let share = |count: &u32| f64::from(*count) / real(runs);
    let places: Vec<Vec<Vec<f64>>> = counts
        .chunks(sites * sites)
        .map(|method| {
            method
                .chunks(sites)
                .map(|row| row.iter().map(share).collect())
                .collect()
        })
        .collect();
    let first = |row: &Vec<f64>| row.first().copied().unwrap_or(0.0);
    let best = places
        .iter()
        .map(|method| method.iter().map(first).collect())
        .collect();
    Some(Robustness {
        runs,
        seed: criteria.seed,
        best,
        places,
    })
}

/// What is drawn, worked out once.
struct Plan<'a> {
    tree: &'a Tree,
    values: Vec<Cell>,
    positive: bool,
}

#[derive(Clone, Copy)]
enum Cell {
    Exact,
    Normal { mean: f64, deviation: f64 },
    Anything { low: f64, high: f64 },
}

impl<'a> Plan<'a> {
    fn new(criteria: &Criteria, tree: &'a Tree, field: &Field) -> Self {
        let tips: Vec<&Criterion> = tree
            .tips
            .iter()
            .filter_map(|&at| criteria.criteria.get(at))
            .collect();
        let sites = field.sites.len();
        let mut values = Vec::with_capacity(sites * tips.len());
        for (column, tip) in tips.iter().enumerate() {
            for row in &field.values {
                let mean = row[column];
                values.push(match tip.error {
                    None => Cell::Exact,
                    Some(Uncertainty::Absolute(deviation)) => Cell::Normal { mean, deviation },
                    Some(Uncertainty::Relative(share)) => Cell::Normal {
                        mean,
                        deviation: share * mean.abs(),
                    },
                });
            }
        }
        for imputed in &field.imputed {
            let cell = Cell::Anything {
                low: imputed.low,
                high: imputed.high,
            };
            values[imputed.tip * sites + imputed.site] = cell;
        }
        let positive = criteria.normalisation != Normalisation::Minmax;
        Self {
            tree,
            values,
            positive,
        }
    }
}

struct Draw<'a> {
    plan: &'a Plan<'a>,
    grid: Grid,
    local: Vec<Vec<f64>>,
    figures: Figures,
    order: Vec<usize>,
}

impl<'a> Draw<'a> {
    fn new(plan: &'a Plan, grid: Grid) -> Self {
        let local = plan
            .tree
            .groups
            .iter()
            .map(|group| group.weights.clone())
            .collect();
        let order = (0..grid.sites()).collect();
        Self {
            plan,
            grid,
            local,
            figures: Figures::default(),
            order,
        }
    }

    fn run(&mut self, seed: u64, run: u64, counts: &mut [u32]) {
        let mut random = Random::new(seed, run);
        for (local, group) in self.local.iter_mut().zip(&self.plan.tree.groups) {
            let mut total = 0.0;
            for ((local, weight), spread) in local.iter_mut().zip(&group.weights).zip(&group.spread)
            {
                *local = weight * (spread * random.normal()).exp();
                total += *local;
            }
            for local in local.iter_mut() {
                *local /= total;
            }
        }
        for (raw, cell) in self.grid.raw().iter_mut().zip(&self.plan.values) {
            match *cell {
                Cell::Exact => {}
                Cell::Normal { mean, deviation } => {
                    let drawn = mean + deviation * random.normal();
                    // A measure which must be positive stays so, however uncertain it is.
                    let least = if self.plan.positive {
                        mean * 1e-3
                    } else {
                        f64::NEG_INFINITY
                    };
                    *raw = drawn.max(least);
                }
                Cell::Anything { low, high } => *raw = low + (high - low) * random.unit(),
            }
        }
        let local = &self.local;
        let weights = self.plan.tree.spread_down(&|group, at| local[group][at]);
        self.grid.even_out();
        self.grid.score(&weights, &mut self.figures);
        let figures = &self.figures;
        let sites = self.order.len();
        for (method, list) in [&figures.sum, &figures.topsis, &figures.vikor]
            .iter()
            .enumerate()
        {
            let sign = if method == 2 { -1.0 } else { 1.0 };
            self.order.sort_unstable_by(|&a, &b| {
                (sign * list[b])
                    .total_cmp(&(sign * list[a]))
                    .then(a.cmp(&b))
            });
            for (place, site) in self.order.iter().enumerate() {
                counts[(method * sites + site) * sites + place] += 1;
            }
        }
    }
}
