//! The one middleware every request passes: it finds the request's line in the table of routes and
//! enforces what that line says, then dresses the answer. No handler checks access or tokens.

mod address;
mod cookies;
mod headers;
mod origin;
mod pace;
mod refused;

use std::{sync::Arc, time::Instant};

use axum::{
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::CookieJar;
use center::people::sessions::form_token;

pub(crate) use cookies::{SessionChange, token_of};
pub(crate) use origin::same;
pub(crate) use pace::{Pace, Throttle};

use crate::{
    App,
    access::Verdict,
    error::Refusal,
    frame::Frame,
    routes::{self, Kind, Route},
    session,
};

/// The number of a request, in the log, in the answer's headers and on error pages.
#[derive(Debug, Clone)]
pub(crate) struct RequestNumber(pub(crate) String);

/// Enforces the table of routes and dresses the answer.
pub(crate) async fn guard(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (mut parts, body) = request.into_parts();
    let number = RequestNumber(uuid::Uuid::now_v7().simple().to_string());
    parts.extensions.insert(number.clone());
    let matched = parts
        .extensions
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let route = matched
        .as_deref()
        .map(|path| routes::find(&parts.method, path));
    let jar = CookieJar::from_headers(&parts.headers);

    let plain = matches!(route, Some(Ok(route)) if route.kind == Kind::File);
    let frame = if plain {
        None
    } else {
        Some(frame_of(&app, &parts, &jar).await)
    };
    let outcome = match (&frame, route) {
        (_, None) => Err(Refusal::NotFound),
        (_, Some(Err(refusal))) => Err(refusal),
        (None, Some(Ok(_))) => Ok(Request::from_parts(parts.clone(), body)),
        (Some(frame), Some(Ok(route))) => admit(&app, route, frame, parts.clone(), body).await,
    };
    let mut response = match outcome {
        Ok(request) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    if let Some(frame) = &frame {
        response = refused::explain(response, frame, &number);
        cookies::set(&app, frame, &jar, &parts, &mut response);
    }
    let private = frame.as_ref().is_some_and(|frame| frame.session.is_some());
    headers::harden(response.headers_mut(), app.config.https, private);
    if let Ok(value) = HeaderValue::from_str(&number.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    record(
        &parts.method,
        matched.as_deref(),
        &number,
        &response,
        started,
    );
    response
}

/// One line per request, without path, query or names: those may hold personal data.
fn record(
    method: &Method,
    matched: Option<&str>,
    number: &RequestNumber,
    response: &Response,
    started: Instant,
) {
    let micros = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    let route = matched.unwrap_or("-");
    tracing::info!(request = %number.0, %method, route, status, micros, "answered");
}

async fn frame_of(app: &App, parts: &Parts, jar: &CookieJar) -> Frame {
    let known = session::recognise(app, jar).await;
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let lang = cookies::language(&query, jar, &app.config);
    let (new_visit, secret) = match (&known, cookies::visit(jar, &app.config)) {
        (Some(known), _) => (None, known.token.clone()),
        (None, Some(visit)) => (None, visit),
        (None, None) => {
            let fresh = center::keys::token();
            (Some(fresh.clone()), fresh)
        }
    };
    Frame {
        lang,
        note: cookies::note(jar, &app.config, lang),
        actor: known.as_ref().map_or_else(
            || Arc::clone(&app.public),
            |known| Arc::new(known.signed_in.actor.clone()),
        ),
        session: known.map(Arc::new),
        csrf: form_token(&app.hall, &secret),
        path: parts.uri.path().to_owned(),
        query,
        config: Arc::clone(&app.config),
        new_visit,
    }
}

/// Everything a request must pass before its handler sees it, in the order of cost.
async fn admit(
    app: &App,
    route: &'static Route,
    frame: &Frame,
    mut parts: Parts,
    body: Body,
) -> Result<Request, Refusal> {
    let from = address::visitor(&parts.headers, &parts.extensions, &app.config);
    app.throttle
        .take(route.pace, from, Instant::now())
        .map_err(Refusal::TooOften)?;
    match route.access.verdict(frame.standing()) {
        Verdict::Open => {}
        Verdict::LogIn => return Err(Refusal::LoginNeeded),
        Verdict::Shut => return Err(Refusal::Forbidden),
    }
    let body = if matches!(route.kind, Kind::Json | Kind::Stream) && parts.method != Method::GET {
        own_program(app, frame, &parts)?;
        body
    } else if parts.method == Method::POST {
        own_form(app, route, frame, &parts, body).await?
    } else {
        body
    };
    parts.extensions.insert(frame.clone());
    parts.extensions.insert(session::Caller::of(from, &parts));
    Ok(Request::from_parts(parts, body))
}

/// What a program of ours sends carries the visitor's token in a header, which no other site can set.
fn own_program(app: &App, frame: &Frame, parts: &Parts) -> Result<(), Refusal> {
    let given = parts
        .headers
        .get("x-csrf-token")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if origin::foreign(&parts.headers, &app.config) || !origin::same(given, &frame.csrf) {
        return Err(Refusal::StaleForm);
    }
    Ok(())
}

/// A post must come from our own page and carry the visitor's token. An upload carries it as the
/// first part of its body, where `upload` checks it before it reads anything else.
async fn own_form(
    app: &App,
    route: &Route,
    frame: &Frame,
    parts: &Parts,
    body: Body,
) -> Result<Body, Refusal> {
    if origin::foreign(&parts.headers, &app.config) {
        return Err(Refusal::StaleForm);
    }
    let kind = parts
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if route.kind == Kind::Upload {
        let upload = kind.starts_with("multipart/form-data");
        return if upload {
            Ok(body)
        } else {
            Err(Refusal::UnknownKind)
        };
    }
    let bytes = to_bytes(body, route.limit)
        .await
        .map_err(|_| Refusal::TooLarge)?;
    let given = origin::token_in_form(&bytes).unwrap_or_default();
    if !origin::same(&given, &frame.csrf) {
        return Err(Refusal::StaleForm);
    }
    Ok(Body::from(bytes))
}
