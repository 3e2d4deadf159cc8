//! The rejected rows as a workbook that can be mended and sent in again.

use std::collections::{BTreeMap, HashMap};
use std::io::{Seek, Write};
use std::ops::ControlFlow;

use rust_xlsxwriter::{Color, Format, Note, Workbook as Writer, Worksheet, XlsxError};

use crate::draft::CellProblem;
use crate::error::IntakeError;
use crate::map::{Layout, Sheet};
use crate::read::Workbook;
use crate::row::Row;

/// Header of the column with the reasons. The mapper knows it and reads nothing from it.
pub const REASON_HEADER: &str = "Alasan penolakan (Pendopo)";

/// Rows of one report at most; an office that has more to mend has one mistake in all of them.
pub const REPORT_ROWS: usize = 100_000;

/// Cells that get a note at most: each is a drawing, and thousands of them slow office programs
/// down. Colour and the column of reasons go on.
const NOTES: usize = 5_000;

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Its number in its sheet.
    pub number: u64,
    /// What is wrong with its cells.
    pub problems: Vec<CellProblem>,
}

/// Writes the refused rows of each sheet, by the sheet's name, as they stand in the file; returns
/// how many were written.
pub fn write(
    book: &Workbook,
    layout: &Layout,
    rejected: &BTreeMap<String, Vec<Rejected>>,
    out: impl Write + Seek + Send,
) -> Result<usize, IntakeError> {
    let mut writer = Writer::new();
    let mut pen = Pen::new();
    let mut written = 0;
    for sheet in &layout.sheets {
        let Some(rows) = rejected.get(&sheet.name).filter(|rows| !rows.is_empty()) else {
            continue;
        };
        let page = writer.add_worksheet();
        if !sheet.name.is_empty() {
            page.set_name(&sheet.name)?;
        }
        written += write_sheet(book, sheet, rows, page, &mut pen, REPORT_ROWS - written)?;
    }
    if written == 0 {
        writer
            .add_worksheet()
            .write(0, 0, "Tidak ada baris yang ditolak / No row was refused")?;
    }
    writer.save_to_writer(out)?;
    Ok(written)
}

fn write_sheet(
    book: &Workbook,
    sheet: &Sheet,
    rejected: &[Rejected],
    page: &mut Worksheet,
    pen: &mut Pen,
    room: usize,
) -> Result<usize, IntakeError> {
    pen.header(page, sheet)?;
    let by_number: HashMap<u64, &Rejected> = rejected
        .iter()
        .map(|rejected| (rejected.number, rejected))
        .collect();
    let mut line = 0_u32;
    let mut failed: Option<XlsxError> = None;
    book.rows(&sheet.name, &mut |row| {
        if let Some(rejected) = by_number.get(&row.number()) {
            line += 1;
            failed = pen.row(page, line, sheet, row, &rejected.problems).err();
        }
        let full = line as usize >= by_number.len().min(room);
        if full || failed.is_some() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(line as usize),
    }
}

struct Pen {
    header: Format,
    grave: Format,
    slight: Format,
    reason: Format,
    notes_left: usize,
}

impl Pen {
    fn new() -> Self {
        // Red and yellow of a strength that dark text on them stays readable (WCAG contrast > 7).
        let fill = |colour| Format::new().set_background_color(Color::RGB(colour));
        Self {
            header: Format::new().set_bold().set_text_wrap(),
            grave: fill(0x00FF_C7CE),
            slight: fill(0x00FF_EB9C),
            reason: Format::new().set_text_wrap(),
            notes_left: NOTES,
        }
    }

    fn header(&self, page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
        page.set_freeze_panes(1, 0)?;
        for (at, column) in (0_u16..).zip(&sheet.columns) {
            page.write_with_format(0, at, &column.header, &self.header)?;
            page.set_column_width(at, 18)?;
        }
        let last = reason_column(sheet);
        page.write_with_format(0, last, REASON_HEADER, &self.header)?;
        page.set_column_width(last, 80)?;
        Ok(())
    }

    fn row(
        &mut self,
        page: &mut Worksheet,
        line: u32,
        sheet: &Sheet,
        row: &Row,
        problems: &[CellProblem],
    ) -> Result<(), XlsxError> {
        for (at, column) in (0_u16..).zip(&sheet.columns) {
            // Always as text: a NIK written as a number would lose its last digit again.
            let cell = excel_text(row.cell(column.index));
            let wrong = problems
                .iter()
                .filter(|problem| problem.column.is_some_and(|at| at as usize == column.index));
            let wrong: Vec<&CellProblem> = wrong.collect();
            if wrong.is_empty() {
                page.write_string(line, at, cell)?;
                continue;
            }
            let grave = wrong.iter().any(|problem| problem.grave);
            let format = if grave { &self.grave } else { &self.slight };
            page.write_string_with_format(line, at, cell, format)?;
            if self.notes_left > 0 {
                self.notes_left -= 1;
                let texts = wrong
                    .iter()
                    .map(|problem| both(problem))
                    .collect::<Vec<_>>();
                page.insert_note(
                    line,
                    at,
                    &Note::new(texts.join("\n\n")).set_author("Pendopo"),
                )?;
            }
        }
        let reasons = problems
            .iter()
            .filter(|problem| problem.grave)
            .map(|problem| {
                let name = sheet
                    .columns
                    .iter()
                    .find(|column| problem.column.is_some_and(|at| at as usize == column.index));
                match name {
                    Some(column) => format!("{}: {}", column.shown(), both(problem)),
                    None => both(problem),
                }
            });
        let reasons = reasons.collect::<Vec<_>>().join("\n");
        page.write_string_with_format(
            line,
            reason_column(sheet),
            excel_text(&reasons),
            &self.reason,
        )?;
        Ok(())
    }
}

fn reason_column(sheet: &Sheet) -> u16 {
    u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX)
}

fn both(problem: &CellProblem) -> String {
    format!("{} / {}", problem.message.id, problem.message.en)
}

/// Excel keeps 32,767 characters of a cell.
fn excel_text(text: &str) -> &str {
    match text.char_indices().nth(32_000) {
        Some((end, _)) => text.get(..end).unwrap_or(text),
        None => text,
    }
}
