//! The census as the office sees it: rounds and areas, the board, sets of answers, conflicts, phones. What enumerators
//! hold in their hands is the app at `/field`.

pub(crate) mod conflicts;
pub(crate) mod one;
pub(crate) mod pages;
pub(crate) mod phones;
pub(crate) mod rounds;
pub(crate) mod set;

use center::ErrorKind;
use vocab::DomainError;

use crate::{error::Refusal, frame::Frame, page::say};

/// What is wrong, to be shown above the form; other errors go on.
fn problem(frame: &Frame, error: center::Error) -> Result<Vec<String>, Refusal> {
    match error.kind() {
        ErrorKind::Invalid | ErrorKind::Conflict => Ok(vec![say(frame.lang, &error.message())]),
        _ => Err(error.into()),
    }
}

/// An id in an address; one that is none is not found.
fn id<T: std::str::FromStr>(text: &str) -> Result<T, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}

/// What came of a visit, in words.
fn outcome(frame: &Frame, word: &str) -> String {
    frame.t(&format!("field-outcome-{word}"))
}

/// How a set stands, in words.
fn state(frame: &Frame, word: &str) -> String {
    frame.t(&format!("field-state-{word}"))
}

/// Which questions differ, and the two answers in words, of two sets of one questionnaire.
fn shown(
    form: &questionnaire::Questionnaire,
    question: &questionnaire::Question,
    answer: &serde_json::Value,
    frame: &Frame,
) -> String {
    use serde_json::Value as Json;
    let choice = |value: &str| {
        form.choices_of(question)
            .iter()
            .find(|choice| choice.value == value)
            .map_or_else(
                || value.to_owned(),
                |choice| choice.label.text(frame.lang).to_owned(),
            )
    };
    match answer {
        Json::Bool(true) => frame.t("field-yes"),
        Json::Bool(false) => frame.t("field-no"),
        Json::String(text) => choice(text),
        Json::Number(number) if question.kind == questionnaire::Kind::Money => {
            number.as_i64().map_or_else(
                || number.to_string(),
                |amount| format!("Rp{}", frame.number(amount)),
            )
        }
        Json::Number(number) => number.to_string(),
        Json::Array(items) if question.kind == questionnaire::Kind::Repeat => {
            frame.number(i64::try_from(items.len()).unwrap_or(0))
        }
        Json::Array(items) => {
            let words = items.iter().filter_map(Json::as_str).map(choice);
            words.collect::<Vec<_>>().join(", ")
        }
        Json::Object(point) => {
            let part = |name: &str| point.get(name).and_then(Json::as_f64).unwrap_or_default();
            format!("{:.5}, {:.5}", part("lat"), part("lon"))
        }
        Json::Null => String::new(),
    }
}
