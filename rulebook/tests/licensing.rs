//! Licensing: numbers held against the product, texts that do not claim too much, the log of changes.

#![expect(clippy::expect_used, reason = "a test stops at a broken fixture")]

use chrono::NaiveDate;
use rulebook::{Facts, Rulebook};

fn book() -> Rulebook {
    Rulebook::builtin().expect("a good rulebook")
}

fn steps(facts: &serde_json::Value) -> Vec<String> {
    steps_by(&book(), facts)
}

fn steps_by(book: &Rulebook, facts: &serde_json::Value) -> Vec<String> {
    let facts = Facts::from_json(facts).expect("good facts");
    let on = NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day");
    let plan = book.plan(&facts, on);
    let rules = plan.steps.iter().filter_map(|step| book.rule(step.rule));
    rules.map(|rule| rule.id.clone()).collect()
}

#[test]
fn a_household_permit_that_contradicts_its_product_is_told_part_by_part() {
    let good = serde_json::json!({
        "kbli": "2020:10794", "product_kind": "processed_food", "preservation": "dry",
        "pirt": "P-IRT 2153324010556-28", "packaging_material": "plastic",
        "pirt_food_type": "grains_tubers", "village": "33.24.09.2003",
    });
    let wrong = |fact: &str, value: &str| {
        let mut facts = good.clone();
        facts[fact] = serde_json::Value::from(value);
        let mut found = steps(&facts);
        found.retain(|id| {
            ["pirt_packaging", "pirt_food_type", "pirt_region"].contains(&id.as_str())
        });
        found
    };
    assert_eq!(wrong("packaging_material", "plastic"), Vec::<String>::new());
    assert_eq!(wrong("packaging_material", "glass"), ["pirt_packaging"]);
    assert_eq!(
        wrong("pirt_food_type", "coffee_tea_cocoa"),
        ["pirt_food_type"]
    );
    assert_eq!(wrong("pirt_food_type", "not_listed"), Vec::<String>::new());
    assert_eq!(wrong("village", "33.02.01.2001"), ["pirt_region"]);
    assert_eq!(
        wrong("pirt", "ya"),
        Vec::<String>::new(),
        "only a tick is known"
    );
}

#[test]
fn the_expired_year_of_a_household_permit_opens_the_step_again() {
    let facts = |number: &str| {
        serde_json::json!({
            "kbli": "2020:10794", "preservation": "dry", "shelf_life_days": 60, "animal_product": false,
            "milk_product": false, "baby_or_diet_food": false, "contains_alcohol": false,
            "bottled_water": false, "pirt": number, "nib": true,
        })
    };
    let book = book();
    let on = NaiveDate::from_ymd_opt(2026, 11, 25).expect("a day");
    let done = |number: &str| {
        let facts = Facts::from_json(&facts(number)).expect("good facts");
        let plan = book.plan(&facts, on);
        let (index, _) = book.find("spp_irt", on).expect("the rule");
        plan.step(index).expect("a step").is_done()
    };
    assert!(done("P-IRT 2153324010556-28"));
    assert!(!done("P-IRT 2153324010556-25"));
}

#[test]
fn the_letter_comes_before_the_mark_for_those_who_have_none() {
    let small = serde_json::json!({
        "kbli": "2020:10794", "sales": 100_000_000, "merek": false, "merek_letter": false, "nib": true,
    });
    let found = steps(&small);
    let at = |id: &str| found.iter().position(|it| it == id);
    assert!(
        at("merek_letter").is_some() && at("merek_letter") < at("merek"),
        "{found:?}"
    );
    let held = serde_json::json!({ "kbli": "2020:10794", "sales": 100_000_000, "merek": true });
    assert!(!steps(&held).contains(&"merek_letter".to_owned()));
}

#[test]
fn no_reason_claims_that_this_very_product_fits() {
    // A step may still be a "perhaps", so its reason must be true of every product.
    for (_, rule) in book().rules() {
        for claim in [
            "Produk Anda memenuhi",
            "Produk Anda tidak memenuhi",
            "Produk ini tidak bisa",
        ] {
            assert!(!rule.why.id.contains(claim), "{}: {}", rule.id, rule.why.id);
        }
        for claim in [
            "Your product fits",
            "Your product does not fit",
            "This product cannot",
        ] {
            assert!(!rule.why.en.contains(claim), "{}: {}", rule.id, rule.why.en);
        }
    }
}

#[test]
fn every_code_whose_number_moved_is_told_to_match_the_new_list() {
    let book = book();
    for activity in book.kbli().activities() {
        let Some(old) = activity.v2020 else { continue };
        let moved = activity.v2025.is_none_or(|new| new.code() != old.code());
        let facts = serde_json::json!({ "kbli": old.to_string(), "nib": true });
        let told = steps_by(&book, &facts).contains(&"kbli_2025".to_owned());
        assert_eq!(told, moved, "{old}: see rules/legality/kbli_2025.toml");
    }
    let new = serde_json::json!({ "kbli": "2025:10307", "nib": true });
    assert!(!steps(&new).contains(&"kbli_2025".to_owned()));
}

#[test]
fn the_log_names_every_day_on_which_rules_change() {
    let book = book();
    let laws = book.changes().iter().filter(|change| change.law).count();
    assert!(laws >= 2);
    let newest_first = book
        .changes()
        .windows(2)
        .all(|pair| pair[0].on >= pair[1].on);
    assert!(newest_first);
    // The loader refuses a built-in rule that begins or ends on a day the log does not have.
    let days: Vec<_> = book
        .rules()
        .filter_map(|(_, rule)| rule.valid_from)
        .collect();
    assert!(
        days.iter()
            .all(|day| book.changes().iter().any(|change| change.on == *day))
    );
}
