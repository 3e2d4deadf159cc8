//! The two languages of the hall.

use serde::{Deserialize, Serialize};

/// A language of the pages and messages; Indonesian comes first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

impl Lang {
    /// Both languages, Indonesian first.
    pub const ALL: [Self; 2] = [Self::Id, Self::En];

    /// The ISO 639-1 code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// The language a tag such as `id`, `en-GB` or `in` (the old code of Indonesian) names.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("id") || primary.eq_ignore_ascii_case("in") {
            Some(Self::Id)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Self::En)
        } else {
            None
        }
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

crate::domain_error! {
    /// A tag which names neither language.
    LangError {
        /// Neither Indonesian nor English.
        Unknown { tag: String } => "lang.unknown",
            "Bahasa \"{tag}\" tidak dikenal; pilih id atau en.",
            "Language \"{tag}\" is not known; choose id or en.";
    }
}

impl std::str::FromStr for Lang {
    type Err = LangError;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        Self::from_tag(tag).ok_or_else(|| LangError::Unknown {
            tag: tag.to_owned(),
        })
    }
}
