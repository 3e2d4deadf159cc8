//! What each day brings: late cases told to the head of the office, owners and officers reminded, permits that end and
//! promises that are due. Every reminder is noted with it in one transaction, so that a job which runs twice, or dies
//! halfway, tells nobody twice.

use chrono::{Days, Months, NaiveDate};
use rulebook::{Fact, Value};
use serde_json::json;
use store::licensing::case::{self as kept, Case};
use store::licensing::reminder;
use store::people::account;
use store::registry::business::{self, Business};
use vocab::PirtNumber;
use vocab::id::CaseId;

use super::case::Turn;
use super::open::facts_of;
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;
use crate::jobs::Job;
use crate::notify::{self, About, News};
use crate::permission::Role;
use crate::registry::find::{Query, StepFilter, matches};
use crate::registry::palette::Standing;

/// The job.
pub const JOB: &str = "licensing.daily";

/// Cases or businesses in one transaction.
const SOME: u32 = 100;
/// A case that has been late for longer was told of before.
const LOOK_BACK: Days = Days::new(14);

/// Does what the day brings.
pub async fn job(job: Job) -> Result<()> {
    let today = job.hall.clock().today();
    escalate(&job, today).await?;
    waited_for(&job, Turn::Owner, today).await?;
    waited_for(&job, Turn::Outside, today).await?;
    expiring(&job).await?;
    ending(&job, today).await?;
    commitments(&job, today).await
}

/// Late cases of the office, told to its heads once for each case, in one notice for each day.
async fn escalate(job: &Job, today: NaiveDate) -> Result<()> {
    let (hall, regency) = (&job.hall, job.regency.as_str());
    let turn = Turn::Office.id();
    let mut new: Vec<CaseId> = Vec::new();
    let mut after = None;
    loop {
        let mut session = hall.db().read().await?;
        let late = kept::late(&mut session, regency, turn, today, after, 500).await?;
        let Some(last) = late.last() else { break };
        after = Some((last.due_on, last.id));
        let fresh = late.iter().filter(|case| case.escalated_at.is_none());
        new.extend(fresh.map(|case| case.id));
    }
    if new.is_empty() {
        return Ok(());
    }
    let mut tx = hall.db().write().await?;
    for some in new.chunks(500) {
        kept::mark_escalated(&mut tx, regency, some, hall.clock().now()).await?;
    }
    let about = About {
        path: "/licensing?turn=office".to_owned(),
        count: i64::try_from(new.len()).unwrap_or(i64::MAX),
        ..About::default()
    };
    let role = Some(Role::Head.id());
    for head in account::list(&mut tx, regency, role, None, None, 50).await? {
        notify::tell(hall, &mut tx, regency, head.id, News::Escalated, &about).await?;
    }
    let system = Actor::system(regency);
    let detail = json!({ "cases": new.len() });
    audit::record(hall, &mut tx, &system, "case.escalated", "cases", detail).await?;
    Ok(tx.commit().await?)
}

/// Cases for which the owner, or the authority, takes longer than usual: the owner, or the officer, is told once for
/// each day on which it was due.
async fn waited_for(job: &Job, turn: Turn, today: NaiveDate) -> Result<()> {
    let (hall, regency) = (&job.hall, job.regency.as_str());
    let from = today.checked_sub_days(LOOK_BACK).unwrap_or(today);
    let mut after = Some((from, CaseId::from_uuid(uuid::Uuid::nil())));
    loop {
        let mut tx = hall.db().write().await?;
        let late = kept::late(&mut tx, regency, turn.id(), today, after, SOME).await?;
        let Some(last) = late.last() else {
            return Ok(());
        };
        after = Some((last.due_on, last.id));
        for case in &late {
            remind_of(hall, &mut tx, regency, case, turn).await?;
        }
        tx.commit().await?;
        if !job.still_here().await? {
            return Ok(());
        }
    }
}

async fn remind_of(
    hall: &Hall,
    tx: &mut store::Tx,
    regency: &str,
    case: &Case,
    turn: Turn,
) -> Result<()> {
    let kind = format!("{}:{}", turn.id(), case.id);
    let now = hall.clock().now();
    if !reminder::note(tx, regency, case.business, &kind, case.due_on, now).await? {
        return Ok(());
    }
    let Some(business) = business::find(tx, regency, case.business).await? else {
        return Ok(());
    };
    let about = About {
        path: format!("/licensing/cases/{}", case.id),
        business: business.name.clone(),
        permit: case.permit.clone(),
        place: case.outside_system.clone().unwrap_or_default(),
        ..About::default()
    };
    match (turn, case.officer) {
        (Turn::Owner, _) => {
            let owner = business.owner;
            notify::tell_owner(hall, tx, regency, owner, News::OwnerWaited, &about).await?;
        }
        (Turn::Outside, Some(officer)) => {
            notify::tell(hall, tx, regency, officer, News::OutsideLate, &about).await?;
        }
        _ => {}
    }
    Ok(())
}

/// Owners whose plan says that their P-IRT is to be renewed: the plan knows when (from nine months before its end; the
/// law wants it at least six months before, BPOM 22/2018 Art. 4).
async fn expiring(job: &Job) -> Result<()> {
    let (hall, regency) = (&job.hall, job.regency.as_str());
    let system = Actor::system(regency);
    let query = Query {
        step: Some(StepFilter {
            rule: "spp_irt_renewal".to_owned(),
            standings: vec![Standing::Open],
        }),
        ..Query::default()
    };
    let mut session = hall.db().read().await?;
    let found = matches(hall, &mut session, &system, &query).await?;
    drop(session);
    let seqs: Vec<u32> = found.matches.seqs.iter().collect();
    for some in seqs.chunks(usize::try_from(SOME).unwrap_or(1)) {
        let mut tx = hall.db().write().await?;
        for business in business::by_seqs(&mut tx, some).await? {
            tell_of_end(hall, &mut tx, regency, &business).await?;
        }
        tx.commit().await?;
        if !job.still_here().await? {
            return Ok(());
        }
    }
    Ok(())
}

async fn tell_of_end(
    hall: &Hall,
    tx: &mut store::Tx,
    regency: &str,
    business: &Business,
) -> Result<()> {
    let facts = facts_of(tx, regency, business.id).await?;
    let Some(end) = pirt_end(&facts) else {
        return Ok(());
    };
    let now = hall.clock().now();
    if reminder::note(tx, regency, business.id, "expiring", end, now).await? {
        let about = About {
            path: format!("/plan?business={}", business.id),
            business: business.name.clone(),
            permit: "spp_irt_renewal".to_owned(),
            day: end.to_string(),
            ..About::default()
        };
        let owner = business.owner;
        notify::tell_owner(hall, tx, regency, owner, News::Expiring, &about).await?;
    }
    Ok(())
}

/// The day on which a P-IRT ends: the one stated, or the last of the year in its number.
fn pirt_end(facts: &rulebook::Facts) -> Option<NaiveDate> {
    if let Some(Value::Date(day)) = facts.get(Fact::PirtExpiry) {
        return Some(*day);
    }
    let number: PirtNumber = facts.get(Fact::Pirt)?.as_text()?.parse().ok()?;
    NaiveDate::from_ymd_opt(number.expiry_year(), 12, 31)
}

/// Owners whose issued permit says on which day it ends, half a year before: whatever the permit, a halal certificate
/// among them if its paper names an end (by law it has none while the composition stays, PP 42/2024). An SPP-IRT is told of
/// by its owner's plan, which knows it also where no case was here.
async fn ending(job: &Job, today: NaiveDate) -> Result<()> {
    let (hall, regency) = (&job.hall, job.regency.as_str());
    let until = today.checked_add_months(Months::new(6)).unwrap_or(today);
    let mut after = None;
    loop {
        let mut tx = hall.db().write().await?;
        let ending = kept::ending(&mut tx, regency, today, until, after, SOME).await?;
        let last = ending
            .last()
            .and_then(|last| Some((last.valid_until?, last.id)));
        let Some(last) = last else { return Ok(()) };
        after = Some(last);
        let others = ending
            .iter()
            .filter(|case| !case.permit.starts_with("spp_irt"));
        for case in others {
            tell_of_last_day(hall, &mut tx, regency, case).await?;
        }
        tx.commit().await?;
        if !job.still_here().await? {
            return Ok(());
        }
    }
}

async fn tell_of_last_day(
    hall: &Hall,
    tx: &mut store::Tx,
    regency: &str,
    case: &Case,
) -> Result<()> {
    let Some(end) = case.valid_until else {
        return Ok(());
    };
    let kind = format!("ending:{}", case.id);
    let now = hall.clock().now();
    if !reminder::note(tx, regency, case.business, &kind, end, now).await? {
        return Ok(());
    }
    if let Some(business) = business::find(tx, regency, case.business).await? {
        let about = About {
            path: format!("/licensing/cases/{}", case.id),
            business: business.name,
            permit: case.permit.clone(),
            words: case.issued_number.clone().unwrap_or_default(),
            day: end.to_string(),
            ..About::default()
        };
        let owner = business.owner;
        notify::tell_owner(hall, tx, regency, owner, News::Ending, &about).await?;
    }
    Ok(())
}

/// What an owner promised for an SPP-IRT is due three to six months after it was issued (course, inspection, label).
async fn commitments(job: &Job, today: NaiveDate) -> Result<()> {
    let (hall, regency) = (&job.hall, job.regency.as_str());
    let month = |n| today.checked_sub_months(Months::new(n)).unwrap_or(today);
    for day in month(6).iter_days().take_while(|day| *day <= month(3)) {
        let mut tx = hall.db().write().await?;
        let issued = kept::issued_between(&mut tx, regency, "spp_irt", day, day, 5_000).await?;
        for case in &issued {
            tell_of_promise(hall, &mut tx, regency, case, today).await?;
        }
        tx.commit().await?;
        if !issued.is_empty() && !job.still_here().await? {
            return Ok(());
        }
    }
    Ok(())
}

async fn tell_of_promise(
    hall: &Hall,
    tx: &mut store::Tx,
    regency: &str,
    case: &Case,
    today: NaiveDate,
) -> Result<()> {
    let Some(due) = case
        .issued_on
        .and_then(|on| on.checked_add_months(Months::new(6)))
    else {
        return Ok(());
    };
    let facts = facts_of(tx, regency, case.business).await?;
    let rulebook = hall.rulebook();
    let plan = rulebook.plan(&facts, today);
    let open = ["pkp", "cppb_inspection"].into_iter().any(|id| {
        let step = rulebook
            .find(id, today)
            .and_then(|(index, _)| plan.step(index));
        step.is_some_and(|step| !step.is_done())
    });
    if !open {
        return Ok(());
    }
    let now = hall.clock().now();
    if !reminder::note(tx, regency, case.business, "commitment", due, now).await? {
        return Ok(());
    }
    if let Some(business) = business::find(tx, regency, case.business).await? {
        let about = About {
            path: format!("/plan?business={}", business.id),
            business: business.name,
            permit: "spp_irt".to_owned(),
            day: due.to_string(),
            ..About::default()
        };
        let owner = business.owner;
        notify::tell_owner(hall, tx, regency, owner, News::CommitmentDue, &about).await?;
    }
    Ok(())
}
