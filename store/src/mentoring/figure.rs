//! Figures of a year or a quarter.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, BusinessId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// What was reached in a period. Money in rupiah.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figure {
    /// The period, such as `2026` or `2026-Q3`.
    pub period: String,
    /// Sales in rupiah.
    pub sales: Option<i64>,
    /// Men at work.
    pub workers_male: Option<i64>,
    /// Women at work.
    pub workers_female: Option<i64>,
    /// Products.
    pub products: Option<i64>,
    /// Channels sold through.
    pub channels: Option<i64>,
    /// Permits held.
    pub permits: Option<i64>,
}

const COLUMNS: &str = "period, sales, workers_male, workers_female, products, channels, permits";

/// Writes the figures of a period; the newest word stands.
pub async fn put(
    tx: &mut Tx,
    regency: &str,
    business: BusinessId,
    figure: &Figure,
    door: &str,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO growth_figure (regency, business_id, {COLUMNS}, door, account_id, stated_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (regency, business_id, period) \
         DO UPDATE SET sales = excluded.sales, workers_male = excluded.workers_male, \
         workers_female = excluded.workers_female, products = excluded.products, channels = excluded.channels, \
         permits = excluded.permits, door = excluded.door, account_id = excluded.account_id, \
         stated_at = excluded.stated_at"
    ));
    tx.execute(
        query
            .bind(regency)
            .bind(business)
            .bind(&figure.period)
            .bind(figure.sales)
            .bind(figure.workers_male)
            .bind(figure.workers_female)
            .bind(figure.products)
            .bind(figure.channels)
            .bind(figure.permits)
            .bind(door)
            .bind(account)
            .bind(now),
    )
    .await?;
    Ok(())
}

/// The figures of a business, by period.
pub async fn of_business(
    session: &mut Session,
    regency: &str,
    business: BusinessId,
) -> StoreResult<Vec<Figure>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM growth_figure WHERE regency = $1 AND business_id = $2 ORDER BY period"
    ));
    let rows = session.all(query.bind(regency).bind(business)).await?;
    rows.iter().map(|row| read(row, 0)).collect()
}

/// A business with its figures of two periods, and whether it was visited by a mentor before the later one ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// Which business.
    pub business: BusinessId,
    /// Its region.
    pub region: String,
    /// Its marks, to tell size and activity.
    pub marks: Vec<u8>,
    /// The earlier figures.
    pub before: Figure,
    /// The later ones.
    pub after: Figure,
    /// Whether somebody visited it.
    pub mentored: bool,
}

/// Businesses that have figures of both periods, at most `limit`. Mentored is who was visited before `until` (microseconds).
pub async fn both(
    session: &mut Session,
    regency: &str,
    before: &str,
    after: &str,
    until: DateTime<Utc>,
    limit: u32,
) -> StoreResult<Vec<Both>> {
    let columns = |table: &str| {
        COLUMNS
            .split(", ")
            .map(|column| format!("{table}.{column}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let query = sql(format!(
        "SELECT x.business_id, b.region, b.marks, EXISTS (SELECT 1 FROM engagement e JOIN mentoring_visit v \
         ON v.regency = e.regency AND v.engagement_id = e.id WHERE e.regency = x.regency \
         AND e.business_id = x.business_id AND v.began_at < $4), {}, {} \
         FROM growth_figure x JOIN growth_figure y ON y.regency = x.regency AND y.business_id = x.business_id \
         AND y.period = $3 JOIN business b ON b.id = x.business_id \
         WHERE x.regency = $1 AND x.period = $2 ORDER BY x.business_id LIMIT $5",
        columns("x"),
        columns("y"),
    ));
    let query = query
        .bind(regency)
        .bind(before)
        .bind(after)
        .bind(until)
        .bind(limit);
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| {
            Ok(Both {
                business: row.id(0)?,
                region: row.get(1)?,
                marks: row.get(2)?,
                mentored: row.get(3)?,
                before: read(row, 4)?,
                after: read(row, 11)?,
            })
        })
        .collect()
}

/// Periods of which there are figures, with their number, newest first.
pub async fn periods(session: &mut Session, regency: &str) -> StoreResult<Vec<(String, i64)>> {
    let query = sql(
        "SELECT period, COUNT(*) FROM growth_figure WHERE regency = $1 GROUP BY period ORDER BY period DESC LIMIT 40",
    );
    let rows = session.all(query.bind(regency)).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

fn read(row: &Row, from: usize) -> StoreResult<Figure> {
    Ok(Figure {
        period: row.get(from)?,
        sales: row.get(from + 1)?,
        workers_male: row.get(from + 2)?,
        workers_female: row.get(from + 3)?,
        products: row.get(from + 4)?,
        channels: row.get(from + 5)?,
        permits: row.get(from + 6)?,
    })
}
