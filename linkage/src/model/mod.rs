//! How much each level speaks for or against a match, learned from the lists themselves.
//!
//! Candidates are a mixture of matches (class M) and of several kinds of non-matches (chance, same people,
//! same shop name, same phone or number, same place): within a kind the fields are independent, across kinds
//! they are not, which is how a family's shared phone, surname and village is kept from looking like proof.

mod em;
mod factors;
mod isotonic;
mod kinds;
mod prior;
mod sample;

pub(crate) use em::{Drawn, learn};
pub(crate) use prior::first_weight;
pub(crate) use sample::Sample;

use crate::compare::{LEVELS, Level, Pattern};
use factors::Factors;

/// One number per level of each field.
pub(crate) type Table = Vec<[f64; LEVELS]>;

/// Learned shares: of matches per level, and of each kind of non-match.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    /// By kind of non-match: its candidates / matches, among those that no better partner has ruled out, and for
    /// each field and level its share among non-matches of that kind / among matches.
    factors: Factors,
    /// Share of matches with each level.
    pub(crate) match_shares: Table,
    /// Share of all non-matches with each level.
    pub(crate) other_shares: Table,
}

impl Model {
    /// log2 of the odds that the pair is a match.
    pub(crate) fn weight(&self, pattern: Pattern) -> f64 {
        let against: f64 = self.factors.product(pattern).iter().sum();
        -against.max(1e-300).log2()
    }

    /// How much one field's level speaks for a match: the change in weight when the field is left out.
    pub(crate) fn field_weight(&self, pattern: Pattern, field: usize) -> f64 {
        self.weight(pattern) - self.weight(pattern.with(field, Level::MISSING))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::classes;
    use crate::spec::Role;
    use proptest::prelude::*;

    const ROLES: [Role; 4] = [Role::Person, Role::Phone, Role::Place, Role::Date];

    fn pattern(levels: &[(u8, u8)]) -> Pattern {
        levels
            .iter()
            .enumerate()
            .fold(Pattern::default(), |p, (field, (class, rarity))| {
                p.with(field, Level::of(class % classes(ROLES[field]), rarity % 3))
            })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn more_evidence_never_weighs_less(
            seen in prop::collection::vec((prop::collection::vec((0u8..8, 0u8..3), 4), 0u8..3), 5..60),
            at in prop::collection::vec((0u8..8, 0u8..3), 4),
            field in 0usize..4,
        ) {
            let mut sample = Sample::default();
            for (levels, fate) in &seen {
                match fate {
                    0 => sample.open(pattern(levels), 0.9),
                    1 => sample.open(pattern(levels), 0.05),
                    _ => sample.ruled_out(pattern(levels), 1.0),
                }
            }
            let model = learn(&ROLES, &sample, None);
            let below = pattern(&at);
            let top = classes(ROLES[field]) - 1;
            let above = below.with(field, Level::of(top, 2));
            prop_assert!(model.weight(below) <= model.weight(above) + 1e-9);
        }
    }
}
