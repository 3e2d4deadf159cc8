//! From the rulebook's plan to what the page shows.

use chrono::NaiveDate;
use rulebook::{
    Explanation, Fact, Facts, Kind, Plan, RuleIndex, Rulebook, Stage, Step, StepState, Value,
};
use vocab::{Gazetteer, Lang, RegionLevel};

use super::view::{AskKind, AskView, Choice, DoneWith, Known, PlanView, StageMark, StepView};

/// How many questions stand on the page at once; the next ones come when these are answered.
const ASKED_AT_ONCE: usize = 4;

/// Up to this many choices are buttons to tap; more are a list to choose from.
const BUTTONS_AT_MOST: usize = 4;

/// What a plan is drawn from.
pub(crate) struct Ground<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) gazetteer: &'a Gazetteer,
    pub(crate) facts: &'a Facts,
    pub(crate) on: NaiveDate,
    pub(crate) lang: Lang,
}

/// Who answers, and how.
pub(crate) enum Answers {
    /// Nobody: the plan is only read.
    None,
    /// In the address of this page, together with what was told before.
    InAddress(&'static str),
    /// By forms to this address, and on the page at this one for what needs more than a tap.
    Posted { to: String, form: String },
}

impl Ground<'_> {
    /// The plan as the page shows it. It is given, not made here: a shared plan was made from facts
    /// which its page must not know.
    pub(crate) fn view(&self, plan: &Plan, answers: &Answers) -> PlanView {
        let mut view = PlanView {
            stages: self.stages(plan),
            ..PlanView::default()
        };
        match answers {
            Answers::None => {}
            Answers::InAddress(to) => {
                (*to).clone_into(&mut view.answers_to);
                view.by_query = true;
                view.known = self.told();
            }
            Answers::Posted { to, form } => {
                view.answers_to.clone_from(to);
                view.form_at.clone_from(form);
            }
        }
        if !matches!(answers, Answers::None) {
            view.asks = self.asks(plan);
        }
        for step in &plan.steps {
            self.place(step, &mut view, answers);
        }
        view
    }

    fn place(&self, step: &Step, view: &mut PlanView, answers: &Answers) {
        let Some(mut shown) = self.step(step) else {
            return;
        };
        match &step.state {
            StepState::Done => view.done.push(shown),
            StepState::Next => {
                if !matches!(answers, Answers::None) {
                    shown.done_with = self.done_with(step.rule);
                }
                if view.next.is_none() {
                    view.next = Some(shown);
                } else {
                    view.open.push(shown);
                }
            }
            StepState::Blocked { by } => {
                shown.after = by.iter().filter_map(|rule| self.title(*rule)).collect();
                view.later.push(shown);
            }
            StepState::Ask { .. } => {
                shown.unsure = true;
                view.later.push(shown);
            }
        }
    }

    fn title(&self, rule: RuleIndex) -> Option<String> {
        self.rulebook
            .rule(rule)
            .map(|rule| rule.title.get(self.lang).to_owned())
    }

    fn step(&self, step: &Step) -> Option<StepView> {
        let rule = self.rulebook.rule(step.rule)?;
        let lang = self.lang;
        let texts =
            |texts: &[rulebook::Text]| texts.iter().map(|t| t.get(lang).to_owned()).collect();
        let explanation = self.rulebook.explain(self.facts, self.on, step.rule);
        Some(StepView {
            rule: rule.id.clone(),
            title: rule.title.get(lang).to_owned(),
            stage: rule.stage.label(lang).to_owned(),
            why: rule.why.get(lang).to_owned(),
            how: texts(&rule.how),
            who_helps: rule.who_helps.get(lang).to_owned(),
            documents: texts(&rule.documents),
            cost: rule.cost.text(lang),
            time: rule.time.get(lang).to_owned(),
            source: rule.source.line(),
            duty: rule.duty.label(lang).to_owned(),
            required: rule.duty == rulebook::Duty::Required,
            certainty: rule.certainty.label(lang).to_owned(),
            likely: step.likely,
            facts: explanation.map(|it| self.reasons(&it)).unwrap_or_default(),
            ..StepView::default()
        })
    }

    /// The known facts behind a step, but for those about the person: a plan is also shown to
    /// others by its link and on paper.
    fn reasons(&self, explanation: &Explanation) -> Vec<Known> {
        explanation
            .facts
            .iter()
            .filter(|known| !known.fact.is_personal() && !known.fact.is_sealed())
            .filter_map(|known| {
                let value = known.value.as_ref()?;
                Some(Known {
                    label: known.fact.label(self.lang).to_owned(),
                    value: value.get(self.lang).to_owned(),
                })
            })
            .collect()
    }

    fn stages(&self, plan: &Plan) -> Vec<StageMark> {
        let now = plan.stage();
        Stage::ALL
            .iter()
            .map(|stage| StageMark {
                label: stage.label(self.lang).to_owned(),
                state: if Some(*stage) == now {
                    "now"
                } else if plan.current(*stage).is_none() && !plan.steps_of(*stage).is_empty() {
                    "done"
                } else {
                    ""
                },
            })
            .collect()
    }

    fn asks(&self, plan: &Plan) -> Vec<AskView> {
        let mut asks: Vec<AskView> = Vec::new();
        for step in &plan.steps {
            let StepState::Ask { facts } = &step.state else {
                continue;
            };
            for fact in facts.iter() {
                let known = asks.iter().any(|ask| ask.fact == fact.id());
                if known || fact.is_sealed() {
                    continue;
                }
                if asks.len() == ASKED_AT_ONCE {
                    return asks;
                }
                asks.push(AskView {
                    fact: fact.id().to_owned(),
                    question: fact.question(self.lang).to_owned(),
                    help: fact.help(self.lang).to_owned(),
                    kind: self.kind(fact, ""),
                    for_step: self.title(step.rule).unwrap_or_default(),
                });
            }
        }
        asks
    }

    /// How a fact is asked for; `given` is the answer already chosen.
    pub(crate) fn kind(&self, fact: Fact, given: &str) -> AskKind {
        let choice = |id: &str, label: String| Choice::new(id, label).chosen_if(id == given);
        match fact.kind() {
            Kind::Bool => AskKind::Buttons(self.yes_or_no(given)),
            Kind::Permit(_) => AskKind::Permit(self.yes_or_no(given)),
            Kind::Choice(ids) => {
                let choices: Vec<Choice> = ids
                    .iter()
                    .filter_map(|id| {
                        let label = fact.choice_label(fact.choice(id)?, self.lang);
                        Some(choice(id, label.to_owned()))
                    })
                    .collect();
                if choices.len() > BUTTONS_AT_MOST {
                    AskKind::Select(choices)
                } else {
                    AskKind::Buttons(choices)
                }
            }
            Kind::Region => AskKind::Select(self.villages(given)),
            Kind::Kbli => AskKind::Select(self.activities(given)),
            Kind::Count | Kind::Days | Kind::Rupiah | Kind::Year | Kind::Number(_) => {
                AskKind::Figure
            }
            Kind::Date => AskKind::Day,
            Kind::Text | Kind::Point => AskKind::Words,
        }
    }

    fn yes_or_no(&self, given: &str) -> Vec<Choice> {
        [("ya", "yes"), ("tidak", "no")]
            .map(|(id, key)| {
                Choice::new(id, crate::language::text(self.lang, key)).chosen_if(id == given)
            })
            .into()
    }

    fn villages(&self, given: &str) -> Vec<Choice> {
        let places = self.gazetteer.places().iter();
        let mut villages: Vec<Choice> = places
            .filter(|place| place.code.level() == RegionLevel::Village)
            .map(|village| {
                let district = village
                    .code
                    .parent()
                    .and_then(|code| self.gazetteer.name(&code));
                let label = format!("{}, {}", village.name, district.unwrap_or_default());
                Choice::new(village.code.as_str(), label).chosen_if(village.code.as_str() == given)
            })
            .collect();
        villages.sort_by(|one, other| one.label.cmp(&other.label));
        villages
    }

    fn activities(&self, given: &str) -> Vec<Choice> {
        let mut activities: Vec<Choice> = self
            .rulebook
            .kbli()
            .activities()
            .iter()
            .filter_map(|activity| {
                let code = activity.v2020.or(activity.v2025)?.to_string();
                let label = format!("{} ({code})", activity.title.get(self.lang));
                let chosen = code == given;
                Some(Choice::new(code, label).chosen_if(chosen))
            })
            .collect();
        activities.sort_by(|one, other| one.label.cmp(&other.label));
        activities
    }

    /// The one fact which, if it were so, would finish a step: asked of the rulebook itself by
    /// planning with it, so that no second place decides what finishes a step.
    fn done_with(&self, rule: RuleIndex) -> Option<DoneWith> {
        let facts = self.rulebook.rule(rule)?.facts();
        facts.iter().find_map(|fact| {
            if !matches!(fact.kind(), Kind::Bool | Kind::Permit(_)) {
                return None;
            }
            let mut tried = self.facts.clone();
            tried.set(fact, Value::Bool(true)).ok()?;
            let plan = self.rulebook.plan(&tried, self.on);
            plan.step(rule).filter(|step| step.is_done())?;
            let number = matches!(fact.kind(), Kind::Permit(_));
            Some(DoneWith {
                fact: fact.id().to_owned(),
                number,
            })
        })
    }

    /// What the visitor told, as it stands in the address.
    fn told(&self) -> Vec<(String, String)> {
        self.facts
            .iter()
            .map(|(fact, value)| (fact.id().to_owned(), in_address(fact, value)))
            .collect()
    }
}

/// A value as a form sends it and [`Value::parse`] reads it back.
pub(crate) fn in_address(fact: Fact, value: &Value) -> String {
    match value {
        Value::Bool(yes) => if *yes { "ya" } else { "tidak" }.to_owned(),
        Value::Choice(choice) => fact.choice_id(*choice).unwrap_or_default().to_owned(),
        Value::Count(number) | Value::Rupiah(number) => number.to_string(),
        Value::Year(year) => year.to_string(),
        Value::Date(day) => day.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Kbli(code) => code.to_string(),
        Value::Region(code) => code.to_string(),
        Value::Point(point) => point.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground<'a>(
        rulebook: &'a Rulebook,
        gazetteer: &'a Gazetteer,
        facts: &'a Facts,
    ) -> Ground<'a> {
        let on = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        Ground {
            rulebook,
            gazetteer,
            facts,
            on,
            lang: Lang::Id,
        }
    }

    fn facts(pairs: &[(&str, &str)]) -> Facts {
        let mut facts = Facts::new();
        for (id, value) in pairs {
            facts.set_text(Fact::from_id(id).unwrap(), value).unwrap();
        }
        facts
    }

    #[test]
    fn a_running_business_without_nib_is_told_to_get_one_and_may_say_that_it_has() {
        let (rulebook, gazetteer) = (Rulebook::builtin().unwrap(), Gazetteer::kendal());
        let facts = facts(&[("status", "active"), ("nib", "belum"), ("kbli", "10794")]);
        let ground = ground(&rulebook, &gazetteer, &facts);
        let view = ground.view(
            &rulebook.plan(&facts, ground.on),
            &Answers::InAddress("/next"),
        );
        let next = view.next.expect("a next step");
        assert!(next.title.contains("NIB"), "{}", next.title);
        assert_eq!(
            next.done_with.as_ref().map(|done| done.fact.as_str()),
            Some("nib")
        );
        assert!(next.source.contains("PP "), "{}", next.source);
        assert!(view.known.contains(&("nib".to_owned(), "tidak".to_owned())));
    }

    #[test]
    fn nothing_personal_stands_among_the_reasons() {
        let (rulebook, gazetteer) = (Rulebook::builtin().unwrap(), Gazetteer::kendal());
        let facts = facts(&[
            ("owner_name", "Siti"),
            ("owner_phone", "081234567890"),
            ("status", "active"),
        ]);
        let ground = ground(&rulebook, &gazetteer, &facts);
        let view = ground.view(&rulebook.plan(&facts, ground.on), &Answers::None);
        let steps = view
            .next
            .iter()
            .chain(&view.open)
            .chain(&view.later)
            .chain(&view.done);
        for known in steps.flat_map(|step| &step.facts) {
            assert!(
                !known.value.contains("Siti") && !known.value.contains("0812"),
                "{known:?}"
            );
        }
        assert!(
            view.asks.is_empty(),
            "a plan which is only read asks nothing"
        );
    }

    #[test]
    fn what_an_address_says_reads_back_as_the_same_fact() {
        let facts = facts(&[
            ("nib", "ya"),
            ("kbli", "2020:10794"),
            ("sales", "25 jt"),
            ("product_kind", "craft"),
            ("start_year", "2019"),
            ("shelf_life_days", "3 bulan"),
            ("village", "33.24.09.2003"),
        ]);
        for (fact, value) in facts.iter() {
            assert_eq!(
                Value::parse(fact, &in_address(fact, value)).as_ref(),
                Ok(value)
            );
        }
    }
}
