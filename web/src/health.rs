//! Probes for whoever watches the process.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::App;

/// The process answers.
pub(crate) async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers too.
pub(crate) async fn ready(State(app): State<App>) -> Response {
    let _ = app;
    (StatusCode::OK, "ready\n").into_response()
}
