//! `pendopo serve`: the pages, the workers and the metrics, until told to stop.

use std::net::SocketAddr;

use center::Hall;
use center::jobs::Worker;
use center::registry::import;
use center::registry::linking::{self, duplicates};
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::WebConfig;

use crate::config::Config;
use crate::document;
use crate::failure::Failure;
use crate::observe;

/// Serves the configured hall until SIGTERM or Ctrl-C. Requests in flight are finished first; a job
/// in hand stops at its next safe point and is taken up again at the next start.
pub(crate) async fn run(config: &Config, hall: Hall) -> Result<(), Failure> {
    let listener = TcpListener::bind(config.server.bind).await?;
    run_on(listener, config, hall).await
}

/// As [`run`], on a listener that is open already.
pub(crate) async fn run_on(
    listener: TcpListener,
    config: &Config,
    hall: Hall,
) -> Result<(), Failure> {
    if let Some(bind) = config.server.metrics_bind {
        let handle = observe::start_metrics()?;
        tokio::spawn(observe::serve_metrics(bind, handle));
    }
    let (stop, stopped) = watch::channel(false);
    let worker = worker(&hall);
    let working = tokio::spawn(async move { worker.run(stopped).await });

    let pages = web::router(hall, web_config(config)?)
        .layer(axum::middleware::from_fn(observe::measure))
        .into_make_service_with_connect_info::<SocketAddr>();
    tracing::info!(address = %listener.local_addr()?, "the hall is open");
    axum::serve(listener, pages)
        .with_graceful_shutdown(told_to_stop())
        .await?;

    tracing::info!("closing: finishing the work in hand");
    // The receiver is gone only if the worker has ended already.
    stop.send_replace(true);
    if let Err(error) = working.await {
        tracing::error!(%error, "the worker ended badly");
    }
    Ok(())
}

/// The worker with the handlers of all rooms.
pub(crate) fn worker(hall: &Hall) -> Worker {
    Worker::new(hall)
        .with(import::JOB, import::job)
        .with(linking::JOB, linking::job)
        .with(duplicates::JOB, duplicates::job)
}

fn web_config(config: &Config) -> Result<WebConfig, Failure> {
    let port = config.server.bind.port();
    Ok(WebConfig {
        base_url: config.server.base_url.clone(),
        https: config.server.https(),
        trusted_proxies: config.server.trusted_proxies.clone(),
        office: config.regency.office.clone(),
        desk: Some(document::desk(config)?),
        ..WebConfig::loopback(port)
    })
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};

    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(error) => {
                tracing::warn!(%error, "SIGTERM cannot be waited for");
                std::future::pending::<()>().await;
            }
        }
    };
    tokio::select! {
        () = terminate => {}
        result = tokio::signal::ctrl_c() => if let Err(error) = result {
            tracing::warn!(%error, "Ctrl-C cannot be waited for");
        },
    }
}
