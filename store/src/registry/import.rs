//! Lists that come in as files: how far each has been taken in, and what became of its rows.

use std::collections::HashSet;

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, ImportId, SourceId};

use super::turn::turn as change;
use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};
use crate::word::words;

/// One file on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Id.
    pub id: ImportId,
    /// Where.
    pub regency: String,
    /// From which source.
    pub source: SourceId,
    /// Who brought it; none for the operator's command line.
    pub account: Option<AccountId>,
    /// The file's name.
    pub file_name: String,
    /// Hash of its bytes, by which it is kept.
    pub file_hash: Vec<u8>,
    /// For which day its facts hold.
    pub stated_on: NaiveDate,
    /// Where its columns lead, as JSON.
    pub layout: String,
    /// Facts whose bad cells do not refuse a row, as a JSON list.
    pub forgiven: String,
    /// How it stands.
    pub state: State,
    /// Rows there are at most.
    pub rows_at_most: i64,
    /// How far it is, and what became of the rows.
    pub counts: Counts,
    /// Why it failed, as JSON.
    pub failure: Option<String>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
}

words! {
    /// How an import stands.
    State in "import" "state" {
        /// Waiting or being taken in; goes on where it stopped.
        Running = "running",
        /// All rows are in.
        Done = "done",
        /// Given up because of the file itself; what came in before stays until it is undone.
        Failed = "failed",
        /// Being taken back; goes on where it stopped.
        Undoing = "undoing",
        /// Taken back.
        Undone = "undone",
    }
}

/// What became of the rows so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows read and committed, whatever became of them.
    pub done: i64,
    /// Rows that became a business.
    pub new: i64,
    /// Rows that said something new about a known business.
    pub updated: i64,
    /// Rows that said what was known.
    pub unchanged: i64,
    /// Rows refused.
    pub rejected: i64,
    /// Rows that are no data.
    pub skipped: i64,
    /// Rows taken in of which a cell was left out.
    pub noted: i64,
    /// Rows taken in whose NIK is a sample that can be nobody's.
    pub specimen: i64,
}

const COLUMNS: &str = "id, regency, source_id, account_id, file_name, file_hash, stated_on, layout, forgiven, state, \
                       rows_at_most, done_rows, new_rows, updated_rows, unchanged_rows, rejected_rows, skipped_rows, \
                       noted_rows, failure, started_at, finished_at, undone_at, specimen_rows";

/// Writes a new import.
pub async fn insert(tx: &mut Tx, import: &Import) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO import ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, \
         $16, $17, $18, $19, $20, $21, $22, $23)"
    ));
    let counts = &import.counts;
    tx.execute(
        query
            .bind(import.id)
            .bind(&import.regency)
            .bind(import.source)
            .bind(import.account)
            .bind(&import.file_name)
            .bind(&import.file_hash)
            .bind(import.stated_on)
            .bind(&import.layout)
            .bind(&import.forgiven)
            .bind(import.state.as_str())
            .bind(import.rows_at_most)
            .bind(counts.done)
            .bind(counts.new)
            .bind(counts.updated)
            .bind(counts.unchanged)
            .bind(counts.rejected)
            .bind(counts.skipped)
            .bind(counts.noted)
            .bind(import.failure.clone())
            .bind(import.started_at)
            .bind(import.finished_at)
            .bind(import.undone_at)
            .bind(counts.specimen),
    )
    .await?;
    Ok(())
}

/// By id.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: ImportId,
) -> StoreResult<Option<Import>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM import WHERE regency = $1 AND id = $2"
    ));
    session
        .optional(query.bind(regency).bind(id))
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The newest imports with the names of their sources, newest first.
pub async fn newest(session: &mut Session, regency: &str, limit: u32) -> StoreResult<Vec<Import>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM import WHERE regency = $1 ORDER BY started_at DESC, id DESC LIMIT $2"
    ));
    session
        .all(query.bind(regency).bind(limit))
        .await?
        .iter()
        .map(read)
        .collect()
}

/// Imports that were cut off, being taken in or being taken back.
pub async fn unfinished(session: &mut Session, regency: &str) -> StoreResult<Vec<Import>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM import WHERE regency = $1 AND state IN ('running', 'undoing') ORDER BY started_at"
    ));
    session
        .all(query.bind(regency))
        .await?
        .iter()
        .map(read)
        .collect()
}

/// The hashes of the files that are still needed: of imports that are not over, or ended after `since`, and of lists from
/// outside, which can be read anew with other columns at any time.
pub async fn files_needed(
    session: &mut Session,
    since: DateTime<Utc>,
) -> StoreResult<HashSet<Vec<u8>>> {
    let query = sql(
        "SELECT DISTINCT file_hash FROM import WHERE finished_at IS NULL OR finished_at >= $1 \
             OR state IN ('running', 'undoing') UNION SELECT file_hash FROM list_edition",
    );
    let rows = session.all(query.bind(since)).await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// How many rows with a sample NIK came in with lists that were not taken back.
pub async fn specimens(session: &mut Session, regency: &str) -> StoreResult<i64> {
    let query = sql(
        "SELECT CAST(COALESCE(SUM(specimen_rows), 0) AS BIGINT) FROM import \
         WHERE regency = $1 AND state NOT IN ('undoing', 'undone')",
    );
    session.one(query.bind(regency)).await?.get(0)
}

/// Moves an import on, in the transaction that commits the rows. False if another process moved it meanwhile: then
/// the transaction must be dropped, since its rows are in already.
pub async fn advance(tx: &mut Tx, id: ImportId, from: &Counts, to: &Counts) -> StoreResult<bool> {
    let query = sql(
        "UPDATE import SET done_rows = $3, new_rows = $4, updated_rows = $5, unchanged_rows = $6, \
                     rejected_rows = $7, skipped_rows = $8, noted_rows = $9, specimen_rows = $10 \
                     WHERE id = $1 AND done_rows = $2 AND state = 'running'",
    );
    let touched = tx
        .execute(
            query
                .bind(id)
                .bind(from.done)
                .bind(to.done)
                .bind(to.new)
                .bind(to.updated)
                .bind(to.unchanged)
                .bind(to.rejected)
                .bind(to.skipped)
                .bind(to.noted)
                .bind(to.specimen),
        )
        .await?;
    Ok(touched > 0)
}

/// Changes how an import stands. False if it stood otherwise than `from`.
pub async fn turn(
    tx: &mut Tx,
    id: ImportId,
    from: State,
    to: State,
    failure: Option<&str>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let mut also = vec![("failure", failure.map(str::to_owned).into())];
    match to {
        State::Done | State::Failed => also.push(("finished_at", now.into())),
        State::Undone => also.push(("undone_at", now.into())),
        State::Running | State::Undoing => {}
    }
    change(
        tx,
        "import",
        id.as_uuid(),
        (from.as_str(), to.as_str()),
        also,
    )
    .await
}

/// A row that somebody must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    /// Place of its sheet in the layout, from 0.
    pub sheet: i64,
    /// Its number in the sheet.
    pub row: i64,
    /// Whether it was refused; else it was taken in with a cell left out.
    pub rejected: bool,
    /// What is wrong with its cells, as JSON.
    pub problems: String,
}

/// Writes what became of rows.
pub async fn insert_rows(tx: &mut Tx, import: ImportId, rows: Vec<ImportRow>) -> StoreResult<()> {
    let word = |rejected| if rejected { "rejected" } else { "noted" };
    let rows = rows
        .into_iter()
        .map(|row| {
            vec![
                import.into(),
                row.sheet.into(),
                row.row.into(),
                word(row.rejected).into(),
                row.problems.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "import_row",
        &["import_id", "sheet", "row", "outcome", "problems"],
        rows,
        "",
    )
    .await?;
    Ok(())
}

/// The rows of an import that somebody must look at, after a place, in order.
pub async fn rows(
    session: &mut Session,
    import: ImportId,
    rejected_only: bool,
    after: (i64, i64),
    limit: u32,
) -> StoreResult<Vec<ImportRow>> {
    let only = if rejected_only {
        " AND outcome = 'rejected'"
    } else {
        ""
    };
    let query = sql(format!(
        "SELECT sheet, row, outcome, problems FROM import_row \
         WHERE import_id = $1 AND (sheet, row) > ($2, $3){only} ORDER BY sheet, row LIMIT $4"
    ));
    let rows = session
        .all(query.bind(import).bind(after.0).bind(after.1).bind(limit))
        .await?;
    rows.iter()
        .map(|row| {
            Ok(ImportRow {
                sheet: row.get(0)?,
                row: row.get(1)?,
                rejected: row.get::<String>(2)? == "rejected",
                problems: row.get(3)?,
            })
        })
        .collect()
}

fn read(row: &Row) -> StoreResult<Import> {
    Ok(Import {
        id: row.id(0)?,
        regency: row.get(1)?,
        source: row.id(2)?,
        account: row.id_or_none(3)?,
        file_name: row.get(4)?,
        file_hash: row.get(5)?,
        stated_on: row.parse(6)?,
        layout: row.get(7)?,
        forgiven: row.get(8)?,
        state: State::read(row, 9)?,
        rows_at_most: row.get(10)?,
        counts: Counts {
            done: row.get(11)?,
            new: row.get(12)?,
            updated: row.get(13)?,
            unchanged: row.get(14)?,
            rejected: row.get(15)?,
            skipped: row.get(16)?,
            noted: row.get(17)?,
            specimen: row.get(22)?,
        },
        failure: row.get(18)?,
        started_at: row.moment(19)?,
        finished_at: row.moment_or_none(20)?,
        undone_at: row.moment_or_none(21)?,
    })
}
