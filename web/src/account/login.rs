//! Logging in and out.

use axum::{
    Form,
    extract::{Query, State},
};
use center::{
    ErrorKind,
    people::{
        sessions,
        sign_in::{self, Begun},
    },
};
use serde::Deserialize;
use vocab::DomainError;

use super::pages::LoginPage;
use crate::{
    App,
    error::Refusal,
    frame::{Frame, home_of},
    guard::SessionChange,
    page::{Answer, go, go_noting, own_path, page, say, wrong},
    session::{Caller, pending_page},
};

/// Which login is shown, and where it leads.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Door {
    door: String,
    next: String,
}

/// What the login sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Entry {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    door: String,
}

/// `GET /account/login`
pub(crate) async fn show(frame: Frame, Query(door): Query<Door>) -> Answer {
    if frame.is_signed_in() {
        return go(own_path(&door.next).unwrap_or_else(|| frame.home()));
    }
    page(&form(&frame, &door, "", Vec::new()))
}

fn form<'a>(frame: &'a Frame, door: &Door, name: &str, problems: Vec<String>) -> LoginPage<'a> {
    LoginPage {
        f: frame,
        problems,
        door: if door.door == "staff" {
            "staff"
        } else {
            "owner"
        },
        name: name.to_owned(),
        next: own_path(&door.next).unwrap_or_default().to_owned(),
    }
}

/// `POST /account/login`
pub(crate) async fn enter(
    State(app): State<App>,
    frame: Frame,
    caller: Caller,
    Form(entry): Form<Entry>,
) -> Answer {
    let door = Door {
        door: entry.door,
        next: entry.next,
    };
    match sign_in::sign_in(&app.hall, &entry.name, &entry.password, &caller.0).await {
        Ok(begun) => admit(&app, begun, &door.next).await,
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problem = say(frame.lang, &error.message());
            wrong(&form(&frame, &door, &entry.name, vec![problem]))
        }
        Err(error) => Err(error.into()),
    }
}

/// Sends a visitor whose session has begun on: to what is still wanted, else to where they wanted
/// to go, else to the first page of their role.
pub(super) async fn admit(app: &App, begun: Begun, next: &str) -> Answer {
    let mut response = if let Some(pending) = begun.pending {
        go(&with_next(pending_page(pending), next))?
    } else {
        let known = sessions::resume(&app.hall, &begun.token).await?;
        let home = known.map_or("/", |known| home_of(known.role));
        go_noting(own_path(next).unwrap_or(home), "note-logged-in")?
    };
    response
        .extensions_mut()
        .insert(SessionChange::Begin(begun.token));
    Ok(response)
}

pub(super) fn with_next(page: &str, next: &str) -> String {
    match own_path(next) {
        Some(next) => {
            let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("{page}?next={next}")
        }
        None => page.to_owned(),
    }
}

/// `POST /account/logout`
pub(crate) async fn leave(State(app): State<App>, frame: Frame) -> Answer {
    let known = frame.session.as_deref().ok_or(Refusal::LoginNeeded)?;
    sessions::sign_out(&app.hall, &known.token).await?;
    let mut response = go_noting("/", "note-logged-out")?;
    response.extensions_mut().insert(SessionChange::End);
    Ok(response)
}
