//! Which row holds the names of the columns?
//!
//! Offices put titles above the header, merge cells over groups of columns ("Tenaga kerja" over "L"
//! and "P"), and often a row of column numbers below it.

use super::names::Names;
use super::target::Target;
use crate::row::Row;

/// Rows from the top among which the header is looked for.
pub(crate) const LOOK_AT: usize = 30;

/// A name has to be at least this like a known one to count for a row being the header.
const LIKE_ENOUGH: u8 = 60;

/// Where the header stands and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    /// Number of its last row; the data begin after it.
    pub(crate) last_row: u64,
    /// A name for each column, with `#2` on a second of the same name; empty for a blank column.
    pub(crate) names: Vec<String>,
}

/// Finds the header among the first rows of a sheet; `at` names its (first) row when known.
pub(crate) fn find(rows: &[Row], at: Option<u64>) -> Option<Header> {
    let mut best: Option<(u32, Header)> = None;
    for (index, row) in rows.iter().take(LOOK_AT).enumerate() {
        if at.is_some_and(|at| at != row.number()) {
            continue;
        }
        let alone = single(row);
        let below = rows
            .get(index + 1)
            .filter(|below| can_be_second(row, below));
        let pair = below.map(|below| Header {
            last_row: below.number(),
            names: combined(row, below),
        });
        for header in std::iter::once(alone).chain(pair) {
            let score = worth(&header.names);
            let enough = if at.is_some() {
                1
            } else {
                2 * u32::from(LIKE_ENOUGH)
            };
            if score >= enough && best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, header));
            }
        }
    }
    best.map(|(_, mut header)| {
        number_namesakes(&mut header.names);
        header
    })
}

fn single(row: &Row) -> Header {
    Header {
        last_row: row.number(),
        names: row.cells().map(tidy).collect(),
    }
}

fn tidy(cell: &str) -> String {
    cell.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A second row of names stands where the first has gaps, and has no numbers but column numbers.
fn can_be_second(first: &Row, second: &Row) -> bool {
    let width = first.len().max(second.len());
    let fills_gap =
        (0..width).any(|at| first.cell(at).trim().is_empty() && !second.cell(at).trim().is_empty());
    let has_amount = second.cells().any(|cell| {
        cell.bytes().any(|byte| byte.is_ascii_digit()) && !cell.chars().any(char::is_alphabetic)
    });
    fills_gap && !has_amount && second.number() == first.number() + 1
}

/// The group's name, carried to the right over its merged cells, before each part's own name.
fn combined(first: &Row, second: &Row) -> Vec<String> {
    let mut group = "";
    (0..first.len().max(second.len()))
        .map(|at| {
            let (above, below) = (first.cell(at).trim(), second.cell(at).trim());
            if !above.is_empty() {
                group = above;
            }
            match (above, below) {
                (_, "") => tidy(above),
                _ => tidy(&format!("{group} {below}")),
            }
        })
        .collect()
}

/// How much these names look like a header: likeness to known names, each target once.
fn worth(names: &[String]) -> u32 {
    let table = Names::builtin();
    let mut seen: Vec<Target> = Vec::new();
    let mut sum = 0;
    for name in names.iter().filter(|name| could_be_name(name)) {
        let Some((target, score)) = table.like(name).first().copied() else {
            continue;
        };
        if score >= LIKE_ENOUGH && (target == Target::Ignore || !seen.contains(&target)) {
            seen.push(target);
            // Columns without a fact say little: every office has a "No".
            sum += u32::from(score) / if target == Target::Ignore { 4 } else { 1 };
        }
    }
    sum
}

/// A title is long, and an amount is no name.
fn could_be_name(name: &str) -> bool {
    let letters = name.chars().filter(|letter| letter.is_alphabetic()).count();
    letters > 0 && name.chars().count() <= 80
}

fn number_namesakes(names: &mut [String]) {
    let originals = names.to_vec();
    for (at, name) in names.iter_mut().enumerate() {
        let before = originals
            .iter()
            .take(at)
            .filter(|other| **other == *name)
            .count();
        if before > 0 && !name.is_empty() {
            *name = format!("{name}#{}", before + 1);
        }
    }
}

/// Whether a row below the header repeats it, as at the top of each printed page, or numbers the
/// columns: "1 2 3" or "(1) (2) (3)".
pub(crate) fn is_echo(row: &Row, names: &[String]) -> bool {
    let (mut filled, mut same, mut numbers) = (0, 0, 0);
    for (at, cell) in row.cells().enumerate() {
        let cell = cell.trim();
        if cell.is_empty() {
            continue;
        }
        filled += 1;
        let bare = cell.trim_start_matches('(').trim_end_matches(')');
        numbers += usize::from(bare.parse() == Ok(at + 1));
        same += usize::from(
            names
                .get(at)
                .is_some_and(|name| name.eq_ignore_ascii_case(cell)),
        );
    }
    filled >= 3 && (same * 10 >= filled * 8 || numbers * 10 >= filled * 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&[&str]]) -> Vec<Row> {
        (1..)
            .zip(rows)
            .map(|(number, cells)| Row::from_cells(number, cells.iter().copied()))
            .collect()
    }

    #[test]
    fn titles_above_the_header_are_passed_over() {
        let rows = sheet(&[
            &["DATA USAHA MIKRO KECIL DAN MENENGAH"],
            &["KABUPATEN KENDAL TAHUN 2026"],
            &["", ""],
            &["No", "Nama Pemilik", "Nama Usaha", "Desa", "Kecamatan"],
            &["1", "Sri", "Warung Sri", "Jungsemi", "Kangkung"],
        ]);
        let header = find(&rows, None).unwrap();
        assert_eq!(header.last_row, 4);
        assert_eq!(header.names[1], "Nama Pemilik");
    }

    #[test]
    fn names_over_two_rows_are_joined() {
        let rows = sheet(&[
            &["No", "Nama", "Alamat", "", "Tenaga Kerja", ""],
            &["", "", "Desa", "Kecamatan", "L", "P"],
            &["1", "Sri", "Jungsemi", "Kangkung", "1", "2"],
        ]);
        let header = find(&rows, None).unwrap();
        assert_eq!(header.last_row, 2);
        assert_eq!(
            header.names,
            [
                "No",
                "Nama",
                "Alamat Desa",
                "Alamat Kecamatan",
                "Tenaga Kerja L",
                "Tenaga Kerja P"
            ]
        );
    }

    #[test]
    fn a_row_of_data_is_not_taken_for_a_second_row_of_names() {
        let rows = sheet(&[
            &["Nama Usaha", "Nama Pemilik", "", "Desa"],
            &["Warung Sri", "Sri", "catatan", "Jungsemi"],
        ]);
        assert_eq!(find(&rows, None).unwrap().last_row, 1);
    }

    #[test]
    fn rows_that_say_nothing_known_are_no_header() {
        assert_eq!(find(&sheet(&[&["a", "b"], &["1", "2"]]), None), None);
        assert_eq!(find(&[], None), None);
    }

    #[test]
    fn namesakes_are_told_apart() {
        let rows = sheet(&[&["Nama", "NIK", "Nama", "Desa"]]);
        assert_eq!(
            find(&rows, None).unwrap().names,
            ["Nama", "NIK", "Nama#2", "Desa"]
        );
    }

    #[test]
    fn column_numbers_and_repeated_headers_are_no_data() {
        let names = ["No", "Nama", "Desa"].map(str::to_owned);
        assert!(is_echo(&Row::from_cells(5, ["(1)", "(2)", "(3)"]), &names));
        assert!(is_echo(&Row::from_cells(5, ["1", "2", "3"]), &names));
        assert!(is_echo(&Row::from_cells(5, ["NO", "NAMA", "DESA"]), &names));
        assert!(!is_echo(
            &Row::from_cells(5, ["1", "Sri", "Jungsemi"]),
            &names
        ));
        assert!(!is_echo(&Row::from_cells(5, [""]), &names));
    }
}
