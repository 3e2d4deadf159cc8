//! Which channels there are and what each can do.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A place where a product can be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ChannelId {
    /// Shopee, by Open Platform v2.
    Shopee,
    /// Tokopedia, by TikTok Shop Partner API 202309.
    Tokopedia,
    /// GrabFood, by Partner API 1.1.3.
    GrabFood,
    /// GoFood, by GoBiz.
    GoFood,
    /// ShopeeFood, by files: it has no public API.
    ShopeeFood,
}

impl ChannelId {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 5] = [
        Self::Shopee,
        Self::Tokopedia,
        Self::GrabFood,
        Self::GoFood,
        Self::ShopeeFood,
    ];

    /// Stable name for the database and the address bar.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shopee => "shopee",
            Self::Tokopedia => "tokopedia",
            Self::GrabFood => "grabfood",
            Self::GoFood => "gofood",
            Self::ShopeeFood => "shopeefood",
        }
    }

    /// The name people know.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Shopee => "Shopee",
            Self::Tokopedia => "Tokopedia",
            Self::GrabFood => "GrabFood",
            Self::GoFood => "GoFood",
            Self::ShopeeFood => "ShopeeFood",
        }
    }
}

impl fmt::Display for ChannelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}

vocab::domain_error! {
    /// No channel has that name.
    UnknownChannel {
        /// The name that was given.
        Named { name: String } => "channel.unknown",
            "Saluran “{name}” tidak dikenal.",
            "There is no channel “{name}”.";
    }
}

impl FromStr for ChannelId {
    type Err = UnknownChannel;

    fn from_str(name: &str) -> Result<Self, UnknownChannel> {
        let found = Self::ALL
            .into_iter()
            .find(|channel| channel.as_str() == name);
        found.ok_or_else(|| UnknownChannel::Named {
            name: name.to_owned(),
        })
    }
}

/// Something a channel may be able to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Capability {
    /// We send products.
    PushCatalogue,
    /// The platform fetches the catalogue from us.
    ServeCatalogue,
    /// Stock can be set alone.
    Stock,
    /// Price can be set alone.
    Price,
    /// Orders reach us.
    OrdersIn,
    /// We can accept, reject and mark ready.
    OrderActions,
    /// Pictures are uploaded before the product.
    Media,
    /// The platform tells us of changes.
    Webhooks,
    /// A file to upload by hand.
    FileExport,
    /// Files of orders and settlements can be read.
    FileImport,
}

impl Capability {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::PushCatalogue,
        Self::ServeCatalogue,
        Self::Stock,
        Self::Price,
        Self::OrdersIn,
        Self::OrderActions,
        Self::Media,
        Self::Webhooks,
        Self::FileExport,
        Self::FileImport,
    ];

    const fn bit(self) -> u16 {
        1 << self as u16
    }

    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::PushCatalogue => ("mengirim produk", "sending products"),
            Self::ServeCatalogue => ("menyajikan menu", "serving the menu"),
            Self::Stock => ("mengubah stok", "setting stock"),
            Self::Price => ("mengubah harga", "setting prices"),
            Self::OrdersIn => ("menerima pesanan", "receiving orders"),
            Self::OrderActions => ("menanggapi pesanan", "acting on orders"),
            Self::Media => ("mengirim foto", "sending pictures"),
            Self::Webhooks => ("menerima kabar otomatis", "receiving notices"),
            Self::FileExport => ("mengekspor berkas", "exporting files"),
            Self::FileImport => ("membaca berkas", "reading files"),
        }
    }
}

impl fmt::Display for Capability {
    /// `{}` speaks Indonesian, `{:#}` English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (indonesian, english) = self.names();
        f.write_str(if f.alternate() { english } else { indonesian })
    }
}

/// What one channel can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities(u16);

impl Capabilities {
    /// Exactly these.
    pub const fn of(list: &[Capability]) -> Self {
        let mut bits = 0;
        let mut rest = list;
        while let [first, others @ ..] = rest {
            bits |= first.bit();
            rest = others;
        }
        Self(bits)
    }

    /// Whether it can.
    pub const fn has(self, capability: Capability) -> bool {
        self.0 & capability.bit() != 0
    }

    /// All it can do.
    pub fn iter(self) -> impl Iterator<Item = Capability> {
        Capability::ALL
            .into_iter()
            .filter(move |capability| self.has(*capability))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_channels() {
        for channel in ChannelId::ALL {
            assert_eq!(channel.as_str().parse(), Ok(channel));
            assert_eq!(serde_json::to_value(channel).unwrap(), channel.as_str());
        }
        assert!("gojek".parse::<ChannelId>().is_err());
    }

    #[test]
    fn a_set_holds_what_was_put_in() {
        let set = Capabilities::of(&[Capability::Stock, Capability::FileImport]);
        let held: Vec<_> = set.iter().collect();
        assert_eq!(held, [Capability::Stock, Capability::FileImport]);
        assert!(!set.has(Capability::Price));
    }
}
