//! Amounts of money in whole rupiah.
//!
//! Indonesian figures have dots between thousands and a comma before decimals; English ones the
//! other way round, and census forms mix both with words. Where a text can mean two amounts, the
//! error asks instead of guessing.

mod read;
mod words;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

/// An amount in whole rupiah, never negative when parsed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Rupiah(pub i64);

crate::domain_error! {
    /// Why a text is no amount.
    RupiahError {
        /// Nothing to read.
        Empty => "rupiah.empty", "Jumlah rupiah kosong.", "The amount is empty.";
        /// Scientific notation with rounded digits.
        DigitsLost => "rupiah.digits_lost",
            "Angka rupiah hilang di spreadsheet; lebarkan kolom atau format sebagai angka lalu simpan ulang.",
            "Digits of the amount lost in spreadsheet; widen the column or format it as a number and save again.";
        /// A word or sign which is not understood.
        Foreign { found: String } => "rupiah.foreign",
            "\"{found}\" tidak dikenal dalam jumlah rupiah; tulis misalnya 1250000 atau 1,25 juta.",
            "\"{found}\" is not understood in an amount; write for example 1250000 or 1,25 juta.";
        /// `M` is miliar to some and million to others.
        AmbiguousUnit { found: String } => "rupiah.ambiguous_unit",
            "\"{found}\" dapat berarti juta atau miliar; tulis \"jt\" atau \"miliar\".",
            "\"{found}\" can mean million or billion; write \"jt\" (million) or \"miliar\" (billion).";
        /// `1,250` is 1.25 or 1250; `1.250 jt` is 1.25 million or 1250 million.
        AmbiguousMark { found: String } => "rupiah.ambiguous_mark",
            "Titik atau koma pada \"{found}\" dapat berarti ribuan atau desimal; tulis angka penuh.",
            "The mark in \"{found}\" can stand for thousands or decimals; write the number in full.";
        /// A fraction of a rupiah, which suggests that the unit was forgotten.
        Fraction { found: String } => "rupiah.fraction",
            "\"{found}\" adalah pecahan rupiah; mungkin satuannya (ribu, juta) belum ditulis.",
            "\"{found}\" is a fraction of a rupiah; perhaps its unit (ribu, juta) is missing.";
        /// Dots and commas in an order which no number has.
        Marks { found: String } => "rupiah.marks",
            "Letak titik atau koma pada \"{found}\" tidak wajar; tulis angka penuh tanpa titik.",
            "Dots or commas in \"{found}\" are misplaced; write the number in full without them.";
        /// A range.
        Range => "rupiah.range",
            "Ini rentang; tulis satu angka.", "This is a range; give one amount.";
        /// An amount per day, week or month.
        PerPeriod { found: String } => "rupiah.per_period",
            "Ini jumlah per {found}; hitung menjadi setahun.",
            "This is an amount per {found}; give the amount of a year.";
        /// Below zero.
        Negative => "rupiah.negative",
            "Jumlah rupiah tidak boleh negatif.", "An amount must not be negative.";
        /// More than can be.
        TooLarge => "rupiah.too_large",
            "Jumlah rupiah terlalu besar (lebih dari 1.000 triliun); periksa satuannya.",
            "The amount is too large (over 1,000 trillion); check its unit.";
    }
}

impl Rupiah {
    /// The largest amount taken: a thousand trillion (10^15), far above any business, so that a
    /// number typed into the wrong column is seen.
    pub const MAX: Self = Self(1_000_000_000_000_000);

    /// The amount as a number.
    pub const fn amount(self) -> i64 {
        self.0
    }

    /// The value of a number cell, rounded to whole rupiah.
    pub fn from_number(value: f64) -> Result<Self, RupiahError> {
        if value < 0.0 {
            return Err(RupiahError::Negative);
        }
        if value > 0.0 && value < 1000.0 && value.fract() != 0.0 {
            return Err(RupiahError::Fraction {
                found: value.to_string(),
            });
        }
        #[expect(clippy::cast_precision_loss, reason = "10^15 is exact in a double")]
        let max = Self::MAX.0 as f64;
        if value.is_nan() || value > max {
            return Err(RupiahError::TooLarge);
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the range was checked just above"
        )]
        let whole = value.round() as i64;
        Ok(Self(whole))
    }
}

impl FromStr for Rupiah {
    type Err = RupiahError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read::read(text)
    }
}

impl<'de> Deserialize<'de> for Rupiah {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self)
    }
}

/// `Rp1.250.000`, as official letters write it.
impl fmt::Display for Rupiah {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        f.write_str(if self.0 < 0 { "-Rp" } else { "Rp" })?;
        for (at, c) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                f.write_str(".")?;
            }
            write!(f, "{c}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn reads_the_forms_people_write() {
        for (text, expected) in [
            ("Rp 1.250.000,00", 1_250_000),
            ("Rp1.250.000", 1_250_000),
            ("Rp. 1.250.000,-", 1_250_000),
            ("IDR 1,250,000.00", 1_250_000),
            ("1250000", 1_250_000),
            ("1250000.0", 1_250_000),
            ("1250000,00", 1_250_000),
            ("1 250 000", 1_250_000),
            ("1.250", 1_250),
            ("1,25 jt", 1_250_000),
            ("1.25 jt", 1_250_000),
            ("1,25jt", 1_250_000),
            ("1.5 juta", 1_500_000),
            ("1,250 jt", 1_250_000),
            ("500rb", 500_000),
            ("500 ribu", 500_000),
            ("500k", 500_000),
            ("2 milyar", 2_000_000_000),
            ("2 miliar rupiah", 2_000_000_000),
            ("1,5 T", 1_500_000_000_000),
            ("1 juta 500 ribu", 1_500_000),
            ("1jt500rb", 1_500_000),
            ("'750000", 750_000),
            ("2.5E+8", 250_000_000),
            ("1.2E+11", 120_000_000_000),
            ("0", 0),
            ("dua juta", 2_000_000),
            ("Dua Juta Lima Ratus Ribu Rupiah", 2_500_000),
            ("satu setengah juta", 1_500_000),
            ("setengah juta", 500_000),
            ("sejuta", 1_000_000),
            ("seratus lima puluh ribu", 150_000),
            ("dua belas juta", 12_000_000),
            ("1250000.4", 1_250_000),
            ("１２５００００", 1_250_000),
        ] {
            assert_eq!(text.parse(), Ok(Rupiah(expected)), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "rupiah.empty"),
            ("Rp -", "rupiah.empty"),
            ("1.2M", "rupiah.ambiguous_unit"),
            ("2 M", "rupiah.ambiguous_unit"),
            ("1,250", "rupiah.ambiguous_mark"),
            ("1.250 jt", "rupiah.ambiguous_mark"),
            ("1,25", "rupiah.fraction"),
            ("1.25", "rupiah.fraction"),
            ("1.25.000", "rupiah.marks"),
            ("1-2 juta", "rupiah.range"),
            ("1 juta - 2 juta", "rupiah.range"),
            ("1 juta s/d 2 juta", "rupiah.range"),
            ("> 5 juta", "rupiah.range"),
            ("kurang dari 5 juta", "rupiah.range"),
            ("5 juta/bulan", "rupiah.per_period"),
            ("100rb per hari", "rupiah.per_period"),
            ("-500000", "rupiah.negative"),
            ("1.23457E+11", "rupiah.digits_lost"),
            ("lumayan", "rupiah.foreign"),
            ("9999999999999999", "rupiah.too_large"),
            ("99999999999999999999999999", "rupiah.too_large"),
        ] {
            assert_eq!(
                text.parse::<Rupiah>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn number_cells_are_rounded_to_whole_rupiah() {
        assert_eq!(Rupiah::from_number(1_250_000.4), Ok(Rupiah(1_250_000)));
        assert_eq!(Rupiah::from_number(-1.0), Err(RupiahError::Negative));
        assert!(Rupiah::from_number(f64::NAN).is_err());
        assert!(Rupiah::from_number(1.25).is_err());
    }

    #[test]
    fn shows_dots_between_thousands() {
        assert_eq!(Rupiah(1_250_000).to_string(), "Rp1.250.000");
        assert_eq!(Rupiah(0).to_string(), "Rp0");
        assert_eq!(serde_json::to_string(&Rupiah(5)).ok().as_deref(), Some("5"));
    }
}
