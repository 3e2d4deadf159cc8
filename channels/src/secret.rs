//! Keys and tokens, which must never reach a log.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// A key, token or code. `Debug` hides it, memory is wiped when it goes, and only [`Secret::expose`]
/// shows it: search for that word to see every place where secrets leave.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(Wiped);

#[derive(Clone, PartialEq, Eq)]
struct Wiped(Zeroizing<String>);

impl Serialize for Wiped {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Wiped {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(Zeroizing::new(text)))
    }
}

impl Secret {
    /// Takes charge of a secret text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Wiped(Zeroizing::new(text.into())))
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_it() {
        let shown = format!(
            "{:?} {:#?}",
            Secret::new("s3cr3t"),
            Some(Secret::new("s3cr3t"))
        );
        assert!(!shown.contains("s3c"), "{shown}");
    }

    #[test]
    fn it_is_stored_as_plain_text_for_the_one_who_encrypts() {
        let text = serde_json::to_string(&Secret::new("a")).unwrap();
        assert_eq!(text, "\"a\"");
        assert_eq!(serde_json::from_str::<Secret>(&text).unwrap().expose(), "a");
    }
}
