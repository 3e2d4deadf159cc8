//! The stems that an Indonesian or Javanese word may come from.
//!
//! A full stemmer (Tala, Nazief-Adriani) decides on one stem, and knows no Javanese. Here the words
//! of the table are the dictionary: this gives every stem that affixes allow, most likely first, and
//! the index takes those it knows. So menyetrika, nyetrika and setrikaan all reach setrika, and no
//! stem is invented that means nothing. Words are folded already (y is i, f and v are p).

/// No stem is shorter: below, too many words share one.
const SHORTEST: usize = 3;

/// Prefixes, and what the stem began with before the prefix took it in: meny-etrika, setrika.
const PREFIXES: &[(&str, &[&str])] = &[
    ("penge", &[""]),
    ("menge", &[""]),
    ("meni", &["s"]),
    ("peni", &["s"]),
    ("meng", &["", "k"]),
    ("peng", &["", "k"]),
    ("mem", &["", "p"]),
    ("pem", &["", "p"]),
    ("men", &["", "t"]),
    ("pen", &["", "t"]),
    ("ngge", &["g"]),
    ("ng", &["", "k", "g"]),
    ("ni", &["c", "s"]),
    ("br", &[""]),
    ("ber", &[""]),
    ("per", &[""]),
    ("pr", &[""]),
    ("me", &[""]),
    ("pe", &[""]),
    ("di", &[""]),
    ("ke", &[""]),
    ("ter", &[""]),
    ("n", &["", "t"]),
    ("m", &["", "p"]),
];

/// Suffixes; the longest that fits comes first.
const SUFFIXES: &[&str] = &["kake", "annia", "kan", "nia", "an", "ne", "ake", "e", "i"];

/// Every stem the word may have, without the word itself.
pub(crate) fn stems(word: &str) -> Vec<String> {
    let mut stems: Vec<String> = Vec::new();
    let mut add = |stem: String| {
        if stem.len() >= SHORTEST && stem != word && !stems.contains(&stem) {
            stems.push(stem);
        }
    };
    for bare in std::iter::once(word.to_owned()).chain(without_prefix(word)) {
        add(bare.clone());
        for cut in without_suffix(&bare) {
            add(cut.to_owned());
            // One suffix may stand on another: goreng-an-e.
            without_suffix(cut).for_each(|again| add(again.to_owned()));
        }
    }
    stems
}

fn without_suffix(word: &str) -> impl Iterator<Item = &str> {
    SUFFIXES
        .iter()
        .filter_map(|suffix| word.strip_suffix(suffix))
}

fn without_prefix(word: &str) -> impl Iterator<Item = String> {
    PREFIXES.iter().flat_map(move |(prefix, firsts)| {
        let rest = word.strip_prefix(prefix);
        let stems = move |rest: &str| {
            firsts
                .iter()
                .map(|first| format!("{first}{rest}"))
                .collect()
        };
        rest.map_or_else(Vec::new, stems)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn affixes_of_both_languages_come_off() {
        for (word, stem) in [
            ("jualan", "jual"),
            ("penjahit", "jahit"),
            ("menjual", "jual"),
            ("njahit", "jahit"),
            ("nandur", "tandur"),
            ("mbatik", "batik"),
            ("menietrika", "setrika"),
            ("gorengane", "goreng"),
            ("pengasapan", "asap"),
            ("pemotong", "potong"),
            ("ngukir", "ukir"),
        ] {
            assert!(
                stems(word).iter().any(|it| it == stem),
                "{word}: {:?}",
                stems(word)
            );
        }
    }

    #[test]
    fn short_words_stay_whole() {
        assert_eq!(stems("mi"), Vec::<String>::new());
        assert_eq!(stems("di"), Vec::<String>::new());
    }
}
