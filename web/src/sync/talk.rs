//! Saying hello, fetching, sending.

use axum::{
    Json,
    body::Bytes,
    extract::{Query, State},
    http::StatusCode,
    response::IntoResponse,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use center::sync::{self, Sent};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{Answer, problem};
use crate::{App, frame::Frame, session::Caller};

/// Which phone says hello.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Hello {
    device: String,
    app: String,
}

/// `GET /api/sync/hello`
pub(crate) async fn hello(
    State(app): State<App>,
    frame: Frame,
    caller: Caller,
    Query(asked): Query<Hello>,
) -> Answer {
    let device: Uuid = asked.device.parse().unwrap_or_default();
    let actor = &frame.actor;
    let hello =
        match sync::device::hello(&app.hall, actor, device, &caller.0.device, &asked.app).await {
            Ok(hello) => hello,
            Err(error) => return problem(error),
        };
    let account = actor.account.map(|id| id.to_string());
    Ok(Json(json!({
        "account": { "id": account, "name": actor.name },
        "csrf": frame.csrf,
        "now": hello.now,
        "app": env!("CARGO_PKG_VERSION"),
        "key": STANDARD.encode(hello.key),
        "nik_key": STANDARD.encode(hello.nik_key),
        "collections": hello.collections,
    }))
    .into_response())
}

/// What is fetched.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Pull {
    collection: String,
    cursor: String,
    limit: Option<u32>,
}

/// Things of a page, if the phone does not say.
const PAGE: u32 = 200;

/// `GET /api/sync/pull`
pub(crate) async fn pull(
    State(app): State<App>,
    frame: Frame,
    Query(asked): Query<Pull>,
) -> Answer {
    let limit = asked.limit.unwrap_or(PAGE);
    let pulled = sync::pull(
        &app.hall,
        &frame.actor,
        &asked.collection,
        &asked.cursor,
        limit,
    )
    .await;
    match pulled {
        Ok(pulled) => Ok(Json(pulled).into_response()),
        Err(error) => problem(error),
    }
}

/// `POST /api/sync/push`
pub(crate) async fn push(State(app): State<App>, frame: Frame, body: Bytes) -> Answer {
    let sent: Sent = match serde_json::from_slice(&body) {
        Ok(sent) => sent,
        Err(error) => {
            let said = json!({
                "code": "sync.unreadable",
                "id": format!("Kiriman tidak dapat dibaca ({error}); perbarui aplikasinya."),
                "en": format!("What was sent cannot be read ({error}); update the app."),
            });
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, Json(said)).into_response());
        }
    };
    match sync::push(&app.hall, &frame.actor, sent).await {
        Ok(results) => {
            let now = app.hall.clock().now().timestamp_millis();
            Ok(Json(json!({ "now": now, "results": results })).into_response())
        }
        Err(error) => problem(error),
    }
}
