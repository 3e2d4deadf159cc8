//! Readers: the next pair, what they say of it, and taking it back.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::json;
use store::people::account;
use store::people::person;
use store::registry::business;
use store::registry::list_row;
use store::registry::merge as merges;
use store::registry::pair::{self, Answer, Pair, PairKind, PairState};
use store::registry::source;
use store::{Session, Tx};
use vocab::id::{AccountId, BusinessId, PairId, SourceId};

use super::apply::Consequence;
use super::settle::settle;
use super::tables::{Record, of_business, of_row};
use super::{LinkingError, apply, duplicates, merge, pair_subject};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// A pair as a reader sees it.
#[derive(Debug, Clone)]
pub struct PairView {
    /// The pair.
    pub pair: Pair,
    /// Where the left record comes from: the list's name and the day it was last seen there; none for a business.
    pub list: Option<(String, chrono::NaiveDate)>,
    /// The left business, of a duplicate.
    pub other: Option<BusinessId>,
    /// Field by field.
    pub fields: Vec<FieldView>,
    /// The other cells of the list's row, with their headers.
    pub cells: Vec<(String, String)>,
    /// What readers have said so far, with their names.
    pub answers: Vec<(String, Answer)>,
    /// How many pairs wait for this reader's eyes, this one included.
    pub waiting: i64,
}

/// One field of both records.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldView {
    /// Its word: name, owner, phone, nik, nib, village, district, address.
    pub field: &'static str,
    /// On the left.
    pub left: String,
    /// On the right.
    pub right: String,
    /// The engine's verdict: same, alike, partly, different, missing.
    pub verdict: String,
    /// Bits for or against.
    pub weight: f64,
}

const FIELDS: [&str; 8] = [
    "name", "owner", "phone", "nik", "nib", "village", "district", "address",
];

#[derive(Deserialize)]
struct Reason {
    field: String,
    verdict: String,
    weight: f64,
}

/// Who may read pairs of a kind.
const fn permission(kind: PairKind) -> Permission {
    match kind {
        PairKind::Link => Permission::ReviewLinks,
        PairKind::Duplicate => Permission::Merge,
    }
}

fn reader(actor: &Actor, kind: PairKind) -> Result<AccountId> {
    actor.must(permission(kind))?;
    Ok(actor.account.ok_or(LinkingError::ReaderUnknown)?)
}

/// The pair that this reader should look at next, of one list or of all.
pub async fn next(
    hall: &Hall,
    actor: &Actor,
    kind: PairKind,
    source: Option<SourceId>,
) -> Result<Option<PairView>> {
    let reader = reader(actor, kind)?;
    let mut session = hall.db().read().await?;
    let Some(pair) = pair::next(
        &mut session,
        &actor.regency,
        kind,
        reader,
        source,
        actor.place(),
    )
    .await?
    else {
        return Ok(None);
    };
    view(hall, &mut session, actor, pair).await.map(Some)
}

/// A pair by its id.
pub async fn find(hall: &Hall, actor: &Actor, id: PairId) -> Result<PairView> {
    let mut session = hall.db().read().await?;
    let pair = pair::find(&mut session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("pair"))?;
    actor.must(permission(pair.kind))?;
    must_lie_here(&mut session, actor, &pair).await?;
    view(hall, &mut session, actor, pair).await
}

/// A pair outside the place an account is bound to answers like one that does not exist.
async fn must_lie_here(session: &mut Session, actor: &Actor, pair: &Pair) -> Result<()> {
    if actor.scope.is_none() {
        return Ok(());
    }
    for id in pair.other().into_iter().chain([pair.business]) {
        let found = business::find(session, &actor.regency, id).await?;
        if !found.is_some_and(|found| actor.covers(&found.region)) {
            return Err(Error::NotFound("pair"));
        }
    }
    Ok(())
}

/// Whether this reader has an answer to take back.
pub async fn may_undo(hall: &Hall, actor: &Actor) -> Result<bool> {
    let Some(account) = actor.account else {
        return Ok(false);
    };
    let mut session = hall.db().read().await?;
    Ok(pair::last_decision(&mut session, &actor.regency, account)
        .await?
        .is_some())
}

async fn view(hall: &Hall, session: &mut Session, actor: &Actor, pair: Pair) -> Result<PairView> {
    let regency = actor.regency.as_str();
    let right = of(hall, session, regency, pair.business).await?;
    let (left, list, cells) = if let Some(id) = pair.row() {
        let rows = list_row::find_many(session, regency, &[id]).await?;
        let row = rows.get(&id).ok_or(LinkingError::Damaged)?;
        let sources = source::all(session, regency).await?;
        let name = sources.get(&row.source).map(|source| source.name.clone());
        let cells = serde_json::from_str(&row.row.cells).unwrap_or_default();
        let list = (name.unwrap_or_default(), row.last_on);
        (of_row(hall, &row.row), Some(list), cells)
    } else {
        let other = pair.other().ok_or(LinkingError::Damaged)?;
        (of(hall, session, regency, other).await?, None, Vec::new())
    };
    let decisions = pair::decisions(session, regency, pair.id).await?;
    let accounts: Vec<AccountId> = decisions.iter().map(|one| one.account).collect();
    let names = account::names(session, &accounts).await?;
    let waiting = duplicates::waiting_of(session, actor, pair.kind).await?;
    Ok(PairView {
        waiting,
        answers: decisions
            .iter()
            .map(|one| {
                let name = names.get(&one.account).cloned().unwrap_or_default();
                (name, one.answer)
            })
            .collect(),
        fields: fields(&pair, left, right),
        other: pair.other(),
        list,
        cells,
        pair,
    })
}

/// Whether a pair waits for a reader.
pub(super) const fn waits(state: PairState) -> bool {
    matches!(
        state,
        PairState::Proposed | PairState::Second | PairState::Unsure
    )
}

async fn of(hall: &Hall, session: &mut Session, regency: &str, id: BusinessId) -> Result<Record> {
    let Some(found) = business::find(session, regency, id).await? else {
        return Ok(Record::default());
    };
    let owner = match found.owner {
        Some(owner) => person::find(session, owner).await?,
        None => None,
    };
    Ok(of_business(hall, &found, owner.as_ref()))
}

fn fields(pair: &Pair, left: Record, right: Record) -> Vec<FieldView> {
    let reasons: Vec<Reason> = serde_json::from_str(&pair.reasons).unwrap_or_default();
    let mut fields = Vec::with_capacity(FIELDS.len());
    for ((field, left), right) in FIELDS.into_iter().zip(left).zip(right) {
        if left.is_empty() && right.is_empty() {
            continue;
        }
        let reason = reasons.iter().find(|reason| reason.field == field);
        // Identity numbers are told apart by their hashes and shown to nobody here.
        let shown = |value: String| match (field, value.is_empty()) {
            ("nik", false) => "••••".to_owned(),
            _ => value,
        };
        fields.push(FieldView {
            field,
            verdict: reason.map_or_else(|| "missing".to_owned(), |reason| reason.verdict.clone()),
            weight: reason.map_or(0.0, |reason| reason.weight),
            left: shown(left),
            right: shown(right),
        });
    }
    fields
}

/// Takes a reader's answer. The statement or the merge that follows from it is written in the same transaction.
pub async fn decide(hall: &Hall, actor: &Actor, id: PairId, answer: Answer) -> Result<PairState> {
    let mut tx = hall.db().write().await?;
    let before = pair::hold(&mut tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("pair"))?;
    let reader = reader(actor, before.kind)?;
    must_lie_here(&mut tx, actor, &before).await?;
    if !waits(before.state) {
        return Err(LinkingError::Decided.into());
    }
    let said = pair::decisions(&mut tx, &actor.regency, id).await?;
    if said.iter().any(|one| one.account == reader) {
        return Err(LinkingError::SecondReader.into());
    }
    let now = hall.clock().now();
    pair::decide(&mut tx, &actor.regency, id, reader, answer, now).await?;
    let answers: Vec<Answer> = said.iter().map(|one| one.answer).chain([answer]).collect();
    let state = settle(before.needs, &answers);
    turn(hall, &mut tx, actor, before, state, "pair.decided", answer).await?;
    tx.commit().await?;
    Ok(state)
}

/// Takes the reader's last answer back, and what followed from it. Gives the pair.
pub async fn undo(hall: &Hall, actor: &Actor) -> Result<PairId> {
    let account = actor.account.ok_or(LinkingError::ReaderUnknown)?;
    let mut tx = hall.db().write().await?;
    let last = pair::last_decision(&mut tx, &actor.regency, account)
        .await?
        .ok_or(LinkingError::NothingToUndo)?;
    let before = pair::hold(&mut tx, &actor.regency, last.pair)
        .await?
        .ok_or(LinkingError::NothingToUndo)?;
    actor.must(permission(before.kind))?;
    let now = hall.clock().now();
    if !pair::undo_decision(&mut tx, &actor.regency, last.seq, now).await? {
        return Err(LinkingError::NothingToUndo.into());
    }
    let rest = pair::decisions(&mut tx, &actor.regency, before.id).await?;
    let answers: Vec<Answer> = rest.iter().map(|one| one.answer).collect();
    let id = before.id;
    let state = match before.state {
        // What the list itself has ended stays ended.
        PairState::Ended | PairState::Dropped => before.state,
        _ => settle(before.needs, &answers),
    };
    turn(
        hall,
        &mut tx,
        actor,
        before,
        state,
        "pair.undecided",
        last.answer,
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Moves a pair to another state, with everything that follows from it.
async fn turn(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    before: Pair,
    state: PairState,
    action: &str,
    answer: Answer,
) -> Result<()> {
    let now = hall.clock().now();
    let mut after = Pair {
        state,
        by_reader: matches!(state, PairState::Accepted | PairState::Rejected),
        decided_at: (!waits(state)).then_some(now),
        ..before.clone()
    };
    match before.kind {
        PairKind::Link => {
            let rows: HashMap<_, _> = match after.row() {
                Some(id) => list_row::find_many(tx, &actor.regency, &[id]).await?,
                None => HashMap::new(),
            };
            let row = after.row().and_then(|id| rows.get(&id));
            after.said = (state == PairState::Accepted)
                .then(|| row.map(|row| row.row.facts.clone()))
                .flatten();
            let mut consequence = Consequence::default();
            consequence.follow(hall, Some(&before), &mut after, row, actor.account);
            let touched = consequence.write(hall, tx, &actor.regency).await?;
            apply::refresh_all(hall, tx, &actor.regency, &touched).await?;
        }
        PairKind::Duplicate => {
            follow_duplicate(hall, tx, actor, &before, state).await?;
        }
    }
    pair::put(tx, vec![after]).await?;
    let detail = json!({ "answer": answer.as_str(), "state": state.as_str() });
    audit::record(hall, tx, actor, action, &pair_subject(before.id), detail).await
}

async fn follow_duplicate(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    before: &Pair,
    state: PairState,
) -> Result<()> {
    let stands = merges::of_pair(tx, &actor.regency, before.id).await?;
    match (stands, state == PairState::Accepted) {
        (None, true) => {
            let other = before.other().ok_or(LinkingError::Damaged)?;
            let both = (other, before.business);
            merge::merge_in(hall, tx, actor, both, Some(before.id)).await?;
        }
        (Some(stands), false) => merge::unmerge_in(hall, tx, actor, &stands).await?,
        _ => {}
    }
    Ok(())
}
