//! What can be wrong with a whole file, said so that the office can mend it.

use std::io;

use vocab::DomainError;

/// A file which cannot be taken in, or a mapping which cannot be used. Nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// The file could not be read from the disk.
    #[error("cannot read the file: {0}")]
    Io(#[from] io::Error),
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Larger than allowed.
    #[error("the file has {bytes} bytes, more than the {limit} allowed")]
    TooLarge {
        /// Bytes found.
        bytes: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A workbook that asks for a password.
    #[error("the workbook is protected by a password")]
    Password,
    /// A zipped workbook that unpacks to far more than it should.
    #[error("the workbook unpacks to more than {limit} bytes")]
    ZipBomb {
        /// The bound that was passed.
        limit: u64,
    },
    /// Text and styles of a workbook do not fit the memory set aside for them.
    #[error("the workbook's texts take more than {limit} bytes")]
    TooMuchText {
        /// The bound that was passed.
        limit: u64,
    },
    /// Too many rows.
    #[error("more than {limit} rows")]
    TooManyRows {
        /// Rows allowed.
        limit: u64,
    },
    /// Too many columns.
    #[error("row {row} has more than {limit} columns")]
    TooManyColumns {
        /// Where.
        row: u64,
        /// Columns allowed.
        limit: usize,
    },
    /// Too many filled cells.
    #[error("more than {limit} filled cells")]
    TooManyCells {
        /// Cells allowed.
        limit: u64,
    },
    /// One cell or row is too long.
    #[error("row {row} has a text longer than {limit}")]
    CellTooLong {
        /// Where.
        row: u64,
        /// Characters allowed.
        limit: usize,
    },
    /// A quotation mark that opens and does not close.
    #[error("a quotation mark opened at row {row} is never closed")]
    OpenQuote {
        /// Where it was opened.
        row: u64,
    },
    /// NUL bytes in a text file.
    #[error("a NUL byte in line {line}")]
    NulByte {
        /// Where.
        line: u64,
    },
    /// Bytes which are a letter in none of the encodings read here.
    #[error("line {line} is neither UTF-8 nor Windows-1252")]
    Encoding {
        /// Where.
        line: u64,
    },
    /// A kind of file which is not a table.
    #[error("not a table but {found}")]
    NotATable {
        /// What it is.
        found: Foreign,
    },
    /// Broken inside.
    #[error("the {kind} file is damaged: {detail}")]
    Damaged {
        /// Which kind of file.
        kind: &'static str,
        /// What the reader said.
        detail: String,
    },
    /// No sheet has a row with names of columns.
    #[error("no row with names of columns was found")]
    NoHeader,
    /// A header with no row below.
    #[error("there is a header but no row below it")]
    HeaderOnly,
    /// A sheet that the mapping names is not there.
    #[error("there is no sheet {name}")]
    NoSheet {
        /// Its name.
        name: String,
    },
    /// Two columns lead to one fact.
    #[error("columns {first} and {second} both lead to {target}")]
    TwoColumns {
        /// The first column's header.
        first: String,
        /// The second column's header.
        second: String,
        /// What both lead to.
        target: String,
    },
    /// A column which the mapping names is not in the file.
    #[error("the column {column} is not in the file")]
    NoColumn {
        /// Its header.
        column: String,
    },
    /// The mapping has nothing to recognise a business by.
    #[error("no column for the {what}")]
    Unmapped {
        /// What is missing.
        what: Needed,
    },
    /// A mapping file that cannot be read.
    #[error("the mapping cannot be read: {detail}")]
    Mapping {
        /// What the parser said.
        detail: String,
    },
    /// The report could not be written.
    #[error("the report cannot be written: {0}")]
    Report(#[from] rust_xlsxwriter::XlsxError),
}

/// What a mapping must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    /// A name of the business or of its owner.
    Name,
    /// The village.
    Village,
}

impl std::fmt::Display for Needed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Name => "name of the business or of its owner",
            Self::Village => "village",
        })
    }
}

/// Kinds of files that offices send by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// A PDF.
    Pdf,
    /// A web page, which many systems export under the name `.xls`.
    Html,
    /// XML, among it the "XML Spreadsheet 2003" that some systems export as `.xls`.
    Xml,
    /// A picture.
    Picture,
    /// A word processor's or a slide show's file.
    Document,
    /// A binary workbook (`.xlsb`).
    Xlsb,
    /// A zip or another archive.
    Archive,
    /// A database.
    Database,
    /// Some other binary file.
    Binary,
}

impl Foreign {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Pdf => ("berkas PDF", "a PDF"),
            Self::Html => ("halaman web (HTML)", "a web page (HTML)"),
            Self::Xml => ("berkas XML", "an XML file"),
            Self::Picture => ("gambar", "a picture"),
            Self::Document => ("dokumen, bukan tabel", "a document, not a table"),
            Self::Xlsb => ("buku kerja biner (XLSB)", "a binary workbook (XLSB)"),
            Self::Archive => ("arsip terkompresi", "an archive"),
            Self::Database => ("berkas basis data", "a database file"),
            Self::Binary => ("berkas biner", "a binary file"),
        }
    }
}

impl std::fmt::Display for Foreign {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.words().1)
    }
}

fn mib(bytes: u64) -> u64 {
    bytes >> 20
}

impl DomainError for IntakeError {
    fn code(&self) -> &'static str {
        match self {
            Self::Io(_) => "intake.io",
            Self::Empty => "intake.empty",
            Self::TooLarge { .. } => "intake.too_large",
            Self::Password => "intake.password",
            Self::ZipBomb { .. } => "intake.zip_bomb",
            Self::TooMuchText { .. } => "intake.too_much_text",
            Self::TooManyRows { .. } => "intake.too_many_rows",
            Self::TooManyColumns { .. } => "intake.too_many_columns",
            Self::TooManyCells { .. } => "intake.too_many_cells",
            Self::CellTooLong { .. } => "intake.cell_too_long",
            Self::OpenQuote { .. } => "intake.open_quote",
            Self::NulByte { .. } => "intake.nul_byte",
            Self::Encoding { .. } => "intake.encoding",
            Self::NotATable { .. } => "intake.not_a_table",
            Self::Damaged { .. } => "intake.damaged",
            Self::NoHeader => "intake.no_header",
            Self::HeaderOnly => "intake.header_only",
            Self::NoSheet { .. } => "intake.no_sheet",
            Self::TwoColumns { .. } => "intake.two_columns",
            Self::NoColumn { .. } => "intake.no_column",
            Self::Unmapped { .. } => "intake.unmapped",
            Self::Mapping { .. } => "intake.mapping",
            Self::Report(_) => "intake.report",
        }
    }

    fn id(&self) -> String {
        match self {
            Self::Io(error) => format!("Berkas tidak dapat dibaca ({error}). Coba unggah lagi."),
            Self::Empty => "Berkas kosong. Periksa apakah Anda memilih berkas yang benar.".into(),
            Self::TooLarge { bytes, limit } => format!(
                "Berkas terlalu besar: {} MiB, paling banyak {} MiB. Bagi menjadi beberapa berkas, misalnya per kecamatan.",
                mib(*bytes), mib(*limit)
            ),
            Self::Password => "Buku kerja ini dikunci kata sandi. Buka di Excel, hapus kata sandinya (File > Info > Protect Workbook), simpan, lalu unggah lagi.".into(),
            Self::ZipBomb { limit } => format!(
                "Isi buku kerja ini membengkak tidak wajar saat dibuka (lebih dari {} MiB), jadi ditolak demi keamanan. Simpan ulang sebagai CSV.",
                mib(*limit)
            ),
            Self::TooMuchText { limit } => format!(
                "Teks dalam buku kerja ini melebihi {} MiB. Simpan lembarnya sebagai CSV, lalu unggah CSV itu.",
                mib(*limit)
            ),
            Self::TooManyRows { limit } => format!(
                "Baris terlalu banyak: paling banyak {limit} baris. Bagi menjadi beberapa berkas."
            ),
            Self::TooManyColumns { row, limit } => format!(
                "Baris {row} berisi lebih dari {limit} kolom. Hapus kolom yang tidak dipakai."
            ),
            Self::TooManyCells { limit } => format!(
                "Buku kerja ini berisi lebih dari {limit} sel. Bagi menjadi beberapa berkas, atau simpan sebagai CSV."
            ),
            Self::CellTooLong { row, limit } => format!(
                "Baris {row} berisi teks yang terlalu panjang (lebih dari {limit} huruf). Pendekkan isinya."
            ),
            Self::OpenQuote { row } => format!(
                "Tanda kutip (\") yang dibuka di baris {row} tidak pernah ditutup. Hapus tanda kutip itu atau lengkapi pasangannya."
            ),
            Self::NulByte { line } => format!(
                "Ada karakter NUL di baris {line}; berkas ini bukan teks biasa atau rusak. Simpan ulang sebagai CSV UTF-8."
            ),
            Self::Encoding { line } => format!(
                "Pengodean huruf tidak dikenali di baris {line}. Simpan ulang sebagai \"CSV UTF-8\"."
            ),
            Self::NotATable { found } => format!(
                "Ini {}, bukan tabel yang dapat dibaca. Buka lalu simpan sebagai XLSX atau CSV.",
                found.words().0
            ),
            Self::Damaged { kind, detail } => format!(
                "Berkas {kind} ini rusak ({detail}). Buka di Excel atau LibreOffice, simpan ulang, lalu unggah lagi."
            ),
            Self::NoHeader => "Baris judul kolom tidak ditemukan. Beri nama kolom di satu baris, misalnya \"Nama Usaha\", \"Nama Pemilik\", \"Desa\", \"Kecamatan\".".into(),
            Self::HeaderOnly => "Hanya ada judul kolom, belum ada baris data di bawahnya.".into(),
            Self::NoSheet { name } => format!("Lembar \"{name}\" tidak ada dalam berkas ini."),
            Self::TwoColumns { first, second, target } => format!(
                "Kolom \"{first}\" dan \"{second}\" sama-sama diarahkan ke \"{target}\". Pilih salah satu."
            ),
            Self::NoColumn { column } => format!(
                "Kolom \"{column}\" dari pemetaan tidak ada dalam berkas ini."
            ),
            Self::Unmapped { what: Needed::Name } => "Belum ada kolom untuk nama usaha atau nama pemilik. Tunjuk kolomnya pada pemetaan.".into(),
            Self::Unmapped { what: Needed::Village } => "Belum ada kolom untuk desa/kelurahan. Tunjuk kolomnya pada pemetaan.".into(),
            Self::Mapping { detail } => format!("Berkas pemetaan tidak dapat dibaca: {detail}"),
            Self::Report(error) => format!("Laporan tidak dapat ditulis: {error}"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Io(error) => format!("The file cannot be read ({error}). Upload it again."),
            Self::Empty => "The file is empty. Check that you chose the right one.".into(),
            Self::TooLarge { bytes, limit } => format!(
                "The file is too large: {} MiB, at most {} MiB. Split it, for example by district.",
                mib(*bytes), mib(*limit)
            ),
            Self::Password => "This workbook is locked by a password. Open it in Excel, remove the password (File > Info > Protect Workbook), save, and upload it again.".into(),
            Self::ZipBomb { limit } => format!(
                "This workbook swells beyond reason when unpacked (more than {} MiB), so it is refused for safety. Save it as CSV.",
                mib(*limit)
            ),
            Self::TooMuchText { limit } => format!(
                "The texts of this workbook exceed {} MiB. Save its sheet as CSV and upload that.",
                mib(*limit)
            ),
            Self::TooManyRows { limit } => {
                format!("Too many rows: at most {limit}. Split the file.")
            }
            Self::TooManyColumns { row, limit } => format!(
                "Row {row} has more than {limit} columns. Delete the columns that are not used."
            ),
            Self::TooManyCells { limit } => format!(
                "This workbook has more than {limit} filled cells. Split it, or save it as CSV."
            ),
            Self::CellTooLong { row, limit } => format!(
                "Row {row} holds a text that is too long (more than {limit} characters). Shorten it."
            ),
            Self::OpenQuote { row } => format!(
                "A quotation mark (\") opened at row {row} is never closed. Delete it or close it."
            ),
            Self::NulByte { line } => format!(
                "There is a NUL character in line {line}; this is not plain text, or it is damaged. Save it again as CSV UTF-8."
            ),
            Self::Encoding { line } => format!(
                "The letters of line {line} are in no known encoding. Save it again as \"CSV UTF-8\"."
            ),
            Self::NotATable { found } => format!(
                "This is {}, not a table that can be read. Open it and save it as XLSX or CSV.",
                found.words().1
            ),
            Self::Damaged { kind, detail } => format!(
                "This {kind} file is damaged ({detail}). Open it in Excel or LibreOffice, save it again and upload that."
            ),
            Self::NoHeader => "No row with names of columns was found. Name the columns in one row, such as \"Nama Usaha\", \"Nama Pemilik\", \"Desa\", \"Kecamatan\".".into(),
            Self::HeaderOnly => "There are names of columns but no row of data below them.".into(),
            Self::NoSheet { name } => format!("There is no sheet \"{name}\" in this file."),
            Self::TwoColumns { first, second, target } => format!(
                "The columns \"{first}\" and \"{second}\" both lead to \"{target}\". Choose one."
            ),
            Self::NoColumn { column } => {
                format!("The column \"{column}\" of the mapping is not in this file.")
            }
            Self::Unmapped { what } => {
                format!("No column is mapped to the {what}. Point to it in the mapping.")
            }
            Self::Mapping { detail } => format!("The mapping cannot be read: {detail}"),
            Self::Report(error) => format!("The report cannot be written: {error}"),
        }
    }
}

impl IntakeError {
    pub(crate) fn damaged(kind: &'static str, detail: impl std::fmt::Display) -> Self {
        // The readers' own words can be long or hold pieces of the file; a short head is enough.
        let detail: String = detail.to_string().chars().take(160).collect();
        Self::Damaged { kind, detail }
    }
}
