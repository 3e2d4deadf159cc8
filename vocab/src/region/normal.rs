//! The normal form of place names, and taking a full address line apart.

use crate::name::push_folded;

/// A text taken apart into the keys of village and district.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SplitPlace {
    /// Key of the village; empty if none is named.
    pub village: String,
    /// Key of the district; empty if none is named.
    pub district: String,
}

/// The key of a place name: its letters in lower case and new spelling, without the word for its
/// kind and without blanks, so that `Ds. Karang Sari` and `KARANGSARI` are one.
pub fn normal_place(text: &str) -> String {
    let split = split_place(text);
    if split.village.is_empty() {
        split.district
    } else {
        split.village
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Village,
    District,
    Nowhere,
}

/// Takes `Ds. Karangsari RT 01/02 Kec. Rowosari, Kab. Kendal` apart.
pub(super) fn split_place(text: &str) -> SplitPlace {
    let mut out = SplitPlace {
        village: String::with_capacity(text.len()),
        district: String::new(),
    };
    let mut target = Target::Village;
    for part in text.split([',', ';', '(', ')']) {
        // `Karangsari, Rowosari`: what follows the village is its district.
        if target == Target::Village && !out.village.is_empty() {
            target = Target::District;
        } else if target == Target::District && !out.district.is_empty() {
            target = Target::Nowhere;
        }
        for word in
            part.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '`' | '\u{2019}')))
        {
            let word = word.trim_matches(['\'', '`', '\u{2019}']);
            if let Some(next) = word_for_kind(word) {
                // `Tambahrejo Desa` says nothing new.
                if next != Target::Village || out.village.is_empty() {
                    target = next;
                }
                continue;
            }
            match target {
                Target::Village => push_word(&mut out.village, word),
                Target::District => push_word(&mut out.district, word),
                Target::Nowhere => {}
            }
        }
    }
    out
}

fn word_for_kind(word: &str) -> Option<Target> {
    let is = |names: &[&str]| names.iter().any(|name| word.eq_ignore_ascii_case(name));
    if word.is_empty() || word.len() > 9 {
        None
    } else if is(&["ds", "des", "desa", "kel", "kelurahan", "klrhn"]) {
        Some(Target::Village)
    } else if is(&["kec", "kecamatan", "kcmtn"]) {
        Some(Target::District)
    } else if is(&[
        "rt",
        "rw",
        "rtrw",
        "kab",
        "kabupaten",
        "prov",
        "provinsi",
        "jl",
        "jln",
        "jalan",
        "gg",
        "gang",
        "dusun",
        "dsn",
        "dukuh",
        "dk",
        "no",
    ]) {
        // What follows is no village name; a hamlet (dusun) cannot be found here.
        Some(Target::Nowhere)
    } else {
        None
    }
}

fn push_word(key: &mut String, word: &str) {
    if word.is_empty() || word.bytes().all(|b| b.is_ascii_digit()) {
        return;
    }
    let whole = match word.to_ascii_lowercase().as_str() {
        "sel" | "slt" if !key.is_empty() => "selatan",
        // `Kota Kendal` is what people call Kendal district.
        "kota" => return,
        _ => word,
    };
    if whole.contains(['\'', '`', '\u{2019}']) {
        push_folded(key, &whole.replace(['\'', '`', '\u{2019}'], ""));
    } else {
        push_folded(key, whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_place_has_one_key() {
        for text in [
            "Karangsari",
            "KARANGSARI",
            "Ds. Karangsari",
            "Desa Karang Sari",
            "Kel.Karangsari",
            "'Karangsari",
            "ds karang-sari",
            "Karangsari RT 01 RW 02",
            "Karangsari RT.01/02",
        ] {
            assert_eq!(normal_place(text), "karangsari", "{text}");
        }
        assert_eq!(normal_place("Poerwosari"), "purwosari");
        assert_eq!(normal_place("Kec. Kota Kendal"), "kendal");
        assert_eq!(normal_place("Kaliwungu Sel."), "kaliwunguselatan");
    }

    #[test]
    fn an_address_line_is_taken_apart() {
        for text in [
            "Ds. Karangsari Kec. Rowosari",
            "Karangsari, Rowosari",
            "Ds. Karangsari RT 01/02 Kec. Rowosari, Kab. Kendal",
            "RT 1 Desa Karangsari kecamatan Rowosari",
            "Karangsari (Rowosari)",
            "Dsn. Krajan, Ds. Karangsari, Kec. Rowosari",
        ] {
            let split = split_place(text);
            assert_eq!(
                (split.village.as_str(), split.district.as_str()),
                ("karangsari", "rowosari"),
                "{text}"
            );
        }
    }
}
