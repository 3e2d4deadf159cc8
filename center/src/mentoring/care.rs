//! An engagement: opening, seeing and ending it, and what every change of it does.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use growth::need::{self, Signals};
use growth::{Answers, Change, Instrument, Score, ScoreError};
use rulebook::StepState;
use serde_json::json;
use store::mentoring::assessment::{self, Assessment, Goal};
use store::mentoring::engagement::{self as kept, Engagement};
use store::mentoring::figure::{self, Figure};
use store::mentoring::visit::{self, Question, Task, Visit};
use store::people::account;
use store::registry::business;
use store::{Session, Tx};
use vocab::id::{AccountId, BusinessId, EngagementId};

use super::state::{Event, State};
use super::{MentoringError, instruments, words};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::{Permission, Role};
use crate::registry::listing::{Listed, listed};
use crate::registry::plan;

/// Whether the actor works on an engagement: its mentor, or whoever manages mentoring.
pub(super) fn works_on(actor: &Actor, one: &Engagement) -> bool {
    actor.may(Permission::ManageMentoring)
        || (actor.may(Permission::Mentor) && actor.account == Some(one.mentor))
}

/// Another mentor may read what happened in the places they cover.
fn may_read(actor: &Actor, one: &Engagement) -> bool {
    works_on(actor, one) || (actor.may(Permission::SeeMentoring) && actor.covers(&one.region))
}

pub(super) fn state_of(one: &Engagement) -> Result<State> {
    State::from_id(&one.state).ok_or(Error::Store(store::StoreError::Damaged {
        table: "engagement",
        column: "state",
    }))
}

/// How the trail names an engagement.
pub(super) fn subject(id: EngagementId) -> String {
    format!("engagement:{id}")
}

/// Reads an engagement to change it. One of another mentor answers like one that is not there.
pub(super) async fn hold(tx: &mut Tx, actor: &Actor, id: EngagementId) -> Result<Engagement> {
    actor.must(Permission::Mentor)?;
    kept::find(tx, &actor.regency, id)
        .await?
        .filter(|one| works_on(actor, one))
        .ok_or(Error::NotFound("engagement"))
}

/// Moves an engagement on and writes it back with its place in the day's order.
pub(super) async fn moved(
    hall: &Hall,
    tx: &mut Tx,
    one: &mut Engagement,
    event: Option<Event>,
) -> Result<()> {
    let mut state = state_of(one)?;
    if let Some(event) = event {
        state = state.after(event)?;
    } else if !state.is_open() {
        return Err(MentoringError::Closed.into());
    }
    state.id().clone_into(&mut one.state);
    one.changed_at = hall.clock().now();
    if !state.is_open() {
        one.closed_on = Some(hall.clock().today());
    }
    weigh(tx, one).await?;
    Ok(kept::update(tx, one).await?)
}

/// Weighs anew when and how much a visit is needed.
async fn weigh(tx: &mut Tx, one: &mut Engagement) -> Result<()> {
    let regency = one.regency.clone();
    let goals = assessment::goals(tx, &regency, one.id).await?;
    let tasks = visit::tasks(tx, &regency, one.id).await?;
    let questions = visit::questions(tx, &regency, one.id).await?;
    let open_goals = goals
        .iter()
        .filter(|goal| goal.done_on.is_none() && goal.dropped_on.is_none());
    let open_tasks = tasks.iter().filter(|task| task.done_on.is_none());
    let days: Vec<NaiveDate> = open_goals
        .clone()
        .map(|goal| goal.due_on)
        .chain(open_tasks.clone().filter_map(|task| task.due_on))
        .collect();
    let unanswered: Vec<&Question> = questions
        .iter()
        .filter(|question| question.answer.is_none())
        .collect();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let found = need::urgency(&Signals {
        opened_on: one.opened_on,
        agreed_on: one.next_on,
        visited_on: one.visited_on,
        promised_on: days.iter().min().copied(),
        open_promises: count(open_goals.count() + open_tasks.count()),
        total: one.total,
        questions: count(unanswered.len()),
        asked_on: unanswered.last().map(|question| day_of(question.asked_at)),
    });
    one.due_on = found.due_on;
    one.need = i64::from(found.need);
    one.reasons = serde_json::to_string(&found.reasons).unwrap_or_default();
    Ok(())
}

/// The day of a moment in Kendal.
pub(super) fn day_of(at: DateTime<Utc>) -> NaiveDate {
    (at + TimeDelta::hours(7)).date_naive()
}

/// An engagement that begins now.
pub(super) fn begun(
    hall: &Hall,
    actor: &Actor,
    business: BusinessId,
    region: &str,
    mentor: AccountId,
) -> Engagement {
    let today = hall.clock().today();
    let found = need::urgency(&Signals {
        opened_on: today,
        ..Signals::default()
    });
    Engagement {
        id: hall.new_id(),
        regency: actor.regency.clone(),
        business,
        mentor,
        region: region.to_owned(),
        state: State::Opened.id().to_owned(),
        due_on: found.due_on,
        need: i64::from(found.need),
        reasons: serde_json::to_string(&found.reasons).unwrap_or_default(),
        visits: 0,
        visited_on: None,
        next_on: None,
        total: None,
        opened_on: today,
        closed_on: None,
        exit_reason: None,
        account: actor.account,
        changed_at: hall.clock().now(),
    }
}

/// Begins to accompany a business. A mentor takes it into their own care; an officer names the mentor.
pub async fn open(
    hall: &Hall,
    actor: &Actor,
    business: BusinessId,
    mentor: Option<AccountId>,
) -> Result<EngagementId> {
    actor.must(Permission::Mentor)?;
    let mut tx = hall.db().write().await?;
    let found = business::hold(&mut tx, &actor.regency, business)
        .await?
        .filter(|found| actor.covers(&found.region))
        .ok_or(Error::NotFound("business"))?;
    let mentor = if actor.may(Permission::ManageMentoring) {
        mentor
    } else {
        actor.account
    };
    let mentor = mentor.ok_or(MentoringError::NotAMentor)?;
    must_be_mentor(&mut tx, actor, mentor).await?;
    let open = kept::of_business(&mut tx, &actor.regency, found.id).await?;
    if open.iter().any(|one| one.closed_on.is_none()) {
        return Err(MentoringError::AlreadyInCare.into());
    }
    let one = begun(hall, actor, found.id, &found.region, mentor);
    let id = one.id;
    kept::insert_many(&mut tx, vec![one]).await?;
    let detail = json!({ "business": found.id.to_string(), "mentor": mentor.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "mentoring.opened",
        &subject(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Refuses whoever is not a working mentor of this regency.
pub(super) async fn must_be_mentor(
    session: &mut Session,
    actor: &Actor,
    id: AccountId,
) -> Result<account::Account> {
    let found = account::find(session, id).await?;
    found
        .filter(|found| {
            found.regency == actor.regency
                && found.state != "disabled"
                && Role::from_id(&found.role).is_some_and(|role| role.may(Permission::Mentor))
        })
        .ok_or_else(|| MentoringError::NotAMentor.into())
}

/// The engagement of a business that is under way, if the actor may read it.
pub async fn under_way(
    hall: &Hall,
    actor: &Actor,
    business: BusinessId,
) -> Result<Option<EngagementId>> {
    actor.must(Permission::SeeMentoring)?;
    let mut session = hall.db().read().await?;
    let root = store::registry::merge::root(&mut session, &actor.regency, business).await?;
    let all = kept::of_business(&mut session, &actor.regency, root).await?;
    let open = all.iter().find(|one| one.closed_on.is_none());
    Ok(open.filter(|one| may_read(actor, one)).map(|one| one.id))
}

/// How it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It stands alone.
    Graduated,
    /// Otherwise, and why.
    Left(String),
}

/// Ends an engagement. A graduation needs a second assessment that can be compared with the first.
pub async fn close(hall: &Hall, actor: &Actor, id: EngagementId, ending: &Ending) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let mut one = hold(&mut tx, actor, id).await?;
    let event = match ending {
        Ending::Graduated => {
            let all = assessment::of_engagement(&mut tx, &actor.regency, id).await?;
            Event::Graduate {
                compared: is_compared(&all),
            }
        }
        Ending::Left(reason) => {
            let reason = words(reason, 500);
            if reason.chars().count() < 5 {
                return Err(MentoringError::ReasonMissing.into());
            }
            one.exit_reason = Some(reason);
            Event::Leave
        }
    };
    moved(hall, &mut tx, &mut one, Some(event)).await?;
    let detail = json!({ "state": one.state });
    audit::record(
        hall,
        &mut tx,
        actor,
        "mentoring.closed",
        &subject(id),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Whether two assessments of one version and of the mentoring instrument are there.
fn is_compared(all: &[Assessment]) -> bool {
    let mut own = all
        .iter()
        .filter(|one| one.instrument == growth::instrument::MENTORING);
    own.next()
        .is_some_and(|first| own.any(|later| later.version == first.version))
}

/// An assessment with its score, and what changed since the first one of its instrument.
#[derive(Debug, Clone)]
pub struct Assessed {
    /// As it is kept.
    pub kept: Assessment,
    /// With which instrument.
    pub instrument: &'static Instrument,
    /// The score with its reasons.
    pub score: Score,
    /// What changed; none for the first one.
    pub change: Option<std::result::Result<Change, ScoreError>>,
    /// Who made it.
    pub by: String,
}

/// A step of the plan that may become a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenStep {
    /// Id of the rule.
    pub rule: String,
    /// Whether it can be done now.
    pub now: bool,
}

/// Everything about one engagement.
#[derive(Debug, Clone)]
pub struct CareView {
    /// The engagement.
    pub engagement: Engagement,
    /// Where it stands.
    pub state: State,
    /// The business.
    pub business: Listed,
    /// Name of the mentor.
    pub mentor: String,
    /// Assessments, oldest first.
    pub assessed: Vec<Assessed>,
    /// Goals by day.
    pub goals: Vec<Goal>,
    /// Visits, newest first.
    pub visits: Vec<Visit>,
    /// Tasks, open ones first.
    pub tasks: Vec<Task>,
    /// Questions, newest first.
    pub questions: Vec<Question>,
    /// Figures by period.
    pub figures: Vec<Figure>,
    /// Steps of the plan that are open.
    pub steps: Vec<OpenStep>,
    /// Whether the actor may change it.
    pub may_work: bool,
}

/// One engagement, for staff.
pub async fn view(hall: &Hall, actor: &Actor, id: EngagementId) -> Result<CareView> {
    actor.must(Permission::SeeMentoring)?;
    let mut session = hall.db().read().await?;
    let one = kept::find(&mut session, &actor.regency, id)
        .await?
        .filter(|one| may_read(actor, one))
        .ok_or(Error::NotFound("engagement"))?;
    let may_work = works_on(actor, &one);
    let plan = plan::plan(hall, actor, one.business).await.ok();
    let mut view = whole(hall, &mut session, one, may_work).await?;
    if let Some(plan) = plan {
        view.steps = open_steps(hall, &plan.plan);
    }
    Ok(view)
}

pub(super) fn open_steps(hall: &Hall, plan: &rulebook::Plan) -> Vec<OpenStep> {
    let rulebook = hall.rulebook();
    plan.steps
        .iter()
        .filter(|step| !step.is_done())
        .filter_map(|step| {
            let rule = rulebook.rule(step.rule)?;
            Some(OpenStep {
                rule: rule.id.clone(),
                now: step.state == StepState::Next,
            })
        })
        .collect()
}

/// Reads everything that belongs to an engagement.
pub(super) async fn whole(
    hall: &Hall,
    session: &mut Session,
    one: Engagement,
    may_work: bool,
) -> Result<CareView> {
    let regency = one.regency.clone();
    let business = business::find(session, &regency, one.business)
        .await?
        .ok_or(Error::NotFound("business"))?;
    let all = assessment::of_engagement(session, &regency, one.id).await?;
    let mut accounts: Vec<AccountId> = all.iter().filter_map(|one| one.account).collect();
    accounts.push(one.mentor);
    let names = account::names(session, &accounts).await?;
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    Ok(CareView {
        state: state_of(&one)?,
        mentor: name(&one.mentor),
        assessed: assessed(all, &name)?,
        goals: assessment::goals(session, &regency, one.id).await?,
        visits: visit::of_engagement(session, &regency, one.id).await?,
        tasks: visit::tasks(session, &regency, one.id).await?,
        questions: visit::questions(session, &regency, one.id).await?,
        figures: figure::of_business(session, &regency, business.id).await?,
        steps: Vec::new(),
        business: listed(hall, business),
        may_work,
        engagement: one,
    })
}

/// Scores are computed from the answers each time: what is shown is what the answers say.
fn assessed(all: Vec<Assessment>, name: &impl Fn(&AccountId) -> String) -> Result<Vec<Assessed>> {
    let mut done: Vec<Assessed> = Vec::with_capacity(all.len());
    for kept in all {
        let version = u16::try_from(kept.version).unwrap_or(0);
        let instrument = instruments()?
            .find(&kept.instrument, version)
            .ok_or(MentoringError::InstrumentUnknown)?;
        let answers: Answers =
            serde_json::from_str(&kept.answers).map_err(|_| store::StoreError::Damaged {
                table: "assessment",
                column: "answers",
            })?;
        let score = instrument.score(&answers)?;
        let first = done
            .iter()
            .find(|earlier| earlier.kept.instrument == kept.instrument);
        done.push(Assessed {
            change: first.map(|first| score.change_since(&first.score)),
            by: kept.account.as_ref().map(name).unwrap_or_default(),
            kept,
            instrument,
            score,
        });
    }
    Ok(done)
}
