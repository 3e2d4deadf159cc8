//! Tokopedia, by the TikTok Shop Partner API 202309 of the merged "Tokopedia & TikTok Shop".
//!
//! The former API at fs.tokopedia.net is not used: only official stores and enablers could connect,
//! and its makers send everybody here.

mod answers;
mod requests;
mod webhook;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::capability::{Capabilities, Capability, ChannelId};
use crate::channel::{Call, Channel, Reply, Session, Task};
use crate::http::{Response, query};
use crate::limits::{DataError, Limits};
use crate::outcome::ChannelError;
use crate::secret::Secret;
use crate::webhook::{Incoming, Notice, WebhookError, Window};

/// Configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokopediaConfig {
    /// API.
    #[serde(default = "base")]
    pub base: String,
    /// Tokens.
    #[serde(default = "auth")]
    pub auth: String,
    /// Consent page.
    #[serde(default = "consent")]
    pub consent: String,
    /// Service id, which the consent page wants.
    pub service_id: String,
    /// App key.
    pub app_key: String,
    /// App secret.
    pub app_secret: Secret,
    /// Where a new product appears. Tokopedia alone by default: what TikTok Shop shows is the
    /// owner's separate decision.
    #[serde(default = "platforms")]
    pub listing_platforms: Vec<String>,
    /// Version of the product search call; newer ones appear yearly.
    #[serde(default = "search_version")]
    pub search_version: String,
    /// Version of the order detail call. The older 202309 is still used by integrators.
    #[serde(default = "order_version")]
    pub order_version: String,
}

fn base() -> String {
    "https://open-api.tiktokglobalshop.com".to_owned()
}
fn auth() -> String {
    "https://auth.tiktok-shops.com".to_owned()
}
fn consent() -> String {
    "https://services.tiktokshop.com/open/authorize".to_owned()
}
fn platforms() -> Vec<String> {
    vec!["TOKOPEDIA".to_owned()]
}
fn search_version() -> String {
    "202502".to_owned()
}
fn order_version() -> String {
    "202507".to_owned()
}

/// The connector.
#[derive(Clone, Debug)]
pub struct Tokopedia {
    config: TokopediaConfig,
    limits: Limits,
    window: Window,
}

impl Tokopedia {
    /// With the built-in limits.
    pub fn new(config: TokopediaConfig) -> Result<Self, DataError> {
        let limits = Limits::built_in(ChannelId::Tokopedia)?;
        Ok(Self {
            config,
            limits,
            window: Window::default(),
        })
    }

    /// With the office's limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }
}

impl Channel for Tokopedia {
    fn id(&self) -> ChannelId {
        ChannelId::Tokopedia
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::of(&[
            Capability::PushCatalogue,
            Capability::Stock,
            Capability::Price,
            Capability::OrdersIn,
            Capability::Media,
            Capability::Webhooks,
            Capability::FileExport,
            Capability::FileImport,
        ])
    }

    fn limits(&self) -> &Limits {
        &self.limits
    }

    fn consent_url(&self, state: &str) -> Result<String, ChannelError> {
        let pairs = query(&[("service_id", &self.config.service_id), ("state", state)]);
        Ok(format!("{}?{pairs}", self.config.consent))
    }

    fn prepare(
        &self,
        task: &Task,
        session: &Session,
        now: DateTime<Utc>,
    ) -> Result<Vec<Call>, ChannelError> {
        requests::prepare(self, task, session, now)
    }

    fn read(
        &self,
        call: &Call,
        response: &Response,
        _now: DateTime<Utc>,
    ) -> Result<Reply, ChannelError> {
        answers::read(call, response)
    }

    fn webhook(&self, incoming: &Incoming<'_>, now: DateTime<Utc>) -> Result<Notice, WebhookError> {
        webhook::read(&self.config, self.window, incoming, now)
    }
}
