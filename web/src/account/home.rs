//! One's own account: what it is, and the devices logged in to it.

use axum::extract::{Path, State};
use center::people::{
    accounts,
    sessions::{self, Device},
};
use uuid::Uuid;

use super::pages::{AccountPage, SessionLine};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page},
};

/// `GET /account`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let known = frame.session.as_deref().ok_or(Refusal::LoginNeeded)?;
    let account = accounts::find(&app.hall, &frame.actor, known.signed_in.account).await?;
    let devices = sessions::devices(&app.hall, &known.token).await?;
    page(&AccountPage {
        f: &frame,
        name: account.name,
        login_name: account.login,
        role: account.role.label(frame.lang).to_owned(),
        totp_on: account.second_factor,
        sessions: devices.iter().map(|device| line(&frame, device)).collect(),
    })
}

fn line(frame: &Frame, device: &Device) -> SessionLine {
    let name = if device.device.is_empty() {
        frame.t("device-unknown")
    } else {
        device.device.clone()
    };
    SessionLine {
        id: device.id.to_string(),
        device: name,
        address: device.address.clone(),
        since: frame.moment(&device.created_at),
        seen: frame.moment(&device.seen_at),
        current: device.this_one,
    }
}

/// `POST /account/sessions/{id}/end`
pub(crate) async fn end_session(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let known = frame.session.as_deref().ok_or(Refusal::LoginNeeded)?;
    let device: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    sessions::end_device(&app.hall, &frame.actor, &known.token, Some(device)).await?;
    go_noting("/account", "note-session-ended")
}
