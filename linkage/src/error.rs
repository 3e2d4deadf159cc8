//! What can go wrong before any record is compared, said in both languages.

use std::path::PathBuf;

/// An error which tells what is wrong, where, and how to mend it.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The file cannot be opened or read.
    #[error("{}", self.en())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("{}", self.en())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// The rows of the file cannot be told apart.
    #[error("{}", self.en())]
    Csv {
        /// The file or list.
        list: String,
        /// What the reader says.
        #[source]
        source: csv::Error,
    },
    /// No header, or no row below it.
    #[error("{}", self.en())]
    Empty {
        /// The file or list.
        list: String,
    },
    /// The file is no text at all.
    #[error("{}", self.en())]
    Binary {
        /// The file or list.
        list: String,
    },
    /// The file is of a kind that is read elsewhere, and could not be.
    #[error("{}", self.en())]
    Sheet {
        /// The file or list.
        list: String,
        /// What its reader says, in Indonesian.
        id: String,
        /// What its reader says, in English.
        en: String,
    },
    /// One column holds more text than can be addressed.
    #[error("{}", self.en())]
    TooLarge {
        /// The file or list.
        list: String,
    },
    /// A column named in the specification is not in the list.
    #[error("{}", self.en())]
    NoColumn {
        /// The file or list.
        list: String,
        /// The column asked for.
        column: String,
        /// The columns there are.
        have: String,
    },
    /// The same id stands on more than one row.
    #[error("{}", self.en())]
    DuplicateId {
        /// The file or list.
        list: String,
        /// The id column.
        column: String,
        /// The first id seen twice.
        id: String,
        /// Its two rows (counted from 1, below the header).
        rows: (usize, usize),
        /// How many rows repeat an id.
        count: usize,
    },
    /// No column could be used for comparing.
    #[error("{}", self.en())]
    NothingToCompare,
    /// More comparisons than a pattern can hold.
    #[error("{}", self.en())]
    TooManyFields {
        /// How many the specification has.
        count: usize,
    },
    /// The specification cannot be read.
    #[error("{}", self.en())]
    Specification {
        /// What the reader says, with line and column.
        message: String,
    },
}

impl LinkError {
    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Read { .. } => "link_read",
            Self::Write { .. } => "link_write",
            Self::Csv { .. } => "link_csv",
            Self::Empty { .. } => "link_empty",
            Self::Binary { .. } => "link_binary",
            Self::Sheet { .. } => "link_sheet",
            Self::TooLarge { .. } => "link_too_large",
            Self::NoColumn { .. } => "link_no_column",
            Self::DuplicateId { .. } => "link_duplicate_id",
            Self::NothingToCompare => "link_nothing_to_compare",
            Self::TooManyFields { .. } => "link_too_many_fields",
            Self::Specification { .. } => "link_specification",
        }
    }

    /// The message in Indonesian.
    pub fn id(&self) -> String {
        match self {
            Self::Read { path, .. } => format!("Berkas {} tidak dapat dibaca. Periksa nama dan izinnya.", path.display()),
            Self::Write { path, .. } => format!("Berkas {} tidak dapat ditulis. Periksa folder dan izinnya.", path.display()),
            Self::Csv { list, source } => format!("Daftar {list} bukan CSV yang utuh: {source}. Simpan ulang sebagai CSV."),
            Self::Empty { list } => format!("Daftar {list} tidak berisi baris. Baris pertama harus judul kolom, di bawahnya data."),
            Self::Binary { list } => format!("{list} bukan berkas teks. Buka di program asalnya dan simpan sebagai CSV."),
            Self::Sheet { list, id, .. } => format!("{list}: {id}"),
            Self::TooLarge { list } => format!("Satu kolom di {list} berisi lebih dari 4 GiB teks. Pecah daftarnya."),
            Self::NoColumn { list, column, have } => format!("Kolom \"{column}\" tidak ada di {list}. Kolom yang ada: {have}."),
            Self::DuplicateId { list, column, id, rows, count } => format!(
                "Di {list}, id \"{id}\" (kolom {column}) ada di baris {} dan {}; seluruhnya {count} baris mengulang id. Pilih kolom id lain di spesifikasi, atau tulis id = \"#row\" untuk memakai nomor baris.",
                rows.0, rows.1
            ),
            Self::NothingToCompare => "Tidak ada kolom yang dapat dibandingkan. Tulis spesifikasi dengan sedikitnya satu field.".to_owned(),
            Self::TooManyFields { count } => format!("Spesifikasi memuat {count} field; paling banyak {}.", crate::MAX_FIELDS),
            Self::Specification { message } => format!("Spesifikasi tidak dapat dibaca: {message}"),
        }
    }

    /// The message in English.
    pub fn en(&self) -> String {
        match self {
            Self::Read { path, source } => format!(
                "Cannot read {}: {source}. Check its name and permissions.",
                path.display()
            ),
            Self::Write { path, source } => format!(
                "Cannot write {}: {source}. Check the folder and permissions.",
                path.display()
            ),
            Self::Csv { list, source } => {
                format!("{list} is not a whole CSV file: {source}. Save it as CSV again.")
            }
            Self::Empty { list } => {
                format!("{list} has no rows. The first row must be the header, with data below.")
            }
            Self::Binary { list } => {
                format!("{list} is not a text file. Open it in its own program and save it as CSV.")
            }
            Self::Sheet { list, en, .. } => format!("{list}: {en}"),
            Self::TooLarge { list } => {
                format!("One column of {list} holds more than 4 GiB of text. Split the list.")
            }
            Self::NoColumn { list, column, have } => {
                format!("There is no column \"{column}\" in {list}. It has: {have}.")
            }
            Self::DuplicateId {
                list,
                column,
                id,
                rows,
                count,
            } => format!(
                "In {list}, the id \"{id}\" (column {column}) is on rows {} and {}; {count} rows repeat an id. Name another id column in the specification, or write id = \"#row\" to use row numbers.",
                rows.0, rows.1
            ),
            Self::NothingToCompare => {
                "No column can be compared. Write a specification with at least one field."
                    .to_owned()
            }
            Self::TooManyFields { count } => format!(
                "The specification has {count} fields; at most {} are allowed.",
                crate::MAX_FIELDS
            ),
            Self::Specification { message } => {
                format!("The specification cannot be read: {message}")
            }
        }
    }
}
