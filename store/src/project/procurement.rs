//! What is to be bought in a year.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{BudgetLineId, ProcurementId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// Something to be bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procurement {
    /// Id.
    pub id: ProcurementId,
    /// From which line.
    pub line: BudgetLineId,
    /// What.
    pub name: String,
    /// How, by the word in the durations.
    pub method: String,
    /// Estimated value in rupiah.
    pub value: i64,
    /// Working days from contract to hand-over.
    pub work_days: i64,
    /// When it is to be started.
    pub planned_on: NaiveDate,
    /// When it was.
    pub started_on: Option<NaiveDate>,
    /// Invented, to show how it works.
    pub example: bool,
}

/// Writes a procurement.
pub async fn insert(
    tx: &mut Tx,
    regency: &str,
    one: &Procurement,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO procurement (id, regency, line_id, name, method, value, work_days, planned_on, started_on, \
         example, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    );
    tx.execute(
        query
            .bind(one.id)
            .bind(regency)
            .bind(one.line)
            .bind(&one.name)
            .bind(&one.method)
            .bind(one.value)
            .bind(one.work_days)
            .bind(one.planned_on)
            .bind(one.started_on)
            .bind(one.example)
            .bind(now),
    )
    .await?;
    Ok(())
}

/// Notes that it was started; false if there is none that waits.
pub async fn start(
    tx: &mut Tx,
    regency: &str,
    id: ProcurementId,
    on: NaiveDate,
) -> StoreResult<bool> {
    let query = sql("UPDATE procurement SET started_on = $1 \
         WHERE regency = $2 AND id = $3 AND started_on IS NULL AND dropped_at IS NULL");
    Ok(tx.execute(query.bind(on).bind(regency).bind(id)).await? == 1)
}

/// Gives it up; false if there is none.
pub async fn set_dropped(
    tx: &mut Tx,
    regency: &str,
    id: ProcurementId,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE procurement SET dropped_at = $1 WHERE regency = $2 AND id = $3 AND dropped_at IS NULL",
    );
    Ok(tx.execute(query.bind(now).bind(regency).bind(id)).await? == 1)
}

/// What is to be bought in a year, by the day it was to be started; never more than `limit`.
pub async fn of_year(
    session: &mut Session,
    regency: &str,
    year: i64,
    limit: u32,
) -> StoreResult<Vec<Procurement>> {
    let query = sql(
        "SELECT p.id, p.line_id, p.name, p.method, p.value, p.work_days, p.planned_on, p.started_on, p.example \
         FROM procurement p JOIN budget_line l ON l.id = p.line_id \
         WHERE p.regency = $1 AND l.year = $2 AND p.dropped_at IS NULL ORDER BY p.planned_on, p.id LIMIT $3",
    );
    let rows = session
        .all(query.bind(regency).bind(year).bind(limit))
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> StoreResult<Procurement> {
    Ok(Procurement {
        id: row.id(0)?,
        line: row.id(1)?,
        name: row.get(2)?,
        method: row.get(3)?,
        value: row.get(4)?,
        work_days: row.get(5)?,
        planned_on: row.parse(6)?,
        started_on: row.parse_or_none(7)?,
        example: row.get(8)?,
    })
}
