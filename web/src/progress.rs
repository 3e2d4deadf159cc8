//! Progress of long work as server-sent events. The page shows the same without script, by reloading itself.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use serde::Serialize;
use tokio::sync::watch::Receiver;
use tokio_stream::{StreamExt, wrappers::WatchStream};

/// How far the work is, as the page's script reads it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Step {
    /// Done of it.
    pub(crate) done: i64,
    /// Of so much; none if that is not known.
    pub(crate) total: Option<i64>,
    /// In words.
    pub(crate) text: String,
    /// Whether it is over.
    pub(crate) finished: bool,
    /// The place of the running part among the page's parts, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) part: Option<usize>,
}

/// One event for each change, the last one when it is over.
pub(crate) fn events<T>(
    watched: Receiver<T>,
    step: impl Fn(&T) -> Step + Send + 'static,
) -> Response
where
    T: Clone + Send + Sync + 'static,
{
    let told = WatchStream::new(watched).map(move |now| {
        let data = serde_json::to_string(&step(&now)).unwrap_or_default();
        Ok::<_, Infallible>(Event::default().event("progress").data(data))
    });
    let keep = KeepAlive::new().interval(Duration::from_secs(15));
    Sse::new(told).keep_alive(keep).into_response()
}
