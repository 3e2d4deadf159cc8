//! Styles and scripts, carried inside the binary under names which change with their content.

use std::sync::LazyLock;

use axum::{
    body::Body,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use crate::icon::MARK;

#[derive(RustEmbed)]
#[folder = "assets/dist"]
struct Built;

/// The addresses of the two files every page asks for; empty if the styles were never built.
pub(crate) struct Assets {
    pub(crate) style: Option<String>,
    pub(crate) script: Option<String>,
}

/// Read once from the manifest which the build writes.
pub(crate) static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let manifest = Built::get("manifest.json")
        .and_then(|file| serde_json::from_slice::<serde_json::Value>(&file.data).ok())
        .unwrap_or_default();
    let address = |name: &str| {
        manifest
            .get(name)
            .and_then(|file| file.as_str())
            .map(|file| format!("/assets/{file}"))
    };
    Assets {
        style: address("app.css"),
        script: address("app.js"),
    }
});

/// The content of a built file whose name does not change.
pub(crate) fn built(name: &str) -> Option<Vec<u8>> {
    Built::get(name).map(|file| file.data.into_owned())
}

/// One embedded file. Its name holds its hash, so a browser may keep it for ever.
pub(crate) async fn serve(Path(name): Path<String>) -> Response {
    if name == "mark.svg" {
        let headers = [
            (header::CONTENT_TYPE, "image/svg+xml"),
            (header::CACHE_CONTROL, "public, max-age=86400"),
        ];
        return (headers, MARK).into_response();
    }
    let Some(file) = Built::get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, Body::from(file.data.into_owned())).into_response()
}
