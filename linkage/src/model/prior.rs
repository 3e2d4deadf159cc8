//! What is believed before the data speak: a first weight to begin from, and first shares to smooth with.

use super::Table;
use crate::compare::{LEVELS, Level, Pattern, classes, has_rarity};
use crate::spec::Role;

/// How far a role's agreement and disagreement go, in bits.
fn reach(role: Role) -> (f64, f64) {
    match role {
        Role::Identity => (9.0, -3.0),
        Role::Phone => (7.0, -2.0),
        Role::Email => (7.0, -1.5),
        Role::Date => (5.0, -3.5),
        Role::Given | Role::Surname => (4.5, -3.5),
        Role::Person | Role::Business | Role::Text => (6.0, -5.0),
        Role::Address => (4.0, -2.0),
        Role::Postcode | Role::Place => (3.0, -2.0),
        Role::Number => (2.5, -2.0),
        Role::Category => (1.0, -1.5),
    }
}

/// A first guess at one level's weight.
fn level_weight(role: Role, class: u8, rarity: u8) -> f64 {
    let top = f64::from(classes(role) - 1);
    let (up, down) = reach(role);
    let share = f64::from(class) / top;
    let base = down + (up - down) * share.powf(0.9);
    if share > 0.5 {
        base + 1.5 * (f64::from(rarity) - 1.0)
    } else {
        base
    }
}

/// The first guess at a pattern's weight, before anything is learned.
pub(crate) fn first_weight(roles: &[Role], pattern: Pattern) -> f64 {
    let weight = |(field, role): (usize, &Role)| {
        pattern
            .level(field)
            .parts()
            .map_or(0.0, |(class, rarity)| level_weight(*role, class, rarity))
    };
    roles.iter().enumerate().map(weight).sum()
}

/// First shares of levels among matches.
pub(super) fn match_shares(roles: &[Role]) -> Table {
    shares(roles, |share| {
        if share >= 1.0 {
            12.0
        } else {
            0.35 + 1.8 * share.powi(2)
        }
    })
}

/// First shares of levels among non-matches.
pub(super) fn other_shares(roles: &[Role]) -> Table {
    shares(roles, |share| {
        if share >= 1.0 {
            0.6
        } else {
            0.3 + 8.0 * (1.0 - share).powi(3)
        }
    })
}

fn shares(roles: &[Role], of_class: impl Fn(f64) -> f64) -> Table {
    let share = |role: &Role| {
        let mut levels = [0.0; LEVELS];
        let count = classes(*role);
        let top = f64::from(count - 1);
        for class in 0..count {
            let value = of_class(f64::from(class) / top);
            let rarities = if has_rarity(class) { 3 } else { 1 };
            for rarity in 0..rarities {
                levels[usize::from(Level::of(class, rarity).0)] = value / f64::from(rarities);
            }
        }
        let sum: f64 = levels.iter().sum();
        levels.map(|v| v / sum)
    };
    roles.iter().map(share).collect()
}

/// The weight of two records alike in every field.
pub(crate) fn most_weight(roles: &[Role]) -> f64 {
    roles.iter().map(|role| reach(*role).0).sum()
}
