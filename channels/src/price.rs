//! Money as channels take it, and the guards against mistaken units.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::capability::ChannelId;

/// A selling price in whole rupiah, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Price(i64);

vocab::domain_error! {
    /// Why a number is no price.
    #[derive(Copy)]
    PriceError {
        /// Zero or less.
        NotPositive => "price.not_positive",
            "Harga harus lebih dari Rp0.",
            "The price must be more than Rp0.";
        /// Beyond what any marketplace takes.
        TooLarge => "price.too_large",
            "Harga terlalu besar.",
            "The price is too large.";
        /// Not whole rupiah.
        Broken => "price.not_whole",
            "Harga harus rupiah bulat, tanpa sen.",
            "The price must be whole rupiah, without hundredths.";
    }
}

/// A billion rupiah: ten times what the marketplaces take for one piece, so only mistakes are above.
const MOST: i64 = 1_000_000_000;

impl Price {
    /// A price in rupiah.
    pub const fn new(rupiah: i64) -> Result<Self, PriceError> {
        match rupiah {
            ..=0 => Err(PriceError::NotPositive),
            1..=MOST => Ok(Self(rupiah)),
            _ => Err(PriceError::TooLarge),
        }
    }

    /// In whole rupiah.
    pub const fn rupiah(self) -> i64 {
        self.0
    }

    /// In hundredths, as Grab counts: ISO 4217 gives the rupiah two decimals, so Rp15.000 is 1500000.
    pub const fn minor_units(self) -> i64 {
        self.0 * 100
    }

    /// From hundredths. Refuses broken rupiah instead of rounding money.
    pub const fn from_minor_units(minor: i64) -> Result<Self, PriceError> {
        if minor % 100 == 0 {
            Self::new(minor / 100)
        } else {
            Err(PriceError::Broken)
        }
    }
}

impl TryFrom<i64> for Price {
    type Error = PriceError;

    fn try_from(rupiah: i64) -> Result<Self, PriceError> {
        Self::new(rupiah)
    }
}

impl From<Price> for i64 {
    fn from(price: Price) -> Self {
        price.0
    }
}

impl fmt::Display for Price {
    /// `Rp15.000`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rp{}", thousands(self.0))
    }
}

/// Digits in groups of three, with points as Indonesian writes them.
pub(crate) fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

vocab::domain_error! {
    /// A price that looks like a slip. It waits until the owner confirms it.
    PriceSuspicion {
        /// About a hundred times the last one, the mark of mistaken units.
        HundredTimes { channel: ChannelId, last: Price, new: Price, meant: Price } => "price.hundred_times",
            "Harga baru untuk {channel} {new}, seratus kali harga terakhir {last}. Mungkin maksudnya {meant}?",
            "The new price for {channel} is {new}, a hundred times the last one, {last}. Did you mean {meant}?";
        /// About a hundredth of the last one.
        Hundredth { channel: ChannelId, last: Price, new: Price, meant: Price } => "price.hundredth",
            "Harga baru untuk {channel} {new}, seperseratus harga terakhir {last}. Mungkin maksudnya {meant}?",
            "The new price for {channel} is {new}, a hundredth of the last one, {last}. Did you mean {meant}?";
        /// A jump beyond the limit.
        Jump { channel: ChannelId, last: Price, new: Price, times: i64 } => "price.jump",
            "Harga baru untuk {channel} {new} lebih dari {times} kali berbeda dari harga terakhir {last}. Benarkah?",
            "The new price for {channel} is {new}, more than {times} times away from the last one, {last}. Is that right?";
    }
}

/// Compares a new price with the last one that the channel is known to show.
///
/// `jump` is how many times up or down is believable without a question; the office sets it.
pub fn guard(
    channel: ChannelId,
    last: Option<Price>,
    new: Price,
    jump: i64,
) -> Result<(), PriceSuspicion> {
    let Some(last) = last else { return Ok(()) };
    let times = jump.max(1);
    let (low, high) = (last.0.min(new.0), last.0.max(new.0));
    let meant = |rupiah| Price::new(rupiah).unwrap_or(last);
    // Between 50 and 200 times is a mistake of units with a small change of price on top.
    let hundredfold = (low * 50..=low * 200).contains(&high);
    match (new > last, hundredfold) {
        (true, true) => Err(PriceSuspicion::HundredTimes {
            channel,
            last,
            new,
            meant: meant(new.0 / 100),
        }),
        (false, true) => Err(PriceSuspicion::Hundredth {
            channel,
            last,
            new,
            meant: meant(new.0.saturating_mul(100)),
        }),
        _ if high > low.saturating_mul(times) => Err(PriceSuspicion::Jump {
            channel,
            last,
            new,
            times,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vocab::DomainError;

    use super::*;

    fn rupiah(rupiah: i64) -> Price {
        Price::new(rupiah).unwrap()
    }

    #[test]
    fn fifteen_thousand_is_a_million_and_a_half_minor_units() {
        assert_eq!(rupiah(15_000).minor_units(), 1_500_000);
        assert_eq!(Price::from_minor_units(1_500_000), Ok(rupiah(15_000)));
        assert_eq!(Price::from_minor_units(1_500_050), Err(PriceError::Broken));
    }

    #[test]
    fn prices_are_shown_in_thousands() {
        assert_eq!(rupiah(999).to_string(), "Rp999");
        assert_eq!(rupiah(1_500_000).to_string(), "Rp1.500.000");
    }

    #[test]
    fn mistaken_units_are_noticed_and_the_meant_price_offered() {
        let told = guard(
            ChannelId::GrabFood,
            Some(rupiah(15_000)),
            rupiah(1_500_000),
            5,
        )
        .unwrap_err();
        assert_eq!(told.code(), "price.hundred_times");
        assert!(told.id().contains("Rp15.000?"), "{}", told.id());
        let told = guard(ChannelId::GoFood, Some(rupiah(15_000)), rupiah(150), 5).unwrap_err();
        assert_eq!(told.code(), "price.hundredth");
    }

    #[test]
    fn ordinary_changes_pass_and_jumps_ask() {
        let check = |last, new| guard(ChannelId::Shopee, Some(rupiah(last)), rupiah(new), 5);
        assert_eq!(check(15_000, 17_500), Ok(()));
        assert_eq!(check(15_000, 75_000), Ok(()));
        assert_eq!(check(15_000, 75_001).unwrap_err().code(), "price.jump");
        assert_eq!(guard(ChannelId::Shopee, None, rupiah(1), 5), Ok(()));
    }

    proptest! {
        #[test]
        fn every_hundredfold_is_stopped(last in 1i64..10_000_000) {
            prop_assert!(guard(ChannelId::GrabFood, Some(rupiah(last)), rupiah(last * 100), 1_000).is_err());
            prop_assert!(guard(ChannelId::GrabFood, Some(rupiah(last * 100)), rupiah(last), 1_000).is_err());
        }

        #[test]
        fn minor_units_come_back(value in 1i64..=MOST) {
            prop_assert_eq!(Price::from_minor_units(rupiah(value).minor_units()), Ok(rupiah(value)));
        }
    }
}
