//! What the words of the market mean to the finder: read from `finder/words.toml` and from files of
//! that name in a regency's own folder.

use std::collections::{BTreeMap, BTreeSet};

use vocab::KbliCode;

use super::fold;
use crate::kbli::CodeRanges;
use crate::reader::{Document, Node, Reader};

/// Words to leave out, words of one meaning, and words which say what is done with a thing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    ignored: BTreeSet<String>,
    synonyms: BTreeMap<String, String>,
    roles: Vec<Role>,
}

/// Words which point to certain activities without naming a thing: toko, servis, sewa.
#[derive(Clone, Debug)]
struct Role {
    words: BTreeSet<String>,
    codes: CodeRanges,
    boost: f32,
    otherwise: f32,
}

impl Lexicon {
    /// Whether the word says nothing.
    pub(crate) fn ignores(&self, word: &str) -> bool {
        self.ignored.contains(word)
    }

    /// The word that stands for all of its meaning.
    pub(crate) fn meaning<'a>(&'a self, word: &'a str) -> &'a str {
        self.synonyms.get(word).map_or(word, String::as_str)
    }

    /// Whether any role goes by this word.
    pub(crate) fn is_role(&self, word: &str) -> bool {
        self.roles.iter().any(|role| role.words.contains(word))
    }

    /// By how much these words raise or lower an activity with these codes.
    pub(crate) fn factor(&self, words: &BTreeSet<&str>, codes: &[KbliCode]) -> f32 {
        let concerned = self
            .roles
            .iter()
            .filter(|role| codes.iter().any(|code| role.codes.contains(*code)));
        concerned
            .map(|role| {
                let said = role.words.iter().any(|word| words.contains(word.as_str()));
                if said { role.boost } else { role.otherwise }
            })
            .product()
    }

    /// Adds what a file states.
    pub(crate) fn read(&mut self, reader: &mut Reader, source: &str) {
        let document = Document::parse(reader, source);
        let root = document.root();
        root.deny_unknown(reader, &["ignore", "synonym", "role"]);
        for word in root.optional_strings(reader, "ignore") {
            self.ignored.insert(fold::fold(&word.to_lowercase()));
        }
        for node in list(reader, root, "synonym") {
            node.deny_unknown(reader, &["words"]);
            let words = folded_words(reader, node);
            if let Some((first, others)) = words.split_first() {
                let first = self.meaning(first).to_owned();
                for other in others.iter().filter(|other| **other != first) {
                    self.synonyms.insert(other.clone(), first.clone());
                }
            }
        }
        for node in list(reader, root, "role") {
            let role = read_role(reader, node, |word| self.meaning(word).to_owned());
            self.roles.extend(role);
        }
    }
}

fn list<'a>(reader: &mut Reader, root: Node<'a>, key: &str) -> Vec<Node<'a>> {
    root.get(key)
        .map(|node| node.items(reader))
        .unwrap_or_default()
}

fn folded_words(reader: &mut Reader, node: Node<'_>) -> Vec<String> {
    if node.need(reader, "words").is_none() {
        return Vec::new();
    }
    let words = node.optional_strings(reader, "words");
    words.iter().flat_map(|word| fold::words(word)).collect()
}

fn read_role(
    reader: &mut Reader,
    node: Node<'_>,
    meaning: impl Fn(&str) -> String,
) -> Option<Role> {
    node.deny_unknown(reader, &["words", "codes", "boost", "otherwise"]);
    let words = folded_words(reader, node);
    let codes = node
        .need(reader, "codes")
        .and_then(|codes| CodeRanges::read(reader, codes));
    let (boost, otherwise) = (
        read_factor(reader, node, "boost"),
        read_factor(reader, node, "otherwise"),
    );
    Some(Role {
        words: words.iter().map(|word| meaning(word)).collect(),
        codes: codes?,
        boost: boost?,
        otherwise: otherwise?,
    })
}

/// A factor between 0 and 10.
fn read_factor(reader: &mut Reader, node: Node<'_>, key: &str) -> Option<f32> {
    let node = node.need(reader, key)?;
    let factor = node.float().filter(|factor| (0.0..=10.0).contains(factor));
    if factor.is_none() {
        node.wrong_type(
            reader,
            "bilangan antara 0.0 dan 10.0",
            "a number between 0.0 and 10.0",
        );
    }
    factor
}
