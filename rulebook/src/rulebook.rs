//! The rulebook: all rules in plan order, with the tables they look things up in.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use vocab::{KbliCode, KbliVersion};

use crate::changes::Change;
use crate::condition::Inputs;
use crate::fact::ChoiceId;
use crate::facts::Facts;
use crate::finder::{Finder, Found, ReferenceList};
use crate::kbli::KbliTable;
use crate::risk::{Finding, RiskTable};
use crate::rule::{Rule, RuleIndex};

/// All rules that were loaded, checked and put in order.
#[derive(Clone, Debug)]
pub struct Rulebook {
    pub(crate) rules: Vec<Rule>,
    /// Beside each rule: the places of the rules it names.
    pub(crate) links: Vec<Links>,
    pub(crate) by_id: BTreeMap<String, Vec<RuleIndex>>,
    pub(crate) kbli: KbliTable,
    pub(crate) risks: RiskTable,
    pub(crate) finder: Finder,
    pub(crate) changes: Vec<Change>,
    pub(crate) fingerprint: String,
}

/// The places of the rules that a rule names, in all their versions.
#[derive(Clone, Debug, Default)]
pub(crate) struct Links {
    pub(crate) requires: Vec<RuleIndex>,
    pub(crate) unless: Vec<RuleIndex>,
}

impl Rulebook {
    /// The rule at this place; `None` for a place from another rulebook.
    pub fn rule(&self, index: RuleIndex) -> Option<&Rule> {
        self.rules.get(usize::from(index.0))
    }

    /// All rules with their places, in plan order, in every version.
    pub fn rules(&self) -> impl Iterator<Item = (RuleIndex, &Rule)> {
        (0..).map(RuleIndex).zip(&self.rules)
    }

    /// The version of a rule that holds on a day.
    pub fn find(&self, id: &str, on: NaiveDate) -> Option<(RuleIndex, &Rule)> {
        self.versions(id).find(|(_, rule)| rule.valid_on(on))
    }

    /// All versions of a rule, oldest first.
    pub fn versions(&self, id: &str) -> impl Iterator<Item = (RuleIndex, &Rule)> {
        let places = self.by_id.get(id).map(Vec::as_slice).unwrap_or_default();
        places
            .iter()
            .filter_map(|index| Some((*index, self.rule(*index)?)))
    }

    /// The activities that the rulebook speaks of.
    pub fn kbli(&self) -> &KbliTable {
        &self.kbli
    }

    /// The risk rows of the activities.
    pub fn risks(&self) -> &RiskTable {
        &self.risks
    }

    /// What changed and when, newest first.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The activities that fit what somebody says they do, best first: of one edition, or of both.
    pub fn find_activity(
        &self,
        text: &str,
        version: Option<KbliVersion>,
        limit: usize,
    ) -> Vec<Found> {
        self.finder.find(text, version, limit)
    }

    /// Lets the finder know a publisher's whole list too; what our table says stays.
    pub fn add_reference(&mut self, list: &ReferenceList) {
        self.finder.add_reference(list);
    }

    /// Whether an activity is in the table.
    pub fn knows(&self, code: KbliCode) -> bool {
        self.kbli.find(code).is_some()
    }

    /// What is known about the risk level of a business.
    pub fn risk(&self, facts: &Facts) -> Finding {
        self.conclude(facts).risk
    }

    /// The kind of product, as stated or else as the activity code tells.
    pub fn product_kind(&self, facts: &Facts) -> Option<ChoiceId> {
        self.conclude(facts).kind
    }

    fn conclude<'a>(&self, facts: &'a Facts) -> Inputs<'a> {
        // Neither the kind nor the risk level depends on the day.
        Inputs::new(facts, NaiveDate::MIN, &self.kbli, &self.risks)
    }

    /// Names the content of this rulebook: plans made with another fingerprint are stale.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}
