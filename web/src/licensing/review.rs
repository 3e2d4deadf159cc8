//! What a reviewer says about a document.

use axum::{
    Form,
    extract::{Path, State},
};
use center::licensing::documents::{Verdict, review as say_so};
use serde::Deserialize;
use vocab::id::DocumentId;

use super::{
    case::{answer, read},
    pages::Typed,
};
use crate::{App, error::Refusal, frame::Frame, page::Answer};

/// The word, and why.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    version: String,
    verdict: String,
    reason: String,
}

/// `POST /licensing/cases/{id}/documents/{document}/review`
pub(crate) async fn review(
    State(app): State<App>,
    frame: Frame,
    Path((id, document)): Path<(String, String)>,
    Form(said): Form<Said>,
) -> Answer {
    let id = read(&id)?;
    let document: DocumentId = document.parse().map_err(|_| Refusal::NotFound)?;
    let version = said.version.parse().map_err(|_| Refusal::Unreadable)?;
    let verdict = match said.verdict.as_str() {
        "good" => Verdict::Good,
        "seen" => Verdict::SeenOnPaper,
        "bad" => Verdict::Bad(said.reason),
        _ => return Err(Refusal::Unreadable),
    };
    let outcome = say_so(&app.hall, &frame.actor, id, version, document, &verdict).await;
    answer(&app, &frame, id, outcome, Typed::default()).await
}
