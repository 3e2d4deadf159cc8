//! Pages, JSON, sessions and static files: the hall as people see it.
//!
//! A request passes [`guard`], which enforces its line in the table of [`routes`], then one handler
//! in the folder of its room. A room has one file per page: input, handler, context of the
//! template; the templates lie in `web/templates/<room>/`.

mod access;
mod account;
mod api;
mod assets;
mod audit;
mod campaign;
mod config;
mod enumeration;
mod error;
mod field;
mod format;
mod frame;
mod guard;
mod hall;
mod health;
mod icon;
mod import;
mod insight;
mod language;
mod licensing;
mod linking;
mod mentoring;
mod page;
mod papers;
mod people;
mod plan;
mod progress;
mod project;
mod qr;
mod registry;
mod routes;
mod session;
mod sync;
#[cfg(test)]
mod tests;

use std::{sync::Arc, time::Duration};

use axum::{Router, http::StatusCode, middleware::from_fn_with_state};
use center::{Actor, Hall};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer, Predicate,
        predicate::{NotForContentType, SizeAbove},
    },
    timeout::TimeoutLayer,
};

pub use config::WebConfig;

/// What every handler can reach.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) hall: Hall,
    pub(crate) config: Arc<WebConfig>,
    pub(crate) throttle: Arc<guard::Throttle>,
    pub(crate) public: Arc<Actor>,
}

/// Longer than any page takes: an upload over a slow line is counted from its first byte.
const PATIENCE: Duration = Duration::from_mins(10);

/// The pages of a hall, to be served with `into_make_service_with_connect_info::<SocketAddr>()` so
/// that the throttle knows whose machine is knocking.
pub fn router(hall: Hall, config: WebConfig) -> Router {
    let table = routes::router(&config);
    assemble(table, hall, config)
}

/// The layers around a table of routes: innermost the guard, outermost what catches a panic.
fn assemble(table: Router<App>, hall: Hall, config: WebConfig) -> Router {
    let public = Arc::new(Actor::public(&hall.settings().regency));
    let app = App {
        hall,
        config: Arc::new(config),
        throttle: Arc::default(),
        public,
    };
    // A stream of events must not wait in a compressor's buffer.
    let worth = SizeAbove::new(860).and(NotForContentType::const_new("text/event-stream"));
    table
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(app.clone(), guard::guard))
        .layer(CompressionLayer::new().gzip(true).compress_when(worth))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            PATIENCE,
        ))
        .with_state(app)
}
