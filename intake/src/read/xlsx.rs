//! Rows of an XLSX sheet, streamed cell by cell.

use std::io::BufReader;
use std::ops::ControlFlow;

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};

use super::source::{ReadSeek, Source};
use crate::error::IntakeError;
use crate::limits::Limits;
use crate::row::{Mark, Row};

type Book = Xlsx<BufReader<Box<dyn ReadSeek>>>;

fn failed(error: XlsxError) -> IntakeError {
    match error {
        XlsxError::Password => IntakeError::Password,
        XlsxError::WorksheetNotFound(name) => IntakeError::NoSheet { name },
        other => IntakeError::damaged("XLSX", other),
    }
}

fn book(source: &Source) -> Result<Book, IntakeError> {
    Xlsx::new(BufReader::new(source.open()?)).map_err(failed)
}

/// Names of the sheets that hold cells (not charts), hidden ones included.
pub(crate) fn sheets(source: &Source) -> Result<Vec<String>, IntakeError> {
    let book = book(source)?;
    let sheets = book.sheets_metadata().iter();
    let tables = sheets.filter(|sheet| sheet.typ == calamine::SheetType::WorkSheet);
    Ok(tables.map(|sheet| sheet.name.clone()).collect())
}

pub(crate) fn rows(
    source: &Source,
    sheet: &str,
    limits: &Limits,
    visit: &mut dyn FnMut(&Row) -> ControlFlow<()>,
) -> Result<(), IntakeError> {
    let mut book = book(source)?;
    let mut cells = book.worksheet_cells_reader(sheet).map_err(failed)?;
    let mut rows = RowMaker::new(limits);
    while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(failed)? {
        let (line, column) = cell.pos;
        if rows.reach(u64::from(line) + 1, visit)?.is_break() {
            return Ok(());
        }
        let (text, mark) = cell_text(&cell.value);
        let mark = match (&cell.formula, &cell.value) {
            (Some(_), DataRef::Empty) => Some(Mark::FormulaWithoutValue),
            (Some(_), _) if mark != Some(Mark::Fault) => Some(Mark::Formula),
            _ => mark,
        };
        rows.put(column as usize, &text, mark)?;
    }
    rows.end(visit);
    Ok(())
}

/// Gathers cells that come in the order of a sheet into rows, within the limits.
pub(crate) struct RowMaker<'a> {
    limits: &'a Limits,
    row: Row,
    rows: u64,
    cells: u64,
    filled: bool,
}

impl<'a> RowMaker<'a> {
    pub(crate) fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            row: Row::default(),
            rows: 0,
            cells: 0,
            filled: false,
        }
    }

    /// Says which row the next cells belong to; hands over the row before, if it is another.
    pub(crate) fn reach(
        &mut self,
        number: u64,
        visit: &mut dyn FnMut(&Row) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, IntakeError> {
        if self.rows > 0 && self.row.number() == number {
            return Ok(ControlFlow::Continue(()));
        }
        if self.hand_over(visit).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(IntakeError::TooManyRows {
                limit: self.limits.rows,
            });
        }
        self.row.start(number);
        Ok(ControlFlow::Continue(()))
    }

    /// Puts one cell; a cell that stands before an earlier one of its row (damaged sheets) is passed over.
    pub(crate) fn put(
        &mut self,
        column: usize,
        text: &str,
        mark: Option<Mark>,
    ) -> Result<(), IntakeError> {
        if text.is_empty() && mark.is_none() || column < self.row.len() {
            return Ok(());
        }
        let row = self.row.number();
        if column >= self.limits.columns {
            return Err(IntakeError::TooManyColumns {
                row,
                limit: self.limits.columns,
            });
        }
        self.cells += 1;
        if self.cells > self.limits.cells {
            return Err(IntakeError::TooManyCells {
                limit: self.limits.cells,
            });
        }
        if self.row.text_bytes() + text.len() > self.limits.row_bytes {
            return Err(IntakeError::CellTooLong {
                row,
                limit: self.limits.row_bytes,
            });
        }
        self.row.pad_to(column);
        self.row.push_marked(text, mark);
        self.filled = true;
        Ok(())
    }

    /// Hands over the last row; nothing comes after it that could be broken off.
    pub(crate) fn end(&mut self, visit: &mut dyn FnMut(&Row) -> ControlFlow<()>) {
        let _nothing_follows = self.hand_over(visit);
    }

    fn hand_over(&mut self, visit: &mut dyn FnMut(&Row) -> ControlFlow<()>) -> ControlFlow<()> {
        if std::mem::take(&mut self.filled) {
            visit(&self.row)
        } else {
            ControlFlow::Continue(())
        }
    }
}

fn cell_text(value: &DataRef<'_>) -> (String, Option<Mark>) {
    match value {
        DataRef::String(text) => (clean(text), None),
        DataRef::SharedString(text) => (clean(text), None),
        DataRef::Int(number) => (number.to_string(), Some(Mark::Number)),
        DataRef::Float(number) => (number_text(*number), Some(Mark::Number)),
        DataRef::Bool(truth) => (truth_text(*truth).to_owned(), None),
        DataRef::DateTime(moment) => (moment_text(moment), None),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => (iso_text(text), None),
        DataRef::Error(fault) => (fault.to_string(), Some(Mark::Fault)),
        DataRef::Empty => (String::new(), None),
    }
}

/// The same for a cell of a sheet that was read whole.
pub(crate) fn data_text(value: &Data) -> (String, Option<Mark>) {
    match value {
        Data::String(text) => (clean(text), None),
        Data::Int(number) => (number.to_string(), Some(Mark::Number)),
        Data::Float(number) => (number_text(*number), Some(Mark::Number)),
        Data::Bool(truth) => (truth_text(*truth).to_owned(), None),
        Data::DateTime(moment) => (moment_text(moment), None),
        Data::DateTimeIso(text) | Data::DurationIso(text) => (iso_text(text), None),
        Data::Error(fault) => (fault.to_string(), Some(Mark::Fault)),
        Data::Empty => (String::new(), None),
    }
}

/// NUL does not belong into a text and no database keeps it; some exporters pad with it.
fn clean(text: &str) -> String {
    if text.contains('\0') {
        text.replace('\0', "")
    } else {
        text.to_owned()
    }
}

/// A whole number without a point, so that a NIK stored as number reads as its digits.
pub(crate) fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e17 {
        format!("{number:.0}")
    } else {
        number.to_string()
    }
}

pub(crate) const fn truth_text(truth: bool) -> &'static str {
    if truth { "ya" } else { "tidak" }
}

/// The date of a day; a moment within the day keeps its time; a time alone keeps only that.
fn moment_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if moment.as_f64() < 1.0 {
        return format!("{hour:02}:{minute:02}:{second:02}");
    }
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

/// `2024-05-01T00:00:00` is a day.
pub(crate) fn iso_text(text: &str) -> String {
    text.strip_suffix("T00:00:00").unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_as_people_wrote_them() {
        assert_eq!(number_text(3_324_120_101_900_001.0), "3324120101900001");
        assert_eq!(number_text(81_234_567_890.0), "81234567890");
        assert_eq!(number_text(-7.05), "-7.05");
        assert_eq!(number_text(2_500_000.0), "2500000");
    }
}
