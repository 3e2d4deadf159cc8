//! Cleaning of text cells, shared by the nouns and by whoever reads spreadsheets.

use std::borrow::Cow;

/// Characters which carry no meaning in a cell: blanks of all widths, apostrophes with which people
/// force text in a spreadsheet, byte order marks, zero-width characters, control characters.
pub fn is_ignorable(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\'' | '`'
                | '"'
                | '\u{2018}'
                | '\u{2019}'
                | '\u{201B}'
                | '\u{2032}'
                | '\u{00B4}'
                | '\u{201C}'
                | '\u{201D}'
        )
        || is_invisible(c)
}

/// Zero-width characters and byte order marks, which come with text copied from web pages.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}

/// Takes off the apostrophe with which people force text in a spreadsheet, and blanks around it.
pub fn strip_apostrophe(text: &str) -> &str {
    text.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '`')
    })
}

/// The text with invisible characters gone and every run of blanks made one space.
pub fn tidy(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    if is_tidy(trimmed) {
        return Cow::Borrowed(trimmed);
    }
    let mut out = String::with_capacity(trimmed.len());
    for c in trimmed.chars().filter(|&c| !is_invisible(c)) {
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    Cow::Owned(out)
}

fn is_tidy(text: &str) -> bool {
    let mut last = b'x';
    for byte in text.bytes() {
        if !(b' '..0x7F).contains(&byte) || (byte == b' ' && last == b' ') {
            return false;
        }
        last = byte;
    }
    true
}

/// Does the cell say in words that there is nothing to say (`-`, `tidak ada`, `belum punya`)?
///
/// To be asked of columns of names and identifiers only: in a yes/no column `tidak` and `x` are
/// answers, and in a column of counts `0` is one.
pub fn is_absent(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "tidak ada",
        "tdk ada",
        "tidak punya",
        "belum ada",
        "belum punya",
        "belum",
        "blm",
        "blm ada",
        "kosong",
        "nihil",
        "n/a",
        "na",
        "nil",
        "null",
        "none",
        "tidak",
        "tdk",
        "#n/a",
        "?",
        "x",
    ];
    let trimmed = text.trim_matches(is_ignorable);
    trimmed
        .chars()
        .all(|c| matches!(c, '-' | '.' | '_' | '0' | '\u{2013}' | '\u{2014}'))
        || WORDS.iter().any(|word| trimmed.eq_ignore_ascii_case(word))
}

/// The text form of a number cell: whole numbers end in `.0`, so that the parsers know that the
/// digits came through floating point (which cannot hold every sixteen-digit number).
pub fn number_cell(value: f64) -> String {
    format!("{value:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tidy_makes_one_space_of_many_and_drops_the_invisible() {
        assert_eq!(tidy("  Bu\u{a0}\u{a0}Siti\t Aminah\n"), "Bu Siti Aminah");
        assert_eq!(tidy("\u{feff}Sari\u{200b}"), "Sari");
        assert!(matches!(tidy("Bu Siti"), Cow::Borrowed("Bu Siti")));
    }

    #[test]
    fn absence_in_words_is_understood() {
        for text in [
            "",
            " ",
            "-",
            "--",
            "Tidak Ada",
            "belum punya",
            "N/A",
            "'-",
            "0",
        ] {
            assert!(is_absent(text), "{text}");
        }
        for text in ["Ada", "3324", "Siti"] {
            assert!(!is_absent(text), "{text}");
        }
    }

    #[test]
    fn number_cells_keep_their_float_mark() {
        assert_eq!(number_cell(812_345_678_901.0), "812345678901.0");
    }
}
