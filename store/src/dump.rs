//! Every row of every table, in an order in which they can be put back: what a backup is made of, for both engines.
//!
//! The tables' columns are read from the database itself, so a new column cannot be forgotten; that no table is
//! forgotten is held by a test against the catalogue.

use serde_json::Value as Json;
use tokio_stream::StreamExt as _;

use crate::db::{Db, Engine};
use crate::error::{StoreError, StoreResult};
use crate::query::{Row, Value, sql};
use crate::session::{Many, Session, Tx};

/// Tables in the order in which their rows can be inserted.
pub const TABLES: &[&str] = &[
    "setting",
    "region",
    "person",
    "account",
    "one_time_code",
    "consent",
    "business",
    "statement",
    "mark",
    "tally",
    "mark_block",
    "word",
    "replan",
    "share_link",
    "audit",
    "audit_head",
    "job",
    "source",
    "import",
    "import_row",
    "identity_key",
    "outside_list",
    "list_edition",
    "list_row",
    "record_pair",
    "pair_decision",
    "business_merge",
    "duplicate_search",
    "campaign",
    "campaign_member",
    "campaign_outcome",
    "project_setting",
    "site",
    "site_value",
    "site_judgement",
    "site_opinion",
    "project_task",
    "project_dependency",
    "project_progress",
    "project_risk",
    "project_decision",
    "budget_version",
    "budget_line",
    "budget_amount",
    "procurement",
    "budget_commitment",
    "budget_payment",
    "licence_case",
    "licence_case_count",
    "licence_event",
    "stored_file",
    "licence_document",
    "licence_reminder",
    "licence_paper",
    "batch_day",
    "batch_guest",
    "notice",
    "delivery",
    "notify_choice",
    "product_label",
    "mentor",
    "engagement",
    "assessment",
    "mentoring_goal",
    "mentoring_visit",
    "mentoring_task",
    "mentoring_question",
    "growth_figure",
    "assignment_proposal",
    "assignment_choice",
    "training",
    "training_session",
    "training_place",
    "training_attendance",
    "sync_device",
    "sync_item",
    "sync_entity",
    "sync_conflict",
    "sync_file",
    "field_stamp",
    "field_form",
    "field_round",
    "field_area",
    "field_target",
    "field_answer",
    "field_revisit",
];

/// Tables that are left out, each for its reason.
pub const LEFT_OUT: &[&str] = &[
    // Belongs to the database, not to the data.
    "schema_version",
    // Whoever is signed in signs in again; a stolen backup must open no session.
    "login_session",
    // Who tried too often is forgotten.
    "throttle",
    // Built anew from the businesses.
    "word_block",
    // Says only what a program's order of names has missed, and none is running yet.
    "name_change",
];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Whole number.
    Int,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// Id.
    Uuid,
    /// Yes or no.
    Bool,
    /// Fraction.
    Real,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// The columns of a table, in order.
pub async fn columns(session: &mut Session, table: &str) -> StoreResult<Vec<Column>> {
    let query = match session.engine() {
        Engine::Sqlite => sql("SELECT name, type FROM pragma_table_info($1) ORDER BY cid"),
        Engine::Postgres => sql(
            "SELECT column_name::text, data_type::text FROM information_schema.columns \
                                 WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
        ),
    };
    let rows = session.all(query.bind(table)).await?;
    rows.iter()
        .map(|row| {
            let kind = kind(&row.get::<String>(1)?);
            let kind = kind.ok_or(StoreError::Damaged {
                table: "schema",
                column: "type",
            })?;
            Ok(Column {
                name: row.get(0)?,
                kind,
            })
        })
        .collect()
}

fn kind(declared: &str) -> Option<Kind> {
    match declared.to_ascii_uppercase().as_str() {
        "INTEGER" | "BIGINT" => Some(Kind::Int),
        "TEXT" => Some(Kind::Text),
        "BLOB" | "BYTEA" => Some(Kind::Bytes),
        "UUID_BLOB" | "UUID" => Some(Kind::Uuid),
        "BOOLEAN" => Some(Kind::Bool),
        "REAL" | "DOUBLE PRECISION" => Some(Kind::Real),
        _ => None,
    }
}

/// The tables there are, but for what the engine keeps for itself.
pub async fn catalogue(session: &mut Session) -> StoreResult<Vec<String>> {
    let query = match session.engine() {
        Engine::Sqlite => sql("SELECT name FROM sqlite_schema WHERE type = 'table' \
                               AND name NOT LIKE 'sqlite_%' ORDER BY name"),
        Engine::Postgres => sql("SELECT table_name::text FROM information_schema.tables \
                                 WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1"),
    };
    session
        .all(query)
        .await?
        .iter()
        .map(|row| row.get(0))
        .collect()
}

/// Gives every row of a table to `take`, one after the other, as JSON. Memory does not grow with the table.
pub async fn rows(
    session: &mut Session,
    table: &str,
    columns: &[Column],
    mut take: impl FnMut(Vec<Json>) -> StoreResult<()>,
) -> StoreResult<()> {
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let query = sql(format!("SELECT {} FROM {table}", names.join(", ")));
    session
        .each(query, |row| take(to_json(&row, columns)?))
        .await
}

fn to_json(row: &Row, columns: &[Column]) -> StoreResult<Vec<Json>> {
    columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            Ok(match column.kind {
                Kind::Int => row.get::<Option<i64>>(at)?.into(),
                Kind::Text => row.get::<Option<String>>(at)?.into(),
                Kind::Bytes => row
                    .get::<Option<Vec<u8>>>(at)?
                    .map(|bytes| hex(&bytes))
                    .into(),
                Kind::Uuid => row
                    .get::<Option<uuid::Uuid>>(at)?
                    .map(|id| id.to_string())
                    .into(),
                Kind::Bool => row.get::<Option<bool>>(at)?.into(),
                Kind::Real => row.get::<Option<f64>>(at)?.into(),
            })
        })
        .collect()
}

fn from_json(json: &Json, kind: Kind) -> Option<Value> {
    let missing = json.is_null();
    let text = || json.as_str();
    Some(match kind {
        _ if missing => match kind {
            Kind::Int => Value::Int(None),
            Kind::Text => Value::Text(None),
            Kind::Bytes => Value::Bytes(None),
            Kind::Uuid => Value::Uuid(None),
            Kind::Bool => Value::Bool(None),
            Kind::Real => Value::Real(None),
        },
        Kind::Int => json.as_i64()?.into(),
        Kind::Text => text()?.into(),
        Kind::Bytes => unhex(text()?)?.into(),
        Kind::Uuid => uuid::Uuid::parse_str(text()?).ok()?.into(),
        Kind::Bool => json.as_bool()?.into(),
        Kind::Real => json.as_f64()?.into(),
    })
}

/// Puts rows back. `names` are the columns of the backup; none of the table's own columns may be missing that has no
/// default. Gives false if a value does not fit its column: the backup is damaged.
pub async fn put_back(
    tx: &mut Tx,
    table: &str,
    columns: &[Column],
    rows: &[Vec<Json>],
) -> StoreResult<bool> {
    let mut values = Vec::with_capacity(rows.len());
    for row in rows {
        let row: Option<Vec<Value>> = (row.len() == columns.len())
            .then(|| {
                row.iter()
                    .zip(columns)
                    .map(|(json, column)| from_json(json, column.kind))
                    .collect()
            })
            .flatten();
        match row {
            Some(row) => values.push(row),
            None => return Ok(false),
        }
    }
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    // The migrations write a few rows themselves (settings); the backup's take their place.
    let many = Many {
        table,
        columns: &names,
        ..Many::default()
    };
    tx.insert_rows(&many, values).await?;
    Ok(true)
}

/// Empties what the migrations and the first start may have written, before rows are put back.
pub async fn clear_fresh(tx: &mut Tx) -> StoreResult<()> {
    for table in ["setting", "region", "mark"] {
        tx.execute(sql(format!("DELETE FROM {table}"))).await?;
    }
    Ok(())
}

/// After rows were put back with their own keys, PostgreSQL's sequences must go on behind the highest.
pub async fn settle_keys(tx: &mut Tx) -> StoreResult<()> {
    if tx.engine() == Engine::Sqlite {
        return Ok(());
    }
    for (table, column) in [
        ("business", "seq"),
        ("statement", "seq"),
        ("mark", "number"),
        ("word", "seq"),
    ] {
        let text = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), \
             COALESCE((SELECT MAX({column}) FROM {table}), 0) + 1, false)"
        );
        tx.all(sql(text)).await?;
    }
    Ok(())
}

/// Whether a database holds anything that must not be overwritten.
pub async fn is_empty(db: &Db) -> StoreResult<bool> {
    if db.version().await? == 0 {
        return Ok(true);
    }
    let mut session = db.read().await?;
    for table in [
        "account",
        "person",
        "business",
        "statement",
        "audit",
        "import",
    ] {
        let some = format!("SELECT COUNT(*) FROM (SELECT 1 FROM {table} LIMIT 1) AS some_row");
        if session.one(sql(some)).await?.get::<i64>(0)? > 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Counts rows, for a report.
pub async fn count(session: &mut Session, table: &str) -> StoreResult<i64> {
    session
        .one(sql(format!("SELECT COUNT(*) FROM {table}")))
        .await?
        .get(0)
}

/// What the engine itself says about the health of the file; empty if nothing is wrong.
pub async fn engine_check(db: &Db) -> StoreResult<Vec<String>> {
    if db.engine() == Engine::Postgres {
        return Ok(Vec::new());
    }
    let mut session = db.read().await?;
    let mut found = Vec::new();
    for row in session.all(sql("PRAGMA quick_check(10)")).await? {
        let line: String = row.get(0)?;
        if line != "ok" {
            found.push(line);
        }
    }
    if !session
        .all(sql("PRAGMA foreign_key_check"))
        .await?
        .is_empty()
    {
        found.push("foreign keys".to_owned());
    }
    Ok(found)
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| {
        DIGITS
            .get(usize::from(nibble))
            .map_or('0', |digit| char::from(*digit))
    };
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| {
            digit
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        })
        .collect();
    let digits = digits?;
    if digits.len() % 2 == 1 {
        return None;
    }
    Some(
        digits
            .chunks_exact(2)
            .map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit))
            .collect(),
    )
}

impl Session {
    /// Gives each row of the answer to `take` as it comes.
    pub(crate) async fn each(
        &mut self,
        query: crate::Query,
        mut take: impl FnMut(Row) -> StoreResult<()>,
    ) -> StoreResult<()> {
        use sqlx::AssertSqlSafe;

        match self.connection() {
            crate::session::Connection::Sqlite(connection) => {
                let (text, values) = query.into_sqlite()?;
                let mut rows =
                    sqlx::query_with(AssertSqlSafe(text.into_owned()), values).fetch(connection);
                while let Some(row) = rows.next().await {
                    take(Row::Sqlite(row?))?;
                }
            }
            crate::session::Connection::Postgres(connection) => {
                let (text, values) = query.into_postgres()?;
                let mut rows =
                    sqlx::query_with(AssertSqlSafe(text.into_owned()), values).fetch(connection);
                while let Some(row) = rows.next().await {
                    take(Row::Postgres(row?))?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_their_digits() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(unhex(&hex(&bytes)), Some(bytes));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("zz"), None);
    }
}
