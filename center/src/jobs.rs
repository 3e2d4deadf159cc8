//! Jobs: what happens later, carried out by workers that may die at any time.
//!
//! A use case enqueues a job in its own transaction. A worker takes it by a lease, does it, and takes it off the queue; a
//! job whose worker died is taken again when the lease has run out. So a handler must be idempotent.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value as Json;
use store::Tx;
use store::jobs::{self as kept, Held, NewJob};
use store::people::{login_session, person, throttle};
use store::registry::import;
use tokio::sync::watch;
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::files;
use crate::hall::Hall;
use crate::licensing::daily;
use crate::notify;
use crate::registry::import::Files;
use crate::registry::replan;

/// Makes all plans anew.
pub const REPLAN: &str = "registry.replan";
/// Throws away what has ended: sessions, throttles, rows of old imports.
pub const SWEEP: &str = "hall.sweep";

const LEASE: TimeDelta = TimeDelta::minutes(5);
const MOST_TRIES: i64 = 10;
/// The longest a worker sleeps without looking.
const NAP: Duration = Duration::from_secs(30);
/// Rows and files of imports are kept so long after their end.
const ROWS_DAYS: i64 = 90;

/// Writes a job in the caller's transaction; call [`Hall::wake_worker`] once that is committed. With `once`, another job of the same key must not be waiting or running.
pub async fn enqueue(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    kind: &str,
    payload: &Json,
    once: Option<String>,
) -> Result<bool> {
    let now = hall.clock().now();
    enqueue_at(hall, tx, regency, kind, payload, once, now).await
}

/// The same, not to be carried out before a moment.
pub async fn enqueue_at(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    kind: &str,
    payload: &Json,
    once: Option<String>,
    not_before: DateTime<Utc>,
) -> Result<bool> {
    let job = NewJob {
        id: hall.new_id(),
        regency: regency.to_owned(),
        kind: kind.to_owned(),
        payload: payload.to_string(),
        once_key: once,
        run_at: not_before,
        created_at: hall.clock().now(),
    };
    Ok(kept::enqueue(tx, &job).await?)
}

/// A job in hand.
#[derive(Debug, Clone)]
pub struct Job {
    /// The hall.
    pub hall: Hall,
    /// For which regency.
    pub regency: String,
    /// What it needs.
    pub payload: Json,
    held: Held,
}

impl Job {
    /// Whether it is not tried again if it fails now.
    pub fn is_last_try(&self) -> bool {
        self.held.tries >= MOST_TRIES
    }

    /// Tells that the work goes on, so that nobody else takes it. To be called at least every few minutes. False if
    /// somebody else has taken it: stop.
    pub async fn still_here(&self) -> Result<bool> {
        let mut tx = self.hall.db().write().await?;
        let ours = kept::prolong(&mut tx, &self.held, self.hall.clock().now() + LEASE).await?;
        tx.commit().await?;
        Ok(ours)
    }
}

/// How often the queue is told that long work goes on.
const SIGN_OF_LIFE: Duration = Duration::from_mins(1);

/// Does work as a task of its own, beside signs of life to the queue: a sign needs the writer, which long work holds most
/// of the time. The work is dropped when somebody else has taken the job.
pub(crate) async fn alive<T: Send + 'static>(
    job: &Job,
    work: impl Future<Output = Result<T>> + Send + 'static,
    lost: impl FnOnce() -> Error,
) -> Result<T> {
    let mut work = tokio::spawn(work);
    loop {
        tokio::select! {
            done = &mut work => return done?,
            () = tokio::time::sleep(SIGN_OF_LIFE) => {
                if !job.still_here().await? {
                    work.abort();
                    return Err(lost());
                }
            }
        }
    }
}

type Work = Pin<Box<dyn Future<Output = std::result::Result<(), String>> + Send>>;
type Handler = Arc<dyn Fn(Job) -> Work + Send + Sync>;

/// Carries jobs out. Rooms add their handlers with [`Worker::with`].
#[derive(Clone)]
pub struct Worker {
    hall: Hall,
    handlers: HashMap<&'static str, Handler>,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Worker")
            .field("kinds", &self.handlers.keys())
            .finish_non_exhaustive()
    }
}

impl Worker {
    /// A worker that knows the hall's own jobs.
    pub fn new(hall: &Hall) -> Self {
        let worker = Self {
            hall: hall.clone(),
            handlers: HashMap::new(),
        };
        worker
            .with(REPLAN, replan_all)
            .with(SWEEP, sweep)
            .with(daily::JOB, daily::job)
            .with(files::sweep::JOB, files::sweep::job)
            .with(notify::JOB, notify::job)
    }

    /// Adds a handler. Its error's text goes into the queue, so it must hold no personal data.
    #[must_use]
    pub fn with<F, W, E>(mut self, kind: &'static str, handler: F) -> Self
    where
        F: Fn(Job) -> W + Send + Sync + 'static,
        W: Future<Output = std::result::Result<(), E>> + Send + 'static,
        E: std::fmt::Display,
    {
        let handler = move |job| -> Work {
            let work = handler(job);
            Box::pin(async move { work.await.map_err(|error| error.to_string()) })
        };
        self.handlers.insert(kind, Arc::new(handler));
        self
    }

    /// Works until told to stop. A job in hand is finished first.
    pub async fn run(&self, mut stop: watch::Receiver<bool>) {
        while !*stop.borrow() {
            if let Err(error) = self.round().await {
                tracing::error!(%error, "the job queue could not be read");
            }
            let nap = self.nap().await;
            tokio::select! {
                () = tokio::time::sleep(nap) => {}
                () = self.hall.new_work() => {}
                changed = stop.changed() => if changed.is_err() { return },
            }
        }
    }

    async fn round(&self) -> Result<()> {
        self.plan_ahead().await?;
        self.run_due().await.map(drop)
    }

    async fn nap(&self) -> Duration {
        let due = match self.hall.db().read().await {
            Ok(mut session) => kept::next_due(&mut session).await.ok().flatten(),
            Err(_) => None,
        };
        let until = due.map(|due| due - self.hall.clock().now());
        until
            .and_then(|until| until.to_std().ok())
            .map_or(NAP, |until| until.clamp(Duration::from_millis(200), NAP))
    }

    /// Writes the jobs that the day brings: new plans when the day or the rulebook has changed, and a sweep.
    pub async fn plan_ahead(&self) -> Result<()> {
        let regency = self.hall.settings().regency.clone();
        if !replan::is_due(&self.hall, &regency).await? {
            return Ok(());
        }
        let mut tx = self.hall.db().write().await?;
        // The reminders follow the new plans: what a plan says today is what they are about.
        for kind in [REPLAN, SWEEP, daily::JOB, files::sweep::JOB] {
            let once = Some(format!("{kind}:{regency}"));
            enqueue(&self.hall, &mut tx, &regency, kind, &Json::Null, once).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Carries out everything that is due now. Gives how many jobs ended well.
    pub async fn run_due(&self) -> Result<usize> {
        let mut done = 0;
        while let Some(held) = self.claim().await? {
            if self.carry_out(held).await? {
                done += 1;
            }
        }
        Ok(done)
    }

    async fn claim(&self) -> Result<Option<Held>> {
        let now = self.hall.clock().now();
        let lease: Uuid = self.hall.new_id();
        let mut tx = self.hall.db().write().await?;
        let held = kept::claim(&mut tx, now, lease, now + LEASE).await?;
        tx.commit().await?;
        Ok(held)
    }

    async fn carry_out(&self, held: Held) -> Result<bool> {
        let outcome = match self.handlers.get(held.kind.as_str()) {
            Some(handler) => {
                let job = Job {
                    hall: self.hall.clone(),
                    regency: held.regency.clone(),
                    payload: serde_json::from_str(&held.payload).unwrap_or_default(),
                    held: held.clone(),
                };
                // A task of its own, so that a panic in a handler fails the job and not the worker.
                tokio::spawn(handler(job))
                    .await
                    .unwrap_or_else(|_| Err("the handler panicked".to_owned()))
            }
            None => Err(format!("no handler for {}", held.kind)),
        };
        let mut tx = self.hall.db().write().await?;
        match &outcome {
            Ok(()) => {
                kept::finish(&mut tx, &held).await?;
            }
            Err(error) => {
                tracing::warn!(job = %held.id, kind = %held.kind, tries = held.tries, error, "a job failed");
                let again = (held.tries < MOST_TRIES)
                    .then(|| self.hall.clock().now() + backoff(held.tries));
                kept::fail(&mut tx, &held, error, again).await?;
            }
        }
        tx.commit().await?;
        Ok(outcome.is_ok())
    }
}

/// Twice as long after every try: 2, 4, 8 … minutes, at most a day.
fn backoff(tries: i64) -> TimeDelta {
    TimeDelta::minutes(
        2_i64
            .pow(u32::try_from(tries.clamp(1, 11)).unwrap_or(1))
            .min(24 * 60),
    )
}

async fn replan_all(job: Job) -> Result<()> {
    loop {
        match replan::step(&job.hall, &job.regency).await? {
            replan::Progress::Done => return Ok(()),
            replan::Progress::More { .. } if !job.still_here().await? => return Ok(()),
            replan::Progress::More { .. } => {}
        }
    }
}

async fn sweep(job: Job) -> Result<()> {
    let now = job.hall.clock().now();
    let mut tx = job.hall.db().write().await?;
    login_session::sweep(&mut tx, now).await?;
    throttle::sweep(&mut tx, now - TimeDelta::days(2)).await?;
    let since = now - TimeDelta::days(ROWS_DAYS);
    person::sweep_rows(&mut tx, since).await?;
    tx.commit().await?;
    // Without its rows an import gives no report any more, so that its file is of no use either.
    let needed = import::files_needed(&mut job.hall.db().read().await?, since).await?;
    let files = Files::of(&job.hall);
    let removed = tokio::task::spawn_blocking(move || files.remove_all_but(&needed)).await?;
    if let Err(error) = removed {
        tracing::warn!(%error, "files of old imports could not be removed");
    }
    // Pieces of photos whose phone never came back.
    crate::sync::file::sweep(&job.hall, &crate::Actor::system(job.regency.clone())).await?;
    Ok(())
}

/// How the queue stands, for metrics and the doctor.
pub async fn counts(hall: &Hall) -> Result<kept::Counts> {
    let mut session = hall.db().read().await?;
    Ok(kept::counts(&mut session).await?)
}
