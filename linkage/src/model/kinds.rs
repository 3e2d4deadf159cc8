//! Kinds of non-matches, each begun from what brings such pairs together.

use crate::compare::{Pattern, classes};
use crate::spec::Role;

/// What two records which are not one may have in common.
const KINDS: usize = 4;

/// A date brings nobody together who is not one, so it begins no kind.
fn kind(role: Role) -> Option<usize> {
    Some(match role {
        Role::Date => return None,
        Role::Given | Role::Surname | Role::Person => 0,
        Role::Business | Role::Text | Role::Number => 1,
        Role::Phone | Role::Identity | Role::Email => 2,
        Role::Place | Role::Address | Role::Postcode | Role::Category => 3,
    })
}

/// The kinds that the fields can tell apart, numbered from 1; 0 is chance.
pub(super) struct Kinds {
    number: [usize; KINDS],
    /// Pairs that share much and are not one all the same: an owner's second business, twins.
    close: usize,
    pub(super) count: usize,
}

impl Kinds {
    /// Where some non-matches are known, all kinds can be learned, close pairs among them. Where none are, only
    /// households are told apart: a kind of people with one name would swallow everyone who moves house.
    pub(super) fn new(roles: &[Role], some_known: bool) -> Self {
        let mut present = [false; KINDS];
        for kind in roles.iter().filter_map(|role| kind(*role)) {
            present[kind] = true;
        }
        let several = present.iter().filter(|p| **p).count() > 1;
        if !several {
            return Self {
                number: [0; KINDS],
                close: 0,
                count: 1,
            };
        }
        if !some_known {
            return Self {
                number: [0, 0, 1, 1],
                close: 0,
                count: 2,
            };
        }
        let mut number = [0; KINDS];
        let mut count = 1;
        for (slot, _) in number.iter_mut().zip(present).filter(|(_, there)| *there) {
            *slot = count;
            count += 1;
        }
        Self {
            number,
            close: count,
            count: count + 1,
        }
    }

    /// Where a non-match with this pattern begins: the kind of the fields that agree most.
    pub(super) fn first(&self, roles: &[Role], pattern: Pattern) -> usize {
        let mut agreement = [0.0f64; KINDS];
        for (field, role) in roles.iter().enumerate() {
            if let (Some((class, rarity)), Some(kind)) = (pattern.level(field).parts(), kind(*role))
            {
                let share = f64::from(class) / f64::from(classes(*role) - 1);
                if share > 0.6 {
                    agreement[kind] += share + 0.2 * f64::from(rarity);
                }
            }
        }
        if self.close > 0 && agreement.iter().filter(|a| **a > 0.0).count() >= 3 {
            return self.close;
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
