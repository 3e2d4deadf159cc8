//! What choosing an activity will require, as the rulebook itself says.

use chrono::NaiveDate;
use serde::Serialize;
use vocab::{KbliCode, Lang, SizeClass};

use crate::fact::Fact;
use crate::facts::Facts;
use crate::plan::{Step, StepState};
use crate::render::tell_risk;
use crate::rulebook::Rulebook;
use crate::stage::{Certainty, Duty, Risk, Stage};
use crate::text::Text;
use crate::value::Value;

/// A micro business (PP 7/2021 Art. 35: up to Rp 2 billion a year) like most: the plan is made for
/// sales that leave the free halal path open (up to Rp 500 million).
const SALES: i64 = 100_000_000;

/// What a micro business with an activity needs on a day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Requirements {
    /// The activity.
    pub code: KbliCode,
    /// The day.
    pub on: NaiveDate,
    /// What is known about its risk level, in words.
    pub risk: Text,
    /// The rows of the risk table, for all scales and scopes.
    pub rows: Vec<RiskLine>,
    /// The permits and other steps of the law, in order.
    pub steps: Vec<RequiredStep>,
}

/// One row of the risk table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RiskLine {
    /// The scales it holds for: mikro, kecil, menengah, besar.
    pub scales: Vec<String>,
    /// The part of the activity it holds for.
    pub scope: Option<Text>,
    /// The level.
    pub level: Risk,
    /// How sure we are of it.
    pub certainty: Certainty,
    /// Where it is written.
    pub source: String,
}

/// A step that choosing the activity brings with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequiredStep {
    /// The rule.
    pub rule: String,
    /// What it is.
    pub title: Text,
    /// Whether the law demands it.
    pub duty: Duty,
    /// How sure we are of the rule.
    pub certainty: Certainty,
    /// Whether it depends on more than the activity, such as how the product keeps.
    pub perhaps: bool,
    /// Whether it hangs on a risk level that nobody has confirmed.
    pub probably: bool,
    /// What must be told before it is clear.
    pub depends_on: Vec<Text>,
    /// What it costs.
    pub cost: Text,
    /// How long it takes.
    pub time: Text,
    /// Law and article.
    pub source: String,
}

impl Rulebook {
    /// What a micro business with this activity needs on a day: the same plan as everywhere else,
    /// made from the code alone, so it cannot say another thing than the plan later will.
    pub fn requirements(&self, code: KbliCode, on: NaiveDate) -> Requirements {
        let mut facts = Facts::new();
        // Both values are of the right kind, so setting them cannot fail.
        let _ = facts.set(Fact::Kbli, Value::Kbli(code));
        let _ = facts.set(Fact::Sales, Value::Rupiah(SALES));
        let plan = self.plan(&facts, on);
        let stages = [Stage::Legality, Stage::ProductStandard];
        let steps = stages.iter().flat_map(|stage| plan.steps_of(*stage));
        let finding = self.risk(&facts);
        Requirements {
            code,
            on,
            risk: both(|lang| tell_risk(finding, lang)),
            rows: self.risk_lines(code),
            steps: steps.filter_map(|step| self.required(step)).collect(),
        }
    }

    fn risk_lines(&self, code: KbliCode) -> Vec<RiskLine> {
        let rows = self.risks().rows(code);
        rows.map(|row| RiskLine {
            scales: row
                .scales()
                .map(|scale: SizeClass| scale.to_string())
                .collect(),
            scope: row.scope.clone(),
            level: row.level,
            certainty: row.certainty,
            source: row.source.clone(),
        })
        .collect()
    }

    fn required(&self, step: &Step) -> Option<RequiredStep> {
        let rule = self.rule(step.rule)?;
        // What is only advised in the first stage is no permit: filling in the profile, a tax number.
        if rule.stage == Stage::Legality && rule.duty != Duty::Required {
            return None;
        }
        let asked = match step.state {
            StepState::Ask { facts } if step.undecided => facts.iter().collect(),
            _ => Vec::new(),
        };
        Some(RequiredStep {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            duty: rule.duty,
            certainty: rule.certainty,
            perhaps: step.undecided,
            probably: step.likely,
            depends_on: asked
                .into_iter()
                .map(|fact| both(|lang| fact.label(lang).to_owned()))
                .collect(),
            cost: both(|lang| rule.cost.text(lang)),
            time: rule.time.clone(),
            source: rule.source.line(),
        })
    }
}

fn both(text: impl Fn(Lang) -> String) -> Text {
    Text {
        id: text(Lang::Id),
        en: text(Lang::En),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: &str, on: &str) -> Requirements {
        let book = Rulebook::builtin().expect("a good rulebook");
        let (code, on) = (code.parse().expect("a code"), on.parse().expect("a day"));
        book.requirements(code, on)
    }

    #[test]
    fn crisps_need_the_number_and_perhaps_the_household_permit_but_a_barber_does_not() {
        let ids = |code| -> Vec<String> {
            let steps = of(code, "2026-11-24").steps;
            steps.into_iter().map(|step| step.rule).collect()
        };
        let crisps = ids("2020:10794");
        assert!(crisps.contains(&"nib".to_owned()), "{crisps:?}");
        assert!(crisps.contains(&"spp_irt".to_owned()), "{crisps:?}");
        assert!(
            crisps.iter().any(|id| id.starts_with("halal")),
            "{crisps:?}"
        );
        let barber = ids("2020:96111");
        assert!(barber.contains(&"nib".to_owned()) && !barber.contains(&"spp_irt".to_owned()));
    }

    #[test]
    fn the_risk_rows_of_all_scales_and_scopes_are_shown() {
        let fish = of("2020:10219", "2026-11-24");
        assert_eq!(fish.rows.len(), 4);
        assert!(fish.rows.iter().all(|row| row.scope.is_some()));
        assert!(of("2020:95230", "2026-11-24").risk.id.contains("perkiraan"));
    }
}
