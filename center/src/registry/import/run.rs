//! Taking an import in: one thread reads and prepares, this task writes.

use std::sync::Arc;

use intake::{Layout, Limits, Policy};
use rulebook::Fact;
use serde_json::json;
use store::registry::import::{self, Counts, Import, State};
use store::registry::source;
use tokio::sync::{mpsc, watch};
use vocab::Message;
use vocab::id::{ImportId, SourceId};

use super::create::{Brought, source_name, understood};
use super::matching::{Match, Matcher, NewKeys};
use super::prepare::{By, Chunk, Preparer};
use super::write::Writer;
use super::{Files, ImportError, Progress, subject};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::project::Projector;

/// Chunks that wait for the writer: enough that neither waits for the other, few enough to stay small in memory.
const WAITING: usize = 2;

/// Takes an import in from where it stands, and tells how far it is. Also after it was killed.
pub async fn run(
    hall: &Hall,
    actor: &Actor,
    id: ImportId,
    progress: Option<&watch::Sender<Progress>>,
) -> Result<Import> {
    actor.must(Permission::Import)?;
    let import = get(hall, actor, id).await?;
    match import.state {
        State::Running => {}
        State::Undoing => return super::undo::go_on(hall, actor, import).await,
        other => {
            return Err(ImportError::State {
                state: other.as_str(),
            }
            .into());
        }
    }
    let outcome = take_in(hall, actor, &import, progress).await;
    let (state, failure) = match &outcome {
        Ok(_) => (State::Done, None),
        // The file itself cannot be read on; trying again would not help.
        Err(Error::Import(
            error @ (ImportError::File(_) | ImportError::FileGone | ImportError::Damaged),
        )) => (
            State::Failed,
            serde_json::to_string(&Message::from(error)).ok(),
        ),
        Err(_) => return outcome.map(|_| import),
    };
    let mut tx = hall.db().write().await?;
    let now = hall.clock().now();
    if !import::turn(&mut tx, id, State::Running, state, failure.as_deref(), now).await? {
        return Err(ImportError::Busy.into());
    }
    let action = if state == State::Done {
        "import.finished"
    } else {
        "import.failed"
    };
    audit::record(hall, &mut tx, actor, action, &subject(id), json!({})).await?;
    tx.commit().await?;
    outcome?;
    // After a bulk load the planner's statistics decide more than any index.
    hall.db().analyze().await?;
    let import = get(hall, actor, id).await?;
    if let Some(progress) = progress {
        progress.send_replace(Progress::of(&import));
    }
    Ok(import)
}

/// Takes in, or back, what was cut off when the program last stopped.
pub async fn resume(hall: &Hall, actor: &Actor) -> Result<Vec<ImportId>> {
    actor.must(Permission::Import)?;
    let unfinished = import::unfinished(&mut hall.db().read().await?, &actor.regency).await?;
    let ids: Vec<ImportId> = unfinished.iter().map(|import| import.id).collect();
    for id in &ids {
        run(hall, actor, *id, None).await?;
    }
    Ok(ids)
}

pub(super) async fn get(hall: &Hall, actor: &Actor, id: ImportId) -> Result<Import> {
    let mut session = hall.db().read().await?;
    import::find(&mut session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("import"))
}

async fn take_in(
    hall: &Hall,
    actor: &Actor,
    import: &Import,
    progress: Option<&watch::Sender<Progress>>,
) -> Result<Counts> {
    let door = {
        let sources = source::all(&mut hall.db().read().await?, &import.regency).await?;
        let source = sources.get(&import.source).ok_or(ImportError::Damaged)?;
        source.door.clone()
    };
    let projector = Projector::new(hall, &import.regency);
    let preparer = preparer(hall, import, projector.clone()).await?;
    let (sender, mut chunks) = mpsc::channel::<Chunk>(WAITING);
    let done = import.counts.done;
    let reading = tokio::task::spawn_blocking(move || preparer.run(done, &sender));
    let mut writer = Writer {
        hall,
        actor,
        import,
        door: &door,
        projector: &projector,
        counts: import.counts,
        open: None,
    };
    while let Some(chunk) = chunks.recv().await {
        let committed = writer.write(chunk).await?;
        if let (Some(progress), Some(counts)) = (progress, committed) {
            progress.send_replace(Progress {
                counts,
                ..Progress::of(import)
            });
        }
    }
    let counts = writer.finish().await?;
    reading.await?.map_err(ImportError::File)?;
    Ok(counts)
}

async fn preparer(hall: &Hall, import: &Import, projector: Projector) -> Result<Preparer> {
    let layout: Layout = serde_json::from_str(&import.layout).map_err(|_| ImportError::Damaged)?;
    let forgiven: Vec<Fact> =
        serde_json::from_str(&import.forgiven).map_err(|_| ImportError::Damaged)?;
    let file = Files::of(hall).source(&import.file_hash);
    let file = file.ok_or(ImportError::FileGone)?;
    let opened = tokio::task::spawn_blocking(move || {
        intake::open(file, &Limits::default()).map_err(ImportError::File)
    });
    Ok(Preparer {
        hall: hall.clone(),
        regency: Arc::from(import.regency.as_str()),
        source: import.source,
        book: opened.await??,
        layout,
        policy: Policy::builtin().clone().forgiving(&forgiven),
        projector,
        by: By {
            stated_on: import.stated_on,
            account: import.account,
        },
    })
}

/// What an import would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Trial {
    /// Rows that would become a business.
    pub new: i64,
    /// Rows of businesses that are known; whether they say something new is seen when they are taken in.
    pub known: i64,
    /// Rows that would be refused.
    pub rejected: i64,
    /// Rows that are no data.
    pub skipped: i64,
    /// Rows that would be taken in with a cell left out.
    pub noted: i64,
}

/// Goes through the whole file as an import would, and writes nothing.
pub async fn try_out(hall: &Hall, actor: &Actor, brought: &Brought) -> Result<Trial> {
    actor.must(Permission::Import)?;
    let name = source_name(brought)?.to_owned();
    let kept = source::by_name(&mut hall.db().read().await?, &actor.regency, &name).await?;
    let mapping = match (&brought.mapping, &kept) {
        (Some(mapping), _) => Some(mapping.clone()),
        (None, Some(source)) => source
            .mapping
            .as_deref()
            .and_then(|text| intake::Mapping::parse(text).ok()),
        (None, None) => None,
    };
    let source = kept.map_or_else(|| hall.new_id::<SourceId>(), |source| source.id);
    let (given, path) = (brought.mapping.is_some(), brought.path.clone());
    let policy = Policy::builtin().clone().forgiving(&brought.forgiven);
    let by = By {
        stated_on: hall.clock().today(),
        account: actor.account,
    };
    let (for_thread, regency) = (hall.clone(), actor.regency.clone());
    let (sender, mut chunks) = mpsc::channel::<Chunk>(WAITING);
    let reading = tokio::task::spawn_blocking(move || {
        let (book, layout) = understood(&for_thread, &path, mapping.as_ref(), given)?;
        layout.check()?;
        let projector = Projector::new(&for_thread, &regency);
        let regency = Arc::from(regency.as_str());
        let preparer = Preparer {
            hall: for_thread,
            regency,
            source,
            book,
            layout,
            policy,
            projector,
            by,
        };
        Ok::<_, ImportError>(preparer.run(0, &sender)?)
    });
    let mut trial = Trial::default();
    let mut seen = std::collections::HashSet::new();
    while let Some(chunk) = chunks.recv().await {
        let mut session = hall.db().read().await?;
        let matcher = Matcher::load(
            &mut session,
            &actor.regency,
            &chunk.rows,
            &NewKeys::default(),
        )
        .await?;
        for row in &chunk.rows {
            let twice = row.identity.all().any(|key| seen.contains(&key));
            seen.extend(row.identity.all());
            match matcher.find(&row.identity, row.nik_hash.as_deref()) {
                Match::New if !twice => trial.new += 1,
                _ => trial.known += 1,
            }
        }
        trial.rejected += chunk.counts.rejected;
        trial.skipped += chunk.counts.skipped;
        trial.noted += chunk.counts.noted;
    }
    reading.await??;
    Ok(trial)
}
