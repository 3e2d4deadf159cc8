//! The database behind an address: readers, and one way to write.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{
    SqliteAutoVacuum, SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{PgPool, SqlitePool};

use crate::error::{StoreError, StoreResult};
use crate::session::{Inner, Session, Tx};

/// Which engine keeps the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// One file, embedded.
    Sqlite,
    /// A PostgreSQL server, 15 or newer.
    Postgres,
}

/// The SQL of one fact in a column of facts. The names are written in this crate, never by a person.
pub(crate) fn fact(engine: Engine, column: &str, name: &str) -> String {
    match engine {
        Engine::Sqlite => format!("({column} ->> '{name}')"),
        Engine::Postgres => format!("({column}::json ->> '{name}')"),
    }
}

/// How many connections, and how much memory for each, a program may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Readers (SQLite), or all connections (PostgreSQL).
    pub connections: u32,
    /// Page cache of each SQLite connection, in KiB.
    pub cache_kib: u32,
    /// How long to wait for a free connection.
    pub wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 8,
            cache_kib: 4 * 1024,
            wait: Duration::from_secs(10),
        }
    }
}

/// The database. Cheap to clone.
///
/// SQLite allows one writer at a time. Eight tasks that each read and then write lose three of four transactions
/// to "busy" with plain `BEGIN`; a single writer connection that begins with `BEGIN IMMEDIATE` loses none, and
/// waiting happens in a fair queue here instead of in SQLite's polling. PostgreSQL reads and writes through one pool.
#[derive(Debug, Clone)]
pub struct Db {
    pools: Pools,
}

#[derive(Debug, Clone)]
enum Pools {
    Sqlite { read: SqlitePool, write: SqlitePool },
    Postgres { pool: PgPool },
}

impl Db {
    /// Opens `sqlite:PATH` or `postgres://…` with the usual limits. Call [`Db::migrate`] before use.
    pub async fn connect(address: &str) -> StoreResult<Self> {
        Self::connect_with(address, Limits::default()).await
    }

    /// Opens with limits of one's own.
    pub async fn connect_with(address: &str, limits: Limits) -> StoreResult<Self> {
        if address.starts_with("sqlite:") {
            Self::open_sqlite(SqliteConnectOptions::from_str(address)?, limits).await
        } else if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            Self::open_postgres(PgConnectOptions::from_str(address)?, limits).await
        } else {
            Err(StoreError::Address)
        }
    }

    async fn open_sqlite(options: SqliteConnectOptions, limits: Limits) -> StoreResult<Self> {
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .auto_vacuum(SqliteAutoVacuum::Incremental)
            // Of a new file. A load touches half as many pages as with 4 KiB, a page of a list hardly more bytes.
            .page_size(8192)
            .statement_cache_capacity(128)
            .pragma("temp_store", "MEMORY");
        // The writer gets more cache than a reader: a bulk load walks several indexes in random order.
        let writer = options
            .clone()
            .pragma(
                "cache_size",
                format!("-{}", u64::from(limits.cache_kib) * 48),
            )
            // 512 MB: what many transactions of a load wrote to the same page goes into the file once, and the disk is
            // waited for rarely.
            .pragma("wal_autocheckpoint", "64000")
            .pragma("journal_size_limit", "67108864");
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(Duration::from_mins(1))
            .connect_with(writer)
            .await?;
        let reader = options
            .pragma("cache_size", format!("-{}", limits.cache_kib))
            .pragma("query_only", "ON");
        let read = SqlitePoolOptions::new()
            .max_connections(limits.connections.max(1))
            .min_connections(1)
            .idle_timeout(Duration::from_mins(5))
            .acquire_timeout(limits.wait)
            .connect_with(reader)
            .await?;
        Ok(Self {
            pools: Pools::Sqlite { read, write },
        })
    }

    pub(crate) async fn open_postgres(
        options: PgConnectOptions,
        limits: Limits,
    ) -> StoreResult<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(limits.connections.max(2))
            .acquire_timeout(limits.wait)
            .connect_with(
                options
                    .application_name("pendopo")
                    .statement_cache_capacity(128),
            )
            .await?;
        let db = Self {
            pools: Pools::Postgres { pool },
        };
        let row = db
            .read()
            .await?
            .one(crate::sql("SHOW server_version_num"))
            .await?;
        let found: String = row.get(0)?;
        if found.parse::<u32>().unwrap_or(0) < 150_000 {
            return Err(StoreError::OldPostgres { found });
        }
        Ok(db)
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Postgres { .. } => Engine::Postgres,
        }
    }

    /// A connection to read with. On SQLite it cannot write.
    pub async fn read(&self) -> StoreResult<Session> {
        Ok(Session(match &self.pools {
            Pools::Sqlite { read, .. } => Inner::Sqlite(read.acquire().await?),
            Pools::Postgres { pool } => Inner::Postgres(pool.acquire().await?),
        }))
    }

    /// A transaction to read one consistent picture with, however long it takes (backup, export).
    pub async fn snapshot(&self) -> StoreResult<Session> {
        Ok(Session(match &self.pools {
            Pools::Sqlite { read, .. } => Inner::SqliteTx(read.begin().await?),
            Pools::Postgres { pool } => Inner::PostgresTx(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        }))
    }

    /// A transaction to write with.
    pub async fn write(&self) -> StoreResult<Tx> {
        Ok(Tx(Session(match &self.pools {
            Pools::Sqlite { write, .. } => {
                Inner::SqliteTx(write.begin_with("BEGIN IMMEDIATE").await?)
            }
            Pools::Postgres { pool } => Inner::PostgresTx(pool.begin().await?),
        })))
    }

    /// A transaction to write many rows with, as a list brings them.
    ///
    /// PostgreSQL knows nothing yet of rows that came in a moment ago, and keeps a plan that was made when a table was
    /// empty: it would read the whole table for each look-up. Here every look-up is planned anew, and by an index.
    pub async fn load(&self) -> StoreResult<Tx> {
        let mut tx = self.write().await?;
        if self.engine() == Engine::Postgres {
            let settings = "SET LOCAL enable_seqscan = off; SET LOCAL jit = off";
            tx.script(settings.to_owned()).await?;
        }
        Ok(tx)
    }

    /// The writer connection outside a transaction, for what refuses to run in one (VACUUM, PRAGMA).
    pub(crate) async fn write_outside(&self) -> StoreResult<Session> {
        Ok(Session(match &self.pools {
            Pools::Sqlite { write, .. } => Inner::Sqlite(write.acquire().await?),
            Pools::Postgres { pool } => Inner::Postgres(pool.acquire().await?),
        }))
    }

    /// Brings the planner's statistics up to date and gives the writer's cache back; call after a bulk load, it matters
    /// more than any index.
    pub async fn analyze(&self) -> StoreResult<()> {
        let text = match self.engine() {
            Engine::Sqlite => "PRAGMA analysis_limit=1000; ANALYZE; PRAGMA shrink_memory;",
            Engine::Postgres => "ANALYZE",
        };
        self.write_outside().await?.script(text.to_owned()).await
    }

    /// Closes all connections; on SQLite the WAL is folded into the file.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { pool } => pool.close().await,
        }
    }
}
