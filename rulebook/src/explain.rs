//! Why a step is in the plan: which condition, which fact, which source.

use chrono::NaiveDate;
use vocab::{Lang, Rupiah};

use crate::condition::{Condition, Inputs, Truth, tell};
use crate::fact::{Fact, Kind};
use crate::fact_set::FactSet;
use crate::facts::Facts;
use crate::rule::{Rule, RuleIndex};
use crate::rulebook::Rulebook;
use crate::text::Text;
use crate::value::Value;

/// Why a rule applies, or not, and why its step is done, or not.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Explanation {
    /// Whether it applies, condition by condition.
    pub applies: Vec<Reason>,
    /// Whether it is done, condition by condition.
    pub done: Vec<Reason>,
    /// The facts that the conditions name, with what is known about them.
    pub facts: Vec<Known>,
    /// The law and article.
    pub source: String,
}

/// One condition and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Reason {
    /// The condition in words.
    pub text: Text,
    /// Whether it holds.
    pub truth: Truth,
}

/// What is known about one fact.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Known {
    /// The fact.
    pub fact: Fact,
    /// Its value in words; `None` if it is unknown.
    pub value: Option<Text>,
}

impl Rulebook {
    /// Why the step of a rule stands as it does for these facts on this day.
    pub fn explain(&self, facts: &Facts, on: NaiveDate, rule: RuleIndex) -> Option<Explanation> {
        let rule = self.rule(rule)?;
        let inputs = Inputs::new(facts, on, &self.kbli, &self.risks);
        let reasons = |conditions: &[Condition]| {
            let reason = |condition| Reason {
                text: Text {
                    id: tell(condition, Lang::Id),
                    en: tell(condition, Lang::En),
                },
                truth: inputs.truth(condition),
            };
            conditions.iter().map(reason).collect()
        };
        Some(Explanation {
            applies: reasons(&rule.applies_when),
            done: reasons(&rule.done_when),
            facts: rule.facts().iter().map(|fact| known(facts, fact)).collect(),
            source: rule.source.line(),
        })
    }
}

fn known(facts: &Facts, fact: Fact) -> Known {
    let value = facts.get(fact).map(|value| Text {
        id: value.display(fact, Lang::Id),
        en: value.display(fact, Lang::En),
    });
    Known { fact, value }
}

impl Rule {
    /// Every fact that its conditions look at, directly or through size and risk.
    pub fn facts(&self) -> FactSet {
        let conditions = self.applies_when.iter().chain(&self.done_when);
        conditions.fold(FactSet::EMPTY, |facts, condition| {
            facts.union(facts_of(condition))
        })
    }

    /// The conditions under which it applies, in words.
    pub fn applies_in_words(&self, lang: Lang) -> Vec<String> {
        self.applies_when
            .iter()
            .map(|condition| tell(condition, lang))
            .collect()
    }

    /// The conditions under which its step is done, in words.
    pub fn done_in_words(&self, lang: Lang) -> Vec<String> {
        self.done_when
            .iter()
            .map(|condition| tell(condition, lang))
            .collect()
    }
}

fn facts_of(condition: &Condition) -> FactSet {
    let many = |facts: &[Fact]| facts.iter().copied().collect();
    match condition {
        Condition::All(inner) | Condition::Any(inner) => inner
            .iter()
            .fold(FactSet::EMPTY, |facts, part| facts.union(facts_of(part))),
        Condition::Not(inner) | Condition::Surely(inner) | Condition::Shared(_, inner) => {
            facts_of(inner)
        }
        Condition::Fact(Fact::ProductKind, _) => many(&[Fact::ProductKind, Fact::Kbli]),
        Condition::Fact(Fact::PirtExpiry, _) => many(&[Fact::PirtExpiry, Fact::Pirt]),
        Condition::Fact(fact, _) => FactSet::of(*fact),
        Condition::Kbli(_) => FactSet::of(Fact::Kbli),
        Condition::Pirt(part) => FactSet::of(Fact::Pirt).union(FactSet::of(part.fact())),
        Condition::Size(_) => many(SIZE_FACTS),
        Condition::Risk(_) => many(SIZE_FACTS).union(many(&[Fact::NibRisk, Fact::Kbli])),
        Condition::Today { .. } => FactSet::EMPTY,
    }
}

const SIZE_FACTS: &[Fact] = &[Fact::Capital, Fact::Sales, Fact::StartYear, Fact::StartDate];

impl Value {
    /// The value in words, as pages and lists show it.
    pub fn display(&self, fact: Fact, lang: Lang) -> String {
        match (self, lang) {
            (Value::Bool(true), Lang::Id) => "Ya".to_owned(),
            (Value::Bool(true), Lang::En) => "Yes".to_owned(),
            (Value::Bool(false), Lang::Id) => "Tidak".to_owned(),
            (Value::Bool(false), Lang::En) => "No".to_owned(),
            (Value::Count(days), Lang::Id) if fact.kind() == Kind::Days => format!("{days} hari"),
            (Value::Count(days), Lang::En) if fact.kind() == Kind::Days => format!("{days} days"),
            (Value::Count(number), _) => number.to_string(),
            (Value::Rupiah(amount), _) => Rupiah(*amount).to_string(),
            (Value::Year(year), _) => year.to_string(),
            (Value::Date(date), lang) => vocab::date::long_form(*date, lang),
            (Value::Text(text), _) => text.to_string(),
            (Value::Choice(choice), lang) => fact.choice_label(*choice, lang).to_owned(),
            (Value::Kbli(code), _) => code.to_string(),
            (Value::Region(code), _) => code.to_string(),
            (Value::Point(point), _) => point.to_string(),
        }
    }
}
