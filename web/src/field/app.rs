//! The field form's own files: the page that opens without a network, its manifest and its worker. They
//! are the same for everybody and hold no data, so that they load for somebody whose login has ended,
//! too; what is asked for through `/api/sync` is asked of an account.

use axum::{
    body::Body,
    http::{HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::assets::built;

/// As every page's, but photos that were just taken are shown from memory.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The form asks for the place of a business. Its photos come through the phone's own camera app.
const PERMISSIONS: &str = "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), interest-cohort=(), browsing-topics=()";

fn file(name: &str, kind: &'static str) -> Response {
    let Some(content) = built(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
    ];
    (headers, Body::from(content)).into_response()
}

/// The page.
pub(crate) async fn shell() -> Response {
    file("field.html", "text/html; charset=utf-8")
}

/// What a phone needs to install it.
pub(crate) async fn manifest() -> Response {
    file("field.webmanifest", "application/manifest+json")
}

/// The service worker. It is never cached, so that a new app is found as soon as there is a signal.
pub(crate) async fn worker() -> Response {
    let mut response = file("field-worker.js", "text/javascript; charset=utf-8");
    response.headers_mut().insert(
        HeaderName::from_static("service-worker-allowed"),
        axum::http::HeaderValue::from_static("/field"),
    );
    response
}
