//! Names of persons.

use std::str::FromStr;

use super::{NameError, append, check, words};
use crate::macros::{display_as_str, serde_as_text};
use crate::text::{strip_apostrophe, tidy};

/// A person's name: as written, and as compared (no titles, one spelling).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName {
    display: Box<str>,
    normal: Box<str>,
}

/// Titles before a name, without dots. They say how somebody is addressed, not who it is.
const BEFORE: [&str; 47] = [
    "h", "hj", "haji", "hajjah", "hajah", "kh", "kyai", "kiai", "nyai", "ust", "ustad", "ustadz",
    "ustadzah", "drs", "dra", "dr", "drg", "ir", "prof", "bp", "bpk", "bapak", "pak", "ibu", "bu",
    "sdr", "sdri", "ny", "nyonya", "tn", "tuan", "mbah", "mas", "mbak", "mbk", "r", "rr", "raden",
    "kanjeng", "alm", "almh", "nn", "apt", "letkol", "kapten", "mr", "mrs",
];

/// Academic degrees after a name, without dots.
const AFTER: [&str; 44] = [
    "se", "sh", "st", "sp", "spd", "spdi", "sag", "sos", "ssos", "skom", "skep", "skm", "ssi",
    "spt", "spi", "stp", "ssn", "shi", "sei", "sip", "sikom", "spsi", "sstp", "mm", "mpd", "msi",
    "mh", "mt", "mag", "mkom", "mkes", "ma", "msc", "mba", "phd", "amd", "amdkeb", "amk", "str",
    "ners", "ns", "bsc", "ba", "lc",
];

/// Ways of writing a name which are one name (the most frequent ones only).
const SAME: [(&str, &[&str]); 3] = [
    (
        "muhammad",
        &[
            "m",
            "md",
            "moh",
            "muh",
            "moch",
            "mochamad",
            "mochammad",
            "mohamad",
            "mohammad",
            "muhamad",
            "muchamad",
            "muchammad",
            "mohd",
        ],
    ),
    ("siti", &["sity", "st"]),
    ("ahmad", &["achmad", "akhmad", "ahmat"]),
];

impl PersonName {
    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.display
    }

    /// The name as written.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The form for comparing: lower case, no titles, one spelling.
    pub fn normal(&self) -> &str {
        &self.normal
    }
}

fn normal_form(display: &str) -> String {
    // Degrees stand after the first comma: `Siti Aminah, S.Pd.`
    let (name, after_comma) = display.split_once(',').unwrap_or((display, ""));
    let name = if words(name).all(is_title_before) {
        display
    } else {
        name
    };
    let mut out = String::with_capacity(display.len());
    let mut pieces = words(name).peekable();
    while let Some(word) = pieces.peek().copied().filter(|word| is_title_before(word)) {
        // A title alone is a name after all (`Bagus Mas` keeps its Mas by not standing first).
        pieces.next();
        if pieces.peek().is_none() {
            append(&mut out, word);
        }
    }
    let mut kept = 0;
    for word in pieces {
        if kept > 0 && is_degree_without_comma(word, name) {
            continue;
        }
        append_one_spelling(&mut out, word, kept == 0);
        kept += 1;
    }
    if out.is_empty() {
        words(after_comma).for_each(|word| append(&mut out, word));
    }
    out
}

fn is_title_before(word: &str) -> bool {
    word.len() <= 9 && BEFORE.iter().any(|title| word.eq_ignore_ascii_case(title))
}

/// `Siti Aminah SPd`: a degree without its comma is told from a name by standing in capitals
/// within a name that is not all capitals, or by its mixed case.
fn is_degree_without_comma(word: &str, name: &str) -> bool {
    let all_capitals = !name.chars().any(char::is_lowercase);
    !all_capitals
        && word.starts_with(char::is_uppercase)
        && word.chars().filter(|c| c.is_uppercase()).count() >= 2
        && AFTER.iter().any(|degree| word.eq_ignore_ascii_case(degree))
}

fn append_one_spelling(out: &mut String, word: &str, is_first: bool) {
    let one = SAME.iter().find(|(_, forms)| {
        forms
            .iter()
            .any(|form| word.eq_ignore_ascii_case(form) && (is_first || form.len() > 2))
    });
    append(out, one.map_or(word, |(name, _)| name));
}

impl FromStr for PersonName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let cleaned = tidy(text);
        let display = strip_apostrophe(&cleaned).trim();
        check(display)?;
        let mut normal = normal_form(display);
        if normal.is_empty() {
            append(&mut normal, display);
        }
        Ok(Self {
            display: display.into(),
            normal: normal.into(),
        })
    }
}

display_as_str!(PersonName);
serde_as_text!(PersonName, "a person's name");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    fn normal(text: &str) -> String {
        text.parse::<PersonName>()
            .map(|n| n.normal().to_owned())
            .unwrap_or_default()
    }

    #[test]
    fn titles_and_degrees_do_not_make_another_person() {
        for text in [
            "Siti Aminah",
            "SITI AMINAH",
            "Hj. Siti Aminah",
            "Hj Siti  Aminah, S.Pd.",
            "Ibu Siti Aminah",
            "Dra. Hj. Siti Aminah, M.Pd",
            "Siti Aminah SPd",
            "St. Aminah",
            "'Siti Aminah",
            "Bu Siti\u{a0}Aminah",
        ] {
            assert_eq!(normal(text), "siti aminah", "{text}");
        }
    }

    #[test]
    fn old_spelling_is_shown_but_compared_in_the_new() {
        let name: PersonName = "Soekardjo Tjokro".parse().expect("a name");
        assert_eq!(
            (name.as_str(), name.normal()),
            ("Soekardjo Tjokro", "sukarjo cokro")
        );
    }

    #[test]
    fn the_many_ways_of_writing_muhammad_are_one() {
        for text in [
            "M. Rifai",
            "Moh Rifai",
            "Muhamad Rifa'i",
            "MOCHAMMAD RIFAI",
            "Muhammad Rifai",
        ] {
            assert_eq!(normal(text), "muhammad rifai", "{text}");
        }
    }

    #[test]
    fn a_title_alone_stays_a_name() {
        assert_eq!(normal("Mas"), "mas");
        assert_eq!(normal("Sri"), "sri");
        assert_eq!(normal("Bagus Mas"), "bagus mas");
        assert_eq!(normal("MA RUF ST"), "ma ruf st");
    }

    #[test]
    fn says_what_is_wrong() {
        let code = |text: &str| text.parse::<PersonName>().map_err(|e| e.code());
        assert_eq!(code("  "), Err("name.empty"));
        assert_eq!(code("1234"), Err("name.no_letters"));
        assert_eq!(code(&"a".repeat(151)), Err("name.too_long"));
    }
}
