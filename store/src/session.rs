//! A connection to read with, and a transaction to write with.
//!
//! Functions that only read take `&mut Session`; functions that change something take `&mut Tx`, so the signature
//! says which is which, and a [`Tx`] can be lent to a reading function.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{AssertSqlSafe, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

use crate::copy;
use crate::db::Engine;
use crate::error::StoreResult;
use crate::query::{Query, Row, Value};

/// A connection taken from the pool.
#[derive(Debug)]
pub struct Session(pub(crate) Inner);

#[derive(Debug)]
pub(crate) enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    SqliteTx(Transaction<'static, Sqlite>),
    PostgresTx(Transaction<'static, Postgres>),
}

pub(crate) enum Connection<'s> {
    Sqlite(&'s mut SqliteConnection),
    Postgres(&'s mut PgConnection),
}

impl Session {
    /// The engine behind.
    pub fn engine(&self) -> Engine {
        match self.0 {
            Inner::Sqlite(_) | Inner::SqliteTx(_) => Engine::Sqlite,
            Inner::Postgres(_) | Inner::PostgresTx(_) => Engine::Postgres,
        }
    }

    pub(crate) fn connection(&mut self) -> Connection<'_> {
        match &mut self.0 {
            Inner::Sqlite(inner) => Connection::Sqlite(inner),
            Inner::SqliteTx(inner) => Connection::Sqlite(inner),
            Inner::Postgres(inner) => Connection::Postgres(inner),
            Inner::PostgresTx(inner) => Connection::Postgres(inner),
        }
    }

    /// Runs a statement and gives the number of rows it touched.
    pub async fn execute(&mut self, query: Query) -> StoreResult<u64> {
        #[cfg(feature = "testing")]
        crate::testing::maybe_die()?;
        Ok(match self.connection() {
            Connection::Sqlite(connection) => {
                let (text, values) = query.into_sqlite()?;
                sqlx::query_with(AssertSqlSafe(text.into_owned()), values)
                    .execute(connection)
                    .await?
                    .rows_affected()
            }
            Connection::Postgres(connection) => {
                let (text, values) = query.into_postgres()?;
                sqlx::query_with(AssertSqlSafe(text.into_owned()), values)
                    .execute(connection)
                    .await?
                    .rows_affected()
            }
        })
    }

    /// All rows of the answer. Callers bound their queries; see `export` for long lists in pages.
    pub async fn all(&mut self, query: Query) -> StoreResult<Vec<Row>> {
        Ok(match self.connection() {
            Connection::Sqlite(connection) => {
                let (text, values) = query.into_sqlite()?;
                let rows = sqlx::query_with(AssertSqlSafe(text.into_owned()), values)
                    .fetch_all(connection)
                    .await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Connection::Postgres(connection) => {
                let (text, values) = query.into_postgres()?;
                let rows = sqlx::query_with(AssertSqlSafe(text.into_owned()), values)
                    .fetch_all(connection)
                    .await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// The first row, if there is one.
    pub async fn optional(&mut self, query: Query) -> StoreResult<Option<Row>> {
        Ok(match self.connection() {
            Connection::Sqlite(connection) => {
                let (text, values) = query.into_sqlite()?;
                let row = sqlx::query_with(AssertSqlSafe(text.into_owned()), values)
                    .fetch_optional(connection)
                    .await?;
                row.map(Row::Sqlite)
            }
            Connection::Postgres(connection) => {
                let (text, values) = query.into_postgres()?;
                let row = sqlx::query_with(AssertSqlSafe(text.into_owned()), values)
                    .fetch_optional(connection)
                    .await?;
                row.map(Row::Postgres)
            }
        })
    }

    /// The one row of a query that always has one.
    pub async fn one(&mut self, query: Query) -> StoreResult<Row> {
        self.optional(query)
            .await?
            .ok_or(crate::error::StoreError::Database(sqlx::Error::RowNotFound))
    }

    /// Runs several statements of our own (migrations, settings); nothing is bound.
    pub(crate) async fn script(&mut self, text: String) -> StoreResult<()> {
        match self.connection() {
            Connection::Sqlite(connection) => {
                sqlx::raw_sql(AssertSqlSafe(text))
                    .execute(connection)
                    .await?;
            }
            Connection::Postgres(connection) => {
                sqlx::raw_sql(AssertSqlSafe(text))
                    .execute(connection)
                    .await?;
            }
        }
        Ok(())
    }
}

/// A write transaction. Dropped without [`Tx::commit`], it leaves nothing behind.
///
/// Never await the network inside one: on SQLite it is the only writer.
#[derive(Debug)]
pub struct Tx(pub(crate) Session);

impl Deref for Tx {
    type Target = Session;
    fn deref(&self) -> &Session {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Session {
        &mut self.0
    }
}

impl Tx {
    /// Makes it last.
    pub async fn commit(self) -> StoreResult<()> {
        #[cfg(feature = "testing")]
        crate::testing::maybe_die()?;
        match self.0.0 {
            Inner::SqliteTx(inner) => inner.commit().await?,
            Inner::PostgresTx(inner) => inner.commit().await?,
            Inner::Sqlite(_) | Inner::Postgres(_) => {}
        }
        Ok(())
    }

    /// Inserts many rows of one table in as few statements as the engine's limits allow.
    ///
    /// `tail` follows the values, for example `ON CONFLICT DO NOTHING`. Every row must have as many values as there
    /// are `columns`. The statement texts repeat from call to call (full batches are all alike), so the engines
    /// keep them prepared. After an error some of the rows may be in: let the transaction go.
    pub async fn insert_many(
        &mut self,
        table: &'static str,
        columns: &'static [&'static str],
        rows: Vec<Vec<Value>>,
        tail: &'static str,
    ) -> StoreResult<u64> {
        let many = Many {
            table,
            columns,
            tail,
            ..Many::default()
        };
        self.insert_rows(&many, rows).await
    }

    /// [`Tx::insert_many`] for a bulk load; see [`Many`].
    ///
    /// While the engine works on one statement the next is put together, so `rows` had better be an iterator which
    /// makes its values as they are asked for.
    pub(crate) async fn insert_rows(
        &mut self,
        many: &Many<'_>,
        rows: impl IntoIterator<Item = Vec<Value>, IntoIter: Send>,
    ) -> StoreResult<u64> {
        let engine = self.engine();
        let batch = rows_per_statement(engine, many);
        let mut rows = rows.into_iter();
        // For a few rows a prepared statement is one round trip, and COPY is three.
        let long = rows.size_hint().0 >= 16;
        if engine == Engine::Postgres && long && many.around.is_empty() && many.tail.is_empty() {
            return self.copy(many, rows).await;
        }
        let mut following = || -> Option<Query> {
            let mut values = Vec::with_capacity(batch * many.columns.len() + many.same.len());
            let mut count = 0;
            for row in rows.by_ref().take(batch) {
                debug_assert_eq!(
                    row.len(),
                    many.columns.len(),
                    "{}: one value per column",
                    many.table
                );
                values.extend(row);
                count += 1;
            }
            values.extend(many.same.iter().map(|(_, value)| value.clone()));
            let text = insert_text(engine, many, count).into();
            (count > 0).then_some(Query { text, values })
        };
        let mut touched = 0;
        let mut next = following();
        while let Some(query) = next {
            let (done, then) = tokio::join!(self.execute(query), async { following() });
            touched += done?;
            next = then;
        }
        Ok(touched)
    }

    /// Sends rows by `COPY`; see [`crate::copy`].
    async fn copy(
        &mut self,
        many: &Many<'_>,
        mut rows: impl Iterator<Item = Vec<Value>> + Send,
    ) -> StoreResult<u64> {
        let Connection::Postgres(connection) = self.connection() else {
            return Ok(0);
        };
        let Some(first) = rows.next() else {
            return Ok(0);
        };
        let same: Vec<Value> = many.same.iter().map(|(_, value)| value.clone()).collect();
        let mut beginning = String::new();
        copy::write_values(&mut beginning, &same);
        let mut text = String::with_capacity(copy::PIECE + 4096);
        copy::write_row(&mut text, &beginning, &first);
        let columns: Vec<&str> = many.all_columns().collect();
        let statement = format!("COPY {} ({}) FROM STDIN", many.table, columns.join(","));
        let mut sink = connection.copy_in_raw(&statement).await?;
        for row in rows {
            copy::write_row(&mut text, &beginning, &row);
            if text.len() >= copy::PIECE {
                sink.send(text.as_bytes()).await?;
                text.clear();
            }
        }
        sink.send(text.as_bytes()).await?;
        Ok(sink.finish().await?)
    }
}

/// What [`Tx::insert_rows`] writes, but for the rows.
#[derive(Debug, Default)]
pub(crate) struct Many<'a> {
    /// The table.
    pub(crate) table: &'a str,
    /// Columns that hold the same in every row: bound once for a statement of some hundred rows.
    pub(crate) same: &'a [(&'a str, Value)],
    /// The other columns.
    pub(crate) columns: &'a [&'a str],
    /// For each of `columns`, what stands before and after the value; those beyond its end stand bare.
    pub(crate) around: &'a [(&'a str, &'a str)],
    /// What follows the values.
    pub(crate) tail: &'a str,
}

impl Many<'_> {
    fn all_columns(&self) -> impl Iterator<Item = &str> {
        let same = self.same.iter().map(|(column, _)| *column);
        same.chain(self.columns.iter().copied())
    }
}

/// Parts rows by their regency, which is nearly always one.
pub(crate) fn by_regency<T>(
    mut rows: Vec<T>,
    regency: impl Fn(&T) -> &String,
) -> Vec<(String, Vec<T>)> {
    let mut parts = Vec::with_capacity(1);
    while let Some(first) = rows.first().map(&regency) {
        let first = first.clone();
        let other = rows.iter().position(|row| *regency(row) != first);
        let rest = other.map(|place| rows.split_off(place));
        parts.push((first, rows));
        rows = rest.unwrap_or_default();
    }
    parts
}

/// SQLite allows 32,766 bound values and PostgreSQL 65,535; beyond some 250 rows a statement gains nothing but where
/// rows are short. (FTS5 ends a segment of its index with every statement, and has fewer to merge with longer ones.)
fn rows_per_statement(engine: Engine, many: &Many<'_>) -> usize {
    let limit = match engine {
        Engine::Sqlite => 32_766,
        Engine::Postgres => 65_535,
    };
    let columns = many.columns.len();
    ((limit - many.same.len()) / columns.max(1)).clamp(1, if columns <= 2 { 1_000 } else { 250 })
}

fn insert_text(engine: Engine, many: &Many<'_>, count: usize) -> String {
    use std::fmt::Write as _;

    // Whoever inserts gives the transaction up when a statement fails, so SQLite need not be able to take back the rows
    // of that statement alone: it would copy every page aside before it changes it.
    let insert = match engine {
        Engine::Sqlite if many.tail.is_empty() => "INSERT OR FAIL",
        _ => "INSERT",
    };
    let all: Vec<&str> = many.all_columns().collect();
    let mut text = format!("{insert} INTO {} ({}) VALUES ", many.table, all.join(","));
    // The values that are the same in every row come last and are named in each.
    let mut same = String::new();
    for place in 1..=many.same.len() {
        // Writing into a String cannot fail.
        let _ = write!(same, "${},", count * many.columns.len() + place);
    }
    let mut place = 0;
    for row in 0..count {
        text.push_str(if row == 0 { "(" } else { ",(" });
        text.push_str(&same);
        for column in 0..many.columns.len() {
            if column > 0 {
                text.push(',');
            }
            place += 1;
            let (before, after) = many.around.get(column).copied().unwrap_or_default();
            text.push_str(before);
            match engine {
                // Named parameters are looked up one by one while SQLite parses; plain `?` are counted.
                Engine::Sqlite => text.push('?'),
                Engine::Postgres => {
                    let _ = write!(text, "${place}");
                }
            }
            text.push_str(after);
        }
        text.push(')');
    }
    text.push(' ');
    text.push_str(many.tail);
    text
}
