//! A simulator of Shopee, Tokopedia, GrabFood and GoFood on loopback.
//!
//! It behaves as the platforms' documents say, checks every signature, required field, limit and unit,
//! and fails in the ways they fail. It belongs to tests and demonstrations; the hall never links it, and
//! it shares no code with the connectors it judges.

mod call;
mod chance;
mod control;
mod gobiz;
mod grab;
mod hooks;
mod proof;
mod settings;
mod shopee;
mod tiktok;
mod world;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, Method, Uri};
use axum::response::Response;
use serde_json::json;
use tokio::net::TcpListener;

pub use settings::{Faults, Keys, Paths, Settings};

use call::{Answer, Call, pairs};
use world::{Platform, World};

/// Listens; give the result to [`serve`].
pub async fn listen(settings: &Settings) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Serves until the end of the program.
pub async fn serve(listener: TcpListener, settings: Settings) -> io::Result<()> {
    // The client wants a TLS provider even where it speaks plain HTTP on loopback only.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(5))
        .no_proxy()
        .build()
        .map_err(io::Error::other)?;
    let world = Arc::new(Mutex::new(World::new(settings)));
    tokio::spawn(hooks::run(Arc::clone(&world), client));
    let app = Router::new()
        .fallback(answer)
        .layer(DefaultBodyLimit::max(16 * 1024 * 1024))
        .with_state(world);
    axum::serve(listener, app).await
}

/// Misfortune of one call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Luck {
    Good,
    TooMany,
    Down,
    LostAnswer,
}

async fn answer(
    State(world): State<Arc<Mutex<World>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let text =
        |value: &axum::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let call = Call {
        method: method.to_string(),
        path: uri.path().to_owned(),
        query: pairs(uri.query().unwrap_or_default()),
        headers: headers
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect(),
        body: body.to_vec(),
    };
    let is_control = call.path.starts_with("/_sim/");
    let (wait, luck) = if is_control {
        (0, Luck::Good)
    } else {
        draw(&world)
    };
    if wait > 0 {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    let Ok(mut world) = world.lock() else {
        return respond(Answer::empty(500));
    };
    let made = match luck {
        Luck::TooMany => too_many(&call),
        Luck::Down => Answer::new(503, json!({"message": "service unavailable"})),
        Luck::Good => route(&mut world, &call),
        Luck::LostAnswer => {
            route(&mut world, &call);
            Answer::new(502, json!({"message": "bad gateway"}))
        }
    };
    if !is_control {
        let told = made
            .body
            .as_ref()
            .and_then(|body| body["error"].as_str())
            .unwrap_or_default();
        let line = format!("{} {} {} {told}", call.method, call.path, made.status);
        world.note(line.trim_end());
    }
    respond(made)
}

fn draw(world: &Mutex<World>) -> (u64, Luck) {
    let Ok(mut world) = world.lock() else {
        return (0, Luck::Down);
    };
    let faults = world.faults;
    let wait = if world.chance.hits(faults.slow) {
        faults.slow_ms
    } else {
        0
    };
    let luck = if world.chance.hits(faults.too_many) {
        Luck::TooMany
    } else if world.chance.hits(faults.down) {
        Luck::Down
    } else if world.chance.hits(faults.lost_answer) {
        Luck::LostAnswer
    } else {
        Luck::Good
    };
    (wait, luck)
}

/// Whose paths these are.
fn platform(path: &str) -> Option<Platform> {
    let starts = |heads: &[&str]| heads.iter().any(|head| path.starts_with(head));
    if starts(&["/grabfood", "/grabid"]) {
        Some(Platform::Grab)
    } else if starts(&["/integrations/", "/oauth2/"]) {
        Some(Platform::Gobiz)
    } else if starts(&[
        "/api/v2/token/",
        "/authorization/",
        "/product/",
        "/order/",
        "/event/",
        "/open/authorize",
    ]) {
        Some(Platform::Tiktok)
    } else if starts(&["/api/v2/", "/auth"]) {
        Some(Platform::Shopee)
    } else {
        None
    }
}

fn too_many(call: &Call) -> Answer {
    let told = match platform(&call.path) {
        Some(Platform::Shopee) => {
            json!({"error": "error_rate_limit", "message": "too many requests", "request_id": "sim"})
        }
        Some(Platform::Tiktok) => {
            json!({"code": 36_009_005, "message": "too many requests", "request_id": "sim"})
        }
        _ => json!({"target": "", "reason": "rate_limit", "message": "too many requests"}),
    };
    Answer::new(429, told).header("retry-after", "1".to_owned())
}

fn route(world: &mut World, call: &Call) -> Answer {
    match (platform(&call.path), call.path.as_str()) {
        (_, path) if path.starts_with("/_sim/") => control::handle(world, call),
        (Some(Platform::Shopee), "/auth") => shopee::consent(world, call),
        (Some(Platform::Shopee), _) => shopee::handle(world, call),
        (Some(Platform::Tiktok), "/open/authorize") => tiktok::consent(world, call),
        (Some(Platform::Tiktok), "/api/v2/token/get" | "/api/v2/token/refresh") => {
            tiktok::token(world, call)
        }
        (Some(Platform::Tiktok), _) => tiktok::handle(world, call),
        (Some(Platform::Grab), "/grabid/v1/oauth2/token") => grab::token(world, call),
        (Some(Platform::Grab), _) => grab::handle(world, call),
        (Some(Platform::Gobiz), "/oauth2/auth") => gobiz::consent(world, call),
        (Some(Platform::Gobiz), "/oauth2/token") => gobiz::token(world, call),
        (Some(Platform::Gobiz), _) => gobiz::handle(world, call),
        (None, _) => Answer::not_found(),
    }
}

fn respond(answer: Answer) -> Response {
    let mut builder = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        builder = builder.header(name, value);
    }
    let body = match answer.body {
        Some(body) => {
            builder = builder.header("content-type", "application/json");
            Body::from(body.to_string())
        }
        None => Body::empty(),
    };
    // A header of ours that is no header would be a mistake of the simulator itself.
    builder
        .body(body)
        .unwrap_or_else(|_| Response::new(Body::from("the simulator failed")))
}
