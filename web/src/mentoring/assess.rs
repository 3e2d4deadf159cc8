//! The form of an instrument.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, State};
use center::mentoring::{assess, care};
use growth::{Answers, Instrument};

use super::{
    id,
    pages::{AskedDimension, AskedQuestion, AssessPage},
    problem,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page, wrong},
    plan::view::Choice,
};

type Given = BTreeMap<String, String>;

/// `GET /mentoring/cases/{id}/assess/{instrument}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path((case, instrument)): Path<(String, String)>,
) -> Answer {
    let found = assess::instrument(&app.hall, &frame.actor, id(&case)?, &instrument, None).await?;
    let view = care::view(&app.hall, &frame.actor, id(&case)?).await?;
    page(&form(
        &frame,
        &case,
        &view.business.name,
        found,
        &Given::new(),
        Vec::new(),
    ))
}

fn form<'a>(
    frame: &'a Frame,
    case: &str,
    name: &str,
    instrument: &Instrument,
    given: &Given,
    problems: Vec<String>,
) -> AssessPage<'a> {
    AssessPage {
        f: frame,
        case: case.to_owned(),
        name: name.to_owned(),
        instrument: instrument.id.clone(),
        version: instrument.version,
        title: instrument.title.say(frame.lang).to_owned(),
        source: instrument.source.say(frame.lang).to_owned(),
        problems,
        note: given.get("note").cloned().unwrap_or_default(),
        dimensions: instrument
            .dimensions
            .iter()
            .map(|dimension| AskedDimension {
                title: dimension.title.say(frame.lang).to_owned(),
                questions: dimension
                    .questions
                    .iter()
                    .map(|question| {
                        let chosen = given.get(&question.id).map(String::as_str);
                        AskedQuestion {
                            id: question.id.clone(),
                            ask: question.ask.say(frame.lang).to_owned(),
                            photo: question.photo,
                            skipped: chosen.is_some_and(str::is_empty),
                            levels: question
                                .levels
                                .iter()
                                .enumerate()
                                .map(|(at, level)| {
                                    Choice::new(at.to_string(), level.say(frame.lang))
                                        .chosen_if(chosen == Some(at.to_string().as_str()))
                                })
                                .collect(),
                        }
                    })
                    .collect(),
            })
            .collect(),
    }
}

/// `POST /mentoring/cases/{id}/assess/{instrument}`
pub(crate) async fn assess(
    State(app): State<App>,
    frame: Frame,
    Path((case, instrument)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Answer {
    let engagement = id(&case)?;
    let version = given.get("version").and_then(|text| text.parse().ok());
    let found =
        assess::instrument(&app.hall, &frame.actor, engagement, &instrument, version).await?;
    let answered = assess::Given {
        instrument,
        version: found.version,
        answers: answers(found, &given)?,
        note: given.get("note").cloned().unwrap_or_default(),
    };
    match assess::assess(&app.hall, &frame.actor, engagement, &answered).await {
        Ok(_) => go_noting(&format!("/mentoring/cases/{engagement}"), "note-assessed"),
        Err(error) => {
            let problems = problem(&frame, error)?;
            let view = care::view(&app.hall, &frame.actor, engagement).await?;
            wrong(&form(
                &frame,
                &case,
                &view.business.name,
                found,
                &given,
                problems,
            ))
        }
    }
}

/// The answers to the questions of the instrument; whatever else the form has is not about it.
fn answers(instrument: &Instrument, given: &Given) -> Result<Answers, Refusal> {
    let mut answers = Answers::default();
    for (_, question) in instrument.questions() {
        if let Some(text) = given.get(&question.id).filter(|text| !text.is_empty()) {
            let level = text.parse().map_err(|_| Refusal::Unreadable)?;
            answers.0.insert(question.id.clone(), level);
        }
    }
    Ok(answers)
}
