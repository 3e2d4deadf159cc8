//! One set of answers, to be taken or sent back.

use axum::{
    body::Body,
    extract::{Form, Path, State},
    http::header,
    response::IntoResponse,
};
use center::field::{
    accept::{self, Which},
    board,
};
use serde::Deserialize;
use vocab::AnswerId;

use super::{
    id, outcome,
    pages::{PhotoLine, SetPage},
    problem, shown, state,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page, wrong},
};

/// Why it goes back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    reason: String,
}

/// `GET /enumeration/sets/{answer}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(set): Path<String>) -> Answer {
    page(&build(&app, &frame, id(&set)?, Vec::new()).await?)
}

async fn build<'a>(
    app: &App,
    frame: &'a Frame,
    id: AnswerId,
    problems: Vec<String>,
) -> Result<SetPage<'a>, Refusal> {
    let opened = board::open(&app.hall, &frame.actor, id).await?;
    let answer = &opened.answer;
    let erased = opened.body.is_none();
    let given = opened.body.unwrap_or_default().answers;
    let answers = opened
        .form
        .pages
        .iter()
        .flat_map(|page| &page.questions)
        .filter_map(|question| {
            let said = shown(&opened.form, question, given.get(&question.id)?, frame);
            Some((question.label.text(frame.lang).to_owned(), said))
        })
        .collect();
    let name = given.get("business_name").and_then(|name| name.as_str());
    let photos = opened.files.iter().map(|file| PhotoLine {
        href: file
            .stored
            .map(|_| format!("/enumeration/sets/{id}/photos/{}", file.id)),
        why: if file.state == "refused" {
            frame.t("field-photo-refused")
        } else {
            frame.t("field-photo-coming")
        },
    });
    Ok(SetPage {
        f: frame,
        id: id.to_string(),
        round: answer.round.to_string(),
        business: answer
            .business
            .filter(|_| answer.state == "taken")
            .map(|business| business.to_string()),
        name: name.map_or_else(|| frame.t("field-set"), str::to_owned),
        by: opened.by,
        when: frame.moment(&answer.ended_at),
        outcome: outcome(frame, &answer.outcome),
        state: state(frame, &answer.state),
        reason: answer.reason.clone(),
        waiting: answer.state == "waiting",
        problems,
        erased,
        answers,
        photos: photos.collect(),
    })
}

/// `POST /enumeration/sets/{answer}/accept`
pub(crate) async fn take(State(app): State<App>, frame: Frame, Path(set): Path<String>) -> Answer {
    let set: AnswerId = id(&set)?;
    let opened = board::open(&app.hall, &frame.actor, set).await?;
    let which = Which {
        account: Some(opened.answer.account),
        ids: vec![set],
    };
    match accept::accept(&app.hall, &frame.actor, opened.answer.round, &which).await {
        Ok(_) => go_noting(&format!("/enumeration/sets/{set}"), "note-saved"),
        Err(error) => {
            let problems = problem(&frame, error)?;
            wrong(&build(&app, &frame, set, problems).await?)
        }
    }
}

/// `POST /enumeration/sets/{answer}/refuse`
pub(crate) async fn refuse(
    State(app): State<App>,
    frame: Frame,
    Path(set): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let set: AnswerId = id(&set)?;
    match accept::refuse(&app.hall, &frame.actor, set, &given.reason).await {
        Ok(()) => go_noting(&format!("/enumeration/sets/{set}"), "note-saved"),
        Err(error) => {
            let problems = problem(&frame, error)?;
            wrong(&build(&app, &frame, set, problems).await?)
        }
    }
}

/// `GET /enumeration/sets/{answer}/photos/{file}`
pub(crate) async fn photo(
    State(app): State<App>,
    frame: Frame,
    Path((set, file)): Path<(String, String)>,
) -> Answer {
    let given = board::photo(&app.hall, &frame.actor, id(&set)?, id(&file)?).await?;
    let headers = [(header::CONTENT_TYPE, given.content_type)];
    Ok((headers, Body::from(given.bytes)).into_response())
}
