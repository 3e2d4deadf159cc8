//! GrabFood, by Partner API 1.1.3. Grab fetches the menu from us and sends orders to us; we tell it
//! when the menu changed and send small updates in batches.

mod answers;
pub mod door;
pub mod menu;
mod requests;
mod webhook;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::capability::{Capabilities, Capability, ChannelId};
use crate::channel::{Call, Channel, Reply, Session, Task};
use crate::http::Response;
use crate::limits::{DataError, Limits};
use crate::outcome::ChannelError;
use crate::secret::Secret;
use crate::webhook::{Incoming, Notice, WebhookError};

/// Configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GrabFoodConfig {
    /// API; the sandbox ends in `/grabfood-sandbox`.
    #[serde(default = "base")]
    pub base: String,
    /// Token address.
    #[serde(default = "token")]
    pub token: String,
    /// Where the owner connects the outlet. Grab integrates outlets by its own staff or portal; no
    /// consent page is documented, so the office may name one here.
    #[serde(default)]
    pub consent: Option<String>,
    /// Our client id at Grab.
    pub client_id: String,
    /// Our client secret at Grab.
    pub client_secret: Secret,
    /// Client id that Grab shows at our door.
    pub partner_client_id: String,
    /// Client secret that Grab shows at our door.
    pub partner_client_secret: Secret,
    /// Key with which our door signs the tokens it gives.
    pub door_key: Secret,
    /// Life of the tokens our door gives, in seconds.
    #[serde(default = "door_seconds")]
    pub door_seconds: u32,
}

fn base() -> String {
    "https://partner-api.grab.com/grabfood".to_owned()
}
fn token() -> String {
    "https://api.grab.com/grabid/v1/oauth2/token".to_owned()
}
fn door_seconds() -> u32 {
    // As long as Grab's own.
    604_799
}

/// The connector.
#[derive(Clone, Debug)]
pub struct GrabFood {
    config: GrabFoodConfig,
    limits: Limits,
}

impl GrabFood {
    /// With the built-in limits.
    pub fn new(config: GrabFoodConfig) -> Result<Self, DataError> {
        Ok(Self {
            config,
            limits: Limits::built_in(ChannelId::GrabFood)?,
        })
    }

    /// With the office's limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The door at which Grab asks us for a token.
    pub fn door(&self) -> door::Door<'_> {
        door::Door {
            config: &self.config,
        }
    }
}

impl Channel for GrabFood {
    fn id(&self) -> ChannelId {
        ChannelId::GrabFood
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities::of(&[
            Capability::ServeCatalogue,
            Capability::Stock,
            Capability::Price,
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

    fn consent_url(&self, _state: &str) -> Result<String, ChannelError> {
        let what = "alamat pendaftaran outlet Grab (pengaturan kantor)".to_owned();
        self.config.consent.clone().ok_or(ChannelError::Incomplete {
            channel: self.id(),
            what,
        })
    }

    fn prepare(
        &self,
        task: &Task,
        session: &Session,
        now: DateTime<Utc>,
    ) -> Result<Vec<Call>, ChannelError> {
        let _ = now; // Nothing that we send to Grab is signed.
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
        webhook::read(self, incoming, now)
    }
}
