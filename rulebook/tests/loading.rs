//! What is wrong in a rule file is reported with its file and line, in both languages, all at once.

#![expect(clippy::expect_used, reason = "a test stops at a broken fixture")]

use std::fs;
use std::path::Path;

use rulebook::{Facts, Rulebook};

const GOOD: &str = r#"id = "stall_permit"
stage = "legality"
duty = "required"
certainty = "confirmed"
title = { id = "Izin lapak", en = "Stall permit" }
requires = ["nib"]
applies_when = [{ fact = "premise", in = ["stall"] }]
done_when = [{ fact = "izin", is = true }]
why = { id = "x", en = "x" }
how = [{ id = "x", en = "x" }]
who_helps = { id = "x", en = "x" }
documents = []
cost = { rupiah = 10_000 }
time = { id = "x", en = "x" }
source = { law = "Perda", article = "Pasal 5" }
"#;

/// Loads the built-in rulebook with one folder of these files on top.
fn load(files: &[(&str, &str)]) -> Result<Rulebook, Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    Rulebook::load(&[folder.path().to_owned()]).map_err(|problems| {
        let name = |file: &str| {
            Path::new(file)
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default()
        };
        problems
            .iter()
            .map(|problem| {
                assert!(
                    !problem.id.is_empty(),
                    "no Indonesian text for {}",
                    problem.en
                );
                format!("{}:{}: {}", name(&problem.file), problem.line, problem.en)
            })
            .collect()
    })
}

#[test]
fn a_regency_adds_its_own_rule() {
    let book = load(&[("rules/stall_permit.toml", GOOD)]).expect("a good rule");
    let facts = serde_json::json!({ "premise": "stall", "nib": true, "izin": false });
    let facts = Facts::from_json(&facts).expect("facts");
    let on = "2026-11-24".parse().expect("a date");
    let (index, rule) = book.find("stall_permit", on).expect("the rule");
    assert_eq!(rule.source.line(), "Perda, Pasal 5");
    assert_eq!(
        book.plan(&facts, on)
            .step(index)
            .map(|step| step.state.id()),
        Some("next")
    );
    let builtin = Rulebook::builtin().expect("a good rulebook");
    assert_ne!(book.fingerprint(), builtin.fingerprint());
    assert_eq!(book.rules().count(), builtin.rules().count() + 1);
}

#[test]
fn a_regency_ends_a_rule_and_puts_a_new_version_in_its_place() {
    let ends = "[[end]]\nrule = \"qris\"\nvalid_to = 2026-12-31\n";
    let next = GOOD
        .replace("stall_permit", "qris")
        .replace("\"legality\"", "\"marketing\"")
        .replace("requires", "valid_from = 2027-01-01\nrequires");
    let book = load(&[("ends.toml", ends), ("qris.2027.toml", &next)]).expect("good files");
    let title = |on: &str| {
        let rule = book.find("qris", on.parse().expect("a date"));
        rule.map(|(_, rule)| rule.title.en.clone())
            .unwrap_or_default()
    };
    assert_eq!(title("2026-12-31"), "Take payments by QRIS");
    assert_eq!(title("2027-01-01"), "Stall permit");
    assert_eq!(book.versions("qris").count(), 2);
}

#[test]
fn a_regency_overrules_a_risk_row() {
    let row = "[[risk]]\nkbli = { \"2020\" = [\"10794\"], \"2025\" = [] }\nscales = [\"mikro\"]\n\
               level = \"menengah_rendah\"\ncertainty = \"confirmed\"\nsource = \"OSS\"\n";
    let book = load(&[("risk/ours.toml", row)]).expect("good files");
    let facts = serde_json::json!({ "kbli": "2020:10794", "sales": 1_000_000 });
    let finding = book.risk(&Facts::from_json(&facts).expect("facts"));
    let ours = rulebook::Finding::Level {
        risk: rulebook::Risk::MenengahRendah,
        sure: true,
    };
    assert_eq!(finding, ours);
}

#[test]
fn mistakes_in_a_rule_are_reported_with_their_lines() {
    let cases = [
        (
            "fact = \"izin\", is = true",
            "fact = \"izinn\", is = true",
            "8: There is no fact named \"izinn\"",
        ),
        ("is = true", "is = 1", "8: Here must be true or false"),
        ("is = true", "held = true", "8: \"held\" is not known here"),
        ("[\"stall\"]", "[\"tent\"]", "7: \"tent\" is no choice"),
        ("[\"stall\"]", "[]", "7: Here must be at least one choice"),
        (
            "[\"nib\"]",
            "[\"nibb\"]",
            "1: stall_permit names the rule \"nibb\"",
        ),
        (
            "[\"nib\"]",
            "[\"qris\"]",
            "1: stall_permit waits for \"qris\" of a later stage",
        ),
        (
            "[\"nib\"]",
            "[\"stall_permit\"]",
            "1: Rules wait for each other in a circle: stall_permit",
        ),
        (", en = \"Stall permit\"", "", "5: \"en\" is missing here"),
        (
            "\"Stall permit\"",
            "\"  \"",
            "5: Here must be a text that is not empty",
        ),
        (
            "stage = \"legality\"",
            "stage = \"legal\"",
            "2: Here must be one of: legality",
        ),
        (
            "documents = []",
            "papers = []",
            "12: \"papers\" is not known here",
        ),
        ("documents = []", "", "1: \"documents\" is missing here"),
        ("10_000", "\"ten\"", "13: Here must be an amount of rupiah"),
        (
            "id = \"stall_permit\"",
            "id = \"Stall Permit\"",
            "1: Here must be a name of small letters",
        ),
        (
            "requires",
            "valid_from = 2027-01-01\nvalid_to = 2026-01-01\nrequires",
            "never holds",
        ),
        (
            "requires",
            "valid_from = \"soon\"\nrequires",
            "6: Here must be a date",
        ),
        (
            "[{ fact = \"premise\", in = [\"stall\"] }]",
            "[{ any = [] }]",
            "7: Here must be at least one condition",
        ),
        (
            "{ fact = \"premise\", in = [\"stall\"] }",
            "{ use = \"foood\" }",
            "7: No condition named \"foood\"",
        ),
        (
            "{ fact = \"premise\", in = [\"stall\"] }",
            "{ kbli = { \"2020\" = [\"10\"] } }",
            "7: \"2025\" is missing",
        ),
        (
            "{ fact = \"premise\", in = [\"stall\"] }",
            "{ fact = \"sales\", at_least = 9, at_most = 1 }",
            "7: The lower bound",
        ),
        (
            "{ fact = \"premise\", in = [\"stall\"] }",
            "{ fact = \"premise\", in = [\"stall\"] }, { fact = \"premise\", in = [\"home\"] }",
            "1: applies_when of stall_permit can never hold",
        ),
        ("done_when = [", "done_when = ", "8: "),
        (
            "why = { id",
            "why = { id = \"x\", id",
            "9: The TOML cannot be read",
        ),
    ];
    for (right, wrong, expected) in cases {
        assert!(GOOD.contains(right), "{right}");
        let text = GOOD.replace(right, wrong);
        let problems = load(&[("stall_permit.toml", &text)]).expect_err(wrong);
        assert!(
            problems.iter().any(|it| it.contains(expected)),
            "{wrong}: {problems:#?}"
        );
    }
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let text = GOOD
        .replace("is = true", "is = 1")
        .replace("\"stall\"", "\"tent\"")
        .replace("duty", "dutyy");
    let problems = load(&[("stall_permit.toml", &text)]).expect_err("three mistakes");
    assert!(problems.len() >= 4, "{problems:#?}");
}

#[test]
fn two_versions_on_one_day_are_a_mistake() {
    let again = GOOD
        .replace("stall_permit", "nib")
        .replace("requires = [\"nib\"]", "");
    let problems = load(&[("nib.toml", &again)]).expect_err("two versions");
    assert!(
        problems
            .iter()
            .any(|it| it.contains("nib holds at the same time")),
        "{problems:?}"
    );
}

#[test]
fn ending_a_rule_that_does_not_hold_is_a_mistake() {
    let ends = "[[end]]\nrule = \"nobody\"\nvalid_to = 2026-12-31\n";
    let problems = load(&[("ends.toml", ends)]).expect_err("no such rule");
    assert!(
        problems
            .iter()
            .any(|it| it.starts_with("ends.toml:1: No rule \"nobody\"")),
        "{problems:?}"
    );
}

#[test]
fn an_unreadable_folder_or_file_is_a_problem_and_no_panic() {
    let missing = Rulebook::load(&["/no/such/folder".into()]).expect_err("no folder");
    assert_eq!(missing.len(), 1);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bad.toml"), [0xff, 0xfe, 0x00]).expect("a file");
    let bad = Rulebook::load(&[folder.path().to_owned()]).expect_err("not UTF-8");
    assert_eq!(bad.len(), 1);
}

#[test]
fn every_builtin_rule_lies_in_the_folder_of_its_stage() {
    let book = Rulebook::builtin().expect("a good rulebook");
    for (_, rule) in book.rules() {
        let folder = format!("rules/{}/{}", rule.stage.id(), rule.id);
        assert!(
            rule.file.starts_with(&folder),
            "{} in {}",
            rule.id,
            rule.file
        );
    }
}

#[test]
fn sentences_for_owners_are_short() {
    // A reader of twelve follows about twenty words; the longest we allow is twenty-five.
    let book = Rulebook::builtin().expect("a good rulebook");
    for (_, rule) in book.rules() {
        let texts = std::iter::once(&rule.why).chain(&rule.how);
        for text in texts.flat_map(|text| [&text.id, &text.en]) {
            for sentence in text.split(['.', '?', '!', ':']) {
                let words = sentence.split_whitespace().count();
                assert!(words <= 25, "{} words in {}: {sentence}", words, rule.id);
            }
        }
    }
}
