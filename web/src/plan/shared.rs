//! A plan behind a shared link: what is to be done, and nothing about the person.

use axum::extract::{Path, State};
use center::registry::share;
use rulebook::{Fact, Value};

use super::{
    build::{Answers, Ground},
    pages::SharedPage,
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
    registry::business::in_words,
};

/// `GET /plan/shared/{token}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path(token): Path<String>,
) -> Answer {
    let shared = share::open(&app.hall, &token).await?;
    let rulebook = app.hall.rulebook();
    let ground = Ground {
        rulebook: &rulebook,
        gazetteer: app.hall.gazetteer(),
        facts: &shared.facts,
        on: shared.plan.on,
        lang: frame.lang,
    };
    let place = match shared.facts.get(Fact::Village) {
        Some(value @ Value::Region(_)) => in_words(&app, &frame, Fact::Village, value),
        _ => String::new(),
    };
    let business = if shared.name.is_empty() {
        frame.t("plan-shared-title")
    } else {
        shared.name
    };
    page(&SharedPage {
        f: &frame,
        business,
        place,
        printed_on: frame.date(&shared.plan.on),
        plan: ground.view(&shared.plan, &Answers::None),
    })
}
