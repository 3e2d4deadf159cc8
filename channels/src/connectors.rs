//! All channels of an office, made from its configuration.

use serde::{Deserialize, Serialize};

use crate::capability::ChannelId;
use crate::category::Taxonomy;
use crate::channel::Channel;
use crate::fees::FeeTable;
use crate::files::{FileChannel, Sheets};
use crate::gofood::{GoFood, GoFoodConfig};
use crate::grabfood::{GrabFood, GrabFoodConfig};
use crate::limits::{DataError, Limits};
use crate::shopee::{Shopee, ShopeeConfig};
use crate::tokopedia::{Tokopedia, TokopediaConfig};

/// The `[channels]` part of the configuration. A channel without its part is served by files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ChannelsConfig {
    /// Shopee Open Platform.
    pub shopee: Option<ShopeeConfig>,
    /// TikTok Shop Partner API for Tokopedia.
    pub tokopedia: Option<TokopediaConfig>,
    /// GrabFood Partner API.
    pub grabfood: Option<GrabFoodConfig>,
    /// GoBiz.
    pub gofood: Option<GoFoodConfig>,
}

/// The office's own data, as the text of TOML files; `None` is what comes with the program.
#[derive(Clone, Copy, Debug, Default)]
#[expect(missing_docs, reason = "named as the files in `channels/data`")]
pub struct OwnData<'a> {
    pub limits: Option<&'a str>,
    pub fees: Option<&'a str>,
    pub categories: Option<&'a str>,
    pub sheets: Option<&'a str>,
}

/// Connectors and data, made once at start.
pub struct Connectors {
    channels: Vec<Box<dyn Channel>>,
    grabfood: Option<GrabFood>,
    /// Fee table.
    pub fees: FeeTable,
    /// Own categories.
    pub taxonomy: Taxonomy,
    /// Headings of files.
    pub sheets: Sheets,
}

impl Connectors {
    /// Makes them; the error names the file and what is wrong in it.
    pub fn new(config: ChannelsConfig, own: OwnData<'_>) -> Result<Self, DataError> {
        let limits = |id| {
            own.limits
                .map_or_else(|| Limits::built_in(id), |text| Limits::from_toml(text, id))
        };
        let ChannelsConfig {
            shopee,
            tokopedia,
            grabfood,
            gofood,
        } = config;
        let grabfood = match grabfood {
            Some(config) => Some(GrabFood::new(config)?.with_limits(limits(ChannelId::GrabFood)?)),
            None => None,
        };
        let mut channels: Vec<Box<dyn Channel>> = Vec::new();
        if let Some(config) = shopee {
            channels.push(Box::new(
                Shopee::new(config)?.with_limits(limits(ChannelId::Shopee)?),
            ));
        }
        if let Some(config) = tokopedia {
            channels.push(Box::new(
                Tokopedia::new(config)?.with_limits(limits(ChannelId::Tokopedia)?),
            ));
        }
        if let Some(channel) = grabfood.clone() {
            channels.push(Box::new(channel));
        }
        if let Some(config) = gofood {
            channels.push(Box::new(
                GoFood::new(config)?.with_limits(limits(ChannelId::GoFood)?),
            ));
        }
        for id in ChannelId::ALL {
            if !channels.iter().any(|channel| channel.id() == id) {
                channels.push(Box::new(FileChannel::new(id)?.with_limits(limits(id)?)));
            }
        }
        channels.sort_by_key(|channel| channel.id());
        Ok(Self {
            channels,
            grabfood,
            fees: own
                .fees
                .map_or_else(FeeTable::built_in, FeeTable::from_toml)?,
            taxonomy: own
                .categories
                .map_or_else(Taxonomy::built_in, Taxonomy::from_toml)?,
            sheets: own
                .sheets
                .map_or_else(Sheets::built_in, Sheets::from_toml)?,
        })
    }

    /// All, in the order of the menu.
    pub fn all(&self) -> impl Iterator<Item = &dyn Channel> {
        self.channels.iter().map(AsRef::as_ref)
    }

    /// One of them.
    pub fn find(&self, id: ChannelId) -> Option<&dyn Channel> {
        self.all().find(|channel| channel.id() == id)
    }

    /// GrabFood's own parts, the door and the menu, if its keys are there.
    pub fn grabfood(&self) -> Option<&GrabFood> {
        self.grabfood.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capability::Capability;

    #[test]
    fn without_keys_every_channel_is_served_by_files() {
        let connectors = Connectors::new(ChannelsConfig::default(), OwnData::default()).unwrap();
        let ids: Vec<_> = connectors.all().map(Channel::id).collect();
        assert_eq!(ids, ChannelId::ALL);
        for channel in connectors.all() {
            assert!(channel.capabilities().has(Capability::FileExport));
            assert!(!channel.capabilities().has(Capability::Stock));
        }
    }

    #[test]
    fn keys_bring_the_connector_and_never_show() {
        let text = r#"{"gofood": {"redirect": "https://x.example", "client_id": "id",
            "client_secret": "s3cret", "notification_key": "k3y"}}"#;
        let config: ChannelsConfig = serde_json::from_str(text).unwrap();
        let shown = format!("{config:?}");
        assert!(
            !shown.contains("s3cret") && !shown.contains("k3y"),
            "{shown}"
        );
        let connectors = Connectors::new(config, OwnData::default()).unwrap();
        let gofood = connectors.find(ChannelId::GoFood).unwrap();
        assert!(gofood.capabilities().has(Capability::Stock));
    }

    #[test]
    fn a_misspelt_setting_is_refused() {
        assert!(serde_json::from_str::<ChannelsConfig>(r#"{"shopeee": {}}"#).is_err());
    }
}
