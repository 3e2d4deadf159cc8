//! Names of businesses.

use std::str::FromStr;

use super::{NameError, append, check, words};
use crate::macros::{display_as_str, serde_as_text};
use crate::text::{strip_apostrophe, tidy};

/// A business's name: as written, as compared, and its core without the words that say what kind of
/// business it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BusinessName {
    display: Box<str>,
    normal: Box<str>,
    // Where the core is shorter than the normal form.
    core: Option<Box<str>>,
}

/// Words which say what kind of business it is, with their abbreviations.
const CATEGORIES: [(&str, &[&str]); 26] = [
    ("warung", &["wr", "wrg", "wrng", "warong"]),
    ("toko", &["tk", "tko"]),
    ("rumah", &["rm"]),
    ("makan", &[]),
    ("kedai", &["kdi"]),
    ("depot", &["depo"]),
    ("kios", &["kiosk", "kos"]),
    ("usaha", &["ush"]),
    ("bengkel", &["bkl", "bngkl"]),
    ("konveksi", &["konv"]),
    ("katering", &["catering"]),
    ("produksi", &["prod"]),
    ("industri", &["ind"]),
    ("kelompok", &["kel", "klp"]),
    ("koperasi", &["kop"]),
    ("sentra", &[]),
    ("agen", &["agent"]),
    ("salon", &[]),
    ("laundry", &["londri", "laundri", "londre"]),
    ("angkringan", &[]),
    ("ud", &[]),
    ("cv", &[]),
    ("pt", &[]),
    ("pd", &[]),
    ("fa", &["firma"]),
    ("umkm", &["ukm"]),
];

/// Forms of address, which the core drops: `Warung Bu Siti` and `Warung Siti` share their core.
const ADDRESS: [&str; 16] = [
    "bu", "ibu", "pak", "bpk", "bapak", "mas", "mbak", "mbk", "mbah", "mbok", "yu", "kang", "lek",
    "hj", "h", "haji",
];

impl BusinessName {
    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.display
    }

    /// The name as written.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The form for comparing: lower case, one spelling, abbreviations written out.
    pub fn normal(&self) -> &str {
        &self.normal
    }

    /// The normal form without category words and forms of address; the whole normal form if
    /// nothing else is left.
    pub fn core(&self) -> &str {
        self.core.as_deref().unwrap_or(&self.normal)
    }
}

fn category(folded: &str) -> Option<&'static str> {
    CATEGORIES
        .iter()
        .find(|(name, short)| folded == *name || short.contains(&folded))
        .map(|(name, _)| *name)
}

impl FromStr for BusinessName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let cleaned = tidy(text);
        let display = strip_apostrophe(&cleaned);
        check(display)?;
        let mut normal = String::with_capacity(display.len());
        let mut core = String::with_capacity(display.len());
        for word in words(display) {
            let start = append(&mut normal, word);
            let folded = normal.get(start..).unwrap_or_default();
            if let Some(name) = category(folded) {
                normal.truncate(start);
                normal.push_str(name);
            } else if !ADDRESS.contains(&folded) {
                append(&mut core, word);
            }
        }
        let core = (!core.is_empty() && core.len() < normal.len()).then(|| core.into());
        Ok(Self {
            display: display.into(),
            normal: normal.into(),
            core,
        })
    }
}

display_as_str!(BusinessName);
serde_as_text!(BusinessName, "a business's name");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_and_capitals_do_not_make_another_business() {
        for text in [
            "Warung Bu Siti",
            "Wr. Bu Siti",
            "WARUNG BU SITI",
            "wrg bu  siti",
            "\"Warung\" Bu Siti",
        ] {
            let name: BusinessName = text.parse().expect(text);
            assert_eq!(
                (name.normal(), name.core()),
                ("warung bu siti", "siti"),
                "{text}"
            );
        }
    }

    #[test]
    fn the_core_is_what_is_its_own() {
        for (text, core) in [
            ("UD. Sumber Rejeki", "sumber rejeki"),
            ("Toko Soember Redjeki", "sumber rejeki"),
            ("Tk Sumber Rejeki", "sumber rejeki"),
            ("Catering Bu Hj. Aminah", "aminah"),
            ("Toko", "toko"),
            ("Rumah Makan", "rumah makan"),
        ] {
            assert_eq!(
                text.parse::<BusinessName>()
                    .map(|n| n.core().to_owned())
                    .as_deref(),
                Ok(core)
            );
        }
    }
}
