//! Names of persons.

use std::str::FromStr;

use super::{NameError, append, check, take_back, words};
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
    without_titles(name)
        .or_else(|| without_titles(after_comma))
        // Nothing but titles is a name after all: somebody is called `Mas`.
        .unwrap_or_else(|| {
            let mut out = String::with_capacity(display.len());
            for word in words(display) {
                append(&mut out, word);
            }
            out
        })
}

/// The folded words of a name without the titles before and the degrees after it.
fn without_titles(name: &str) -> Option<String> {
    let all_capitals = !name.contains(char::is_lowercase);
    let mut out = String::with_capacity(name.len());
    for word in words(name) {
        let is_first = out.is_empty();
        let start = append(&mut out, word);
        let folded = out.get(start..).unwrap_or_default();
        if (is_first && is_one_of(&BEFORE, folded))
            || (!is_first && !all_capitals && is_degree(word, folded))
        {
            take_back(&mut out, start);
        } else if let Some(name) = one_spelling(folded, is_first) {
            out.truncate(start);
            out.push_str(name);
        }
    }
    (!out.is_empty()).then_some(out)
}

fn is_one_of(list: &[&str], folded: &str) -> bool {
    list.contains(&folded)
}

/// `Siti Aminah SPd`: a degree without its comma is told from a name by its capitals.
fn is_degree(word: &str, folded: &str) -> bool {
    word.chars().filter(|c| c.is_uppercase()).count() >= 2 && is_one_of(&AFTER, folded)
}

fn one_spelling(folded: &str, is_first: bool) -> Option<&'static str> {
    SAME.iter()
        .find(|(_, forms)| {
            forms
                .iter()
                .any(|form| *form == folded && (is_first || form.len() > 2))
        })
        .map(|(name, _)| *name)
}

impl FromStr for PersonName {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let cleaned = tidy(text);
        let display = strip_apostrophe(&cleaned);
        check(display)?;
        let normal = normal_form(display);
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
