//! Rows of an old XLS workbook (BIFF in an OLE container).

use std::io::{BufReader, Read};
use std::ops::ControlFlow;

use calamine::{Reader, Xls, XlsError};

use super::source::Source;
use super::xlsx::{RowMaker, data_text};
use crate::error::{Foreign, IntakeError};
use crate::limits::Limits;
use crate::row::{Mark, Row};

/// What an OLE container holds: an XLS, or a reason to refuse it.
pub(crate) fn inspect(source: &Source, limits: &Limits) -> Result<u64, IntakeError> {
    let mut container = cfb::CompoundFile::open(BufReader::new(source.open()?))
        .map_err(|error| IntakeError::damaged("XLS", error))?;
    // [MS-OFFCRYPTO] 1.3.3: an encrypted XLSX is an OLE container with this stream.
    if container.exists("/EncryptedPackage") {
        return Err(IntakeError::Password);
    }
    let Some(name) = ["/Workbook", "/Book"]
        .into_iter()
        .find(|name| container.exists(name))
    else {
        return Err(IntakeError::NotATable {
            found: Foreign::Document,
        });
    };
    let bytes = source.len()?;
    if bytes > limits.xls_bytes {
        return Err(IntakeError::TooLarge {
            bytes,
            limit: limits.xls_bytes,
        });
    }
    let stream = container
        .open_stream(name)
        .map_err(|error| IntakeError::damaged("XLS", error))?;
    count_records(BufReader::new(stream), limits)
}

/// [MS-XLS] 2.1.4: a stream of records of a two-byte type, a two-byte length and the body. The
/// sheet's dense size is found before it is read, since reading makes room for the whole rectangle.
fn count_records(mut stream: impl Read, limits: &Limits) -> Result<u64, IntakeError> {
    const FILE_PASS: u16 = 0x002F;
    const BEGIN: u16 = 0x0809;
    // Blank, Number, Label, BoolErr, LabelSst, RK, Formula, MulRk, MulBlank: all begin with row and column.
    const CELLS: [u16; 9] = [
        0x0201, 0x0203, 0x0204, 0x0205, 0x00FD, 0x027E, 0x0006, 0x00BD, 0x00BE,
    ];
    let (mut most_rows, mut dense) = (0, 0);
    let (mut rows, mut columns) = (0, 0);
    let mut head = [0; 4];
    let mut body = Vec::new();
    while stream.read_exact(&mut head).is_ok() {
        let [a, b, c, d] = head;
        let (kind, length) = (u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d]));
        body.clear();
        stream
            .by_ref()
            .take(u64::from(length))
            .read_to_end(&mut body)
            .map_err(|error| IntakeError::damaged("XLS", error))?;
        if kind == FILE_PASS {
            return Err(IntakeError::Password);
        }
        if kind == BEGIN {
            dense += rows * columns;
            (rows, columns) = (0, 0);
        }
        if let (true, [r0, r1, c0, c1, ..]) = (CELLS.contains(&kind), body.as_slice()) {
            rows = rows.max(u64::from(u16::from_le_bytes([*r0, *r1])) + 1);
            // The records of several cells end with their last column.
            let last = match (kind, body.as_slice()) {
                (0x00BD | 0x00BE, [.., l0, l1]) => u16::from_le_bytes([*l0, *l1]),
                _ => u16::from_le_bytes([*c0, *c1]),
            };
            columns = columns.max(u64::from(last) + 1);
            most_rows = most_rows.max(rows);
        }
        if dense + rows * columns > limits.cells {
            return Err(IntakeError::TooManyCells {
                limit: limits.cells,
            });
        }
    }
    Ok(most_rows)
}

fn failed(error: XlsError) -> IntakeError {
    match error {
        XlsError::Password => IntakeError::Password,
        XlsError::WorksheetNotFound(name) => IntakeError::NoSheet { name },
        other => IntakeError::damaged("XLS", other),
    }
}

fn book(source: &Source) -> Result<Xls<BufReader<Box<dyn super::source::ReadSeek>>>, IntakeError> {
    Xls::new(BufReader::new(source.open()?)).map_err(failed)
}

pub(crate) fn sheets(source: &Source) -> Result<Vec<String>, IntakeError> {
    Ok(book(source)?.sheet_names())
}

pub(crate) fn rows(
    source: &Source,
    sheet: &str,
    limits: &Limits,
    visit: &mut dyn FnMut(&Row) -> ControlFlow<()>,
) -> Result<(), IntakeError> {
    let mut book = book(source)?;
    let formulas = book.worksheet_formula(sheet).map_err(failed)?;
    let range = book.worksheet_range(sheet).map_err(failed)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    let mut rows = RowMaker::new(limits);
    for (line, cells) in (first_row..).zip(range.rows()) {
        if rows.reach(u64::from(line) + 1, visit)?.is_break() {
            return Ok(());
        }
        for (column, value) in (first_column..).zip(cells) {
            let (text, mark) = data_text(value);
            let calculated = formulas
                .get_value((line, column))
                .is_some_and(|formula| !formula.is_empty());
            let mark = match (calculated, text.is_empty()) {
                (true, true) => Some(Mark::FormulaWithoutValue),
                (true, false) if mark != Some(Mark::Fault) => Some(Mark::Formula),
                _ => mark,
            };
            rows.put(column as usize, &text, mark)?;
        }
    }
    rows.end(visit);
    Ok(())
}
