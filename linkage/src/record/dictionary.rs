//! Every distinct word of both lists once, with what comparing it needs.

use crate::normal::sound;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Words by number.
#[derive(Debug, Default)]
pub(crate) struct Dictionary {
    text: String,
    ends: Vec<u32>,
    entries: Vec<Entry>,
}

/// Letters of a word that are kept with its entry; longer words are read from the text.
const NEAR: usize = 22;

/// What comparing needs of a word, two words to a cache line.
#[derive(Debug, Clone, Copy)]
struct Entry {
    sound: u32,
    mask: u32,
    length: u16,
    letters: [u8; NEAR],
}

impl Entry {
    fn new(word: &str, sound: u32) -> Self {
        let bytes = word.as_bytes();
        let mut letters = [0; NEAR];
        for (to, from) in letters.iter_mut().zip(bytes) {
            *to = *from;
        }
        Self {
            sound,
            mask: mask(word),
            length: u16::try_from(bytes.len()).unwrap_or(u16::MAX),
            letters,
        }
    }
}

impl Dictionary {
    pub(super) fn push(&mut self, word: &str) -> u32 {
        let id = self.ends.len() as u32;
        self.text.push_str(word);
        self.ends.push(self.text.len() as u32);
        id
    }

    /// Computes sounds and letter sets once all words are in.
    pub(super) fn finish(&mut self) {
        let words: Vec<u32> = (0..self.ends.len() as u32).collect();
        let keys: Vec<u64> = words
            .par_iter()
            .map(|w| crate::hash::text(&sound(self.word(*w))))
            .collect();
        let mut first: FxHashMap<u64, u32> = FxHashMap::default();
        let sounds: Vec<u32> = words
            .iter()
            .zip(&keys)
            .map(|(word, key)| *first.entry(*key).or_insert(*word))
            .collect();
        self.entries = words
            .par_iter()
            .map(|w| Entry::new(self.word(*w), sounds[*w as usize]))
            .collect();
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn word(&self, id: u32) -> &str {
        let id = id as usize;
        let start = if id == 0 {
            0
        } else {
            self.ends[id - 1] as usize
        };
        &self.text[start..self.ends[id] as usize]
    }

    /// The word's bytes.
    pub(crate) fn letters(&self, id: u32) -> &[u8] {
        let entry = &self.entries[id as usize];
        entry
            .letters
            .get(..usize::from(entry.length))
            .unwrap_or_else(|| self.word(id).as_bytes())
    }

    /// The first word which sounds the same.
    pub(crate) fn sound(&self, id: u32) -> u32 {
        self.entries[id as usize].sound
    }

    /// Which letters (and whether digits) the word has, one bit each.
    pub(crate) fn mask(&self, id: u32) -> u32 {
        self.entries[id as usize].mask
    }
}

fn mask(word: &str) -> u32 {
    word.bytes().fold(0, |mask, byte| {
        mask | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            b'0'..=b'4' => 1 << 26,
            b'5'..=b'9' => 1 << 27,
            _ => 1 << (28 + byte % 4),
        }
    })
}
