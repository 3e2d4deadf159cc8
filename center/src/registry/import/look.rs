//! Looking at imports: how far they are, what became of their rows, the report that goes back to the office.

use std::collections::BTreeMap;
use std::io::{Seek, Write};

use intake::report::{REPORT_ROWS, Rejected};
use intake::{CellProblem, Layout, Limits};
use serde::Serialize;
use serde_json::json;
use store::registry::import::{self, Counts, Import};
use store::registry::source;
use tokio::sync::watch;
use vocab::Message;
use vocab::id::ImportId;

use super::run::get;
use super::{Files, ImportError, subject};
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::follow::follow as follow_work;
use crate::hall::Hall;
use crate::permission::Permission;

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// How it stands: `running`, `done`, `failed`, `undoing` or `undone`.
    pub state: &'static str,
    /// Rows there are.
    pub rows: i64,
    /// What became of the rows so far.
    #[serde(flatten, serialize_with = "counts")]
    pub counts: Counts,
    /// Why it failed.
    pub failure: Option<Message>,
}

fn counts<S: serde::Serializer>(
    counts: &Counts,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    use serde::ser::SerializeMap;
    let mut map = serializer.serialize_map(Some(8))?;
    for (name, count) in [
        ("done", counts.done),
        ("new", counts.new),
        ("updated", counts.updated),
        ("unchanged", counts.unchanged),
        ("rejected", counts.rejected),
        ("skipped", counts.skipped),
        ("noted", counts.noted),
        ("specimen", counts.specimen),
    ] {
        map.serialize_entry(name, &count)?;
    }
    map.end()
}

impl Progress {
    /// Of an import as it is kept.
    pub fn of(import: &Import) -> Self {
        Self {
            state: import.state.as_str(),
            rows: import.rows_at_most,
            counts: import.counts,
            failure: import
                .failure
                .as_deref()
                .and_then(|text| serde_json::from_str(text).ok()),
        }
    }

    /// Whether nothing more will happen by itself.
    pub fn is_over(&self) -> bool {
        !matches!(self.state, "running" | "undoing")
    }
}

/// An import with the name of its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The import.
    pub import: Import,
    /// Its source's name.
    pub source: String,
}

/// The newest imports.
pub async fn list(hall: &Hall, actor: &Actor, limit: u32) -> Result<Vec<Shown>> {
    actor.must(Permission::Import)?;
    let mut session = hall.db().read().await?;
    let sources = source::all(&mut session, &actor.regency).await?;
    let imports = import::newest(&mut session, &actor.regency, limit.min(500)).await?;
    let name = |import: &Import| {
        sources
            .get(&import.source)
            .map(|source| source.name.clone())
    };
    Ok(imports
        .into_iter()
        .map(|import| Shown {
            source: name(&import).unwrap_or_default(),
            import,
        })
        .collect())
}

/// One import.
pub async fn find(hall: &Hall, actor: &Actor, id: ImportId) -> Result<Shown> {
    actor.must(Permission::Import)?;
    let import = get(hall, actor, id).await?;
    let sources = source::all(&mut hall.db().read().await?, &actor.regency).await?;
    let source = sources
        .get(&import.source)
        .map(|source| source.name.clone())
        .unwrap_or_default();
    Ok(Shown { import, source })
}

/// Follows an import until it is over, whichever process works on it: what the database says is looked at again and
/// again. The watcher stops when the receiver is dropped.
pub async fn follow(hall: &Hall, actor: &Actor, id: ImportId) -> Result<watch::Receiver<Progress>> {
    actor.must(Permission::Import)?;
    let first = Progress::of(&get(hall, actor, id).await?);
    let (hall, actor) = (hall.clone(), actor.clone());
    Ok(follow_work(first, Progress::is_over, move || {
        let (hall, actor) = (hall.clone(), actor.clone());
        async move { Ok(Progress::of(&get(&hall, &actor, id).await?)) }
    }))
}

/// A row that somebody must look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LookedAt {
    /// Place of its sheet.
    pub sheet: i64,
    /// Its number in the sheet.
    pub row: i64,
    /// Whether it was refused.
    pub rejected: bool,
    /// What is wrong with its cells.
    pub problems: Vec<CellProblem>,
}

/// Rows that were refused or of which a cell was left out, after a place, in order.
pub async fn rows(
    hall: &Hall,
    actor: &Actor,
    id: ImportId,
    rejected_only: bool,
    after: (i64, i64),
    limit: u32,
) -> Result<Vec<LookedAt>> {
    actor.must(Permission::Import)?;
    get(hall, actor, id).await?;
    let mut session = hall.db().read().await?;
    let rows = import::rows(&mut session, id, rejected_only, after, limit.min(1_000)).await?;
    let look = |row: import::ImportRow| {
        let problems = serde_json::from_str(&row.problems).map_err(|_| ImportError::Damaged)?;
        Ok(LookedAt {
            sheet: row.sheet,
            row: row.row,
            rejected: row.rejected,
            problems,
        })
    };
    rows.into_iter().map(look).collect()
}

/// Writes the refused rows of an import as a workbook to be mended and brought again; gives how many. They leave the
/// hall with all their cells, so it is recorded like any export.
pub async fn report(
    hall: &Hall,
    actor: &Actor,
    id: ImportId,
    out: impl Write + Seek + Send + 'static,
) -> Result<usize> {
    actor.must(Permission::Import)?;
    let import = get(hall, actor, id).await?;
    let layout: Layout = serde_json::from_str(&import.layout).map_err(|_| ImportError::Damaged)?;
    let rejected = refused(hall, actor, id, &layout).await?;
    let file = Files::of(hall).source(&import.file_hash);
    let file = file.ok_or(ImportError::FileGone)?;
    let written = tokio::task::spawn_blocking(move || {
        let book = intake::open(file, &Limits::default())?;
        Ok::<_, ImportError>(intake::report::write(&book, &layout, &rejected, out)?)
    });
    let written = written.await??;
    let mut tx = hall.db().write().await?;
    audit::record(
        hall,
        &mut tx,
        actor,
        "import.report",
        &subject(id),
        json!({ "rows": written }),
    )
    .await?;
    tx.commit().await?;
    Ok(written)
}

async fn refused(
    hall: &Hall,
    actor: &Actor,
    id: ImportId,
    layout: &Layout,
) -> Result<BTreeMap<String, Vec<Rejected>>> {
    let mut all: BTreeMap<String, Vec<Rejected>> = BTreeMap::new();
    let (mut after, mut count) = ((-1, 0), 0);
    loop {
        let page = rows(hall, actor, id, true, after, 1_000).await?;
        let Some(last) = page.last().map(|row| (row.sheet, row.row)) else {
            return Ok(all);
        };
        after = last;
        for row in page {
            let sheet = usize::try_from(row.sheet)
                .ok()
                .and_then(|at| layout.sheets.get(at));
            let sheet = sheet.ok_or(ImportError::Damaged)?;
            let number = u64::try_from(row.row).unwrap_or(0);
            all.entry(sheet.name.clone()).or_default().push(Rejected {
                number,
                problems: row.problems,
            });
            count += 1;
        }
        if count >= REPORT_ROWS {
            return Ok(all);
        }
    }
}
