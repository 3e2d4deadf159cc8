//! The rounds, and a new one.

use axum::extract::{Form, State};
use center::{
    Permission,
    field::{form, round},
};
use serde::Deserialize;

use super::{
    pages::{RoundLine, RoundsPage},
    problem,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go, page, wrong},
    plan::view::Choice,
};

/// A round as it comes from the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    pub(super) name: String,
    pub(super) form: String,
    pub(super) opens: String,
    pub(super) closes: String,
}

async fn list<'a>(
    app: &App,
    frame: &'a Frame,
    problems: Vec<String>,
    given: Given,
) -> Result<RoundsPage<'a>, Refusal> {
    let found = round::rounds(&app.hall, &frame.actor).await?;
    let forms = form::list(&app.hall, &frame.actor).await?;
    Ok(RoundsPage {
        f: frame,
        may_manage: frame.may(Permission::ManageCensus),
        problems,
        rounds: found
            .into_iter()
            .map(|one| RoundLine {
                id: one.id.to_string(),
                days: format!(
                    "{} – {}",
                    frame.date(&one.opens_on),
                    frame.date(&one.closes_on)
                ),
                name: one.name,
                form: one.form,
                closed: one.closed_at.is_some(),
            })
            .collect(),
        forms: forms
            .iter()
            .map(|form| {
                let label = format!("{} ({})", form.title.text(frame.lang), form.name());
                Choice::new(form.name(), label).chosen_if(form.name() == given.form)
            })
            .collect(),
        given,
    })
}

/// `GET /enumeration`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    page(&list(&app, &frame, Vec::new(), Given::default()).await?)
}

/// `POST /enumeration`
pub(crate) async fn make(State(app): State<App>, frame: Frame, Form(given): Form<Given>) -> Answer {
    let day = |text: &str| vocab::date::parse_date(text).map_err(|error| Refusal::invalid(&error));
    let new = round::New {
        name: given.name.clone(),
        form: given.form.clone(),
        opens_on: day(&given.opens)?,
        closes_on: day(&given.closes)?,
    };
    match round::make(&app.hall, &frame.actor, &new).await {
        Ok(made) => go(&format!("/enumeration/{made}")),
        Err(error) => {
            let problems = problem(&frame, error)?;
            wrong(&list(&app, &frame, problems, given).await?)
        }
    }
}
