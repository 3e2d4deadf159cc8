//! What answers say, as facts of the rulebook.

use questionnaire::{EACH, Kind, Question, Questionnaire, Rows};
use rulebook::{Fact, Facts, Value};
use serde_json::Value as Json;

use super::FieldError;
use crate::error::{Error, Result};

/// What is wrong with the facts that a questionnaire names, in words.
pub fn strange(form: &Questionnaire) -> Vec<String> {
    form.questions()
        .filter_map(|question| {
            let fact = question.fact.as_deref()?;
            let known = if fact == EACH {
                question.kind == Kind::Choices
                    && form.choices_of(question).iter().all(|choice| {
                        Fact::from_id(&choice.value)
                            .is_some_and(|fact| matches!(fact.kind(), rulebook::Kind::Bool))
                    })
            } else {
                Fact::from_id(fact).is_some()
            };
            (!known).then(|| format!("{}: {fact}?", question.id))
        })
        .collect()
}

/// What came of a visit, other than answers.
pub fn status(outcome: &str) -> Option<&'static str> {
    match outcome {
        "complete" => Some("active"),
        "closed" => Some("closed"),
        "moved" => Some("moved"),
        "not_found" => Some("not_found"),
        _ => None,
    }
}

/// The facts that answers state. `asked` holds the answers of questions that were asked, and no others.
pub fn facts(form: &Questionnaire, asked: &Rows, outcome: &str) -> Result<Facts> {
    let mut facts = Facts::new();
    let status = status(outcome).and_then(|word| Fact::Status.choice(word));
    if let Some(status) = status {
        facts.set(Fact::Status, Value::Choice(status))?;
    }
    for question in form.pages.iter().flat_map(|page| &page.questions) {
        if let (Some(fact), Some(answer)) = (&question.fact, asked.get(&question.id)) {
            state(form, question, fact, answer, &mut facts)?;
        }
    }
    Ok(facts)
}

/// Why an answer cannot be taken, with the question.
pub fn flaw(form: &Questionnaire, asked: &Rows) -> Option<(String, Error)> {
    form.pages
        .iter()
        .flat_map(|page| &page.questions)
        .find_map(|question| {
            let (fact, answer) = (question.fact.as_ref()?, asked.get(&question.id)?);
            let error = state(form, question, fact, answer, &mut Facts::new()).err()?;
            Some((question.id.clone(), error))
        })
}

fn state(
    form: &Questionnaire,
    question: &Question,
    fact: &str,
    answer: &Json,
    facts: &mut Facts,
) -> Result<()> {
    let unusable = || FieldError::NoFact {
        question: question.label.id.clone(),
    };
    if fact == EACH {
        for choice in form.choices_of(question) {
            let fact = Fact::from_id(&choice.value).ok_or_else(unusable)?;
            let chosen = answer
                .as_array()
                .is_some_and(|values| values.iter().any(|value| value == choice.value.as_str()));
            facts.set(fact, Value::Bool(chosen))?;
        }
        return Ok(());
    }
    let fact = Fact::from_id(fact).ok_or_else(unusable)?;
    match answer {
        Json::Bool(yes) => facts.set(fact, Value::Bool(*yes))?,
        Json::Number(number) => {
            // A phone writes 2019 as 2019 or 2019.0; facts are whole.
            let whole = number.as_f64().map(|number| format!("{number:.0}"));
            facts.set_text(fact, &whole.unwrap_or_default())?;
        }
        Json::String(text) => match fact.choice(text) {
            Some(choice) => facts.set(fact, Value::Choice(choice))?,
            None => facts.set_text(fact, text)?,
        },
        Json::Object(point) => {
            let part = |name: &str| point.get(name).and_then(Json::as_f64);
            let (Some(lat), Some(lon)) = (part("lat"), part("lon")) else {
                return Err(unusable().into());
            };
            facts.set_text(fact, &format!("{lat:.6}, {lon:.6}"))?;
        }
        Json::Null | Json::Array(_) => return Err(unusable().into()),
    }
    Ok(())
}
