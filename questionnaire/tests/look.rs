//! Answers are held against the version by which they were made.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(
    clippy::needless_pass_by_value,
    reason = "answers are written where they are given"
)]

use proptest::prelude::*;
use questionnaire::{AnswerSet, Questionnaire, builtin};
use serde_json::{Value as Json, json};

fn sensus() -> Questionnaire {
    builtin().unwrap().remove(0)
}

fn set(answers: Json) -> AnswerSet {
    serde_json::from_value(json!({ "answers": answers })).unwrap()
}

fn whole() -> Json {
    json!({
        "village": "33.24.09.2003", "rt": "003", "rw": "2", "premise": "home", "owner_name": "Siti Aminah",
        "nik_shown": true, "owner_nik": "3324096505800001", "owner_sex": "female", "consent": true,
        "business_name": "Keripik Barokah", "activity": "membuat keripik tempe", "product_kind": "processed_food",
        "legal_form": "perorangan", "workers_male": 0, "workers_female": 2, "nib_held": false, "online": false,
        "products": [{ "product_name": "Keripik tempe", "product_priced": true, "product_price": 12000 }],
    })
}

fn codes(form: &Questionnaire, answers: Json) -> Vec<(String, String)> {
    let looked = form.look(&set(answers), true);
    looked
        .wrong
        .into_iter()
        .map(|wrong| (wrong.question, wrong.message.code))
        .collect()
}

fn with(mut answers: Json, question: &str, answer: Json) -> Json {
    answers[question] = answer;
    answers
}

#[test]
fn a_whole_set_passes() {
    assert_eq!(codes(&sensus(), whole()), []);
}

#[test]
fn each_wrong_answer_is_named() {
    for (question, answer, code) in [
        ("owner_name", json!(" "), "answer.required"),
        ("owner_nik", json!("3324093205800001"), "nik.date"),
        ("premise", json!("castle"), "answer.no_choice"),
        ("workers_male", json!(-1), "answer.too_small"),
        ("workers_female", json!(0), "answer.check"),
        ("sales", json!(1.5), "answer.kind"),
        ("owner_birth_date", json!("31 Mei"), "answer.kind"),
        ("village", json!("Kendal"), "region.malformed"),
        ("location", json!({ "lat": 900, "lon": 1 }), "answer.kind"),
        ("online", json!("ya"), "answer.kind"),
        ("rt", json!("0003"), "answer.check"),
        (
            "products",
            json!([{ "product_priced": false }]),
            "answer.required",
        ),
        ("products", json!("keripik"), "answer.not_rows"),
        ("nowhere", json!(1), "answer.unknown_question"),
    ] {
        let found = codes(&sensus(), with(whole(), question, answer.clone()));
        assert_eq!(found.len(), 1, "{question} {answer}: {found:?}");
        assert!(
            found[0].1 == code || found[0].1.split('.').next() == code.split('.').next(),
            "{found:?} for {code}"
        );
    }
}

#[test]
fn what_is_not_asked_is_neither_wanted_nor_kept() {
    let form = sensus();
    let answers = with(
        with(whole(), "nik_shown", json!(false)),
        "owner_nik",
        json!("nonsense"),
    );
    let looked = form.look(&set(answers), true);
    assert_eq!(looked.wrong, []);
    assert!(!looked.asked.contains_key("owner_nik"));
    let trade = with(
        with(whole(), "product_kind", json!("trade")),
        "preservation",
        json!("dry"),
    );
    assert!(
        !form
            .look(&set(trade), true)
            .asked
            .contains_key("preservation")
    );
}

#[test]
fn a_set_that_is_not_complete_wants_nothing_but_takes_no_nonsense() {
    let form = sensus();
    assert_eq!(form.look(&set(json!({})), false).wrong, []);
    assert_eq!(
        form.look(&set(json!({ "premise": "castle" })), false)
            .wrong
            .len(),
        1
    );
}

proptest! {
    #[test]
    fn looking_never_panics_and_keeps_only_what_was_given(
        question in 0_usize..80,
        answer in prop_oneof![
            any::<bool>().prop_map(Json::from), any::<i64>().prop_map(Json::from), any::<f64>().prop_map(Json::from),
            ".{0,30}".prop_map(Json::from), Just(json!([])), Just(json!([{ "product_name": 3 }])), Just(Json::Null),
            Just(json!({ "lat": "x" })),
        ],
    ) {
        let form = sensus();
        let id = form.questions().nth(question % form.questions().count()).unwrap().id.clone();
        let given = set(with(whole(), &id, answer));
        let looked = form.look(&given, true);
        for id in looked.asked.keys() {
            prop_assert!(given.answers.contains_key(id));
        }
    }

    #[test]
    fn an_answer_to_a_skipped_question_changes_nothing(answer in ".{0,20}") {
        let form = sensus();
        let without = with(whole(), "nik_shown", json!(false));
        let one = form.look(&set(with(without.clone(), "owner_nik", json!(answer))), true);
        let mut bare = without;
        bare.as_object_mut().unwrap().remove("owner_nik");
        prop_assert_eq!(one, form.look(&set(bare), true));
    }
}
