//! The finder against what owners say (`finder/phrases.csv`; see the README beside it).

#![expect(clippy::expect_used, reason = "a test stops at a broken fixture")]

use rulebook::Rulebook;
use vocab::KbliVersion;

#[path = "../finder/measure.rs"]
mod measure;

use measure::{Half, Shares, phrases, shares};

fn book() -> Rulebook {
    Rulebook::builtin().expect("a good rulebook")
}

#[test]
fn held_out_phrases_are_found_as_often_as_promised() {
    let book = book();
    for version in [KbliVersion::V2020, KbliVersion::V2025] {
        let Shares { first, five, count } = shares(&book, &phrases(), version, Half::HeldOut);
        assert!(count >= 100, "{count} phrases");
        assert!(first >= 0.75, "top-1 of {version:?}: {first:.3}");
        assert!(five >= 0.92, "top-5 of {version:?}: {five:.3}");
    }
}

#[test]
fn every_right_code_of_the_phrases_is_in_the_table() {
    let book = book();
    for phrase in phrases() {
        let known = phrase.kbli_2020.iter().any(|code| {
            let code = vocab::KbliCode::parse(code, KbliVersion::V2020).expect("a code");
            book.kbli().find(code).is_some()
        });
        assert!(known, "{}", phrase.text);
    }
}

#[test]
fn typing_mistakes_spelling_and_javanese_affixes_still_find() {
    let book = book();
    for (text, code) in [
        ("jual kripk tempe", "10794"),
        ("krupuk", "10794"),
        ("mbatik", "13134"),
        ("konpeksi kaos", "14111"),
        ("penjait baju", "14120"),
        ("PENJAHIT!!!", "14120"),
        ("lawndry kiloan", "96200"),
        ("ternak wedus", "01442"),
    ] {
        let found = book.find_activity(text, Some(KbliVersion::V2020), 1);
        let first = found.first().map(|it| it.code.code().to_owned());
        assert_eq!(first.as_deref(), Some(code), "{text}");
    }
}

#[test]
fn a_number_that_changed_its_meaning_is_warned_of() {
    let book = book();
    let found = book.find_activity("warung soto", Some(KbliVersion::V2020), 1);
    let found = found.first().expect("an eatery");
    assert_eq!(found.code.code(), "56102");
    assert!(
        found
            .warnings
            .iter()
            .any(|it| it.id.contains("angka 56102 berarti lain")),
        "{:?}",
        found.warnings
    );
    assert_eq!(
        found.kbli_2025.map(|code| code.code().to_owned()),
        Some("56101".to_owned())
    );
    let kerupuk = book.find_activity("rengginang", None, 1);
    assert!(kerupuk.first().expect("crackers").warnings.is_empty());
}

#[test]
fn nothing_is_found_for_nothing_and_nonsense_never_panics() {
    let book = book();
    let long = "keripik ".repeat(10_000);
    for text in [
        "",
        "   ",
        "!!!",
        "\u{0}\u{ffff}",
        "💩💩",
        "12",
        "999999999999",
        long.as_str(),
    ] {
        let found = book.find_activity(text, None, 5);
        assert!(found.len() <= 5);
        assert!(
            text.contains("keripik") || found.is_empty(),
            "{text:?}: {found:?}"
        );
    }
    assert!(book.find_activity("keripik", None, 0).is_empty());
}

#[test]
fn the_table_is_large_enough_and_every_activity_can_be_found_by_its_own_words() {
    let book = book();
    let activities = book.kbli().activities();
    let codes: std::collections::BTreeSet<_> = activities
        .iter()
        .flat_map(|it| [it.v2020, it.v2025])
        .flatten()
        .map(|code| code.code().to_owned())
        .collect();
    assert!(codes.len() >= 300, "{} codes", codes.len());
    for activity in activities {
        let version = activity
            .v2020
            .map_or(KbliVersion::V2025, |code| code.version());
        let code = activity.v2020.or(activity.v2025).expect("a code");
        let found = book.find_activity(&activity.title.id, Some(version), 10);
        assert!(
            found.iter().any(|it| it.code == code),
            "{code}: {} finds {:?}",
            activity.title.id,
            found
                .iter()
                .map(|it| it.code.to_string())
                .collect::<Vec<_>>()
        );
    }
}
