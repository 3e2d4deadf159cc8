//! Lists as they should not be: a clear error or a right result, never a blow-up.

#![expect(clippy::unwrap_used, reason = "a test's helper fails by panicking")]

use linkage::{LinkError, Options, Table, link, propose, silent};
use std::fmt::Write as _;

fn table(csv: impl Into<Vec<u8>>) -> Table {
    Table::parse("list.csv", csv.into()).unwrap()
}

fn pairs(left: &Table, right: Option<&Table>) -> Result<Vec<(String, String)>, LinkError> {
    let proposal = propose(left, right)?;
    let linkage = link(
        left,
        right,
        &proposal.specification,
        &Options::default(),
        &silent,
    )?;
    let mut pairs: Vec<_> = linkage
        .links()
        .iter()
        .filter(|l| l.probability >= 0.95)
        .map(|l| {
            let (a, b) = linkage.ids(l);
            (a.into_owned(), b.into_owned())
        })
        .collect();
    pairs.sort_unstable();
    Ok(pairs)
}

/// A hundred different persons, so that the lists have something to learn from.
fn persons(prefix: &str, extra: &str) -> String {
    let given = [
        "wati", "joko", "rina", "agus", "dewi", "hasan", "umar", "lilik", "paijo", "sarmi",
    ];
    let family = [
        "santoso", "hidayat", "lestari", "wibowo", "utomo", "anwar", "efendi", "hakim", "fauzi",
        "basuki",
    ];
    let mut out = String::from("id,nama,desa,hp\n");
    for i in 0..100 {
        let (g, f) = (given[i % 10], family[i / 10]);
        let _ = writeln!(
            out,
            "{prefix}{i},{g} {f},desa{},0812{:08}",
            i % 7,
            i * 7_654_321 % 99_999_999
        );
    }
    out + extra
}

#[test]
fn repeated_ids_are_refused_in_both_languages() {
    let left = table(persons("a", "a1,siti aminah,boja,08129999\n"));
    let error = pairs(&left, Some(&table(persons("b", "")))).unwrap_err();
    assert_eq!(error.code(), "link_duplicate_id");
    assert!(
        error.id().contains("a1") && error.en().contains("rows 2 and 101"),
        "{error}"
    );
}

#[test]
fn rows_without_id_are_called_by_number() {
    let left = table(persons("a", ",siti aminah,boja,081233344455\n"));
    let right = table(persons("b", "b100,siti aminah,boja,081233344455\n"));
    let found = pairs(&left, Some(&right)).unwrap();
    assert!(found.contains(&("#101".to_owned(), "b100".to_owned())));
    assert_eq!(found.len(), 101);
}

#[test]
fn a_list_without_id_column_uses_row_numbers_and_says_so() {
    let left = table("nama,desa\nsiti aminah,boja\njoko susilo,weleri\n");
    let proposal = propose(&left, None).unwrap();
    assert_eq!(proposal.specification.left_id, "#row");
    assert!(!proposal.notices.is_empty());
}

#[test]
fn a_column_of_one_value_is_left_out() {
    let constant: String =
        persons("a", "")
            .lines()
            .enumerate()
            .fold(String::new(), |mut out, (i, line)| {
                let _ = writeln!(
                    out,
                    "{line},{}",
                    if i == 0 { "negara" } else { "Indonesia" }
                );
                out
            });
    let constant = table(constant);
    let spec = propose(&constant, Some(&constant)).unwrap().specification;
    assert!(spec.fields.iter().all(|f| f.name != "negara"));
    assert!(pairs(&constant, None).is_ok());
}

#[test]
fn nothing_to_compare_is_an_error() {
    let empty = table("id,nama,desa\n1,,\n2,-,\n3,,N/A\n");
    assert!(matches!(
        pairs(&empty, None),
        Err(LinkError::NothingToCompare)
    ));
}

#[test]
fn mostly_empty_fields_still_link_what_there_is() {
    let sparse = |prefix: &str| {
        let full = persons(prefix, "");
        let mut out = String::new();
        for (i, line) in full.lines().enumerate() {
            let cells: Vec<&str> = line.split(',').collect();
            if i % 2 == 0 || i == 0 {
                let _ = writeln!(out, "{line}");
            } else {
                let _ = writeln!(out, "{},,,{}", cells[0], cells[3]);
            }
        }
        table(out)
    };
    assert!(pairs(&sparse("a"), Some(&sparse("b"))).unwrap().len() >= 90);
}

#[test]
fn very_many_identical_records_neither_blow_up_nor_get_lost() {
    let mut csv = String::from("id,nama,desa\n");
    for i in 0..50_000 {
        let _ = writeln!(csv, "{i},siti aminah,boja");
    }
    csv.push_str("x,joko susilo,weleri\n");
    let list = table(csv);
    let proposal = propose(&list, None).unwrap();
    let linkage = link(
        &list,
        None,
        &proposal.specification,
        &Options::default(),
        &silent,
    )
    .unwrap();
    assert!(
        linkage.counts.candidates < 2_000_000,
        "{}",
        linkage.counts.candidates
    );
    assert!(
        linkage.links().len() < 2_000_000,
        "{}",
        linkage.links().len()
    );
}

#[test]
fn ten_megabyte_cells_are_cut_and_linked() {
    let long = "keripik pisang ".repeat(700_000);
    let with = |p: &str| {
        table(persons(
            p,
            &format!("{p}x,\"siti {long}\",boja,081233344455\n"),
        ))
    };
    let (left, right) = (with("a"), with("b"));
    assert_eq!(left.cut_cells(), 1);
    assert!(
        pairs(&left, Some(&right))
            .unwrap()
            .contains(&("ax".to_owned(), "bx".to_owned()))
    );
}

#[test]
fn different_encodings_on_the_two_sides_meet() {
    let extra = |p: &str| persons(p, &format!("{p}x,josé müller,kraków,081233344455\n"));
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(extra("a").encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let (left, right) = (table(utf16), table(extra("b").replace(',', ";")));
    assert!(
        pairs(&left, Some(&right))
            .unwrap()
            .contains(&("ax".to_owned(), "bx".to_owned()))
    );
}

#[test]
fn one_record_on_each_side_is_no_trouble() {
    let one = |id: &str| table(format!("id,nama\n{id},siti aminah\n{id}2,joko susilo\n"));
    assert!(pairs(&one("a"), Some(&one("b"))).is_ok());
    assert!(matches!(
        pairs(&table("id,nama\n1,siti\n"), None),
        Err(LinkError::NothingToCompare)
    ));
}

#[test]
fn a_file_that_is_no_text_is_refused_in_both_languages() {
    for bytes in [
        &b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0bin"[..],
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"%PDF-1.7\nid,nama\n1,siti\n",
        b"id,nama\n1,si\0ti\n2,joko\n",
    ] {
        let error = Table::parse("daftar.csv", bytes.to_vec()).unwrap_err();
        assert_eq!(error.code(), "link_binary");
        assert!(error.id().contains("daftar.csv") && error.en().contains("save it as CSV"));
    }
}

#[test]
fn an_empty_file_and_a_lone_header_are_named() {
    for bytes in [&b""[..], b"\n\n", b"id,nama,desa\n", b"id;nama\n;\n"] {
        let error = Table::parse("kosong.csv", bytes.to_vec()).unwrap_err();
        assert_eq!(error.code(), "link_empty");
        assert!(error.id().contains("kosong.csv") && error.en().contains("header"));
    }
}

#[test]
fn windows_letters_on_one_side_meet_utf16_on_the_other() {
    let list = |p: &str| {
        persons(
            p,
            &format!("{p}x,jos\u{e9} m\u{fc}ller,krak\u{f3}w,081233344455\n"),
        )
    };
    let windows: Vec<u8> = list("a")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).unwrap())
        .collect();
    let utf16: Vec<u8> = [0xfe, 0xff]
        .into_iter()
        .chain(list("b").encode_utf16().flat_map(u16::to_be_bytes))
        .collect();
    let found = pairs(&table(windows), Some(&table(utf16))).unwrap();
    assert!(found.contains(&("ax".to_owned(), "bx".to_owned())));
    assert_eq!(found.len(), 101);
}
