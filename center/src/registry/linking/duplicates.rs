//! Businesses that stand in the registry twice: the linkage of the registry with itself. Nothing is merged without a
//! reader; what the engine is sure of is only shown first.

use std::collections::HashMap;

use serde_json::json;
use store::registry::business;
use store::registry::merge::{self as merges, Merge};
use store::registry::pair::{self, Pair, PairKind, PairState};
use uuid::Uuid;
use vocab::id::BusinessId;

use super::changes::{Change, Run, changes};
use super::compare::compare;
use super::review::waits;
use super::run::{alive, decided};
use super::{Thresholds, apply, tables};
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;
use crate::jobs::{self, Job};
use crate::permission::Permission;

/// The kind of the job that looks for duplicates.
pub const JOB: &str = "registry.duplicates";

const SUBJECT: &str = "duplicates";

/// Has the registry looked through. False if that is under way already.
pub async fn look_for(hall: &Hall, actor: &Actor) -> Result<bool> {
    actor.must(Permission::Merge)?;
    let mut tx = hall.db().write().await?;
    let once = Some(format!("{JOB}:{}", actor.regency));
    let begun = jobs::enqueue(hall, &mut tx, &actor.regency, JOB, &json!({}), once).await?;
    if begun {
        audit::record(
            hall,
            &mut tx,
            actor,
            "duplicates.sought",
            SUBJECT,
            json!({}),
        )
        .await?;
    }
    tx.commit().await?;
    Ok(begun)
}

/// Carries the job out.
pub async fn job(job: Job) -> Result<()> {
    let (hall, actor) = (job.hall.clone(), Actor::system(&*job.regency));
    alive(&job, async move { run(&hall, &actor).await.map(drop) }).await
}

/// Looks the registry through now; gives how many pairs changed.
pub async fn run(hall: &Hall, actor: &Actor) -> Result<usize> {
    actor.must(Permission::Merge)?;
    let regency = actor.regency.as_str();
    let mut session = hall.db().read().await?;
    let existing = pair::all(&mut session, regency, PairKind::Duplicate, None).await?;
    drop(session);
    let records = tables::of_registry(hall, regency).await?;
    let there: HashMap<Uuid, String> = records.ids.iter().map(|id| (*id, String::new())).collect();
    let thresholds = Thresholds::default();
    let none = HashMap::new();
    let links = compare(
        records,
        None,
        decided(&existing, &none),
        thresholds.accept,
        thresholds.review,
    )
    .await?;
    let run = Run {
        kind: PairKind::Duplicate,
        regency,
        source: None,
        edition: None,
        accept: f64::INFINITY,
        second_below: thresholds.second_below,
        says: &there,
        roots: &none,
        now: hall.clock().now(),
    };
    let mut changes = changes(&run, links, existing, || hall.new_id())
        .into_iter()
        .peekable();
    let mut all = 0;
    while changes.peek().is_some() {
        let some: Vec<Change> = changes.by_ref().take(apply::CHUNK).collect();
        let mut tx = hall.db().write().await?;
        let written = apply::apply(hall, &mut tx, regency, some, None).await?;
        let detail = json!({ "pairs": written });
        audit::record(hall, &mut tx, actor, "duplicates.found", SUBJECT, detail).await?;
        tx.commit().await?;
        all += written;
    }
    Ok(all)
}

/// A pair of businesses, or a merge, with the names of the two.
#[derive(Debug, Clone)]
pub struct Named<T> {
    /// What it is.
    pub what: T,
    /// Names of the two, the kept one's last.
    pub names: [String; 2],
}

/// Duplicates that wait for a reader, the likeliest first.
pub async fn waiting(hall: &Hall, actor: &Actor, limit: u32) -> Result<Vec<Named<Pair>>> {
    actor.must(Permission::Merge)?;
    let mut session = hall.db().read().await?;
    let states = [PairState::Proposed, PairState::Second, PairState::Unsure];
    let kind = PairKind::Duplicate;
    let pairs = pair::list(&mut session, &actor.regency, kind, &states, limit).await?;
    let ids: Vec<BusinessId> = pairs
        .iter()
        .flat_map(|pair| pair.other().into_iter().chain([pair.business]))
        .collect();
    let names = names(&mut session, &ids).await?;
    let name = |id: BusinessId| names.get(&id).cloned().unwrap_or_default();
    Ok(pairs
        .into_iter()
        .map(|pair| Named {
            names: [
                pair.other().map(name).unwrap_or_default(),
                name(pair.business),
            ],
            what: pair,
        })
        .collect())
}

/// The newest merges, undone ones too. A merged business has no name of its own in the registry, so it is called by
/// its id until it is back.
pub async fn merges(hall: &Hall, actor: &Actor, limit: u32) -> Result<Vec<Named<Merge>>> {
    actor.must(Permission::Merge)?;
    let mut session = hall.db().read().await?;
    let merges = merges::newest(&mut session, &actor.regency, limit).await?;
    let ids: Vec<BusinessId> = merges
        .iter()
        .flat_map(|one| [one.merged, one.kept])
        .collect();
    let names = names(&mut session, &ids).await?;
    let name = |id: BusinessId| names.get(&id).cloned().unwrap_or_default();
    Ok(merges
        .into_iter()
        .map(|one| Named {
            names: [name(one.merged), name(one.kept)],
            what: one,
        })
        .collect())
}

async fn names(
    session: &mut store::Session,
    ids: &[BusinessId],
) -> Result<HashMap<BusinessId, String>> {
    let found = business::find_many(session, ids).await?;
    Ok(found.into_iter().map(|one| (one.id, one.name)).collect())
}

/// How many pairs wait for readers: links, and duplicates.
pub async fn counts(hall: &Hall, actor: &Actor) -> Result<(i64, i64)> {
    actor.must(Permission::SeeLists)?;
    let mut session = hall.db().read().await?;
    let links = waiting_of(&mut session, &actor.regency, PairKind::Link).await?;
    let duplicates = waiting_of(&mut session, &actor.regency, PairKind::Duplicate).await?;
    Ok((links, duplicates))
}

async fn waiting_of(session: &mut store::Session, regency: &str, kind: PairKind) -> Result<i64> {
    let counts = pair::counts(session, regency, kind).await?;
    let waiting = counts.iter().filter(|((_, state), _)| waits(*state));
    Ok(waiting.map(|(_, n)| n).sum())
}
