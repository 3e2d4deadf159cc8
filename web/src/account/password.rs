//! Changing one's password.

use axum::{Form, extract::State};
use center::{ErrorKind, people::sign_in};
use serde::Deserialize;
use vocab::DomainError;

use super::pages::PasswordPage;
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
};

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Change {
    current: String,
    fresh: String,
}

/// `GET /account/password`
pub(crate) async fn show(frame: Frame) -> Answer {
    page(&PasswordPage {
        f: &frame,
        problems: Vec::new(),
    })
}

/// `POST /account/password`
pub(crate) async fn change(
    State(app): State<App>,
    frame: Frame,
    Form(change): Form<Change>,
) -> Answer {
    let known = frame.session.as_deref().ok_or(Refusal::LoginNeeded)?;
    let changed =
        sign_in::change_password(&app.hall, &known.token, &change.current, &change.fresh).await;
    match changed {
        Ok(()) => go_noting("/account", "note-password-changed"),
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&PasswordPage {
                f: &frame,
                problems,
            })
        }
        Err(error) => Err(error.into()),
    }
}
