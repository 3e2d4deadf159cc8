//! Lower case, no accents, only letters and digits, single spaces.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Writes the folded form of `cell` after what `out` already holds.
pub(crate) fn fold(cell: &str, out: &mut String) {
    if cell.is_ascii() {
        fold_chars(cell.chars(), out);
    } else {
        fold_chars(cell.nfkd().filter(|c| !is_combining_mark(*c)), out);
    }
}

/// How the last word stands: needed to read "P.T." and "U.S.A." as one word each.
#[derive(Clone, Copy)]
struct Word {
    letters: u8,
    dotted: bool,
}

fn fold_chars(chars: impl Iterator<Item = char>, out: &mut String) {
    let start = out.len();
    let mut word = Word {
        letters: 0,
        dotted: false,
    };
    let mut gap = false;
    let mut chars = chars.peekable();
    while let Some(c) = chars.next() {
        if c.is_alphanumeric() {
            let joins = word.dotted && stands_alone(chars.peek().copied());
            if (gap && !joins) && out.len() > start {
                out.push(' ');
                word.letters = 0;
            }
            word = Word {
                letters: if joins {
                    1
                } else {
                    word.letters.saturating_add(1)
                },
                dotted: false,
            };
            gap = false;
            push_lower(c, out);
        } else if matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{2bc}') {
            // ma'ruf, o'brien: one word
        } else {
            word.dotted = c == '.' && word.letters == 1 && !gap;
            gap = true;
        }
    }
}

/// A letter not followed by another letter: the next initial of a dotted word.
fn stands_alone(next: Option<char>) -> bool {
    next.is_none_or(|c| !c.is_alphanumeric())
}

fn push_lower(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    match c {
        'ß' | 'ẞ' => out.push_str("ss"),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'þ' | 'Þ' => out.push_str("th"),
        'ı' => out.push('i'),
        _ => out.extend(c.to_lowercase()),
    }
}
