//! The progress of an import as server-sent events.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::{Path, State},
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use center::registry::import::{self, Progress};
use serde_json::json;
use tokio_stream::{Stream, StreamExt, wrappers::WatchStream};
use vocab::ImportId;

use super::one::words;
use crate::{App, error::Refusal, frame::Frame, page::Answer};

/// `GET /import/{id}/events`
pub(crate) async fn follow(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: ImportId = id.parse().map_err(|_| Refusal::NotFound)?;
    let watched = import::follow(&app.hall, &frame.actor, id).await?;
    let keep = KeepAlive::new().interval(Duration::from_secs(15));
    Ok(Sse::new(events(frame, WatchStream::new(watched)))
        .keep_alive(keep)
        .into_response())
}

/// One event for each change, the last one when it is over.
fn events(
    frame: Frame,
    progress: WatchStream<Progress>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    progress.map(move |now| {
        let total = (now.rows > 0).then_some(now.rows);
        let data = json!({
            "done": now.counts.done,
            "total": total,
            "text": words(&frame, &now),
            "finished": now.is_over(),
        });
        Ok(Event::default().event("progress").data(data.to_string()))
    })
}
