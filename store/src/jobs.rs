//! The job queue, which is the outbox too: what must happen later or outside is written in the transaction that
//! caused it, and carried out by workers that may die at any time.
//!
//! A worker holds a job by a lease. If it dies, the lease runs out and another takes the job, so jobs must be
//! idempotent. Finishing asks for the lease, so a worker that was given up for dead cannot finish another's run.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vocab::id::JobId;

use crate::db::Engine;
use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Session, Tx};

/// A job to be written.
#[derive(Debug, Clone)]
pub struct NewJob {
    /// Id.
    pub id: JobId,
    /// For which regency.
    pub regency: String,
    /// Which worker function.
    pub kind: String,
    /// What it needs, as JSON.
    pub payload: String,
    /// While a job with this key waits or runs, another with the same key is not written.
    pub once_key: Option<String>,
    /// Not before.
    pub run_at: DateTime<Utc>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// A job held by a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Id.
    pub id: JobId,
    /// For which regency.
    pub regency: String,
    /// Which worker function.
    pub kind: String,
    /// What it needs, as JSON.
    pub payload: String,
    /// Which try this is, from 1.
    pub tries: i64,
    /// Proof that it is ours.
    pub lease: Uuid,
}

/// How many jobs are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Not yet taken.
    pub waiting: i64,
    /// Held by a worker.
    pub running: i64,
    /// Given up after the last try.
    pub dead: i64,
}

/// Writes a job in the caller's transaction. False if its `once_key` is already in the queue.
pub async fn enqueue(tx: &mut Tx, job: &NewJob) -> StoreResult<bool> {
    let touched = tx
        .execute(
            sql("INSERT INTO job (id, regency, kind, payload, once_key, state, tries, run_at, created_at) \
                 VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $6, $7) ON CONFLICT (once_key) DO NOTHING")
            .bind(job.id)
            .bind(&job.regency)
            .bind(&job.kind)
            .bind(&job.payload)
            .bind(job.once_key.clone())
            .bind(job.run_at)
            .bind(job.created_at),
        )
        .await?;
    Ok(touched > 0)
}

/// Takes the job that has been due longest, or one whose worker let its lease run out.
pub async fn claim(
    tx: &mut Tx,
    now: DateTime<Utc>,
    lease: Uuid,
    leased_until: DateTime<Utc>,
) -> StoreResult<Option<Held>> {
    let skip = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE SKIP LOCKED",
    };
    let text = format!(
        "UPDATE job SET state = 'running', tries = tries + 1, lease = $1, leased_until = $2 \
         WHERE id = (SELECT id FROM job WHERE (state = 'waiting' AND run_at <= $3) \
                     OR (state = 'running' AND leased_until <= $3) ORDER BY run_at LIMIT 1{skip}) \
         RETURNING id, regency, kind, payload, tries"
    );
    let row = tx
        .optional(sql(text).bind(lease).bind(leased_until).bind(now))
        .await?;
    row.map(|row| {
        Ok(Held {
            id: row.id(0)?,
            regency: row.get(1)?,
            kind: row.get(2)?,
            payload: row.get(3)?,
            tries: row.get(4)?,
            lease,
        })
    })
    .transpose()
}

/// Prolongs the lease of a job that takes long. False if it is no longer ours.
pub async fn prolong(tx: &mut Tx, held: &Held, until: DateTime<Utc>) -> StoreResult<bool> {
    let query =
        sql("UPDATE job SET leased_until = $3 WHERE id = $1 AND lease = $2 AND state = 'running'");
    Ok(tx
        .execute(query.bind(held.id).bind(held.lease).bind(until))
        .await?
        > 0)
}

/// Done: the row goes, so the queue stays small; what was done is in the audit trail. False if not ours any more.
pub async fn finish(tx: &mut Tx, held: &Held) -> StoreResult<bool> {
    let query = sql("DELETE FROM job WHERE id = $1 AND lease = $2 AND state = 'running'");
    Ok(tx.execute(query.bind(held.id).bind(held.lease)).await? > 0)
}

/// Failed: try again at `run_at`, or give up if that is `None`. `error` must hold no personal data.
pub async fn fail(
    tx: &mut Tx,
    held: &Held,
    error: &str,
    run_at: Option<DateTime<Utc>>,
) -> StoreResult<bool> {
    let state = if run_at.is_some() { "waiting" } else { "dead" };
    let query = sql(
        "UPDATE job SET state = $3, run_at = COALESCE($4, run_at), last_error = $5, lease = NULL, \
                     leased_until = NULL, once_key = CASE WHEN $3 = 'dead' THEN NULL ELSE once_key END \
                     WHERE id = $1 AND lease = $2 AND state = 'running'",
    );
    let query = query
        .bind(held.id)
        .bind(held.lease)
        .bind(state)
        .bind(run_at)
        .bind(error);
    Ok(tx.execute(query).await? > 0)
}

/// When the next waiting job is due, so that a worker knows how long it may sleep.
pub async fn next_due(session: &mut Session) -> StoreResult<Option<DateTime<Utc>>> {
    let row = session
        .one(sql("SELECT MIN(run_at) FROM job WHERE state = 'waiting'"))
        .await?;
    row.moment_or_none(0)
}

/// How the queue stands.
pub async fn counts(session: &mut Session) -> StoreResult<Counts> {
    let mut counts = Counts::default();
    for row in session
        .all(sql("SELECT state, COUNT(*) FROM job GROUP BY state"))
        .await?
    {
        let n: i64 = row.get(1)?;
        match row.get::<String>(0)?.as_str() {
            "waiting" => counts.waiting = n,
            "running" => counts.running = n,
            _ => counts.dead += n,
        }
    }
    Ok(counts)
}
