//! Lists of styles that nobody had in mind when the columns' profiles were written: what is proposed must be sensible, and
//! what is taken for one must be right, without a word of specification.

#![expect(clippy::unwrap_used, reason = "a test's helper fails by panicking")]

use linkage::{Options, Role, Specification, Table, link, propose, silent};
use std::fmt::Write as _;

const GIVEN: [&str; 20] = [
    "Siti", "Joko", "Rina", "Agus", "Dewi", "Hasan", "Umar", "Lilik", "Paijo", "Sarmi", "Tutik",
    "Bambang", "Wahyu", "Eko", "Nur", "Yanti", "Slamet", "Mulyono", "Kartini", "Darsono",
];
const FAMILY: [&str; 20] = [
    "Aminah",
    "Santoso",
    "Hidayat",
    "Lestari",
    "Wibowo",
    "Utomo",
    "Anwar",
    "Efendi",
    "Hakim",
    "Fauzi",
    "Basuki",
    "Rahayu",
    "Kusuma",
    "Prasetyo",
    "Handayani",
    "Suryani",
    "Nugroho",
    "Setiawan",
    "Purnomo",
    "Wijaya",
];
const GOODS: [&str; 12] = [
    "Keripik", "Bandeng", "Batik", "Kopi", "Sate", "Tahu", "Mebel", "Jamu", "Laundry", "Bakso",
    "Roti", "Sambal",
];
const CALLED: [&str; 15] = [
    "Berkah",
    "Makmur",
    "Sejahtera",
    "Barokah",
    "Mandiri",
    "Jaya",
    "Sumber Rejeki",
    "Lancar",
    "Abadi",
    "Sentosa",
    "Mekar",
    "Putra",
    "Subur",
    "Ridho",
    "Cahaya",
];
const VILLAGES: [&str; 10] = [
    "Jungsemi",
    "Boja",
    "Weleri",
    "Kaliwungu",
    "Patebon",
    "Cepiring",
    "Gemuh",
    "Limbangan",
    "Sukorejo",
    "Rowosari",
];
const ALL: usize = 300;

/// One of some, the same one for the same business and topic.
fn one_of<'t>(all: &[&'t str], business: usize, topic: usize) -> &'t str {
    all[mixed(business, topic) % all.len()]
}

fn mixed(business: usize, topic: usize) -> usize {
    let mut x = (business as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ ((topic as u64) << 32);
    x = (x ^ (x >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    usize::try_from((x >> 33) & 0x7fff_ffff).unwrap()
}

fn owner(i: usize) -> String {
    format!("{} {}", one_of(&GIVEN, i, 1), one_of(&FAMILY, i, 2))
}

fn shop(i: usize) -> String {
    format!("{} {}", one_of(&GOODS, i, 3), one_of(&CALLED, i, 4))
}

fn phone(i: usize) -> String {
    format!("0812{:08}", mixed(i, 5) % 100_000_000)
}

fn census() -> Table {
    let lines = (0..ALL).map(|i| {
        let (owner, shop, village) = (owner(i), shop(i), one_of(&VILLAGES, i, 6));
        format!("{i},{owner},{shop},{village},{}", phone(i))
    });
    table("id,nama_pemilik,nama_usaha,desa,no_hp", lines)
}

fn table(header: &str, lines: impl Iterator<Item = String>) -> Table {
    let mut text = format!("{header}\n");
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
    Table::parse("list.csv", text.into_bytes()).unwrap()
}

/// The specification proposed, and how many of the links above the threshold are right and how many wrong; a record's own
/// number stands at the end of its id in both lists.
fn linked(left: &Table, other: &Table) -> (Specification, usize, usize) {
    let specification = propose(left, Some(other)).unwrap().specification;
    let options = Options::default();
    let linkage = link(left, Some(other), &specification, &options, &silent).unwrap();
    let number = |id: &str| -> usize {
        let digits = id.trim_start_matches(|c: char| !c.is_ascii_digit());
        digits.parse().unwrap()
    };
    let sure = linkage.links().iter().filter(|l| l.probability >= 0.95);
    let own = sure.map(|l| {
        let (a, b) = linkage.ids(l);
        number(&a) == number(&b)
    });
    let own: Vec<bool> = own.collect();
    let right = own.iter().filter(|own| **own).count();
    (specification, right, own.len() - right)
}

/// What is compared: role, columns of the left list, columns of the right one.
fn compared(specification: &Specification) -> Vec<(Role, String, String)> {
    let fields = specification.fields.iter();
    fields
        .map(|f| (f.role, f.left.join("+"), f.right_columns().join("+")))
        .collect()
}

fn compares(specification: &Specification, left: &str, right: &str) -> bool {
    compared(specification)
        .iter()
        .any(|(_, l, r)| l.split('+').any(|c| c == left) && r.split('+').any(|c| c == right))
}

#[test]
fn a_workbook_in_capitals_with_owner_and_business_in_one_cell_is_understood() {
    let lines = (50..ALL).map(|i| {
        let who = format!("{} / {}", owner(i), shop(i)).to_uppercase();
        let village = one_of(&VILLAGES, i, 6).to_uppercase();
        let phone = if i % 3 == 0 {
            String::new()
        } else {
            phone(i).replacen('0', "+62 ", 1)
        };
        format!(
            "R{i},{who},\"DS. {village} RT 0{} KAB. KENDAL\",{phone}",
            i % 7
        )
    });
    let list = table("ID,NAMA PEMILIK / NAMA USAHA,ALAMAT LENGKAP,KONTAK", lines);
    let (specification, right, wrong) = linked(&census(), &list);
    let told = compared(&specification);
    for (left, theirs) in [
        ("nama_pemilik", "NAMA PEMILIK / NAMA USAHA"),
        ("nama_usaha", "NAMA PEMILIK / NAMA USAHA"),
        ("no_hp", "KONTAK"),
    ] {
        assert!(compares(&specification, left, theirs), "{left}: {told:?}");
    }
    assert!(
        right >= 238 && wrong <= 2,
        "{right} right, {wrong} wrong: {told:?}"
    );
}

#[test]
fn a_list_of_nothing_but_phone_and_shop_is_linked_by_both() {
    let lines = (100..ALL).map(|i| {
        let national = phone(i);
        let phone = format!(
            "62{}-{}-{}",
            &national[1..4],
            &national[4..8],
            &national[8..]
        );
        format!("{i},{phone},Toko {} Official Store", shop(i))
    });
    let list = table("id,WA,Lapak", lines);
    let (specification, right, wrong) = linked(&census(), &list);
    let told = compared(&specification);
    assert!(compares(&specification, "no_hp", "WA"), "{told:?}");
    assert!(compares(&specification, "nama_usaha", "Lapak"), "{told:?}");
    let phones = told.iter().filter(|(role, ..)| *role == Role::Phone);
    assert_eq!(phones.count(), 1, "{told:?}");
    assert!(
        right >= 190 && wrong <= 2,
        "{right} right, {wrong} wrong: {told:?}"
    );
}

#[test]
fn columns_of_foreign_organisations_with_their_words_cut_short_are_understood() {
    let towns = [
        "Leeds", "York", "Hull", "Derby", "Bath", "Exeter", "Truro", "Poole",
    ];
    let first = [
        "Northern",
        "Royal",
        "United",
        "Central",
        "Coastal",
        "Riverside",
        "Highland",
        "Meadow",
        "Granite",
        "Harbour",
        "Juniper",
        "Orchard",
        "Falcon",
        "Beacon",
        "Willow",
        "Copper",
    ];
    let long = [
        "Engineering",
        "Manufacturing",
        "Associates",
        "Brothers",
        "Services",
        "Trading",
    ];
    let short = ["Eng.", "Mfg", "Assoc.", "Bros.", "Svcs", "Trdg"];
    let name = |i: usize, words: &[&str; 6], form: &str| {
        let (a, b, c) = (
            one_of(&first, i, 11),
            one_of(&FAMILY, i, 12),
            one_of(&GIVEN, i, 15),
        );
        format!("{a} {b} {c} {} {form}", words[mixed(i, 13) % words.len()])
    };
    let town = |i: usize| one_of(&towns, i, 14);
    let left = (0..ALL).map(|i| format!("{i},{},{}", name(i, &long, "Limited"), town(i)));
    let left = table("org_id,Organisation,Town", left);
    let right = (60..ALL).map(|i| format!("c{i},{},{}", name(i, &short, "Ltd"), town(i)));
    let right = table("company_id,Registered name,City", right);
    let specification = propose(&left, Some(&right)).unwrap().specification;
    let told = compared(&specification);
    assert!(
        compares(&specification, "Organisation", "Registered name"),
        "{told:?}"
    );
    assert!(compares(&specification, "Town", "City"), "{told:?}");
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn many_who_share_one_name_are_told_apart_by_what_differs_and_cost_no_more_than_others() {
    let many = |p: &str| {
        let lines =
            (0..3_000).map(move |i| format!("{p}{i},Siti Aminah,Warung Berkah,{}", phone(i)));
        table("id,nama_pemilik,nama_usaha,no_hp", lines)
    };
    let (left, right) = (many("a"), many("b"));
    let specification = propose(&left, Some(&right)).unwrap().specification;
    let options = Options::default();
    let linkage = link(&left, Some(&right), &specification, &options, &silent).unwrap();
    let most = 12 * (left.rows() + right.rows());
    assert!(
        linkage.counts.candidates <= most,
        "{} candidates",
        linkage.counts.candidates
    );
    let sure = linkage.links().iter().filter(|l| l.probability >= 0.95);
    let own = sure.filter(|l| {
        let (a, b) = linkage.ids(l);
        a[1..] == b[1..]
    });
    assert!(own.count() >= 2_900);
}
