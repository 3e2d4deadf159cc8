//! What the operator sees: log lines and, on a listener of its own, Prometheus figures.
//!
//! Log lines carry the matched route, never the address as typed: an address may hold a share
//! token or a search for somebody's name.

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::{Log, LogFormat};

/// Upper edges of the response-time histogram, in seconds.
const SECONDS: [f64; 11] = [
    0.001, 0.0025, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.25, 1.0, 5.0,
];

/// Starts logging to standard error. Called once, by the commands that serve or work.
pub(crate) fn start_logging(log: &Log) {
    let filter = EnvFilter::try_new(&log.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match log.format {
        LogFormat::Text => lines.with_target(false).init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
}

/// Installs the recorder that all `metrics` macros write to.
pub(crate) fn start_metrics() -> Result<PrometheusHandle, metrics_exporter_prometheus::BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full("http_request_seconds".to_owned()), &SECONDS)?
        .install_recorder()?;
    metrics::describe_histogram!(
        "http_request_seconds",
        metrics::Unit::Seconds,
        "Time to answer, by method, route and status class"
    );
    Ok(handle)
}

/// Serves `/metrics` until the process ends.
pub(crate) async fn serve_metrics(
    bind: SocketAddr,
    handle: PrometheusHandle,
) -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind(bind).await?;
    let figures = axum::Router::new().route(
        "/metrics",
        get(move || {
            let text = handle.render();
            async move { text }
        }),
    );
    axum::serve(listener, figures).await
}

/// Measures one request under its route, so that the number of label values stays bounded.
pub(crate) async fn measure(request: Request, next: Next) -> Response {
    let method = method_label(request.method());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let started = Instant::now();
    let response = next.run(request).await;
    let class = match response.status().as_u16() {
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    };
    metrics::histogram!("http_request_seconds", "method" => method, "route" => route, "status" => class)
        .record(started.elapsed().as_secs_f64());
    response
}

/// A client may invent methods; the label may not grow with them.
fn method_label(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "DELETE" => "DELETE",
        _ => "other",
    }
}
