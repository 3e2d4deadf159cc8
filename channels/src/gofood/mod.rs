//! GoFood, by GoBiz: as facilitator for other merchants (one consent per merchant, our usual case) or
//! directly for outlets of one's own. Prices are whole rupiah.

mod answers;
pub mod menu;
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

/// How outlets are connected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Integration {
    /// Every merchant consents by phone and one-time code.
    #[default]
    Facilitator,
    /// Client credentials for outlets of one's own.
    Direct,
}

/// By which id dishes are named when stock is set. The documents say the id of the catalogue's GET,
/// an integrator sends ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockKey {
    /// Ours.
    #[default]
    ExternalId,
    /// GoBiz's.
    Id,
}

/// Configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoFoodConfig {
    /// API; the sandbox is `https://api.partner-sandbox.gobiz.co.id`.
    #[serde(default = "base")]
    pub base: String,
    /// Tokens; the sandbox is `https://integration-goauth.gojekapi.com`.
    #[serde(default = "oauth")]
    pub oauth: String,
    /// Path of the consent page under `oauth`; not settled by the public documents.
    #[serde(default = "consent_path")]
    pub consent_path: String,
    /// Where the owner comes back to.
    pub redirect: String,
    /// Client id.
    pub client_id: String,
    /// Client secret.
    pub client_secret: Secret,
    /// Key of notices.
    pub notification_key: Secret,
    /// See [`Integration`].
    #[serde(default)]
    pub integration: Integration,
    /// See [`StockKey`].
    #[serde(default)]
    pub stock_key: StockKey,
    /// Scopes to ask for instead of those for menu, orders and opening.
    #[serde(default)]
    pub scopes: Option<String>,
}

fn base() -> String {
    "https://api.gobiz.co.id".to_owned()
}
fn oauth() -> String {
    "https://accounts.go-jek.com".to_owned()
}
fn consent_path() -> String {
    "/oauth2/auth".to_owned()
}

impl GoFoodConfig {
    /// What is asked of the merchant.
    fn scope(&self) -> String {
        let own = "gofood:catalog:read gofood:catalog:write gofood:order:read gofood:order:write gofood:outlet:write";
        let chosen = self.scopes.clone().unwrap_or_else(|| own.to_owned());
        match self.integration {
            Integration::Direct => chosen,
            Integration::Facilitator => {
                format!("openid offline partner:outlet:read partner:outlet:write {chosen}")
            }
        }
    }
}

/// The connector.
#[derive(Clone, Debug)]
pub struct GoFood {
    config: GoFoodConfig,
    limits: Limits,
    window: Window,
}

impl GoFood {
    /// With the built-in limits.
    pub fn new(config: GoFoodConfig) -> Result<Self, DataError> {
        let limits = Limits::built_in(ChannelId::GoFood)?;
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

impl Channel for GoFood {
    fn id(&self) -> ChannelId {
        ChannelId::GoFood
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::of(&[
            Capability::PushCatalogue,
            Capability::Stock,
            Capability::OrdersIn,
            Capability::OrderActions,
            Capability::Webhooks,
            Capability::FileExport,
            Capability::FileImport,
        ])
    }

    fn limits(&self) -> &Limits {
        &self.limits
    }

    fn consent_url(&self, state: &str) -> Result<String, ChannelError> {
        if self.config.integration == Integration::Direct {
            let what = "integrasi langsung tidak memerlukan izin per usaha".to_owned();
            return Err(ChannelError::Incomplete {
                channel: self.id(),
                what,
            });
        }
        let scope = self.config.scope();
        let pairs = query(&[
            ("client_id", &self.config.client_id),
            ("redirect_uri", &self.config.redirect),
            ("response_type", "code"),
            ("scope", &scope),
            ("state", state),
        ]);
        let oauth = self.config.oauth.trim_end_matches('/');
        Ok(format!("{oauth}{}?{pairs}", self.config.consent_path))
    }

    fn prepare(
        &self,
        task: &Task,
        session: &Session,
        now: DateTime<Utc>,
    ) -> Result<Vec<Call>, ChannelError> {
        let _ = now; // GoBiz signs nothing that we send.
        requests::prepare(self, task, session)
    }

    fn read(
        &self,
        call: &Call,
        response: &Response,
        now: DateTime<Utc>,
    ) -> Result<Reply, ChannelError> {
        answers::read(call, response, now)
    }

    fn webhook(&self, incoming: &Incoming<'_>, now: DateTime<Utc>) -> Result<Notice, WebhookError> {
        webhook::read(&self.config, self.window, incoming, now)
    }
}
