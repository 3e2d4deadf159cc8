//! What can be wrong with an import.

use intake::IntakeError;
use vocab::DomainError;

use crate::error::ErrorKind;

/// What works on a file alone.
pub(super) type FileResult<T> = std::result::Result<T, ImportError>;

/// Why an import did not work.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file or its mapping cannot be used.
    #[error(transparent)]
    File(#[from] IntakeError),
    /// The source's name is empty or too long.
    #[error("the source needs a name of 1 to 120 characters")]
    SourceName,
    /// The facts would be of tomorrow.
    #[error("the day of the facts is yet to come")]
    Future,
    /// No day.
    #[error("the day {day:?} cannot be read")]
    DayUnreadable {
        /// What was typed.
        day: String,
    },
    /// The kept file is gone.
    #[error("the file of the import is gone from the files folder")]
    FileGone,
    /// The import stands otherwise than this asks for.
    #[error("the import is {state}")]
    State {
        /// How it stands.
        state: &'static str,
    },
    /// Another process takes the same import in.
    #[error("another process is at work on this import")]
    Busy,
    /// What was kept about the import does not parse.
    #[error("the import's own record is damaged")]
    Damaged,
}

impl ImportError {
    pub(crate) fn kind(&self) -> ErrorKind {
        match self {
            Self::State { .. } | Self::Busy => ErrorKind::Conflict,
            Self::Damaged | Self::File(IntakeError::Io(_)) => ErrorKind::Fault,
            _ => ErrorKind::Invalid,
        }
    }
}

impl DomainError for ImportError {
    fn code(&self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::SourceName => "import.source_name",
            Self::Future => "import.future",
            Self::DayUnreadable { .. } => "import.day_unreadable",
            Self::FileGone => "import.file_gone",
            Self::State { .. } => "import.state",
            Self::Busy => "import.busy",
            Self::Damaged => "import.damaged",
        }
    }

    fn id(&self) -> String {
        match self {
            Self::File(error) => error.id(),
            Self::SourceName => {
                "Beri nama sumber data, 1 sampai 120 huruf, misalnya \"Sensus 2026\".".to_owned()
            }
            Self::Future => {
                "Tanggal data belum tiba; isi tanggal hari ini atau sebelumnya.".to_owned()
            }
            Self::DayUnreadable { day } => format!(
                "Tanggal \"{day}\" tidak terbaca; tulis seperti 2026-11-24 atau kosongkan untuk hari ini."
            ),
            Self::FileGone => {
                "Berkas impor ini sudah tidak ada di folder berkas; unggah lagi.".to_owned()
            }
            Self::State { state } => {
                format!("Impor ini berstatus \"{state}\", jadi tindakan itu tidak dapat dilakukan.")
            }
            Self::Busy => {
                "Impor ini sedang dikerjakan proses lain; tunggu sampai selesai.".to_owned()
            }
            Self::Damaged => "Catatan impor ini rusak; batalkan lalu unggah lagi.".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::File(error) => error.en(),
            Self::SourceName => {
                "Give the source a name of 1 to 120 characters, such as \"Sensus 2026\".".to_owned()
            }
            Self::Future => {
                "The day of the facts is yet to come; enter today or an earlier day.".to_owned()
            }
            Self::DayUnreadable { day } => format!(
                "The day \"{day}\" cannot be read; write it like 2026-11-24, or leave it empty for today."
            ),
            Self::FileGone => {
                "The file of this import is gone from the files folder; upload it again.".to_owned()
            }
            Self::State { state } => format!("This import is \"{state}\", so that cannot be done."),
            Self::Busy => {
                "Another process is at work on this import; wait until it is done.".to_owned()
            }
            Self::Damaged => {
                "The record of this import is damaged; undo it and upload the file again."
                    .to_owned()
            }
        }
    }
}
