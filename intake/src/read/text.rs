//! Rows of a text table (CSV and its relatives), one at a time.

use std::io::Read;
use std::ops::ControlFlow;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::encoding::{Decoding, Encoding, PIECE};
use super::source::Source;
use crate::error::IntakeError;
use crate::limits::Limits;
use crate::row::Row;

/// How a text table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Its letters.
    pub encoding: Encoding,
    /// What stands between two cells.
    pub delimiter: u8,
}

/// Semicolon first: Excel with Indonesian settings writes it, as the comma is the decimal mark.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];

/// Rows looked at to tell the delimiter.
const SAMPLE_ROWS: usize = 40;

impl Dialect {
    /// Tries each delimiter on the first rows and takes that which makes the most regular table.
    pub(crate) fn sniff(source: &Source, encoding: Encoding) -> Result<Self, IntakeError> {
        let mut sample = Vec::new();
        Decoding::new(source.open()?, encoding)
            .take(PIECE as u64)
            .read_to_end(&mut sample)?;
        if let Some(delimiter) = declared(&sample) {
            return Ok(Self {
                encoding,
                delimiter,
            });
        }
        let mut best = (0, b',');
        for delimiter in DELIMITERS {
            let score = regularity(&sample, delimiter);
            if score > best.0 {
                best = (score, delimiter);
            }
        }
        Ok(Self {
            encoding,
            delimiter: best.1,
        })
    }
}

/// Excel's own first line `sep=;`.
fn declared(sample: &[u8]) -> Option<u8> {
    match sample
        .strip_prefix(b"sep=")
        .or_else(|| sample.strip_prefix(b"SEP="))?
    {
        [delimiter, b'\r' | b'\n', ..] => Some(*delimiter),
        _ => None,
    }
}

/// Rows which have the most common number of cells, times that number; nothing for one cell.
fn regularity(sample: &[u8], delimiter: u8) -> usize {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut out, mut ends) = (vec![0; PIECE], vec![0; 2048]);
    let mut widths: Vec<usize> = Vec::new();
    let (mut rest, mut width) = (sample, 0);
    while widths.len() < SAMPLE_ROWS {
        let (result, read, _, ended) = reader.read_record(rest, &mut out, &mut ends);
        rest = rest.get(read..).unwrap_or_default();
        width += ended;
        match result {
            ReadRecordResult::Record => widths.push(std::mem::take(&mut width)),
            // A sample shorter than the piece is the whole file: its last row counts too.
            ReadRecordResult::InputEmpty if sample.len() < PIECE => {}
            _ => break,
        }
    }
    let most = |width: usize| widths.iter().filter(|other| **other == width).count();
    widths
        .iter()
        .filter(|width| **width > 1)
        .map(|width| most(*width) * most(*width) * width)
        .max()
        .unwrap_or(0)
}

/// Gives the rows to `visit` from the first until it breaks off or the file ends.
pub(crate) fn rows(
    source: &Source,
    dialect: Dialect,
    limits: &Limits,
    visit: &mut dyn FnMut(&Row) -> ControlFlow<()>,
) -> Result<(), IntakeError> {
    let raw = source.open()?;
    let input: Box<dyn Read> = match dialect.encoding {
        Encoding::Utf8 => Box::new(raw),
        other => Box::new(Decoding::new(raw, other)),
    };
    let core = ReaderBuilder::new().delimiter(dialect.delimiter).build();
    let mut records = Records::new(input, core, limits);
    let mut row = Row::default();
    let mut first = true;
    while records.next(&mut row)? {
        let declaration = first && dialect_line(&row);
        first = false;
        if !declaration && visit(&row).is_break() {
            break;
        }
    }
    Ok(())
}

/// The line `sep=;` itself, which its own delimiter splits.
fn dialect_line(row: &Row) -> bool {
    row.cell(0).eq_ignore_ascii_case("sep=")
}

struct Records<'a> {
    input: Box<dyn Read>,
    core: Reader,
    limits: &'a Limits,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    exhausted: bool,
    out: Vec<u8>,
    ends: Vec<usize>,
    seen: u64,
    quotes: usize,
}

impl<'a> Records<'a> {
    fn new(input: Box<dyn Read>, core: Reader, limits: &'a Limits) -> Self {
        Self {
            input,
            core,
            limits,
            buffer: vec![0; PIECE],
            start: 0,
            end: 0,
            exhausted: false,
            out: vec![0; 4096],
            ends: vec![0; 64],
            seen: 0,
            quotes: 0,
        }
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, IntakeError> {
        let (mut written, mut cells) = (0, 0);
        let mut began: Option<u64> = None;
        loop {
            if self.start == self.end && !self.exhausted {
                self.refill()?;
            }
            let pending = self.buffer.get(self.start..self.end).unwrap_or_default();
            let line = self.core.line();
            let (result, read, wrote, ended) = self.core.read_record(
                pending,
                self.out.get_mut(written..).unwrap_or_default(),
                self.ends.get_mut(cells..).unwrap_or_default(),
            );
            if began.is_none() {
                began = Some(line + skipped_lines(pending));
            }
            self.start += read;
            written += wrote;
            cells += ended;
            let number = began.unwrap_or(line);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow_text(number)?,
                ReadRecordResult::OutputEndsFull => self.grow_cells(number)?,
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::Record => {
                    self.finish(row, number, written, cells)?;
                    return Ok(true);
                }
            }
        }
    }

    fn finish(
        &mut self,
        row: &mut Row,
        number: u64,
        written: usize,
        cells: usize,
    ) -> Result<(), IntakeError> {
        // The file ended within a row of several lines, and its quotation marks are not paired.
        if self.exhausted && self.core.line() > number + 1 && self.quotes % 2 == 1 {
            return Err(IntakeError::OpenQuote { row: number });
        }
        self.seen += 1;
        if self.seen > self.limits.rows {
            return Err(IntakeError::TooManyRows {
                limit: self.limits.rows,
            });
        }
        if cells > self.limits.columns {
            return Err(IntakeError::TooManyColumns {
                row: number,
                limit: self.limits.columns,
            });
        }
        let room = self.out.len();
        let mut bytes = std::mem::take(&mut self.out);
        bytes.truncate(written);
        self.out = row.take_bytes(number, bytes, self.ends.get(..cells).unwrap_or_default());
        self.out.resize(room, 0);
        Ok(())
    }

    fn refill(&mut self) -> Result<(), IntakeError> {
        self.start = 0;
        self.end = loop {
            match self.input.read(&mut self.buffer) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.exhausted = self.end == 0;
        let piece = self.buffer.get(..self.end).unwrap_or_default();
        self.quotes += memchr::memchr_iter(b'"', piece).count();
        Ok(())
    }

    fn grow_text(&mut self, number: u64) -> Result<(), IntakeError> {
        let limit = self.limits.row_bytes;
        if self.out.len() >= limit {
            // Only a quotation mark keeps line ends inside a cell.
            return Err(if self.core.line() > number + 1 {
                IntakeError::OpenQuote { row: number }
            } else {
                IntakeError::CellTooLong { row: number, limit }
            });
        }
        self.out.resize((self.out.len() * 2).min(limit), 0);
        Ok(())
    }

    fn grow_cells(&mut self, number: u64) -> Result<(), IntakeError> {
        let limit = self.limits.columns;
        if self.ends.len() > limit {
            return Err(IntakeError::TooManyColumns { row: number, limit });
        }
        self.ends.resize((self.ends.len() * 2).min(limit + 1), 0);
        Ok(())
    }
}

/// Blank lines before a record, which the CSV core passes over without a word.
fn skipped_lines(pending: &[u8]) -> u64 {
    let blank = pending
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'));
    blank.filter(|byte| **byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, limits: &Limits) -> Result<Vec<(u64, Vec<String>)>, IntakeError> {
        let source = Source::from(text.as_bytes().to_vec());
        let dialect = Dialect::sniff(&source, Encoding::Utf8)?;
        let mut all = Vec::new();
        rows(&source, dialect, limits, &mut |row| {
            all.push((row.number(), row.cells().map(str::to_owned).collect()));
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }

    #[test]
    fn every_delimiter_is_found() {
        for delimiter in [';', ',', '\t', '|'] {
            let text = "nama;desa;omzet\nBu Sri, S.Pd;Jungsemi;1.000,50\nPak Is;Gempolsewu;2,5\n"
                .replace(';', &delimiter.to_string());
            let text = if delimiter == ',' {
                "nama,desa,omzet\n\"Bu Sri, S.Pd\",Jungsemi,1000\nPak Is,Gempolsewu,2\n".to_owned()
            } else {
                text
            };
            let all = read(&text, &Limits::default()).unwrap();
            assert_eq!(all.len(), 3, "{delimiter:?}");
            assert!(
                all.iter().all(|(_, cells)| cells.len() == 3),
                "{delimiter:?} {all:?}"
            );
        }
    }

    #[test]
    fn the_line_that_declares_the_delimiter_is_no_row() {
        let all = read("sep=;\nnama;desa\na;b\n", &Limits::default()).unwrap();
        assert_eq!(
            all.first().unwrap(),
            &(2, vec!["nama".to_owned(), "desa".to_owned()])
        );
    }

    #[test]
    fn row_numbers_are_lines_also_after_blank_lines_and_cells_of_two_lines() {
        let all = read("a,b\n\n\"x\ny\",z\nlast,row\n", &Limits::default()).unwrap();
        let numbers: Vec<u64> = all.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 3, 5]);
        assert_eq!(all[1].1, ["x\ny", "z"]);
    }

    #[test]
    fn a_quote_never_closed_is_named_with_its_row() {
        let text = format!("a,b\nc,\"d\n{}", "e,f\n".repeat(2000));
        for row_bytes in [1 << 10, 1 << 13, 1 << 20] {
            let limits = Limits {
                row_bytes,
                ..Limits::default()
            };
            assert!(matches!(
                read(&text, &limits),
                Err(IntakeError::OpenQuote { row: 2 })
            ));
        }
        let inches = "nama,ukuran\na,5\"\nb,6\n";
        assert_eq!(read(inches, &Limits::default()).unwrap().len(), 3);
    }

    #[test]
    fn limits_on_rows_columns_and_length_hold() {
        let limits = Limits {
            rows: 2,
            columns: 3,
            row_bytes: 4096,
            ..Limits::default()
        };
        assert!(matches!(
            read("a,b\nc,d\ne,f\n", &limits),
            Err(IntakeError::TooManyRows { limit: 2 })
        ));
        assert!(matches!(
            read("a,b,c,d\n", &limits),
            Err(IntakeError::TooManyColumns { row: 1, .. })
        ));
        let long = format!("a,b\n{},x\n", "y".repeat(5000));
        assert!(matches!(
            read(&long, &limits),
            Err(IntakeError::CellTooLong { row: 2, .. })
        ));
    }

    proptest::proptest! {
        #[test]
        fn what_a_csv_writer_wrote_is_read_back(
            table in proptest::collection::vec(
                proptest::collection::vec("[^\\x00\\r]{1,12}", 3), 1..20),
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for cells in &table { writer.write_record(cells).unwrap(); }
            let source = Source::from(writer.into_inner().unwrap());
            let dialect = Dialect { encoding: Encoding::Utf8, delimiter: b',' };
            let mut back = Vec::new();
            rows(&source, dialect, &Limits::default(), &mut |row| {
                back.push(row.cells().map(str::to_owned).collect::<Vec<_>>());
                ControlFlow::Continue(())
            }).unwrap();
            // A first cell that begins like a byte order mark loses it, as it should.
            if !table[0][0].starts_with('\u{feff}') && !table[0][0].to_ascii_lowercase().starts_with("sep=") {
                proptest::prop_assert_eq!(back, table);
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let source = Source::from(bytes);
            if let Ok(dialect) = Dialect::sniff(&source, Encoding::Utf8) {
                let _ = rows(&source, dialect, &Limits::default(), &mut |row| {
                    let _ = row.cells().count();
                    ControlFlow::Continue(())
                });
            }
        }
    }
}
