//! Before a row is taken in: what is understood of the file, and the record that a running import follows.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use intake::{
    CellProblem, Draft, Drafter, IntakeError, Layout, Limits, Mapping, Policy, Verdict, Workbook,
};
use rulebook::Fact;
use serde::Serialize;
use serde_json::json;
use store::registry::import::{self, Counts, Import, State};
use store::registry::source::{self, Source};
use vocab::id::{ImportId, SourceId};

use super::error::FileResult;
use super::{Files, ImportError, JOB, subject};
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;
use crate::jobs;
use crate::permission::Permission;
use crate::registry::door::Door;

/// Rows shown before an import.
const SHOWN: usize = 50;

/// A file that somebody brings.
#[derive(Debug, Clone)]
pub struct Brought {
    /// Where it is now; it is copied, not moved.
    pub path: PathBuf,
    /// What it was called.
    pub file_name: String,
    /// The name of the source.
    pub source: String,
    /// What was decided about its columns; else what was decided for the source's last file, else the guess.
    pub mapping: Option<Mapping>,
    /// The day for which its facts hold; today if not said.
    pub stated_on: Option<NaiveDate>,
    /// Facts whose bad cells shall not refuse a row.
    pub forgiven: Vec<Fact>,
}

/// What is understood of a file.
#[derive(Debug, Clone, Serialize)]
pub struct Preview {
    /// Kind of file.
    pub kind: &'static str,
    /// Where the columns lead.
    pub layout: Layout,
    /// Why it cannot be taken in like this.
    pub obstacle: Option<vocab::Message>,
    /// The first rows.
    pub rows: Vec<PreviewRow>,
}

/// One row as it would be taken in.
#[derive(Debug, Clone, Serialize)]
pub struct PreviewRow {
    /// Place of its sheet in the layout.
    pub sheet: usize,
    /// Its number in the sheet.
    pub number: u64,
    /// Its cells, in the order of the layout's columns.
    pub cells: Vec<String>,
    /// What would become of it.
    pub verdict: Verdict,
    /// What is wrong with its cells.
    pub problems: Vec<CellProblem>,
}

/// Shows what is understood of a file, and its first rows. Nothing is written.
pub async fn preview(hall: &Hall, actor: &Actor, brought: &Brought) -> Result<Preview> {
    actor.must_see_all(Permission::Import)?;
    stated_on(hall, brought.stated_on)?;
    let mapping = mapping_for(hall, actor, brought).await?;
    let look = Look {
        path: brought.path.clone(),
        given: brought.mapping.is_some(),
        mapping,
        policy: Policy::builtin().clone().forgiving(&brought.forgiven),
        check: Layout::check,
        judge: |draft| draft.verdict,
    };
    show(hall, look).await
}

/// The day a file holds for: today if none was said, and none to come.
pub(in crate::registry) fn stated_on(
    hall: &Hall,
    said: Option<NaiveDate>,
) -> FileResult<NaiveDate> {
    let today = hall.clock().today();
    match said {
        Some(day) if day > today => Err(ImportError::Future),
        said => Ok(said.unwrap_or(today)),
    }
}

/// How a file is looked at before it is taken in: the same for a census and for an outside list, but for what the file
/// must have and which rows are taken.
pub(in crate::registry) struct Look {
    pub(in crate::registry) path: PathBuf,
    pub(in crate::registry) mapping: Option<Mapping>,
    /// Whether somebody decided the mapping for this very file.
    pub(in crate::registry) given: bool,
    pub(in crate::registry) policy: Policy,
    pub(in crate::registry) check: fn(&Layout) -> std::result::Result<(), IntakeError>,
    pub(in crate::registry) judge: fn(&Draft) -> Verdict,
}

/// What is understood of a file, on a thread of its own.
pub(in crate::registry) async fn show(hall: &Hall, look: Look) -> Result<Preview> {
    let hall = hall.clone();
    let shown = tokio::task::spawn_blocking(move || {
        let (book, layout) = understood(&hall, &look.path, look.mapping.as_ref(), look.given)?;
        let rows = first_rows(&hall, &book, &layout, &look)?;
        let obstacle = (look.check)(&layout).err().map(|error| (&error).into());
        FileResult::Ok(Preview {
            kind: book.kind().name(),
            layout,
            obstacle,
            rows,
        })
    });
    Ok(shown.await??)
}

fn first_rows(
    hall: &Hall,
    book: &Workbook,
    layout: &Layout,
    look: &Look,
) -> FileResult<Vec<PreviewRow>> {
    let mut rows = Vec::new();
    for (at, sheet) in layout.sheets.iter().enumerate() {
        let mut drafter = Drafter::new(sheet, hall.gazetteer(), &look.policy);
        book.rows(&sheet.name, &mut |row| {
            if let Some(draft) = drafter.draft(row) {
                rows.push(PreviewRow {
                    sheet: at,
                    number: draft.number,
                    cells: sheet
                        .columns
                        .iter()
                        .map(|column| row.cell(column.index).to_owned())
                        .collect(),
                    verdict: (look.judge)(&draft),
                    problems: draft.problems,
                });
            }
            if rows.len() < SHOWN {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        })?;
    }
    Ok(rows)
}

/// Reads a whole file once, so that one which breaks off or passes a limit anywhere is refused before anybody decides
/// about its columns. Gives the number of its rows below the headers.
pub async fn look_through(hall: &Hall, actor: &Actor, path: &Path) -> Result<i64> {
    actor.must_see_all(Permission::Import)?;
    let (hall, path) = (hall.clone(), path.to_owned());
    let rows = tokio::task::spawn_blocking(move || {
        let (book, layout) = understood(&hall, &path, None, false)?;
        FileResult::Ok(count(&book, &layout)?)
    });
    Ok(rows.await??)
}

/// The rows below the headers of all sheets.
pub(in crate::registry) fn count(
    book: &Workbook,
    layout: &Layout,
) -> std::result::Result<i64, IntakeError> {
    let mut rows = 0;
    for sheet in &layout.sheets {
        book.rows(&sheet.name, &mut |row| {
            rows += i64::from(row.number() > sheet.header_row);
            ControlFlow::Continue(())
        })?;
    }
    Ok(rows)
}

/// The mapping that came with the file, or the one kept for the source.
async fn mapping_for(hall: &Hall, actor: &Actor, brought: &Brought) -> Result<Option<Mapping>> {
    if let Some(mapping) = &brought.mapping {
        return Ok(Some(mapping.clone()));
    }
    let mut session = hall.db().read().await?;
    let kept = source::by_name(&mut session, &actor.regency, source_name(brought)?).await?;
    // A mapping of an older program that does not parse any more is guessed anew.
    Ok(kept.and_then(|source| Mapping::parse(&source.mapping?).ok()))
}

pub(super) fn source_name(brought: &Brought) -> FileResult<&str> {
    let name = brought.source.trim();
    let length = name.chars().count();
    if length == 0 || length > 120 {
        Err(ImportError::SourceName)
    } else {
        Ok(name)
    }
}

pub(super) fn understood(
    hall: &Hall,
    path: &Path,
    mapping: Option<&Mapping>,
    given: bool,
) -> FileResult<(Workbook, Layout)> {
    let book = intake::open(path, &Limits::default())?;
    let layout = Layout::guess(&book, mapping, hall.gazetteer())?;
    if let Some(mapping) = mapping.filter(|_| given) {
        layout.check_names(mapping)?;
    }
    Ok((book, layout))
}

/// Looks through the whole file, keeps it, and writes the import down together with the job that takes it in. A file
/// that breaks off or passes a limit anywhere is refused here, before anything of it is in the registry.
pub async fn create(hall: &Hall, actor: &Actor, brought: &Brought) -> Result<ImportId> {
    actor.must_see_all(Permission::Import)?;
    let name = source_name(brought)?.to_owned();
    let stated_on = stated_on(hall, brought.stated_on)?;
    let mapping = mapping_for(hall, actor, brought).await?;
    let (layout, rows, file_hash) = read_through(hall, brought, mapping).await?;
    let now = hall.clock().now();
    let mut tx = hall.db().write().await?;
    let new = Source {
        id: hall.new_id::<SourceId>(),
        regency: actor.regency.clone(),
        name: name.clone(),
        door: Door::Census.id().to_owned(),
        authority: String::new(),
        mapping: None,
        created_at: now,
    };
    source::insert(&mut tx, &new).await?;
    let kept = source::by_name(&mut tx, &actor.regency, &name).await?;
    let source = kept.ok_or(store::StoreError::Missing { what: "source" })?;
    source::save_mapping(&mut tx, source.id, &text(&layout.to_mapping())).await?;
    let import = Import {
        id: hall.new_id(),
        regency: actor.regency.clone(),
        source: source.id,
        account: actor.account,
        file_name: brought.file_name.chars().take(200).collect(),
        file_hash: file_hash.to_vec(),
        stated_on,
        layout: text(&layout),
        forgiven: text(&brought.forgiven),
        state: State::Running,
        rows_at_most: rows,
        counts: Counts::default(),
        failure: None,
        started_at: now,
        finished_at: None,
        undone_at: None,
    };
    import::insert(&mut tx, &import).await?;
    enqueue(hall, &mut tx, &import).await?;
    let detail = json!({ "source": name, "file": import.file_name, "rows": rows });
    audit::record(
        hall,
        &mut tx,
        actor,
        "import.created",
        &subject(import.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(import.id)
}

/// Puts the import into the job queue, in the transaction that makes it necessary.
pub(super) async fn enqueue(hall: &Hall, tx: &mut store::Tx, import: &Import) -> Result<()> {
    let payload = json!({ "import": import.id.to_string() });
    jobs::enqueue(
        hall,
        tx,
        &import.regency,
        JOB,
        &payload,
        Some(subject(import.id)),
    )
    .await?;
    Ok(())
}

fn text(value: &impl Serialize) -> String {
    // Layouts and mappings are plain structures; were one not to serialise, reading it back says so.
    serde_json::to_string(value).unwrap_or_default()
}

async fn read_through(
    hall: &Hall,
    brought: &Brought,
    mapping: Option<Mapping>,
) -> Result<(Layout, i64, [u8; 32])> {
    let hall = hall.clone();
    let (path, given) = (brought.path.clone(), brought.mapping.is_some());
    tokio::task::spawn_blocking(move || {
        let (book, layout) = understood(&hall, &path, mapping.as_ref(), given)?;
        layout.check()?;
        let rows = count(&book, &layout)?;
        let hash = Files::of(&hall).keep(&path).map_err(IntakeError::Io)?;
        FileResult::Ok((layout, rows, hash))
    })
    .await?
    .map_err(Into::into)
}
