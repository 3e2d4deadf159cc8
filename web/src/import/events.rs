//! The progress of an import as server-sent events.

use axum::extract::{Path, State};
use center::registry::import;
use vocab::ImportId;

use super::one::words;
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::Answer,
    progress::{Step, events},
};

/// `GET /import/{id}/events`
pub(crate) async fn follow(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: ImportId = id.parse().map_err(|_| Refusal::NotFound)?;
    let watched = import::follow(&app.hall, &frame.actor, id).await?;
    Ok(events(watched, move |now| Step {
        done: now.counts.done,
        total: (now.rows > 0).then_some(now.rows),
        text: words(&frame, now),
        finished: now.is_over(),
        part: None,
    }))
}
