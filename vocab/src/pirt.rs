//! SPP-IRT numbers of home-industry food.
//!
//! Peraturan BPOM 22/2018: `P-IRT abbccccddeeee-yy`: a packaging, bb food type, cccc province and
//! regency, dd the producer's product, eeee the producer within the regency, yy the year of expiry:
//! 1+2+4+2+4 = 13 digits and two after the dash, fifteen in all.

use std::str::FromStr;

use crate::digits::{Ascii, Flaw, Scanned, Shown, scan};
use crate::macros::serde_as_text;
use crate::region::{RegionCode, is_province};

/// An SPP-IRT number of fifteen digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PirtNumber(Shown<15>);

crate::domain_error! {
    /// Why a text is no SPP-IRT number.
    PirtError {
        /// Nothing to read.
        Empty => "pirt.empty", "Nomor P-IRT kosong.", "The P-IRT number is empty.";
        /// Scientific notation.
        DigitsLost => "pirt.digits_lost",
            "Angka P-IRT hilang di spreadsheet; format kolom sebagai teks lalu isi ulang.",
            "P-IRT digits lost in spreadsheet; format column as text and enter it again.";
        /// A letter or sign within the number.
        Foreign { found: char } => "pirt.foreign",
            "Nomor P-IRT terdiri dari 13 angka, tanda hubung, dan 2 angka tahun; ada tanda '{found}' di dalamnya.",
            "A P-IRT number has 13 digits, a dash, and 2 digits of the year; there is '{found}' in it.";
        /// Thirteen digits: the year of expiry is missing.
        NoYear => "pirt.no_year",
            "Tahun kedaluwarsa P-IRT (2 angka setelah tanda hubung) tidak ada.",
            "The year of expiry (2 digits after the dash) is missing from the P-IRT number.";
        /// Twelve digits: a number of the time before the expiry year was part of it.
        Legacy => "pirt.legacy",
            "P-IRT 12 angka adalah bentuk lama yang sudah tidak berlaku; yang berlaku 15 angka dengan tahun kedaluwarsa.",
            "A P-IRT number of 12 digits is the old form, no longer valid; the present one has 15 with the year of expiry.";
        /// Another count of digits.
        Length { found: usize } => "pirt.length",
            "Nomor P-IRT terdiri dari 15 angka (13, tanda hubung, 2); yang ini {found} angka.",
            "A P-IRT number has 15 digits (13, a dash, 2); this one has {found}.";
        /// The first digit names no packaging.
        Packaging { found: String } => "pirt.packaging",
            "Angka pertama P-IRT adalah jenis kemasan 1 sampai 8; yang ini {found}.",
            "The first digit of a P-IRT number is the packaging, 1 to 8; this one is {found}.";
        /// Digits four to seven name no regency.
        Region { found: String } => "pirt.region",
            "Angka ke-4 sampai ke-7 P-IRT adalah kode kabupaten/kota; {found} bukan kode kabupaten/kota.",
            "Digits 4 to 7 of a P-IRT number are the regency; {found} is none.";
    }
}

/// Packaging material, the first digit (Peraturan BPOM 22/2018).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named {
    /// The code within the number.
    pub code: &'static str,
    /// The Indonesian name.
    pub id: &'static str,
    /// The English name.
    pub en: &'static str,
}

const fn named(code: &'static str, id: &'static str, en: &'static str) -> Named {
    Named { code, id, en }
}

/// Packaging materials by the first digit.
pub const PACKAGING: [Named; 8] = [
    named("1", "kaca", "glass"),
    named("2", "plastik", "plastic"),
    named("3", "karton/kertas", "carton or paper"),
    named("4", "kaleng", "can"),
    named("5", "aluminium foil", "aluminium foil"),
    named("6", "lain-lain", "other"),
    named("7", "komposit", "composite"),
    named("8", "ganda", "double"),
];

/// Food types by digits two and three, as listed in 2012 and 2018. A later list renames the groups;
/// its codes are not published where we looked, so a code outside this table is not refused.
pub const FOOD_TYPES: [Named; 15] = [
    named("01", "hasil olahan daging kering", "dried meat products"),
    named("02", "hasil olahan perikanan kering", "dried fish products"),
    named("03", "hasil olahan unggas kering", "dried poultry products"),
    named(
        "04",
        "sayur asin dan sayur kering",
        "pickled and dried vegetables",
    ),
    named("05", "hasil olahan kelapa", "coconut products"),
    named("06", "tepung dan hasil olahannya", "flour and its products"),
    named("07", "minyak dan lemak", "oil and fat"),
    named(
        "08",
        "selai, jeli dan sejenisnya",
        "jam, jelly and the like",
    ),
    named(
        "09",
        "gula, kembang gula dan madu",
        "sugar, candy and honey",
    ),
    named(
        "10",
        "kopi, teh dan cokelat kering",
        "dry coffee, tea and cocoa",
    ),
    named("11", "bumbu", "seasoning"),
    named("12", "rempah-rempah", "spices"),
    named(
        "13",
        "minuman ringan dan minuman serbuk",
        "soft and powdered drinks",
    ),
    named("14", "hasil olahan buah", "fruit products"),
    named(
        "15",
        "hasil olahan biji-bijian dan umbi",
        "grain and tuber products",
    ),
];

impl PirtNumber {
    /// The thirteen digits before the dash.
    pub fn serial(&self) -> &str {
        self.0.part(0..13)
    }

    /// The fifteen digits without sign.
    pub fn digits(&self) -> &str {
        self.0.as_str()
    }

    /// The packaging material.
    pub fn packaging(&self) -> Option<Named> {
        PACKAGING.into_iter().find(|p| p.code == self.0.part(0..1))
    }

    /// The two digits of the food type.
    pub fn food_type_code(&self) -> &str {
        self.0.part(1..3)
    }

    /// The food type, if its code is in the published list.
    pub fn food_type(&self) -> Option<Named> {
        FOOD_TYPES
            .into_iter()
            .find(|f| f.code == self.food_type_code())
    }

    /// The regency which issued the number.
    pub fn regency(&self) -> RegionCode {
        RegionCode::from_known_digits(self.0.part(3..7))
    }

    /// The producer's running product number.
    pub fn product(&self) -> &str {
        self.0.part(7..9)
    }

    /// The producer's number within the regency.
    pub fn producer(&self) -> &str {
        self.0.part(9..13)
    }

    /// The year in which the permit ends (at most five years after issue).
    pub fn expiry_year(&self) -> i32 {
        2000 + i32::try_from(self.0.number(13..15)).unwrap_or_default()
    }
}

impl FromStr for PirtNumber {
    type Err = PirtError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let labels = ["p", "irt", "pirt", "spp", "sppirt", "dinkes", "ri", "pom"];
        let scanned: Scanned<15> = scan(text, &labels).map_err(|flaw| match flaw {
            Flaw::Empty => PirtError::Empty,
            Flaw::DigitsLost => PirtError::DigitsLost,
            Flaw::Foreign(found) => PirtError::Foreign { found },
        })?;
        match scanned.len {
            15 => {}
            13 => return Err(PirtError::NoYear),
            12 => return Err(PirtError::Legacy),
            found => return Err(PirtError::Length { found }),
        }
        let digits = Ascii::from_digits(scanned.digits);
        if !("1"..="8").contains(&digits.part(0..1)) {
            return Err(PirtError::Packaging {
                found: digits.part(0..1).to_owned(),
            });
        }
        if !is_province(digits.part(3..5)) || digits.part(5..7) == "00" {
            return Err(PirtError::Region {
                found: digits.part(3..7).to_owned(),
            });
        }
        Ok(Self(Shown::from_digits(scanned.digits)))
    }
}

impl std::fmt::Display for PirtNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "P-IRT {}-{}", self.serial(), self.0.part(13..15))
    }
}

serde_as_text!(PirtNumber, "a P-IRT number of 15 digits");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn decodes_a_label() {
        for text in [
            "6073302010556-27",
            "P-IRT 6073302010556-27",
            "PIRT No. 607330201055627",
            "P.IRT No 6073302010556 - 27",
            "607330201055627.0",
            "SPP-IRT: 6073302010556-27",
        ] {
            let number: PirtNumber = text.parse().expect(text);
            assert_eq!(number.to_string(), "P-IRT 6073302010556-27");
            assert_eq!(number.packaging().map(|p| p.en), Some("other"));
            assert_eq!(number.food_type().map(|f| f.en), Some("oil and fat"));
            assert_eq!(number.regency().as_str(), "33.02");
            assert_eq!((number.product(), number.producer()), ("01", "0556"));
            assert_eq!(number.expiry_year(), 2027);
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "pirt.empty"),
            ("P-IRT", "pirt.empty"),
            ("6.07330E+14", "pirt.digits_lost"),
            ("6073302010556", "pirt.no_year"),
            ("606332401234", "pirt.legacy"),
            ("60733020105562", "pirt.length"),
            ("9073302010556-27", "pirt.packaging"),
            ("6070002010556-27", "pirt.region"),
            ("proses", "pirt.foreign"),
        ] {
            assert_eq!(
                text.parse::<PirtNumber>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn a_food_type_of_the_later_list_is_kept_unnamed() {
        let number: PirtNumber = "2163324010001-28".parse().expect("a number");
        assert_eq!((number.food_type_code(), number.food_type()), ("16", None));
    }
}
