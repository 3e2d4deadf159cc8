//! Normal forms: what a cell says once spelling habits, titles and abbreviations are set aside.
//!
//! These work on dirty strings of any list, so they share nothing with the register's own nouns
//! (`vocab`), which refuse what is not well-formed; here a wrong phone number is still evidence.

mod business;
mod date;
mod fold;
mod numbers;
mod person;
mod place;
mod sound;
mod words;

pub(crate) use date::parse_date;
pub(crate) use fold::fold;
pub(crate) use numbers::amount;
use numbers::{code, phones};
pub(crate) use sound::sound;

use crate::spec::Role;

/// Writes the normal form of `cell` into `out`: tokens parted by single spaces.
pub(crate) fn normalise(role: Role, cell: &str, scratch: &mut String, out: &mut String) {
    out.clear();
    match role {
        Role::Given | Role::Surname | Role::Person => person::normalise(cell, scratch, out),
        Role::Business => business::normalise(cell, scratch, out),
        Role::Place => place::normalise(cell, scratch, out),
        Role::Address => place::normalise_address(cell, scratch, out),
        Role::Phone => phones(cell, out),
        Role::Identity | Role::Postcode => code(cell, out),
        Role::Date => {
            if let Some(date) = parse_date(cell) {
                date.write(out);
            }
        }
        Role::Number => {
            if let Some(value) = amount(cell) {
                out.push_str(&value.to_string());
            }
        }
        Role::Email | Role::Text | Role::Category => fold(cell, out),
    }
}

/// Tokens of a folded string.
fn tokens(folded: &str) -> impl DoubleEndedIterator<Item = &str> + Clone {
    folded.split(' ').filter(|token| !token.is_empty())
}

fn push_token(out: &mut String, token: &str) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(token);
}

/// Values which people write when they have nothing to say.
pub(crate) fn is_blank(cell: &str) -> bool {
    let cell = cell.trim();
    if cell.is_empty() {
        return true;
    }
    if cell.len() > 14 {
        return false;
    }
    if !cell.chars().any(char::is_alphanumeric) {
        return true;
    }
    words::BLANKS.contains(&cell.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn norm(role: Role, cell: &str) -> String {
        let (mut scratch, mut out) = (String::new(), String::new());
        normalise(role, cell, &mut scratch, &mut out);
        out
    }

    #[test]
    fn persons_lose_titles_and_get_full_names() {
        for (raw, want) in [
            ("H. Moch. Soleh, S.Pd.", "muhammad soleh"),
            ("Hj. ST. AMINAH", "siti aminah"),
            ("Bpk Sugeng", "sugeng"),
            ("O'Brien, Mary", "obrien mary"),
            ("Ma'ruf", "maruf"),
            ("Drs. H. Abd. Rohman MM", "abdul rohman"),
            ("Dr. Müller", "muller"),
            ("Ibu", "ibu"),
        ] {
            assert_eq!(norm(Role::Person, raw), want, "{raw}");
        }
    }

    #[test]
    fn businesses_spell_out_their_kind_and_drop_the_shop_window() {
        for (raw, want) in [
            ("Wr. Sederhana", "warung sederhana"),
            ("TK BERKAH JAYA Official Store", "toko berkah jaya"),
            ("P.T. Maju Mundur, Tbk", "maju mundur"),
            ("Smith & Sons Ltd.", "smith sons"),
            ("RM. Padang", "rumah makan padang"),
            ("Official Store", "official store"),
        ] {
            assert_eq!(norm(Role::Business, raw), want, "{raw}");
        }
    }

    #[test]
    fn places_and_addresses_lose_their_labels() {
        assert_eq!(norm(Role::Place, "Ds. Sukorejo"), "sukorejo");
        assert_eq!(norm(Role::Place, "Kota"), "kota");
        assert_eq!(
            norm(Role::Address, "Jln. Raya Barat No.12 RT 01/RW 003"),
            "raya barat 12 rt1 rw3"
        );
        assert_eq!(norm(Role::Address, "12 Main St."), "12 main street");
    }

    #[test]
    fn sound_meets_old_and_new_spelling() {
        for (a, b) in [
            ("soerjadi", "suryadi"),
            ("djaja", "jaya"),
            ("tjipto", "cipto"),
            ("aisyah", "aisya"),
            ("noer", "nur"),
            ("sjarif", "syarif"),
            ("philip", "filip"),
            ("mary", "marie"),
        ] {
            assert_eq!(sound(a), sound(b), "{a} {b}");
        }
        assert_ne!(sound("siti"), sound("sari"));
    }

    #[test]
    fn phones_in_every_dress_are_one() {
        for raw in [
            "+62 812-3456-789",
            "0812 3456 789",
            "62812.3456.789",
            "8123456789",
            "(0812) 3456789",
        ] {
            assert_eq!(norm(Role::Phone, raw), "8123456789", "{raw}");
        }
        assert_eq!(
            norm(Role::Phone, "08123456789 / 0294-381234"),
            "8123456789 294381234"
        );
        assert_eq!(norm(Role::Phone, "0000000000"), "");
    }

    #[test]
    fn dates_of_many_lands_are_read() {
        for raw in [
            "1975-03-12",
            "12/03/1975",
            "12 Maret 1975",
            "19750312",
            "12-3-1975",
            "March 12, 1975",
            "12 Mar 75",
        ] {
            assert_eq!(norm(Role::Date, raw), "1975 03 12", "{raw}");
        }
        assert_eq!(norm(Role::Date, "1975"), "1975 00 00");
        assert_eq!(norm(Role::Date, "13/25/1975"), "");
    }

    #[test]
    fn nothing_said_is_blank() {
        for raw in ["", " - ", "N/A", "null", "tidak ada", "...."] {
            assert!(is_blank(raw), "{raw}");
        }
        assert!(!is_blank("Ada"));
    }
}
