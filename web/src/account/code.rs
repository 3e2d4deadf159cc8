//! The one-time code, asked for after the password.

use axum::{
    Form,
    extract::{Query, State},
};
use center::{
    ErrorKind,
    people::{second_factor, sign_in::Begun},
};
use serde::Deserialize;
use vocab::DomainError;

use super::{login::admit, pages::CodePage};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, own_path, page, say, wrong},
    session::Caller,
};

/// Where the login leads.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Onward {
    pub(super) next: String,
}

/// The code typed.
#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    code: String,
    #[serde(default)]
    next: String,
}

fn form<'a>(frame: &'a Frame, next: &str, problems: Vec<String>) -> CodePage<'a> {
    CodePage {
        f: frame,
        problems,
        next: own_path(next).unwrap_or_default().to_owned(),
    }
}

/// `GET /account/code`
pub(crate) async fn show(frame: Frame, Query(onward): Query<Onward>) -> Answer {
    page(&form(&frame, &onward.next, Vec::new()))
}

/// `POST /account/code`
pub(crate) async fn give(
    State(app): State<App>,
    frame: Frame,
    caller: Caller,
    Form(typed): Form<Typed>,
) -> Answer {
    let known = frame.session.as_deref().ok_or(Refusal::LoginNeeded)?;
    match second_factor::give(&app.hall, &known.token, &typed.code, &caller.0).await {
        Ok(token) => {
            let resumed = center::people::sessions::resume(&app.hall, &token).await?;
            let pending = resumed.and_then(|signed_in| signed_in.pending);
            admit(&app, Begun { token, pending }, &typed.next).await
        }
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problem = say(frame.lang, &error.message());
            wrong(&form(&frame, &typed.next, vec![problem]))
        }
        Err(error) => Err(error.into()),
    }
}
