//! What phones that were offline fetch and send, as JSON. The protocol is told in docs/offline.md.

mod file;
mod talk;

pub(crate) use file::{progress, put};
pub(crate) use talk::{hello, pull, push};

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use center::{Error, ErrorKind};
use vocab::DomainError;

use crate::error::Refusal;

/// What a phone is answered: its own errors come with code and both texts in one level.
type Answer = Result<Response, Refusal>;

/// An error of a use case, as the phone reads it. Ours stay ours.
fn problem(error: Error) -> Answer {
    let status = match error.kind() {
        ErrorKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorKind::Conflict => StatusCode::CONFLICT,
        ErrorKind::Forbidden => StatusCode::FORBIDDEN,
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        ErrorKind::SignIn | ErrorKind::TooMany | ErrorKind::Fault => return Err(error.into()),
    };
    // A phone that was revoked must not ask again and again.
    let revoked = matches!(error, Error::Sync(center::sync::SyncError::Revoked));
    let status = if revoked {
        StatusCode::FORBIDDEN
    } else {
        status
    };
    Ok((status, Json(error.message())).into_response())
}
