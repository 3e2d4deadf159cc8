//! What a bad cell does to its row, as data.

use std::sync::LazyLock;

use rulebook::{Fact, FactSet};
use serde::Deserialize;

use crate::map::Per;

const SOURCE: &str = include_str!("../policy.toml");

static BUILTIN: LazyLock<Policy> = LazyLock::new(|| Policy::parse(SOURCE).unwrap_or_default());

/// Which bad cells refuse a row, and how amounts become those of a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    reject: FactSet,
    identity: FactSet,
    month: i64,
    week: i64,
    day: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    reject: Vec<Fact>,
    identity: Vec<Fact>,
    per_year: PerYear,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PerYear {
    month: i64,
    week: i64,
    day: i64,
}

impl Policy {
    /// The policy that this program was built with, from `intake/policy.toml`.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    fn parse(source: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(source)?;
        Ok(Self {
            reject: file.reject.into_iter().collect(),
            identity: file.identity.into_iter().collect(),
            month: file.per_year.month,
            week: file.per_year.week,
            day: file.per_year.day,
        })
    }

    /// The same, but bad cells of these facts no longer refuse the row. The village stays: a
    /// business without a place cannot be stored.
    #[must_use]
    pub fn forgiving(mut self, facts: &[Fact]) -> Self {
        for fact in facts.iter().filter(|fact| **fact != Fact::Village) {
            self.reject.remove(*fact);
        }
        self
    }

    pub(crate) fn rejects(&self, fact: Fact) -> bool {
        self.reject.contains(fact)
    }

    pub(crate) const fn identity(&self) -> FactSet {
        self.identity
    }

    pub(crate) const fn per_year(&self, per: Per) -> i64 {
        match per {
            Per::Year => 1,
            Per::Month => self.month,
            Per::Week => self.week,
            Per::Day => self.day,
        }
    }
}

/// The strictest: what is used if the built-in file could not be read, which a test rules out.
impl Default for Policy {
    fn default() -> Self {
        Self {
            reject: [Fact::Village, Fact::OwnerNik].into_iter().collect(),
            identity: [Fact::BusinessName, Fact::OwnerName].into_iter().collect(),
            month: 12,
            week: 52,
            day: 300,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_policy_can_be_read_and_forgives_on_demand() {
        let policy = Policy::parse(SOURCE).unwrap();
        assert_eq!(policy, Policy::default());
        let lenient = policy.forgiving(&[Fact::OwnerNik, Fact::Village]);
        assert!(!lenient.rejects(Fact::OwnerNik));
        assert!(lenient.rejects(Fact::Village));
    }
}
