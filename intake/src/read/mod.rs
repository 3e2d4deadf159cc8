//! From a file to rows: what kind it is, whether it is safe to read, and its rows one by one.

pub(crate) mod encoding;
mod ods;
pub(crate) mod source;
mod text;
mod xls;
mod xlsx;
mod zipped;

use std::ops::ControlFlow;

pub use encoding::Encoding;
pub use source::{ReadSeek, Reopen, Source};
pub use text::Dialect;

use crate::error::{Foreign, IntakeError};
use crate::limits::Limits;
use crate::row::Row;

/// The kinds of file that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text table.
    Text(Dialect),
    /// Excel since 2007.
    Xlsx,
    /// Excel 97 to 2003.
    Xls,
    /// OpenDocument.
    Ods,
}

impl Kind {
    /// Its short name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text(_) => "CSV",
            Self::Xlsx => "XLSX",
            Self::Xls => "XLS",
            Self::Ods => "ODS",
        }
    }
}

/// A file that was looked through and may be read.
#[derive(Debug, Clone)]
pub struct Workbook {
    source: Source,
    kind: Kind,
    sheets: Vec<String>,
    limits: Limits,
    rows_at_most: u64,
}

/// Looks through the whole file once, without believing its name or what it says about itself,
/// and refuses it if it is not a table or asks too much of the machine.
pub fn open(source: impl Into<Source>, limits: &Limits) -> Result<Workbook, IntakeError> {
    let source = source.into();
    let bytes = source.len()?;
    if bytes == 0 {
        return Err(IntakeError::Empty);
    }
    if bytes > limits.file_bytes {
        return Err(IntakeError::TooLarge {
            bytes,
            limit: limits.file_bytes,
        });
    }
    let head = source.head(8_192)?;
    let (kind, sheets, rows_at_most) = recognise(&source, &head, limits)?;
    Ok(Workbook {
        source,
        kind,
        sheets,
        limits: limits.clone(),
        rows_at_most,
    })
}

fn recognise(
    source: &Source,
    head: &[u8],
    limits: &Limits,
) -> Result<(Kind, Vec<String>, u64), IntakeError> {
    // Signatures: PKWARE APPNOTE 4.3.7, [MS-CFB] 2.2; the others in `foreign`.
    if head.starts_with(b"PK\x03\x04") {
        let (kind, rows) = zipped::inspect(source, limits)?;
        return Ok(match kind {
            zipped::Zipped::Xlsx => (Kind::Xlsx, xlsx::sheets(source)?, rows),
            zipped::Zipped::Ods => (Kind::Ods, ods::sheets(source)?, limits.rows),
        });
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        let rows = xls::inspect(source, limits)?;
        return Ok((Kind::Xls, xls::sheets(source)?, rows));
    }
    if let Some(found) = foreign(head) {
        return Err(IntakeError::NotATable { found });
    }
    let reopened = source.clone();
    let scan = encoding::scan(
        &move || Ok(Box::new(reopened.open()?) as Box<dyn std::io::Read + Send>),
        head,
    )?;
    // Lines are not rows when cells hold line ends, so the bound on rows is left to the reader,
    // unless there are so many lines that no census can have them.
    if scan.lines > limits.rows.saturating_mul(4) {
        return Err(IntakeError::TooManyRows { limit: limits.rows });
    }
    let dialect = Dialect::sniff(source, scan.encoding)?;
    Ok((Kind::Text(dialect), vec![String::new()], scan.lines))
}

fn foreign(head: &[u8]) -> Option<Foreign> {
    const SIGNATURES: [(&[u8], Foreign); 15] = [
        (b"%PDF", Foreign::Pdf),
        (b"\x89PNG", Foreign::Picture),
        (b"\xFF\xD8\xFF", Foreign::Picture),
        (b"GIF8", Foreign::Picture),
        (b"RIFF", Foreign::Picture),
        (b"{\\rtf", Foreign::Document),
        (b"PK\x05\x06", Foreign::Archive),
        (b"PK\x07\x08", Foreign::Archive),
        (b"\x1F\x8B", Foreign::Archive),
        (b"Rar!", Foreign::Archive),
        (b"7z\xBC\xAF", Foreign::Archive),
        (b"SQLite format 3\0", Foreign::Database),
        (b"\0\x01\0\0Standard Jet DB", Foreign::Database),
        (b"\0\x01\0\0Standard ACE DB", Foreign::Database),
        (b"\x7FELF", Foreign::Binary),
    ];
    let signed = SIGNATURES
        .iter()
        .find(|(signature, _)| head.starts_with(signature));
    if let Some((_, found)) = signed {
        return Some(*found);
    }
    let text = head
        .strip_prefix(b"\xEF\xBB\xBF")
        .unwrap_or(head)
        .trim_ascii_start();
    let begins = |word: &[u8]| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    if begins(b"<!doctype html") || begins(b"<html") || begins(b"<table") || begins(b"<meta") {
        Some(Foreign::Html)
    } else if begins(b"<?xml") {
        Some(Foreign::Xml)
    } else {
        None
    }
}

impl Workbook {
    /// What kind of file it is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Names of its sheets; one without a name for a text table.
    pub fn sheets(&self) -> &[String] {
        &self.sheets
    }

    /// How many rows there are at most, for a progress bar; the rows are counted when read.
    pub const fn rows_at_most(&self) -> u64 {
        self.rows_at_most
    }

    /// Gives the rows of a sheet to `visit`, from the first until it breaks off.
    pub fn rows(
        &self,
        sheet: &str,
        visit: &mut dyn FnMut(&Row) -> ControlFlow<()>,
    ) -> Result<(), IntakeError> {
        match self.kind {
            Kind::Text(dialect) => text::rows(&self.source, dialect, &self.limits, visit),
            Kind::Xlsx => xlsx::rows(&self.source, sheet, &self.limits, visit),
            Kind::Xls => xls::rows(&self.source, sheet, &self.limits, visit),
            Kind::Ods => ods::rows(&self.source, sheet, &self.limits, visit),
        }
    }

    /// The first `count` rows of a sheet.
    pub fn head(&self, sheet: &str, count: usize) -> Result<Vec<Row>, IntakeError> {
        let mut head = Vec::new();
        if count == 0 {
            return Ok(head);
        }
        self.rows(sheet, &mut |row| {
            head.push(row.clone());
            if head.len() < count {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
        Ok(head)
    }
}
