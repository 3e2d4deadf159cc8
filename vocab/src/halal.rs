//! The number of a halal certificate issued by BPJPH.
//!
//! `ID` and seventeen digits. Four samples start with the province and end in month and year of
//! issue; no official decoding was found, so those two are reported as inferred and nothing is
//! refused because of them. The older MUI numbers are not what a label must carry today.

use std::str::FromStr;

use crate::digits::{as_digit, is_scientific};
use crate::macros::{display_as_str, serde_as_text};
use crate::region::RegionCode;
use crate::text::is_ignorable;

/// A BPJPH certificate number, `ID` and seventeen digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HalalNumber(crate::digits::Shown<19>);

crate::domain_error! {
    /// Why a text is no halal certificate number.
    HalalError {
        /// Nothing to read.
        Empty => "halal.empty", "Nomor sertifikat halal kosong.", "The halal number is empty.";
        /// Scientific notation.
        DigitsLost => "halal.digits_lost",
            "Angka nomor halal hilang di spreadsheet; format kolom sebagai teks lalu isi ulang.",
            "Halal number digits lost in spreadsheet; format column as text and enter it again.";
        /// A letter or sign which does not belong there.
        Foreign { found: char } => "halal.foreign",
            "Nomor halal adalah ID diikuti 17 angka; ada tanda '{found}' di dalamnya.",
            "A halal number is ID and 17 digits; there is '{found}' in it.";
        /// Not seventeen digits.
        Length { found: usize } => "halal.length",
            "Nomor halal adalah ID diikuti 17 angka; yang ini {found} angka.",
            "A halal number is ID and 17 digits; this one has {found}.";
        /// The number MUI gave before BPJPH.
        Mui => "halal.mui",
            "Ini nomor ketetapan halal MUI; isi nomor sertifikat BPJPH (ID diikuti 17 angka).",
            "This is the number of MUI's decision; give the BPJPH certificate number (ID and 17 digits).";
    }
}

impl HalalNumber {
    /// `ID` and seventeen digits.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Province, if the first two digits are one (inferred from samples).
    pub fn province(&self) -> Option<RegionCode> {
        self.0.part(2..4).parse().ok()
    }

    /// Year and month of issue, if the last four digits are month and year (inferred from samples).
    pub fn issued(&self) -> Option<(i32, u32)> {
        let month = self.0.number(15..17);
        let year = i32::try_from(self.0.number(17..19)).ok()?;
        (1..=12).contains(&month).then_some((2000 + year, month))
    }
}

impl FromStr for HalalNumber {
    type Err = HalalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_scientific(text) {
            return Err(HalalError::DigitsLost);
        }
        let mut digits = *b"ID00000000000000000";
        let mut len = 0;
        for c in after_prefix(text)?.chars() {
            match as_digit(c) {
                Some(digit) => {
                    if let Some(slot) = digits.get_mut(len + 2) {
                        *slot = digit;
                    }
                    len += 1;
                }
                None if is_ignorable(c) || matches!(c, '.' | '-') => {}
                None => return Err(HalalError::Foreign { found: c }),
            }
        }
        match len {
            0 => Err(HalalError::Empty),
            17 => Ok(Self(crate::digits::Shown::from_digits(digits))),
            found => Err(HalalError::Length { found }),
        }
    }
}

/// Takes `ID` (and words before it) off; recognises the numbers of MUI by their `KH` or `LPPOM`.
fn after_prefix(text: &str) -> Result<&str, HalalError> {
    let body = crate::digits::strip_labels(text, &["halal", "sertifikat", "bpjph", "sh"]);
    let word: String = body.chars().take_while(char::is_ascii_alphabetic).collect();
    match word.to_ascii_uppercase().as_str() {
        "ID" => Ok(body.get(2..).unwrap_or_default()),
        "KH" | "MUI" | "LPPOM" => Err(HalalError::Mui),
        _ => Ok(body),
    }
}

display_as_str!(HalalNumber);
serde_as_text!(HalalNumber, "ID and 17 digits");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn reads_dirty_forms() {
        for text in [
            "ID33110003549730523",
            "id33110003549730523",
            "ID 33110-0035497-30523",
            "33110003549730523",
            "No. Sertifikat Halal: ID33110003549730523",
        ] {
            let number: HalalNumber = text.parse().expect(text);
            assert_eq!(number.as_str(), "ID33110003549730523");
        }
    }

    #[test]
    fn infers_province_and_month_of_issue() {
        let number: HalalNumber = "ID33110003549730523".parse().expect("a number");
        assert_eq!(
            number.province().map(|p| p.to_string()).as_deref(),
            Some("33")
        );
        assert_eq!(number.issued(), Some((2023, 5)));
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "halal.empty"),
            ("ID", "halal.empty"),
            ("3.311E+16", "halal.digits_lost"),
            ("KH-15100012345", "halal.mui"),
            ("ID3311000354973052", "halal.length"),
            ("proses", "halal.foreign"),
        ] {
            assert_eq!(
                text.parse::<HalalNumber>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }
}
