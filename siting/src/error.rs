//! Everything that can be wrong, under one roof.

use vocab::DomainError;

use crate::locate::LocateError;
use crate::rank::RankError;
use crate::table::TableError;

/// Why there is no ranking or no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SitingError {
    /// A table is not as it should be.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The location question has no answer.
    #[error(transparent)]
    Locate(#[from] LocateError),
    /// The sites cannot be ranked.
    #[error(transparent)]
    Rank(#[from] RankError),
}

impl SitingError {
    fn inner(&self) -> &dyn DomainError {
        match self {
            Self::Table(error) => error,
            Self::Locate(error) => error,
            Self::Rank(error) => error,
        }
    }
}

impl DomainError for SitingError {
    fn code(&self) -> &'static str {
        self.inner().code()
    }
    fn id(&self) -> String {
        self.inner().id()
    }
    fn en(&self) -> String {
        self.inner().en()
    }
}
