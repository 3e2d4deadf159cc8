//! Opening a case from a step of a plan.

use axum::{Form, extract::State};
use center::licensing::open;
use serde::Deserialize;
use vocab::BusinessId;

use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting},
};

/// Which step of whose plan.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    business: String,
    permit: String,
    product: String,
}

/// `POST /licensing/open`
pub(crate) async fn open(
    State(app): State<App>,
    frame: Frame,
    Form(wanted): Form<Wanted>,
) -> Answer {
    let business: BusinessId = wanted.business.parse().map_err(|_| Refusal::Unreadable)?;
    let permit = wanted.permit.as_str();
    let case = open::open(&app.hall, &frame.actor, business, permit, &wanted.product).await?;
    go_noting(&format!("/licensing/cases/{case}"), "note-case-opened")
}
