//! Which activities speak of which words.

use std::collections::BTreeMap;

use super::fold;
use super::lexicon::Lexicon;
use super::near::distance;
use super::stem::stems;

/// What a word of the question means in the index, and how well it fits: 1 is the word itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Match {
    pub(crate) term: usize,
    pub(crate) quality: f32,
}

/// A word that fits at least this well counts as said: itself, by its stem, or one slip away.
pub(crate) const SAID: f32 = 0.65;
const BY_STEM: f32 = 0.92;
const BY_BEGINNING: f32 = 0.55;

/// What a text of an entry counts; the owner's own words count most.
const WORDS: f32 = 1.0;
const TITLE: f32 = 0.7;

/// One entry as the index sees it: its phrases in words that stand for their meaning.
#[derive(Clone, Debug, Default)]
struct Indexed {
    phrases: Vec<Vec<usize>>,
}

/// An inverted index over the words of all entries.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    terms: BTreeMap<String, usize>,
    names: Vec<String>,
    /// For each term the entries with what it counts there.
    postings: Vec<Vec<(usize, f32)>>,
    entries: Vec<Indexed>,
}

impl Index {
    /// Adds an entry; its number is the count of those before.
    pub(crate) fn add(&mut self, lexicon: &Lexicon, title: &str, phrases: &[String], weight: f32) {
        let entry = self.entries.len();
        let mut indexed = Indexed::default();
        for phrase in phrases {
            let terms = self.add_text(lexicon, entry, phrase, weight * WORDS);
            if !terms.is_empty() {
                indexed.phrases.push(terms);
            }
        }
        self.add_text(lexicon, entry, title, weight * TITLE);
        self.entries.push(indexed);
    }

    fn add_text(&mut self, lexicon: &Lexicon, entry: usize, text: &str, weight: f32) -> Vec<usize> {
        let words = meanings(lexicon, text);
        // A word alone names the activity; one of many only helps to.
        let share =
            weight / f32::from(u8::try_from(words.len().max(1)).unwrap_or(u8::MAX)).powf(0.35);
        let mut terms = Vec::with_capacity(words.len());
        for word in &words {
            terms.push(self.add_term(word, entry, share));
            for stem in stems(word) {
                let stem = lexicon.meaning(&stem).to_owned();
                // A stem stands for its word where people say the bare word: goreng, gorengan.
                if stem.len() >= 4 && stem != *word {
                    self.add_term(&stem, entry, share * 0.5);
                }
            }
        }
        terms
    }

    fn add_term(&mut self, word: &str, entry: usize, weight: f32) -> usize {
        let known = self.terms.get(word).copied();
        let term = known.unwrap_or_else(|| {
            let term = self.names.len();
            self.terms.insert(word.to_owned(), term);
            self.names.push(word.to_owned());
            self.postings.push(Vec::new());
            term
        });
        if let Some(postings) = self.postings.get_mut(term) {
            match postings.last_mut().filter(|(last, _)| *last == entry) {
                Some((_, counted)) => *counted = counted.max(weight),
                None => postings.push((entry, weight)),
            }
        }
        term
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The entries with this term, and what it counts there.
    pub(crate) fn postings(&self, term: usize) -> &[(usize, f32)] {
        self.postings
            .get(term)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The phrases of an entry.
    pub(crate) fn phrases(&self, entry: usize) -> &[Vec<usize>] {
        self.entries
            .get(entry)
            .map(|entry| entry.phrases.as_slice())
            .unwrap_or_default()
    }

    /// The term's text.
    pub(crate) fn name(&self, term: usize) -> &str {
        self.names.get(term).map_or("", String::as_str)
    }

    /// How much a term tells: rare words tell more (BM25's measure).
    pub(crate) fn rarity(&self, term: usize) -> f32 {
        self.rarity_of(self.postings(term).len())
    }

    /// What an unknown word would tell if it were known.
    pub(crate) fn rarity_of(&self, found_in: usize) -> f32 {
        let count = |number: usize| f32::from(u16::try_from(number).unwrap_or(u16::MAX));
        let (all, found) = (count(self.entries.len()), count(found_in));
        (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
    }

    /// What a word of a question may mean: itself, else its stems, else the nearest spellings.
    pub(crate) fn resolve(&self, lexicon: &Lexicon, word: &str) -> Vec<Match> {
        let known = |word: &str| self.terms.get(lexicon.meaning(word)).copied();
        if let Some(term) = known(word) {
            return vec![Match { term, quality: 1.0 }];
        }
        let stems: Vec<_> = stems(word).iter().filter_map(|stem| known(stem)).collect();
        if !stems.is_empty() {
            let quality = BY_STEM;
            return stems
                .into_iter()
                .map(|term| Match { term, quality })
                .collect();
        }
        self.nearest(word)
    }

    /// Words one slip away, two for long words; else longer words which begin like this one.
    fn nearest(&self, word: &str) -> Vec<Match> {
        let most = match word.len() {
            0..=3 => return Vec::new(),
            4..=6 => 1,
            _ => 2,
        };
        let near = self.terms.iter().filter_map(|(name, term)| {
            let slips = distance(word, name, most)?;
            let quality = if slips <= 1 { 0.7 } else { 0.5 };
            Some(Match {
                term: *term,
                quality,
            })
        });
        let mut found: Vec<_> = near.collect();
        if found.is_empty() {
            let begins =
                |name: &str| name.starts_with(word) || (name.len() > 4 && word.starts_with(name));
            let beginnings = self.terms.iter().filter(|(name, _)| begins(name));
            found = beginnings
                .map(|(_, term)| Match {
                    term: *term,
                    quality: BY_BEGINNING,
                })
                .collect();
        }
        found.sort_by(|a, b| b.quality.total_cmp(&a.quality));
        found.truncate(6);
        found
    }
}

/// The words of a text that say something, each as the word that stands for its meaning.
pub(crate) fn meanings(lexicon: &Lexicon, text: &str) -> Vec<String> {
    let words = fold::words(text);
    let said = words.iter().filter(|word| !lexicon.ignores(word));
    said.map(|word| lexicon.meaning(word).to_owned()).collect()
}
