//! One comparison's values: distinct normal forms, and which of them each record has.

use super::Dictionary;
use crate::spec::Role;

/// The number of the empty value.
pub(crate) const MISSING: u32 = 0;

/// The values of one field of both lists.
#[derive(Debug)]
pub(crate) struct PreparedField {
    pub(crate) name: String,
    pub(crate) role: Role,
    /// Value number of each record; 0 when there is none.
    pub(crate) value_of: Vec<u32>,
    pub(super) text: String,
    pub(super) ends: Vec<u32>,
    /// Words of each value, one after the other.
    pub(super) words: Vec<u32>,
    pub(super) word_ends: Vec<u32>,
    /// How many bits of information each value carries: log2(records / records with it).
    pub(crate) bits: Vec<f32>,
    /// The same for each word of the dictionary, within this field.
    pub(crate) word_bits: Vec<f32>,
    /// Dates as yyyymmdd, amounts as they are.
    pub(crate) numbers: Vec<f64>,
}

impl PreparedField {
    /// The normal form of a value.
    #[inline]
    pub(crate) fn text(&self, value: u32) -> &str {
        let value = value as usize;
        let start = if value == 0 {
            0
        } else {
            self.ends[value - 1] as usize
        };
        &self.text[start..self.ends[value] as usize]
    }

    /// The words of a value.
    #[inline]
    pub(crate) fn words(&self, value: u32) -> &[u32] {
        let value = value as usize;
        let start = if value == 0 {
            0
        } else {
            self.word_ends[value - 1] as usize
        };
        &self.words[start..self.word_ends[value] as usize]
    }

    /// Reads what comparing these values will need, so that it is at hand then.
    pub(crate) fn touch(&self, dictionary: &Dictionary, values: impl Iterator<Item = u32> + Clone) {
        let mut sum = 0u32;
        if self.role.is_words() {
            for value in values.clone() {
                sum ^= self.word_ends[value as usize];
            }
            for value in values.clone() {
                let first = self.words.get(self.word_ends[value as usize] as usize);
                sum ^= first.copied().unwrap_or(0);
            }
            for word in values.flat_map(|value| self.words(value)) {
                sum ^= dictionary.mask(*word) ^ self.word_bits[*word as usize].to_bits();
            }
        } else {
            let text = self.text.as_bytes();
            for value in values.clone() {
                sum ^= self.ends[value as usize];
            }
            for value in values {
                let next = text.get(self.ends[value as usize] as usize);
                sum ^= u32::from(next.copied().unwrap_or(0));
                sum ^= self.bits[value as usize].to_bits();
            }
        }
        std::hint::black_box(sum);
    }

    /// Number of distinct values, the empty one included.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}
