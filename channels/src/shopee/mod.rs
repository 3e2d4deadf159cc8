//! Shopee, by Open Platform v2.

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

/// How a push message is signed. No official page says; sources disagree, so the office chooses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PushSignature {
    /// Over `callback_url + "|" + body`, as most integrators do.
    #[default]
    UrlAndBody,
    /// Over the body alone.
    Body,
}

/// Which signature `media_space/upload_image` wants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UploadSignature {
    /// Without token and shop, as the parameter list says.
    #[default]
    Public,
    /// With both, as other clients send it.
    Shop,
}

/// Configuration. Everything no official page settles is here rather than in the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShopeeConfig {
    /// API with its path, `https://partner.shopeemobile.com/api/v2` live.
    #[serde(default = "base")]
    pub base: String,
    /// Consent page, `https://open.shopee.com/auth` live.
    #[serde(default = "consent")]
    pub consent: String,
    /// Where the owner comes back to.
    pub redirect: String,
    /// Partner id.
    pub partner_id: i64,
    /// Partner key.
    pub partner_key: Secret,
    /// Our address for push messages, exactly as registered: it is signed.
    pub callback: String,
    /// See [`PushSignature`].
    #[serde(default)]
    pub push_signature: PushSignature,
    /// Header of the push signature.
    #[serde(default = "push_header")]
    pub push_header: String,
    /// See [`UploadSignature`].
    #[serde(default)]
    pub upload_signature: UploadSignature,
    /// Life of a refresh token in days. Thirty is commonly said and nowhere written.
    #[serde(default = "refresh_days")]
    pub refresh_days: u32,
}

fn base() -> String {
    "https://partner.shopeemobile.com/api/v2".to_owned()
}
fn consent() -> String {
    "https://open.shopee.com/auth".to_owned()
}
fn push_header() -> String {
    "Authorization".to_owned()
}
fn refresh_days() -> u32 {
    30
}

/// The connector.
#[derive(Clone, Debug)]
pub struct Shopee {
    config: ShopeeConfig,
    limits: Limits,
    window: Window,
}

impl Shopee {
    /// With the built-in limits.
    pub fn new(config: ShopeeConfig) -> Result<Self, DataError> {
        let limits = Limits::built_in(ChannelId::Shopee)?;
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

impl Channel for Shopee {
    fn id(&self) -> ChannelId {
        ChannelId::Shopee
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
        let partner = self.config.partner_id.to_string();
        let pairs = query(&[
            ("partner_id", &partner),
            ("auth_type", "seller"),
            ("redirect_uri", &self.config.redirect),
            ("response_type", "code"),
            ("state", state),
        ]);
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
        now: DateTime<Utc>,
    ) -> Result<Reply, ChannelError> {
        answers::read(&self.config, call, response, now)
    }

    /// Choices are a call of their own, and Shopee asks for five seconds after the product is made.
    fn follow_up(&self, task: &Task, reply: &Reply) -> Option<(Task, u32)> {
        match (task, reply) {
            (Task::Create { listing, .. }, Reply::Created { item, .. })
                if listing.variants.len() > 1 =>
            {
                Some((
                    Task::AddVariants {
                        item: item.clone(),
                        listing: listing.clone(),
                    },
                    5,
                ))
            }
            _ => None,
        }
    }

    fn webhook(&self, incoming: &Incoming<'_>, now: DateTime<Utc>) -> Result<Notice, WebhookError> {
        webhook::read(&self.config, self.window, incoming, now)
    }
}
