//! Places and addresses: labels off, numbers set free from the words they stick to.

use super::words::{ADDRESS, PLACE, lookup};
use super::{fold, push_token, tokens};

pub(super) fn normalise(cell: &str, scratch: &mut String, out: &mut String) {
    scratch.clear();
    fold(cell, scratch);
    for token in tokens(scratch) {
        if !PLACE.contains(&token) {
            push_token(out, token);
        }
    }
    if out.is_empty() {
        out.push_str(scratch);
    }
}

pub(super) fn normalise_address(cell: &str, scratch: &mut String, out: &mut String) {
    scratch.clear();
    fold(cell, scratch);
    let mut label = "";
    for token in tokens(scratch) {
        let digits_at = token
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(token.len());
        let (word, rest) = token.split_at(digits_at);
        if !word.is_empty() {
            label = push_word(word, out);
        }
        if !rest.is_empty() {
            push_number(label, rest, out);
            label = "";
        }
    }
    if out.is_empty() {
        out.push_str(scratch);
    }
}

/// Writes the word unless it is a label; gives "rt" or "rw" back for the number that follows.
fn push_word(word: &str, out: &mut String) -> &'static str {
    match word {
        "rt" => "rt",
        "rw" => "rw",
        _ => {
            let form = lookup(&ADDRESS, word).unwrap_or(word);
            if !form.is_empty() {
                push_token(out, form);
            }
            ""
        }
    }
}

fn push_number(label: &str, rest: &str, out: &mut String) {
    let trimmed = rest.trim_start_matches('0');
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(label);
    out.push_str(if trimmed.is_empty() { "0" } else { trimmed });
}
