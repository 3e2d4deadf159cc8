//! Names of businesses: the kind spelled out, legal forms and marketplace trimmings off.

use super::words::{BUSINESS, LEGAL, WINDOW, lookup};
use super::{fold, push_token, tokens};

pub(super) fn normalise(cell: &str, scratch: &mut String, out: &mut String) {
    scratch.clear();
    fold(cell, scratch);
    let kept = tokens(scratch).count() - trailing_window(scratch);
    for token in tokens(scratch).take(kept) {
        if LEGAL.contains(&token) {
            continue;
        }
        push_token(out, lookup(&BUSINESS, token).unwrap_or(token));
    }
    if out.is_empty() {
        out.push_str(scratch);
    }
}

/// How many words at the end only say that this is a shop on a marketplace.
fn trailing_window(folded: &str) -> usize {
    tokens(folded)
        .rev()
        .take_while(|token| WINDOW.contains(token))
        .count()
}
