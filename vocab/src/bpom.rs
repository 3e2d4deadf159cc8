//! Registration numbers of processed food at BPOM: MD (made in Indonesia) and ML (imported).
//!
//! The risk-based form has fifteen digits: risk 1, packaging 1, province 2, type 2, sequence 4,
//! company 5. The older form has twelve: packaging 1, type 3, province 2 (ML: country) and two
//! groups of three whose order sources dispute, so they stay undecoded.

use std::str::FromStr;

use crate::digits::{as_digit, is_scientific};
use crate::macros::{display_as_str, serde_as_text};
use crate::text::is_ignorable;

/// Where the food is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BpomOrigin {
    /// MD: made in Indonesia.
    Domestic,
    /// ML: imported.
    Imported,
}

/// Which of the two forms a number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BpomForm {
    /// Fifteen digits.
    RiskBased,
    /// Twelve digits.
    Legacy,
}

/// An MD or ML number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BpomNumber {
    // "MD " and the digits; unused places are NUL.
    text: [u8; 18],
    len: u8,
}

crate::domain_error! {
    /// Why a text is no MD or ML number.
    BpomError {
        /// Nothing to read.
        Empty => "bpom.empty", "Nomor BPOM kosong.", "The BPOM number is empty.";
        /// Scientific notation.
        DigitsLost => "bpom.digits_lost",
            "Angka nomor BPOM hilang di spreadsheet; format kolom sebagai teks lalu isi ulang.",
            "BPOM number digits lost in spreadsheet; format column as text and enter it again.";
        /// Neither MD nor ML stands before the digits.
        Prefix => "bpom.prefix",
            "Nomor izin edar pangan BPOM diawali MD (dalam negeri) atau ML (impor).",
            "A BPOM food number starts with MD (domestic) or ML (imported).";
        /// A number of a cosmetic, medicine or traditional remedy.
        NotFood { prefix: String } => "bpom.not_food",
            "{prefix} adalah nomor kosmetik, obat atau obat tradisional, bukan pangan (MD/ML).",
            "{prefix} is the number of a cosmetic, medicine or traditional remedy, not of food (MD/ML).";
        /// A letter or sign among the digits.
        Foreign { found: char } => "bpom.foreign",
            "Setelah MD/ML hanya ada angka; ada tanda '{found}' di dalamnya.",
            "Only digits follow MD/ML; there is '{found}' among them.";
        /// Neither twelve nor fifteen digits.
        Length { found: usize } => "bpom.length",
            "Nomor BPOM terdiri dari MD/ML dan 12 angka (lama) atau 15 angka; yang ini {found} angka.",
            "A BPOM number is MD/ML and 12 digits (old) or 15; this one has {found}.";
    }
}

impl BpomNumber {
    /// Official form, `MD 240935001200027`.
    pub fn as_str(&self) -> &str {
        self.text
            .get(..usize::from(self.len))
            .and_then(|t| std::str::from_utf8(t).ok())
            .unwrap_or_default()
    }

    /// The digits alone.
    pub fn digits(&self) -> &str {
        self.as_str().get(3..).unwrap_or_default()
    }

    /// Where the food is made.
    pub fn origin(&self) -> BpomOrigin {
        if self.text.get(1) == Some(&b'L') {
            BpomOrigin::Imported
        } else {
            BpomOrigin::Domestic
        }
    }

    /// Which of the two forms the number has.
    pub fn form(&self) -> BpomForm {
        if self.len == 18 {
            BpomForm::RiskBased
        } else {
            BpomForm::Legacy
        }
    }

    /// The province digits; the country digits of an import of the older form are none.
    pub fn province(&self) -> Option<&str> {
        match (self.form(), self.origin()) {
            (BpomForm::RiskBased, _) => self.digits().get(2..4),
            (BpomForm::Legacy, BpomOrigin::Domestic) => self.digits().get(4..6),
            (BpomForm::Legacy, BpomOrigin::Imported) => None,
        }
    }
}

impl FromStr for BpomNumber {
    type Err = BpomError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_scientific(text) {
            return Err(BpomError::DigitsLost);
        }
        let labels = ["bpom", "pom", "ri", "reg", "izin", "edar"];
        let body = crate::digits::strip_labels(text, &labels);
        let end = body
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(body.len());
        let (prefix, rest) = body.split_at(end);
        let kind = match prefix.to_ascii_uppercase().as_str() {
            "MD" => b'D',
            "ML" => b'L',
            "" if rest.is_empty() => return Err(BpomError::Empty),
            other if is_other_kind(other) => {
                return Err(BpomError::NotFood {
                    prefix: other.to_owned(),
                });
            }
            _ => return Err(BpomError::Prefix),
        };
        let (mut number, mut len) = (*b"MD 000000000000000", 0);
        number[1] = kind;
        for c in rest.chars() {
            match as_digit(c) {
                Some(digit) => {
                    if let Some(slot) = number.get_mut(len + 3) {
                        *slot = digit;
                    }
                    len += 1;
                }
                None if is_ignorable(c) || matches!(c, '.' | '-' | ':') => {}
                None => return Err(BpomError::Foreign { found: c }),
            }
        }
        match len {
            0 => Err(BpomError::Empty),
            15 => Ok(Self {
                text: number,
                len: 18,
            }),
            12 => {
                number[15..].fill(0);
                Ok(Self {
                    text: number,
                    len: 15,
                })
            }
            found => Err(BpomError::Length { found }),
        }
    }
}

/// Prefixes of what BPOM registers besides food \[M\].
fn is_other_kind(prefix: &str) -> bool {
    matches!(
        prefix,
        "NA" | "NB"
            | "NC"
            | "ND"
            | "NE"
            | "TR"
            | "TI"
            | "TL"
            | "SD"
            | "SI"
            | "SL"
            | "FF"
            | "HT"
            | "DTL"
            | "DBL"
    )
}

display_as_str!(BpomNumber);
serde_as_text!(BpomNumber, "MD or ML and 12 or 15 digits");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn reads_both_forms() {
        for text in [
            "MD 240935001200027",
            "BPOM RI MD 240935001200027",
            "md240935001200027",
            "BPOM: MD 2409-3500-1200-027",
        ] {
            let number: BpomNumber = text.parse().expect(text);
            assert_eq!(number.to_string(), "MD 240935001200027");
            assert_eq!(number.form(), BpomForm::RiskBased);
            assert_eq!(number.province(), Some("09"));
        }
        let old: BpomNumber = "BPOM RI ML 234409001123".parse().expect("an old number");
        assert_eq!(old.as_str(), "ML 234409001123");
        assert_eq!(
            (old.form(), old.origin()),
            (BpomForm::Legacy, BpomOrigin::Imported)
        );
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "bpom.empty"),
            ("MD", "bpom.empty"),
            ("2.40935E+14", "bpom.digits_lost"),
            ("240935001200027", "bpom.prefix"),
            ("NA18200100123", "bpom.not_food"),
            ("POM TR 203612345", "bpom.not_food"),
            ("MD 24093500120002", "bpom.length"),
            ("MD 24O935001200027", "bpom.foreign"),
        ] {
            assert_eq!(
                text.parse::<BpomNumber>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }
}
