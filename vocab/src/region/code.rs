//! Dotted region codes (`33.24.09.2003`), as Kemendagri assigns them.

use std::fmt;
use std::str::FromStr;

use crate::digits::{as_digit, is_scientific};
use crate::macros::{display_as_str, serde_as_text};
use crate::text::is_ignorable;

/// How deep in the tree of regions a code stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RegionLevel {
    /// Provinsi: `33`.
    Province,
    /// Kabupaten or kota: `33.24`.
    Regency,
    /// Kecamatan: `33.24.09`.
    District,
    /// Desa or kelurahan: `33.24.09.2003`.
    Village,
}

/// A region code from province to village.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RegionCode {
    // Dotted text; unused places are NUL, so that codes sort as their texts do.
    text: [u8; 13],
}

crate::domain_error! {
    /// Why a text is no region code.
    RegionError {
        /// Nothing to read.
        Empty => "region.empty", "Kode wilayah kosong.", "The region code is empty.";
        /// Scientific notation.
        DigitsLost => "region.digits_lost",
            "Angka kode wilayah hilang di spreadsheet; format kolom sebagai teks lalu isi ulang.",
            "Region code digits lost in spreadsheet; format column as text and enter it again.";
        /// A letter or sign within the code.
        Foreign { found: char } => "region.foreign",
            "Kode wilayah hanya terdiri dari angka dan titik; ada tanda '{found}' di dalamnya.",
            "A region code has digits and dots only; there is '{found}' in it.";
        /// Not 2, 4, 6 or 10 digits.
        Length { found: usize } => "region.length",
            "Kode wilayah terdiri dari 2, 4, 6 atau 10 angka; yang ini {found} angka.",
            "A region code has 2, 4, 6 or 10 digits; this one has {found}.";
        /// Dots elsewhere than after 2, 4 and 6 digits.
        Dots => "region.dots",
            "Titik pada kode wilayah tidak pada tempatnya; bentuknya 33.24.09.2003. Angka 0 mungkin hilang.",
            "The dots of the region code are misplaced; its form is 33.24.09.2003. A 0 may be lost.";
        /// No such province.
        Province { found: String } => "region.province",
            "{found} bukan kode provinsi.", "{found} is no province code.";
    }
}

/// Provinces since 2022. 94 is Papua Tengah today.
const PROVINCES: [(&str, &str); 38] = [
    ("11", "Aceh"),
    ("12", "Sumatera Utara"),
    ("13", "Sumatera Barat"),
    ("14", "Riau"),
    ("15", "Jambi"),
    ("16", "Sumatera Selatan"),
    ("17", "Bengkulu"),
    ("18", "Lampung"),
    ("19", "Kepulauan Bangka Belitung"),
    ("21", "Kepulauan Riau"),
    ("31", "DKI Jakarta"),
    ("32", "Jawa Barat"),
    ("33", "Jawa Tengah"),
    ("34", "Daerah Istimewa Yogyakarta"),
    ("35", "Jawa Timur"),
    ("36", "Banten"),
    ("51", "Bali"),
    ("52", "Nusa Tenggara Barat"),
    ("53", "Nusa Tenggara Timur"),
    ("61", "Kalimantan Barat"),
    ("62", "Kalimantan Tengah"),
    ("63", "Kalimantan Selatan"),
    ("64", "Kalimantan Timur"),
    ("65", "Kalimantan Utara"),
    ("71", "Sulawesi Utara"),
    ("72", "Sulawesi Tengah"),
    ("73", "Sulawesi Selatan"),
    ("74", "Sulawesi Tenggara"),
    ("75", "Gorontalo"),
    ("76", "Sulawesi Barat"),
    ("81", "Maluku"),
    ("82", "Maluku Utara"),
    ("91", "Papua"),
    ("92", "Papua Barat"),
    ("93", "Papua Selatan"),
    ("94", "Papua Tengah"),
    ("95", "Papua Pegunungan"),
    ("96", "Papua Barat Daya"),
];

/// The name of a province by its two digits.
pub fn province_name(digits: &str) -> Option<&'static str> {
    PROVINCES
        .iter()
        .find(|(code, _)| *code == digits)
        .map(|(_, name)| *name)
}

pub(crate) fn is_province(digits: &str) -> bool {
    province_name(digits).is_some()
}

impl RegionCode {
    /// The dotted form.
    pub fn as_str(&self) -> &str {
        let end = self
            .text
            .iter()
            .position(|b| *b == 0)
            .unwrap_or(self.text.len());
        self.text
            .get(..end)
            .and_then(|t| std::str::from_utf8(t).ok())
            .unwrap_or_default()
    }

    /// The digits without dots.
    pub fn digits(&self) -> String {
        self.as_str().chars().filter(|c| *c != '.').collect()
    }

    /// How deep the code stands.
    pub fn level(&self) -> RegionLevel {
        match self.as_str().len() {
            ..=2 => RegionLevel::Province,
            3..=5 => RegionLevel::Regency,
            6..=8 => RegionLevel::District,
            _ => RegionLevel::Village,
        }
    }

    /// The region which this one lies in.
    pub fn parent(&self) -> Option<Self> {
        match self.level() {
            RegionLevel::Province => None,
            RegionLevel::Regency => Some(self.cut(2)),
            RegionLevel::District => Some(self.cut(5)),
            RegionLevel::Village => Some(self.cut(8)),
        }
    }

    /// The region of `level` which this one lies in, or is.
    pub fn at(&self, level: RegionLevel) -> Option<Self> {
        let len = match level {
            RegionLevel::Province => 2,
            RegionLevel::Regency => 5,
            RegionLevel::District => 8,
            RegionLevel::Village => 13,
        };
        (self.as_str().len() >= len).then(|| self.cut(len))
    }

    /// Does this region lie in `other`, or is it the same?
    pub fn starts_with(&self, other: &Self) -> bool {
        self.as_str().starts_with(other.as_str())
    }

    /// From digits which a parser has checked already.
    pub(crate) fn from_known_digits(digits: &str) -> Self {
        let mut text = [0; 13];
        let mut slots = text.iter_mut();
        for (at, byte) in digits.bytes().enumerate() {
            if matches!(at, 2 | 4 | 6)
                && let Some(slot) = slots.next()
            {
                *slot = b'.';
            }
            if let Some(slot) = slots.next() {
                *slot = byte;
            }
        }
        Self { text }
    }

    fn cut(self, len: usize) -> Self {
        let mut text = self.text;
        text.iter_mut().skip(len).for_each(|byte| *byte = 0);
        Self { text }
    }
}

impl FromStr for RegionCode {
    type Err = RegionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_scientific(text) {
            return Err(RegionError::DigitsLost);
        }
        let (mut digits, mut len) = ([0_u8; 10], 0);
        let mut dots = [false; 10];
        for c in strip_float(text).chars() {
            match as_digit(c) {
                Some(digit) => {
                    if let Some(slot) = digits.get_mut(len) {
                        *slot = digit;
                    }
                    len += 1;
                }
                None if matches!(c, '.' | '-') => {
                    if let Some(slot) = dots.get_mut(len) {
                        *slot = true;
                    }
                }
                None if is_ignorable(c) => {}
                None => return Err(RegionError::Foreign { found: c }),
            }
        }
        if len == 0 {
            return Err(RegionError::Empty);
        }
        let expected: &[usize] = match len {
            2 => &[],
            4 => &[2],
            6 => &[2, 4],
            10 => &[2, 4, 6],
            found => return Err(RegionError::Length { found }),
        };
        let dotted = dots.contains(&true);
        let is_right =
            |at: usize| dots.get(at).copied().unwrap_or_default() == expected.contains(&at);
        if dotted && !(0..len).all(is_right) {
            return Err(RegionError::Dots);
        }
        let digits = digits
            .get(..len)
            .and_then(|d| std::str::from_utf8(d).ok())
            .unwrap_or_default();
        let province = digits.get(..2).unwrap_or_default();
        if !is_province(province) {
            return Err(RegionError::Province {
                found: province.to_owned(),
            });
        }
        Ok(Self::from_known_digits(digits))
    }
}

/// `3324092003.0` came through a number cell; `33.24` did not.
fn strip_float(text: &str) -> &str {
    let trimmed = text.trim();
    trimmed
        .strip_suffix(".0")
        .filter(|head| head.bytes().filter(u8::is_ascii_digit).count() >= 4 && !head.contains('.'))
        .unwrap_or(trimmed)
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

display_as_str!(RegionCode);
serde_as_text!(RegionCode, "a region code such as 33.24.09.2003");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn reads_dotted_and_undotted() {
        for (text, expected, level) in [
            ("33", "33", RegionLevel::Province),
            ("3324", "33.24", RegionLevel::Regency),
            ("33.24", "33.24", RegionLevel::Regency),
            ("332409", "33.24.09", RegionLevel::District),
            ("33.24.09.2003", "33.24.09.2003", RegionLevel::Village),
            ("3324092003", "33.24.09.2003", RegionLevel::Village),
            ("'3324092003", "33.24.09.2003", RegionLevel::Village),
            ("3324092003.0", "33.24.09.2003", RegionLevel::Village),
            ("33-24-09-2003", "33.24.09.2003", RegionLevel::Village),
        ] {
            let code: RegionCode = text.parse().expect(text);
            assert_eq!((code.as_str(), code.level()), (expected, level));
        }
    }

    #[test]
    fn knows_its_place_in_the_tree() {
        let village: RegionCode = "33.24.09.2003".parse().expect("a code");
        let district = village.parent().expect("a district");
        assert_eq!(district.as_str(), "33.24.09");
        assert!(village.starts_with(&district) && !district.starts_with(&village));
        assert_eq!(
            village
                .at(RegionLevel::Regency)
                .map(|r| r.to_string())
                .as_deref(),
            Some("33.24")
        );
        assert_eq!(district.at(RegionLevel::Village), None);
        assert_eq!(
            village.at(RegionLevel::Province).and_then(|p| p.parent()),
            None
        );
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "region.empty"),
            ("3.32409E+09", "region.digits_lost"),
            ("33.2", "region.length"),
            ("33.24.9", "region.length"),
            ("33.2.409", "region.dots"),
            ("00.24", "region.province"),
            ("Boja", "region.foreign"),
        ] {
            assert_eq!(
                text.parse::<RegionCode>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }
}
