//! The plans of some forty businesses, each reviewed by hand against the law.
//!
//! A case in `tests/businesses/` says in `review` why its plan is right. When a snapshot changes,
//! read that line again before accepting it.

#![expect(clippy::expect_used, reason = "a test stops at a broken fixture")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rulebook::{Facts, Plan, Rulebook, Stage, StepState, render};
use serde::Deserialize;
use vocab::Lang;

#[derive(Deserialize)]
struct Business {
    about: String,
    review: String,
    on: NaiveDate,
    facts: Facts,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/businesses")
}

fn business(name: &str) -> Business {
    let path = folder().join(name).with_extension("json");
    let text = std::fs::read_to_string(path).expect("a case");
    serde_json::from_str(&text).expect("a well-formed case")
}

fn book() -> Rulebook {
    Rulebook::builtin().expect("a good rulebook")
}

/// A plan in a few lines, in both languages: state, rule, title, what it asks or waits for.
fn outline(book: &Rulebook, business: &Business, plan: &Plan) -> String {
    let mut out = format!("{}\n{}\n", business.about, business.review);
    let risk = |lang| render::tell_risk(book.risk(&business.facts), lang);
    let _ = writeln!(out, "{}: {} | {}", plan.on, risk(Lang::Id), risk(Lang::En));
    for stage in Stage::ALL {
        let steps = plan.steps_of(*stage);
        if !steps.is_empty() {
            let _ = writeln!(
                out,
                "== {} | {}",
                stage.label(Lang::Id),
                stage.label(Lang::En)
            );
        }
        for step in steps {
            let rule = book.rule(step.rule).expect("a rule");
            let probably = match (step.undecided, step.likely) {
                (true, _) => ", perhaps",
                (_, true) => ", probably",
                _ => "",
            };
            let _ = write!(
                out,
                "{:7} {} ({}, {}{probably}): {} | {}",
                step.state.id(),
                rule.id,
                rule.duty.id(),
                rule.certainty.id(),
                rule.title.id,
                rule.title.en
            );
            match &step.state {
                StepState::Ask { facts } => {
                    let ids: Vec<_> = facts.iter().map(rulebook::Fact::id).collect();
                    let _ = write!(out, " <- {}", ids.join(", "));
                }
                StepState::Blocked { by } => {
                    let ids = by
                        .iter()
                        .filter_map(|it| book.rule(*it))
                        .map(|it| it.id.as_str());
                    let _ = write!(out, " after {}", ids.collect::<Vec<_>>().join(", "));
                }
                StepState::Done | StepState::Next => {}
            }
            out.push('\n');
        }
    }
    out
}

#[test]
fn every_business_gets_the_plan_that_was_reviewed() {
    let book = book();
    let mut names: Vec<_> = std::fs::read_dir(folder())
        .expect("the cases")
        .map(|entry| entry.expect("a case").path())
        .filter_map(|path| {
            path.file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
        })
        .collect();
    names.sort();
    assert!(names.len() >= 25, "{} cases", names.len());
    for name in names {
        let business = business(&name);
        assert!(!business.review.is_empty(), "{name} was not reviewed");
        let plan = book.plan(&business.facts, business.on);
        insta::assert_snapshot!(name, outline(&book, &business, &plan));
    }
}

#[test]
fn a_plan_is_printed_whole_in_both_languages() {
    let book = book();
    let business = business("coffee");
    let plan = book.plan(&business.facts, business.on);
    for lang in Lang::ALL {
        let text = render::text(&book, &business.facts, &plan, lang);
        insta::assert_snapshot!(format!("text_{lang}"), text);
    }
}

#[test]
fn a_plan_is_json_with_reasons_questions_and_sources() {
    let book = book();
    let business = business("salon");
    let plan = book.plan(&business.facts, business.on);
    let json = render::json(&book, &business.facts, &plan, Lang::Id);
    let step = &json["stages"][0]["steps"];
    let steps = step.as_array().expect("steps");
    let step = steps
        .iter()
        .find(|it| it["rule"] == "standard_certificate")
        .expect("the step");
    insta::assert_json_snapshot!("json_step", step);
}

#[test]
fn the_halal_duty_begins_on_17_october_2026() {
    let book = book();
    let business = business("keripik_before_halal_duty");
    let duty = |on: &str| {
        let plan = book.plan(&business.facts, on.parse().expect("a date"));
        let rules = plan.steps.iter().filter_map(|step| book.rule(step.rule));
        let halal: Vec<_> = rules.filter(|rule| rule.id.starts_with("halal")).collect();
        assert_eq!(halal.len(), 1, "one way to the certificate on {on}");
        (halal[0].id.clone(), halal[0].duty.id())
    };
    assert_eq!(
        duty("2026-10-01"),
        ("halal_self_declare".to_owned(), "recommended")
    );
    assert_eq!(
        duty("2026-10-16"),
        ("halal_self_declare".to_owned(), "recommended")
    );
    assert_eq!(
        duty("2026-10-17"),
        ("halal_self_declare".to_owned(), "required")
    );
    assert_eq!(
        duty("2026-11-01"),
        ("halal_self_declare".to_owned(), "required")
    );
}
