//! Lists as they come: any encoding, any delimiter, kept column by column in flat memory.

mod decode;
mod delimiter;

use crate::LinkError;
use std::path::Path;

/// Longer cells are cut: what follows never decides whether two records are one.
pub const CELL_LIMIT: usize = 4096;

/// One column: all its cells in one string, with the place where each ends.
#[derive(Debug, Clone, Default)]
struct Column {
    text: String,
    ends: Vec<u32>,
}

impl Column {
    fn push(&mut self, cell: &str) -> bool {
        self.text.push_str(cell);
        let Ok(end) = u32::try_from(self.text.len()) else {
            return false;
        };
        self.ends.push(end);
        true
    }

    fn cell(&self, row: usize) -> &str {
        let start = if row == 0 {
            0
        } else {
            self.ends[row - 1] as usize
        };
        &self.text[start..self.ends[row] as usize]
    }
}

/// A list of records: headers and cells, trimmed.
#[derive(Debug, Clone)]
pub struct Table {
    name: String,
    headers: Vec<String>,
    columns: Vec<Column>,
    rows: usize,
    cut: usize,
    ragged: usize,
}

impl Table {
    /// Reads a CSV file in any usual encoding and with any usual delimiter.
    pub fn read(path: &Path) -> Result<Self, LinkError> {
        let bytes = std::fs::read(path).map_err(|source| LinkError::Read {
            path: path.to_owned(),
            source,
        })?;
        let name = path.file_name().map_or_else(
            || path.display().to_string(),
            |n| n.to_string_lossy().into_owned(),
        );
        Self::parse(&name, bytes)
    }

    /// Reads a list from memory; `name` is used in messages.
    pub fn parse(name: &str, bytes: Vec<u8>) -> Result<Self, LinkError> {
        let text = decode::to_utf8(bytes);
        // No program that writes lists puts a NUL into one; pictures, archives and databases are full of them.
        if text.contains('\0') || text.starts_with("%PDF") {
            return Err(LinkError::Binary {
                list: name.to_owned(),
            });
        }
        let delimiter = delimiter::sniff(&text);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut record = csv::StringRecord::new();
        let bad = |source| LinkError::Csv {
            list: name.to_owned(),
            source,
        };
        let empty = || LinkError::Empty {
            list: name.to_owned(),
        };
        if !reader.read_record(&mut record).map_err(bad)? {
            return Err(empty());
        }
        let headers = unique_headers(&record);
        let mut table = Self {
            name: name.to_owned(),
            columns: vec![Column::default(); headers.len()],
            headers,
            rows: 0,
            cut: 0,
            ragged: 0,
        };
        while reader.read_record(&mut record).map_err(bad)? {
            if !table.push(&record) {
                return Err(LinkError::TooLarge {
                    list: name.to_owned(),
                });
            }
        }
        if table.rows == 0 {
            Err(empty())
        } else {
            Ok(table)
        }
    }

    fn push(&mut self, record: &csv::StringRecord) -> bool {
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return true; // blank lines at the end of exported sheets are no records
        }
        if record.len() != self.headers.len() {
            self.ragged += 1;
        }
        for (index, column) in self.columns.iter_mut().enumerate() {
            let mut cell = record.get(index).unwrap_or_default().trim();
            if cell.len() > CELL_LIMIT {
                cell = &cell[..cell.floor_char_boundary(CELL_LIMIT)];
                self.cut += 1;
            }
            if !column.push(cell) {
                return false;
            }
        }
        self.rows += 1;
        true
    }

    /// The list's name, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Column names as they stand in the file, trimmed.
    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    /// Number of records.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many cells were longer than [`CELL_LIMIT`] and were cut.
    pub fn cut_cells(&self) -> usize {
        self.cut
    }

    /// How many rows had more or fewer cells than the header.
    pub fn ragged_rows(&self) -> usize {
        self.ragged
    }

    /// One cell, trimmed.
    pub fn cell(&self, row: usize, column: usize) -> &str {
        self.columns[column].cell(row)
    }

    /// The column's place, compared without regard to case.
    pub fn column(&self, header: &str) -> Option<usize> {
        let wanted = header.trim();
        let exact = self.headers.iter().position(|h| h == wanted);
        exact.or_else(|| {
            self.headers
                .iter()
                .position(|h| h.to_lowercase() == wanted.to_lowercase())
        })
    }

    /// The column's place, or an error which lists the columns there are.
    pub fn require(&self, header: &str) -> Result<usize, LinkError> {
        self.column(header).ok_or_else(|| LinkError::NoColumn {
            list: self.name.clone(),
            column: header.to_owned(),
            have: self.headers.join(", "),
        })
    }
}

/// Blank or repeated headers get their column's number, so that every column can be named.
fn unique_headers(record: &csv::StringRecord) -> Vec<String> {
    let mut headers: Vec<String> = Vec::with_capacity(record.len());
    for (index, raw) in record.iter().enumerate() {
        let mut header = raw.trim().trim_start_matches('\u{feff}').to_owned();
        if header.is_empty() || headers.contains(&header) {
            header = format!("{header}#{}", index + 1);
        }
        headers.push(header);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(bytes: &[u8]) -> Table {
        Table::parse("t", bytes.to_vec()).unwrap()
    }

    #[test]
    fn spaces_around_headers_and_values_are_dropped_as_in_febrl() {
        let t = table(b"rec_id, given_name, surname\nrec-1-org, michaela , neumann\n");
        assert_eq!(t.headers(), ["rec_id", "given_name", "surname"]);
        assert_eq!(t.cell(0, 1), "michaela");
    }

    #[test]
    fn encodings_and_delimiters_are_found() {
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("id;nama\n1;é\n".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for bytes in [
            &b"id;nama\n1;\xe9\n"[..],
            "\u{feff}id\tnama\n1\té\n".as_bytes(),
            "id|nama\n1|é\n".as_bytes(),
            &utf16,
        ] {
            let t = table(bytes);
            assert_eq!(t.headers(), ["id", "nama"]);
            assert_eq!(t.cell(0, 1), "é");
        }
    }

    #[test]
    fn short_rows_are_filled_and_blank_rows_skipped() {
        let t = table(b"id,a,b\n1,x\n,,\n2,y,z,extra\n");
        assert_eq!((t.rows(), t.ragged_rows()), (2, 2));
        assert_eq!(t.cell(0, 2), "");
    }

    #[test]
    fn huge_cells_are_cut_on_a_character() {
        let t = table(format!("id,a\n1,{}\n", "é".repeat(5_000_000)).as_bytes());
        assert_eq!(t.cut_cells(), 1);
        assert!(t.cell(0, 1).len() <= CELL_LIMIT);
    }

    #[test]
    fn a_list_without_rows_is_an_error() {
        assert!(matches!(
            Table::parse("t", b"id,a\n".to_vec()),
            Err(LinkError::Empty { .. })
        ));
        assert!(matches!(
            Table::parse("t", Vec::new()),
            Err(LinkError::Empty { .. })
        ));
    }
}
