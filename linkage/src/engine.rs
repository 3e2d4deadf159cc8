//! The whole linkage, from two tables to links.

mod detect;
mod draw;
mod result;

pub use result::{Counts, Link, Linkage, Seconds};

use crate::candidates::{Limits, candidates};
use crate::compare::{Comparer, Pattern};
use crate::decide::{self, Best, one_to_one, ruled_out};
use crate::model::{Model, Sample, first_weight, learn};
use crate::progress::{Progress, Stage};
use crate::record::{List, Prepared, build};
use crate::spec::{Ids, Role, Specification};
use crate::{LinkError, Table, hash};
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// How many partners a record may have in the other list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// One, unless the lists themselves show duplicates.
    #[default]
    Auto,
    /// One.
    OneToOne,
    /// Any number.
    Many,
}

/// A reader's decision about a pair, by row.
#[derive(Debug, Clone, Copy)]
pub struct Decision {
    /// Row in the left list.
    pub left: usize,
    /// Row in the right list (or the same list).
    pub right: usize,
    /// Whether the two are one.
    pub same: bool,
}

/// How to link.
#[derive(Debug, Clone)]
pub struct Options {
    /// Least probability of a link.
    pub threshold: f64,
    /// Least probability that is kept for review.
    pub review: f64,
    /// Partners per record.
    pub mode: Mode,
    /// Bounds on candidates.
    pub limits: Limits,
    /// What readers have decided; it teaches the weights and overrules them for these pairs.
    pub decisions: Vec<Decision>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            threshold: 0.95,
            review: 0.5,
            mode: Mode::Auto,
            limits: Limits::default(),
            decisions: Vec::new(),
        }
    }
}

/// Links two lists, or finds duplicates within one.
pub fn link<'t>(
    left: &'t Table,
    right: Option<&'t Table>,
    specification: &Specification,
    options: &Options,
    progress: Progress<'_>,
) -> Result<Linkage<'t>, LinkError> {
    let start = Instant::now();
    let left_ids = Ids::new(left, &specification.left_id)?;
    let right_ids = right
        .map(|table| Ids::new(table, specification.right_id()))
        .transpose()?;
    let both = match (right, &right_ids) {
        (Some(right), Some(ids)) => Some((right, ids)),
        _ => None,
    };
    let swapped = both.is_some_and(|(right, ids)| rank(right, ids) < rank(left, &left_ids));
    let mut prepared = prepare(left, &left_ids, both, specification, swapped)?;
    progress(Stage::Prepare, 1, 1);
    let mut seconds = Seconds {
        prepare: start.elapsed().as_secs_f64(),
        ..Seconds::default()
    };
    let mut work = Work::new(&prepared, options, progress, swapped);
    work.find(&mut seconds);
    work.compare(&mut seconds);
    work.learn(&mut seconds);
    if !work.one_to_one {
        // Within clusters the same value recurs: count once per cluster, and learn again.
        let clusters = work.rough_clusters();
        let pairs = std::mem::take(&mut work.pairs);
        drop(work);
        prepared.weigh(Some(&clusters.of));
        work = Work::again(&prepared, options, progress, swapped, pairs, &clusters.of);
        work.compare(&mut seconds);
        work.learn(&mut seconds);
    }
    let clock = Instant::now();
    let (links, clusters) = work.decide();
    seconds.decide = clock.elapsed().as_secs_f64();
    let Work {
        model,
        pairs,
        one_to_one,
        crowded,
        ..
    } = work;
    let counts = Counts {
        left: left.rows(),
        right: right.map(Table::rows),
        candidates: pairs.len(),
    };
    Ok(Linkage {
        left_ids,
        right_ids,
        links,
        clusters,
        counts,
        seconds,
        one_to_one,
        crowded,
        swapped,
        pairs,
        model,
        prepared,
    })
}

fn prepare(
    left: &Table,
    left_ids: &Ids<'_>,
    right: Option<(&Table, &Ids<'_>)>,
    specification: &Specification,
    swapped: bool,
) -> Result<Prepared, LinkError> {
    let list = |(table, ids)| List { table, ids };
    let left = list((left, left_ids));
    match right.map(list) {
        Some(right) if swapped => build(&right, Some(&left), &specification.swapped().fields),
        right => build(&left, right.as_ref(), &specification.fields),
    }
}

/// Orders two lists by their content, whichever is called left.
fn rank(table: &Table, ids: &Ids<'_>) -> (usize, u64) {
    let content = (0..table.rows())
        .into_par_iter()
        .map(|row| {
            let cells = (0..table.headers().len())
                .fold(0, |h, c| hash::pair(h, hash::text(table.cell(row, c))));
            hash::pair(hash::text(&ids.get(row)), cells)
        })
        .reduce(|| 0, u64::wrapping_add);
    (table.rows(), content)
}

/// Most candidates that weights are learned from; a fair sample of records beyond that.
const LEARN_FROM: usize = 500_000;
/// A mutually best pair of at least this weight rules its rivals out.
const SURE: f32 = 4.0;
/// Rounds of learning, each ruling out more rivals than the last.
const ROUNDS: usize = 4;
/// How many pairs one reviewed pair is worth.
const REVIEWED: f64 = 5.0;

struct Work<'w> {
    prepared: &'w Prepared,
    options: &'w Options,
    progress: Progress<'w>,
    roles: Vec<Role>,
    pairs: Vec<(u32, u32)>,
    patterns: Vec<Pattern>,
    weights: Vec<f32>,
    model: Model,
    one_to_one: bool,
    crowded: f64,
    decisions: Vec<((u32, u32), bool)>,
    /// log2 of the odds against a pair drawn by chance.
    chance: f64,
}

impl<'w> Work<'w> {
    fn new(
        prepared: &'w Prepared,
        options: &'w Options,
        progress: Progress<'w>,
        swapped: bool,
    ) -> Self {
        let roles: Vec<Role> = prepared.fields.iter().map(|f| f.role).collect();
        let model = learn(&roles, &Sample::default(), None);
        let one_to_one = !prepared.sides.is_single() && options.mode != Mode::Many;
        let decisions = decided(prepared, &options.decisions, swapped);
        Self {
            prepared,
            options,
            progress,
            roles,
            model,
            one_to_one,
            decisions,
            pairs: Vec::new(),
            patterns: Vec::new(),
            weights: Vec::new(),
            crowded: 0.0,
            chance: f64::from(prepared.full_bits),
        }
    }

    /// A second look at the same pairs, once clusters are known.
    fn again(
        prepared: &'w Prepared,
        options: &'w Options,
        progress: Progress<'w>,
        swapped: bool,
        pairs: Vec<(u32, u32)>,
        clusters: &[u32],
    ) -> Self {
        let mut work = Self::new(prepared, options, progress, swapped);
        work.pairs = pairs;
        work.one_to_one = false;
        let mut sizes = vec![0u32; clusters.len()];
        for cluster in clusters {
            sizes[*cluster as usize] += 1;
        }
        let matched: f64 = sizes
            .iter()
            .map(|n| f64::from(*n) * f64::from(n.saturating_sub(1)) / 2.0)
            .sum();
        let records = clusters.len() as f64;
        let odds = (records * records / 2.0 / matched.max(records / 2.0)).max(2.0);
        work.chance = odds.log2();
        work
    }

    /// Candidates and their patterns.
    fn find(&mut self, seconds: &mut Seconds) {
        let clock = Instant::now();
        let (done, all) = (AtomicU64::new(0), self.prepared.sides.first as u64);
        let progress = self.progress;
        self.pairs = candidates(self.prepared, self.options.limits, &|n| {
            progress(
                Stage::Candidates,
                done.fetch_add(n, Ordering::Relaxed) + n,
                all,
            );
        });
        let reviewed = self.decisions.iter().map(|(pair, _)| *pair);
        if !self.decisions.is_empty() {
            self.pairs.extend(reviewed);
            self.pairs.par_sort_unstable();
            self.pairs.dedup();
        }
        seconds.candidates = clock.elapsed().as_secs_f64();
    }

    fn compare(&mut self, seconds: &mut Seconds) {
        let clock = Instant::now();
        let progress = self.progress;
        let (done, all) = (AtomicU64::new(0), self.pairs.len() as u64);
        self.patterns = self
            .pairs
            .par_chunks(4096)
            .map_init(
                || Comparer::new(self.prepared),
                |comparer, chunk| {
                    let n = chunk.len() as u64;
                    progress(
                        Stage::Compare,
                        done.fetch_add(n, Ordering::Relaxed) + n,
                        all,
                    );
                    let mut patterns = Vec::with_capacity(chunk.len());
                    comparer.patterns(chunk, &mut patterns);
                    patterns
                },
            )
            .flatten_iter()
            .collect();
        seconds.compare += clock.elapsed().as_secs_f64();
    }

    fn learn(&mut self, seconds: &mut Seconds) {
        let clock = Instant::now();
        let records = self.prepared.sides.all;
        let roles = &self.roles;
        let (full, chance) = (f64::from(self.prepared.full_bits), self.chance);
        self.weights = self
            .patterns
            .par_iter()
            .map(|p| first_weight(roles, *p, full, chance) as f32)
            .collect();
        let beliefs = self.first_beliefs();
        // Candidates that all look the same cannot say what a stranger looks like; pairs drawn by chance can.
        let alike = self.patterns.windows(2).all(|two| two[0] == two[1]);
        let drawn =
            (alike || !self.one_to_one).then(|| draw::draw(self.prepared, roles, full, chance));
        self.model = learn(roles, &self.sample(Some(&beliefs), None), drawn.as_ref());
        self.weigh();
        if self.one_to_one {
            self.crowded = detect::crowding(self.prepared, &self.model, &self.pairs, &self.weights);
            self.one_to_one =
                self.options.mode == Mode::OneToOne || self.crowded < detect::TOO_CROWDED;
        }
        for round in 0..ROUNDS {
            (self.progress)(Stage::Learn, round as u64 + 1, ROUNDS as u64);
            if !self.one_to_one {
                break;
            }
            let out = ruled_out(&self.pairs, &self.weights, records, SURE);
            self.model = learn(&self.roles, &self.sample(None, Some(&out)), drawn.as_ref());
            self.weigh();
        }
        seconds.learn += clock.elapsed().as_secs_f64();
    }

    fn weigh(&mut self) {
        let model = &self.model;
        self.weights = self
            .patterns
            .par_iter()
            .map(|p| model.weight(*p) as f32)
            .collect();
        for (pair, same) in &self.decisions {
            if let Ok(index) = self.pairs.binary_search(pair) {
                self.weights[index] = if *same { 60.0 } else { -60.0 };
            }
        }
    }

    /// Where learning begins: the pairs that look best by the first weights.
    fn first_beliefs(&self) -> Vec<f32> {
        if !self.one_to_one {
            return self
                .weights
                .iter()
                .map(|w| decide::probability(f64::from(*w)) as f32)
                .collect();
        }
        let best = Best::new(&self.pairs, &self.weights, self.prepared.sides.all);
        let belief = |(index, (pair, weight)): (usize, (&(u32, u32), &f32))| {
            let p = decide::probability(f64::from(weight + 3.0)) as f32;
            if best.is_mutual(index, *pair) {
                p
            } else {
                0.1 * p
            }
        };
        self.pairs
            .iter()
            .zip(&self.weights)
            .enumerate()
            .map(belief)
            .collect()
    }

    /// Pattern counts of as many candidates as are needed.
    fn sample(&self, beliefs: Option<&[f32]>, out: Option<&[bool]>) -> Sample {
        let mut end = self.pairs.len().min(LEARN_FROM);
        // Records stand in the order of their ids' hashes: the first so many are a fair sample.
        while end > 0 && end < self.pairs.len() && self.pairs[end].0 == self.pairs[end - 1].0 {
            end += 1;
        }
        let mut sample = Sample::default();
        for index in 0..end {
            let pattern = self.patterns[index];
            if out.is_some_and(|out| out[index]) {
                sample.ruled_out(pattern, 1.0);
            } else {
                let belief = beliefs.map_or_else(
                    || decide::probability(f64::from(self.weights[index])),
                    |b| f64::from(b[index]),
                );
                sample.open(pattern, belief);
            }
        }
        for (pair, same) in &self.decisions {
            if let Ok(index) = self.pairs.binary_search(pair) {
                if *same {
                    sample.confirmed(self.patterns[index], REVIEWED);
                } else {
                    sample.ruled_out(self.patterns[index], REVIEWED);
                }
            }
        }
        sample
    }

    /// Links with their probabilities, and clusters.
    fn decide(&self) -> (Vec<Link>, Vec<u32>) {
        (self.progress)(Stage::Decide, 0, 1);
        let records = self.prepared.sides.all;
        let clear = decide::weight_of(self.options.threshold);
        let mut comparer = Comparer::new(self.prepared);
        let mut compare = |a: u32, b: u32| self.model.weight(comparer.pattern(a, b));
        if self.one_to_one {
            let chances = decide::against_rivals(&self.pairs, &self.weights, records);
            let chosen = one_to_one(
                &self.pairs,
                &self.weights,
                records,
                decide::weight_of(self.options.review) as f32,
            );
            let links: Vec<Link> = chosen
                .into_iter()
                .map(|index| self.link(index as usize, chances[index as usize]))
                .filter(|link| link.probability >= self.options.review)
                .collect();
            let clusters = result::pair_clusters(records, &links, self.options.threshold);
            return (links, clusters);
        }
        let clusters = decide::cluster(records, &self.pairs, &self.weights, clear, &mut compare).of;
        let links = result::cluster_links(self, &clusters, &mut compare);
        (links, clusters)
    }

    fn rough_clusters(&self) -> decide::Clusters {
        let clear = decide::weight_of(self.options.threshold);
        let mut far = |_: u32, _: u32| -clear;
        decide::cluster(
            self.prepared.sides.all,
            &self.pairs,
            &self.weights,
            clear,
            &mut far,
        )
    }

    fn link(&self, index: usize, probability: f64) -> Link {
        let (first, second) = self.pairs[index];
        Link {
            first,
            second,
            probability,
            weight: f64::from(self.weights[index]),
        }
    }
}

/// Decisions by record instead of row.
fn decided(prepared: &Prepared, decisions: &[Decision], swapped: bool) -> Vec<((u32, u32), bool)> {
    if decisions.is_empty() {
        return Vec::new();
    }
    let sides = prepared.sides;
    let mut record_of = [vec![0u32; sides.first], vec![0u32; sides.all - sides.first]];
    for (record, row) in prepared.rows.iter().enumerate() {
        let side = usize::from(record >= sides.first);
        record_of[side][*row as usize] = record as u32;
    }
    let second = usize::from(!sides.is_single());
    let find = |side: usize, row: usize| record_of[side].get(row).copied();
    decisions
        .iter()
        .filter_map(|d| {
            let (x, y) = if swapped {
                (d.right, d.left)
            } else {
                (d.left, d.right)
            };
            let (a, b) = (find(0, x)?, find(second, y)?);
            Some(((a.min(b), a.max(b)), d.same))
        })
        .collect()
}
