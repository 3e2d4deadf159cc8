//! Engagements: one business in the care of one mentor.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, BusinessId, EngagementId};

use crate::error::{StoreError, StoreResult};
use crate::query::{Row, Value, sql};
use crate::session::{Session, Tx};

/// An engagement as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Engagement {
    /// Id.
    pub id: EngagementId,
    /// Where.
    pub regency: String,
    /// Whose business.
    pub business: BusinessId,
    /// In whose care.
    pub mentor: AccountId,
    /// The deepest region known when it began.
    pub region: String,
    /// State, by its word.
    pub state: String,
    /// When the next visit is due.
    pub due_on: NaiveDate,
    /// How much it is needed, 0 to 100.
    pub need: i64,
    /// Why, as JSON.
    pub reasons: String,
    /// How many visits there were.
    pub visits: i64,
    /// The day of the last one.
    pub visited_on: Option<NaiveDate>,
    /// The day agreed for the next one.
    pub next_on: Option<NaiveDate>,
    /// The last total of the mentoring instrument.
    pub total: Option<f64>,
    /// When it began.
    pub opened_on: NaiveDate,
    /// When it ended.
    pub closed_on: Option<NaiveDate>,
    /// Why it ended, if not by graduation.
    pub exit_reason: Option<String>,
    /// Who began it.
    pub account: Option<AccountId>,
    /// When last changed.
    pub changed_at: DateTime<Utc>,
}

const COLUMNS: &[&str] = &[
    "id",
    "regency",
    "business_id",
    "mentor_id",
    "region",
    "state",
    "due_on",
    "need",
    "reasons",
    "visits",
    "visited_on",
    "next_on",
    "total",
    "opened_on",
    "closed_on",
    "exit_reason",
    "account_id",
    "changed_at",
];
const SELECT: &str = "SELECT e.id, e.regency, e.business_id, e.mentor_id, e.region, e.state, e.due_on, e.need, \
                      e.reasons, e.visits, e.visited_on, e.next_on, e.total, e.opened_on, e.closed_on, \
                      e.exit_reason, e.account_id, e.changed_at";

/// Writes new engagements. A business that has an open one already is a duplicate.
pub async fn insert_many(tx: &mut Tx, all: Vec<Engagement>) -> StoreResult<()> {
    let rows = all.into_iter().map(values).collect();
    tx.insert_many("engagement", COLUMNS, rows, "").await?;
    Ok(())
}

fn values(one: Engagement) -> Vec<Value> {
    vec![
        one.id.into(),
        one.regency.into(),
        one.business.into(),
        one.mentor.into(),
        one.region.into(),
        one.state.into(),
        one.due_on.into(),
        one.need.into(),
        one.reasons.into(),
        one.visits.into(),
        one.visited_on.into(),
        one.next_on.into(),
        one.total.into(),
        one.opened_on.into(),
        one.closed_on.into(),
        one.exit_reason.into(),
        one.account.into(),
        one.changed_at.into(),
    ]
}

/// Writes everything that may change back.
pub async fn update(tx: &mut Tx, one: &Engagement) -> StoreResult<()> {
    let query = sql(
        "UPDATE engagement SET mentor_id = $3, state = $4, due_on = $5, need = $6, reasons = $7, visits = $8, \
         visited_on = $9, next_on = $10, total = $11, closed_on = $12, exit_reason = $13, changed_at = $14 \
         WHERE regency = $1 AND id = $2",
    );
    let touched = tx
        .execute(
            query
                .bind(&one.regency)
                .bind(one.id)
                .bind(one.mentor)
                .bind(&one.state)
                .bind(one.due_on)
                .bind(one.need)
                .bind(&one.reasons)
                .bind(one.visits)
                .bind(one.visited_on)
                .bind(one.next_on)
                .bind(one.total)
                .bind(one.closed_on)
                .bind(one.exit_reason.clone())
                .bind(one.changed_at),
        )
        .await?;
    if touched == 0 {
        Err(StoreError::Missing { what: "engagement" })
    } else {
        Ok(())
    }
}

/// By its id.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: EngagementId,
) -> StoreResult<Option<Engagement>> {
    let query = sql(format!(
        "{SELECT} FROM engagement e WHERE e.regency = $1 AND e.id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// All of a business, newest first.
pub async fn of_business(
    session: &mut Session,
    regency: &str,
    business: BusinessId,
) -> StoreResult<Vec<Engagement>> {
    let query = sql(format!(
        "{SELECT} FROM engagement e WHERE e.regency = $1 AND e.business_id = $2 ORDER BY e.opened_on DESC, e.id DESC"
    ));
    let rows = session.all(query.bind(regency).bind(business)).await?;
    rows.iter().map(read).collect()
}

/// Which of some businesses are in somebody's care.
pub async fn open_among(
    session: &mut Session,
    regency: &str,
    businesses: &[BusinessId],
) -> StoreResult<HashSet<BusinessId>> {
    let mut open = HashSet::new();
    for some in businesses.chunks(400) {
        let mut query = sql("SELECT business_id FROM engagement WHERE regency = ");
        query
            .push_bind(regency)
            .push(" AND closed_on IS NULL AND business_id IN ")
            .push_list(some.iter().copied());
        for row in &session.all(query).await? {
            open.insert(row.id(0)?);
        }
    }
    Ok(open)
}

/// A line of a caseload.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The engagement.
    pub engagement: Engagement,
    /// Name of the business.
    pub name: String,
    /// The owner's name.
    pub owner: Option<String>,
    /// Where the business is, as it was stated.
    pub location: Option<String>,
}

/// Where a page of a caseload begins: after this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// Its day.
    pub due_on: String,
    /// Its need.
    pub need: i64,
    /// Its id.
    pub id: EngagementId,
}

/// Whom to visit: open engagements of a mentor (or of all), those due longest first, then those in greater need.
pub async fn caseload(
    session: &mut Session,
    regency: &str,
    mentor: Option<AccountId>,
    after: Option<&After>,
    limit: u32,
) -> StoreResult<Vec<Case>> {
    let location = crate::db::fact(session.engine(), "b.facts", "location");
    // The page is cut from the index first; only its rows are looked up in the registry.
    let mut query = sql(format!(
        "{SELECT}, b.name, b.owner_name, {location} FROM (SELECT * FROM engagement WHERE regency = "
    ));
    query.push_bind(regency).push(" AND closed_on IS NULL");
    if let Some(mentor) = mentor {
        query.push(" AND mentor_id = ").push_bind(mentor);
    }
    if let Some(after) = after {
        query.push(" AND due_on >= ").push_bind(&after.due_on);
        query.push(" AND (due_on > ").push_bind(&after.due_on);
        query.push(" OR need < ").push_bind(after.need);
        query.push(" OR (need = ").push_bind(after.need);
        query.push(" AND id > ").push_bind(after.id).push("))");
    }
    query
        .push(" ORDER BY due_on, need DESC, id LIMIT ")
        .push_bind(limit)
        .push(") e JOIN business b ON b.id = e.business_id ORDER BY e.due_on, e.need DESC, e.id");
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| {
            Ok(Case {
                engagement: read(row)?,
                name: row.get(18)?,
                owner: row.get(19)?,
                location: row.get(20)?,
            })
        })
        .collect()
}

/// How many are open, how many of them are due by a day, and how many were never visited.
pub async fn counts(
    session: &mut Session,
    regency: &str,
    mentor: Option<AccountId>,
    today: NaiveDate,
) -> StoreResult<(i64, i64, i64)> {
    // Each count walks entries of one index and no row of the table; that every day lies after the empty text keeps
    // SQLite from reading the whole table for the first one.
    let mut query = sql("SELECT ");
    for (part, which) in [" AND due_on > ''", " AND due_on <= ", " AND visits = 0"]
        .into_iter()
        .enumerate()
    {
        query
            .push(if part == 0 { "" } else { ", " })
            .push("(SELECT COUNT(*) FROM engagement WHERE regency = ")
            .push_bind(regency)
            .push(" AND closed_on IS NULL");
        if let Some(mentor) = mentor {
            query.push(" AND mentor_id = ").push_bind(mentor);
        }
        query.push(which);
        if part == 1 {
            query.push_bind(today);
        }
        query.push(")");
    }
    let row = session.one(query).await?;
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

/// Gives all open engagements of a mentor to another one. Gives how many.
pub async fn hand_over(
    tx: &mut Tx,
    regency: &str,
    from: AccountId,
    to: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let query = sql("UPDATE engagement SET mentor_id = $3, changed_at = $4 \
                     WHERE regency = $1 AND mentor_id = $2 AND closed_on IS NULL");
    tx.execute(query.bind(regency).bind(from).bind(to).bind(now))
        .await
}

/// How many ended, by state.
pub async fn ended(session: &mut Session, regency: &str) -> StoreResult<Vec<(String, i64)>> {
    let query = sql(
        "SELECT state, COUNT(*) FROM engagement WHERE regency = $1 AND closed_on IS NOT NULL GROUP BY state",
    );
    let rows = session.all(query.bind(regency)).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

fn read(row: &Row) -> StoreResult<Engagement> {
    Ok(Engagement {
        id: row.id(0)?,
        regency: row.get(1)?,
        business: row.id(2)?,
        mentor: row.id(3)?,
        region: row.get(4)?,
        state: row.get(5)?,
        due_on: row.parse(6)?,
        need: row.get(7)?,
        reasons: row.get(8)?,
        visits: row.get(9)?,
        visited_on: row.parse_or_none(10)?,
        next_on: row.parse_or_none(11)?,
        total: row.get(12)?,
        opened_on: row.parse(13)?,
        closed_on: row.parse_or_none(14)?,
        exit_reason: row.get(15)?,
        account: row.id_or_none(16)?,
        changed_at: row.moment(17)?,
    })
}
