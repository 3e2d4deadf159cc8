//! Which steps of a plan can be carried out as a case, and what is known about each: see `permits.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rulebook::{Fact, Facts, Kind, Rule, RuleIndex, Rulebook, Stage, Truth, Value};
use serde::{Deserialize, Serialize};

const BUILTIN: &str = include_str!("permits.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    permit: Vec<Entry>,
    default: Entry,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    rules: Vec<String>,
    fact: Option<Fact>,
    value: Option<String>,
    #[serde(default)]
    plain_number: bool,
    #[serde(default)]
    per_product: bool,
    system: String,
    office_days: u32,
    outside_days: u32,
    owner_days: u32,
}

// The text is part of the program; a test reads it.
static TABLE: LazyLock<File> = LazyLock::new(|| toml::from_str(BUILTIN).unwrap_or_default());

/// Working days that the operator gives instead of the built-in ones; what is not named stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Days {
    /// The office's.
    pub office: Option<u32>,
    /// The outside authority's.
    pub outside: Option<u32>,
    /// An owner's.
    pub owner: Option<u32>,
}

/// The operator's days by the id of the permit's rule.
pub type OwnDays = BTreeMap<String, Days>;

/// Those of some days that belong to no permit: a misspelt rule would silently change nothing.
pub fn unknown_rules<'a>(days: &'a OwnDays, rulebook: &Rulebook) -> Vec<&'a str> {
    let is_permit = |id: &str| {
        let mut versions = rulebook.versions(id);
        versions.any(|(index, rule)| Permit::of(rulebook, rule, index).is_some())
    };
    let ids = days.keys().map(String::as_str);
    ids.filter(|id| !is_permit(id)).collect()
}

/// A permit that can be got by a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    /// Id of the rule.
    pub rule: String,
    /// The fact that tells that it is there.
    pub fact: Fact,
    /// What the fact says then, where it is a choice.
    value: Option<String>,
    /// Whether its number is of a kind that we cannot read.
    plain_number: bool,
    /// Whether each product needs its own.
    per_product: bool,
    /// Where it is filed; empty if that is not known.
    pub system: String,
    /// Working days the office is given.
    pub office_days: u32,
    /// Working days the outside authority is given before the office asks.
    pub outside_days: u32,
    /// Working days an owner is given before the office asks.
    pub owner_days: u32,
}

impl Permit {
    /// The permit of a rule, if its step can be carried out as a case: a rule of the law's stages, finished by one fact.
    pub fn of(rulebook: &Rulebook, rule: &Rule, index: RuleIndex) -> Option<Self> {
        if !matches!(rule.stage, Stage::Legality | Stage::ProductStandard) {
            return None;
        }
        let known = TABLE
            .permit
            .iter()
            .find(|entry| entry.rules.contains(&rule.id));
        let entry = known.unwrap_or(&TABLE.default);
        let fact = match entry.fact {
            Some(fact) => fact,
            None => finishing(rulebook, rule, index)?,
        };
        Some(Self {
            rule: rule.id.clone(),
            fact,
            value: entry.value.clone(),
            plain_number: entry.plain_number,
            per_product: entry.per_product,
            system: entry.system.clone(),
            office_days: entry.office_days,
            outside_days: entry.outside_days,
            owner_days: entry.owner_days,
        })
    }

    /// The permit of a rule's id, by the version of the rule that holds on a day.
    pub fn by_id(rulebook: &Rulebook, id: &str, on: chrono::NaiveDate) -> Option<Self> {
        let (index, rule) = rulebook.find(id, on)?;
        Self::of(rulebook, rule, index)
    }

    /// The same with the operator's own days.
    #[must_use]
    pub fn within(mut self, days: &OwnDays) -> Self {
        if let Some(own) = days.get(&self.rule) {
            self.office_days = own.office.unwrap_or(self.office_days);
            self.outside_days = own.outside.unwrap_or(self.outside_days);
            self.owner_days = own.owner.unwrap_or(self.owner_days);
        }
        self
    }

    /// Whether the law gives it to each product apart, so that a business may need several.
    pub fn is_per_product(&self) -> bool {
        self.per_product
    }

    /// Whether the authority gives it a number that we know how to read.
    pub fn has_number(&self) -> bool {
        matches!(self.fact.kind(), Kind::Permit(_)) && !self.plain_number
    }

    /// The value that says it is there, where it has no number.
    pub fn held(&self) -> Option<Value> {
        match (self.fact.kind(), &self.value) {
            (Kind::Bool | Kind::Permit(_), _) => Some(Value::Bool(true)),
            (Kind::Choice(_), Some(value)) => self.fact.choice(value).map(Value::Choice),
            _ => None,
        }
    }
}

/// Every permit of today's rules, in the order of the rules.
pub fn all(hall: &crate::hall::Hall) -> Vec<Permit> {
    let rulebook = hall.rulebook();
    let today = hall.clock().today();
    rulebook
        .rules()
        .filter(|(_, rule)| rule.valid_on(today))
        .filter_map(|(index, rule)| Permit::of(&rulebook, rule, index))
        .collect()
}

/// The one yes-or-no fact that finishes the step: asked of the rulebook by explaining the rule with it.
fn finishing(rulebook: &Rulebook, rule: &Rule, index: RuleIndex) -> Option<Fact> {
    let on = rule.valid_from.or(rule.valid_to).unwrap_or_default();
    let mut found = rule.facts().iter().filter(|fact| {
        let mut tried = Facts::new();
        fact.kind() == Kind::Bool
            && tried.set(*fact, Value::Bool(true)).is_ok()
            && rulebook.explain(&tried, on, index).is_some_and(|why| {
                !why.done.is_empty() && why.done.iter().all(|reason| reason.truth == Truth::True)
            })
    });
    found.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_names_only_rules_that_exist() {
        let file: File = toml::from_str(BUILTIN).unwrap();
        let rulebook = Rulebook::builtin().unwrap();
        let ids: Vec<&str> = rulebook.rules().map(|(_, rule)| rule.id.as_str()).collect();
        for rule in file.permit.iter().flat_map(|entry| &entry.rules) {
            assert!(ids.contains(&rule.as_str()), "{rule}");
        }
    }

    #[test]
    fn the_operators_days_take_the_place_of_those_named_and_a_misspelt_rule_is_told() {
        let rulebook = Rulebook::builtin().unwrap();
        let on = "2026-11-24".parse().unwrap();
        let days: OwnDays =
            toml::from_str("spp_irt = { office = 9 }\nspp_itr = { owner = 3 }\nphotos = {}")
                .unwrap();
        assert_eq!(unknown_rules(&days, &rulebook), ["photos", "spp_itr"]);
        let usual = Permit::by_id(&rulebook, "spp_irt", on).unwrap();
        let own = usual.clone().within(&days);
        assert_eq!(own.office_days, 9);
        assert_eq!(own.owner_days, usual.owner_days);
        let nib = Permit::by_id(&rulebook, "nib", on).unwrap();
        assert_eq!(nib.clone().within(&days), nib);
    }

    #[test]
    fn the_steps_of_the_law_can_be_cases_and_say_what_finishes_them() {
        let rulebook = Rulebook::builtin().unwrap();
        let on = "2026-11-24".parse().unwrap();
        for (rule, fact) in [
            ("nib", Fact::Nib),
            ("spp_irt", Fact::Pirt),
            ("halal_self_declare", Fact::Halal),
            ("sppl", Fact::Sppl),
            ("slhs", Fact::Slhs),
            ("pkp", Fact::PkpCertificate),
            ("merek_letter", Fact::MerekLetter),
            ("sni_bina_umk", Fact::SniBinaUmk),
            ("standard_certificate", Fact::StandardCertificate),
        ] {
            let permit = Permit::by_id(&rulebook, rule, on);
            assert_eq!(
                permit.as_ref().map(|permit| permit.fact),
                Some(fact),
                "{rule}"
            );
            assert!(permit.unwrap().held().is_some(), "{rule}");
        }
        assert_eq!(Permit::by_id(&rulebook, "photos", on), None);
        assert_eq!(Permit::by_id(&rulebook, "profile", on), None);
    }
}
