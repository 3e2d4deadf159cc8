//! Rows of an OpenDocument spreadsheet, streamed.
//!
//! Read here rather than through a library because the format lets one cell stand for a million
//! (`number-rows-repeated`), and a reader that makes room for all of them can be brought down.

use std::io::BufReader;
use std::ops::ControlFlow;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::source::Source;
use super::xlsx::{RowMaker, iso_text, truth_text};
use super::zipped;
use crate::error::IntakeError;
use crate::limits::Limits;
use crate::row::{Mark, Row};

fn damaged(detail: impl std::fmt::Display) -> IntakeError {
    IntakeError::damaged("ODS", detail)
}

/// Names of the sheets.
pub(crate) fn sheets(source: &Source) -> Result<Vec<String>, IntakeError> {
    let mut names = Vec::new();
    walk(source, &mut |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && tag.name().as_ref() == "table:table"
        {
            names.push(attribute(tag, "table:name")?.unwrap_or_default());
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(names)
}

/// The rows of one sheet.
pub(crate) fn rows(
    source: &Source,
    sheet: &str,
    limits: &Limits,
    visit: &mut dyn FnMut(&Row) -> ControlFlow<()>,
) -> Result<(), IntakeError> {
    let mut table = Table::new(sheet, limits);
    walk(source, &mut |event| table.take(event, visit))?;
    if table.found {
        Ok(())
    } else {
        Err(IntakeError::NoSheet {
            name: sheet.to_owned(),
        })
    }
}

fn walk(
    source: &Source,
    take: &mut dyn FnMut(&Event<'_>) -> Result<ControlFlow<()>, IntakeError>,
) -> Result<(), IntakeError> {
    let mut archive = zipped::archive(source)?;
    let part = archive.by_name("content.xml").map_err(damaged)?;
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        if matches!(event, Event::Eof) || take(&event)?.is_break() {
            return Ok(());
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, IntakeError> {
    match tag.try_get_attribute(name).map_err(damaged)? {
        Some(found) => Ok(Some(
            found
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(damaged)?
                .into_owned(),
        )),
        None => Ok(None),
    }
}

/// How often a row or a cell stands there; nonsense counts as once.
fn repeated(tag: &BytesStart<'_>, name: &str) -> Result<u64, IntakeError> {
    Ok(attribute(tag, name)?
        .and_then(|count| count.parse().ok())
        .unwrap_or(1)
        .max(1))
}

/// One sheet being read: which part of its tree the reader stands in, and the row so far.
struct Table<'a> {
    name: &'a str,
    limits: &'a Limits,
    rows: RowMaker<'a>,
    found: bool,
    inside: bool,
    number: u64,
    row_repeated: u64,
    column: u64,
    row: Vec<(u64, Cell)>,
    cell: Option<Cell>,
    cell_repeated: u64,
    in_paragraph: bool,
    in_note: u32,
}

#[derive(Clone, Default)]
struct Cell {
    value: Option<String>,
    text: String,
    paragraphs: u32,
    mark: Option<Mark>,
}

impl<'a> Table<'a> {
    fn new(name: &'a str, limits: &'a Limits) -> Self {
        Self {
            name,
            limits,
            rows: RowMaker::new(limits),
            found: false,
            inside: false,
            number: 1,
            row_repeated: 1,
            column: 0,
            row: Vec::new(),
            cell: None,
            cell_repeated: 1,
            in_paragraph: false,
            in_note: 0,
        }
    }

    fn take(
        &mut self,
        event: &Event<'_>,
        visit: &mut dyn FnMut(&Row) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, IntakeError> {
        match event {
            Event::Start(tag) => self.open(tag)?,
            Event::Empty(tag) => {
                self.open(tag)?;
                return self.close(tag.name().as_ref(), visit);
            }
            Event::End(tag) => return self.close(tag.name().as_ref(), visit),
            Event::Text(text) => self.say(&text.xml10_content()),
            Event::CData(text) => self.say(&text.xml10_content()),
            Event::GeneralRef(reference) => self.say(&resolved(reference)),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), IntakeError> {
        match tag.name().as_ref() {
            "table:table" if !self.found => {
                self.inside = attribute(tag, "table:name")?.as_deref() == Some(self.name);
                self.found = self.inside;
            }
            _ if !self.inside => {}
            "table:table-row" => {
                self.row_repeated = repeated(tag, "table:number-rows-repeated")?;
                self.column = 0;
                self.row.clear();
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.cell_repeated = repeated(tag, "table:number-columns-repeated")?;
                self.cell = Some(Cell::opened(tag)?);
            }
            "office:annotation" => self.in_note += 1,
            "text:p" => self.paragraph(),
            "text:s" => {
                let count = repeated(tag, "text:c")?.min(64);
                self.say(&" ".repeat(usize::try_from(count).unwrap_or(1)));
            }
            "text:tab" | "text:line-break" => self.say(" "),
            _ => {}
        }
        Ok(())
    }

    fn paragraph(&mut self) {
        self.in_paragraph = true;
        if self.in_note > 0 {
            return;
        }
        if let Some(cell) = &mut self.cell {
            cell.paragraphs += 1;
            if cell.paragraphs > 1 {
                cell.text.push('\n');
            }
        }
    }

    fn say(&mut self, text: &str) {
        if !self.in_paragraph || self.in_note > 0 {
            return;
        }
        if let Some(cell) = &mut self.cell
            && cell.text.len() + text.len() <= self.limits.row_bytes
        {
            cell.text.push_str(text);
        }
    }

    fn close(
        &mut self,
        name: &str,
        visit: &mut dyn FnMut(&Row) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, IntakeError> {
        if !self.inside {
            return Ok(ControlFlow::Continue(()));
        }
        match name {
            "table:table" => {
                self.rows.end(visit);
                return Ok(ControlFlow::Break(()));
            }
            "table:table-row" => return self.end_row(visit),
            "table:table-cell" | "table:covered-table-cell" => self.end_cell()?,
            "office:annotation" => self.in_note = self.in_note.saturating_sub(1),
            "text:p" => self.in_paragraph = false,
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn end_cell(&mut self) -> Result<(), IntakeError> {
        let from = self.column;
        self.column = self.column.saturating_add(self.cell_repeated);
        let Some(cell) = self.cell.take().filter(|cell| !cell.is_empty()) else {
            return Ok(());
        };
        if self.column > self.limits.columns as u64 {
            return Err(IntakeError::TooManyColumns {
                row: self.number,
                limit: self.limits.columns,
            });
        }
        self.row
            .extend((from..self.column).map(|column| (column, cell.clone())));
        Ok(())
    }

    fn end_row(
        &mut self,
        visit: &mut dyn FnMut(&Row) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, IntakeError> {
        let first = self.number;
        self.number = self.number.saturating_add(self.row_repeated);
        if self.row.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        for number in first..self.number {
            if self.rows.reach(number, visit)?.is_break() {
                return Ok(ControlFlow::Break(()));
            }
            for (column, cell) in &self.row {
                let column = usize::try_from(*column).unwrap_or(usize::MAX);
                self.rows.put(column, cell.shown(), cell.mark)?;
            }
        }
        Ok(ControlFlow::Continue(()))
    }
}

impl Cell {
    /// The value of a typed cell stands in its attributes; that of a text cell in its paragraphs.
    fn opened(tag: &BytesStart<'_>) -> Result<Self, IntakeError> {
        let formula = attribute(tag, "table:formula")?.is_some();
        let kind = attribute(tag, "office:value-type")?;
        let (value, mark) = match kind.as_deref() {
            Some("float" | "currency" | "percentage") => (
                attribute(tag, "office:value")?.map(|v| plain_number(&v)),
                Some(Mark::Number),
            ),
            Some("date") => (
                attribute(tag, "office:date-value")?.map(|v| iso_text(&v)),
                None,
            ),
            Some("boolean") => {
                let truth = attribute(tag, "office:boolean-value")?;
                (
                    truth.map(|truth| truth_text(truth == "true").to_owned()),
                    None,
                )
            }
            Some("string") => (attribute(tag, "office:string-value")?, None),
            _ => (None, None),
        };
        let mark = match (formula, &kind) {
            (true, Some(_)) => Some(Mark::Formula),
            (true, None) => Some(Mark::FormulaWithoutValue),
            _ => mark,
        };
        Ok(Self {
            value,
            mark,
            ..Self::default()
        })
    }

    fn shown(&self) -> &str {
        self.value.as_deref().unwrap_or(&self.text)
    }

    fn is_empty(&self) -> bool {
        self.shown().is_empty() && self.mark != Some(Mark::FormulaWithoutValue)
    }
}

/// `3.32412010190000E+15` and `12.0` as plain digits, as for the other kinds of workbook.
fn plain_number(text: &str) -> String {
    text.parse()
        .map_or_else(|_| text.to_owned(), super::xlsx::number_text)
}

fn resolved(reference: &BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some('\0')) => String::new(),
        Ok(Some(letter)) => letter.to_string(),
        _ => quick_xml::escape::resolve_xml_entity(reference)
            .unwrap_or_default()
            .to_owned(),
    }
}
