//! The sum in tag 54.

use std::fmt;
use std::str::FromStr;

/// A sum greater than nothing which fits the thirteen characters of tag 54.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    rupiah: i64,
    sen: u8,
}

/// Thirteen digits.
const MOST: i64 = 9_999_999_999_999;
/// Ten digits, a point and two decimals fill the same thirteen characters.
const MOST_WITH_SEN: i64 = 9_999_999_999;

impl Amount {
    /// A sum in whole rupiah, the only kind the shop makes.
    pub const fn whole(rupiah: i64) -> Result<Self, AmountError> {
        match rupiah {
            ..=0 => Err(AmountError::NotPositive),
            1..=MOST => Ok(Self { rupiah, sen: 0 }),
            _ => Err(AmountError::TooLarge),
        }
    }

    /// The whole rupiah of it.
    #[must_use]
    pub const fn rupiah(self) -> i64 {
        self.rupiah
    }

    /// The hundredths of a rupiah, which codes of other makers may carry.
    #[must_use]
    pub const fn sen(self) -> u8 {
        self.sen
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Reads the form of tag 54: digits, or digits with a point and exactly two decimals.
    fn from_str(text: &str) -> Result<Self, AmountError> {
        let (whole, decimals) = text.split_once('.').unwrap_or((text, "00"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || decimals.len() != 2 {
            return Err(AmountError::Form);
        }
        if text.len() > 13 {
            return Err(AmountError::TooLarge);
        }
        let rupiah = whole.parse::<i64>().map_err(|_| AmountError::TooLarge)?;
        let sen = decimals.parse::<u8>().map_err(|_| AmountError::Form)?;
        match (rupiah, sen) {
            (0, 0) => Err(AmountError::NotPositive),
            (_, 0) => Self::whole(rupiah),
            (..=MOST_WITH_SEN, _) => Ok(Self { rupiah, sen }),
            _ => Err(AmountError::TooLarge),
        }
    }
}

impl fmt::Display for Amount {
    /// Without decimals if whole, else with two, as acquirers write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sen {
            0 => write!(f, "{}", self.rupiah),
            sen => write!(f, "{}.{sen:02}", self.rupiah),
        }
    }
}

vocab::domain_error! {
    /// Why a sum cannot stand in a QRIS.
    #[derive(Copy)]
    AmountError {
        /// Zero or less.
        NotPositive => "qris.amount_not_positive",
            "Nominal harus lebih dari Rp0.",
            "The amount must be more than Rp0.";
        /// More than thirteen characters.
        TooLarge => "qris.amount_too_large",
            "Nominal terlalu besar: paling banyak 13 angka.",
            "The amount is too large: at most 13 characters.";
        /// Not digits with none or two decimals.
        Form => "qris.amount",
            "Nominal harus angka saja, tanpa desimal atau dengan dua desimal sesudah titik, misalnya 25000.",
            "The amount must be digits only, with no decimals or two after a point, for example 25000.";
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_and_refuses() {
        let cases = [
            ("25000", Ok("25000")),
            ("25000.00", Ok("25000")),
            ("25000.50", Ok("25000.50")),
            ("0.50", Ok("0.50")),
            ("9999999999999", Ok("9999999999999")),
            ("99999999999999", Err(AmountError::TooLarge)),
            ("0", Err(AmountError::NotPositive)),
            ("0.00", Err(AmountError::NotPositive)),
            ("25000.5", Err(AmountError::Form)),
            ("25000.", Err(AmountError::Form)),
            (".50", Err(AmountError::Form)),
            ("25,000", Err(AmountError::Form)),
            ("-5", Err(AmountError::Form)),
            ("+5", Err(AmountError::Form)),
            ("", Err(AmountError::Form)),
            ("２５", Err(AmountError::Form)),
        ];
        for (text, expected) in cases {
            let read = text.parse::<Amount>().map(|amount| amount.to_string());
            assert_eq!(read, expected.map(str::to_owned), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_whole_amount_reads_back(rupiah in 1..=MOST) {
            let amount = Amount::whole(rupiah).unwrap();
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        }

        #[test]
        fn amounts_outside_are_refused(rupiah in prop_oneof![i64::MIN..=0, (MOST + 1)..=i64::MAX]) {
            prop_assert!(Amount::whole(rupiah).is_err());
        }
    }
}
