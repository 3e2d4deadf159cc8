//! The job that reads an edition, links it and writes what changed. Killed at any point, it goes on: rows and pairs are
//! committed together with how far it is, and comparing is done anew, which changes nothing that is written already.

use std::collections::HashMap;

use serde_json::json;
use store::registry::outside::{self, Edition, EditionProgress, EditionState, OutsideList, Work};
use store::registry::pair::{self, Pair, PairKind, PairState};
use store::registry::{list_row, merge};
use uuid::Uuid;
use vocab::Message;
use vocab::id::{BusinessId, EditionId};

use super::changes::{Change, Changes, Run, changes};
use super::compare::{Sides, compare};
use super::read::place;
use super::{Kind, LinkingError, apply, read, subject, tables};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::jobs::{Job, alive};
use crate::permission::Permission;

/// Carries the job out.
pub async fn job(job: Job) -> Result<()> {
    let id = job.payload.get("edition").and_then(|id| id.as_str());
    let id: EditionId = id
        .and_then(|id| id.parse().ok())
        .ok_or(LinkingError::Damaged)?;
    let (hall, actor) = (job.hall.clone(), Actor::system(&*job.regency));
    let work = async move { run(&hall, &actor, id).await.map(drop) };
    alive(&job, work, || LinkingError::Busy.into()).await
}

/// Reads and links an edition from where it stands. One that is over is left as it is.
pub async fn run(hall: &Hall, actor: &Actor, id: EditionId) -> Result<Edition> {
    actor.must(Permission::Import)?;
    let mut session = hall.db().read().await?;
    let edition = outside::edition(&mut session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("edition"))?;
    let lists = outside::lists(&mut session, &actor.regency).await?;
    drop(session);
    let list = lists.get(&edition.source).ok_or(LinkingError::Damaged)?;
    let state = edition.state;
    match work(hall, actor, list, edition.clone()).await {
        Ok(()) => {}
        // The file itself cannot be read; trying again would not help.
        Err(
            error @ (Error::Import(_)
            | Error::Linking(LinkingError::FileGone | LinkingError::Damaged)),
        ) => {
            let message = serde_json::to_string(&Message::from(&error)).ok();
            let mut tx = hall.db().write().await?;
            let outcome = (None, message.as_deref());
            let now = hall.clock().now();
            outside::turn(&mut tx, id, state, EditionState::Failed, outcome, now).await?;
            audit::record(hall, &mut tx, actor, "list.failed", &subject(id), json!({})).await?;
            tx.commit().await?;
        }
        Err(error) => return Err(error),
    }
    let mut session = hall.db().read().await?;
    outside::edition(&mut session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("edition"))
}

async fn work(hall: &Hall, actor: &Actor, list: &OutsideList, edition: Edition) -> Result<()> {
    let kind = Kind::from_id(&list.kind).ok_or(LinkingError::Damaged)?;
    let edition = match edition.state {
        EditionState::Reading => read::read(hall, edition, kind).await?,
        EditionState::Linking => edition,
        EditionState::Done | EditionState::Failed => return Ok(()),
    };
    let (found, kept) = found(hall, list, &edition).await?;
    let edition = write(hall, actor, edition, found).await?;
    finish(hall, actor, &edition, kept).await
}

/// What changes, and how many pairs stay as they are.
async fn found(hall: &Hall, list: &OutsideList, edition: &Edition) -> Result<(Vec<Change>, i64)> {
    let regency = edition.regency.as_str();
    let mut session = hall.db().read().await?;
    let existing = pair::all(&mut session, regency, PairKind::Link, Some(list.source)).await?;
    let businesses: Vec<BusinessId> = existing.iter().map(|pair| pair.business).collect();
    let roots = merge::roots(&mut session, regency, &businesses).await?;
    let says = says(&mut session, edition).await?;
    drop(session);
    let decided = decided(&existing, &roots);
    let left = tables::of_list(hall, place(edition)).await?;
    let right = tables::of_registry(hall, regency).await?;
    let sides = Sides {
        left,
        right: Some(right),
        decided,
        accept: list.accept_at,
        review: list.review_at,
    };
    let links = compare(hall, sides, Work::Edition(edition.id)).await?;
    let run = Run {
        kind: PairKind::Link,
        regency,
        source: Some(list.source),
        edition: Some(edition.id),
        accept: list.accept_at,
        second_below: list.second_below,
        says: &says,
        roots: &roots,
        now: hall.clock().now(),
    };
    let open = existing.iter().filter(|pair| is_open(pair)).count();
    let changes = changes(&run, links, existing, || hall.new_id());
    let touched = changes.iter().filter_map(|change| change.before.as_ref());
    let kept = open.saturating_sub(touched.filter(|pair| is_open(pair)).count());
    Ok((changes, i64::try_from(kept).unwrap_or(i64::MAX)))
}

/// Whether a pair counts: a link, or something for a reader.
fn is_open(pair: &Pair) -> bool {
    !matches!(
        pair.state,
        PairState::Rejected | PairState::Ended | PairState::Dropped
    )
}

/// What readers have decided, for the engine to learn from.
pub(super) fn decided(
    pairs: &[Pair],
    roots: &HashMap<BusinessId, BusinessId>,
) -> Vec<((Uuid, Uuid), bool)> {
    let decided = pairs.iter().filter(|pair| pair.by_reader);
    decided
        .filter_map(|pair| {
            let same = match pair.state {
                PairState::Accepted | PairState::Ended => true,
                PairState::Rejected => false,
                _ => return None,
            };
            let business = roots.get(&pair.business).copied().unwrap_or(pair.business);
            Some(((pair.left, business.as_uuid()), same))
        })
        .collect()
}

async fn says(session: &mut store::Session, edition: &Edition) -> Result<HashMap<Uuid, String>> {
    let mut says = HashMap::new();
    let mut after = None;
    loop {
        let rows = list_row::of_edition(session, place(edition), after, 5_000).await?;
        let Some(last) = rows.last() else {
            return Ok(says);
        };
        after = Some(last.id);
        says.extend(
            rows.into_iter()
                .map(|kept| (kept.id.as_uuid(), kept.row.facts)),
        );
    }
}

/// Writes the changes, some hundred in each transaction.
async fn write(
    hall: &Hall,
    actor: &Actor,
    mut edition: Edition,
    changes: Vec<Change>,
) -> Result<Edition> {
    let all = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    let pairs_at_most = edition.progress.done_pairs.saturating_add(all);
    let mut changes = changes.into_iter().peekable();
    while changes.peek().is_some() {
        let some: Vec<Change> = changes.by_ref().take(apply::CHUNK).collect();
        let progress = EditionProgress {
            pairs_at_most,
            done_pairs: edition.progress.done_pairs + i64::try_from(some.len()).unwrap_or(0),
            ..edition.progress
        };
        let mut tx = hall.db().write().await?;
        let written = apply::apply(hall, &mut tx, &edition.regency, some, None).await?;
        if !outside::advance(&mut tx, &edition, &progress).await? {
            return Err(LinkingError::Busy.into());
        }
        let detail = json!({ "pairs": written });
        audit::record(
            hall,
            &mut tx,
            actor,
            "list.linked",
            &subject(edition.id),
            detail,
        )
        .await?;
        tx.commit().await?;
        edition.progress = progress;
    }
    Ok(edition)
}

/// Says what changed.
async fn finish(hall: &Hall, actor: &Actor, edition: &Edition, kept: i64) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let rows = list_row::changes(&mut tx, place(edition)).await?;
    let pairs = pair::changed_by(&mut tx, &edition.regency, edition.source, edition.id).await?;
    let n = |state| pairs.get(&state).copied().unwrap_or(0);
    let changes = Changes {
        rows_new: rows.new,
        rows_changed: rows.changed,
        rows_same: rows.same,
        rows_gone: rows.gone,
        rows_refused: edition.progress.refused_rows,
        accepted: n(PairState::Accepted),
        proposed: n(PairState::Proposed),
        ended: n(PairState::Ended),
        dropped: n(PairState::Dropped),
        kept,
    };
    let text = serde_json::to_string(&changes).map_err(|_| LinkingError::Damaged)?;
    let now = hall.clock().now();
    let (from, to) = (EditionState::Linking, EditionState::Done);
    if !outside::turn(&mut tx, edition.id, from, to, (Some(&text), None), now).await? {
        return Err(LinkingError::Busy.into());
    }
    let detail = serde_json::to_value(changes).unwrap_or_default();
    audit::record(
        hall,
        &mut tx,
        actor,
        "list.done",
        &subject(edition.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    hall.words()
        .refresh(&mut hall.db().read().await?, &edition.regency)
        .await?;
    Ok(())
}
