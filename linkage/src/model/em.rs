//! Expectation and maximisation over pattern counts.

use super::kinds::Kinds;
use super::sample::{Sample, Seen};
use super::{Model, Table, isotonic, prior};
use crate::compare::{LEVELS, Pattern};
use crate::spec::Role;
use rayon::prelude::*;

const ROUNDS: usize = 40;
/// Belief in the first shares, in pairs.
const PRIOR_MATCHES: f64 = 12.0;
const PRIOR_OTHERS: f64 = 12.0;
/// Patterns per piece of work; sums are joined in order, so threads play no part.
const PIECE: usize = 8192;

/// What pairs drawn by chance look like, where that and not known non-matches must serve.
#[derive(Debug)]
pub(crate) struct Drawn {
    counts: Table,
    pairs: f64,
}

impl Drawn {
    /// Counts levels of pairs drawn by chance; `pairs` is how many pairs there are in all.
    pub(crate) fn new(fields: usize, patterns: &[Pattern], pairs: f64) -> Self {
        let mut counts = vec![[0.0; LEVELS]; fields];
        for pattern in patterns {
            for (field, levels) in counts.iter_mut().enumerate() {
                levels[usize::from(pattern.level(field).0)] += 1.0;
            }
        }
        Self { counts, pairs }
    }
}

/// Learns a model from pattern counts.
pub(crate) fn learn(roles: &[Role], sample: &Sample, drawn: Option<&Drawn>) -> Model {
    let seen = sample.sorted();
    let kinds = Kinds::new(roles, sample.has_known());
    let mut state = State::first(roles, &kinds, &seen, drawn);
    for _ in 0..ROUNDS {
        let before = state.open_matches;
        let sums = state.expect(&seen);
        state = State::maximise(roles, sums, drawn);
        if (state.open_matches - before).abs() < 1e-4 * before.max(1.0) {
            break;
        }
    }
    state.model(roles)
}

/// Expected counts.
#[derive(Clone)]
struct Sums {
    matches: Table,
    others: Vec<Table>,
    open_matches: f64,
    kinds: Vec<f64>,
    open_others: f64,
}

impl Sums {
    fn new(fields: usize, kinds: usize) -> Self {
        Self {
            matches: vec![[0.0; LEVELS]; fields],
            others: vec![vec![[0.0; LEVELS]; fields]; kinds],
            open_matches: 0.0,
            kinds: vec![0.0; kinds],
            open_others: 0.0,
        }
    }

    fn add(&mut self, seen: &Seen, matched: f64, kinds: &[f64]) {
        let fields = self.matches.len();
        let open_match = seen.open * matched;
        self.open_matches += open_match;
        self.open_others += seen.open - open_match;
        let others = seen.open - open_match + seen.ruled_out;
        for field in 0..fields {
            let level = usize::from(seen.pattern.level(field).0);
            self.matches[field][level] += open_match + seen.confirmed;
            for (table, share) in self.others.iter_mut().zip(kinds) {
                table[field][level] += others * share;
            }
        }
        for (sum, share) in self.kinds.iter_mut().zip(kinds) {
            *sum += others * share;
        }
    }

    fn join(mut self, other: &Self) -> Self {
        let add = |a: &mut Table, b: &Table| {
            a.iter_mut()
                .flatten()
                .zip(b.iter().flatten())
                .for_each(|(x, y)| *x += y);
        };
        add(&mut self.matches, &other.matches);
        self.others
            .iter_mut()
            .zip(&other.others)
            .for_each(|(a, b)| add(a, b));
        self.kinds
            .iter_mut()
            .zip(&other.kinds)
            .for_each(|(x, y)| *x += y);
        self.open_matches += other.open_matches;
        self.open_others += other.open_others;
        self
    }
}

/// Current shares, as natural logarithms.
struct State {
    matches: Table,
    others: Vec<Table>,
    ratio: f64,
    kinds: Vec<f64>,
    open_matches: f64,
    sums: Sums,
}

impl State {
    /// Begins from the first beliefs.
    fn first(roles: &[Role], kinds: &Kinds, seen: &[Seen], drawn: Option<&Drawn>) -> Self {
        let mut sums = Sums::new(roles.len(), kinds.count);
        for one in seen {
            let matched = if one.open > 0.0 {
                one.belief / one.open
            } else {
                0.0
            };
            let mut shares = vec![0.3 / kinds.count as f64; kinds.count];
            shares[kinds.first(roles, one.pattern)] += 0.7;
            sums.add(one, matched, &shares);
        }
        Self::maximise(roles, sums, drawn)
    }

    fn maximise(roles: &[Role], sums: Sums, drawn: Option<&Drawn>) -> Self {
        let matches = smoothed(&sums.matches, &prior::match_shares(roles), PRIOR_MATCHES);
        let other_prior = prior::other_shares(roles);
        let mut others: Vec<Table> = sums
            .others
            .iter()
            .map(|table| smoothed(table, &other_prior, PRIOR_OTHERS))
            .collect();
        let all: f64 = sums.kinds.iter().sum::<f64>() + sums.kinds.len() as f64;
        let mut kinds: Vec<f64> = sums.kinds.iter().map(|k| ((k + 1.0) / all).ln()).collect();
        if let Some(drawn) = drawn {
            // Candidates were picked for what they share; chance pairs were not, and there are far more of them.
            others[0] = smoothed(&drawn.counts, &other_prior, PRIOR_OTHERS);
            kinds[0] = (drawn.pairs / (sums.open_others + 0.5)).ln();
        }
        Self {
            matches,
            others,
            ratio: ((sums.open_matches + 0.5) / (sums.open_others + 0.5)).ln(),
            kinds,
            open_matches: sums.open_matches,
            sums,
        }
    }

    fn expect(&self, seen: &[Seen]) -> Sums {
        let (fields, kinds) = (self.matches.len(), self.kinds.len());
        let pieces: Vec<Sums> = seen
            .par_chunks(PIECE)
            .map(|piece| {
                let mut sums = Sums::new(fields, kinds);
                let mut shares = vec![0.0; kinds];
                for one in piece {
                    let matched = self.judge(one, &mut shares);
                    sums.add(one, matched, &shares);
                }
                sums
            })
            .collect();
        pieces.iter().fold(Sums::new(fields, kinds), Sums::join)
    }

    /// The probability of a match, and (in `shares`) of each kind given no match.
    fn judge(&self, seen: &Seen, shares: &mut [f64]) -> f64 {
        let mut matched = self.ratio;
        for (share, kind) in shares.iter_mut().zip(&self.kinds) {
            *share = *kind;
        }
        for (field, levels) in self.matches.iter().enumerate() {
            let level = usize::from(seen.pattern.level(field).0);
            matched += levels[level];
            for (share, table) in shares.iter_mut().zip(&self.others) {
                *share += table[field][level];
            }
        }
        let top = shares.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = shares
            .iter_mut()
            .map(|s| {
                *s = (*s - top).exp();
                *s
            })
            .sum();
        for share in shares.iter_mut() {
            *share /= sum;
        }
        let other = top + sum.ln();
        1.0 / (1.0 + (other - matched).exp())
    }

    fn model(self, roles: &[Role]) -> Model {
        let to_bits = std::f64::consts::LN_2;
        let ratios = self
            .others
            .iter()
            .zip(&self.sums.others)
            .map(|(others, counts)| {
                let fields = roles.iter().enumerate().map(|(field, role)| {
                    let mut ratio = [0.0; LEVELS];
                    let mut weight = [0.0; LEVELS];
                    for level in 1..LEVELS {
                        ratio[level] =
                            (self.matches[field][level] - others[field][level]) / to_bits;
                        weight[level] =
                            self.sums.matches[field][level] + counts[field][level] + 0.1;
                    }
                    isotonic::raise(*role, &mut ratio, &weight);
                    ratio
                });
                fields.collect()
            });
        let ratios = ratios.collect();
        let against = self
            .kinds
            .iter()
            .map(|kind| (kind - self.ratio) / to_bits)
            .collect();
        let shares = |table: &Table| -> Table { table.iter().map(|l| l.map(f64::exp)).collect() };
        let mut other_shares: Table = vec![[0.0; LEVELS]; roles.len()];
        for (table, kind) in self.others.iter().zip(&self.kinds) {
            for (sum, levels) in other_shares.iter_mut().zip(table) {
                sum.iter_mut()
                    .zip(levels)
                    .for_each(|(s, l)| *s += (kind + l).exp());
            }
        }
        Model {
            ratios,
            odds_against: against,
            match_shares: shares(&self.matches),
            other_shares,
        }
    }
}

/// Logarithms of smoothed shares among the pairs where both sides have the field; missing says nothing.
fn smoothed(counts: &Table, prior: &Table, belief: f64) -> Table {
    counts
        .iter()
        .zip(prior)
        .map(|(counts, prior)| {
            let all: f64 = counts[1..].iter().sum::<f64>() + belief;
            let mut shares = [0.0; LEVELS];
            for level in 1..LEVELS {
                shares[level] = ((counts[level] + belief * prior[level]) / all)
                    .max(1e-12)
                    .ln();
            }
            shares
        })
        .collect()
}
