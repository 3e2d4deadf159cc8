//! What must change on the channel: desired state against what the channel is known to show.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::capability::{Capabilities, Capability, ChannelId};
use crate::listing::{Place, PriceUpdate, RemoteListing, StockUpdate};
use crate::price::{Price, PriceSuspicion, guard};

/// What one variant should look like.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Desired {
    /// Our number.
    pub sku: String,
    /// Where it lives there; `None` if it is not there yet.
    pub place: Option<Place>,
    /// Price.
    pub price: Price,
    /// Pieces in the shop.
    pub stock: u32,
    /// Pieces promised in orders of any channel, not yet handed over.
    pub reserved: u32,
    /// Pieces that are never shown, against two buyers at once.
    pub safety: u32,
    /// A price suspicion the owner has confirmed.
    pub price_confirmed: Option<Price>,
}

impl Desired {
    /// Pieces to show: never more than can be sold without breaking a promise.
    pub fn shown(&self) -> u32 {
        self.stock
            .saturating_sub(self.reserved)
            .saturating_sub(self.safety)
    }
}

/// The smallest set of changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Stock to set. Lowering comes first: overselling hurts more than underselling.
    pub stock: Vec<StockUpdate>,
    /// Prices to set.
    pub price: Vec<PriceUpdate>,
    /// Not there yet.
    pub create: Vec<String>,
    /// There, but not ours to sell any more, or never known: shown to the owner, never deleted.
    pub unknown: Vec<RemoteListing>,
    /// Waiting for the owner.
    pub held: Vec<PriceSuspicion>,
    /// Changed, but the channel can only take it by replacing the menu.
    pub menu: bool,
}

/// Compares. `jump` is the believable change of price, see [`guard`].
pub fn compare(
    channel: ChannelId,
    can: Capabilities,
    desired: &[Desired],
    remote: &[RemoteListing],
    jump: i64,
) -> Changes {
    let by_place: BTreeMap<_, _> = remote
        .iter()
        .map(|listing| (key(&listing.place), listing))
        .collect();
    let by_sku: BTreeMap<_, _> = remote
        .iter()
        .filter_map(|listing| Some((listing.sku.as_deref()?, listing)))
        .collect();
    let mut changes = Changes::default();
    let mut seen = std::collections::BTreeSet::new();
    for want in desired {
        let known = want
            .place
            .as_ref()
            .and_then(|place| by_place.get(&key(place)));
        let known = known.or_else(|| by_sku.get(want.sku.as_str()));
        let Some(listing) = known else {
            changes.create.push(want.sku.clone());
            continue;
        };
        seen.insert(key(&listing.place));
        let place = || want.place.clone().unwrap_or_else(|| listing.place.clone());
        let shown = want.shown();
        // Channels that tell only yes or no are compared by that.
        let differs = match listing.stock {
            Some(stock) => stock != shown,
            None => shown == 0,
        };
        if differs && can.has(Capability::Stock) {
            changes.stock.push(StockUpdate {
                sku: want.sku.clone(),
                place: place(),
                stock: shown,
            });
        }
        if listing.price == Some(want.price) {
            continue;
        }
        let confirmed = want.price_confirmed == Some(want.price);
        match guard(channel, listing.price, want.price, jump) {
            Err(suspicion) if !confirmed => changes.held.push(suspicion),
            _ if can.has(Capability::Price) => {
                changes.price.push(PriceUpdate {
                    sku: want.sku.clone(),
                    place: place(),
                    price: want.price,
                });
            }
            _ => changes.menu = true,
        }
    }
    let higher = |update: &StockUpdate| {
        by_place
            .get(&key(&update.place))
            .and_then(|listing| listing.stock)
            .is_some_and(|stock| update.stock > stock)
    };
    changes.stock.sort_by_key(higher);
    changes.unknown = remote
        .iter()
        .filter(|listing| !seen.contains(&key(&listing.place)))
        .cloned()
        .collect();
    changes
}

/// The warehouse is where, not what.
fn key(place: &Place) -> (&str, Option<&str>) {
    (&place.item, place.variant.as_deref())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CAN: Capabilities = Capabilities::of(&[Capability::Stock, Capability::Price]);

    fn place(item: &str) -> Place {
        Place {
            item: item.into(),
            variant: None,
            location: None,
        }
    }

    fn want(sku: &str, rupiah: i64, stock: u32) -> Desired {
        Desired {
            sku: sku.into(),
            place: Some(place(sku)),
            price: Price::new(rupiah).unwrap(),
            stock,
            reserved: 0,
            safety: 0,
            price_confirmed: None,
        }
    }

    fn has(sku: &str, rupiah: i64, stock: u32) -> RemoteListing {
        RemoteListing {
            place: place(sku),
            sku: Some(sku.into()),
            price: Price::new(rupiah).ok(),
            stock: Some(stock),
            state: "NORMAL".into(),
        }
    }

    #[test]
    fn equal_states_need_nothing() {
        let changes = compare(
            ChannelId::Shopee,
            CAN,
            &[want("a", 10_000, 5)],
            &[has("a", 10_000, 5)],
            5,
        );
        assert_eq!(changes, Changes::default());
    }

    #[test]
    fn reservations_and_safety_stock_lower_what_is_shown() {
        let mut wanted = want("a", 10_000, 5);
        (wanted.reserved, wanted.safety) = (3, 1);
        let changes = compare(
            ChannelId::Shopee,
            CAN,
            &[wanted.clone()],
            &[has("a", 10_000, 5)],
            5,
        );
        assert_eq!(changes.stock[0].stock, 1);
        wanted.reserved = 50;
        assert_eq!(wanted.shown(), 0);
    }

    #[test]
    fn a_hundredfold_price_is_held_until_confirmed() {
        let mut wanted = want("a", 1_000_000, 5);
        let held = compare(
            ChannelId::GrabFood,
            CAN,
            &[wanted.clone()],
            &[has("a", 10_000, 5)],
            5,
        );
        assert_eq!((held.held.len(), held.price.len()), (1, 0));
        wanted.price_confirmed = Some(wanted.price);
        let sent = compare(
            ChannelId::GrabFood,
            CAN,
            &[wanted],
            &[has("a", 10_000, 5)],
            5,
        );
        assert_eq!((sent.held.len(), sent.price.len()), (0, 1));
    }

    #[test]
    fn what_is_missing_is_created_and_what_is_strange_is_shown() {
        let changes = compare(
            ChannelId::Shopee,
            CAN,
            &[want("a", 1_000, 1)],
            &[has("b", 1_000, 1)],
            5,
        );
        assert_eq!(changes.create, ["a"]);
        assert_eq!(changes.unknown[0].sku.as_deref(), Some("b"));
    }

    #[test]
    fn lowering_stock_comes_before_raising() {
        let wanted = [want("a", 1_000, 9), want("b", 1_000, 0)];
        let changes = compare(
            ChannelId::Shopee,
            CAN,
            &wanted,
            &[has("a", 1_000, 1), has("b", 1_000, 1)],
            5,
        );
        let order: Vec<_> = changes
            .stock
            .iter()
            .map(|update| update.sku.as_str())
            .collect();
        assert_eq!(order, ["b", "a"]);
    }

    #[test]
    fn a_channel_without_price_updates_needs_the_menu() {
        let can = Capabilities::of(&[Capability::Stock]);
        let changes = compare(
            ChannelId::GoFood,
            can,
            &[want("a", 1_100, 1)],
            &[has("a", 1_000, 1)],
            5,
        );
        assert!(changes.menu && changes.price.is_empty());
    }

    proptest! {
        #[test]
        fn applying_the_changes_leads_to_equal_states(
            pairs in proptest::collection::btree_map("[a-f]{1,2}", (1_000i64..4_000, 0u32..9, 1_000i64..4_000, 0u32..9), 0..12),
        ) {
            let wanted: Vec<_> = pairs.iter().map(|(sku, (price, stock, ..))| want(sku, *price, *stock)).collect();
            let mut remote: Vec<_> = pairs.iter().map(|(sku, (.., price, stock))| has(sku, *price, *stock)).collect();
            let changes = compare(ChannelId::Shopee, CAN, &wanted, &remote, 5);
            for listing in &mut remote {
                if let Some(update) = changes.stock.iter().find(|update| update.place == listing.place) {
                    listing.stock = Some(update.stock);
                }
                if let Some(update) = changes.price.iter().find(|update| update.place == listing.place) {
                    listing.price = Some(update.price);
                }
            }
            prop_assert_eq!(compare(ChannelId::Shopee, CAN, &wanted, &remote, 5), Changes::default());
        }
    }
}
