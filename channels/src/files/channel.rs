//! A channel that is served by files alone.

use chrono::{DateTime, Utc};

use crate::capability::{Capabilities, ChannelId};
use crate::channel::{Call, Channel, Reply, Session, Task};
use crate::http::Response;
use crate::limits::{DataError, Limits};
use crate::outcome::ChannelError;
use crate::webhook::{Incoming, Notice, WebhookError};

/// ShopeeFood always; any other channel while the office has no partner keys for it.
#[derive(Clone, Debug)]
pub struct FileChannel {
    id: ChannelId,
    limits: Limits,
}

impl FileChannel {
    /// With the built-in limits.
    pub fn new(id: ChannelId) -> Result<Self, DataError> {
        Ok(Self {
            id,
            limits: Limits::built_in(id)?,
        })
    }

    /// With the office's limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    fn by_file(&self) -> ChannelError {
        let what = "saluran ini dilayani dengan berkas ekspor dan impor".to_owned();
        ChannelError::Incomplete {
            channel: self.id,
            what,
        }
    }
}

impl Channel for FileChannel {
    fn id(&self) -> ChannelId {
        self.id
    }

    fn capabilities(&self) -> Capabilities {
        super::CAPABILITIES
    }

    fn limits(&self) -> &Limits {
        &self.limits
    }

    fn consent_url(&self, _state: &str) -> Result<String, ChannelError> {
        Err(self.by_file())
    }

    fn prepare(
        &self,
        task: &Task,
        _session: &Session,
        _now: DateTime<Utc>,
    ) -> Result<Vec<Call>, ChannelError> {
        Err(task
            .needs()
            .map_or_else(|| self.by_file(), |capability| self.cannot(capability)))
    }

    fn read(&self, _: &Call, _: &Response, _: DateTime<Utc>) -> Result<Reply, ChannelError> {
        Err(self.by_file())
    }

    fn webhook(&self, _: &Incoming<'_>, _: DateTime<Utc>) -> Result<Notice, WebhookError> {
        Err(WebhookError::NotOffered { channel: self.id })
    }
}
