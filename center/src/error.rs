//! What a use case answers when it cannot do what was asked: a code, what is wrong and how to mend it, in both
//! languages.

use store::StoreError;
use vocab::{DomainError, Message};

use crate::field::FieldError;
use crate::files::FilesError;
use crate::keys::KeyError;
use crate::licensing::LicensingError;
use crate::mentoring::MentoringError;
use crate::ops::OpsError;
use crate::people::PeopleError;
use crate::permission::Permission;
use crate::project::ProjectError;
use crate::registry::RegistryError;
use crate::registry::import::ImportError;
use crate::registry::linking::LinkingError;
use crate::sync::SyncError;

/// Result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody is signed in, and somebody must be.
    #[error("not signed in")]
    SignInFirst,
    /// The role may not do this.
    #[error("not permitted: {}", .0.id())]
    Forbidden(Permission),
    /// There is no such thing, or none that this actor may know of: a hidden thing answers like a missing one.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// Signing in and accounts.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// Businesses and facts.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// Files of rows.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Outside lists, reviews, merges and campaigns.
    #[error(transparent)]
    Linking(#[from] LinkingError),
    /// Sites, plans and budgets of the project.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The sites cannot be ranked.
    #[error(transparent)]
    Siting(#[from] siting::SitingError),
    /// Cases, documents and batch days.
    #[error(transparent)]
    Licensing(#[from] LicensingError),
    /// Files that are brought or fetched.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// A value that is no such number; said by the noun itself.
    #[error("{}", .0.code)]
    Malformed(Message),
    /// Mentoring, trainings and figures.
    #[error(transparent)]
    Mentoring(#[from] MentoringError),
    /// What phones send.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// The census in the field.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// Answers that make no score, or scores no comparison.
    #[error(transparent)]
    Score(growth::ScoreError),
    /// A fact that cannot be taken.
    #[error(transparent)]
    Fact(#[from] rulebook::FactError),
    /// Keys and sealed numbers.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// Backup, restore and the like.
    #[error(transparent)]
    Ops(#[from] OpsError),
    /// The installation failed; the inner error is for the log, not for the page.
    #[error("the database failed")]
    Store(#[from] StoreError),
    /// A background task was lost.
    #[error("a background task was lost")]
    Task(#[from] tokio::task::JoinError),
}

/// What sort of answer an error is, for a page's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// What was sent cannot be taken (422).
    Invalid,
    /// Sign in first (401).
    SignIn,
    /// Not permitted (403).
    Forbidden,
    /// Not there (404).
    NotFound,
    /// Somebody else was first (409).
    Conflict,
    /// Too often; wait (429).
    TooMany,
    /// Our fault (500).
    Fault,
}

impl Error {
    /// What sort of answer it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::SignInFirst => ErrorKind::SignIn,
            Self::Forbidden(_) => ErrorKind::Forbidden,
            Self::NotFound(_) => ErrorKind::NotFound,
            Self::People(error) => error.kind(),
            Self::Registry(error) => error.kind(),
            Self::Import(error) => error.kind(),
            Self::Linking(error) => error.kind(),
            Self::Project(error) => error.kind(),
            Self::Licensing(error) => error.kind(),
            Self::Files(error) => error.kind(),
            Self::Mentoring(error) => error.kind(),
            Self::Sync(error) => error.kind(),
            Self::Field(error) => error.kind(),
            Self::Siting(_)
            | Self::Fact(_)
            | Self::Ops(_)
            | Self::Malformed(_)
            | Self::Score(_) => ErrorKind::Invalid,
            Self::Key(_) | Self::Store(_) | Self::Task(_) => ErrorKind::Fault,
        }
    }
}

impl DomainError for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::SignInFirst => "center.sign_in_first",
            Self::Forbidden(_) => "center.forbidden",
            Self::NotFound(_) => "center.not_found",
            Self::People(error) => error.code(),
            Self::Registry(error) => error.code(),
            Self::Import(error) => error.code(),
            Self::Linking(error) => error.code(),
            Self::Project(error) => error.code(),
            Self::Siting(error) => error.code(),
            Self::Licensing(error) => error.code(),
            Self::Files(error) => error.code(),
            Self::Malformed(_) => "center.malformed",
            Self::Mentoring(error) => error.code(),
            Self::Sync(error) => error.code(),
            Self::Field(error) => error.code(),
            Self::Score(error) => error.code(),
            Self::Fact(error) => error.code(),
            Self::Key(error) => error.code(),
            Self::Ops(error) => error.code(),
            Self::Store(error) => store_message(error).0,
            Self::Task(_) => "center.task_lost",
        }
    }

    fn id(&self) -> String {
        match self {
            Self::SignInFirst => "Masuk dulu dengan akun Anda.".to_owned(),
            Self::Forbidden(permission) => format!(
                "Akun Anda tidak boleh {}; mintalah admin bila itu tugas Anda.",
                permission.label(vocab::Lang::Id)
            ),
            Self::NotFound(_) => {
                "Data itu tidak ada atau tidak boleh Anda lihat; periksa tautannya.".to_owned()
            }
            Self::People(error) => error.id(),
            Self::Registry(error) => error.id(),
            Self::Import(error) => error.id(),
            Self::Linking(error) => error.id(),
            Self::Project(error) => error.id(),
            Self::Siting(error) => error.id(),
            Self::Licensing(error) => error.id(),
            Self::Files(error) => error.id(),
            Self::Malformed(message) => message.id.clone(),
            Self::Mentoring(error) => error.id(),
            Self::Sync(error) => error.id(),
            Self::Field(error) => error.id(),
            Self::Score(error) => error.id(),
            Self::Fact(error) => error.id(),
            Self::Key(error) => error.id(),
            Self::Ops(error) => error.id(),
            Self::Store(error) => store_message(error).1.to_owned(),
            Self::Task(_) => "Pekerjaan di latar belakang terputus; coba lagi.".to_owned(),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::SignInFirst => "Sign in with your account first.".to_owned(),
            Self::Forbidden(permission) => format!(
                "Your account may not {}; ask the admin if it is your task.",
                permission.label(vocab::Lang::En)
            ),
            Self::NotFound(_) => {
                "There is no such thing, or you may not see it; check the link.".to_owned()
            }
            Self::People(error) => error.en(),
            Self::Registry(error) => error.en(),
            Self::Import(error) => error.en(),
            Self::Linking(error) => error.en(),
            Self::Project(error) => error.en(),
            Self::Siting(error) => error.en(),
            Self::Licensing(error) => error.en(),
            Self::Files(error) => error.en(),
            Self::Malformed(message) => message.en.clone(),
            Self::Mentoring(error) => error.en(),
            Self::Sync(error) => error.en(),
            Self::Field(error) => error.en(),
            Self::Score(error) => error.en(),
            Self::Fact(error) => error.en(),
            Self::Key(error) => error.en(),
            Self::Ops(error) => error.en(),
            Self::Store(error) => store_message(error).2.to_owned(),
            Self::Task(_) => "A background task was cut off; try again.".to_owned(),
        }
    }
}

/// Code, Indonesian and English text of a fault of the database.
pub(crate) fn store_message(error: &StoreError) -> (&'static str, &'static str, &'static str) {
    match error {
        StoreError::Address => (
            "store.address",
            "Alamat basis data harus diawali sqlite: atau postgres://; perbaiki di berkas konfigurasi.",
            "The database address must begin with sqlite: or postgres://; mend it in the configuration.",
        ),
        StoreError::OldPostgres { .. } => (
            "store.old_postgres",
            "PostgreSQL terlalu lama; pakai versi 15 atau lebih baru.",
            "PostgreSQL is too old; use version 15 or newer.",
        ),
        StoreError::NewerDatabase { .. } => (
            "store.newer_database",
            "Basis data dibuat oleh versi program yang lebih baru; perbarui programnya.",
            "The database was made by a newer program; update the program.",
        ),
        StoreError::MigrationChanged { .. } => (
            "store.migration_changed",
            "Susunan basis data tidak cocok dengan program ini; pasang program yang dirilis, jangan yang diubah.",
            "The database's layout does not fit this program; install a released one, not a changed one.",
        ),
        StoreError::Damaged { .. } => (
            "store.damaged",
            "Sebuah nilai di basis data rusak; pulihkan dari cadangan dan beri tahu pengelola.",
            "A value in the database is damaged; restore a backup and tell the operator.",
        ),
        StoreError::Missing { .. } => (
            "store.missing",
            "Data itu sudah tidak ada; muat ulang halamannya.",
            "That row is gone; reload the page.",
        ),
        StoreError::Database(_) => (
            "store.failed",
            "Basis data sedang bermasalah; coba lagi sebentar lagi.",
            "The database has a problem; try again in a moment.",
        ),
    }
}

/// What an error says, ready to be shown.
pub fn message(error: &Error) -> Message {
    error.message()
}
