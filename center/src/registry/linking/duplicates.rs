//! Businesses that stand in the registry twice: the linkage of the registry with itself. Nothing is merged without a
//! reader; what the engine is sure of is only shown first.

use std::collections::HashMap;

use serde_json::json;
use store::Tx;
use store::registry::business;
use store::registry::duplicate_search as kept;
use store::registry::merge::{self as merges, Merge};
use store::registry::outside::Work;
use store::registry::pair::{self, Pair, PairKind, PairState};
use tokio::sync::watch;
use uuid::Uuid;
use vocab::Message;
use vocab::id::{BusinessId, SearchId};

pub use store::registry::duplicate_search::{Search, SearchState};

use super::changes::{Change, Run, changes};
use super::compare::{Sides, compare};
use super::review::waits;
use super::run::decided;
use super::{LinkingError, Thresholds, apply, tables};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::follow::follow as follow_work;
use crate::hall::Hall;
use crate::jobs::{self, Job, alive};
use crate::permission::Permission;

/// The kind of the job that looks for duplicates.
pub const JOB: &str = "registry.duplicates";

const SUBJECT: &str = "duplicates";

/// Has the registry looked through. None if that is under way already.
pub async fn look_for(hall: &Hall, actor: &Actor) -> Result<Option<SearchId>> {
    actor.must_see_all(Permission::Merge)?;
    let mut tx = hall.db().write().await?;
    let id = hall.new_id();
    let once = Some(format!("{JOB}:{}", actor.regency));
    let payload = json!({ "search": id });
    if !jobs::enqueue(hall, &mut tx, &actor.regency, JOB, &payload, once).await? {
        return Ok(None);
    }
    begin(hall, &mut tx, actor, id).await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(Some(id))
}

async fn begin(hall: &Hall, tx: &mut Tx, actor: &Actor, id: SearchId) -> Result<()> {
    let search = Search {
        id,
        regency: actor.regency.clone(),
        account: actor.account,
        state: SearchState::Running,
        stage: None,
        pairs_at_most: 0,
        done_pairs: 0,
        proposed: 0,
        dropped: 0,
        failure: None,
        started_at: hall.clock().now(),
        finished_at: None,
    };
    kept::insert(tx, &search).await?;
    let subject = format!("{SUBJECT}:{id}");
    audit::record(hall, tx, actor, "duplicates.sought", &subject, json!({})).await
}

/// Carries the job out. A search that ended meanwhile is left as it is.
pub async fn job(job: Job) -> Result<()> {
    let id = job.payload.get("search").and_then(|id| id.as_str());
    let id: SearchId = id
        .and_then(|id| id.parse().ok())
        .ok_or(LinkingError::Damaged)?;
    let (hall, actor) = (job.hall.clone(), Actor::system(&*job.regency));
    let work = async move { go_on(&hall, &actor, id).await };
    alive(&job, work, || LinkingError::Busy.into()).await
}

async fn go_on(hall: &Hall, actor: &Actor, id: SearchId) -> Result<()> {
    let found = find(hall, actor, id).await?;
    if found.state != SearchState::Running {
        return Ok(());
    }
    match seek(hall, actor, id).await {
        Ok(_) => Ok(()),
        // What the engine cannot do now it cannot do in an hour either.
        Err(error @ Error::Linking(LinkingError::Engine { .. })) => {
            let message = serde_json::to_string(&Message::from(&error)).ok();
            let mut tx = hall.db().write().await?;
            kept::fail(&mut tx, id, message.as_deref(), hall.clock().now()).await?;
            Ok(tx.commit().await?)
        }
        Err(error) => Err(error),
    }
}

/// Looks the registry through now; gives how many pairs changed.
pub async fn run(hall: &Hall, actor: &Actor) -> Result<usize> {
    actor.must_see_all(Permission::Merge)?;
    let id = hall.new_id();
    let mut tx = hall.db().write().await?;
    begin(hall, &mut tx, actor, id).await?;
    tx.commit().await?;
    seek(hall, actor, id).await
}

async fn seek(hall: &Hall, actor: &Actor, id: SearchId) -> Result<usize> {
    let changes = changed(hall, actor, id).await?;
    let n = |state| {
        let so = changes.iter().filter(|change| change.after.state == state);
        i64::try_from(so.count()).unwrap_or(i64::MAX)
    };
    let (proposed, dropped) = (n(PairState::Proposed), n(PairState::Dropped));
    let at_most = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    let mut changes = changes.into_iter().peekable();
    let (mut all, mut done) = (0, 0);
    while changes.peek().is_some() {
        let some: Vec<Change> = changes.by_ref().take(apply::CHUNK).collect();
        done += i64::try_from(some.len()).unwrap_or(0);
        let mut tx = hall.db().write().await?;
        let written = apply::apply(hall, &mut tx, &actor.regency, some, None).await?;
        kept::advance(&mut tx, id, at_most, done).await?;
        let detail = json!({ "pairs": written });
        audit::record(hall, &mut tx, actor, "duplicates.found", SUBJECT, detail).await?;
        tx.commit().await?;
        all += written;
    }
    let mut tx = hall.db().write().await?;
    if !kept::finish(&mut tx, id, proposed, dropped, hall.clock().now()).await? {
        return Err(LinkingError::Busy.into());
    }
    tx.commit().await?;
    Ok(all)
}

/// What changes against the pairs that are there.
async fn changed(hall: &Hall, actor: &Actor, id: SearchId) -> Result<Vec<Change>> {
    let regency = actor.regency.as_str();
    let mut session = hall.db().read().await?;
    let existing = pair::all(&mut session, regency, PairKind::Duplicate, None).await?;
    drop(session);
    let records = tables::of_registry(hall, regency).await?;
    let there: HashMap<Uuid, String> = records.ids.iter().map(|id| (*id, String::new())).collect();
    let thresholds = Thresholds::default();
    let none = HashMap::new();
    let sides = Sides {
        left: records,
        right: None,
        decided: decided(&existing, &none),
        accept: thresholds.accept,
        review: thresholds.review,
    };
    let links = compare(hall, sides, Work::Search(id)).await?;
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
    Ok(changes(&run, links, existing, || hall.new_id()))
}

/// A search.
pub async fn find(hall: &Hall, actor: &Actor, id: SearchId) -> Result<Search> {
    actor.must(Permission::Merge)?;
    let mut session = hall.db().read().await?;
    kept::find(&mut session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("search"))
}

/// The newest search, running or over.
pub async fn newest(hall: &Hall, actor: &Actor) -> Result<Option<Search>> {
    actor.must(Permission::Merge)?;
    let mut session = hall.db().read().await?;
    Ok(kept::newest(&mut session, &actor.regency).await?)
}

/// Follows a search until it is over.
pub async fn follow(hall: &Hall, actor: &Actor, id: SearchId) -> Result<watch::Receiver<Search>> {
    let first = find(hall, actor, id).await?;
    let (hall, actor) = (hall.clone(), actor.clone());
    let is_over = |search: &Search| search.state != SearchState::Running;
    Ok(follow_work(first, is_over, move || {
        let (hall, actor) = (hall.clone(), actor.clone());
        async move { find(&hall, &actor, id).await }
    }))
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
    let pairs = pair::list(
        &mut session,
        &actor.regency,
        kind,
        &states,
        actor.place(),
        limit,
    )
    .await?;
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
    let merges = merges::newest(&mut session, &actor.regency, actor.place(), limit).await?;
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
    let links = waiting_of(&mut session, actor, PairKind::Link).await?;
    let duplicates = waiting_of(&mut session, actor, PairKind::Duplicate).await?;
    Ok((links, duplicates))
}

/// Pairs of a kind that wait for readers where the account works.
pub(super) async fn waiting_of(
    session: &mut store::Session,
    actor: &Actor,
    kind: PairKind,
) -> Result<i64> {
    let counts = pair::counts(session, &actor.regency, kind, actor.place()).await?;
    let waiting = counts.iter().filter(|((_, state), _)| waits(*state));
    Ok(waiting.map(|(_, n)| n).sum())
}
