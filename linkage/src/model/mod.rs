//! How much each level speaks for or against a match, learned from the lists themselves.
//!
//! Candidates are a mixture of matches (class M) and of several kinds of non-matches (chance, same people,
//! same shop name, same phone or number, same place): within a kind the fields are independent, across kinds
//! they are not, which is how a family's shared phone, surname and village is kept from looking like proof.

mod em;
mod isotonic;
mod kinds;
mod prior;
mod sample;

pub(crate) use em::learn;
pub(crate) use prior::first_weight;
pub(crate) use sample::Sample;

use crate::compare::{LEVELS, Level, Pattern};

/// One number per level of each field.
pub(crate) type Table = Vec<[f64; LEVELS]>;

/// Learned shares: of matches per level, and of each kind of non-match.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    /// log2(share among matches / share among non-matches of a kind), by kind, field and level.
    pub(crate) ratios: Vec<Table>,
    /// log2(kind's candidates / matches), for candidates that no better partner has ruled out.
    pub(crate) odds_against: Vec<f64>,
    /// Share of matches with each level.
    pub(crate) match_shares: Table,
    /// Share of all non-matches with each level.
    pub(crate) other_shares: Table,
}

impl Model {
    /// log2 of the odds that the pair is a match.
    pub(crate) fn weight(&self, pattern: Pattern) -> f64 {
        let fields = self.match_shares.len();
        let mut against = 0.0;
        for (table, odds) in self.ratios.iter().zip(&self.odds_against) {
            let mut exponent = *odds;
            for (field, levels) in table.iter().enumerate().take(fields) {
                exponent -= levels[usize::from(pattern.level(field).0)];
            }
            against += exponent.exp2();
        }
        -against.max(1e-300).log2()
    }

    /// How much one field's level speaks for a match: the change in weight when the field is left out.
    pub(crate) fn field_weight(&self, pattern: Pattern, field: usize) -> f64 {
        self.weight(pattern) - self.weight(pattern.with(field, Level::MISSING))
    }
}
