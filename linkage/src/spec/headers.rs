//! What a column's header says about its role, in Indonesian, English and a little of its neighbours.

use super::Role;
use super::header_words::{IDS, NAMES, NEVER, PHRASES, ROLES};

/// The words of a header: "dateOfBirth", "date_of_birth" and "Date of birth" are the same three.
pub(super) fn words(header: &str) -> Vec<String> {
    let mut out: Vec<String> = vec![String::new()];
    let mut lower_before = false;
    for c in header.chars() {
        let boundary = !c.is_alphanumeric() || (c.is_uppercase() && lower_before);
        if boundary && out.last().is_some_and(|w| !w.is_empty()) {
            out.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = out.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
    out.retain(|w| !w.is_empty());
    out.iter().map(|word| folded(word)).collect()
}

/// "dirección" and "direccion" are one.
fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    crate::normal::fold(word, &mut out);
    out
}

pub(super) fn is_never(header: &str) -> bool {
    NEVER.contains(&words(header).join("_").as_str())
}

/// Whether the header calls its column the list's own number of each row, by a word less plain than "id".
pub(super) fn is_row_number(header: &str) -> bool {
    role(header).is_none()
        && words(header).last().is_some_and(|word| {
            IDS.contains(&word.as_str()) || word.ends_with("nr") || word.ends_with("nummer")
        })
}

/// The role a header names, if it names one.
pub(super) fn role(header: &str) -> Option<Role> {
    let words = words(header);
    let joined = words.join(" ");
    if let Some((_, role)) = PHRASES.iter().find(|(phrase, _)| joined.contains(phrase)) {
        return Some(*role);
    }
    let mut found = words.iter().filter_map(|word| {
        let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let known = |known: &&str| *known == word || *known == bare;
        ROLES
            .iter()
            .find(|(_, words)| words.iter().any(known))
            .map(|(role, _)| *role)
    });
    let first = found.next();
    match (first, found.next()) {
        // "owner phone", "toko alamat": the thing, not whose it is
        (Some(Role::Person | Role::Business), Some(second)) => Some(second),
        (None, _) if words.iter().any(|w| NAMES.contains(&w.as_str())) => Some(Role::Text),
        _ => first,
    }
}

/// How alike two headers are, 0 to 1, by shared words.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    if a == b {
        return 1.0;
    }
    let shared = a.iter().filter(|w| b.contains(w)).count();
    let all = a.len() + b.len() - shared;
    if all == 0 {
        0.0
    } else {
        0.9 * shared as f64 / all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_in_two_languages_name_their_role() {
        for (header, want) in [
            ("given_name", Some(Role::Given)),
            ("surname", Some(Role::Surname)),
            ("Nama Pemilik", Some(Role::Person)),
            ("nama_usaha", Some(Role::Business)),
            ("No HP", Some(Role::Phone)),
            ("soc_sec_id", Some(Role::Identity)),
            ("date_of_birth", Some(Role::Date)),
            ("dateOfBirth", Some(Role::Date)),
            ("address_1", Some(Role::Address)),
            ("street_number", Some(Role::Address)),
            ("suburb", Some(Role::Place)),
            ("Kode Pos", Some(Role::Postcode)),
            ("owner phone", Some(Role::Phone)),
            ("Dirección", Some(Role::Address)),
            ("Geburtsdatum", Some(Role::Date)),
            ("No. WA", Some(Role::Phone)),
            ("código postal", Some(Role::Postcode)),
            ("xyz", None),
        ] {
            assert_eq!(role(header), want, "{header}");
        }
        assert!(is_never("cluster"));
        assert!(is_row_number("Kundennr") && is_row_number("No") && !is_row_number("no hp"));
    }
}
