//! The hall's four cookies: session, visit (an unguessable secret for visitors who are not logged
//! in, so that their forms are bound to them), language, and the note for the next page.

use axum::{
    http::{HeaderValue, header, request::Parts},
    response::Response,
};
use axum_extra::extract::CookieJar;
use vocab::Lang;

use crate::{
    App,
    config::WebConfig,
    frame::{Frame, Note},
    language,
    page::NoteToGive,
};

const SESSION: &str = "pendopo";
const VISIT: &str = "visit";
const LANGUAGE: &str = "lang";
const NOTE: &str = "note";

const DAY: u32 = 24 * 3600;

/// What a handler wants done with the session cookie.
#[derive(Debug, Clone)]
pub(crate) enum SessionChange {
    /// A new session began; this is its token.
    Begin(String),
    /// The session is over.
    End,
}

/// The session token the browser sent.
pub(crate) fn token_of(jar: &CookieJar, config: &WebConfig) -> Option<String> {
    value(jar, config, SESSION)
}

pub(super) fn visit(jar: &CookieJar, config: &WebConfig) -> Option<String> {
    value(jar, config, VISIT).filter(|secret| secret.len() >= 32)
}

pub(super) fn note(jar: &CookieJar, config: &WebConfig, lang: Lang) -> Option<Note> {
    value(jar, config, NOTE).and_then(|key| Note::of(&key, lang))
}

/// The language: asked for in the address, else remembered, else Indonesian.
pub(super) fn language(query: &str, jar: &CookieJar, config: &WebConfig) -> Lang {
    asked(query)
        .or_else(|| {
            value(jar, config, LANGUAGE)
                .as_deref()
                .and_then(language::from_code)
        })
        .unwrap_or_default()
}

fn asked(query: &str) -> Option<Lang> {
    query
        .split('&')
        .filter_map(|pair| pair.strip_prefix("lang="))
        .find_map(language::from_code)
}

fn value(jar: &CookieJar, config: &WebConfig, name: &str) -> Option<String> {
    jar.get(&config.cookie_name(name))
        .map(|cookie| cookie.value().to_owned())
}

/// Writes the cookies that changed.
pub(super) fn set(
    app: &App,
    frame: &Frame,
    jar: &CookieJar,
    parts: &Parts,
    response: &mut Response,
) {
    let config = &app.config;
    let mut out = Vec::new();
    if let Some(secret) = &frame.new_visit {
        out.push(cookie(config, VISIT, secret, None));
    }
    match response.extensions_mut().remove::<SessionChange>() {
        Some(SessionChange::Begin(token)) => {
            out.push(cookie(config, SESSION, &token, Some(30 * DAY)));
            // A form open before the login belongs to nobody now.
            out.push(gone(config, VISIT));
        }
        Some(SessionChange::End) => out.push(gone(config, SESSION)),
        None => {
            if frame.session.is_none() && token_of(jar, config).is_some() {
                out.push(gone(config, SESSION));
            }
        }
    }
    if let Some(lang) = asked(parts.uri.query().unwrap_or_default()) {
        let year = Some(365 * DAY);
        out.push(cookie(config, LANGUAGE, language::code(lang), year));
    }
    match response.extensions_mut().remove::<NoteToGive>() {
        Some(NoteToGive(key)) => {
            out.push(cookie(config, NOTE, key, Some(300)));
        }
        None if frame.note.is_some() && shown(response) => out.push(gone(config, NOTE)),
        None => {}
    }
    for cookie in out {
        if let Ok(value) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, value);
        }
    }
}

/// A note has been seen when a page was sent, not when the visitor was only sent on.
fn shown(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// One `Set-Cookie` line. Values are hexadecimal, codes or keys of ours: nothing to escape.
fn cookie(config: &WebConfig, name: &str, value: &str, age: Option<u32>) -> String {
    let name = config.cookie_name(name);
    let age = age
        .map(|seconds| format!("; Max-Age={seconds}"))
        .unwrap_or_default();
    let secure = if config.https { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")
}

fn gone(config: &WebConfig, name: &str) -> String {
    cookie(config, name, "", Some(0))
}
