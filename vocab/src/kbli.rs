//! KBLI, the classification of business activities.
//!
//! Peraturan BPS 7/2025 replaced 2/2020, and more than half of the codes which exist in both carry
//! another title, so a code without its version says nothing. Annex I of PP 28/2025 still cites
//! codes of 2020, and so do business numbers issued before: a bare code is read as 2020.

use std::fmt;
use std::str::FromStr;

use crate::digits::{Flaw, Scanned, Shown, scan};
use crate::macros::serde_as_text;

/// Edition of the classification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KbliVersion {
    /// Peraturan BPS 2/2020.
    V2020,
    /// Peraturan BPS 7/2025.
    V2025,
}

impl KbliVersion {
    /// `2020` or `2025`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2020 => "2020",
            Self::V2025 => "2025",
        }
    }
}

impl fmt::Display for KbliVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for KbliVersion {
    type Err = KbliError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim() {
            "2020" => Ok(Self::V2020),
            "2025" => Ok(Self::V2025),
            other => Err(KbliError::Version {
                found: other.chars().take(20).collect(),
            }),
        }
    }
}

serde_as_text!(KbliVersion, "2020 or 2025");

/// A five-digit code together with its edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KbliCode {
    version: KbliVersion,
    code: Shown<5>,
}

crate::domain_error! {
    /// Why a text is no KBLI code.
    KbliError {
        /// Nothing to read.
        Empty => "kbli.empty", "Kode KBLI kosong.", "The KBLI code is empty.";
        /// Scientific notation.
        DigitsLost => "kbli.digits_lost",
            "Kode KBLI rusak di spreadsheet; format kolom sebagai teks lalu isi ulang.",
            "KBLI code damaged in spreadsheet; format column as text and enter it again.";
        /// A letter or sign within the code.
        Foreign { found: char } => "kbli.foreign",
            "Kode KBLI hanya terdiri dari angka; ada tanda '{found}' di dalamnya.",
            "A KBLI code has digits only; there is '{found}' in it.";
        /// Four digits: a leading zero may be missing, or only a group is named.
        FourDigits => "kbli.four_digits",
            "Kode KBLI 4 angka: angka 0 di depan hilang, atau ini baru kelompok induk; isi 5 angka.",
            "A KBLI code of 4 digits: a leading 0 was lost, or it names a group only; give 5 digits.";
        /// Not five digits.
        Length { found: usize } => "kbli.length",
            "Kode KBLI terdiri dari 5 angka; yang ini {found} angka.",
            "A KBLI code has 5 digits; this one has {found}.";
        /// The first two digits name no division of that edition.
        Division { found: String, version: KbliVersion } => "kbli.division",
            "Tidak ada golongan pokok {found} di KBLI {version}.",
            "KBLI {version} has no division {found}.";
        /// Neither 2020 nor 2025.
        Version { found: String } => "kbli.version",
            "Versi KBLI \"{found}\" tidak dikenal; isi 2020 atau 2025.",
            "KBLI version \"{found}\" is not known; give 2020 or 2025.";
    }
}

/// Last division of each section of 2020 (J and what follows differ from 2025).
const SECTIONS_2020: [(u32, char); 21] = [
    (3, 'A'),
    (9, 'B'),
    (33, 'C'),
    (35, 'D'),
    (39, 'E'),
    (43, 'F'),
    (47, 'G'),
    (53, 'H'),
    (56, 'I'),
    (63, 'J'),
    (66, 'K'),
    (68, 'L'),
    (75, 'M'),
    (82, 'N'),
    (84, 'O'),
    (85, 'P'),
    (88, 'Q'),
    (93, 'R'),
    (96, 'S'),
    (98, 'T'),
    (99, 'U'),
];

/// Last division of each section of 2025.
const SECTIONS_2025: [(u32, char); 22] = [
    (3, 'A'),
    (9, 'B'),
    (33, 'C'),
    (35, 'D'),
    (39, 'E'),
    (43, 'F'),
    (47, 'G'),
    (53, 'H'),
    (56, 'I'),
    (60, 'J'),
    (63, 'K'),
    (66, 'L'),
    (68, 'M'),
    (75, 'N'),
    (82, 'O'),
    (84, 'P'),
    (85, 'Q'),
    (88, 'R'),
    (93, 'S'),
    (96, 'T'),
    (98, 'U'),
    (99, 'V'),
];

/// Numbers which no division has; 2025 has merged 45 into its neighbours.
const GAPS_2020: [u32; 13] = [0, 4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89, 92];
const GAPS_2025: [u32; 13] = [0, 4, 34, 40, 44, 45, 48, 54, 57, 67, 76, 83, 89];

impl KbliCode {
    /// Reads a code; one without its edition is taken as of `default_version`.
    pub fn parse(text: &str, default_version: KbliVersion) -> Result<Self, KbliError> {
        let (version, code) = split_version(text)?;
        let version = version.unwrap_or(default_version);
        let scanned: Scanned<5> = scan(code, &["kbli"]).map_err(|flaw| match flaw {
            Flaw::Empty => KbliError::Empty,
            Flaw::DigitsLost => KbliError::DigitsLost,
            Flaw::Foreign(found) => KbliError::Foreign { found },
        })?;
        match scanned.len {
            5 => {}
            4 => return Err(KbliError::FourDigits),
            found => return Err(KbliError::Length { found }),
        }
        let code = Shown::from_digits(scanned.digits);
        let known = Self { version, code };
        if known.section().is_none() {
            return Err(KbliError::Division {
                found: code.part(0..2).to_owned(),
                version,
            });
        }
        Ok(known)
    }

    /// The edition.
    pub const fn version(&self) -> KbliVersion {
        self.version
    }

    /// The five digits without the edition.
    pub fn code(&self) -> &str {
        self.code.as_str()
    }

    /// The section letter, which depends on the edition.
    pub fn section(&self) -> Option<char> {
        let division = self.code.number(0..2);
        let (sections, gaps): (&[_], &[_]) = match self.version {
            KbliVersion::V2020 => (&SECTIONS_2020, &GAPS_2020),
            KbliVersion::V2025 => (&SECTIONS_2025, &GAPS_2025),
        };
        if gaps.contains(&division) {
            return None;
        }
        sections
            .iter()
            .find(|(last, _)| division <= *last)
            .map(|(_, letter)| *letter)
    }

    /// Does the code begin with these digits (`10` for all food industry)?
    pub fn starts_with(&self, prefix: &str) -> bool {
        self.code().starts_with(prefix)
    }
}

/// Takes `2020:` or `2025-` off the front, and the words `KBLI 2020`.
fn split_version(text: &str) -> Result<(Option<KbliVersion>, &str), KbliError> {
    let body = crate::digits::strip_labels(text, &["kbli", "kode"]);
    let Some(at) = body.find([':', '-', ' ', '/']) else {
        return Ok((None, body));
    };
    let (head, tail) = body.split_at(at);
    let tail = tail.get(1..).unwrap_or_default();
    match head {
        "2020" => Ok((Some(KbliVersion::V2020), tail)),
        "2025" => Ok((Some(KbliVersion::V2025), tail)),
        _ if body.contains(':') => Err(KbliError::Version {
            found: head.chars().take(20).collect(),
        }),
        _ => Ok((None, body)),
    }
}

impl fmt::Display for KbliCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.version, self.code())
    }
}

/// A bare code is read as of 2020, the edition which Annex I of PP 28/2025 cites.
impl FromStr for KbliCode {
    type Err = KbliError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text, KbliVersion::V2020)
    }
}

serde_as_text!(KbliCode, "a KBLI code such as 2020:10794");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn reads_dirty_forms() {
        for (text, expected) in [
            ("10794", "2020:10794"),
            ("2020:10794", "2020:10794"),
            ("2025:10794", "2025:10794"),
            ("2025-10307", "2025:10307"),
            ("KBLI 2025: 10307", "2025:10307"),
            ("KBLI 10794", "2020:10794"),
            ("10794.0", "2020:10794"),
            ("'01111", "2020:01111"),
            ("1.07.94", "2020:10794"),
        ] {
            assert_eq!(
                text.parse::<KbliCode>().map(|k| k.to_string()).as_deref(),
                Ok(expected),
                "{text}"
            );
        }
        let modern = KbliCode::parse("10794", KbliVersion::V2025).expect("a code");
        assert_eq!(modern.to_string(), "2025:10794");
    }

    #[test]
    fn section_letters_shifted_in_2025() {
        let section = |text: &str| text.parse::<KbliCode>().ok().and_then(|k| k.section());
        assert_eq!(section("2020:62019"), Some('J'));
        assert_eq!(section("2025:62019"), Some('K'));
        assert_eq!(section("2020:10794"), Some('C'));
        assert_eq!(section("2020:96121"), Some('S'));
        assert_eq!(section("2025:96121"), Some('T'));
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "kbli.empty"),
            ("1111", "kbli.four_digits"),
            ("107", "kbli.length"),
            ("107941", "kbli.length"),
            ("00111", "kbli.division"),
            ("2025:45101", "kbli.division"),
            ("2015:10794", "kbli.version"),
            ("keripik", "kbli.foreign"),
            ("1.0E+4", "kbli.digits_lost"),
        ] {
            assert_eq!(
                text.parse::<KbliCode>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }
}
