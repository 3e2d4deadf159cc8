//! One account: its code, opening and closing it.

use axum::extract::{Path, State};
use center::{
    Permission,
    people::{
        accounts::{self, AccountView},
        codes,
    },
};
use vocab::{AccountId, RegionCode};

use super::pages::AccountPage;
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page},
};

/// `GET /people/{id}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    shown(&app, &frame, read(&id)?, None).await
}

/// The page of one account; `code` is one that was issued just now and is never shown again.
pub(crate) async fn shown(app: &App, frame: &Frame, id: AccountId, code: Option<String>) -> Answer {
    let account = accounts::find(&app.hall, &frame.actor, id).await?;
    let (state, tone) = state(frame, &account);
    let scope = scope(app, &account);
    page(&AccountPage {
        f: frame,
        id: account.id.to_string(),
        name: account.name,
        login: account.login,
        role: account.role.label(frame.lang).to_owned(),
        scope,
        state,
        tone,
        closed: !account.open,
        may_close: frame.may(Permission::ManageAccounts) && frame.actor.account != Some(id),
        code,
    })
}

/// The place an account is bound to, by name; empty for the whole regency.
pub(super) fn scope(app: &App, account: &AccountView) -> String {
    let name = |code: RegionCode| {
        let name = app.hall.gazetteer().name(&code);
        name.map_or_else(|| code.to_string(), str::to_owned)
    };
    account.scope.map(name).unwrap_or_default()
}

/// The state of an account in words, and its colour.
pub(super) fn state(frame: &Frame, account: &AccountView) -> (String, &'static str) {
    if account.open {
        (frame.t("people-active"), "good")
    } else {
        (frame.t("people-closed"), "bad")
    }
}

/// `POST /people/{id}/code`
pub(crate) async fn issue_code(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let id = read(&id)?;
    let code = codes::issue(&app.hall, &frame.actor, id).await?;
    shown(&app, &frame, id, Some(code)).await
}

/// `POST /people/{id}/close`
pub(crate) async fn close(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    set_open(&app, &frame, &id, false).await
}

/// `POST /people/{id}/open`
pub(crate) async fn open(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    set_open(&app, &frame, &id, true).await
}

async fn set_open(app: &App, frame: &Frame, id: &str, open: bool) -> Answer {
    let id = read(id)?;
    accounts::set_open(&app.hall, &frame.actor, id, open).await?;
    go_noting(&format!("/people/{id}"), "note-account-changed")
}

fn read(id: &str) -> Result<AccountId, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}
