//! Order and settlement exports of the platforms, read by their headings.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::money::money;
use super::{Reading, Sheets, table};

/// One row of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedRow {
    /// Line in the file.
    pub line: usize,
    /// The channel's order number.
    pub order: String,
    /// Day.
    pub date: Option<NaiveDate>,
    /// The channel's words.
    pub state: Option<String>,
    /// Our number.
    pub sku: Option<String>,
    /// Name, with the variant.
    pub name: Option<String>,
    /// Pieces.
    pub quantity: Option<u32>,
    /// Price of one.
    pub price: Option<i64>,
    /// Before fees.
    pub gross: Option<i64>,
    /// What the channel kept, as a positive number.
    pub fee: Option<i64>,
    /// What was paid out.
    pub net: Option<i64>,
}

/// What a file held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Rows understood.
    pub rows: Vec<ImportedRow>,
    /// Rows or cells not understood. A row with a bad cell is here and, without that cell, above.
    pub problems: Vec<RowProblem>,
    /// Whether it tells what was paid out, and so is a settlement.
    pub is_settlement: bool,
}

vocab::domain_error! {
    /// Why nothing could be read.
    ImportError {
        /// No bytes.
        Empty => "file.empty",
            "Berkas kosong.",
            "The file is empty.";
        /// Too many bytes.
        TooLarge { megabytes: usize } => "file.too_large",
            "Berkas terlalu besar; paling besar {megabytes} MB. Pilih rentang tanggal yang lebih pendek.",
            "The file is too large; at most {megabytes} MB. Choose a shorter range of dates.";
        /// Too many rows.
        TooLong { rows: usize } => "file.too_long",
            "Berkas berisi {rows} baris. Pilih rentang tanggal yang lebih pendek.",
            "The file has {rows} rows. Choose a shorter range of dates.";
        /// Damaged, or protected by a password.
        Broken { detail: String } => "file.broken",
            "Berkas rusak atau berkata sandi ({detail}). Unduh lagi dari aplikasi penjual.",
            "The file is damaged or has a password ({detail}). Download it again from the seller's app.";
        /// Not text.
        NotText => "file.not_text",
            "Berkas ini bukan XLSX atau CSV (UTF-8).",
            "This file is neither XLSX nor CSV (UTF-8).";
        /// No column with order numbers.
        NoOrderColumn => "file.no_order_column",
            "Tidak ada kolom nomor pesanan. Pastikan ini berkas pesanan atau penghasilan dari aplikasi penjual.",
            "There is no column of order numbers. Make sure that this is an export of orders or income from the seller's app.";
    }
}

vocab::domain_error! {
    /// What is wrong in one row.
    RowProblem {
        /// No order number.
        NoOrder { line: usize } => "file.row_order",
            "Baris {line}: nomor pesanan kosong; baris ini dilewati.",
            "Row {line}: no order number; the row is left out.";
        /// A cell that is not what its heading says.
        Cell { line: usize, heading: String, text: String } => "file.row_cell",
            "Baris {line}, kolom “{heading}”: “{text}” tidak dapat dibaca.",
            "Row {line}, column “{heading}”: “{text}” cannot be read.";
        /// Fees and payout do not add up.
        Sum { line: usize, gross: i64, fee: i64, net: i64 } => "file.row_sum",
            "Baris {line}: penjualan {gross} dikurangi biaya {fee} tidak sama dengan diterima {net}. Ada potongan lain?",
            "Row {line}: sales {gross} less fees {fee} is not the payout {net}. Is there another deduction?";
    }
}

struct Columns {
    at: BTreeMap<Reading, (usize, String)>,
}

/// Reads a file.
pub fn import(sheets: &Sheets, bytes: &[u8]) -> Result<Imported, ImportError> {
    let rows = table::rows(bytes)?;
    // Notes may stand above the headings; the row with the most known ones is it.
    let candidates = rows
        .iter()
        .take(30)
        .enumerate()
        .map(|(at, (_, cells))| (at, recognise(sheets, cells)));
    let best = candidates.max_by_key(|(at, columns)| (columns.at.len(), std::cmp::Reverse(*at)));
    let (heading, columns) = best.ok_or(ImportError::Empty)?;
    if !columns.at.contains_key(&Reading::Order) {
        return Err(ImportError::NoOrderColumn);
    }
    let mut found = Imported {
        is_settlement: columns.at.contains_key(&Reading::Net),
        ..Imported::default()
    };
    for (line, cells) in rows.iter().skip(heading + 1) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        read_row(&columns, *line, cells, &mut found);
    }
    Ok(found)
}

fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<_> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Every meaning takes the heading named earliest in its list; no column has two meanings.
fn recognise(sheets: &Sheets, cells: &[String]) -> Columns {
    let headings: Vec<_> = cells.iter().map(|cell| plain(cell)).collect();
    let mut at = BTreeMap::new();
    for (reading, names) in &sheets.reading {
        let free = |column: &usize| !at.values().any(|(taken, _)| taken == column);
        let found = names.iter().find_map(|name| {
            let name = plain(name);
            headings
                .iter()
                .position(|heading| *heading == name)
                .filter(free)
        });
        if let Some(column) = found {
            let heading = cells.get(column).cloned().unwrap_or_default();
            at.insert(*reading, (column, heading));
        }
    }
    Columns { at }
}

fn read_row(columns: &Columns, line: usize, cells: &[String], found: &mut Imported) {
    let text = |reading: Reading| {
        let (column, _) = columns.at.get(&reading)?;
        let text = cells.get(*column)?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let Some(order) = text(Reading::Order) else {
        found.problems.push(RowProblem::NoOrder { line });
        return;
    };
    let mut problems = Vec::new();
    let mut bad = |reading: Reading, text: &str| {
        let heading = columns
            .at
            .get(&reading)
            .map(|(_, heading)| heading.clone())
            .unwrap_or_default();
        problems.push(RowProblem::Cell {
            line,
            heading,
            text: text.to_owned(),
        });
    };
    let mut amount = |reading: Reading| {
        let cell = text(reading).filter(|cell| cell != "-")?;
        money(&cell).inspect_err(|_| bad(reading, &cell)).ok()
    };
    let (price, gross) = (amount(Reading::Price), amount(Reading::Gross));
    let (fee, net) = (amount(Reading::Fee).map(i64::abs), amount(Reading::Net));
    let date = text(Reading::Date).and_then(|cell| {
        day(&cell).or_else(|| {
            bad(Reading::Date, &cell);
            None
        })
    });
    let quantity = text(Reading::Quantity).and_then(|cell| {
        cell.parse().ok().or_else(|| {
            bad(Reading::Quantity, &cell);
            None
        })
    });
    if let (Some(gross), Some(fee), Some(net)) = (gross, fee, net)
        && gross - fee != net
    {
        problems.push(RowProblem::Sum {
            line,
            gross,
            fee,
            net,
        });
    }
    let name = match (text(Reading::Name), text(Reading::Variant)) {
        (Some(name), Some(variant)) => Some(format!("{name} – {variant}")),
        (name, _) => name,
    };
    let (state, sku) = (text(Reading::State), text(Reading::Sku));
    found.problems.append(&mut problems);
    found.rows.push(ImportedRow {
        line,
        order,
        date,
        state,
        sku,
        name,
        quantity,
        price,
        gross,
        fee,
        net,
    });
}

/// The day of a moment; the hour does not matter for accounts.
fn day(text: &str) -> Option<NaiveDate> {
    let read = |text: &str| vocab::date::parse_date(text).ok();
    let before_hour = text.split_once('T').map(|(day, _)| day);
    let first = text
        .rsplit_once(' ')
        .filter(|(_, hour)| hour.contains(':'))
        .map(|(day, _)| day);
    before_hour
        .and_then(read)
        .or_else(|| first.and_then(read))
        .or_else(|| read(text))
}
