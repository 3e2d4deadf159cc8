//! Choosing a password with a code which an officer gave: for a first login, and for owners who
//! forgot theirs and have no e-mail.

use axum::{Form, extract::State};
use center::{ErrorKind, people::codes};
use serde::Deserialize;
use vocab::DomainError;

use super::{login::admit, pages::ResetPage};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page, say, wrong},
    session::Caller,
};

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    name: String,
    code: String,
    fresh: String,
}

/// `GET /account/reset`
pub(crate) async fn show(frame: Frame) -> Answer {
    page(&ResetPage {
        f: &frame,
        problems: Vec::new(),
        name: String::new(),
    })
}

/// `POST /account/reset`
pub(crate) async fn choose(
    State(app): State<App>,
    frame: Frame,
    caller: Caller,
    Form(chosen): Form<Chosen>,
) -> Answer {
    let redeemed = codes::redeem(
        &app.hall,
        &chosen.name,
        &chosen.code,
        &chosen.fresh,
        &caller.0,
    )
    .await;
    match redeemed {
        Ok(begun) => admit(&app, begun, "").await,
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&ResetPage {
                f: &frame,
                problems,
                name: chosen.name,
            })
        }
        Err(error) => Err(error.into()),
    }
}
