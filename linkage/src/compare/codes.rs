//! Likeness of values that are not words: phones, numbers of identity, dates, amounts.

use super::{Edits, Likeness};
use crate::record::PreparedField;
use crate::spec::Role;

/// Two different values of a field; equal ones are the highest class already.
pub(super) fn likeness(field: &PreparedField, x: u32, y: u32, edits: &mut Edits) -> Likeness {
    let (a, b) = (field.text(x), field.text(y));
    let class = match field.role {
        Role::Phone => phone(a, b, edits),
        Role::Identity => identity(a, b, edits),
        Role::Postcode => postcode(a, b, edits),
        Role::Email => email(a, b, edits),
        Role::Date => date(
            (field.numbers[x as usize], a),
            (field.numbers[y as usize], b),
            edits,
        ),
        Role::Number => number(field.numbers[x as usize], field.numbers[y as usize]),
        _ => u8::from(a.len().min(b.len()) >= 3 && edits.distance(a.as_bytes(), b.as_bytes()) == 1),
    };
    Likeness {
        class,
        bits: field.bits[x as usize].min(field.bits[y as usize]),
    }
}

/// Several phones on either side: the best pair counts.
fn phone(a: &str, b: &str, edits: &mut Edits) -> u8 {
    let mut best = 0;
    for x in a.split(' ') {
        for y in b.split(' ') {
            best = best.max(one_phone(x, y, edits));
        }
    }
    best
}

fn one_phone(a: &str, b: &str, edits: &mut Edits) -> u8 {
    if a == b {
        return 5;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() >= 6 && long.ends_with(short) {
        return 4;
    }
    let common = |n: usize| short.len() >= n && short[short.len() - n..] == long[long.len() - n..];
    match edits.distance(a.as_bytes(), b.as_bytes()) {
        1 => 3,
        2 if short.len() >= 8 => 2,
        _ if common(6) => 2,
        _ if short.len() >= 7 && short[..6] == long[..6] => 1,
        _ => 0,
    }
}

fn identity(a: &str, b: &str, edits: &mut Edits) -> u8 {
    let longest = a.len().max(b.len());
    let allowed = if longest >= 6 { 2 } else { 1 };
    match edits.distance(a.as_bytes(), b.as_bytes()) {
        1 if longest >= 3 => 3,
        2 if allowed == 2 => 2,
        _ => {
            // A NIK's first twelve digits are region and birth date: kin and neighbours share part of them.
            let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
            u8::from(longest >= 6 && same * 10 >= longest * 6)
        }
    }
}

fn postcode(a: &str, b: &str, edits: &mut Edits) -> u8 {
    if edits.distance(a.as_bytes(), b.as_bytes()) == 1 {
        return 2;
    }
    let same = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    u8::from(same >= 3 || same >= 2 && a.len().min(b.len()) <= 4)
}

fn email(a: &str, b: &str, edits: &mut Edits) -> u8 {
    // Folding has turned @ and dots into spaces; the last two words are the domain.
    let local = |s: &str| -> String {
        let words: Vec<&str> = s.split(' ').collect();
        words[..words.len().saturating_sub(2).max(1)].concat()
    };
    let (x, y) = (local(a), local(b));
    match edits.distance(x.as_bytes(), y.as_bytes()) {
        0 => 2,
        1 | 2 if x.len().min(y.len()) >= 5 => 1,
        _ => 0,
    }
}

fn date((x, left): (f64, &str), (y, right): (f64, &str), edits: &mut Edits) -> u8 {
    let parts = |value: f64| {
        let value = value as u32;
        [value / 10_000, value / 100 % 100, value % 100]
    };
    let (one, other) = (parts(x), parts(y));
    if one[1] == 0 || other[1] == 0 {
        return match one[0].abs_diff(other[0]) {
            0 => 2,
            1 => 1,
            _ => 0,
        };
    }
    let same = one.iter().zip(&other).filter(|(p, q)| p == q).count();
    let distance = edits.distance(left.as_bytes(), right.as_bytes());
    let day_for_month = one == [other[0], other[2], other[1]];
    match (same, distance) {
        _ if day_for_month => 3,
        (_, 1) => 3,
        (2, _) => 2,
        _ => u8::from(one[0] == other[0] || distance == 2),
    }
}

fn number(x: f64, y: f64) -> u8 {
    let scale = x.abs().max(y.abs());
    if scale == 0.0 {
        return 4;
    }
    let apart = (x - y).abs() / scale;
    if apart < 1e-9 {
        4
    } else {
        u8::from(apart <= 0.2) + u8::from(apart <= 0.05) + u8::from(apart <= 0.01)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_differ_by_degrees() {
        let mut edits = Edits::default();
        for (a, b, class) in [
            ("8123456789", "8123456789 294381234", 5),
            ("294381234", "381234", 4),
            ("8123456789", "8123456798", 3),
            ("8123456789", "8577456789", 2),
            ("8123456789", "8123451111", 1),
            ("8123456789", "8770001111", 0),
        ] {
            assert_eq!(phone(a, b, &mut edits), class, "{a} {b}");
            assert_eq!(phone(b, a, &mut edits), class, "{b} {a}");
        }
    }

    #[test]
    fn dates_differ_by_degrees() {
        let mut edits = Edits::default();
        for (a, b, class) in [
            ("1975 03 12", "1975 12 03", 3),
            ("1975 03 12", "1975 03 13", 3),
            ("1975 03 12", "1975 03 28", 2),
            ("1975 03 12", "1975 11 28", 1),
            ("1975 00 00", "1975 11 28", 2),
            ("1975 03 12", "1988 11 28", 0),
        ] {
            let value = |s: &str| s.replace(' ', "").parse().unwrap();
            assert_eq!(
                date((value(a), a), (value(b), b), &mut edits),
                class,
                "{a} {b}"
            );
        }
    }
}
