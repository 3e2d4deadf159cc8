//! A file as rows of text, whatever it is: XLSX, XLS, ODS or CSV with comma, semicolon or tab.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use super::import::ImportError;

/// Exports of a month have a few thousand rows; this is for mistakes.
const MOST_ROWS: usize = 200_000;
const MOST_BYTES: usize = 30 * 1024 * 1024;

/// All rows with their numbers as a person counts them.
pub(super) fn rows(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, ImportError> {
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(ImportError::TooLarge {
            megabytes: MOST_BYTES / (1024 * 1024),
        });
    }
    let rows = match bytes {
        [b'P', b'K', ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => sheet(bytes)?,
        _ => text(bytes)?,
    };
    if rows.len() > MOST_ROWS {
        return Err(ImportError::TooLong { rows: rows.len() });
    }
    Ok(rows)
}

fn sheet(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, ImportError> {
    let broken = |detail: String| ImportError::Broken { detail };
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|error| broken(error.to_string()))?;
    // Platforms put notes on further sheets; the longest is the one with the orders.
    let mut longest = Vec::new();
    for name in book.sheet_names() {
        let range = book
            .worksheet_range(&name)
            .map_err(|error| broken(error.to_string()))?;
        let first = range.start().map_or(0, |(row, _)| row) as usize + 1;
        if range.height() > longest.len() {
            longest = range
                .rows()
                .enumerate()
                .map(|(at, cells)| (first + at, cells.iter().map(cell).collect()))
                .collect();
        }
    }
    Ok(longest)
}

fn cell(data: &Data) -> String {
    match data {
        Data::Empty | Data::Error(_) => String::new(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
        }
        other => other.to_string(),
    }
}

fn text(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, ImportError> {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| ImportError::NotText)?;
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let delimiter = [';', '\t', ',']
        .into_iter()
        .max_by_key(|mark| count(*mark))
        .unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| ImportError::Broken {
            detail: error.to_string(),
        })?;
        let line = record
            .position()
            .map_or(rows.len() + 1, |at| usize::try_from(at.line()).unwrap_or(0));
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(rows)
}
