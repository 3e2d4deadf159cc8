//! The budget of a year: its versions, its lines, what each version gives each line.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{BudgetLineId, BudgetVersionId};

use crate::error::StoreResult;
use crate::query::{Row, Value, sql};
use crate::session::{Session, Tx};

/// A budget as it was laid down: the DPA, or a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Id.
    pub id: BudgetVersionId,
    /// Of which year.
    pub year: i64,
    /// 0 is the DPA, 1 and on its revisions.
    pub number: i64,
    /// What people call it.
    pub name: String,
    /// Invented, to show how it works.
    pub example: bool,
    /// From which day it is in force; a draft has none.
    pub enacted_on: Option<NaiveDate>,
}

/// A line with what is in force and what was done with it, in rupiah.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Id.
    pub id: BudgetLineId,
    /// Of which year.
    pub year: i64,
    /// Programme, activity and sub-activity.
    pub code: String,
    /// Account of the spending.
    pub account_code: String,
    /// What it is for.
    pub name: String,
    /// What may be promised.
    pub ceiling: i64,
    /// What was promised.
    pub committed: i64,
    /// What was paid.
    pub paid: i64,
}

/// What a version gives a line, in rupiah.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// To which line.
    pub line: BudgetLineId,
    /// How much.
    pub ceiling: i64,
    /// When it is to be paid: twelve months.
    pub months: [i64; 12],
}

const VERSION: &str = "id, year, number, name, example, enacted_on";
const LINE: &str = "id, year, code, account_code, name, ceiling, committed, paid";

/// The years that have a budget, newest first.
pub async fn years(session: &mut Session, regency: &str) -> StoreResult<Vec<i64>> {
    let query =
        sql("SELECT DISTINCT year FROM budget_version WHERE regency = $1 ORDER BY year DESC");
    let rows = session.all(query.bind(regency)).await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// The versions of a year, oldest first.
pub async fn versions(
    session: &mut Session,
    regency: &str,
    year: i64,
) -> StoreResult<Vec<Version>> {
    let query = sql(format!(
        "SELECT {VERSION} FROM budget_version WHERE regency = $1 AND year = $2 ORDER BY number"
    ));
    let rows = session.all(query.bind(regency).bind(year)).await?;
    rows.iter().map(read_version).collect()
}

/// A version by id.
pub async fn version(
    session: &mut Session,
    regency: &str,
    id: BudgetVersionId,
) -> StoreResult<Option<Version>> {
    let query = sql(format!(
        "SELECT {VERSION} FROM budget_version WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read_version).transpose()
}

/// Writes a draft. False if the year has a version of that number.
pub async fn insert_version(
    tx: &mut Tx,
    regency: &str,
    version: &Version,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "INSERT INTO budget_version (id, regency, year, number, name, example, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (regency, year, number) DO NOTHING",
    );
    let written = tx
        .execute(
            query
                .bind(version.id)
                .bind(regency)
                .bind(version.year)
                .bind(version.number)
                .bind(&version.name)
                .bind(version.example)
                .bind(now),
        )
        .await?;
    Ok(written == 1)
}

/// Throws a draft away; false if it is none.
pub async fn drop_draft(tx: &mut Tx, regency: &str, id: BudgetVersionId) -> StoreResult<bool> {
    let query = sql(
        "DELETE FROM budget_amount WHERE regency = $1 AND version_id = $2 AND EXISTS \
         (SELECT 1 FROM budget_version v WHERE v.id = $2 AND v.enacted_at IS NULL)",
    );
    tx.execute(query.bind(regency).bind(id)).await?;
    let query =
        sql("DELETE FROM budget_version WHERE regency = $1 AND id = $2 AND enacted_at IS NULL");
    Ok(tx.execute(query.bind(regency).bind(id)).await? == 1)
}

/// Marks a draft as in force; false if it is none.
pub async fn enact(
    tx: &mut Tx,
    regency: &str,
    id: BudgetVersionId,
    on: NaiveDate,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE budget_version SET enacted_on = $1, enacted_at = $2 \
         WHERE regency = $3 AND id = $4 AND enacted_at IS NULL",
    );
    Ok(tx
        .execute(query.bind(on).bind(now).bind(regency).bind(id))
        .await?
        == 1)
}

/// The lines of a year by code.
pub async fn lines(session: &mut Session, regency: &str, year: i64) -> StoreResult<Vec<Line>> {
    let query = sql(format!(
        "SELECT {LINE} FROM budget_line WHERE regency = $1 AND year = $2 ORDER BY code, account_code"
    ));
    let rows = session.all(query.bind(regency).bind(year)).await?;
    rows.iter().map(read_line).collect()
}

/// The lines of a year, locked until the transaction ends, so that nobody promises money from them meanwhile. (On SQLite
/// the write transaction is the lock.)
pub async fn lines_locked(tx: &mut Tx, regency: &str, year: i64) -> StoreResult<Vec<Line>> {
    let lock = match tx.engine() {
        crate::db::Engine::Postgres => " FOR UPDATE",
        crate::db::Engine::Sqlite => "",
    };
    let query = sql(format!(
        "SELECT {LINE} FROM budget_line WHERE regency = $1 AND year = $2 ORDER BY code, account_code{lock}"
    ));
    let rows = tx.all(query.bind(regency).bind(year)).await?;
    rows.iter().map(read_line).collect()
}

/// A line by id.
pub async fn line(
    session: &mut Session,
    regency: &str,
    id: BudgetLineId,
) -> StoreResult<Option<Line>> {
    let query = sql(format!(
        "SELECT {LINE} FROM budget_line WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read_line).transpose()
}

/// The line of a year and codes; made with nothing in it if there is none, and named anew.
pub async fn ensure_line(tx: &mut Tx, regency: &str, line: &Line) -> StoreResult<BudgetLineId> {
    let query = sql(
        "INSERT INTO budget_line (id, regency, year, code, account_code, name, ceiling, committed, paid) \
         VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0) \
         ON CONFLICT (regency, year, code, account_code) DO UPDATE SET name = excluded.name RETURNING id",
    );
    let row = tx
        .one(
            query
                .bind(line.id)
                .bind(regency)
                .bind(line.year)
                .bind(&line.code)
                .bind(&line.account_code)
                .bind(&line.name),
        )
        .await?;
    row.id(0)
}

/// Sets what a line may promise.
pub async fn set_ceiling(
    tx: &mut Tx,
    regency: &str,
    id: BudgetLineId,
    ceiling: i64,
) -> StoreResult<()> {
    let query = sql("UPDATE budget_line SET ceiling = $1 WHERE regency = $2 AND id = $3");
    tx.execute(query.bind(ceiling).bind(regency).bind(id))
        .await?;
    Ok(())
}

/// Writes what a version gives its lines, in place of what it gave before.
pub async fn set_amounts(
    tx: &mut Tx,
    regency: &str,
    version: BudgetVersionId,
    amounts: &[Amount],
) -> StoreResult<()> {
    let query = sql("DELETE FROM budget_amount WHERE regency = $1 AND version_id = $2");
    tx.execute(query.bind(regency).bind(version)).await?;
    let rows: Vec<Vec<Value>> = amounts
        .iter()
        .map(|amount| {
            vec![
                regency.into(),
                version.into(),
                amount.line.into(),
                amount.ceiling.into(),
                write_months(&amount.months).into(),
            ]
        })
        .collect();
    tx.insert_many(
        "budget_amount",
        &["regency", "version_id", "line_id", "ceiling", "months"],
        rows,
        "",
    )
    .await?;
    Ok(())
}

/// What a version gives its lines.
pub async fn amounts(
    session: &mut Session,
    regency: &str,
    version: BudgetVersionId,
) -> StoreResult<Vec<Amount>> {
    let query = sql("SELECT line_id, ceiling, months FROM budget_amount \
         WHERE regency = $1 AND version_id = $2 ORDER BY line_id");
    let rows = session.all(query.bind(regency).bind(version)).await?;
    rows.iter()
        .map(|row| {
            Ok(Amount {
                line: row.id(0)?,
                ceiling: row.get(1)?,
                months: read_months(&row.get::<String>(2)?),
            })
        })
        .collect()
}

fn write_months(months: &[i64; 12]) -> String {
    let texts: Vec<String> = months.iter().map(i64::to_string).collect();
    texts.join(" ")
}

fn read_months(text: &str) -> [i64; 12] {
    let mut months = [0; 12];
    for (month, word) in months.iter_mut().zip(text.split(' ')) {
        *month = word.parse().unwrap_or(0);
    }
    months
}

fn read_version(row: &Row) -> StoreResult<Version> {
    Ok(Version {
        id: row.id(0)?,
        year: row.get(1)?,
        number: row.get(2)?,
        name: row.get(3)?,
        example: row.get(4)?,
        enacted_on: row.parse_or_none(5)?,
    })
}

fn read_line(row: &Row) -> StoreResult<Line> {
    Ok(Line {
        id: row.id(0)?,
        year: row.get(1)?,
        code: row.get(2)?,
        account_code: row.get(3)?,
        name: row.get(4)?,
        ceiling: row.get(5)?,
        committed: row.get(6)?,
        paid: row.get(7)?,
    })
}
