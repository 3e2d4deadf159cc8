//! How a typed query is read: each word as itself, in its common spelling, as a beginning, or with a slip forgiven.

use store::registry::search::Term;
use vocab::BusinessName;

use super::project::words_of;
use crate::hall::Hall;

/// Words looked at of a query; more narrow nothing down.
const MOST_WORDS: usize = 8;
/// Near words that one typed word may stand for.
const MOST_NEAR: usize = 48;
/// Words a beginning may stand for before it is left to the engine's own prefix search.
const MOST_ENDINGS: usize = 200;
/// Shorter words are near to everything.
const SHORTEST_FORGIVEN: usize = 4;

/// How much is forgiven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// Only words that do not occur at all are read as near ones.
    Exact,
    /// Near ones are taken in beside those that occur.
    Forgiving,
}

/// A query as it was read.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// For each typed word, the words it may stand for.
    pub(crate) groups: Vec<Vec<Term>>,
    /// Which typed words were read as near ones.
    pub(crate) read_as: Vec<(String, Vec<String>)>,
}

/// Reads a query; none if one of its words can stand for nothing. The last word may be unfinished.
pub(crate) fn read(hall: &Hall, regency: &str, text: &str, care: Care) -> Option<Reading> {
    let typed: Vec<String> = words_of(text).take(MOST_WORDS).collect();
    let unfinished = text.chars().last().is_some_and(char::is_alphanumeric);
    let mut reading = Reading::default();
    for (place, word) in typed.iter().enumerate() {
        let prefix = unfinished && place + 1 == typed.len();
        let mut group = occurring(hall, regency, word, prefix);
        if let Some(normal) = common_spelling(word) {
            group.extend(occurring(hall, regency, &normal, prefix));
        }
        if group.is_empty() || care == Care::Forgiving {
            let near = near(hall, regency, word, prefix, &group);
            group.extend(near.iter().map(|word| Term {
                word: word.clone(),
                prefix: false,
            }));
            if !near.is_empty() {
                reading.read_as.push((word.clone(), near));
            }
        }
        if group.is_empty() {
            return None;
        }
        reading.groups.push(group);
    }
    Some(reading)
}

/// The common spelling of a word, if it is another: businesses are found by both.
fn common_spelling(word: &str) -> Option<String> {
    let normal = word.parse::<BusinessName>().ok()?.normal().to_owned();
    (normal != word && words_of(&normal).count() == 1).then_some(normal)
}

fn near(hall: &Hall, regency: &str, word: &str, prefix: bool, group: &[Term]) -> Vec<String> {
    if word.chars().count() < SHORTEST_FORGIVEN {
        return Vec::new();
    }
    let mut near = hall.words().near(regency, word, prefix, MOST_NEAR);
    near.retain(|word| !group.iter().any(|term| term.word == *word));
    near
}

fn occurring(hall: &Hall, regency: &str, word: &str, prefix: bool) -> Vec<Term> {
    if !prefix {
        let known = hall.words().contains(regency, word);
        return if known {
            vec![Term {
                word: word.to_owned(),
                prefix: false,
            }]
        } else {
            Vec::new()
        };
    }
    let mut endings = hall.words().beginning(regency, word, MOST_ENDINGS + 1);
    if endings.len() > MOST_ENDINGS && word.chars().count() > 2 {
        return vec![Term {
            word: word.to_owned(),
            prefix: true,
        }];
    }
    // A letter or two begin thousands of words; the first two hundred show enough until more is typed.
    endings.truncate(MOST_ENDINGS);
    endings
        .into_iter()
        .map(|word| Term {
            word,
            prefix: false,
        })
        .collect()
}
