//! Numbers of trade marks at DJKI: applications (`DID`, `JID`) and registrations (`IDM`).
//!
//! The three prefixes are general knowledge \[M\]; no public text fixes the count of digits, so six
//! to thirteen are taken.

use std::str::FromStr;

use crate::digits::{as_digit, is_scientific};
use crate::macros::{display_as_str, serde_as_text};
use crate::text::is_ignorable;

/// What a trade-mark number stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MerekKind {
    /// `IDM`: the mark is registered, for ten years, renewable.
    Registered,
    /// `DID`: applied for, goods.
    GoodsApplication,
    /// `JID`: applied for, services.
    ServiceApplication,
}

/// A trade-mark number, prefix and digits without blanks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MerekNumber(Box<str>);

crate::domain_error! {
    /// Why a text is no trade-mark number.
    MerekError {
        /// Nothing to read.
        Empty => "merek.empty", "Nomor merek kosong.", "The trade-mark number is empty.";
        /// Scientific notation.
        DigitsLost => "merek.digits_lost",
            "Angka nomor merek hilang di spreadsheet; format kolom sebagai teks lalu isi ulang.",
            "Trade-mark number digits lost in spreadsheet; format column as text and enter it again.";
        /// No known prefix.
        Prefix => "merek.prefix",
            "Nomor merek diawali IDM (terdaftar), DID (permohonan barang) atau JID (permohonan jasa).",
            "A trade-mark number starts with IDM (registered), DID (goods) or JID (services).";
        /// A letter or sign among the digits.
        Foreign { found: char } => "merek.foreign",
            "Setelah IDM/DID/JID hanya ada angka; ada tanda '{found}' di dalamnya.",
            "Only digits follow IDM/DID/JID; there is '{found}' among them.";
        /// Too few or too many digits.
        Length { found: usize } => "merek.length",
            "Nomor merek memuat 6 sampai 13 angka; yang ini {found} angka.",
            "A trade-mark number has 6 to 13 digits; this one has {found}.";
    }
}

impl MerekNumber {
    /// Prefix and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the number stands for.
    pub fn kind(&self) -> MerekKind {
        match self.0.get(..1) {
            Some("D") => MerekKind::GoodsApplication,
            Some("J") => MerekKind::ServiceApplication,
            _ => MerekKind::Registered,
        }
    }
}

impl FromStr for MerekNumber {
    type Err = MerekError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_scientific(text) {
            return Err(MerekError::DigitsLost);
        }
        let body =
            crate::digits::strip_labels(text, &["merek", "haki", "hki", "djki", "reg", "agenda"]);
        let end = body
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(body.len());
        let (prefix, rest) = body.split_at(end);
        let mut number = prefix.to_ascii_uppercase();
        match number.as_str() {
            "IDM" | "DID" | "JID" => {}
            "" if rest.is_empty() => return Err(MerekError::Empty),
            _ => return Err(MerekError::Prefix),
        }
        let mut len = 0;
        for c in rest.chars() {
            match as_digit(c) {
                Some(digit) => {
                    number.push(char::from(digit));
                    len += 1;
                }
                None if is_ignorable(c) || matches!(c, '.' | '-' | '/' | ':') => {}
                None => return Err(MerekError::Foreign { found: c }),
            }
        }
        match len {
            6..=13 => Ok(Self(number.into())),
            found => Err(MerekError::Length { found }),
        }
    }
}

display_as_str!(MerekNumber);
serde_as_text!(MerekNumber, "IDM, DID or JID and digits");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn reads_dirty_forms() {
        for (text, expected, kind) in [
            ("IDM000123456", "IDM000123456", MerekKind::Registered),
            (
                "No. Merek: idm 000-123-456",
                "IDM000123456",
                MerekKind::Registered,
            ),
            (
                "DID2024012345",
                "DID2024012345",
                MerekKind::GoodsApplication,
            ),
            (
                "JID 2024 012345",
                "JID2024012345",
                MerekKind::ServiceApplication,
            ),
        ] {
            let number: MerekNumber = text.parse().expect(text);
            assert_eq!((number.as_str(), number.kind()), (expected, kind));
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "merek.empty"),
            ("2024012345", "merek.prefix"),
            ("IDM12", "merek.length"),
            ("IDM00012345X", "merek.foreign"),
            ("2.02401E+12", "merek.digits_lost"),
        ] {
            assert_eq!(
                text.parse::<MerekNumber>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }
}
