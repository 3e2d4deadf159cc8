//! How a second hand writes what the first has written.

use super::random::Chance;

/// How often each mishap happens, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Noise {
    /// A letter wrong, per word.
    pub typo: f64,
    /// Letters taken for others that look alike (as when scanned), per word.
    pub lookalike: f64,
    /// Old spelling, per word that has one.
    pub old_spelling: f64,
    /// A word shortened, per word that has a short form.
    pub abbreviation: f64,
    /// Two words in the other order, per name.
    pub swap: f64,
    /// A word left out, per name of two or more.
    pub drop: f64,
    /// Village or "Official Store" added to a business name.
    pub suffix: f64,
    /// A title before a person's name.
    pub title: f64,
    /// Another phone altogether, or one digit wrong.
    pub wrong_phone: f64,
    /// No phone.
    pub no_phone: f64,
    /// No NIK.
    pub no_nik: f64,
    /// One digit of the NIK wrong.
    pub wrong_nik: f64,
    /// Another village (moved, or written for a neighbour's).
    pub moved: f64,
    /// No address.
    pub no_address: f64,
    /// The shop has another name here.
    pub renamed: f64,
}

const OLD: [(&str, &str); 6] = [
    ("u", "oe"),
    ("j", "dj"),
    ("c", "tj"),
    ("y", "j"),
    ("sy", "sj"),
    ("kh", "ch"),
];

const SHORT: [(&str, &str); 16] = [
    ("muhammad", "muh."),
    ("ahmad", "ach."),
    ("abdul", "abd."),
    ("siti", "st."),
    ("warung", "wr."),
    ("toko", "tk."),
    ("rumah", "rm."),
    ("katering", "ctr"),
    ("bengkel", "bkl"),
    ("kerupuk", "krpk"),
    ("jalan", "jl."),
    ("dusun", "dsn"),
    ("gang", "gg."),
    ("raya", "ry"),
    ("kedai", "kd."),
    ("perumahan", "perum"),
];

const LOOKALIKES: [(char, char); 9] = [
    ('m', 'n'),
    ('i', 'l'),
    ('o', '0'),
    ('e', 'c'),
    ('u', 'v'),
    ('h', 'b'),
    ('s', '5'),
    ('a', 'o'),
    ('t', 'f'),
];

/// One letter wrong: changed, left out, doubled or changed with its neighbour.
pub(super) fn typo(word: &str, chance: &mut Chance) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() < 3 {
        return word.to_owned();
    }
    let at = chance.below(letters.len());
    let any = char::from(b'a' + chance.below(26) as u8);
    match chance.below(4) {
        0 => letters[at] = any,
        1 => {
            letters.remove(at);
        }
        2 => letters.insert(at, any),
        _ => {
            let at = at.min(letters.len() - 2);
            letters.swap(at, at + 1);
        }
    }
    letters.into_iter().collect()
}

fn lookalike(word: &str, chance: &mut Chance) -> String {
    let (from, to) = LOOKALIKES[chance.below(LOOKALIKES.len())];
    word.replacen(from, &to.to_string(), 1)
}

fn old(word: &str, chance: &mut Chance) -> String {
    let (new, old) = OLD[chance.zipf(OLD.len())];
    word.replacen(new, old, 1)
}

/// One word as written by the second hand.
pub(super) fn word(word: &str, noise: &Noise, chance: &mut Chance) -> String {
    if chance.happens(noise.abbreviation)
        && let Some((_, short)) = SHORT.iter().find(|(long, _)| *long == word)
    {
        return (*short).to_owned();
    }
    let word = if chance.happens(noise.old_spelling) {
        old(word, chance)
    } else {
        word.to_owned()
    };
    let word = if chance.happens(noise.lookalike) {
        lookalike(&word, chance)
    } else {
        word
    };
    if chance.happens(noise.typo) {
        typo(&word, chance)
    } else {
        word
    }
}

/// A name or address as written by the second hand.
pub(super) fn words(text: &str, noise: &Noise, chance: &mut Chance) -> String {
    let mut parts: Vec<&str> = text.split(' ').collect();
    if parts.len() > 1 && chance.happens(noise.swap) {
        let at = chance.below(parts.len() - 1);
        parts.swap(at, at + 1);
    }
    if parts.len() > 1 && chance.happens(noise.drop) {
        parts.remove(chance.below(parts.len()));
    }
    let written: Vec<String> = parts.iter().map(|part| word(part, noise, chance)).collect();
    written.join(" ")
}

/// One digit wrong.
pub(super) fn wrong_digit(digits: &str, chance: &mut Chance) -> String {
    let at = chance.below(digits.len());
    let digit = char::from(b'0' + chance.below(10) as u8);
    digits
        .chars()
        .enumerate()
        .map(|(i, c)| if i == at { digit } else { c })
        .collect()
}

/// A phone in one of the usual dresses.
pub(super) fn phone_dress(phone: &str, chance: &mut Chance) -> String {
    let national = phone.trim_start_matches('0');
    match chance.below(5) {
        0 => format!("+62{national}"),
        1 => format!("62{national}"),
        2 => national.to_owned(),
        3 if phone.len() > 8 => format!("{}-{}-{}", &phone[..4], &phone[4..8], &phone[8..]),
        _ => phone.to_owned(),
    }
}

/// Capital letters as different hands use them.
pub(super) fn capitals(text: &str, chance: &mut Chance) -> String {
    match chance.below(4) {
        0 => text.to_uppercase(),
        1 => text.to_owned(),
        _ => text
            .split(' ')
            .map(|word| {
                let mut letters = word.chars();
                letters.next().map_or_else(String::new, |first| {
                    first.to_uppercase().chain(letters).collect()
                })
            })
            .collect::<Vec<_>>()
            .join(" "),
    }
}
