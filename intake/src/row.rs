//! One row as it came from a file, whatever the kind of file.

/// Something about a cell which its text alone does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Calculated; the text is the value which the office program stored last.
    Formula,
    /// Calculated, but no value was stored.
    FormulaWithoutValue,
    /// A number, not text. Excel keeps 15 digits of it (IEEE 754 double, Microsoft's
    /// "Excel specifications and limits"), so a 16-digit NIK has lost its last digit.
    Number,
    /// `#N/A`, `#REF!` and their like.
    Fault,
}

/// One row: the texts of its cells and where it stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    number: u64,
    text: String,
    ends: Vec<usize>,
    marks: Vec<(usize, Mark)>,
    mixed_encoding: bool,
}

impl Row {
    /// The row's number as the office program shows it (the line, for text files), from 1.
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// How many cells it has, empty ones before the last filled one included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether no cell has any text.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text of a cell; empty beyond the row's end.
    pub fn cell(&self, column: usize) -> &str {
        let Some(&end) = self.ends.get(column) else {
            return "";
        };
        let start = match column.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or(0),
            None => 0,
        };
        self.text.get(start..end).unwrap_or("")
    }

    /// All cells from the first.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|column| self.cell(column))
    }

    /// What is known of a cell beyond its text.
    pub fn mark(&self, column: usize) -> Option<Mark> {
        self.marks
            .iter()
            .find(|(at, _)| *at == column)
            .map(|(_, mark)| *mark)
    }

    /// Whether this row alone is not UTF-8 in a file which otherwise is; its text was then read
    /// as Windows-1252, which is a guess.
    pub const fn mixed_encoding(&self) -> bool {
        self.mixed_encoding
    }

    /// A row from texts, for tests and for callers that have no file.
    pub fn from_cells<'a>(number: u64, cells: impl IntoIterator<Item = &'a str>) -> Self {
        let mut row = Self::default();
        row.start(number);
        for cell in cells {
            row.push(cell);
        }
        row
    }

    pub(crate) fn start(&mut self, number: u64) {
        self.number = number;
        self.text.clear();
        self.ends.clear();
        self.marks.clear();
        self.mixed_encoding = false;
    }

    pub(crate) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    pub(crate) fn push_marked(&mut self, cell: &str, mark: Option<Mark>) {
        if let Some(mark) = mark {
            self.marks.push((self.ends.len(), mark));
        }
        self.push(cell);
    }

    /// Fills up with empty cells so that the next pushed cell is `column`.
    pub(crate) fn pad_to(&mut self, column: usize) {
        let end = self.text.len();
        if self.ends.len() < column {
            self.ends.resize(column, end);
        }
    }

    pub(crate) const fn text_bytes(&self) -> usize {
        self.text.len()
    }

    /// Takes the cells out of a CSV reader's output: bytes of all cells and where each ends.
    /// The row gives its old buffers back, so that nothing is allocated in the long run.
    pub(crate) fn take_bytes(&mut self, number: u64, bytes: Vec<u8>, ends: &[usize]) -> Vec<u8> {
        self.number = number;
        self.marks.clear();
        self.ends.clear();
        let spare = std::mem::take(&mut self.text).into_bytes();
        match String::from_utf8(bytes) {
            Ok(text) => {
                self.mixed_encoding = false;
                self.text = text;
                self.ends.extend_from_slice(ends);
                spare
            }
            Err(error) => {
                let bytes = error.into_bytes();
                self.mixed_encoding = true;
                let mut start = 0;
                for &end in ends {
                    let cell = bytes.get(start..end).unwrap_or_default();
                    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(cell);
                    self.text.push_str(&text);
                    self.ends.push(self.text.len());
                    start = end;
                }
                bytes
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_found_by_their_column_and_empty_beyond_the_end() {
        let row = Row::from_cells(7, ["a", "", "bc"]);
        assert_eq!(row.number(), 7);
        assert_eq!(
            (row.cell(0), row.cell(1), row.cell(2), row.cell(3)),
            ("a", "", "bc", "")
        );
        assert_eq!(row.cells().collect::<Vec<_>>(), ["a", "", "bc"]);
    }

    #[test]
    fn bytes_that_are_not_utf8_are_read_as_windows_1252_and_said_so() {
        let mut row = Row::default();
        row.take_bytes(1, b"Caf\xe9x".to_vec(), &[4, 5]);
        assert!(row.mixed_encoding());
        assert_eq!((row.cell(0), row.cell(1)), ("Café", "x"));
    }

    #[test]
    fn padding_makes_empty_cells() {
        let mut row = Row::default();
        row.start(1);
        row.pad_to(2);
        row.push_marked("x", Some(Mark::Formula));
        assert_eq!(row.cells().collect::<Vec<_>>(), ["", "", "x"]);
        assert_eq!(row.mark(2), Some(Mark::Formula));
        assert_eq!(row.mark(0), None);
    }
}
