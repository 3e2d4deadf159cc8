//! Names of persons: titles off, short forms of common names spelled out.

use super::words::{DEGREES, NAMES, TITLES, lookup};
use super::{fold, push_token, tokens};

pub(super) fn normalise(cell: &str, scratch: &mut String, out: &mut String) {
    scratch.clear();
    fold(without_degrees(cell), scratch);
    for token in tokens(scratch) {
        if TITLES.contains(&token) {
            continue;
        }
        push_token(out, lookup(&NAMES, token).unwrap_or(token));
    }
    if out.is_empty() {
        out.push_str(scratch);
    }
}

/// Cuts ", S.Pd., M.M." but keeps ", Mary" of "Surname, Given".
fn without_degrees(cell: &str) -> &str {
    let Some((head, tail)) = cell.split_once(',') else {
        return cell;
    };
    if head.trim().is_empty() || tail.len() > 40 {
        return cell;
    }
    let mut parts = tail
        .split(|c: char| !c.is_alphanumeric())
        .filter(|p| !p.is_empty());
    if parts.all(|part| {
        let part = part.to_ascii_lowercase();
        DEGREES.contains(&part.as_str()) || TITLES.contains(&part.as_str())
    }) {
        head
    } else {
        cell
    }
}
