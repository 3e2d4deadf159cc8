//! Giving a document to somebody who may see it.

use axum::{
    extract::{Path, State},
    http::header,
    response::IntoResponse,
};
use center::files::{self, Given, Part};
use vocab::id::FileId;

use crate::{App, error::Refusal, frame::Frame, page::Answer};

/// `GET /licensing/files/{file}`
pub(crate) async fn whole(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    give(&app, &frame, &id, Part::Whole).await
}

/// `GET /licensing/files/{file}/small`
pub(crate) async fn small(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    give(&app, &frame, &id, Part::Thumbnail).await
}

async fn give(app: &App, frame: &Frame, id: &str, part: Part) -> Answer {
    let id: FileId = id.parse().map_err(|_| Refusal::NotFound)?;
    let given = files::give(&app.hall, &frame.actor, id, part).await?;
    let shown = shown(&given);
    Ok((
        [
            (header::CONTENT_TYPE, given.content_type.to_owned()),
            (header::CONTENT_DISPOSITION, shown),
        ],
        given.bytes,
    )
        .into_response())
}

/// A picture opens in the browser, a PDF is downloaded: a stranger's PDF does not run within our pages. The name is
/// harmless already; letters beyond ASCII go into the second form (RFC 6266).
fn shown(given: &Given) -> String {
    let how = if given.content_type == "application/pdf" {
        "attachment"
    } else {
        "inline"
    };
    let ascii: String = given
        .name
        .chars()
        .map(|letter| if letter.is_ascii() { letter } else { '_' })
        .collect();
    let encoded: String = form_urlencoded::byte_serialize(given.name.as_bytes())
        .collect::<String>()
        .replace('+', "%20");
    format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''{encoded}")
}
