//! The real door: HTTPS by reqwest, with rustls and ring.

use std::time::Duration;

use crate::http::{Request, Response, Sending, Transport, TransportError};

/// Answers above this are no answers of an API.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// Keeps connections open between calls; make one and share it.
#[derive(Clone, Debug)]
pub struct HttpTransport {
    client: reqwest::Client,
}

vocab::domain_error! {
    /// Why there is no door.
    TransportSetupError {
        /// TLS or client could not be set up.
        Client { detail: String } => "channel.transport",
            "Sambungan HTTPS tidak dapat disiapkan: {detail}",
            "HTTPS cannot be set up: {detail}";
    }
}

impl HttpTransport {
    /// A client that waits at most `timeout` for a whole answer. It follows no redirect: a signed
    /// request is for one address only.
    pub fn new(timeout: Duration) -> Result<Self, TransportSetupError> {
        // May have been installed already by another part of the program; either is ring.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .timeout(timeout)
            .connect_timeout(timeout.min(Duration::from_secs(10)))
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("pendopo/", env!("CARGO_PKG_VERSION")))
            .build();
        let client = client.map_err(|error| TransportSetupError::Client {
            detail: error.without_url().to_string(),
        })?;
        Ok(Self { client })
    }

    async fn exchange(&self, request: &Request) -> Result<Response, TransportError> {
        let method = reqwest::Method::from_bytes(request.method.as_str().as_bytes());
        let method = method.map_err(|error| TransportError {
            detail: error.to_string(),
            never_arrived: true,
        })?;
        let mut builder = self.client.request(method, &request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let mut answer = builder
            .body(request.body.clone())
            .send()
            .await
            .map_err(failed)?;
        let status = answer.status().as_u16();
        let text = |value: &reqwest::header::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        let headers = answer
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > MOST_BYTES {
                return Err(TransportError {
                    detail: "answer too long".to_owned(),
                    never_arrived: false,
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response {
            status,
            headers,
            body,
        })
    }
}

/// The address is left out of the text: its query may hold secrets.
fn failed(error: reqwest::Error) -> TransportError {
    let never_arrived = error.is_connect() || error.is_builder();
    let kind = if error.is_timeout() {
        "timeout"
    } else if error.is_connect() {
        "no connection"
    } else {
        "connection broke"
    };
    TransportError {
        detail: format!("{kind}: {}", error.without_url()),
        never_arrived,
    }
}

impl Transport for HttpTransport {
    fn send<'a>(&'a self, request: &'a Request) -> Sending<'a> {
        Box::pin(self.exchange(request))
    }
}
