//! What is believed before the data speak: a first weight to begin from, and first shares to smooth with.

use super::Table;
use crate::compare::{LEVELS, Level, Pattern, classes, has_rarity};
use crate::spec::Role;

/// What is first believed of a role: how much of its information agreement keeps (spelling and habit take
/// some away), and what disagreement costs, in bits.
fn trust(role: Role) -> (f64, f64) {
    match role {
        Role::Identity => (1.0, -3.0),
        Role::Phone | Role::Email => (0.8, -1.2),
        Role::Date => (0.9, -4.5),
        Role::Given | Role::Surname | Role::Person => (0.9, -5.0),
        Role::Business | Role::Text => (0.9, -6.0),
        Role::Address | Role::Postcode | Role::Place => (0.7, -1.2),
        Role::Number => (0.5, -2.0),
        Role::Category => (0.5, -1.0),
    }
}

/// Fields of one household: its members share them all, so the second and third say little more.
fn is_household(role: Role) -> bool {
    matches!(
        role,
        Role::Phone | Role::Email | Role::Address | Role::Postcode | Role::Place
    )
}

/// What further fields of a household count, beside the first.
const FURTHER: f64 = 0.35;

/// The first guess at a pattern's weight, before anything is learned: the information shared, as if chance
/// alone brought records together, less what disagreement costs, less what a chance pair must overcome.
pub(crate) fn first_weight(roles: &[Role], pattern: Pattern, full: f64, chance: f64) -> f64 {
    let (mut sum, mut household, mut best) = (0.0, 0.0, 0.0f64);
    for (field, role) in roles.iter().enumerate() {
        let Some((class, rarity)) = pattern.level(field).parts() else {
            continue;
        };
        let share = f64::from(class) / f64::from(classes(*role) - 1);
        let (keeps, costs) = trust(*role);
        if share < 0.4 {
            sum += costs * (1.0 - share);
            continue;
        }
        let bits = [0.28, 0.6, 0.92][usize::from(rarity.min(2))] * full * keeps * share * share;
        if is_household(*role) {
            household += bits;
            best = best.max(bits);
        } else {
            sum += bits;
        }
    }
    sum + best + FURTHER * (household - best) - chance
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
