//! NPWP, the taxpayer number.
//!
//! PMK 112/PMK.03/2022 Art. 2 and 7: sixteen digits. A resident person's NPWP is the NIK; all
//! others put `0` before the old fifteen digits. A branch has a NITKU of 22 digits, which is not an
//! NPWP.

use std::str::FromStr;

use crate::digits::{Ascii, Flaw, Scanned, scan};
use crate::macros::{display_as_str, serde_as_text};
use crate::{Nik, nik::NikError};

/// An NPWP in its sixteen-digit form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Npwp(NpwpDigits);

/// Keeps the digits out of `Debug`: for a person they are the NIK.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct NpwpDigits(Ascii<16>);

impl std::fmt::Debug for NpwpDigits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}**********{}", self.0.part(0..5), self.0.part(15..16))
    }
}

crate::domain_error! {
    /// Why a text is no NPWP.
    NpwpError {
        /// Nothing to read.
        Empty => "npwp.empty", "NPWP kosong.", "The NPWP is empty.";
        /// Scientific notation, or a sixteenth digit rounded away.
        DigitsLost => "npwp.digits_lost",
            "Angka NPWP hilang di spreadsheet; format kolom sebagai teks lalu isi ulang.",
            "NPWP digits lost in spreadsheet; format column as text and enter it again.";
        /// A letter or sign within the number.
        Foreign { found: char } => "npwp.foreign",
            "NPWP hanya terdiri dari angka; ada tanda '{found}' di dalamnya.",
            "An NPWP has digits only; there is '{found}' in it.";
        /// Neither fifteen nor sixteen digits.
        Length { found: usize } => "npwp.length",
            "NPWP terdiri dari 15 angka (lama) atau 16 angka; yang ini {found} angka. Angka 0 di depan mungkin hilang.",
            "An NPWP has 15 digits (old) or 16; this one has {found}. A leading 0 may have been lost.";
        /// Twenty-two digits are the place-of-business number.
        Nitku => "npwp.nitku",
            "Ini NITKU (22 angka, nomor tempat usaha), bukan NPWP.",
            "This is a NITKU (22 digits, number of a place of business), not an NPWP.";
        /// Sixteen digits which start with neither 0 nor a valid NIK.
        NoNik { why: String } => "npwp.not_nik",
            "NPWP 16 angka orang pribadi adalah NIK-nya, dan ini bukan NIK: {why}",
            "The 16-digit NPWP of a person is the NIK, and this is none: {why}";
    }
}

impl Npwp {
    /// The sixteen digits.
    pub fn as_str(&self) -> &str {
        self.0.0.as_str()
    }

    /// First five and last digit, the rest hidden.
    pub fn masked(&self) -> String {
        format!("{:?}", self.0)
    }

    /// The NIK, if this is the NPWP of a resident person.
    pub fn nik(&self) -> Option<Nik> {
        if self.as_str().starts_with('0') {
            None
        } else {
            self.as_str().parse().ok()
        }
    }

    /// The old fifteen digits as they were printed (`09.254.294.3-407.000`).
    pub fn old_form(&self) -> Option<String> {
        let d = &self.0.0;
        self.as_str().starts_with('0').then(|| {
            format!(
                "{}.{}.{}.{}-{}.{}",
                d.part(1..3),
                d.part(3..6),
                d.part(6..9),
                d.part(9..10),
                d.part(10..13),
                d.part(13..16)
            )
        })
    }

    /// Does the ninth of the old digits agree with a Luhn sum over the first eight?
    ///
    /// A hint only, never a reason to refuse: no official text at hand states the rule \[M\].
    pub fn check_digit_agrees(&self) -> Option<bool> {
        let digits = self.as_str().strip_prefix('0')?.as_bytes().get(..9)?;
        let sum: u32 = digits
            .iter()
            .rev()
            .enumerate()
            .map(|(i, b)| luhn_term(i, *b))
            .sum();
        Some(sum.is_multiple_of(10))
    }
}

fn luhn_term(from_right: usize, byte: u8) -> u32 {
    let digit = u32::from(byte.wrapping_sub(b'0'));
    match (from_right % 2, digit * 2) {
        (0, _) => digit,
        (_, doubled) if doubled > 9 => doubled - 9,
        (_, doubled) => doubled,
    }
}

impl FromStr for Npwp {
    type Err = NpwpError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let scanned: Scanned<16> = scan(text, &["npwp"]).map_err(|flaw| match flaw {
            Flaw::Empty => NpwpError::Empty,
            Flaw::DigitsLost => NpwpError::DigitsLost,
            Flaw::Foreign(found) => NpwpError::Foreign { found },
        })?;
        match scanned.len {
            15 => Ok(Self(NpwpDigits(Ascii::from_digits(with_leading_zero(
                scanned.digits,
            ))))),
            16 if scanned.lost_its_sixteenth_digit() => Err(NpwpError::DigitsLost),
            16 => sixteen(scanned.digits),
            22 => Err(NpwpError::Nitku),
            found => Err(NpwpError::Length { found }),
        }
    }
}

fn with_leading_zero(mut digits: [u8; 16]) -> [u8; 16] {
    digits.rotate_right(1);
    digits[0] = b'0';
    digits
}

fn sixteen(digits: [u8; 16]) -> Result<Npwp, NpwpError> {
    let digits = Ascii::from_digits(digits);
    if !digits.as_str().starts_with('0') {
        digits
            .as_str()
            .parse::<Nik>()
            .map_err(|why: NikError| NpwpError::NoNik {
                why: why.to_string(),
            })?;
    }
    Ok(Npwp(NpwpDigits(digits)))
}

display_as_str!(Npwp);
serde_as_text!(Npwp, "an NPWP of 15 or 16 digits");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn old_number_gets_a_leading_zero() {
        let npwp: Npwp = "09.254.294.3-407.000".parse().expect("an NPWP");
        assert_eq!(npwp.as_str(), "0092542943407000");
        assert_eq!(npwp.old_form().as_deref(), Some("09.254.294.3-407.000"));
        assert_eq!(npwp.nik(), None);
        assert_eq!("0092542943407000".parse(), Ok(npwp));
    }

    #[test]
    fn a_persons_number_is_the_nik() {
        let npwp: Npwp = "3324120101800001".parse().expect("an NPWP");
        assert!(npwp.nik().is_some());
        assert_eq!(npwp.old_form(), None);
        assert!(!format!("{npwp:?}").contains("3324120101800001"));
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "npwp.empty"),
            ("9.25429E+13", "npwp.digits_lost"),
            ("92542943407000", "npwp.length"),
            ("0092542943407000000001", "npwp.nitku"),
            ("3324120101800000.0", "npwp.digits_lost"),
            ("9999999999999999", "npwp.not_nik"),
            ("belum", "npwp.foreign"),
        ] {
            assert_eq!(
                text.parse::<Npwp>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn the_check_digit_is_a_hint_only() {
        let right: Npwp = "013000666091000".parse().expect("an NPWP");
        let wrong: Npwp = "013000667091000".parse().expect("an NPWP");
        assert_eq!(right.check_digit_agrees(), Some(true));
        assert_eq!(wrong.check_digit_agrees(), Some(false));
    }
}
