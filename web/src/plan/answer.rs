//! One fact told with one tap, from a question or a finished step of the plan.

use axum::{
    Form,
    extract::{Path, State},
};
use center::registry::state;
use rulebook::{Fact, Facts};
use serde::Deserialize;
use vocab::BusinessId;

use super::finder::about;
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting},
};

/// The answer.
#[derive(Debug, Deserialize)]
pub(crate) struct Told {
    fact: String,
    value: String,
}

/// `POST /plan/{business}/answer`
pub(crate) async fn answer(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(told): Form<Told>,
) -> Answer {
    let business: BusinessId = id.parse().map_err(|_| Refusal::NotFound)?;
    let fact = Fact::from_id(&told.fact).ok_or(Refusal::Unreadable)?;
    let mut facts = Facts::new();
    facts
        .set_text(fact, &told.value)
        .map_err(|error| Refusal::Invalid(vec![about(fact, &error)]))?;
    let today = app.hall.clock().today();
    state::state(&app.hall, &frame.actor, business, &facts, today).await?;
    go_noting(&plan_page(&frame, business), "note-answer-kept")
}

/// The page on which a business' plan is shown to this visitor.
pub(crate) fn plan_page(frame: &Frame, business: BusinessId) -> String {
    if frame.actor.role == center::Role::Owner {
        format!("/plan?business={business}")
    } else {
        format!("/registry/{business}")
    }
}
