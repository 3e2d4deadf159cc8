//! An account for the owner of a business, who logs in with the phone number.

use axum::{
    Form,
    extract::{Path, State},
};
use center::people::accounts;
use serde::Deserialize;
use vocab::{BusinessId, PhoneNumber};

use crate::{App, error::Refusal, frame::Frame, page::Answer, people};

/// Which number.
#[derive(Debug, Deserialize)]
pub(crate) struct Phone {
    phone: String,
}

/// `POST /registry/{business}/account`
pub(crate) async fn make(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Phone>,
) -> Answer {
    let id: BusinessId = id.parse().map_err(|_| Refusal::NotFound)?;
    let phone: PhoneNumber = given
        .phone
        .parse()
        .map_err(|error| Refusal::invalid(&error))?;
    let made = accounts::create_for_owner(&app.hall, &frame.actor, id, &phone).await?;
    people::account::shown(&app, &frame, made.account, Some(made.code)).await
}
