//! Switching the one-time code on and off.

use axum::{Form, extract::State};
use center::{ErrorKind, people::second_factor};
use serde::Deserialize;
use vocab::DomainError;

use super::pages::{RecoveryPage, TotpPage};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
    qr,
};

/// The code typed; `secret` and `uri` of the same enrolment come back with it, so that a mistyped
/// code does not throw away what the phone has scanned.
#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    code: String,
    #[serde(default)]
    secret: String,
    #[serde(default)]
    uri: String,
}

fn form<'a>(frame: &'a Frame, secret: &str, uri: &str, problems: Vec<String>) -> TotpPage<'a> {
    TotpPage {
        f: frame,
        problems,
        qr: qr::svg(uri).unwrap_or_default(),
        secret: secret.to_owned(),
        uri: uri.to_owned(),
    }
}

/// `GET /account/totp`: begins enrolment.
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let known = frame.session.as_deref().ok_or(Refusal::LoginNeeded)?;
    let begun = second_factor::enrol(&app.hall, &known.token).await?;
    page(&form(&frame, &begun.secret, &begun.uri, Vec::new()))
}

/// `POST /account/totp`: ends it, and shows the recovery codes this once.
pub(crate) async fn switch_on(
    State(app): State<App>,
    frame: Frame,
    Form(typed): Form<Typed>,
) -> Answer {
    let known = frame.session.as_deref().ok_or(Refusal::LoginNeeded)?;
    match second_factor::confirm(&app.hall, &known.token, &typed.code).await {
        Ok(codes) => page(&RecoveryPage { f: &frame, codes }),
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            let uri = if typed.uri.starts_with("otpauth://") {
                typed.uri.as_str()
            } else {
                ""
            };
            wrong(&form(&frame, &typed.secret, uri, problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /account/totp/remove`
pub(crate) async fn switch_off(
    State(app): State<App>,
    frame: Frame,
    Form(typed): Form<Typed>,
) -> Answer {
    let known = frame.session.as_deref().ok_or(Refusal::LoginNeeded)?;
    second_factor::switch_off(&app.hall, &known.token, &typed.code).await?;
    go_noting("/account", "note-totp-off")
}
