//! NIB, the business registration number which OSS issues.
//!
//! Thirteen random digits, valid while the business runs; no check digit is known.

use std::str::FromStr;

use crate::digits::{Flaw, Scanned, scan};
use crate::macros::{display_as_str, serde_as_text};

/// A NIB of thirteen digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nib(NibDigits);

type NibDigits = crate::digits::Shown<13>;

crate::domain_error! {
    /// Why a text is no NIB.
    NibError {
        /// Nothing to read.
        Empty => "nib.empty", "NIB kosong.", "The NIB is empty.";
        /// Scientific notation.
        DigitsLost => "nib.digits_lost",
            "Angka NIB hilang di spreadsheet; format kolom sebagai teks lalu isi ulang dari OSS.",
            "NIB digits lost in spreadsheet; format column as text and enter it again from OSS.";
        /// A letter or sign within the number.
        Foreign { found: char } => "nib.foreign",
            "NIB hanya terdiri dari angka; ada tanda '{found}' di dalamnya.",
            "A NIB has digits only; there is '{found}' in it.";
        /// Not thirteen digits.
        Length { found: usize } => "nib.length",
            "NIB terdiri dari 13 angka; yang ini {found} angka.",
            "A NIB has 13 digits; this one has {found}.";
        /// The same digit thirteen times.
        Placeholder => "nib.placeholder",
            "Angka yang sama 13 kali bukan NIB.",
            "The same digit 13 times is no NIB.";
    }
}

impl Nib {
    /// The thirteen digits.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl FromStr for Nib {
    type Err = NibError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let scanned: Scanned<13> = scan(text, &["nib", "oss"]).map_err(|flaw| match flaw {
            Flaw::Empty => NibError::Empty,
            Flaw::DigitsLost => NibError::DigitsLost,
            Flaw::Foreign(found) => NibError::Foreign { found },
        })?;
        if scanned.len != 13 {
            return Err(NibError::Length { found: scanned.len });
        }
        let [first, rest @ ..] = scanned.digits;
        if rest.iter().all(|digit| *digit == first) {
            return Err(NibError::Placeholder);
        }
        Ok(Self(NibDigits::from_digits(scanned.digits)))
    }
}

display_as_str!(Nib);
serde_as_text!(Nib, "a NIB of 13 digits");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn reads_dirty_forms() {
        for text in [
            "8123456789012",
            "NIB: 8123456789012",
            "'8123 4567 89012",
            "8123456789012.0",
            "8123-4567-89012",
        ] {
            assert_eq!(
                text.parse::<Nib>().map(|n| n.to_string()).as_deref(),
                Ok("8123456789012")
            );
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("-", "nib.empty"),
            ("8.12346E+12", "nib.digits_lost"),
            ("812345678901", "nib.length"),
            ("812345678901.0", "nib.length"),
            ("0000000000000", "nib.placeholder"),
            ("81234567890I2", "nib.foreign"),
        ] {
            assert_eq!(
                text.parse::<Nib>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }
}
