//! A spelling-blind key: old and new Indonesian spelling meet (oe/u, dj/j, tj/c, sj/sy, j/y), and so do the
//! commonest foreign variants (ph/f, doubled letters, silent h, ck/k, ie/i).

use super::words::{PETS, lookup};

/// The key of one folded token. Tokens with digits or foreign letters keep their spelling.
pub(crate) fn sound(token: &str) -> String {
    let token = lookup(&PETS, token).unwrap_or(token);
    if !token.bytes().all(|b| b.is_ascii_lowercase()) {
        return token.to_owned();
    }
    let bytes = token.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let (letter, used) = step(bytes, at, out.is_empty());
        at += used;
        if let Some(letter) = letter
            && !out.ends_with(letter)
        {
            out.push(letter);
        }
    }
    if out.is_empty() {
        token.to_owned()
    } else {
        out
    }
}

/// The sound that starts at `at`, and how many letters it takes.
fn step(bytes: &[u8], at: usize, first: bool) -> (Option<char>, usize) {
    let next = bytes.get(at + 1).copied().unwrap_or(0);
    match (bytes[at], next) {
        (b'o', b'e' | b'o') => (Some('u'), 2),
        (b'i' | b'e', b'e') => (Some('i'), 2),
        (b'd', b'j') => (Some('j'), 2),
        (b't', b'j') | (b'c', b'h') => (Some('c'), 2),
        (b'p', b'h') => (Some('f'), 2),
        (b'c', b'k') => (Some('k'), 2),
        (b'k', b'h') if first => (Some('k'), 2),
        (b'y', _) if is_vowel(next) => (Some('j'), 1),
        (b'y', _) => (Some('i'), 1),
        (b'v', _) => (Some('f'), 1),
        (b'z', _) => (Some('s'), 1),
        (b'q', _) => (Some('k'), 1),
        (b'h', _) if !first => (None, 1),
        (letter, _) => (Some(char::from(letter)), 1),
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}
