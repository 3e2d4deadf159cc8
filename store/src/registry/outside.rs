//! Outside lists and their editions: how far each has been read and linked.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, EditionId, SearchId, SourceId};

use super::turn::turn as change;
use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};
use crate::word::words;

/// A list that comes again and again.
#[derive(Debug, Clone, PartialEq)]
pub struct OutsideList {
    /// Its source, which has its name and the mapping of its columns.
    pub source: SourceId,
    /// Where.
    pub regency: String,
    /// What it is: a channel or a register, by its word.
    pub kind: String,
    /// From this probability a link is taken without a reader.
    pub accept_at: f64,
    /// From this probability readers are asked.
    pub review_at: f64,
    /// Below this probability two readers must agree.
    pub second_below: f64,
    /// When first named.
    pub created_at: DateTime<Utc>,
}

/// One file of an outside list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Id.
    pub id: EditionId,
    /// Where.
    pub regency: String,
    /// Of which list.
    pub source: SourceId,
    /// Who brought it.
    pub account: Option<AccountId>,
    /// The file's name.
    pub file_name: String,
    /// Hash of its bytes, by which it is kept.
    pub file_hash: Vec<u8>,
    /// The day it holds for.
    pub stated_on: NaiveDate,
    /// Where its columns lead, as JSON.
    pub layout: String,
    /// How it stands.
    pub state: EditionState,
    /// How far it is.
    pub progress: EditionProgress,
    /// What the engine is busy with while it compares.
    pub stage: Option<Stage>,
    /// What changed against the edition before, as JSON.
    pub changes: Option<String>,
    /// Why it failed, as JSON.
    pub failure: Option<String>,
    /// When it was brought.
    pub started_at: DateTime<Utc>,
    /// When it was done.
    pub finished_at: Option<DateTime<Utc>>,
}

words! {
    /// How an edition stands; each state goes on where it stopped.
    EditionState in "list_edition" "state" {
        /// Its rows are being read.
        Reading = "reading",
        /// Its rows are in; they are being compared with the registry.
        Linking = "linking",
        /// What changed is in.
        Done = "done",
        /// Given up because of the file itself.
        Failed = "failed",
    }
}

/// What the engine is busy with, by its word, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// Its word.
    pub word: String,
    /// Done of it.
    pub done: i64,
    /// Of so much.
    pub total: i64,
}

impl Stage {
    /// From three columns, the word first.
    pub(super) fn read(row: &Row, at: usize) -> StoreResult<Option<Self>> {
        let word: Option<String> = row.get(at)?;
        let Some(word) = word else { return Ok(None) };
        Ok(Some(Self {
            word,
            done: row.get(at + 1)?,
            total: row.get(at + 2)?,
        }))
    }
}

/// The work that tells a stage: an edition of a list, or a search for duplicates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// An edition.
    Edition(EditionId),
    /// A search.
    Search(SearchId),
}

/// Tells what the engine is busy with. Work that is over stays as it is.
pub async fn tell_stage(tx: &mut Tx, work: Work, stage: &Stage) -> StoreResult<()> {
    let (text, id) = match work {
        Work::Edition(id) => (
            "UPDATE list_edition SET stage = $2, stage_done = $3, stage_total = $4 WHERE id = $1 AND state = 'linking'",
            id.as_uuid(),
        ),
        Work::Search(id) => (
            "UPDATE duplicate_search SET stage = $2, stage_done = $3, stage_total = $4 WHERE id = $1 AND state = 'running'",
            id.as_uuid(),
        ),
    };
    let query = sql(text).bind(id).bind(&stage.word).bind(stage.done);
    tx.execute(query.bind(stage.total)).await?;
    Ok(())
}

/// How far an edition is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EditionProgress {
    /// Rows there are at most.
    pub rows_at_most: i64,
    /// Rows read and committed.
    pub done_rows: i64,
    /// Rows without any name.
    pub refused_rows: i64,
    /// Pairs to be looked at and written.
    pub pairs_at_most: i64,
    /// Pairs done.
    pub done_pairs: i64,
}

const LIST: &str = "source_id, regency, kind, accept_at, review_at, second_below, created_at";
const EDITION: &str = "id, regency, source_id, account_id, file_name, file_hash, stated_on, layout, state, \
                       rows_at_most, done_rows, refused_rows, pairs_at_most, done_pairs, changes, failure, \
                       started_at, finished_at";
const STAGE: &str = "stage, stage_done, stage_total";

/// Writes a list; one of the same source gets the new thresholds and keeps its kind.
pub async fn save(tx: &mut Tx, list: &OutsideList) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO outside_list ({LIST}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (source_id) DO UPDATE SET \
         accept_at = excluded.accept_at, review_at = excluded.review_at, second_below = excluded.second_below"
    ));
    tx.execute(
        query
            .bind(list.source)
            .bind(&list.regency)
            .bind(&list.kind)
            .bind(list.accept_at)
            .bind(list.review_at)
            .bind(list.second_below)
            .bind(list.created_at),
    )
    .await?;
    Ok(())
}

/// All lists of a regency by source: there are a few dozen.
pub async fn lists(
    session: &mut Session,
    regency: &str,
) -> StoreResult<HashMap<SourceId, OutsideList>> {
    let query = sql(format!(
        "SELECT {LIST} FROM outside_list WHERE regency = $1"
    ));
    let rows = session.all(query.bind(regency)).await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.id(0)?,
                OutsideList {
                    source: row.id(0)?,
                    regency: row.get(1)?,
                    kind: row.get(2)?,
                    accept_at: row.get(3)?,
                    review_at: row.get(4)?,
                    second_below: row.get(5)?,
                    created_at: row.moment(6)?,
                },
            ))
        })
        .collect()
}

/// Writes a new edition.
pub async fn insert_edition(tx: &mut Tx, edition: &Edition) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO list_edition ({EDITION}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
         $15, $16, $17, $18)"
    ));
    let progress = &edition.progress;
    tx.execute(
        query
            .bind(edition.id)
            .bind(&edition.regency)
            .bind(edition.source)
            .bind(edition.account)
            .bind(&edition.file_name)
            .bind(&edition.file_hash)
            .bind(edition.stated_on)
            .bind(&edition.layout)
            .bind(edition.state.as_str())
            .bind(progress.rows_at_most)
            .bind(progress.done_rows)
            .bind(progress.refused_rows)
            .bind(progress.pairs_at_most)
            .bind(progress.done_pairs)
            .bind(edition.changes.clone())
            .bind(edition.failure.clone())
            .bind(edition.started_at)
            .bind(edition.finished_at),
    )
    .await?;
    Ok(())
}

/// An edition by id.
pub async fn edition(
    session: &mut Session,
    regency: &str,
    id: EditionId,
) -> StoreResult<Option<Edition>> {
    let query = sql(format!(
        "SELECT {EDITION}, {STAGE} FROM list_edition WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read_edition).transpose()
}

/// The newest editions of all lists, newest first.
pub async fn newest_editions(
    session: &mut Session,
    regency: &str,
    limit: u32,
) -> StoreResult<Vec<Edition>> {
    let query = sql(format!(
        "SELECT {EDITION}, {STAGE} FROM list_edition WHERE regency = $1 ORDER BY started_at DESC, id DESC LIMIT $2"
    ));
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter().map(read_edition).collect()
}

/// Whether another edition of the same list is not done yet.
pub async fn is_busy(session: &mut Session, regency: &str, source: SourceId) -> StoreResult<bool> {
    let query = sql(
        "SELECT COUNT(*) FROM list_edition WHERE regency = $1 AND source_id = $2 AND state IN ('reading', 'linking')",
    );
    let n: i64 = session
        .one(query.bind(regency).bind(source))
        .await?
        .get(0)?;
    Ok(n > 0)
}

/// The day of the newest edition that was linked.
pub async fn newest_day(
    session: &mut Session,
    regency: &str,
    source: SourceId,
) -> StoreResult<Option<NaiveDate>> {
    let query = sql(
        "SELECT MAX(stated_on) FROM list_edition WHERE regency = $1 AND source_id = $2 AND state = 'done'",
    );
    session
        .one(query.bind(regency).bind(source))
        .await?
        .parse_or_none(0)
}

/// Moves an edition on within its state, in the transaction that commits the work. False if another process moved it
/// meanwhile: then the transaction must be dropped.
pub async fn advance(tx: &mut Tx, edition: &Edition, to: &EditionProgress) -> StoreResult<bool> {
    let query = sql(
        "UPDATE list_edition SET stage = NULL, rows_at_most = $5, done_rows = $6, refused_rows = $7, \
         pairs_at_most = $8, done_pairs = $9 WHERE id = $1 AND state = $2 AND done_rows = $3 AND done_pairs = $4",
    );
    let touched = tx
        .execute(
            query
                .bind(edition.id)
                .bind(edition.state.as_str())
                .bind(edition.progress.done_rows)
                .bind(edition.progress.done_pairs)
                .bind(to.rows_at_most)
                .bind(to.done_rows)
                .bind(to.refused_rows)
                .bind(to.pairs_at_most)
                .bind(to.done_pairs),
        )
        .await?;
    Ok(touched > 0)
}

/// Changes how an edition stands. False if it stood otherwise than `from`.
pub async fn turn(
    tx: &mut Tx,
    id: EditionId,
    from: EditionState,
    to: EditionState,
    outcome: (Option<&str>, Option<&str>),
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let over = matches!(to, EditionState::Done | EditionState::Failed).then_some(now);
    let also = vec![
        ("changes", outcome.0.map(str::to_owned).into()),
        ("failure", outcome.1.map(str::to_owned).into()),
        ("finished_at", over.into()),
        ("stage", None::<String>.into()),
    ];
    change(
        tx,
        "list_edition",
        id.as_uuid(),
        (from.as_str(), to.as_str()),
        also,
    )
    .await
}

fn read_edition(row: &Row) -> StoreResult<Edition> {
    Ok(Edition {
        id: row.id(0)?,
        regency: row.get(1)?,
        source: row.id(2)?,
        account: row.id_or_none(3)?,
        file_name: row.get(4)?,
        file_hash: row.get(5)?,
        stated_on: row.parse(6)?,
        layout: row.get(7)?,
        state: EditionState::read(row, 8)?,
        progress: EditionProgress {
            rows_at_most: row.get(9)?,
            done_rows: row.get(10)?,
            refused_rows: row.get(11)?,
            pairs_at_most: row.get(12)?,
            done_pairs: row.get(13)?,
        },
        changes: row.get(14)?,
        failure: row.get(15)?,
        started_at: row.moment(16)?,
        finished_at: row.moment_or_none(17)?,
        stage: Stage::read(row, 18)?,
    })
}
