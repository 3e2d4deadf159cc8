//! What a column's header says about its role, in Indonesian, English and a little of its neighbours.

use super::Role;
use Role::{
    Address, Business, Category, Date, Email, Given, Identity, Number, Person, Phone, Place,
    Postcode, Surname, Text,
};

/// Whole headers or word pairs, tried before single words.
const PHRASES: [(&str, Role); 44] = [
    ("given name", Given),
    ("first name", Given),
    ("nama depan", Given),
    ("middle name", Given),
    ("fore name", Given),
    ("last name", Surname),
    ("family name", Surname),
    ("nama belakang", Surname),
    ("sur name", Surname),
    ("nama usaha", Business),
    ("nama toko", Business),
    ("nama merchant", Business),
    ("nama perusahaan", Business),
    ("business name", Business),
    ("store name", Business),
    ("shop name", Business),
    ("company name", Business),
    ("legal name", Business),
    ("trade name", Business),
    ("merchant name", Business),
    ("org name", Business),
    ("organisation name", Business),
    ("organization name", Business),
    ("nama pemilik", Person),
    ("owner name", Person),
    ("full name", Person),
    ("nama lengkap", Person),
    ("nama pengusaha", Person),
    ("contact name", Person),
    ("product name", Text),
    ("nama produk", Text),
    ("birth date", Date),
    ("date of", Date),
    ("tanggal lahir", Date),
    ("tgl lahir", Date),
    ("kode pos", Postcode),
    ("zip code", Postcode),
    ("post code", Postcode),
    ("postal code", Postcode),
    ("house number", Address),
    ("street number", Address),
    ("jenis kelamin", Category),
    ("soc sec", Identity),
    ("social security", Identity),
];

const WORDS: [(&str, Role); 128] = [
    ("forename", Given),
    ("firstname", Given),
    ("givenname", Given),
    ("fname", Given),
    ("given", Given),
    ("vorname", Given),
    ("prenom", Given),
    ("surname", Surname),
    ("lastname", Surname),
    ("lname", Surname),
    ("nachname", Surname),
    ("familyname", Surname),
    ("apellido", Surname),
    ("pemilik", Person),
    ("owner", Person),
    ("pengusaha", Person),
    ("fullname", Person),
    ("author", Person),
    ("authors", Person),
    ("artist", Person),
    ("penulis", Person),
    ("contact", Person),
    ("person", Person),
    ("penanggung", Person),
    ("usaha", Business),
    ("toko", Business),
    ("merchant", Business),
    ("business", Business),
    ("company", Business),
    ("organisation", Business),
    ("organization", Business),
    ("org", Business),
    ("shop", Business),
    ("outlet", Business),
    ("perusahaan", Business),
    ("umkm", Business),
    ("brand", Text),
    ("manufacturer", Text),
    ("merek", Text),
    ("venue", Text),
    ("journal", Text),
    ("booktitle", Text),
    ("publisher", Text),
    ("title", Text),
    ("judul", Text),
    ("description", Text),
    ("deskripsi", Text),
    ("keterangan", Text),
    ("produk", Text),
    ("product", Text),
    ("model", Text),
    ("album", Text),
    ("song", Text),
    ("occupation", Text),
    ("pekerjaan", Text),
    ("phone", Phone),
    ("telp", Phone),
    ("telepon", Phone),
    ("tel", Phone),
    ("hp", Phone),
    ("wa", Phone),
    ("whatsapp", Phone),
    ("mobile", Phone),
    ("handphone", Phone),
    ("telephone", Phone),
    ("nohp", Phone),
    ("fax", Phone),
    ("msisdn", Phone),
    ("nik", Identity),
    ("ktp", Identity),
    ("npwp", Identity),
    ("nib", Identity),
    ("ssn", Identity),
    ("passport", Identity),
    ("isbn", Identity),
    ("ean", Identity),
    ("gtin", Identity),
    ("upc", Identity),
    ("vat", Identity),
    ("siren", Identity),
    ("siret", Identity),
    ("abn", Identity),
    ("duns", Identity),
    ("lei", Identity),
    ("sku", Identity),
    ("doi", Identity),
    ("email", Email),
    ("mail", Email),
    ("surel", Email),
    ("dob", Date),
    ("birth", Date),
    ("born", Date),
    ("date", Date),
    ("tgl", Date),
    ("tanggal", Date),
    ("lahir", Date),
    ("birthdate", Date),
    ("year", Date),
    ("tahun", Date),
    ("postcode", Postcode),
    ("zip", Postcode),
    ("zipcode", Postcode),
    ("kodepos", Postcode),
    ("plz", Postcode),
    ("desa", Place),
    ("kelurahan", Place),
    ("village", Place),
    ("kecamatan", Place),
    ("district", Place),
    ("kabupaten", Place),
    ("city", Place),
    ("kota", Place),
    ("town", Place),
    ("suburb", Place),
    ("locality", Place),
    ("state", Place),
    ("province", Place),
    ("provinsi", Place),
    ("county", Place),
    ("country", Place),
    ("birthplace", Place),
    ("place", Place),
    ("address", Address),
    ("alamat", Address),
    ("street", Address),
    ("jalan", Address),
    ("addr", Address),
    ("price", Number),
];

const MORE: [(&str, Role); 14] = [
    ("harga", Number),
    ("pages", Number),
    ("age", Number),
    ("umur", Number),
    ("amount", Number),
    ("qty", Number),
    ("gender", Category),
    ("sex", Category),
    ("category", Category),
    ("kategori", Category),
    ("jenis", Category),
    ("type", Category),
    ("kelamin", Category),
    ("race", Category),
];

/// Columns that tell the answer or nothing: never compared.
const NEVER: [&str; 20] = [
    "cluster",
    "cluster_id",
    "entity_id",
    "entity",
    "true_id",
    "gold",
    "label",
    "match_id",
    "blocking_number",
    "source",
    "dataset",
    "url",
    "link",
    "image",
    "foto",
    "created_at",
    "updated_at",
    "timestamp",
    "simulant_id",
    "household_id",
];

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
    out
}

pub(super) fn is_never(header: &str) -> bool {
    NEVER.contains(&words(header).join("_").as_str())
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
        WORDS
            .iter()
            .chain(&MORE)
            .find(|(known, _)| known == word || *known == bare)
            .map(|(_, role)| *role)
    });
    let first = found.next();
    match (first, found.next()) {
        // "owner phone", "toko alamat": the thing, not whose it is
        (Some(Role::Person | Role::Business), Some(second)) => Some(second),
        (None, _)
            if words
                .iter()
                .any(|w| matches!(w.as_str(), "name" | "nama" | "names")) =>
        {
            Some(Role::Text)
        }
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
            ("xyz", None),
        ] {
            assert_eq!(role(header), want, "{header}");
        }
        assert!(is_never("cluster"));
    }
}
