//! The work: tasks, what must come before what, how far each was on which day.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, TaskId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A task of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Id.
    pub id: TaskId,
    /// The phase it belongs to, by its word.
    pub phase: String,
    /// Place within the phase.
    pub position: i64,
    /// What is to be done.
    pub name: String,
    /// Working days it takes; 0 for a milestone.
    pub days: i64,
    /// Not before this day.
    pub not_before: Option<NaiveDate>,
    /// Agreed to be done by this day.
    pub due_on: Option<NaiveDate>,
    /// Share of the whole work.
    pub weight: i64,
    /// How far it is, 0 to 100.
    pub percent: i64,
    /// When it was begun.
    pub started_on: Option<NaiveDate>,
    /// When it was done.
    pub finished_on: Option<NaiveDate>,
    /// What proves it.
    pub proof: String,
    /// Invented, to show how it works.
    pub example: bool,
}

/// How far a task was on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Which task.
    pub task: TaskId,
    /// On which day.
    pub on: NaiveDate,
    /// How far, 0 to 100.
    pub percent: i64,
    /// In somebody's words.
    pub note: String,
    /// Who noted it.
    pub account: Option<AccountId>,
}

const COLUMNS: &str = "id, phase, position, name, days, not_before, due_on, weight, percent, started_on, \
     finished_on, proof, example";

/// Writes a task.
pub async fn insert(
    tx: &mut Tx,
    regency: &str,
    task: &Task,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO project_task ({COLUMNS}, regency, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
    ));
    tx.execute(
        query
            .bind(task.id)
            .bind(&task.phase)
            .bind(task.position)
            .bind(&task.name)
            .bind(task.days)
            .bind(task.not_before)
            .bind(task.due_on)
            .bind(task.weight)
            .bind(task.percent)
            .bind(task.started_on)
            .bind(task.finished_on)
            .bind(&task.proof)
            .bind(task.example)
            .bind(regency)
            .bind(now),
    )
    .await?;
    Ok(())
}

/// Writes a task's plan and state anew; false if there is none.
pub async fn update(tx: &mut Tx, regency: &str, task: &Task) -> StoreResult<bool> {
    let query = sql(
        "UPDATE project_task SET phase = $1, name = $2, days = $3, not_before = $4, due_on = $5, weight = $6, \
         percent = $7, started_on = $8, finished_on = $9, proof = $10 \
         WHERE regency = $11 AND id = $12 AND removed_at IS NULL",
    );
    let done = tx
        .execute(
            query
                .bind(&task.phase)
                .bind(&task.name)
                .bind(task.days)
                .bind(task.not_before)
                .bind(task.due_on)
                .bind(task.weight)
                .bind(task.percent)
                .bind(task.started_on)
                .bind(task.finished_on)
                .bind(&task.proof)
                .bind(regency)
                .bind(task.id),
        )
        .await?;
    Ok(done == 1)
}

/// Takes a task out of the plan with what hung on it; false if there is none.
pub async fn remove(
    tx: &mut Tx,
    regency: &str,
    id: TaskId,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "DELETE FROM project_dependency WHERE regency = $1 AND (before_id = $2 OR after_id = $2)",
    );
    tx.execute(query.bind(regency).bind(id)).await?;
    let query = sql(
        "UPDATE project_task SET removed_at = $1 WHERE regency = $2 AND id = $3 AND removed_at IS NULL",
    );
    Ok(tx.execute(query.bind(now).bind(regency).bind(id)).await? == 1)
}

/// All tasks that stand, in the order in which they were put; never more than `limit`.
pub async fn list(session: &mut Session, regency: &str, limit: u32) -> StoreResult<Vec<Task>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM project_task WHERE regency = $1 AND removed_at IS NULL \
         ORDER BY position, id LIMIT $2"
    ));
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter().map(read).collect()
}

/// Locks a regency's plan until the transaction ends: two people who each add a harmless dependency must not make a
/// circle together. (On SQLite the write transaction is the lock.)
pub async fn lock(tx: &mut Tx, regency: &str) -> StoreResult<()> {
    if tx.engine() == crate::db::Engine::Postgres {
        tx.execute(
            sql("SELECT pg_advisory_xact_lock(hashtext('pendopo.project.' || $1))").bind(regency),
        )
        .await?;
    }
    Ok(())
}

/// What must come before what.
pub async fn dependencies(
    session: &mut Session,
    regency: &str,
) -> StoreResult<Vec<(TaskId, TaskId)>> {
    let query = sql(
        "SELECT before_id, after_id FROM project_dependency WHERE regency = $1 ORDER BY before_id, after_id",
    );
    let rows = session.all(query.bind(regency)).await?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.id(1)?)))
        .collect()
}

/// Lets one task wait for another.
pub async fn depend(tx: &mut Tx, regency: &str, before: TaskId, after: TaskId) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO project_dependency (regency, before_id, after_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    );
    tx.execute(query.bind(regency).bind(before).bind(after))
        .await?;
    Ok(())
}

/// Lets it wait no longer.
pub async fn undepend(
    tx: &mut Tx,
    regency: &str,
    before: TaskId,
    after: TaskId,
) -> StoreResult<bool> {
    let query = sql(
        "DELETE FROM project_dependency WHERE regency = $1 AND before_id = $2 AND after_id = $3",
    );
    Ok(tx
        .execute(query.bind(regency).bind(before).bind(after))
        .await?
        == 1)
}

/// Notes how far a task was on a day.
pub async fn note(
    tx: &mut Tx,
    regency: &str,
    progress: &Progress,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO project_progress (regency, task_id, noted_on, percent, note, account_id, noted_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(progress.task)
            .bind(progress.on)
            .bind(progress.percent)
            .bind(&progress.note)
            .bind(progress.account)
            .bind(now),
    )
    .await?;
    Ok(())
}

/// How far tasks were on which day, oldest first.
pub async fn progress(
    session: &mut Session,
    regency: &str,
    limit: u32,
) -> StoreResult<Vec<Progress>> {
    let query = sql(
        "SELECT p.task_id, p.noted_on, p.percent, p.note, p.account_id FROM project_progress p \
         JOIN project_task t ON t.id = p.task_id AND t.removed_at IS NULL \
         WHERE p.regency = $1 ORDER BY p.noted_on, p.seq LIMIT $2",
    );
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter()
        .map(|row| {
            Ok(Progress {
                task: row.id(0)?,
                on: row.parse(1)?,
                percent: row.get(2)?,
                note: row.get(3)?,
                account: row.id_or_none(4)?,
            })
        })
        .collect()
}

fn read(row: &Row) -> StoreResult<Task> {
    Ok(Task {
        id: row.id(0)?,
        phase: row.get(1)?,
        position: row.get(2)?,
        name: row.get(3)?,
        days: row.get(4)?,
        not_before: row.parse_or_none(5)?,
        due_on: row.parse_or_none(6)?,
        weight: row.get(7)?,
        percent: row.get(8)?,
        started_on: row.parse_or_none(9)?,
        finished_on: row.parse_or_none(10)?,
        proof: row.get(11)?,
        example: row.get(12)?,
    })
}
