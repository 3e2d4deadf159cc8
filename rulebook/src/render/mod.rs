//! A plan as people and programs read it: plain text, and JSON in one language.

mod text;

use chrono::NaiveDate;
use serde::Serialize;
use vocab::Lang;

use crate::condition::Truth;
use crate::fact::Fact;
use crate::facts::Facts;
use crate::plan::{Plan, Step, StepState};
use crate::risk::Finding;
use crate::rule::{Rule, RuleIndex};
use crate::rulebook::Rulebook;
use crate::stage::{Certainty, Duty, Stage};

pub use text::text;

/// A plan with all its words, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanView {
    /// The day for which it was made.
    pub on: NaiveDate,
    /// The rulebook it was made with.
    pub fingerprint: String,
    /// What is known about the risk level, in words.
    pub risk: String,
    /// How many steps stand how.
    pub counts: Counts,
    /// The stages that have steps.
    pub stages: Vec<StageView>,
}

/// How many steps stand how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Steps that are done.
    pub done: usize,
    /// Steps that can be done now.
    pub next: usize,
    /// Steps that wait for others.
    pub blocked: usize,
    /// Steps that wait for an answer.
    pub ask: usize,
}

/// A stage and its steps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StageView {
    /// Which stage.
    pub stage: Stage,
    /// Its name.
    pub label: String,
    /// Its steps, in order.
    pub steps: Vec<StepView>,
}

/// A step with all its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepView {
    /// The rule's id.
    pub rule: String,
    /// What the step is called.
    pub title: String,
    /// `done`, `next`, `blocked` or `ask`.
    pub state: &'static str,
    /// Whether it is not even known that the step is needed.
    pub undecided: bool,
    /// Whether the law demands it.
    pub duty: Duty,
    /// How sure we are of the rule.
    pub certainty: Certainty,
    /// What must be said with it, if the rule or the risk level is not confirmed.
    pub caution: Option<String>,
    /// The steps it waits for.
    pub blocked_by: Vec<Named>,
    /// What must be told before it is clear.
    pub asks: Vec<Question>,
    /// Why it matters.
    pub why: String,
    /// How to do it.
    pub how: Vec<String>,
    /// Who helps.
    pub who_helps: String,
    /// What to bring.
    pub documents: Vec<String>,
    /// What it costs.
    pub cost: String,
    /// How long it takes.
    pub time: String,
    /// The law and article.
    pub source: String,
    /// The conditions, and whether they hold.
    pub reasons: Vec<ReasonView>,
    /// What is known of the facts that the conditions name.
    pub facts: Vec<FactView>,
}

/// A rule and its title.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The rule's id.
    pub rule: String,
    /// What its step is called.
    pub title: String,
}

/// A question to the owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The fact that is asked for.
    pub fact: Fact,
    /// The question.
    pub question: String,
    /// A line that helps to answer.
    pub help: String,
    /// The answers to choose from: id and label; empty for other kinds of facts.
    pub choices: Vec<(String, String)>,
}

/// A condition and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonView {
    /// `applies`: why the step is in the plan. `done`: why it is done or not.
    pub part: &'static str,
    /// The condition in words.
    pub text: String,
    /// Whether it holds.
    pub truth: Truth,
}

/// A fact and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactView {
    /// The fact.
    pub fact: Fact,
    /// Its name.
    pub label: String,
    /// Its value in words; `None` if unknown.
    pub value: Option<String>,
}

/// Puts a plan into words.
pub fn view(book: &Rulebook, facts: &Facts, plan: &Plan, lang: Lang) -> PlanView {
    let mut counts = Counts::default();
    for step in &plan.steps {
        *match step.state {
            StepState::Done => &mut counts.done,
            StepState::Next => &mut counts.next,
            StepState::Blocked { .. } => &mut counts.blocked,
            StepState::Ask { .. } => &mut counts.ask,
        } += 1;
    }
    let stages = Stage::ALL
        .iter()
        .filter(|stage| !plan.steps_of(**stage).is_empty());
    let stages = stages.map(|stage| StageView {
        stage: *stage,
        label: stage.label(lang).to_owned(),
        steps: plan
            .steps_of(*stage)
            .iter()
            .filter_map(|step| view_step(book, facts, plan.on, step, lang))
            .collect(),
    });
    PlanView {
        on: plan.on,
        fingerprint: book.fingerprint().to_owned(),
        risk: tell_risk(book.risk(facts), lang),
        counts,
        stages: stages.collect(),
    }
}

/// The plan as JSON in one language.
pub fn json(book: &Rulebook, facts: &Facts, plan: &Plan, lang: Lang) -> serde_json::Value {
    // A view holds nothing that JSON cannot hold: no map with odd keys, no number out of range.
    serde_json::to_value(view(book, facts, plan, lang)).unwrap_or_default()
}

fn view_step(
    book: &Rulebook,
    facts: &Facts,
    on: NaiveDate,
    step: &Step,
    lang: Lang,
) -> Option<StepView> {
    let rule = book.rule(step.rule)?;
    let explanation = book.explain(facts, on, step.rule)?;
    let texts = |texts: &[crate::text::Text]| {
        texts
            .iter()
            .map(|text| text.get(lang).to_owned())
            .collect::<Vec<_>>()
    };
    let reasons = |part, reasons: &[crate::explain::Reason]| {
        let reason = |it: &crate::explain::Reason| ReasonView {
            part,
            text: it.text.get(lang).to_owned(),
            truth: it.truth,
        };
        reasons.iter().map(reason).collect::<Vec<_>>()
    };
    let known = explanation.facts.iter().map(|known| FactView {
        fact: known.fact,
        label: known.fact.label(lang).to_owned(),
        value: known.value.as_ref().map(|value| value.get(lang).to_owned()),
    });
    Some(StepView {
        rule: rule.id.clone(),
        title: rule.title.get(lang).to_owned(),
        state: step.state.id(),
        undecided: step.undecided,
        duty: rule.duty,
        certainty: rule.certainty,
        caution: caution(rule, step, lang),
        blocked_by: blockers(step)
            .iter()
            .filter_map(|it| named(book, *it, lang))
            .collect(),
        asks: asks(step, lang),
        why: rule.why.get(lang).to_owned(),
        how: texts(&rule.how),
        who_helps: rule.who_helps.get(lang).to_owned(),
        documents: texts(&rule.documents),
        cost: rule.cost.text(lang),
        time: rule.time.get(lang).to_owned(),
        source: rule.source.line(),
        reasons: [
            reasons("applies", &explanation.applies),
            reasons("done", &explanation.done),
        ]
        .concat(),
        facts: known.collect(),
    })
}

fn blockers(step: &Step) -> &[RuleIndex] {
    match &step.state {
        StepState::Blocked { by } => by,
        _ => &[],
    }
}

fn named(book: &Rulebook, index: RuleIndex, lang: Lang) -> Option<Named> {
    let rule = book.rule(index)?;
    Some(Named {
        rule: rule.id.clone(),
        title: rule.title.get(lang).to_owned(),
    })
}

fn asks(step: &Step, lang: Lang) -> Vec<Question> {
    let StepState::Ask { facts } = step.state else {
        return Vec::new();
    };
    facts.iter().map(|fact| question(fact, lang)).collect()
}

/// The question that is put to the owner for a fact.
pub fn question(fact: Fact, lang: Lang) -> Question {
    let choice = |id: &&str| {
        let label = fact
            .choice(id)
            .map(|choice| fact.choice_label(choice, lang));
        ((*id).to_owned(), label.unwrap_or_default().to_owned())
    };
    Question {
        fact,
        question: fact.question(lang).to_owned(),
        help: fact.help(lang).to_owned(),
        choices: fact.choices().iter().map(choice).collect(),
    }
}

fn caution(rule: &Rule, step: &Step, lang: Lang) -> Option<String> {
    let likely = step.likely.then_some(match lang {
        Lang::Id => "Tingkat risiko ini perkiraan; pastikan di OSS.",
        Lang::En => "This risk level is a guess; make sure in OSS.",
    });
    let unconfirmed = (rule.certainty == Certainty::Unconfirmed).then_some(match lang {
        Lang::Id => "Langkah ini belum dipastikan dari sumber resmi; tanyakan ke dinas.",
        Lang::En => "This step is not confirmed at its official source; ask the office.",
    });
    let cautions: Vec<_> = likely.into_iter().chain(unconfirmed).collect();
    (!cautions.is_empty()).then(|| cautions.join(" "))
}

/// What is known about the risk level, in words.
pub fn tell_risk(finding: Finding, lang: Lang) -> String {
    match (finding, lang) {
        (Finding::Level { risk, sure: true }, lang) => risk.label(lang).to_owned(),
        (Finding::Level { risk, .. }, Lang::Id) => {
            format!("{} (perkiraan; pastikan di OSS)", risk.label(Lang::Id))
        }
        (Finding::Level { risk, .. }, Lang::En) => {
            format!("{} (a guess; make sure in OSS)", risk.label(Lang::En))
        }
        (Finding::Ask(_), Lang::Id) => "Belum diketahui; lihat di OSS".to_owned(),
        (Finding::Ask(_), Lang::En) => "Not known; see OSS".to_owned(),
    }
}
