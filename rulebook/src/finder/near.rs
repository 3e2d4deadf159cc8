//! How many typing mistakes part two short words.

/// Insertions, deletions, substitutions and swaps of neighbours between two words, or `None` if
/// more than `most`.
pub(crate) fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (row, left) in a.iter().enumerate() {
        let mut current = Vec::with_capacity(b.len() + 1);
        current.push(row + 1);
        for (column, right) in b.iter().enumerate() {
            let at = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX / 2);
            let swap = row > 0
                && column > 0
                && a.get(row - 1) == Some(right)
                && b.get(column - 1) == Some(left);
            let mut best = (at(&above, column) + usize::from(left != right))
                .min(at(&above, column + 1) + 1)
                .min(at(&current, column) + 1);
            if swap {
                best = best.min(at(&before, column - 1) + 1);
            }
            current.push(best);
        }
        if current.iter().all(|cost| *cost > most) {
            return None;
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().filter(|cost| *cost <= most)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn mistakes_are_counted_up_to_the_most_allowed() {
        for (a, b, most, expected) in [
            ("kripik", "kripik", 1, Some(0)),
            ("kripik", "kirpik", 1, Some(1)),
            ("kripik", "kripk", 1, Some(1)),
            ("kripik", "kropik", 1, Some(1)),
            ("laundri", "lodri", 1, None),
            ("laundri", "landri", 2, Some(1)),
            ("", "ab", 1, None),
            ("", "", 0, Some(0)),
        ] {
            assert_eq!(distance(a, b, most), expected, "{a} {b}");
        }
    }
}
