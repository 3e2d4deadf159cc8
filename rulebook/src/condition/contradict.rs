//! Finding lists of conditions that can never all hold.

use super::{Check, Condition};
use crate::fact::Fact;

/// A fact of which the conditions, taken together, demand the impossible.
///
/// Only what is demanded of the same fact is compared; two conditions that exclude each other by
/// way of different facts are not found.
pub(crate) fn contradiction(conditions: &[Condition]) -> Option<Fact> {
    let mut demands = Vec::new();
    gather(conditions, &mut demands);
    demands.iter().enumerate().find_map(|(at, (fact, check))| {
        let others = demands
            .iter()
            .skip(at + 1)
            .filter(|(other, _)| other == fact);
        others
            .into_iter()
            .any(|(_, other)| excludes(*check, *other))
            .then_some(*fact)
    })
}

fn gather(conditions: &[Condition], demands: &mut Vec<(Fact, Check)>) {
    for condition in conditions {
        match condition {
            Condition::All(inner) => gather(inner, demands),
            Condition::Surely(inner) | Condition::Shared(_, inner) => {
                gather(std::slice::from_ref(inner), demands);
            }
            Condition::Fact(fact, check) => demands.push((*fact, *check)),
            _ => {}
        }
    }
}

fn excludes(one: Check, other: Check) -> bool {
    match (one, other) {
        (Check::Is(one), Check::Is(other))
        | (Check::Held(one), Check::Held(other))
        | (Check::Known(one), Check::Known(other)) => one != other,
        (Check::OneOf(one), Check::OneOf(other)) => one & other == 0,
        (
            Check::Number { least, most },
            Check::Number {
                least: other_least,
                most: other_most,
            },
        ) => least > other_most || other_least > most,
        (Check::Known(false), _) | (_, Check::Known(false)) => true,
        _ => false,
    }
}
