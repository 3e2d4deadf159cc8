//! Taking sets of answers as facts, many at once; sending one back with a reason.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;
use questionnaire::Rows;
use rulebook::{Fact, Facts};
use serde_json::{Value as Json, json};
use store::Tx;
use store::field::answer::{self as kept, Answer, Decision, Wanted};
use store::field::round::{self, Round};
use store::field::target;
use store::registry::{business, merge};
use store::sync::file;
use uuid::Uuid;
use vocab::id::{AccountId, AnswerId, BusinessId, RoundId};

use super::{FieldError, answer, facts, form};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::census::{self, Said};

/// Sets in one transaction.
const CHUNK: u32 = 250;

/// Which sets are taken.
#[derive(Debug, Clone, Default)]
pub struct Which {
    /// Only this enumerator's.
    pub account: Option<AccountId>,
    /// Only these; all that wait if there are none.
    pub ids: Vec<AnswerId>,
}

/// Takes sets of a round that wait: what they say becomes a statement of the census about each business. Gives how many.
pub async fn accept(hall: &Hall, actor: &Actor, id: RoundId, which: &Which) -> Result<u64> {
    actor.must(Permission::ManageCensus)?;
    let mut taken = 0;
    let mut after = None;
    loop {
        let mut tx = hall.db().write().await?;
        let round = round::find(&mut tx, &actor.regency, id).await?;
        let round = round.ok_or(Error::NotFound("round"))?;
        let wanted = Wanted {
            state: Some("waiting"),
            account: which.account,
            area: None,
            after,
        };
        let mut some = kept::of_round(&mut tx, &actor.regency, id, wanted, CHUNK).await?;
        let Some(last) = some.last().map(|answer| answer.id) else {
            return Ok(taken);
        };
        after = Some(last);
        if !which.ids.is_empty() {
            some.retain(|answer| which.ids.contains(&answer.id));
        }
        if some.is_empty() {
            continue;
        }
        taken += take(hall, &mut tx, actor, &round, some).await?;
        tx.commit().await?;
    }
}

async fn take(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    round: &Round,
    answers: Vec<Answer>,
) -> Result<u64> {
    let regency = actor.regency.as_str();
    let ids: Vec<AnswerId> = answers.iter().map(|answer| answer.id).collect();
    let known = businesses(tx, regency, &answers).await?;
    let (mut about, mut said) = (Vec::new(), Vec::new());
    for answer in &answers {
        let entity = BusinessId::from_uuid(answer.entity);
        let visited = known.get(&answer.business.unwrap_or(entity)).copied();
        // Where nobody was at home of whom nothing is known, there is nothing to state.
        if answer.outcome != "complete" && visited.is_none() {
            continue;
        }
        let Some(facts) = facts_of(hall, tx, regency, answer).await? else {
            continue;
        };
        about.push(answer);
        said.push(Said {
            facts,
            stated_on: (answer.ended_at + TimeDelta::hours(7)).date_naive(),
            account: answer.account,
            known: visited,
            wished: entity,
        });
    }
    let stated = said.len();
    let found = census::take(hall, tx, regency, round.source, said).await?;
    let stamp = round::next_stamp(tx, regency).await?;
    let pairs: Vec<(&&Answer, BusinessId)> = about.iter().zip(found).collect();
    let businesses: Vec<(AnswerId, BusinessId)> = pairs
        .iter()
        .map(|(answer, business)| (answer.id, *business))
        .collect();
    kept::found(tx, regency, &businesses).await?;
    let items: Vec<(Uuid, BusinessId)> = pairs
        .iter()
        .map(|(answer, business)| (answer.id.as_uuid(), *business))
        .collect();
    file::belong(tx, regency, &items).await?;
    // Those that were not on the list are on it now, visited.
    for (answer, business) in pairs.iter().filter(|(answer, _)| answer.business.is_none()) {
        target::visit(tx, regency, answer.area, *business, "visited", stamp).await?;
    }
    let decision = Decision {
        state: "taken",
        reason: None,
        by: actor.account,
        at: hall.clock().now(),
        stamp,
    };
    let decided = kept::decide(tx, regency, &ids, decision).await?;
    if decided != ids.len() as u64 {
        return Err(FieldError::Decided.into());
    }
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let detail = json!({ "sets": names, "stated": stated });
    audit::record(
        hall,
        tx,
        actor,
        "census.taken",
        &super::round::subject(round.id),
        detail,
    )
    .await?;
    Ok(decided)
}

/// Which of the businesses that sets speak of are in the registry, and under which id: a business merged meanwhile is
/// the one it was merged into.
async fn businesses(
    tx: &mut Tx,
    regency: &str,
    answers: &[Answer],
) -> Result<HashMap<BusinessId, BusinessId>> {
    let mut ids: Vec<BusinessId> = answers
        .iter()
        .map(|answer| {
            answer
                .business
                .unwrap_or(BusinessId::from_uuid(answer.entity))
        })
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let roots = merge::roots(tx, regency, &ids).await?;
    let root = |id: BusinessId| roots.get(&id).copied().unwrap_or(id);
    let mut wanted: Vec<BusinessId> = ids.iter().map(|id| root(*id)).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let there: HashSet<BusinessId> = business::find_many(tx, &wanted)
        .await?
        .into_iter()
        .filter(|one| one.regency == regency)
        .map(|one| one.id)
        .collect();
    Ok(ids
        .into_iter()
        .map(|id| (id, root(id)))
        .filter(|(_, root)| there.contains(root))
        .collect())
}

/// What a set says; nothing if its owner refused or was erased since.
async fn facts_of(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    answer: &Answer,
) -> Result<Option<Facts>> {
    if answer.outcome == "refused" {
        return Ok(None);
    }
    let Some(body) = answer::opened(hall, answer)? else {
        return Ok(None);
    };
    let form = form::find(tx, regency, &answer.form).await?;
    let mut facts = facts::facts(&form, &body.answers, &answer.outcome)?;
    if !consents(&body.answers) {
        for fact in Fact::ALL.iter().filter(|fact| fact.is_personal()) {
            facts.remove(*fact);
        }
    }
    Ok((!facts.is_empty()).then_some(facts))
}

/// Whoever says no to the question of consent is counted without anything personal (UU 27/2022 article 20).
fn consents(answers: &Rows) -> bool {
    answers.get("consent") != Some(&Json::Bool(false))
}

/// Sends sets back to whoever made them, with a reason. Their businesses are to be visited again.
pub async fn refuse(hall: &Hall, actor: &Actor, id: AnswerId, reason: &str) -> Result<()> {
    actor.must(Permission::ManageCensus)?;
    let reason: String = reason.trim().chars().take(500).collect();
    if reason.is_empty() {
        return Err(FieldError::NoReason.into());
    }
    let mut tx = hall.db().write().await?;
    let regency = actor.regency.as_str();
    let found = kept::find(&mut tx, regency, id).await?;
    let found = found.ok_or(Error::NotFound("answer"))?;
    let stamp = round::next_stamp(&mut tx, regency).await?;
    let decision = Decision {
        state: "refused",
        reason: Some(&reason),
        by: actor.account,
        at: hall.clock().now(),
        stamp,
    };
    if kept::decide(&mut tx, regency, &[id], decision).await? == 0 {
        return Err(FieldError::Decided.into());
    }
    if let Some(business) = found.business {
        target::visit(&mut tx, regency, found.area, business, "to_visit", stamp).await?;
    }
    let detail = json!({ "set": id.to_string() });
    let subject = super::round::subject(found.round);
    audit::record(hall, &mut tx, actor, "census.refused", &subject, detail).await?;
    Ok(tx.commit().await?)
}
