//! What the database may answer when it cannot do what was asked.

/// An error of the database floor.
///
/// A use case turns the ones a person can mend into its own error; the rest are faults of the installation and are
/// shown with a request id, never with the inner text (it may hold personal data).
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The engine refused or failed.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The address names no engine we speak.
    #[error("the database address must begin with sqlite: or postgres://")]
    Address,
    /// A migration which has already been applied has another text now.
    #[error("migration {name} was applied with another text")]
    MigrationChanged {
        /// File name of the migration.
        name: String,
    },
    /// The database was made by a newer program.
    #[error("the database is at version {found}, this program knows {known}")]
    NewerDatabase {
        /// Version in the database.
        found: i64,
        /// Last version of this program.
        known: i64,
    },
    /// The PostgreSQL server is older than 15.
    #[error("PostgreSQL {found} is older than 15")]
    OldPostgres {
        /// Version number as the server gives it.
        found: String,
    },
    /// A stored value does not parse: the row was edited by hand or is damaged.
    #[error("{table}.{column} holds a value that does not parse")]
    Damaged {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
    },
    /// A row that must exist does not.
    #[error("no such {what}")]
    Missing {
        /// What was looked for.
        what: &'static str,
    },
}

/// Result of the database floor.
pub type StoreResult<T> = Result<T, StoreError>;

impl StoreError {
    /// Whether a unique key refused the row: somebody else was first.
    pub fn is_duplicate(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(inner)) => inner.is_unique_violation(),
            _ => false,
        }
    }
}
