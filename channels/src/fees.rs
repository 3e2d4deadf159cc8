//! What remains of a price, and which price leaves what is wanted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::capability::ChannelId;
use crate::limits::DataError;
use crate::price::{Price, PriceError};

/// Hundredths of a per cent: 825 is 8.25 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BasisPoints(pub u32);

impl BasisPoints {
    /// The share, rounded up: fees are never guessed too small.
    fn of_rounded_up(self, rupiah: i64) -> i64 {
        let parts = i128::from(rupiah) * i128::from(self.0);
        i64::try_from((parts + 9_999).div_euclid(10_000)).unwrap_or(i64::MAX)
    }
}

/// What a channel keeps, from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// Channel.
    pub channel: ChannelId,
    /// First day.
    #[serde(deserialize_with = "day", serialize_with = "day_text")]
    pub from: NaiveDate,
    /// Of the price.
    pub commission: BasisPoints,
    /// Of the commission.
    pub tax: BasisPoints,
    /// Rupiah per order.
    pub fixed: i64,
    /// Most rupiah of commission per piece.
    #[serde(default)]
    pub cap: Option<i64>,
    /// Whether the office has compared it with a contract or settlement.
    pub sure: bool,
    /// Where it was read.
    pub source: String,
}

/// TOML has dates of its own; chrono's serde reads text only.
fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    use serde::de::Error as _;
    let date = toml::value::Datetime::deserialize(deserializer)?;
    let date = date
        .date
        .ok_or_else(|| D::Error::custom("a date is needed"))?;
    NaiveDate::from_ymd_opt(
        i32::from(date.year),
        u32::from(date.month),
        u32::from(date.day),
    )
    .ok_or_else(|| D::Error::custom("there is no such day"))
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's form")]
fn day_text<S: serde::Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&date.to_string())
}

/// The dated table.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeTable {
    fee: Vec<Fee>,
}

const BUILT_IN: &str = include_str!("../data/fees.toml");

impl FeeTable {
    /// The table that comes with the program.
    pub fn built_in() -> Result<Self, DataError> {
        Self::from_toml(BUILT_IN)
    }

    /// The office's own table.
    pub fn from_toml(text: &str) -> Result<Self, DataError> {
        let form = |detail: String| DataError::Form {
            what: "fees",
            detail,
        };
        let table: Self = toml::from_str(text).map_err(|error| form(error.message().to_owned()))?;
        let odd = table.fee.iter().find(|fee| {
            fee.commission.0 >= 10_000 || fee.fixed < 0 || fee.cap.is_some_and(|cap| cap < 0)
        });
        odd.map_or(Ok(()), |fee| {
            Err(form(format!(
                "{} from {}: out of range",
                fee.channel, fee.from
            )))
        })?;
        Ok(table)
    }

    /// What counts on a day.
    pub fn on(&self, channel: ChannelId, day: NaiveDate) -> Option<&Fee> {
        let begun = self
            .fee
            .iter()
            .filter(|fee| fee.channel == channel && fee.from <= day);
        begun.max_by_key(|fee| fee.from)
    }
}

/// What a piece costs the maker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Costs {
    /// Ingredients and work.
    pub making: i64,
    /// Packaging.
    pub packaging: i64,
    /// Shipping borne by the maker.
    pub shipping: i64,
    /// Own promotion.
    pub promotion: i64,
    /// Pieces per order, over which fixed fees spread; at least 1.
    pub pieces: u32,
}

/// A price taken apart. Everything is rupiah per piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Breakdown {
    /// What the buyer pays.
    pub price: Price,
    /// The channel's share.
    pub commission: i64,
    /// Tax on it.
    pub tax: i64,
    /// Fixed fees, spread over the pieces.
    pub fixed: i64,
    /// Making, packaging, shipping, promotion.
    pub costs: i64,
    /// What is left; may be a loss.
    pub left: i64,
}

impl Fee {
    /// Takes a price apart.
    pub fn what_is_left(&self, price: Price, costs: Costs) -> Breakdown {
        let full = self.commission.of_rounded_up(price.rupiah());
        let commission = self.cap.map_or(full, |cap| full.min(cap));
        let tax = self.tax.of_rounded_up(commission);
        let pieces = i64::from(costs.pieces.max(1));
        let fixed = self.fixed / pieces + i64::from(self.fixed % pieces != 0);
        let parts = [
            costs.making,
            costs.packaging,
            costs.shipping,
            costs.promotion,
        ];
        let costs = parts.into_iter().fold(0, i64::saturating_add);
        let out = [commission, tax, fixed, costs]
            .into_iter()
            .fold(0, i64::saturating_add);
        Breakdown {
            price,
            commission,
            tax,
            fixed,
            costs,
            left: price.rupiah().saturating_sub(out),
        }
    }

    /// The lowest price of which the wanted share is left; `None` if no price gets there.
    ///
    /// Rounding makes the remainder step up and down by a rupiah, so a search by halves finds the
    /// neighbourhood and a few steps down the exact place.
    pub fn price_for_margin(&self, margin: BasisPoints, costs: Costs) -> Option<Price> {
        let enough = |rupiah: i64| {
            Price::new(rupiah).is_ok_and(|price| {
                self.what_is_left(price, costs).left >= margin.of_rounded_up(rupiah)
            })
        };
        let highest = highest_price();
        if !enough(highest) {
            return None;
        }
        let (mut low, mut high) = (0, highest);
        while high - low > 1 {
            let middle = low.midpoint(high);
            if enough(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        let start = high.saturating_sub(STEPS).max(1);
        (start..=high)
            .find(|rupiah| enough(*rupiah))
            .and_then(|rupiah| Price::new(rupiah).ok())
    }
}

/// Far more than three roundings of one rupiah can move the place, at a margin of one per cent.
const STEPS: i64 = 2_000;

fn highest_price() -> i64 {
    // The greatest price there is; `Price` knows it.
    let (mut low, mut high) = (1_i64, i64::MAX / 2);
    while high - low > 1 {
        let middle = low.midpoint(high);
        match Price::new(middle) {
            Err(PriceError::TooLarge) => high = middle,
            _ => low = middle,
        }
    }
    low
}

/// Rounds a price up to what looks like a price, e.g. to the next 500.
pub fn round_up(price: Price, step: i64) -> Price {
    let step = step.max(1);
    let up = price.rupiah().div_euclid(step) + i64::from(price.rupiah() % step != 0);
    Price::new(up.saturating_mul(step)).unwrap_or(price)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn gofood() -> Fee {
        FeeTable::built_in()
            .unwrap()
            .on(ChannelId::GoFood, date("2026-11-24"))
            .unwrap()
            .clone()
    }

    fn price(rupiah: i64) -> Price {
        Price::new(rupiah).unwrap()
    }

    #[test]
    fn every_channel_has_a_fee_today_and_the_newest_counts() {
        let table = FeeTable::built_in().unwrap();
        for channel in ChannelId::ALL {
            assert!(table.on(channel, date("2026-11-24")).is_some(), "{channel}");
        }
        assert_eq!(
            table.on(ChannelId::GoFood, date("2024-12-31")).unwrap().tax,
            BasisPoints(0)
        );
        assert_eq!(
            table.on(ChannelId::GoFood, date("2025-01-01")).unwrap().tax,
            BasisPoints(1100)
        );
        assert!(table.on(ChannelId::GoFood, date("2020-01-01")).is_none());
    }

    #[test]
    fn a_price_is_taken_apart() {
        let costs = Costs {
            making: 9_000,
            packaging: 1_000,
            pieces: 2,
            ..Costs::default()
        };
        let parts = gofood().what_is_left(price(20_000), costs);
        assert_eq!(
            (parts.commission, parts.tax, parts.fixed, parts.costs),
            (4_000, 440, 500, 10_000)
        );
        assert_eq!(parts.left, 5_060);
        assert_eq!(
            gofood().what_is_left(price(1_000), costs).left,
            -9_722,
            "a loss is told as one"
        );
    }

    #[test]
    fn a_cap_holds_the_commission() {
        let capped = Fee {
            cap: Some(1_000),
            ..gofood()
        };
        assert_eq!(
            capped
                .what_is_left(price(1_000_000), Costs::default())
                .commission,
            1_000
        );
    }

    #[test]
    fn a_margin_nobody_can_reach_has_no_price() {
        assert_eq!(
            gofood().price_for_margin(BasisPoints(8_000), Costs::default()),
            None
        );
        assert!(FeeTable::from_toml("[[fee]]\nchannel = \"gofood\"").is_err());
    }

    #[test]
    fn prices_are_rounded_up_to_steps() {
        assert_eq!(round_up(price(15_001), 500), price(15_500));
        assert_eq!(round_up(price(15_000), 500), price(15_000));
    }

    proptest! {
        #[test]
        fn the_parts_make_the_price(rupiah in 1i64..10_000_000, making in 0i64..100_000, pieces in 0u32..9) {
            let parts = gofood().what_is_left(price(rupiah), Costs { making, pieces, ..Costs::default() });
            prop_assert_eq!(parts.commission + parts.tax + parts.fixed + parts.costs + parts.left, rupiah);
        }

        #[test]
        fn the_price_for_a_margin_is_enough_and_the_lowest(
            margin in 0u32..6_000, making in 0i64..200_000, pieces in 1u32..5, commission in 0u32..3_500,
        ) {
            let fee = Fee { commission: BasisPoints(commission), ..gofood() };
            let costs = Costs { making, pieces, ..Costs::default() };
            let wanted = BasisPoints(margin);
            let enough = |rupiah: i64| {
                fee.what_is_left(price(rupiah), costs).left >= wanted.of_rounded_up(rupiah)
            };
            let found = fee.price_for_margin(wanted, costs).unwrap().rupiah();
            prop_assert!(enough(found));
            for lower in (1..found).rev().take(300) {
                prop_assert!(!enough(lower), "{} is lower than {}", lower, found);
            }
        }
    }
}
