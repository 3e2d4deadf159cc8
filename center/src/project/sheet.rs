//! A budget as a spreadsheet: the same columns out and in.

use rust_xlsxwriter::{Format, Workbook, XlsxError};
use vocab::{DomainError, Rupiah};

use super::budget::BudgetRow;
use super::error::ProjectError;
use crate::error::{Error, Result};

const HEADINGS: [&str; 16] = [
    "Kode", "Rekening", "Uraian", "Pagu", "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu",
    "Sep", "Okt", "Nov", "Des",
];

/// Words under which the columns are found, first what this hall writes itself.
const WORDS: [&[&str]; 4] = [
    &["kode", "kode sub kegiatan", "sub kegiatan", "code"],
    &["rekening", "kode rekening", "account"],
    &["uraian", "nama", "name"],
    &["pagu", "anggaran", "jumlah", "ceiling"],
];

/// Rows as an XLSX file.
pub fn write(rows: &[BudgetRow], sheet_name: &str) -> Result<Vec<u8>> {
    build(rows, sheet_name).map_err(|error| {
        ProjectError::SettingUnreadable {
            name: "xlsx",
            reason: error.to_string(),
        }
        .into()
    })
}

fn build(rows: &[BudgetRow], sheet_name: &str) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let bold = Format::new().set_bold();
    let money = Format::new().set_num_format("#,##0");
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name)?;
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    for (at, row) in (1..).zip(rows) {
        // As text, so that no office program takes a code for a date or a number.
        sheet.write_string(at, 0, &row.code)?;
        sheet.write_string(at, 1, &row.account_code)?;
        sheet.write_string(at, 2, &row.name)?;
        let amounts = std::iter::once(&row.ceiling).chain(&row.months);
        for (column, amount) in (3..).zip(amounts) {
            #[expect(
                clippy::cast_precision_loss,
                reason = "amounts are limited to 3·10^15, which a double holds exactly"
            )]
            sheet.write_number_with_format(at, column, *amount as f64, &money)?;
        }
    }
    sheet.autofit();
    workbook.save_to_buffer()
}

/// Rows read from a file, and what was wrong with the rows that are left out.
pub fn read(bytes: Vec<u8>) -> Result<(Vec<BudgetRow>, Vec<ProjectError>)> {
    let book = intake::open(bytes, &intake::Limits::default()).map_err(unreadable)?;
    let sheet = book.sheets().first().cloned().unwrap_or_default();
    let (mut columns, mut rows, mut bad) = (None, Vec::new(), Vec::new());
    let mut missing = String::new();
    book.rows(&sheet, &mut |row| {
        match &columns {
            None => match Columns::find(row) {
                Ok(found) => columns = Some(found),
                Err(words) if missing.is_empty() => missing = words,
                Err(_) => {}
            },
            Some(columns) if !row.is_empty() => match columns.take(row) {
                Ok(Some(made)) => rows.push(made),
                Ok(None) => {}
                Err(error) => bad.push(error),
            },
            Some(_) => {}
        }
        std::ops::ControlFlow::Continue(())
    })
    .map_err(unreadable)?;
    if columns.is_none() {
        return Err(ProjectError::BudgetColumns { missing }.into());
    }
    Ok((rows, bad))
}

fn unreadable(error: intake::IntakeError) -> Error {
    crate::registry::import::ImportError::from(error).into()
}

struct Columns {
    main: [usize; 4],
    months: [Option<usize>; 12],
}

impl Columns {
    /// The columns by their headings, or the names of those that are missing.
    fn find(row: &intake::Row) -> std::result::Result<Self, String> {
        let heads: Vec<String> = row.cells().map(|cell| cell.trim().to_lowercase()).collect();
        let place = |words: &[&str]| {
            words
                .iter()
                .find_map(|word| heads.iter().position(|head| head == word))
        };
        let main = WORDS.map(place);
        let lost: Vec<&str> = main
            .iter()
            .zip(HEADINGS)
            .filter(|(found, _)| found.is_none())
            .map(|(_, name)| name)
            .collect();
        let [Some(code), Some(account), Some(name), Some(ceiling)] = main else {
            return Err(lost.join(", "));
        };
        let mut months = [None; 12];
        for (at, (month, heading)) in months.iter_mut().zip(&HEADINGS[4..]).enumerate() {
            let number = u32::try_from(at + 1).unwrap_or(1);
            let long = vocab::date::month_name(number, vocab::Lang::Id).to_lowercase();
            let short = heading.to_lowercase();
            *month = heads
                .iter()
                .position(|head| *head == short || *head == long);
        }
        Ok(Self {
            main: [code, account, name, ceiling],
            months,
        })
    }

    /// A row of the budget; none for a row of sums or headings, which has no account.
    fn take(&self, row: &intake::Row) -> std::result::Result<Option<BudgetRow>, ProjectError> {
        let number = usize::try_from(row.number()).unwrap_or(usize::MAX);
        let [code, account, name, ceiling] = self.main.map(|column| row.cell(column).trim());
        if account.is_empty() {
            return Ok(None);
        }
        let amount = |text: &str| -> std::result::Result<i64, ProjectError> {
            if text.is_empty() {
                return Ok(0);
            }
            let read: std::result::Result<Rupiah, _> = text.parse();
            read.map(|rupiah| rupiah.0)
                .map_err(|error: vocab::RupiahError| ProjectError::BudgetAmount {
                    row: number,
                    found: text.chars().take(40).collect(),
                    reason: error.id(),
                })
        };
        let mut months = [0; 12];
        for (month, column) in months.iter_mut().zip(self.months) {
            if let Some(column) = column {
                *month = amount(row.cell(column).trim())?;
            }
        }
        Ok(Some(BudgetRow {
            row: number,
            code: code.to_owned(),
            account_code: account.to_owned(),
            name: name.to_owned(),
            ceiling: amount(ceiling)?,
            months,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: &str, ceiling: i64) -> BudgetRow {
        let mut months = [0; 12];
        months[5] = ceiling;
        BudgetRow {
            row: 0,
            code: code.to_owned(),
            account_code: "5.2.03.01.01.0001".to_owned(),
            name: "Bangunan gedung".to_owned(),
            ceiling,
            months,
        }
    }

    #[test]
    fn what_was_written_is_read_again() {
        let rows = [
            row("2.17.07.2.01.0003", 1_250_000_000),
            row("2.17.08.2.01.0002", 7),
        ];
        let (found, bad) = read(write(&rows, "APBD 2027").unwrap()).unwrap();
        assert!(bad.is_empty(), "{bad:?}");
        assert_eq!(found.len(), 2);
        for (found, row) in found.iter().zip(&rows) {
            assert_eq!(
                (&found.code, found.ceiling, found.months),
                (&row.code, row.ceiling, row.months)
            );
        }
    }

    #[test]
    fn a_sheet_of_somebody_elses_making_is_read_by_its_headings() {
        let text = "APBD Kabupaten;;;\nKode Rekening;Kode Sub Kegiatan;Uraian;Anggaran\n;2.17.07;Program;900\n\
                    5.1.02;2.17.07.2.01.0003;Fasilitasi;Rp 20.000.000\n5.1.02;2.17.07.2.01.0004;Rusak;banyak\n";
        let (rows, bad) = read(text.as_bytes().to_vec()).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].row, rows[0].ceiling), (4, 20_000_000));
        assert_eq!(bad.len(), 1);
        assert!(bad[0].id().contains("Baris 5"), "{}", bad[0].id());
    }

    #[test]
    fn a_file_without_the_columns_names_them() {
        let error = read(b"Nama;Harga\nA;1\n".to_vec()).unwrap_err();
        assert_eq!(error.code(), "project.budget_columns");
        assert!(error.id().contains("Pagu"), "{}", error.id());
    }
}
