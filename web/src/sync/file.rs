//! Files in pieces. What came of a piece that broke off stays, and the phone goes on from there.

use axum::{
    Json,
    body::Body,
    extract::{Path, Query, State},
    http::{HeaderName, StatusCode},
    response::{IntoResponse, Response},
};
use center::sync::file::{self, Described, PIECE, Progress};
use serde::Deserialize;
use tokio_stream::StreamExt as _;
use uuid::Uuid;

use super::{Answer, problem};
use crate::{App, error::Refusal, frame::Frame};

const OFFSET: HeaderName = HeaderName::from_static("upload-offset");

fn at(status: StatusCode, offset: u64) -> Response {
    (status, [(OFFSET, offset.to_string())]).into_response()
}

fn told(progress: &Progress) -> Response {
    match progress {
        Progress::Partial(offset) | Progress::Kept(offset) => at(StatusCode::NO_CONTENT, *offset),
        Progress::Refused(offset, message) => {
            let body = Json(message.clone());
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                [(OFFSET, offset.to_string())],
                body,
            )
                .into_response()
        }
    }
}

/// `HEAD /api/sync/file/{id}`
pub(crate) async fn progress(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    match file::progress(&app.hall, &frame.actor, id).await {
        Ok(Some(found)) => Ok(at(StatusCode::NO_CONTENT, found.offset())),
        Ok(None) => Err(Refusal::NotFound),
        Err(error) => problem(error),
    }
}

/// Which piece it is.
#[derive(Debug, Deserialize)]
pub(crate) struct Piece {
    offset: u64,
    size: u64,
    sha256: String,
}

/// `PUT /api/sync/file/{id}`
pub(crate) async fn put(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Query(asked): Query<Piece>,
    body: Body,
) -> Answer {
    let id: Uuid = id.parse().map_err(|_| Refusal::NotFound)?;
    let described = Described {
        size: asked.size,
        sha256: asked.sha256,
    };
    let opened = file::open(&app.hall, &frame.actor, id, &described).await;
    let mut piece = match opened {
        Ok(Ok(piece)) => piece,
        Ok(Err(done)) => return Ok(told(&done)),
        Err(error) => return problem(error),
    };
    // A piece of no bytes at the end asks for what is to be done once all are there.
    if asked.offset != piece.offset {
        return Ok(at(StatusCode::CONFLICT, piece.offset));
    }
    let mut stream = body.into_data_stream();
    let mut taken = 0;
    while let Some(bytes) = stream.next().await {
        // The line broke: what came so far stays.
        let Ok(bytes) = bytes else { break };
        taken += bytes.len();
        if taken > PIECE {
            return Err(Refusal::TooLarge);
        }
        if let Err(error) = piece.append(&bytes) {
            return problem(error);
        }
    }
    match piece.end(&app.hall, &frame.actor).await {
        Ok(progress) => Ok(told(&progress)),
        Err(error) => problem(error),
    }
}
