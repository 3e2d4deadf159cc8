//! A fresh database on each engine for every test.
//!
//! ```ignore
//! store::testing::on_both(async |db| { … })
//! ```
//! PostgreSQL is reached through `PENDOPO_TEST_POSTGRES` (see `scripts/postgres`). Without it that half is skipped
//! with a loud line, unless `PENDOPO_REQUIRE_POSTGRES=1` (CI), when it fails.

use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::PgConnectOptions;

use crate::db::{Db, Limits};
use crate::error::{StoreError, StoreResult};
use crate::sql;

thread_local! {
    static WRITES_LEFT: std::cell::Cell<Option<u32>> = const { std::cell::Cell::new(None) };
    static WRITES: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Lets this many more writes of this thread through; the next one, a statement or a commit, fails as if the program
/// had been killed there: its transaction is let go. `None` lets all through again.
pub fn die_after(writes: Option<u32>) {
    WRITES_LEFT.set(writes);
}

/// Whether the death that [`die_after`] ordered has come.
pub fn has_died() -> bool {
    WRITES_LEFT.get() == Some(0)
}

/// How many writes this thread has made: what is written set by set makes as many for a hundred rows as for ten.
pub fn writes() -> u64 {
    WRITES.get()
}

/// One write is about to be made.
pub(crate) fn maybe_die() -> StoreResult<()> {
    WRITES.set(WRITES.get() + 1);
    match WRITES_LEFT.get() {
        None => Ok(()),
        Some(0) => Err(StoreError::Database(sqlx::Error::WorkerCrashed)),
        Some(left) => {
            WRITES_LEFT.set(Some(left - 1));
            Ok(())
        }
    }
}

/// Runs `test` on a migrated SQLite file and on a migrated PostgreSQL schema of its own.
///
/// # Panics
/// If a database cannot be made, as a test should.
pub fn on_both(test: impl AsyncFn(Db)) {
    on_sqlite(&test);
    on_postgres(&test);
}

/// Runs `test` on a fresh SQLite file only; for what that engine alone does.
///
/// # Panics
/// If the file cannot be made.
pub fn on_sqlite(test: &impl AsyncFn(Db)) {
    runtime().block_on(async {
        let made = Sqlite::make().await;
        test(made.db.clone()).await;
        made.db.close().await;
    });
}

/// Runs `test` on a fresh PostgreSQL schema only.
///
/// # Panics
/// If the schema cannot be made, or `PENDOPO_REQUIRE_POSTGRES=1` and no server is named.
pub fn on_postgres(test: &impl AsyncFn(Db)) {
    let Some(address) = server() else { return };
    runtime().block_on(async {
        let made = Postgres::make(&address).await;
        test(made.db.clone()).await;
        made.drop().await;
    });
}

/// Runs `test` with two databases, for what goes from one to another: on one engine, and across both ways. The second
/// one is not migrated.
///
/// # Panics
/// As [`on_postgres`].
pub fn on_pairs(test: impl AsyncFn(Db, Db)) {
    runtime().block_on(async {
        let (one, two) = (Sqlite::make().await, Sqlite::make_empty().await);
        test(one.db.clone(), two.db.clone()).await;
    });
    let Some(address) = server() else { return };
    runtime().block_on(async {
        let (one, two) = (Sqlite::make().await, Postgres::make_empty(&address).await);
        test(one.db.clone(), two.db.clone()).await;
        two.drop().await;
    });
    runtime().block_on(async {
        let (one, two) = (Postgres::make(&address).await, Sqlite::make_empty().await);
        test(one.db.clone(), two.db.clone()).await;
        one.drop().await;
    });
}

/// Runs `test` with the address of a fresh, migrated SQLite file.
///
/// # Panics
/// As [`on_sqlite`].
pub fn on_sqlite_by_address(test: &impl AsyncFn(&str)) {
    runtime().block_on(async {
        let made = Sqlite::make().await;
        test(&made.address()).await;
        made.db.close().await;
    });
}

/// Runs `test` with the address of a fresh, migrated database on each engine, for what opens it from several processes.
///
/// # Panics
/// As [`on_both`].
pub fn on_both_by_address(test: &impl AsyncFn(&str)) {
    on_sqlite_by_address(test);
    let Some(server) = server() else { return };
    runtime().block_on(async {
        let made = Postgres::make(&server).await;
        test(&made.address(&server)).await;
        made.drop().await;
    });
}

fn server() -> Option<String> {
    if let Ok(address) = std::env::var("PENDOPO_TEST_POSTGRES") {
        return Some(address);
    }
    assert!(
        std::env::var("PENDOPO_REQUIRE_POSTGRES").as_deref() != Ok("1"),
        "PENDOPO_REQUIRE_POSTGRES=1 but PENDOPO_TEST_POSTGRES names no server (scripts/postgres start)"
    );
    eprintln!("SKIPPED on PostgreSQL: PENDOPO_TEST_POSTGRES is not set (scripts/postgres start)");
    None
}

struct Sqlite {
    db: Db,
    folder: tempfile::TempDir,
}

impl Sqlite {
    async fn make_empty() -> Self {
        let folder = expect(tempfile::tempdir(), "a temporary folder");
        let db = expect(Db::connect(&address_in(&folder)).await, "a SQLite file");
        Self { db, folder }
    }

    fn address(&self) -> String {
        address_in(&self.folder)
    }

    async fn make() -> Self {
        let made = Self::make_empty().await;
        expect(made.db.migrate().await, "migrations on SQLite");
        made
    }
}

fn address_in(folder: &tempfile::TempDir) -> String {
    format!("sqlite:{}", folder.path().join("test.db").display())
}

struct Postgres {
    db: Db,
    keeper: Db,
    schema: String,
}

impl Postgres {
    async fn make_empty(address: &str) -> Self {
        let schema = fresh_name();
        let options = expect(PgConnectOptions::from_str(address), "a PostgreSQL address");
        let keeper = expect(
            Db::open_postgres(options.clone(), few()).await,
            "a PostgreSQL server",
        );
        run(&keeper, format!("CREATE SCHEMA {schema}")).await;
        let own = options.options([("search_path", schema.as_str())]);
        let db = expect(
            Db::open_postgres(own, Limits::default()).await,
            "a PostgreSQL schema",
        );
        Self { db, keeper, schema }
    }

    fn address(&self, server: &str) -> String {
        let sign = if server.contains('?') { '&' } else { '?' };
        format!("{server}{sign}options=-c%20search_path%3D{}", self.schema)
    }

    async fn make(address: &str) -> Self {
        let made = Self::make_empty(address).await;
        expect(made.db.migrate().await, "migrations on PostgreSQL");
        made
    }

    async fn drop(self) {
        self.db.close().await;
        run(&self.keeper, format!("DROP SCHEMA {} CASCADE", self.schema)).await;
        self.keeper.close().await;
    }
}

fn few() -> Limits {
    Limits {
        connections: 2,
        ..Limits::default()
    }
}

async fn run(db: &Db, text: String) {
    let mut session = expect(db.write_outside().await, "a connection");
    expect(session.execute(sql(text)).await, "the statement");
}

fn fresh_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    // Tests of one run are processes of their own (nextest), so the process id keeps them apart.
    format!("pendopo_test_{}_{next}", std::process::id())
}

fn runtime() -> tokio::runtime::Runtime {
    expect(
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build(),
        "a runtime",
    )
}

#[expect(clippy::panic, reason = "a test helper fails the test")]
fn expect<T, E: std::fmt::Debug>(result: Result<T, E>, what: &str) -> T {
    result.unwrap_or_else(|error| panic!("{what}: {error:?}"))
}
