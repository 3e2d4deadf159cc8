//! Assessments and the goals that follow from them.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, AssessmentId, BusinessId, EngagementId, GoalId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// An assessment as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Assessment {
    /// Id.
    pub id: AssessmentId,
    /// Of which engagement.
    pub engagement: EngagementId,
    /// Of which business.
    pub business: BusinessId,
    /// With which instrument.
    pub instrument: String,
    /// In which version.
    pub version: i64,
    /// Levels by question, as JSON.
    pub answers: String,
    /// In the mentor's words.
    pub note: String,
    /// The total, 0 to 100.
    pub total: f64,
    /// For which day.
    pub assessed_on: NaiveDate,
    /// By whom.
    pub account: Option<AccountId>,
    /// When written down.
    pub made_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, engagement_id, business_id, instrument, version, answers, note, total, assessed_on, account_id, made_at";

/// Writes an assessment.
pub async fn insert(tx: &mut Tx, regency: &str, one: &Assessment) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO assessment (regency, {COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    ));
    tx.execute(
        query
            .bind(regency)
            .bind(one.id)
            .bind(one.engagement)
            .bind(one.business)
            .bind(&one.instrument)
            .bind(one.version)
            .bind(&one.answers)
            .bind(&one.note)
            .bind(one.total)
            .bind(one.assessed_on)
            .bind(one.account)
            .bind(one.made_at),
    )
    .await?;
    Ok(())
}

/// All of an engagement, oldest first.
pub async fn of_engagement(
    session: &mut Session,
    regency: &str,
    engagement: EngagementId,
) -> StoreResult<Vec<Assessment>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM assessment WHERE regency = $1 AND engagement_id = $2 ORDER BY made_at, id"
    ));
    let rows = session.all(query.bind(regency).bind(engagement)).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> StoreResult<Assessment> {
    Ok(Assessment {
        id: row.id(0)?,
        engagement: row.id(1)?,
        business: row.id(2)?,
        instrument: row.get(3)?,
        version: row.get(4)?,
        answers: row.get(5)?,
        note: row.get(6)?,
        total: row.get(7)?,
        assessed_on: row.parse(8)?,
        account: row.id_or_none(9)?,
        made_at: row.moment(10)?,
    })
}

/// A goal agreed with an owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Id.
    pub id: GoalId,
    /// Of which engagement.
    pub engagement: EngagementId,
    /// Id of the rule whose step it is; empty for words of one's own.
    pub step: String,
    /// In words.
    pub words: String,
    /// When agreed.
    pub agreed_on: NaiveDate,
    /// By when.
    pub due_on: NaiveDate,
    /// When reached.
    pub done_on: Option<NaiveDate>,
    /// When given up.
    pub dropped_on: Option<NaiveDate>,
}

/// Writes a goal.
pub async fn insert_goal(tx: &mut Tx, regency: &str, goal: &Goal) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO mentoring_goal (regency, id, engagement_id, step, words, agreed_on, due_on, done_on, dropped_on) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(goal.id)
            .bind(goal.engagement)
            .bind(&goal.step)
            .bind(&goal.words)
            .bind(goal.agreed_on)
            .bind(goal.due_on)
            .bind(goal.done_on)
            .bind(goal.dropped_on),
    )
    .await?;
    Ok(())
}

/// The goals of an engagement, by day.
pub async fn goals(
    session: &mut Session,
    regency: &str,
    engagement: EngagementId,
) -> StoreResult<Vec<Goal>> {
    let query = sql(
        "SELECT id, engagement_id, step, words, agreed_on, due_on, done_on, dropped_on FROM mentoring_goal \
         WHERE regency = $1 AND engagement_id = $2 ORDER BY due_on, id",
    );
    let rows = session.all(query.bind(regency).bind(engagement)).await?;
    rows.iter()
        .map(|row| {
            Ok(Goal {
                id: row.id(0)?,
                engagement: row.id(1)?,
                step: row.get(2)?,
                words: row.get(3)?,
                agreed_on: row.parse(4)?,
                due_on: row.parse(5)?,
                done_on: row.parse_or_none(6)?,
                dropped_on: row.parse_or_none(7)?,
            })
        })
        .collect()
}

/// Ends an open goal. False if it is not open.
pub async fn end_goal(
    tx: &mut Tx,
    regency: &str,
    engagement: EngagementId,
    goal: GoalId,
    on: NaiveDate,
    reached: bool,
) -> StoreResult<bool> {
    let column = if reached { "done_on" } else { "dropped_on" };
    let query = sql(format!(
        "UPDATE mentoring_goal SET {column} = $4 WHERE regency = $1 AND engagement_id = $2 AND id = $3 \
         AND done_on IS NULL AND dropped_on IS NULL"
    ));
    let touched = tx
        .execute(query.bind(regency).bind(engagement).bind(goal).bind(on))
        .await?;
    Ok(touched > 0)
}
