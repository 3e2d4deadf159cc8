//! One spelling for the many that people type.
//!
//! Market words come in old and new spelling (tj, oe), Javanese and Indonesian (kripik, keripik),
//! and foreign and local letters (konfeksi, konveksi; fotocopy, fotokopi). Both what people type and
//! what the tables say goes through the same folding, so that neither need list the variants.

/// Longer texts are cut: nobody describes a trade in more, and the work stays bounded.
const LONGEST: usize = 400;
/// More words than this are not looked at.
const MOST_WORDS: usize = 24;

/// The folded words of a text, in order; a word said twice in a row (otak-otak) counts once.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let text: String = text.chars().take(LONGEST).collect();
    let lower = text.to_lowercase();
    let raw = lower.split(|sign: char| !sign.is_alphanumeric());
    for word in raw.filter(|word| !word.is_empty()) {
        let folded = fold(word);
        if words.last() != Some(&folded) && !folded.is_empty() {
            words.push(folded);
        }
        if words.len() == MOST_WORDS {
            break;
        }
    }
    words
}

/// Letter groups that are written in two ways, and the one kept.
const GROUPS: &[(&str, &str)] = &[
    ("oe", "u"),
    ("tj", "c"),
    ("dj", "j"),
    ("dh", "d"),
    ("th", "t"),
    ("kh", "k"),
    ("sy", "s"),
    ("ph", "p"),
    ("ck", "k"),
    ("qu", "k"),
    ("x", "ks"),
    ("q", "k"),
    ("f", "p"),
    ("v", "p"),
    ("z", "s"),
    ("y", "i"),
    ("é", "e"),
    ("è", "e"),
];

/// Folds one lower-case word.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = word.to_owned();
    for (from, to) in GROUPS {
        if folded.contains(from) {
            folded = folded.replace(from, to);
        }
    }
    let letters: Vec<char> = folded.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut out = String::with_capacity(letters.len());
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let later = letters.get(at + 2);
        let repeated = before == Some(letter) && !letter.is_ascii_digit();
        if !repeated && !is_weak(*letter, before, after, later) {
            out.push(*letter);
        }
    }
    // mie and mi, kopie and kopi.
    if out.len() > 2 && out.ends_with("ie") {
        out.pop();
    }
    out
}

/// The e that Indonesian writes and Javanese drops: kerupuk and krupuk, cokelat and coklat.
fn is_weak(
    letter: char,
    before: Option<&char>,
    after: Option<&char>,
    later: Option<&char>,
) -> bool {
    letter == 'e'
        && before.is_some_and(|letter| !is_vowel(*letter) && !matches!(letter, 'r' | 'l'))
        && after.is_some_and(|letter| matches!(letter, 'r' | 'l'))
        && later.is_some_and(|letter| is_vowel(*letter))
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_word_fold_into_one() {
        for same in [
            ["kripik", "keripik"],
            ["krupuk", "kerupuk"],
            ["konfeksi", "konveksi"],
            ["coklat", "cokelat"],
            ["mi", "mie"],
            ["wedhus", "wedus"],
            ["soto", "sotto"],
            ["grabah", "gerabah"],
        ] {
            assert_eq!(fold(same[0]), fold(same[1]));
        }
        assert_ne!(fold("bata"), fold("batu"));
    }

    #[test]
    fn a_doubled_word_counts_once_and_signs_part_words() {
        assert_eq!(words("Otak-otak, BANDENG!"), ["otak", "bandeng"]);
        assert_eq!(words("  -- ,, "), Vec::<String>::new());
    }

    #[test]
    fn endless_text_is_cut() {
        assert!(words(&"a b ".repeat(100_000)).len() <= MOST_WORDS);
    }
}
