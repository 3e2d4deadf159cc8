//! Everything the platforms know.

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde_json::Value;

use crate::chance::Chance;
use crate::hooks::Hook;
use crate::settings::{Faults, Settings};

/// A platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Platform {
    Shopee,
    Tiktok,
    Grab,
    Gobiz,
}

/// What a token stands for.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) platform: Platform,
    pub(crate) merchant: String,
    pub(crate) kind: GrantKind,
    pub(crate) until: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GrantKind {
    Code,
    Access,
    Refresh,
}

/// One thing on sale.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Item {
    pub(crate) platform: Platform,
    pub(crate) merchant: String,
    /// Number of the product.
    #[serde(rename = "item")]
    pub(crate) product: String,
    /// Number of the variant; "0" where there are none.
    pub(crate) variant: String,
    /// Seller's number.
    pub(crate) sku: String,
    pub(crate) name: String,
    /// Whole rupiah on every platform.
    pub(crate) price: i64,
    pub(crate) stock: i64,
    /// How many times stock or price was set, to find doubled updates.
    pub(crate) writes: u32,
    pub(crate) touched: i64,
}

/// An order.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Order {
    pub(crate) platform: Platform,
    pub(crate) merchant: String,
    pub(crate) id: String,
    pub(crate) state: String,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) lines: Vec<Line>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Line {
    pub(crate) item: String,
    pub(crate) variant: String,
    pub(crate) sku: String,
    pub(crate) name: String,
    pub(crate) quantity: i64,
    pub(crate) price: i64,
}

impl Order {
    pub(crate) fn total(&self) -> i64 {
        self.lines
            .iter()
            .map(|line| line.price * line.quantity)
            .sum()
    }
}

/// The world.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) settings: Settings,
    pub(crate) faults: Faults,
    pub(crate) chance: Chance,
    pub(crate) grants: BTreeMap<String, Grant>,
    pub(crate) items: Vec<Item>,
    pub(crate) images: Vec<String>,
    pub(crate) orders: Vec<Order>,
    /// Answers of calls with a key of their own, to be repeated.
    pub(crate) answered: BTreeMap<String, Value>,
    /// When something was done last, for minimum pauses.
    pub(crate) paused: BTreeMap<String, i64>,
    /// Whole menus as pushed or fetched, by platform and merchant.
    pub(crate) menus: BTreeMap<String, Value>,
    /// Outlets that are closed.
    pub(crate) closed: BTreeMap<String, bool>,
    /// Webhooks to send.
    pub(crate) outbox: Vec<Hook>,
    /// How many calls ended how, by platform, path and status or error.
    pub(crate) journal: BTreeMap<String, u64>,
    counter: u64,
}

impl World {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            faults: settings.faults,
            chance: Chance::new(settings.seed),
            settings,
            grants: BTreeMap::new(),
            items: Vec::new(),
            images: Vec::new(),
            orders: Vec::new(),
            answered: BTreeMap::new(),
            paused: BTreeMap::new(),
            menus: BTreeMap::new(),
            closed: BTreeMap::new(),
            outbox: Vec::new(),
            journal: BTreeMap::new(),
            counter: 100_000,
        }
    }

    /// Seconds since 1970 by the simulator's own clock.
    pub(crate) fn now(&self) -> i64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        i64::try_from(since).unwrap_or(0) + self.faults.clock_ahead
    }

    pub(crate) fn number(&mut self) -> String {
        self.counter += 1;
        self.counter.to_string()
    }

    /// Gives a token, code or refresh token.
    pub(crate) fn grant(
        &mut self,
        platform: Platform,
        merchant: &str,
        kind: GrantKind,
        seconds: i64,
    ) -> String {
        let shorter = i64::from(self.faults.token_seconds);
        let seconds = if kind == GrantKind::Access && shorter > 0 {
            shorter
        } else {
            seconds
        };
        let token = self.chance.token(match kind {
            GrantKind::Code => "code",
            GrantKind::Access => "access",
            GrantKind::Refresh => "refresh",
        });
        let grant = Grant {
            platform,
            merchant: merchant.to_owned(),
            kind,
            until: self.now() + seconds,
        };
        self.grants.insert(token.clone(), grant);
        token
    }

    /// Merchant behind a living token.
    pub(crate) fn holder(
        &self,
        platform: Platform,
        kind: GrantKind,
        token: &str,
    ) -> Option<String> {
        let grant = self.grants.get(token)?;
        let alive = grant.platform == platform && grant.kind == kind && grant.until > self.now();
        alive.then(|| grant.merchant.clone())
    }

    /// Uses up a code or refresh token.
    pub(crate) fn spend(
        &mut self,
        platform: Platform,
        kind: GrantKind,
        token: &str,
    ) -> Option<String> {
        let merchant = self.holder(platform, kind, token)?;
        self.grants.remove(token);
        Some(merchant)
    }

    /// Life of access tokens as told.
    pub(crate) fn access_seconds(&self, own: i64) -> i64 {
        match self.faults.token_seconds {
            0 => own,
            seconds => i64::from(seconds),
        }
    }

    /// Whether this row of a batch is unlucky.
    pub(crate) fn row_fails(&mut self) -> bool {
        let partial = self.faults.partial;
        self.chance.hits(partial)
    }

    pub(crate) fn item(
        &mut self,
        platform: Platform,
        merchant: &str,
        test: impl Fn(&Item) -> bool,
    ) -> Option<&mut Item> {
        let here =
            |item: &&mut Item| item.platform == platform && item.merchant == merchant && test(item);
        self.items.iter_mut().find(here)
    }

    pub(crate) fn note(&mut self, what: &str) {
        *self.journal.entry(what.to_owned()).or_insert(0) += 1;
    }

    /// Whether less than so many seconds have passed since the last time; remembers this one if not.
    pub(crate) fn too_soon(&mut self, key: String, seconds: i64) -> bool {
        let now = self.now();
        if self
            .paused
            .get(&key)
            .is_some_and(|last| now - last < seconds)
        {
            return true;
        }
        self.paused.insert(key, now);
        false
    }
}
