//! Looks through the registry for businesses that stand in it twice: how far each one is, and what it found.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, SearchId};

use super::outside::Stage;
use super::turn::turn as change;
use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};
use crate::word::words;

words! {
    /// How a search stands.
    SearchState in "duplicate_search" "state" {
        /// Waiting or at work.
        Running = "running",
        /// What it found is before the readers.
        Done = "done",
        /// Given up.
        Failed = "failed",
    }
}

/// A search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Id.
    pub id: SearchId,
    /// Where.
    pub regency: String,
    /// Who asked for it.
    pub account: Option<AccountId>,
    /// How it stands.
    pub state: SearchState,
    /// What the engine is busy with.
    pub stage: Option<Stage>,
    /// Pairs to be written.
    pub pairs_at_most: i64,
    /// Pairs written.
    pub done_pairs: i64,
    /// Pairs newly put before readers.
    pub proposed: i64,
    /// Pairs no longer proposed.
    pub dropped: i64,
    /// Why it failed, as JSON.
    pub failure: Option<String>,
    /// When it was asked for.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, regency, account_id, state, stage, stage_done, stage_total, pairs_at_most, done_pairs, \
                       proposed, dropped, failure, started_at, finished_at";

/// Writes a new search.
pub async fn insert(tx: &mut Tx, search: &Search) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO duplicate_search ({COLUMNS}) VALUES ($1, $2, $3, $4, NULL, 0, 0, 0, 0, 0, 0, NULL, $5, NULL)"
    ));
    tx.execute(
        query
            .bind(search.id)
            .bind(&search.regency)
            .bind(search.account)
            .bind(search.state.as_str())
            .bind(search.started_at),
    )
    .await?;
    Ok(())
}

/// A search by id.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: SearchId,
) -> StoreResult<Option<Search>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM duplicate_search WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The newest search.
pub async fn newest(session: &mut Session, regency: &str) -> StoreResult<Option<Search>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM duplicate_search WHERE regency = $1 ORDER BY started_at DESC, id DESC LIMIT 1"
    ));
    let row = session.optional(query.bind(regency)).await?;
    row.as_ref().map(read).transpose()
}

/// Moves a search on while it runs.
pub async fn advance(
    tx: &mut Tx,
    id: SearchId,
    pairs_at_most: i64,
    done_pairs: i64,
) -> StoreResult<()> {
    let query = sql(
        "UPDATE duplicate_search SET stage = NULL, pairs_at_most = $2, done_pairs = $3 \
         WHERE id = $1 AND state = 'running'",
    );
    tx.execute(query.bind(id).bind(pairs_at_most).bind(done_pairs))
        .await?;
    Ok(())
}

/// Ends a search that found something.
pub async fn finish(
    tx: &mut Tx,
    id: SearchId,
    proposed: i64,
    dropped: i64,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let (from, to) = (SearchState::Running, SearchState::Done);
    let also = vec![
        ("stage", None::<String>.into()),
        ("proposed", proposed.into()),
        ("dropped", dropped.into()),
        ("finished_at", now.into()),
    ];
    change(
        tx,
        "duplicate_search",
        id.as_uuid(),
        (from.as_str(), to.as_str()),
        also,
    )
    .await
}

/// Ends a search that could not go on.
pub async fn fail(
    tx: &mut Tx,
    id: SearchId,
    failure: Option<&str>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let (from, to) = (SearchState::Running, SearchState::Failed);
    let also = vec![
        ("stage", None::<String>.into()),
        ("failure", failure.map(str::to_owned).into()),
        ("finished_at", now.into()),
    ];
    change(
        tx,
        "duplicate_search",
        id.as_uuid(),
        (from.as_str(), to.as_str()),
        also,
    )
    .await
}

fn read(row: &Row) -> StoreResult<Search> {
    Ok(Search {
        id: row.id(0)?,
        regency: row.get(1)?,
        account: row.id_or_none(2)?,
        state: SearchState::read(row, 3)?,
        stage: Stage::read(row, 4)?,
        pairs_at_most: row.get(7)?,
        done_pairs: row.get(8)?,
        proposed: row.get(9)?,
        dropped: row.get(10)?,
        failure: row.get(11)?,
        started_at: row.moment(12)?,
        finished_at: row.moment_or_none(13)?,
    })
}
