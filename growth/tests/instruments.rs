//! The instruments as they are shipped, and what bad ones are told.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;

use growth::{Answers, Instrument, Instruments, ScoreError, Weighing};
use proptest::prelude::*;
use vocab::DomainError;

fn instruments() -> &'static Instruments {
    Instruments::builtin().unwrap()
}

fn mentoring() -> &'static Instrument {
    instruments()
        .find(growth::instrument::MENTORING, 1)
        .unwrap()
}

fn all_at(instrument: &Instrument, part: impl Fn(u8) -> u8) -> Answers {
    Answers(
        instrument
            .questions()
            .map(|(_, question)| (question.id.clone(), part(question.highest())))
            .collect(),
    )
}

#[test]
fn every_instrument_has_weights_that_make_one_and_a_consistency_that_may_be_shown() {
    let day = "2026-11-25".parse().unwrap();
    let all = instruments().of_day(day);
    assert_eq!(all.len(), 4);
    for one in all {
        let sum: f64 = one.questions().map(|(_, question)| question.weight).sum();
        assert!((sum - 1.0).abs() < 1e-9, "{}: {sum}", one.id);
        if let Weighing::Judged { consistency } = one.weighing {
            assert!(consistency < 0.1, "{}: {consistency}", one.id);
        }
        assert!(one.score(&all_at(one, |_| 0)).unwrap().total().abs() < 1e-9);
        let best = one.score(&all_at(one, |highest| highest)).unwrap();
        assert!((best.total() - 100.0).abs() < 1e-9);
        assert_eq!(best.class(one).unwrap().id, one.classes.last().unwrap().id);
    }
    assert!(
        instruments()
            .of_day("2025-12-31".parse().unwrap())
            .is_empty()
    );
}

#[test]
fn a_score_says_which_level_of_which_question_it_is_made_of() {
    let one = mentoring();
    let mut answers = all_at(one, |highest| highest);
    answers.0.insert("packaging.label".to_owned(), 0);
    answers.0.remove("legality.product");
    let score = one.score(&answers).unwrap();
    assert!(score.total() < 100.0);
    assert_eq!(score.most_to_gain()[0].question, "packaging.label");
    assert_eq!(score.unanswered(), ["legality.product"]);
    assert_eq!(score.reasons().len(), one.questions().count() - 1);
    assert_eq!(score.dimension("quality"), Some(100.0));
}

#[test]
fn a_level_outside_its_scale_is_refused_by_name() {
    let mut answers = all_at(mentoring(), |_| 1);
    answers.0.insert("quality.clean".to_owned(), 9);
    let error = mentoring().score(&answers).unwrap_err();
    assert!(matches!(
        error,
        ScoreError::OutsideScale {
            level: 9,
            highest: 3,
            ..
        }
    ));
    assert!(error.id().contains("bersih"), "{}", error.id());
    let unknown = Answers([("nothing".to_owned(), 1)].into());
    assert!(mentoring().score(&unknown).is_err());
    let little = Answers([("quality.clean".to_owned(), 1)].into());
    assert!(matches!(
        mentoring().score(&little),
        Err(ScoreError::TooLittle { .. })
    ));
}

#[test]
fn scores_of_two_versions_or_instruments_are_not_compared() {
    let text = include_str!("../instruments/pendampingan.1.toml");
    let second = text.replace("version = 1", "version = 2");
    let both = Instruments::read([("a.toml", text), ("b.toml", second.as_str())]).unwrap();
    let (old, new) = (
        both.find("pendampingan", 1).unwrap(),
        both.find("pendampingan", 2).unwrap(),
    );
    let earlier = old.score(&all_at(old, |_| 1)).unwrap();
    let later = new.score(&all_at(new, |_| 2)).unwrap();
    assert_eq!(
        later.change_since(&earlier),
        Err(ScoreError::OtherVersion {
            earlier: 1,
            later: 2
        })
    );
    let other = instruments().find("kurasi", 1).unwrap();
    let curated = other.score(&all_at(other, |_| 1)).unwrap();
    assert!(matches!(
        curated.change_since(&earlier),
        Err(ScoreError::OtherInstrument { .. })
    ));
}

#[test]
fn a_change_is_counted_over_what_was_answered_both_times() {
    let one = mentoring();
    let mut first = all_at(one, |_| 1);
    first.0.remove("legality.tax");
    let mut second = all_at(one, |_| 1);
    second.0.insert("legality.tax".to_owned(), 3);
    second.0.insert("quality.recipe".to_owned(), 2);
    second.0.insert("people.roles".to_owned(), 0);
    let (first, second) = (one.score(&first).unwrap(), one.score(&second).unwrap());
    let change = second.change_since(&first).unwrap();
    assert_eq!(change.risen, [("quality.recipe".to_owned(), 1, 2)]);
    assert_eq!(change.fallen, [("people.roles".to_owned(), 1, 0)]);
    assert_eq!(change.compared, one.questions().count() - 1);
}

const SMALL: &str = r#"id = "x"
version = 1
valid_from = 2026-01-01
title = { id = "a", en = "a" }
source = { id = "a", en = "a" }
class = [{ id = "c", from = 0.0, title = { id = "a", en = "a" } }]
judgement = [
  { first = "a", second = "b", times = 9 },
  { first = "b", second = "c", times = 9 },
  { first = "c", second = "a", times = 9 },
]
"#;

fn small() -> String {
    let mut text = SMALL.to_owned();
    for id in ["a", "b", "c"] {
        let _ = write!(
            text,
            "[[dimension]]\nid = \"{id}\"\ntitle = {{ id = \"a\", en = \"a\" }}\n[[dimension.question]]\nid = \"{id}.q\"\nask = {{ id = \"a\", en = \"a\" }}\nlevels = [{{ id = \"0\", en = \"0\" }}, {{ id = \"1\", en = \"1\" }}]\n"
        );
    }
    text
}

fn told(text: &str) -> String {
    Instruments::read([("x.toml", text)])
        .unwrap_err()
        .to_string()
}

#[test]
fn what_is_wrong_with_an_instrument_is_said_with_file_and_line() {
    let contradicting = told(&small());
    assert!(
        contradicting.contains("x.toml:1: the judgements contradict each other"),
        "{contradicting}"
    );
    let good = small()
        .replace(
            "\"c\", second = \"a\", times = 9",
            "\"a\", second = \"c\", times = 9",
        )
        .replace("times = 9", "times = 1");
    assert!(Instruments::read([("x.toml", good.as_str())]).is_ok());
    let twice = good.replace("id = \"b.q\"", "id = \"a.q\"");
    assert!(
        told(&twice).contains("x.toml:22: question a.q is there twice"),
        "{}",
        told(&twice)
    );
    let missing = good.replace("  { first = \"b\", second = \"c\", times = 1 },\n", "");
    assert!(
        told(&missing).contains("2 of 3 judgements"),
        "{}",
        told(&missing)
    );
    let wild = good.replacen("times = 1", "times = 12", 1);
    assert!(
        told(&wild).contains("x.toml:8: times must lie"),
        "{}",
        told(&wild)
    );
    let empty = good.replacen("ask = { id = \"a\"", "ask = { id = \"\"", 1);
    assert!(
        told(&empty).contains("x.toml:15: a text is empty"),
        "{}",
        told(&empty)
    );
    let unknown = good.replacen("version = 1", "versoin = 1", 1);
    assert!(told(&unknown).contains("x.toml:2"), "{}", told(&unknown));
}

proptest! {
    #[test]
    fn a_higher_level_anywhere_never_lowers_the_score(levels in proptest::collection::vec(0..4_u8, 30), at in 0..19_usize) {
        let one = mentoring();
        let ids: Vec<&String> = one.questions().map(|(_, question)| &question.id).collect();
        prop_assert!(ids.len() <= levels.len());
        let answers = |levels: &[u8]| Answers(ids.iter().zip(levels).map(|(id, level)| ((*id).clone(), *level)).collect());
        let mut higher = levels.clone();
        higher[at] = 3;
        let (low, high) = (one.score(&answers(&levels)).unwrap(), one.score(&answers(&higher)).unwrap());
        prop_assert!(high.total() >= low.total() - 1e-9);
    }
}
