//! How far two short names are apart: edits with swapped neighbours as one (optimal string
//! alignment), given up as soon as the limit is passed.

const LONGEST: usize = 40;

/// The letters of a name as a bit set: names which differ in many letters cannot be near.
pub(super) fn letters(name: &str) -> u32 {
    name.bytes()
        .filter(u8::is_ascii_lowercase)
        .fold(0, |set, b| set | 1 << (b - b'a'))
}

/// Edits from `a` to `b`, if at most `limit`.
pub(super) fn within(a: &str, b: &str, limit: usize) -> Option<usize> {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > limit || b.len() >= LONGEST || a.len() >= LONGEST {
        return None;
    }
    let width = b.len() + 1;
    let mut before = [0_usize; LONGEST];
    let mut last = [0_usize; LONGEST];
    let mut row = [0_usize; LONGEST];
    last.iter_mut()
        .enumerate()
        .for_each(|(at, cell)| *cell = at);
    let (mut above_a, mut at_a) = (0_u8, 0);
    for &x in a {
        at_a += 1;
        let mut best = at_a;
        let mut left = at_a;
        let mut above_b = 0_u8;
        if let Some(first) = row.first_mut() {
            *first = at_a;
        }
        for (at, &y) in b.iter().enumerate() {
            let get = |cells: &[usize; LONGEST], i: usize| {
                cells.get(i).copied().unwrap_or(usize::MAX / 2)
            };
            let mut cost = (get(&last, at) + usize::from(x != y))
                .min(left + 1)
                .min(get(&last, at + 1) + 1);
            if at > 0 && at_a > 1 && x == above_b && y == above_a {
                cost = cost.min(get(&before, at - 1) + 1);
            }
            if let Some(cell) = row.get_mut(at + 1) {
                *cell = cost;
            }
            left = cost;
            best = best.min(cost);
            above_b = y;
        }
        if best > limit {
            return None;
        }
        above_a = x;
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last.get(width - 1)
        .copied()
        .filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits() {
        for (a, b, expected) in [
            ("boja", "boja", Some(0)),
            ("boja", "bjoa", Some(1)),
            ("karangsari", "karangsri", Some(1)),
            ("karangsari", "kalangsary", Some(2)),
            ("weleri", "welri", Some(1)),
            ("", "ab", Some(2)),
            ("abc", "xyz", None),
            ("boja", "patean", None),
        ] {
            assert_eq!(within(a, b, 2), expected, "{a} {b}");
            assert_eq!(within(b, a, 2), expected, "{b} {a}");
        }
    }
}
