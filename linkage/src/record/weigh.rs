//! How much each value and word tells: the rarer, the more.

use super::{MISSING, Prepared, PreparedField};
use rayon::prelude::*;

impl Prepared {
    /// Counts how many records have each value and word, and turns counts into bits. Records known to be of one
    /// cluster count once, lest a person with many records make his own name look common.
    pub(crate) fn weigh(&mut self, clusters: Option<&[u32]>) {
        let words = self.words.len();
        let all = clusters.map_or(self.sides.all, |of| {
            of.iter()
                .enumerate()
                .filter(|(record, cluster)| *record == **cluster as usize)
                .count()
        });
        self.full_bits = (all as f32).max(4.0).log2();
        self.fields
            .par_iter_mut()
            .for_each(|field| weigh(field, words, clusters));
    }
}

fn weigh(field: &mut PreparedField, dictionary: usize, clusters: Option<&[u32]>) {
    let counts = match clusters {
        None => by_records(field),
        Some(clusters) => by_clusters(field, clusters),
    };
    let filled: u32 = counts.iter().skip(1).sum();
    let filled = f64::from(filled).max(2.0);
    let bits = |count: u32| (filled / f64::from(count.max(1))).log2() as f32;
    field.bits = counts.iter().map(|count| bits(*count)).collect();
    if !field.role.is_words() {
        return;
    }
    let mut word_counts = vec![0u32; dictionary];
    let mut seen = Vec::new();
    for value in MISSING + 1..field.len() as u32 {
        seen.clear();
        for word in field.words(value) {
            if !seen.contains(word) {
                seen.push(*word);
                word_counts[*word as usize] += counts[value as usize];
            }
        }
    }
    field.word_bits = word_counts.iter().map(|count| bits(*count)).collect();
}

fn by_records(field: &PreparedField) -> Vec<u32> {
    let mut counts = vec![0u32; field.len()];
    for value in &field.value_of {
        counts[*value as usize] += 1;
    }
    counts
}

fn by_clusters(field: &PreparedField, clusters: &[u32]) -> Vec<u32> {
    let mut pairs: Vec<(u32, u32)> = field
        .value_of
        .iter()
        .copied()
        .zip(clusters.iter().copied())
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut counts = vec![0u32; field.len()];
    for (value, _) in pairs {
        counts[value as usize] += 1;
    }
    counts
}
