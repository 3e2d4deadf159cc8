//! Turns a refusal into what the visitor can read: a page in their language, JSON for programs, or
//! the way to the login.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use form_urlencoded::byte_serialize;

use super::RequestNumber;
use crate::{error::Refusal, frame::Frame, page::say, session::Known};

#[derive(Template)]
#[template(path = "error/page.html")]
struct ErrorPage<'a> {
    f: &'a Frame,
    code: u16,
    heading: String,
    text: String,
    details: Vec<String>,
    request: &'a str,
}

/// Replaces a refusal's bare status with something to read; other answers pass untouched.
pub(super) fn explain(mut response: Response, frame: &Frame, number: &RequestNumber) -> Response {
    let refusal = match response.extensions_mut().remove::<Refusal>() {
        Some(refusal) => refusal,
        None if bare(&response) => Refusal::of(response.status()),
        None => return response,
    };
    let mut answer = if frame.path.starts_with("/api/") {
        json(&refusal, number)
    } else if matches!(refusal, Refusal::LoginNeeded) {
        login(frame)
    } else {
        html(&refusal, frame, number)
    };
    if let Refusal::TooOften(seconds) = refusal {
        answer
            .headers_mut()
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    answer
}

/// An error made by the framework: no page of ours has been put into it.
fn bare(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let written = kind.is_some_and(|kind| {
        kind.as_bytes().starts_with(b"text/html")
            || kind.as_bytes().starts_with(b"application/json")
    });
    (status.is_client_error() || status.is_server_error()) && !written
}

fn html(refusal: &Refusal, frame: &Frame, number: &RequestNumber) -> Response {
    let status = refusal.status();
    let details = match refusal {
        Refusal::Invalid(messages) => messages.iter().map(|m| say(frame.lang, m)).collect(),
        Refusal::Throttled(message) => vec![say(frame.lang, message)],
        Refusal::TooOften(seconds) => vec![frame.t1("error-wait", "seconds", *seconds)],
        _ => Vec::new(),
    };
    let page = ErrorPage {
        f: frame,
        code: status.as_u16(),
        heading: frame.t(refusal.key()),
        text: frame.t(&format!("{}-text", refusal.key())),
        details,
        request: if status.is_server_error() {
            &number.0
        } else {
            ""
        },
    };
    match page.render() {
        Ok(body) => (status, Html(body)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the error page itself failed");
            status.into_response()
        }
    }
}

fn json(refusal: &Refusal, number: &RequestNumber) -> Response {
    let text = |lang| crate::language::text(lang, &format!("{}-text", refusal.key()));
    let details: &[vocab::Message] = match refusal {
        Refusal::Invalid(messages) => messages,
        _ => &[],
    };
    let body = serde_json::json!({ "error": {
        "code": refusal.key(),
        "id": text(vocab::Lang::Id),
        "en": text(vocab::Lang::En),
        "details": details,
        "request": number.0,
    }});
    (refusal.status(), axum::Json(body)).into_response()
}

/// To the login, or to what it still wants, and afterwards back to where the visitor wanted to go.
fn login(frame: &Frame) -> Response {
    let mut wanted = frame.path.clone();
    if !frame.query.is_empty() {
        wanted.push('?');
        wanted.push_str(&frame.query);
    }
    let next: String = byte_serialize(wanted.as_bytes()).collect();
    let pending = frame.session.as_deref().and_then(Known::pending_page);
    let page = pending.unwrap_or("/account/login");
    let door = if pending.is_some() || frame.path.starts_with("/plan") {
        ""
    } else {
        "&door=staff"
    };
    match HeaderValue::from_str(&format!("{page}?next={next}{door}")) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::UNAUTHORIZED.into_response(),
    }
}
