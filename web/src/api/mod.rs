//! JSON for programs, described by an OpenAPI document of its own.

pub(crate) mod businesses;
pub(crate) mod plan;

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use utoipa::OpenApi;

/// The description, made from the handlers and types themselves.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Pendopo",
        description = "Plans and businesses of the hall. Texts come in Indonesian (id) and English (en).",
        version = "1"
    ),
    paths(plan::of_facts, businesses::search, businesses::plan),
    components(schemas(plan::PlanOut, businesses::PageOut))
)]
struct Description;

/// `GET /api/v1/openapi.json`
pub(crate) async fn description() -> Response {
    Json(Description::openapi()).into_response()
}
