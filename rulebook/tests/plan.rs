//! How plans come about, on rulebooks made for each case.

#![expect(clippy::expect_used, reason = "a test stops at a broken fixture")]
#![expect(
    clippy::needless_pass_by_value,
    reason = "json! literals read better without a borrow"
)]

use chrono::NaiveDate;
use rulebook::{Fact, Facts, Rulebook, Stage, StepState};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn facts(json: serde_json::Value) -> Facts {
    Facts::from_json(&json).expect("facts")
}

/// A rule file with the words left out that do not matter here.
fn rule(id: &str, stage: &str, rest: &str) -> String {
    let words = r#"{ id = "x", en = "x" }"#;
    format!(
        "id = \"{id}\"\nstage = \"{stage}\"\nduty = \"required\"\ncertainty = \"confirmed\"\n\
         title = {words}\nwhy = {words}\nhow = [{words}]\nwho_helps = {words}\ndocuments = []\n\
         cost = {{ rupiah = 0 }}\ntime = {words}\nsource = {{ law = \"x\" }}\n{rest}\n"
    )
}

fn book(rules: &[String]) -> Rulebook {
    let files: Vec<_> = rules
        .iter()
        .map(|text| ("rules/x.toml", text.as_str()))
        .collect();
    Rulebook::from_texts(&files).expect("a good rulebook")
}

fn states(book: &Rulebook, json: serde_json::Value, on: &str) -> Vec<String> {
    let plan = book.plan(&facts(json), day(on));
    let id = |step: &rulebook::Step| book.rule(step.rule).expect("a rule").id.clone();
    plan.steps
        .iter()
        .map(|step| format!("{} {}", id(step), step.state.id()))
        .collect()
}

#[test]
fn the_builtin_rulebook_has_no_problem() {
    match Rulebook::builtin() {
        Ok(book) => assert!(book.rules().count() > 0),
        Err(problems) => panic!("{problems}"),
    }
}

#[test]
fn an_unknown_fact_is_asked_and_a_known_one_decides() {
    let book = book(&[rule(
        "permit",
        "legality",
        r#"applies_when = [{ fact = "milk_product", is = true }]
           done_when = [{ fact = "slhs", is = true }]"#,
    )]);
    let on = "2026-11-24";
    assert_eq!(states(&book, serde_json::json!({}), on), ["permit ask"]);
    assert_eq!(
        states(&book, serde_json::json!({ "milk_product": false }), on),
        [""; 0]
    );
    let applies = serde_json::json!({ "milk_product": true });
    let plan = book.plan(&facts(applies), day(on));
    let asked = [Fact::Slhs].into_iter().collect();
    assert_eq!(plan.steps[0].state, StepState::Ask { facts: asked });
    let open = serde_json::json!({ "milk_product": true, "slhs": false });
    assert_eq!(states(&book, open, on), ["permit next"]);
    let done = serde_json::json!({ "milk_product": true, "slhs": true });
    assert_eq!(states(&book, done, on), ["permit done"]);
}

#[test]
fn a_step_waits_for_its_open_prerequisites_and_not_for_absent_ones() {
    let book = book(&[
        rule(
            "c",
            "legality",
            "requires = [\"a\", \"b\"]\napplies_when = []\ndone_when = [{ fact = \"izin\", is = true }]",
        ),
        rule(
            "b",
            "legality",
            "applies_when = [{ fact = \"milk_product\", is = true }]\ndone_when = [{ fact = \"slhs\", is = true }]",
        ),
        rule(
            "a",
            "legality",
            "applies_when = []\ndone_when = [{ fact = \"nib\", held = true }]",
        ),
    ]);
    let on = "2026-11-24";
    let blocked = serde_json::json!({ "nib": false, "milk_product": false, "izin": false });
    assert_eq!(states(&book, blocked, on), ["a next", "c blocked"]);
    let free = serde_json::json!({ "nib": true, "milk_product": false, "izin": false });
    assert_eq!(states(&book, free, on), ["a done", "c next"]);
    let asked = serde_json::json!({ "nib": true, "izin": false });
    assert_eq!(states(&book, asked, on), ["a done", "b ask", "c blocked"]);
    let done_early = serde_json::json!({ "nib": false, "milk_product": false, "izin": true });
    assert_eq!(states(&book, done_early, on), ["a next", "c done"]);
}

#[test]
fn a_rule_which_stands_in_for_another_is_silent_until_that_one_is_decided() {
    let book = book(&[
        rule(
            "easy",
            "legality",
            "applies_when = [{ fact = \"milk_product\", is = false }]\ndone_when = [{ fact = \"pirt\", held = true }]",
        ),
        rule(
            "hard",
            "legality",
            "unless = [\"easy\"]\napplies_when = []\ndone_when = [{ fact = \"bpom\", held = true }]",
        ),
        rule(
            "label",
            "packaging",
            "requires = [\"hard\"]\napplies_when = []\ndone_when = [{ fact = \"label_permit\", is = true }]",
        ),
    ]);
    let on = "2026-11-24";
    let unknown = serde_json::json!({ "label_permit": false });
    assert_eq!(states(&book, unknown, on), ["easy ask", "label blocked"]);
    let easy = serde_json::json!({ "milk_product": false, "pirt": false, "label_permit": false });
    assert_eq!(states(&book, easy, on), ["easy next", "label next"]);
    let hard = serde_json::json!({ "milk_product": true, "bpom": false, "label_permit": false });
    assert_eq!(states(&book, hard, on), ["hard next", "label blocked"]);
}

#[test]
fn only_the_first_undecided_condition_asks() {
    let book = book(&[rule(
        "a",
        "legality",
        r#"applies_when = [
             { fact = "product_kind", in = ["beverage"] },
             { any = [{ fact = "milk_product", is = true }, { fact = "contains_alcohol", is = true }] },
           ]
           done_when = [{ fact = "slhs", is = true }]"#,
    )]);
    let asked = |json| book.plan(&facts(json), day("2026-11-24")).asked();
    assert_eq!(
        asked(serde_json::json!({})),
        [Fact::ProductKind].into_iter().collect()
    );
    assert_eq!(
        asked(serde_json::json!({ "product_kind": "beverage" })),
        [Fact::MilkProduct, Fact::ContainsAlcohol]
            .into_iter()
            .collect()
    );
    assert_eq!(
        asked(serde_json::json!({ "product_kind": "beverage", "milk_product": false })),
        [Fact::ContainsAlcohol].into_iter().collect()
    );
}

#[test]
fn a_rule_holds_from_its_first_day_to_its_last() {
    let version = |text: &str| {
        rule(
            "a",
            "legality",
            &format!("{text}\napplies_when = []\ndone_when = [{{ fact = \"izin\", is = true }}]"),
        )
    };
    let book = book(&[
        version("valid_to = 2026-10-16"),
        version("valid_from = 2026-10-17\nvalid_to = 2026-10-31"),
    ]);
    let rules = |on: &str| {
        let plan = book.plan(&facts(serde_json::json!({ "izin": false })), day(on));
        plan.steps
            .iter()
            .map(|step| step.rule.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(rules("2026-10-16"), [0]);
    assert_eq!(rules("2026-10-17"), [1]);
    assert_eq!(rules("2026-10-31"), [1]);
    assert_eq!(rules("2026-11-01"), [0; 0]);
}

#[test]
fn a_permit_which_ends_reopens_its_step() {
    let book = book(&[rule(
        "pirt",
        "product_standard",
        r#"applies_when = []
           done_when = [{ fact = "pirt", held = true }, { fact = "pirt_expiry", from = "today" }]"#,
    )]);
    let dated = |expiry: &str| serde_json::json!({ "pirt": true, "pirt_expiry": expiry });
    assert_eq!(
        states(&book, dated("2026-11-24"), "2026-11-24"),
        ["pirt done"]
    );
    assert_eq!(
        states(&book, dated("2026-11-23"), "2026-11-24"),
        ["pirt next"]
    );
    // The number itself tells the year, which is enough except in that very year.
    let number = serde_json::json!({ "pirt": "P-IRT 2063324010556-27" });
    assert_eq!(states(&book, number.clone(), "2026-11-24"), ["pirt done"]);
    assert_eq!(states(&book, number.clone(), "2027-03-01"), ["pirt ask"]);
    assert_eq!(states(&book, number, "2028-01-01"), ["pirt next"]);
}

#[test]
fn the_plan_tells_its_current_steps() {
    let book = book(&[
        rule(
            "a",
            "legality",
            "applies_when = []\ndone_when = [{ fact = \"nib\", held = true }]",
        ),
        rule(
            "b",
            "quality",
            "requires = [\"a\"]\napplies_when = []\ndone_when = [{ fact = \"slhs\", is = true }]",
        ),
        rule(
            "c",
            "quality",
            "applies_when = []\ndone_when = [{ fact = \"photos\", is = true }]",
        ),
    ]);
    let all = serde_json::json!({ "nib": false, "slhs": false, "photos": false });
    let plan = book.plan(&facts(all), day("2026-11-24"));
    let id = |stage| {
        plan.current(stage)
            .and_then(|step| book.rule(step.rule))
            .map(|it| it.id.as_str())
    };
    assert_eq!(plan.stage(), Some(Stage::Legality));
    assert_eq!(id(Stage::Legality), Some("a"));
    assert_eq!(
        id(Stage::Quality),
        Some("c"),
        "what can be done goes before what is blocked"
    );
    assert_eq!(id(Stage::Growth), None);
}
