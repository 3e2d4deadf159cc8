//! Taking an import back as a whole.

use serde_json::json;
use store::registry::import::{self, Import, State};
use store::registry::{bulk, business, merge, statement};
use vocab::id::{BusinessId, ImportId, PersonId};

use super::create::enqueue;
use super::run::get;
use super::{ImportError, subject};
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::project::Projector;
use crate::registry::refresh;

/// Takes an import back: what it said is withdrawn, businesses are believed anew from what else was said about them,
/// and those about which nothing else was said leave the registry. An import that is still running is stopped first.
pub async fn undo(hall: &Hall, actor: &Actor, id: ImportId) -> Result<Import> {
    actor.must_see_all(Permission::Import)?;
    let import = get(hall, actor, id).await?;
    if matches!(import.state, State::Done | State::Failed | State::Running) {
        let mut tx = hall.db().write().await?;
        let now = hall.clock().now();
        // From here on a process that takes it in cannot commit another row, and a killed undo goes on.
        if !import::turn(&mut tx, id, import.state, State::Undoing, None, now).await? {
            return Err(ImportError::Busy.into());
        }
        enqueue(hall, &mut tx, &import).await?;
        audit::record(
            hall,
            &mut tx,
            actor,
            "import.undo_begun",
            &subject(id),
            json!({}),
        )
        .await?;
        tx.commit().await?;
    } else if import.state == State::Undone {
        return Err(ImportError::State {
            state: import.state.as_str(),
        }
        .into());
    }
    go_on(hall, actor, import).await
}

/// Goes on with an undo, from wherever it stands: what is withdrawn already is not found again.
pub(super) async fn go_on(hall: &Hall, actor: &Actor, import: Import) -> Result<Import> {
    let projector = Projector::new(hall, &import.regency);
    while step(hall, actor, &import, &projector).await? {}
    let mut tx = hall.db().write().await?;
    let now = hall.clock().now();
    if import::turn(&mut tx, import.id, State::Undoing, State::Undone, None, now).await? {
        audit::record(
            hall,
            &mut tx,
            actor,
            "import.undone",
            &subject(import.id),
            json!({}),
        )
        .await?;
        tx.commit().await?;
    }
    hall.db().analyze().await?;
    get(hall, actor, import.id).await
}

/// Businesses of one step at most: each is held in memory with all that was ever said of it.
const AT_ONCE: usize = 5_000;

/// Takes back what the import said about some businesses; false when nothing is left.
async fn step(hall: &Hall, actor: &Actor, import: &Import, projector: &Projector) -> Result<bool> {
    let regency = import.regency.as_str();
    let chunk = u32::try_from(hall.settings().import_chunk.min(AT_ONCE)).unwrap_or(u32::MAX);
    let mut tx = hall.db().write().await?;
    let ids = statement::businesses_of_import(&mut tx, regency, import.id, None, chunk).await?;
    if ids.is_empty() {
        return Ok(false);
    }
    let now = hall.clock().now();
    let withdrawn = statement::withdraw_import(&mut tx, regency, import.id, &ids, now).await?;
    // What was said about a merged business counted for the one it was merged into.
    let roots = merge::roots(&mut tx, regency, &ids).await?;
    let mut touched: Vec<BusinessId> = ids
        .iter()
        .map(|id| roots.get(id).copied().unwrap_or(*id))
        .collect();
    touched.sort_unstable();
    touched.dedup();
    let businesses = business::find_many(&mut tx, &touched).await?;
    let mut owners: Vec<PersonId> = businesses.iter().filter_map(|one| one.owner).collect();
    owners.sort_unstable();
    owners.dedup();
    refresh::refresh(hall, &mut tx, projector, regency, businesses).await?;
    // A person known only from this import is not kept without a reason.
    let forgotten = bulk::forget_idle_people(&mut tx, regency, &owners).await?;
    let detail =
        json!({ "withdrawn": withdrawn, "businesses": ids.len(), "people_forgotten": forgotten });
    audit::record(
        hall,
        &mut tx,
        actor,
        "import.rows_undone",
        &subject(import.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}
