//! What goes wrong on the command line, told in both languages.

use vocab::DomainError;

/// Why a command ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Reading or writing failed.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// A setting says what cannot be.
    #[error("konfigurasi tidak dapat dipakai / the configuration cannot be used: {0}")]
    Settings(String),
    /// The rules of a folder are wrong; one line each.
    #[error("{0}")]
    Rules(String),
    /// A crate below said no, in both languages.
    #[error("{id}\n         {en}")]
    Domain {
        /// Indonesian.
        id: String,
        /// English.
        en: String,
    },
    /// The sample census could not be made.
    #[error(transparent)]
    Demo(#[from] crate::demo::DemoError),
    /// The metrics could not be set up.
    #[error(transparent)]
    Metrics(#[from] metrics_exporter_prometheus::BuildError),
}

impl Failure {
    /// Keeps both texts of a domain error.
    pub(crate) fn domain(error: &impl DomainError) -> Self {
        Self::Domain {
            id: error.id(),
            en: error.en(),
        }
    }

    /// Whether the reader of our output went away (`pendopo … | head`), which is not an error.
    pub(crate) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Io(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }
}

impl From<center::Error> for Failure {
    fn from(error: center::Error) -> Self {
        Self::domain(&error)
    }
}

impl From<linkage::LinkError> for Failure {
    fn from(error: linkage::LinkError) -> Self {
        Self::Domain {
            id: error.id(),
            en: error.en(),
        }
    }
}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Self {
        center::Error::from(error).into()
    }
}
