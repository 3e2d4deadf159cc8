//! Why demonstration files could not be written.

/// Why demonstration files could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DemoError {
    /// A file or folder.
    #[error("cannot write the demonstration files: {0}")]
    Io(#[from] std::io::Error),
    /// A CSV file.
    #[error("cannot write a CSV file: {0}")]
    Csv(#[from] csv::Error),
    /// The workbook.
    #[error("cannot write the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The manifest.
    #[error("cannot write the manifest: {0}")]
    Manifest(#[from] serde_json::Error),
    /// More rows than a sheet holds.
    #[error("a workbook holds at most {most} businesses; use --layout kobo or --layout dinas")]
    TooManyForWorkbook {
        /// The most it is given.
        most: u32,
    },
}
