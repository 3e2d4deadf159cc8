//! Sex as population documents state it: `L` (laki-laki) or `P` (perempuan).

use std::str::FromStr;

use crate::Lang;
use crate::macros::{display_as_str, serde_as_text};
use crate::text::is_ignorable;

/// Sex as population documents state it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Laki-laki.
    Male,
    /// Perempuan.
    Female,
}

crate::domain_error! {
    /// Why a text names no sex.
    SexError {
        /// Nothing to read.
        Empty => "sex.empty", "Jenis kelamin kosong.", "The sex is empty.";
        /// A word not known here.
        Unknown { found: String } => "sex.unknown",
            "Jenis kelamin \"{found}\" tidak dikenal; isi L atau P.",
            "Sex \"{found}\" is not known; give L (male) or P (female).";
    }
}

impl Sex {
    /// `L` or `P`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "L",
            Self::Female => "P",
        }
    }

    /// The word in the reader's language.
    pub const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Male, Lang::Id) => "laki-laki",
            (Self::Male, Lang::En) => "male",
            (Self::Female, Lang::Id) => "perempuan",
            (Self::Female, Lang::En) => "female",
        }
    }
}

impl FromStr for Sex {
    type Err = SexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const MALE: [&str; 12] = [
            "l", "lk", "lk2", "laki", "lakilaki", "laki2", "pria", "male", "m", "cowok", "1",
            "bapak",
        ];
        const FEMALE: [&str; 9] = [
            "p",
            "pr",
            "prp",
            "perempuan",
            "wanita",
            "female",
            "f",
            "w",
            "2",
        ];
        let mut word = [0_u8; 12];
        let mut len = 0;
        for c in text.chars() {
            match u8::try_from(c.to_ascii_lowercase()) {
                Ok(byte) if byte.is_ascii_alphanumeric() => {
                    let Some(slot) = word.get_mut(len) else {
                        return Err(unknown(text));
                    };
                    *slot = byte;
                    len += 1;
                }
                _ if is_ignorable(c) || matches!(c, '-' | '.') => {}
                _ => return Err(unknown(text)),
            }
        }
        let word = word
            .get(..len)
            .and_then(|w| std::str::from_utf8(w).ok())
            .unwrap_or_default();
        match word {
            "" => Err(SexError::Empty),
            _ if MALE.contains(&word) => Ok(Self::Male),
            _ if FEMALE.contains(&word) => Ok(Self::Female),
            _ => Err(unknown(text)),
        }
    }
}

fn unknown(text: &str) -> SexError {
    SexError::Unknown {
        found: text.trim().chars().take(40).collect(),
    }
}

display_as_str!(Sex);
serde_as_text!(Sex, "L or P");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_words_offices_use() {
        for text in ["L", "l", "Laki-laki", "LAKI - LAKI", "Pria", "lk.", "male"] {
            assert_eq!(text.parse(), Ok(Sex::Male), "{text}");
        }
        for text in ["P", "Perempuan", "wanita", "Pr", "F"] {
            assert_eq!(text.parse(), Ok(Sex::Female), "{text}");
        }
        assert_eq!("".parse::<Sex>(), Err(SexError::Empty));
        assert!("L/P".parse::<Sex>().is_err());
    }
}
