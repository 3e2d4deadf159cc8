//! Kinds of non-matches, each begun from what brings such pairs together.

use crate::compare::{Pattern, classes};
use crate::spec::Role;

/// What two records which are not one may have in common.
const KINDS: usize = 4;

fn kind(role: Role) -> usize {
    match role {
        Role::Given | Role::Surname | Role::Person | Role::Date => 0,
        Role::Business | Role::Text | Role::Number => 1,
        Role::Phone | Role::Identity | Role::Email => 2,
        Role::Place | Role::Address | Role::Postcode | Role::Category => 3,
    }
}

/// The kinds that the fields can tell apart, numbered from 1; 0 is chance.
pub(super) struct Kinds {
    number: [usize; KINDS],
    pub(super) count: usize,
}

impl Kinds {
    pub(super) fn new(roles: &[Role]) -> Self {
        let mut present = [false; KINDS];
        for role in roles {
            present[kind(*role)] = true;
        }
        let mut number = [0; KINDS];
        let mut count = 1;
        if present.iter().filter(|p| **p).count() > 1 {
            for (slot, there) in number.iter_mut().zip(present) {
                if there {
                    *slot = count;
                    count += 1;
                }
            }
        }
        Self { number, count }
    }

    /// Where a non-match with this pattern begins: the kind of the fields that agree most.
    pub(super) fn first(&self, roles: &[Role], pattern: Pattern) -> usize {
        let mut agreement = [0.0f64; KINDS];
        for (field, role) in roles.iter().enumerate() {
            if let Some((class, rarity)) = pattern.level(field).parts() {
                let share = f64::from(class) / f64::from(classes(*role) - 1);
                if share > 0.6 {
                    agreement[kind(*role)] += share + 0.2 * f64::from(rarity);
                }
            }
        }
        let best = agreement
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)));
        match best {
            Some((kind, share)) if *share > 0.0 => self.number[kind],
            _ => 0,
        }
    }
}
