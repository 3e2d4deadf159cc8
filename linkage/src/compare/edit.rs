//! Edit distance with transpositions (optimal string alignment), 64 letters at once in the bits of a word
//! (Hyyrö's bit-parallel recurrence).

/// Scratch memory for distances.
pub(crate) struct Edits {
    positions: Box<[u64; 256]>,
}

impl Default for Edits {
    fn default() -> Self {
        Self {
            positions: Box::new([0; 256]),
        }
    }
}

impl Edits {
    /// How many insertions, deletions, substitutions and swaps of neighbours part the two words.
    pub(crate) fn distance(&mut self, a: &[u8], b: &[u8]) -> usize {
        let (a, b) = without_common_ends(a, b);
        if a.is_empty() || b.is_empty() {
            return a.len().max(b.len());
        }
        if a.len() > 64 {
            return if b.len() > 64 {
                a.len().max(b.len())
            } else {
                self.bit_parallel(b, a)
            };
        }
        self.bit_parallel(a, b)
    }

    fn bit_parallel(&mut self, pattern: &[u8], text: &[u8]) -> usize {
        for (bit, letter) in pattern.iter().enumerate() {
            self.positions[usize::from(*letter)] |= 1 << bit;
        }
        let top = 1u64 << (pattern.len() - 1);
        let mut distance = pattern.len();
        let (mut plus, mut minus, mut diagonal, mut before) = (u64::MAX, 0u64, 0u64, 0u64);
        for letter in text {
            let matches = self.positions[usize::from(*letter)];
            let swap = ((!diagonal & matches) << 1) & before;
            diagonal = ((matches & plus).wrapping_add(plus) ^ plus) | matches | minus | swap;
            let up = minus | !(diagonal | plus);
            let down = plus & diagonal;
            distance += usize::from(up & top != 0);
            distance -= usize::from(down & top != 0);
            let up = (up << 1) | 1;
            plus = (down << 1) | !(diagonal | up);
            minus = diagonal & up;
            before = matches;
        }
        for letter in pattern {
            self.positions[usize::from(*letter)] = 0;
        }
        distance
    }
}

fn without_common_ends<'s>(mut a: &'s [u8], mut b: &'s [u8]) -> (&'s [u8], &'s [u8]) {
    while let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_first(), b.split_first())
        && x == y
    {
        (a, b) = (rest_a, rest_b);
    }
    while let (Some((x, rest_a)), Some((y, rest_b))) = (a.split_last(), b.split_last())
        && x == y
    {
        (a, b) = (rest_a, rest_b);
    }
    (a, b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, cell by cell.
    fn by_table(a: &[u8], b: &[u8]) -> usize {
        let mut d = vec![vec![0usize; b.len() + 1]; a.len() + 1];
        for (i, row) in d.iter_mut().enumerate() {
            row[0] = i;
        }
        d[0] = (0..=b.len()).collect();
        for i in 1..=a.len() {
            for j in 1..=b.len() {
                let cost = usize::from(a[i - 1] != b[j - 1]);
                d[i][j] = (d[i - 1][j] + 1)
                    .min(d[i][j - 1] + 1)
                    .min(d[i - 1][j - 1] + cost);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    d[i][j] = d[i][j].min(d[i - 2][j - 2] + 1);
                }
            }
        }
        d[a.len()][b.len()]
    }

    proptest! {
        #[test]
        fn the_fast_distance_is_the_distance(a in "[abc]{0,12}", b in "[abc]{0,70}") {
            prop_assert_eq!(Edits::default().distance(a.as_bytes(), b.as_bytes()), by_table(a.as_bytes(), b.as_bytes()));
        }
    }
}
