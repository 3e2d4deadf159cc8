//! Messages that somebody of the office sends to owners from their own phone.

use axum::extract::{Path, State};
use center::notify;
use vocab::DeliveryId;

use super::pages::{MessageRow, MessagesPage};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page},
};

/// `GET /licensing/messages`
pub(crate) async fn list(State(app): State<App>, frame: Frame) -> Answer {
    let waiting = notify::waiting(&app.hall, &frame.actor).await?;
    page(&MessagesPage {
        messages: waiting
            .into_iter()
            .map(|one| MessageRow {
                id: one.id.to_string(),
                name: one.name,
                when: frame.moment(&one.since),
                subject: one.letter.subject,
                text: one.letter.text,
                link: one.link,
            })
            .collect(),
        f: &frame,
    })
}

/// `POST /licensing/messages/{id}/sent`
pub(crate) async fn sent(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: DeliveryId = id.parse().map_err(|_| Refusal::NotFound)?;
    notify::sent(&app.hall, &frame.actor, id).await?;
    go_noting("/licensing/messages", "note-saved")
}
