//! Questions that wait for the regent, and what was decided.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, DecisionId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A question, and its answer when there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Id.
    pub id: DecisionId,
    /// What is asked.
    pub question: String,
    /// What one should know before answering.
    pub context: String,
    /// By when it is needed.
    pub due_on: NaiveDate,
    /// Who asked.
    pub asked_by: Option<AccountId>,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What was decided.
    pub answer: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, question, context, due_on, asked_by, asked_at, answer, decided_at";

/// Writes a question.
pub async fn insert(tx: &mut Tx, regency: &str, one: &Decision) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO project_decision (id, regency, question, context, due_on, asked_by, asked_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    );
    tx.execute(
        query
            .bind(one.id)
            .bind(regency)
            .bind(&one.question)
            .bind(&one.context)
            .bind(one.due_on)
            .bind(one.asked_by)
            .bind(one.asked_at),
    )
    .await?;
    Ok(())
}

/// Answers an open question; false if there is none.
pub async fn decide(
    tx: &mut Tx,
    regency: &str,
    id: DecisionId,
    answer: &str,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE project_decision SET answer = $1, decided_by = $2, decided_at = $3 \
         WHERE regency = $4 AND id = $5 AND decided_at IS NULL",
    );
    let done = tx
        .execute(
            query
                .bind(answer)
                .bind(account)
                .bind(now)
                .bind(regency)
                .bind(id),
        )
        .await?;
    Ok(done == 1)
}

/// What waits, the most urgent first.
pub async fn open(session: &mut Session, regency: &str, limit: u32) -> StoreResult<Vec<Decision>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM project_decision WHERE regency = $1 AND decided_at IS NULL \
         ORDER BY due_on, id LIMIT $2"
    ));
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter().map(read).collect()
}

/// What was decided, newest first.
pub async fn decided(
    session: &mut Session,
    regency: &str,
    limit: u32,
) -> StoreResult<Vec<Decision>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM project_decision WHERE regency = $1 AND decided_at IS NOT NULL \
         ORDER BY decided_at DESC, id DESC LIMIT $2"
    ));
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> StoreResult<Decision> {
    Ok(Decision {
        id: row.id(0)?,
        question: row.get(1)?,
        context: row.get(2)?,
        due_on: row.parse(3)?,
        asked_by: row.id_or_none(4)?,
        asked_at: row.moment(5)?,
        answer: row.get(6)?,
        decided_at: row.moment_or_none(7)?,
    })
}
