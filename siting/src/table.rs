//! Reading the offices' tables: comma or semicolon, decimal point or comma, Indonesian or English
//! column names, and complaints which name file, line and column.

use std::io::Read;

use crate::locate::Place;

vocab::domain_error! {
    /// What can be wrong with a table.
    TableError {
        /// A file could not be opened or read.
        File { file: String, reason: String } => "siting.file",
            "Berkas {file} tidak dapat dibaca: {reason}.",
            "File {file} cannot be read: {reason}.";
        /// A needed column is not there.
        Column { file: String, wanted: String, found: String } => "siting.column",
            "Berkas {file} tidak mempunyai kolom {wanted}. Kolom yang ada: {found}.",
            "File {file} has no column {wanted}. Its columns are: {found}.";
        /// No rows.
        Empty { file: String } => "siting.empty",
            "Berkas {file} tidak berisi baris data.",
            "File {file} has no rows.";
        /// A cell which should be a number.
        NotNumber { file: String, line: usize, column: String, found: String }
            => "siting.not_number",
            "{file} baris {line}, kolom {column}: \"{found}\" bukan angka yang terhingga.",
            "{file} line {line}, column {column}: \"{found}\" is not a finite number.";
        /// A weight or length below zero.
        Negative { file: String, line: usize, column: String, found: String }
            => "siting.negative",
            "{file} baris {line}, kolom {column}: {found} kurang dari nol; bobot dan panjang tidak boleh negatif.",
            "{file} line {line}, column {column}: {found} is below zero; weights and lengths may not be negative.";
        /// Two rows with one name.
        Twice { file: String, line: usize, name: String } => "siting.twice",
            "{file} baris {line}: \"{name}\" sudah ada di baris sebelumnya; setiap titik harus unik.",
            "{file} line {line}: \"{name}\" stands on an earlier line too; each node must be unique.";
        /// A row without a name.
        Nameless { file: String, line: usize } => "siting.nameless",
            "{file} baris {line}: nama titik kosong.",
            "{file} line {line}: the node's name is empty.";
        /// Latitude and longitude stand in each other's place.
        Swapped { file: String, line: usize, lat: String, lon: String } => "siting.swapped",
            "{file} baris {line}: lintang {lat} dan bujur {lon} tampaknya tertukar; lintang Indonesia antara -11 dan 6, bujur antara 95 dan 141.",
            "{file} line {line}: latitude {lat} and longitude {lon} seem to be swapped; in Indonesia latitude is -11 to 6 and longitude 95 to 141.";
        /// A point which is not on the globe.
        OffGlobe { file: String, line: usize, lat: String, lon: String } => "siting.off_globe",
            "{file} baris {line}: lintang {lat}, bujur {lon} tidak ada di bumi.",
            "{file} line {line}: latitude {lat}, longitude {lon} is nowhere on earth.";
        /// A word which is neither yes nor no.
        NotYesNo { file: String, line: usize, column: String, found: String }
            => "siting.not_yes_no",
            "{file} baris {line}, kolom {column}: \"{found}\" bukan ya atau tidak.",
            "{file} line {line}, column {column}: \"{found}\" is neither yes nor no.";
    }
}

/// A table held in memory with the line each row came from.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) file: String,
    headers: Vec<String>,
    pub(crate) rows: Vec<Row>,
    decimal_comma: bool,
}

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) line: usize,
    cells: Vec<String>,
}

impl Row {
    /// The cell's text without blanks around it; empty when the row is short.
    pub(crate) fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }
}

impl Table {
    /// Reads a whole table. The separator is whichever of `,` `;` and tab the header has most of.
    pub(crate) fn read(mut from: impl Read, file: &str) -> Result<Self, TableError> {
        let unreadable = |reason: String| TableError::File {
            file: file.to_owned(),
            reason,
        };
        let mut text = String::new();
        from.read_to_string(&mut text)
            .map_err(|error| unreadable(error.to_string()))?;
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().next().unwrap_or_default();
        let count = |sign: char| first.chars().filter(|found| *found == sign).count();
        let mut separator = ',';
        for sign in [';', '\t'] {
            if count(sign) > count(separator) {
                separator = sign;
            }
        }
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(u8::try_from(separator).unwrap_or(b','))
            .flexible(true)
            .from_reader(text.as_bytes());
        let headers = reader
            .headers()
            .map_err(|error| unreadable(error.to_string()))?;
        let headers = headers
            .iter()
            .map(|name| name.trim().to_lowercase())
            .collect();
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| unreadable(error.to_string()))?;
            let line = record
                .position()
                .map_or(0, |position| line_of(position, text));
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push(Row { line, cells });
            }
        }
        let table = Self {
            file: file.to_owned(),
            headers,
            rows,
            decimal_comma: separator != ',',
        };
        if table.rows.is_empty() {
            return Err(TableError::Empty { file: table.file });
        }
        Ok(table)
    }

    /// The position of a column under any of its names.
    pub(crate) fn column(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| {
            let name = name.to_lowercase();
            self.headers.iter().position(|header| *header == name)
        })
    }

    /// The same, but the column must be there.
    pub(crate) fn needed(&self, names: &[&str]) -> Result<usize, TableError> {
        self.column(names).ok_or_else(|| TableError::Column {
            file: self.file.clone(),
            wanted: names.join("/"),
            found: self.headers.join(", "),
        })
    }

    /// The header above a column.
    pub(crate) fn header(&self, column: usize) -> &str {
        self.headers.get(column).map_or("", String::as_str)
    }

    /// A cell as a finite number; `None` when it is empty or a dash.
    pub(crate) fn number(&self, row: &Row, column: usize) -> Result<Option<f64>, TableError> {
        let text = row.text(column);
        if matches!(text, "" | "-" | "?") {
            return Ok(None);
        }
        let plain = if self.decimal_comma {
            text.replace(',', ".")
        } else {
            text.to_owned()
        };
        match plain.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.not_number(row, column)),
        }
    }

    /// A cell as a number of at least 0, which must be there.
    pub(crate) fn amount(&self, row: &Row, column: usize) -> Result<f64, TableError> {
        match self.number(row, column)? {
            Some(number) if number >= 0.0 => Ok(number),
            Some(_) => Err(TableError::Negative {
                file: self.file.clone(),
                line: row.line,
                column: self.header(column).to_owned(),
                found: row.text(column).to_owned(),
            }),
            None => Err(self.not_number(row, column)),
        }
    }

    /// A cell as yes or no; empty is no.
    pub(crate) fn yes(&self, row: &Row, column: usize) -> Result<bool, TableError> {
        match row.text(column).to_lowercase().as_str() {
            "" | "0" | "-" | "no" | "n" | "tidak" | "belum" | "false" => Ok(false),
            "1" | "x" | "v" | "yes" | "y" | "ya" | "ada" | "sudah" | "true" => Ok(true),
            found => Err(TableError::NotYesNo {
                file: self.file.clone(),
                line: row.line,
                column: self.header(column).to_owned(),
                found: found.to_owned(),
            }),
        }
    }

    /// The place in two columns. Swapped columns are recognised when what stands as latitude can
    /// be none, or when exchanging both would land in Indonesia.
    pub(crate) fn place(&self, row: &Row, lat: usize, lon: usize) -> Result<Place, TableError> {
        let read = |column| {
            self.number(row, column)?
                .ok_or_else(|| self.not_number(row, column))
        };
        let place = Place {
            lat: read(lat)?,
            lon: read(lon)?,
        };
        let in_indonesia =
            |lat: f64, lon: f64| (-11.5..=6.5).contains(&lat) && (94.5..=141.5).contains(&lon);
        let (file, line) = (self.file.clone(), row.line);
        let (lat, lon) = (row.text(lat).to_owned(), row.text(lon).to_owned());
        if in_indonesia(place.lon, place.lat) {
            return Err(TableError::Swapped {
                file,
                line,
                lat,
                lon,
            });
        }
        if place.lat.abs() > 90.0 || place.lon.abs() > 180.0 {
            return Err(TableError::OffGlobe {
                file,
                line,
                lat,
                lon,
            });
        }
        Ok(place)
    }

    fn not_number(&self, row: &Row, column: usize) -> TableError {
        TableError::NotNumber {
            file: self.file.clone(),
            line: row.line,
            column: self.header(column).to_owned(),
            found: row.text(column).to_owned(),
        }
    }

    /// Refuses a name which stands on an earlier row.
    pub(crate) fn once<'a>(
        &self,
        names: impl Iterator<Item = (&'a Row, &'a str)>,
    ) -> Result<(), TableError> {
        let mut seen = std::collections::HashSet::new();
        for (row, name) in names {
            if name.is_empty() {
                return Err(TableError::Nameless {
                    file: self.file.clone(),
                    line: row.line,
                });
            }
            if !seen.insert(name) {
                let (file, name) = (self.file.clone(), name.to_owned());
                return Err(TableError::Twice {
                    file,
                    line: row.line,
                    name,
                });
            }
        }
        Ok(())
    }
}

/// The line a record stands on; the reader's own position is before any blank lines above it.
fn line_of(position: &csv::Position, text: &str) -> usize {
    let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let before = text.as_bytes().get(at..).unwrap_or_default();
    let blank = before
        .iter()
        .take_while(|byte| matches!(byte, b'\n' | b'\r'));
    let line = usize::try_from(position.line()).unwrap_or(0);
    line + blank.filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table::read(text.as_bytes(), "t.csv").unwrap()
    }

    #[test]
    fn semicolons_with_decimal_commas_and_a_byte_order_mark_are_read() {
        let table = table("\u{feff}Simpul;Bobot\na;1,5\n\nb;2\n");
        let weight = table.needed(&["weight", "bobot"]).unwrap();
        assert_eq!(table.number(&table.rows[0], weight), Ok(Some(1.5)));
        assert_eq!(table.rows[1].line, 4);
    }

    #[test]
    fn bad_numbers_are_named_with_line_and_column() {
        let table = table("node,weight\na,NaN\nb,-1\nc,\nd,inf\ne,12x\n");
        let read: Vec<_> = table.rows.iter().map(|row| table.amount(row, 1)).collect();
        assert!(matches!(
            &read[0],
            Err(TableError::NotNumber { line: 2, .. })
        ));
        assert!(matches!(
            &read[1],
            Err(TableError::Negative { line: 3, .. })
        ));
        assert!(
            read[2..]
                .iter()
                .all(|r| matches!(r, Err(TableError::NotNumber { .. })))
        );
    }

    #[test]
    fn swapped_coordinates_are_recognised() {
        let table = table("lat,lon\n110.2,-6.9\n-6.9,110.2\n-95,3\n52.5,13.4\n");
        let read: Vec<_> = table
            .rows
            .iter()
            .map(|row| table.place(row, 0, 1))
            .collect();
        assert!(matches!(read[0], Err(TableError::Swapped { line: 2, .. })));
        assert!(read[1].is_ok());
        assert!(matches!(read[2], Err(TableError::OffGlobe { .. })));
        assert!(read[3].is_ok(), "the rest of the world is allowed");
    }

    #[test]
    fn an_empty_table_and_a_missing_column_are_refused() {
        assert!(matches!(
            Table::read("node,weight\n".as_bytes(), "t.csv"),
            Err(TableError::Empty { .. })
        ));
        assert!(matches!(
            table("a,b\n1,2\n").needed(&["weight"]),
            Err(TableError::Column { .. })
        ));
    }

    #[test]
    fn a_name_may_stand_only_once() {
        let table = table("node\na\na\n");
        let names = table.rows.iter().map(|row| (row, row.text(0)));
        assert!(matches!(
            table.once(names),
            Err(TableError::Twice { line: 3, .. })
        ));
    }
}
