//! Visits, tasks on both sides, and questions in between.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, BusinessId, EngagementId, MentoringTaskId, QuestionId, VisitId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A visit.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// Id.
    pub id: VisitId,
    /// Of which engagement.
    pub engagement: EngagementId,
    /// At which business.
    pub business: BusinessId,
    /// By whom.
    pub account: Option<AccountId>,
    /// From when.
    pub began_at: DateTime<Utc>,
    /// Until when.
    pub ended_at: DateTime<Utc>,
    /// Where, in words.
    pub place: String,
    /// Where, on the map.
    pub latitude: Option<f64>,
    /// Where, on the map.
    pub longitude: Option<f64>,
    /// What was seen and said.
    pub notes: String,
    /// When written down.
    pub noted_at: DateTime<Utc>,
}

/// Writes a visit. False if this id is there already: the same visit sent twice counts once.
pub async fn insert(tx: &mut Tx, regency: &str, visit: &Visit) -> StoreResult<bool> {
    let query = sql(
        "INSERT INTO mentoring_visit (regency, id, engagement_id, business_id, account_id, began_at, ended_at, place, \
         latitude, longitude, notes, noted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
         ON CONFLICT (id) DO NOTHING",
    );
    let touched = tx
        .execute(
            query
                .bind(regency)
                .bind(visit.id)
                .bind(visit.engagement)
                .bind(visit.business)
                .bind(visit.account)
                .bind(visit.began_at)
                .bind(visit.ended_at)
                .bind(&visit.place)
                .bind(visit.latitude)
                .bind(visit.longitude)
                .bind(&visit.notes)
                .bind(visit.noted_at),
        )
        .await?;
    Ok(touched > 0)
}

/// The visits of an engagement, newest first.
pub async fn of_engagement(
    session: &mut Session,
    regency: &str,
    engagement: EngagementId,
) -> StoreResult<Vec<Visit>> {
    let query = sql(
        "SELECT id, engagement_id, business_id, account_id, began_at, ended_at, place, latitude, longitude, notes, \
         noted_at FROM mentoring_visit WHERE regency = $1 AND engagement_id = $2 ORDER BY began_at DESC LIMIT 200",
    );
    let rows = session.all(query.bind(regency).bind(engagement)).await?;
    rows.iter()
        .map(|row| {
            Ok(Visit {
                id: row.id(0)?,
                engagement: row.id(1)?,
                business: row.id(2)?,
                account: row.id_or_none(3)?,
                began_at: row.moment(4)?,
                ended_at: row.moment(5)?,
                place: row.get(6)?,
                latitude: row.get(7)?,
                longitude: row.get(8)?,
                notes: row.get(9)?,
                noted_at: row.moment(10)?,
            })
        })
        .collect()
}

/// Takes what people wrote about businesses whose owner is erased out of all that was noted. Days, scores and figures
/// stay: they speak of nobody.
pub async fn redact(tx: &mut Tx, regency: &str, businesses: &[BusinessId]) -> StoreResult<()> {
    let own = "(SELECT id FROM engagement WHERE regency = $1 AND business_id = $2)";
    let texts = [
        "UPDATE mentoring_visit SET notes = '', place = '', latitude = NULL, longitude = NULL \
         WHERE regency = $1 AND business_id = $2"
            .to_owned(),
        "UPDATE assessment SET note = '' WHERE regency = $1 AND business_id = $2".to_owned(),
        "UPDATE engagement SET exit_reason = NULL WHERE regency = $1 AND business_id = $2"
            .to_owned(),
        format!(
            "UPDATE mentoring_goal SET words = '' WHERE regency = $1 AND engagement_id IN {own}"
        ),
        format!(
            "UPDATE mentoring_task SET words = '' WHERE regency = $1 AND engagement_id IN {own}"
        ),
        format!(
            "UPDATE mentoring_question SET words = '', answer = CASE WHEN answer IS NULL THEN NULL ELSE '' END \
             WHERE regency = $1 AND engagement_id IN {own}"
        ),
    ];
    for business in businesses {
        for text in &texts {
            tx.execute(sql(text.clone()).bind(regency).bind(*business))
                .await?;
        }
    }
    Ok(())
}

/// A task somebody took on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Id.
    pub id: MentoringTaskId,
    /// Of which engagement.
    pub engagement: EngagementId,
    /// On which visit.
    pub visit: Option<VisitId>,
    /// `owner` or `mentor`.
    pub side: String,
    /// What.
    pub words: String,
    /// By when.
    pub due_on: Option<NaiveDate>,
    /// When it was done.
    pub done_on: Option<NaiveDate>,
}

/// Writes a task.
pub async fn insert_task(tx: &mut Tx, regency: &str, task: &Task) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO mentoring_task (regency, id, engagement_id, visit_id, side, words, due_on, done_on) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(task.id)
            .bind(task.engagement)
            .bind(task.visit)
            .bind(&task.side)
            .bind(&task.words)
            .bind(task.due_on)
            .bind(task.done_on),
    )
    .await?;
    Ok(())
}

/// The tasks of an engagement, open ones first.
pub async fn tasks(
    session: &mut Session,
    regency: &str,
    engagement: EngagementId,
) -> StoreResult<Vec<Task>> {
    let query = sql(
        "SELECT id, engagement_id, visit_id, side, words, due_on, done_on FROM mentoring_task \
         WHERE regency = $1 AND engagement_id = $2 \
         ORDER BY CASE WHEN done_on IS NULL THEN 0 ELSE 1 END, due_on, id LIMIT 200",
    );
    let rows = session.all(query.bind(regency).bind(engagement)).await?;
    rows.iter()
        .map(|row| {
            Ok(Task {
                id: row.id(0)?,
                engagement: row.id(1)?,
                visit: row.id_or_none(2)?,
                side: row.get(3)?,
                words: row.get(4)?,
                due_on: row.parse_or_none(5)?,
                done_on: row.parse_or_none(6)?,
            })
        })
        .collect()
}

/// Ticks a task off. False if it is not open, or of another side when one is named.
pub async fn do_task(
    tx: &mut Tx,
    regency: &str,
    engagement: EngagementId,
    task: MentoringTaskId,
    side: Option<&str>,
    on: NaiveDate,
) -> StoreResult<bool> {
    let mut query = sql("UPDATE mentoring_task SET done_on = ");
    query
        .push_bind(on)
        .push(" WHERE regency = ")
        .push_bind(regency)
        .push(" AND engagement_id = ")
        .push_bind(engagement)
        .push(" AND id = ")
        .push_bind(task)
        .push(" AND done_on IS NULL");
    if let Some(side) = side {
        query.push(" AND side = ").push_bind(side);
    }
    Ok(tx.execute(query).await? > 0)
}

/// A question of an owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Id.
    pub id: QuestionId,
    /// Of which engagement.
    pub engagement: EngagementId,
    /// What was asked.
    pub words: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// By whom.
    pub account: Option<AccountId>,
    /// What was answered, and when.
    pub answer: Option<(String, DateTime<Utc>)>,
}

/// Writes a question.
pub async fn ask(tx: &mut Tx, regency: &str, question: &Question) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO mentoring_question (regency, id, engagement_id, words, asked_at, account_id) \
                     VALUES ($1, $2, $3, $4, $5, $6)",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(question.id)
            .bind(question.engagement)
            .bind(&question.words)
            .bind(question.asked_at)
            .bind(question.account),
    )
    .await?;
    Ok(())
}

/// Answers an open question. False if it is not open.
pub async fn answer(
    tx: &mut Tx,
    regency: &str,
    engagement: EngagementId,
    question: QuestionId,
    words: &str,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE mentoring_question SET answer = $4, answered_by = $5, answered_at = $6 \
         WHERE regency = $1 AND engagement_id = $2 AND id = $3 AND answered_at IS NULL",
    );
    let query = query.bind(regency).bind(engagement).bind(question);
    Ok(tx.execute(query.bind(words).bind(by).bind(now)).await? > 0)
}

/// The questions of an engagement, newest first.
pub async fn questions(
    session: &mut Session,
    regency: &str,
    engagement: EngagementId,
) -> StoreResult<Vec<Question>> {
    let query = sql(
        "SELECT id, engagement_id, words, asked_at, account_id, answer, answered_at FROM mentoring_question \
         WHERE regency = $1 AND engagement_id = $2 ORDER BY asked_at DESC LIMIT 100",
    );
    let rows = session.all(query.bind(regency).bind(engagement)).await?;
    rows.iter().map(read_question).collect()
}

fn read_question(row: &Row) -> StoreResult<Question> {
    let answer: Option<String> = row.get(5)?;
    Ok(Question {
        id: row.id(0)?,
        engagement: row.id(1)?,
        words: row.get(2)?,
        asked_at: row.moment(3)?,
        account: row.id_or_none(4)?,
        answer: answer.zip(row.moment_or_none(6)?),
    })
}
