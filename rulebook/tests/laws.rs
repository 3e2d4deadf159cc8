//! What holds for every business, every day and the whole built-in rulebook.

#![expect(clippy::expect_used, reason = "a test stops at a broken fixture")]

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chrono::NaiveDate;
use proptest::prelude::*;
use rulebook::{
    ChoiceId, Fact, FactSet, Facts, Kind, Plan, Rulebook, Stage, StepState, Value, render,
};
use vocab::Lang;

static BOOK: LazyLock<Rulebook> = LazyLock::new(|| Rulebook::builtin().expect("a good rulebook"));

const CODES: &[&str] = &[
    "2020:10794",
    "2020:56102",
    "2020:13134",
    "2020:47112",
    "2025:96100",
    "2025:10307",
    "2025:56101",
    "2020:31001",
    "2020:10761",
    "2020:01111",
    "2025:46752",
    "2020:10291",
    "2020:21022",
    "2025:20232",
];

fn value(fact: Fact) -> BoxedStrategy<Value> {
    match fact.kind() {
        Kind::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        Kind::Permit(_) => prop_oneof![
            any::<bool>().prop_map(Value::Bool),
            (0..100_u8)
                .prop_map(|year| Value::Text(format!("P-IRT 2063324010556-{year:02}").into())),
        ]
        .boxed(),
        Kind::Count | Kind::Days => (0..400_i64).prop_map(Value::Count).boxed(),
        Kind::Rupiah => (0..60_000_000_000_i64).prop_map(Value::Rupiah).boxed(),
        Kind::Year => (1900..=2100_i32).prop_map(Value::Year).boxed(),
        Kind::Date => day().prop_map(Value::Date).boxed(),
        Kind::Text | Kind::Number(_) => "[a-z]{1,8}"
            .prop_map(|text| Value::Text(text.into()))
            .boxed(),
        Kind::Choice(ids) => {
            let last = u8::try_from(ids.len()).expect("few choices");
            (0..last).prop_map(|at| Value::Choice(ChoiceId(at))).boxed()
        }
        Kind::Kbli => prop::sample::select(CODES)
            .prop_map(|code| Value::Kbli(code.parse().expect("a code")))
            .boxed(),
        Kind::Region => Just(Value::Region("33.24.09.2003".parse().expect("a region"))).boxed(),
        Kind::Point => Just(Value::Point("-6.92, 110.2".parse().expect("a point"))).boxed(),
    }
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0..4000_u64).prop_map(|days| {
        let first = NaiveDate::from_ymd_opt(2022, 1, 1).expect("a date");
        first
            .checked_add_days(chrono::Days::new(days))
            .expect("a date")
    })
}

/// Any selection of facts; with few or with many known.
fn stated() -> impl Strategy<Value = Vec<(Fact, Value)>> {
    let facts = prop::sample::subsequence(Fact::ALL.to_vec(), 0..=Fact::ALL.len());
    facts.prop_flat_map(|facts| {
        facts
            .into_iter()
            .map(|fact| value(fact).prop_map(move |value| (fact, value)))
            .collect::<Vec<_>>()
    })
}

fn facts(stated: &[(Fact, Value)]) -> Facts {
    let mut facts = Facts::new();
    for (fact, value) in stated {
        facts
            .set(*fact, value.clone())
            .expect("a value of its kind");
    }
    facts
}

/// The state of every step by rule id; versions of a rule are never in one plan together.
fn states(plan: &Plan) -> BTreeMap<String, &'static str> {
    let id = |step: &rulebook::Step| BOOK.rule(step.rule).expect("a rule").id.clone();
    plan.steps
        .iter()
        .map(|step| (id(step), step.state.id()))
        .collect()
}

/// Facts from which others follow: stating one may overrule what was concluded without it.
const OVERRULING: &[Fact] = &[
    Fact::Capital,
    Fact::Sales,
    Fact::StartYear,
    Fact::StartDate,
    Fact::ProductKind,
    Fact::PirtExpiry,
    Fact::NibRisk,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn there_is_one_plan_for_every_business_and_day(stated in stated(), on in day()) {
        let facts = facts(&stated);
        let plan = BOOK.plan(&facts, on);
        prop_assert_eq!(&plan, &BOOK.plan(&facts, on));
        for lang in Lang::ALL {
            prop_assert!(!render::text(&BOOK, &facts, &plan, lang).is_empty());
        }
        prop_assert!(render::json(&BOOK, &facts, &plan, Lang::Id).is_object());
    }

    #[test]
    fn the_order_in_which_facts_are_stated_does_not_matter(
        (stated, shuffled) in stated().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        on in day(),
    ) {
        let (one, other) = (facts(&stated), facts(&shuffled));
        prop_assert_eq!(&one, &other);
        prop_assert_eq!(BOOK.plan(&one, on), BOOK.plan(&other, on));
    }

    #[test]
    fn steps_come_in_order_and_wait_only_for_earlier_open_ones(stated in stated(), on in day()) {
        let plan = BOOK.plan(&facts(&stated), on);
        prop_assert!(plan.steps.is_sorted_by(|one, other| one.rule < other.rule));
        for step in &plan.steps {
            let rule = BOOK.rule(step.rule).expect("a rule");
            match &step.state {
                StepState::Next => {
                    for other in &rule.requires {
                        let open = BOOK.find(other, on).and_then(|(index, _)| plan.step(index));
                        prop_assert!(open.is_none_or(rulebook::Step::is_done), "{} before {}", rule.id, other);
                    }
                }
                StepState::Blocked { by } => {
                    prop_assert!(!by.is_empty(), "{} waits for nothing", rule.id);
                    for other in by {
                        prop_assert!(*other < step.rule);
                        prop_assert!(plan.step(*other).is_some_and(|step| !step.is_done()));
                    }
                }
                StepState::Done | StepState::Ask { .. } => {}
            }
        }
    }

    #[test]
    fn questions_are_about_unknown_facts_and_are_put_once(stated in stated(), on in day()) {
        let facts = facts(&stated);
        let mut asked = FactSet::EMPTY;
        for step in &BOOK.plan(&facts, on).steps {
            if let StepState::Ask { facts: asks } = step.state {
                prop_assert!(!asks.is_empty());
                prop_assert!(!asked.contains_all(asks), "asked again");
                prop_assert!(asks.iter().all(|fact| facts.get(fact).is_none()));
                asked = asked.union(asks);
            }
        }
    }

    /// Kleene's logic is monotone, so an answer may settle what was open but not unsettle what was
    /// settled. Two things are outside the law: facts that overrule a conclusion (a stated kind of
    /// product over one told by the code), and `surely`, by which a new fact may show that a rule
    /// was not for this business after all; then its step goes, but it never turns from done to
    /// open, and what was to do never turns into a question.
    #[test]
    fn an_answer_never_unsettles_a_step(
        stated in stated(),
        (fact, value) in prop::sample::select(Fact::ALL.to_vec())
            .prop_filter("overrules a conclusion", |fact| !OVERRULING.contains(fact))
            .prop_flat_map(|fact| value(fact).prop_map(move |value| (fact, value))),
        on in day(),
    ) {
        let mut before = facts(&stated);
        before.remove(fact);
        let mut after = before.clone();
        after.set(fact, value).expect("a value of its kind");
        let after = states(&BOOK.plan(&after, on));
        for (rule, state) in states(&BOOK.plan(&before, on)) {
            match (state, after.get(&rule).copied()) {
                ("done", Some(now)) => prop_assert_eq!(now, "done", "{} after {}", rule, fact),
                ("next", Some(now)) => {
                    prop_assert!(matches!(now, "next" | "blocked"), "{} is {} after {}", rule, now, fact);
                }
                // Settled anew, asked anew, or gone: all are fair.
                _ => {}
            }
        }
    }

    #[test]
    fn a_stage_is_the_current_one_while_something_in_it_is_open(stated in stated(), on in day()) {
        let plan = BOOK.plan(&facts(&stated), on);
        let open = |stage: &Stage| plan.steps_of(*stage).iter().any(|step| !step.is_done());
        prop_assert_eq!(plan.stage(), Stage::ALL.iter().copied().find(open));
        let parts: usize = Stage::ALL.iter().map(|stage| plan.steps_of(*stage).len()).sum();
        prop_assert_eq!(parts, plan.steps.len());
    }

    #[test]
    fn a_closed_business_has_no_plan(mut stated in stated(), on in day()) {
        stated.push((Fact::Status, Value::Choice(Fact::Status.choice("closed").expect("a choice"))));
        prop_assert!(BOOK.plan(&facts(&stated), on).steps.is_empty());
    }

    #[test]
    fn facts_come_back_from_json_as_they_went(stated in stated()) {
        // Numbers of persons and permits are checked on reading, and made-up ones are refused.
        let checked = |fact: Fact| matches!(fact.kind(), Kind::Number(_) | Kind::Permit(_));
        let stated: Vec<_> = stated.into_iter().filter(|(fact, _)| !checked(*fact)).collect();
        let facts = facts(&stated);
        prop_assert_eq!(Facts::from_json(&facts.to_json()).expect("its own JSON"), facts);
    }
}

#[test]
fn the_first_and_the_last_day_of_the_calendar_have_plans() {
    let facts = Facts::from_json(
        &serde_json::json!({ "kbli": "2020:10794", "pirt": true, "pirt_expiry": "2026-01-01" }),
    )
    .expect("facts");
    for on in [NaiveDate::MIN, NaiveDate::MAX] {
        assert!(!BOOK.plan(&facts, on).steps.is_empty());
    }
}
