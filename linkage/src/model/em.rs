//! Expectation and maximisation over pattern counts.

use super::factors::{Factors, LANES, Lanes};
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
    debug_assert!(
        kinds.count < LANES,
        "a lane for matches and one for each kind"
    );
    let mut state = State::first(roles, &kinds, &seen, drawn);
    for _ in 0..ROUNDS {
        let before = state.open_matches;
        let sums = state.expect(&seen);
        state = State::maximise(roles, kinds.count, sums, drawn);
        if (state.open_matches - before).abs() < 1e-4 * before.max(1.0) {
            break;
        }
    }
    state.model(roles)
}

/// Expected counts, for matches and each kind of non-match side by side.
#[derive(Clone)]
struct Sums {
    levels: Vec<[Lanes; LEVELS]>,
    /// All that is counted in each lane; the first is not needed.
    kinds: Lanes,
    open_matches: f64,
    open_others: f64,
}

impl Sums {
    fn new(fields: usize) -> Self {
        Self {
            levels: vec![[[0.0; LANES]; LEVELS]; fields],
            kinds: [0.0; LANES],
            open_matches: 0.0,
            open_others: 0.0,
        }
    }

    /// Adds one pattern, of which `matched` is believed to be a match; `shares` parts the rest among the kinds.
    fn add(&mut self, seen: &Seen, matched: f64, shares: &Lanes) {
        let open_match = seen.open * matched;
        self.open_matches += open_match;
        self.open_others += seen.open - open_match;
        let others = seen.open - open_match + seen.ruled_out;
        let mut counts = shares.map(|share| share * others);
        counts[0] = open_match + seen.confirmed;
        for (field, levels) in self.levels.iter_mut().enumerate() {
            let sums = &mut levels[usize::from(seen.pattern.level(field).0)];
            add(sums, &counts);
        }
        add(&mut self.kinds, &counts);
    }

    fn join(mut self, other: &Self) -> Self {
        let theirs = other.levels.iter().flatten();
        for (sums, counts) in self.levels.iter_mut().flatten().zip(theirs) {
            add(sums, counts);
        }
        add(&mut self.kinds, &other.kinds);
        self.open_matches += other.open_matches;
        self.open_others += other.open_others;
        self
    }

    /// The counts of one lane.
    fn table(&self, lane: usize) -> Table {
        self.levels
            .iter()
            .map(|l| l.map(|sums| sums[lane]))
            .collect()
    }
}

fn add(sums: &mut Lanes, counts: &Lanes) {
    for (sum, count) in sums.iter_mut().zip(counts) {
        *sum += count;
    }
}

/// Current shares, as natural logarithms, and as the factors by which patterns are judged.
struct State {
    matches: Table,
    others: Vec<Table>,
    ratio: f64,
    kinds: Vec<f64>,
    open_matches: f64,
    sums: Sums,
    factors: Factors,
}

impl State {
    /// Begins from the first beliefs.
    fn first(roles: &[Role], kinds: &Kinds, seen: &[Seen], drawn: Option<&Drawn>) -> Self {
        let mut sums = Sums::new(roles.len());
        for one in seen {
            let matched = if one.open > 0.0 {
                one.belief / one.open
            } else {
                0.0
            };
            let mut shares = [0.0; LANES];
            shares[1..=kinds.count].fill(0.3 / kinds.count as f64);
            shares[1 + kinds.first(roles, one.pattern)] += 0.7;
            sums.add(one, matched, &shares);
        }
        Self::maximise(roles, kinds.count, sums, drawn)
    }

    fn maximise(roles: &[Role], kinds: usize, sums: Sums, drawn: Option<&Drawn>) -> Self {
        let matches = smoothed(&sums.table(0), &prior::match_shares(roles), PRIOR_MATCHES);
        let other_prior = prior::other_shares(roles);
        let mut others: Vec<Table> = (1..=kinds)
            .map(|lane| smoothed(&sums.table(lane), &other_prior, PRIOR_OTHERS))
            .collect();
        let counts = &sums.kinds[1..=kinds];
        let all: f64 = counts.iter().sum::<f64>() + kinds as f64;
        let mut kinds: Vec<f64> = counts.iter().map(|k| ((k + 1.0) / all).ln()).collect();
        if let Some(drawn) = drawn {
            // Candidates were picked for what they share; chance pairs were not, and there are far more of them.
            others[0] = smoothed(&drawn.counts, &other_prior, PRIOR_OTHERS);
            kinds[0] = (drawn.pairs / (sums.open_others + 0.5)).ln();
        }
        let ratio = ((sums.open_matches + 0.5) / (sums.open_others + 0.5)).ln();
        let lanes =
            std::iter::once((&matches, ratio)).chain(others.iter().zip(kinds.iter().copied()));
        let factors = Factors::new(roles.len(), lanes, f64::exp);
        Self {
            matches,
            others,
            ratio,
            kinds,
            open_matches: sums.open_matches,
            sums,
            factors,
        }
    }

    fn expect(&self, seen: &[Seen]) -> Sums {
        let fields = self.matches.len();
        let pieces: Vec<Sums> = seen
            .par_chunks(PIECE)
            .map(|piece| {
                let mut sums = Sums::new(fields);
                for one in piece {
                    let (matched, shares) = self.judge(one);
                    sums.add(one, matched, &shares);
                }
                sums
            })
            .collect();
        pieces.iter().fold(Sums::new(fields), Sums::join)
    }

    /// The probability of a match, and of each kind given no match.
    fn judge(&self, seen: &Seen) -> (f64, Lanes) {
        let lanes = self.factors.product(seen.pattern);
        let others = lanes[1..].iter().sum::<f64>().max(f64::MIN_POSITIVE);
        (
            lanes[0] / (lanes[0] + others),
            lanes.map(|lane| lane / others),
        )
    }

    fn model(self, roles: &[Role]) -> Model {
        let to_bits = std::f64::consts::LN_2;
        let matched = self.sums.table(0);
        let ratios: Vec<Table> = self
            .others
            .iter()
            .enumerate()
            .map(|(kind, others)| {
                let counts = self.sums.table(kind + 1);
                let fields = roles.iter().enumerate().map(|(field, role)| {
                    let mut ratio = [0.0; LEVELS];
                    let mut weight = [0.0; LEVELS];
                    for level in 1..LEVELS {
                        ratio[level] =
                            (self.matches[field][level] - others[field][level]) / to_bits;
                        weight[level] = matched[field][level] + counts[field][level] + 0.1;
                    }
                    isotonic::raise(*role, &mut ratio, &weight);
                    ratio
                });
                fields.collect()
            })
            .collect();
        let against = self.kinds.iter().map(|kind| (kind - self.ratio) / to_bits);
        let factors = Factors::against(roles.len(), ratios.iter().zip(against));
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
            factors,
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
