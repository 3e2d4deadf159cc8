//! Second visits: a part of the answers is asked again by somebody else, and the two are held against each other.
//!
//! Which ones is drawn by a seed: of each enumerator's complete sets, those whose hash of seed and id is least. Whoever
//! knows the seed draws the same ones again, and nobody who does not can know which will be drawn.

use std::collections::BTreeMap;

use questionnaire::{Kind, Questionnaire, Rows};
use serde_json::json;
use store::Tx;
use store::field::answer::{self as kept, Answer, Decision};
use store::field::revisit::{self as visits, Revisit};
use store::people::account;
use vocab::id::{AccountId, AnswerId, BusinessId, RoundId};

use super::FieldError;
use super::answer::{self, Body};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// What is drawn.
#[derive(Debug, Clone)]
pub struct Draw {
    /// Of how many per cent of each enumerator's sets, at least one.
    pub percent: u32,
    /// The seed.
    pub seed: String,
    /// Who goes. What they asked themselves is left out.
    pub to: AccountId,
}

/// Draws from sets: a pure function of sets, seed and share.
pub fn drawn(
    sets: &[(AnswerId, AccountId)],
    percent: u32,
    seed: &str,
    to: AccountId,
) -> Vec<AnswerId> {
    let mut by_account: BTreeMap<AccountId, Vec<([u8; 32], AnswerId)>> = BTreeMap::new();
    for (set, account) in sets.iter().filter(|(_, account)| *account != to) {
        let mut hasher = blake3::Hasher::new();
        hasher.update(seed.as_bytes());
        hasher.update(&[0]);
        hasher.update(set.as_uuid().as_bytes());
        let place = *hasher.finalize().as_bytes();
        by_account.entry(*account).or_default().push((place, *set));
    }
    let mut all = Vec::new();
    for mut sets in by_account.into_values() {
        sets.sort_unstable();
        let wanted = (sets.len() * percent as usize).div_ceil(100);
        all.extend(sets.into_iter().take(wanted).map(|(_, set)| set));
    }
    all
}

/// Draws second visits; gives how many are new.
pub async fn draw(hall: &Hall, actor: &Actor, id: RoundId, draw: &Draw) -> Result<u64> {
    actor.must(Permission::ManageCensus)?;
    if !(1..=100).contains(&draw.percent) {
        return Err(FieldError::Share.into());
    }
    let enumerators = super::round::enumerators(hall, actor).await?;
    if !enumerators.iter().any(|(account, _)| *account == draw.to) {
        return Err(FieldError::NoEnumerator.into());
    }
    let seed: String = draw.seed.trim().chars().take(60).collect();
    let mut tx = hall.db().write().await?;
    let sets = kept::complete_of_round(&mut tx, &actor.regency, id).await?;
    let now = hall.clock().now();
    let new = drawn(&sets, draw.percent, &seed, draw.to)
        .into_iter()
        .map(|answer| Revisit {
            id: hall.new_id(),
            regency: actor.regency.clone(),
            round: id,
            answer,
            account: Some(draw.to),
            seed: seed.clone(),
            drawn_at: now,
            second: None,
            compared: None,
            agreed: None,
        });
    let added = visits::insert_many(&mut tx, new.collect()).await?;
    let detail =
        json!({ "percent": draw.percent, "seed": seed, "to": draw.to.to_string(), "drawn": added });
    let subject = super::round::subject(id);
    audit::record(
        hall,
        &mut tx,
        actor,
        "census.revisits_drawn",
        &subject,
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(added)
}

/// In how many questions two sets were both answered, and in how many alike. Names and notes are left out: two people
/// write them differently.
pub fn agreement(form: &Questionnaire, first: &Rows, second: &Rows) -> (i64, i64) {
    let kinds = [
        Kind::Choice,
        Kind::Choices,
        Kind::YesNo,
        Kind::Number,
        Kind::Money,
    ];
    form.pages
        .iter()
        .flat_map(|page| &page.questions)
        .filter(|question| kinds.contains(&question.kind))
        .filter_map(|question| Some((first.get(&question.id)?, second.get(&question.id)?)))
        .fold((0, 0), |(compared, agreed), (first, second)| {
            (compared + 1, agreed + i64::from(first == second))
        })
}

/// Holds the answers of a second visit against the first. They are kept beside; they state nothing.
pub(super) async fn compare(
    hall: &Hall,
    tx: &mut Tx,
    visit: &Revisit,
    form: &Questionnaire,
    second: &Answer,
    body: &Body,
) -> Result<()> {
    let first = kept::find(tx, &visit.regency, visit.answer).await?;
    let first = first.ok_or(Error::NotFound("answer"))?;
    let before = answer::opened(hall, &first)?.unwrap_or_default();
    let found = agreement(form, &before.answers, &body.answers);
    let business = first
        .business
        .unwrap_or(BusinessId::from_uuid(first.entity));
    kept::found(tx, &visit.regency, &[(second.id, business)]).await?;
    let decision = Decision {
        state: "second",
        reason: None,
        by: None,
        at: hall.clock().now(),
        stamp: 0,
    };
    kept::decide(tx, &visit.regency, &[second.id], decision).await?;
    Ok(visits::made(tx, &visit.regency, visit.id, second.id, found).await?)
}

/// A second visit, as the office sees it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The visit.
    pub visit: Revisit,
    /// Who goes.
    pub by: String,
}

/// The second visits of a round.
pub async fn list(hall: &Hall, actor: &Actor, id: RoundId) -> Result<Vec<Seen>> {
    actor.must(Permission::SeeCensus)?;
    let mut session = hall.db().read().await?;
    let visits = visits::of_round(&mut session, &actor.regency, id).await?;
    let accounts: Vec<AccountId> = visits.iter().filter_map(|visit| visit.account).collect();
    let names = account::names(&mut session, &accounts).await?;
    Ok(visits
        .into_iter()
        .map(|visit| Seen {
            by: visit
                .account
                .and_then(|id| names.get(&id).cloned())
                .unwrap_or_default(),
            visit,
        })
        .collect())
}
