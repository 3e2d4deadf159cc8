//! Moving a case: one transaction each with its version, its event, its counters, the statement that an issued permit
//! makes (and with it the plan), what is told to whom, and the audit entry.

use chrono::NaiveDate;
use rulebook::{Fact, Facts, Value};
use serde_json::json;
use store::Tx;
use store::licensing::case::{self as kept, Case};
use store::licensing::document::{self, Document};
use store::licensing::{count, event};
use store::people::account;
use store::registry::business::{self, Business};
use vocab::Lang;
use vocab::id::{AccountId, CaseId};

use super::case::{Documents, Event, Halt, Side, State, Turn};
use super::clock;
use super::error::LicensingError;
use super::number::{self, Issue, NumberProblem};
use super::open::facts_of;
use super::permits::Permit;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::notify::{self, About, News};
use crate::permission::{Permission, Role};
use crate::registry::state::{Stated, may_see, state_in};

/// What somebody does to a case by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Begin to gather documents.
    Begin,
    /// It was submitted outside: where, and under which number if there is one already.
    Submit {
        /// Where, such as `oss.go.id`; empty for the permit's usual place.
        system: String,
        /// Its number there.
        number: String,
    },
    /// The authority is at it.
    TakeUp,
    /// The authority wants something mended: what, in words for the owner, and which documents.
    AskRepair {
        /// In plain words.
        reason: String,
        /// Places of the documents that must be replaced.
        documents: Vec<i64>,
    },
    /// What was to be mended was sent.
    Resubmit,
    /// The permit is there.
    Issue(Issue),
    /// The authority said no.
    Refuse {
        /// In plain words.
        reason: String,
    },
    /// Give it up.
    Withdraw {
        /// In plain words.
        reason: String,
    },
}

impl Action {
    /// What happens by it.
    pub const fn event(&self) -> Event {
        match self {
            Self::Begin => Event::Begin,
            Self::Submit { .. } => Event::Submit,
            Self::TakeUp => Event::TakeUp,
            Self::AskRepair { .. } => Event::AskRepair,
            Self::Resubmit => Event::Resubmit,
            Self::Issue(_) => Event::Issue,
            Self::Refuse { .. } => Event::Refuse,
            Self::Withdraw { .. } => Event::Withdraw,
        }
    }
}

/// A case that is held for change, with what belongs to it.
pub(super) struct Held {
    pub(super) case: Case,
    pub(super) before: Case,
    pub(super) business: Business,
    pub(super) documents: Vec<Document>,
    pub(super) permit: Permit,
    pub(super) side: Side,
}

/// How the trail names a case.
pub(super) fn subject(id: CaseId) -> String {
    format!("case:{id}")
}

/// On whose side somebody acts: a mentor fills in for owners.
pub(super) fn side(actor: &Actor) -> Side {
    if actor.may(Permission::WorkCases) {
        Side::Office
    } else {
        Side::Owner
    }
}

/// Holds a case that the actor may see, in the version that the actor saw.
pub(super) async fn hold(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    id: CaseId,
    version: Option<i64>,
) -> Result<Held> {
    let case = kept::hold(tx, &actor.regency, id).await?;
    let case = case.ok_or(Error::NotFound("case"))?;
    let business = business::hold(tx, &actor.regency, case.business)
        .await?
        .filter(|business| may_see(actor, business))
        .ok_or(Error::NotFound("case"))?;
    if version.is_some_and(|version| version != case.version) {
        return Err(changed(tx, &actor.regency, &case).await?.into());
    }
    let documents = document::of_case(tx, &actor.regency, id).await?;
    let permit = permit_of(hall, &case)?;
    Ok(Held {
        before: case.clone(),
        case,
        business,
        documents,
        permit,
        side: side(actor),
    })
}

/// The permit of a case, also if its rule holds no more today.
pub(super) fn permit_of(hall: &Hall, case: &Case) -> Result<Permit> {
    let rulebook = hall.rulebook();
    let today = hall.clock().today();
    let opened = case.opened_at.date_naive();
    let versions = [today, opened].into_iter();
    let found = versions.filter_map(|day| Permit::by_id(&rulebook, &case.permit, day));
    found
        .chain(
            rulebook
                .versions(&case.permit)
                .filter_map(|(index, rule)| Permit::of(&rulebook, rule, index)),
        )
        .next()
        .map(|permit| permit.within(&hall.settings().permit_days))
        .ok_or_else(|| LicensingError::NotAPermit.into())
}

/// Who changed the case, and how: told to whoever saw it before.
async fn changed(tx: &mut Tx, regency: &str, case: &Case) -> Result<LicensingError> {
    let events = event::of_case(tx, regency, case.id).await?;
    let last = events.last();
    let who = match last.and_then(|last| last.account) {
        Some(account) => account::names(tx, &[account]).await?.remove(&account),
        None => None,
    };
    let what = last.and_then(|last| Event::from_id(&last.event));
    Ok(LicensingError::Changed {
        who: who.unwrap_or_else(|| "Seseorang".to_owned()),
        what: what.map_or("-", |what| what.label(Lang::Id)).to_owned(),
    })
}

/// The state of a case.
pub(super) fn state_of(case: &Case) -> Result<State> {
    State::from_id(&case.state).ok_or_else(|| {
        store::StoreError::Damaged {
            table: "licence_case",
            column: "state",
        }
        .into()
    })
}

impl Held {
    pub(super) fn state(&self) -> Result<State> {
        state_of(&self.case)
    }

    /// How the documents stand.
    pub(super) fn standing(&self) -> Documents {
        let count = |state: &str| {
            let these = self.documents.iter().filter(|one| one.state == state);
            these.count()
        };
        Documents {
            new: count("new"),
            wanting: count("missing") + count("bad"),
        }
    }

    /// Lets an event happen: state, turn and clock follow.
    pub(super) fn happen(&mut self, hall: &Hall, event: Event) -> Result<()> {
        let state = self.state()?;
        let to = state.after(event, self.side).map_err(|halt| match halt {
            Halt::State => LicensingError::NotNow {
                state: state.label(Lang::Id).to_owned(),
            },
            Halt::Side => LicensingError::NotYours,
        })?;
        to.id().clone_into(&mut self.case.state);
        let turn = to.turn(self.standing());
        let today = hall.clock().today();
        clock::hand_over(&mut self.case, turn, &self.permit, hall.calendar(), today);
        if turn == Turn::Nobody {
            self.case.closed_at = Some(hall.clock().now());
        }
        Ok(())
    }

    /// Writes case, event and counters; the version goes up.
    pub(super) async fn write(
        &mut self,
        hall: &Hall,
        tx: &mut Tx,
        actor: &Actor,
        event: Event,
        note: Option<String>,
    ) -> Result<()> {
        self.case.changed_at = hall.clock().now();
        if !kept::update(tx, &self.case).await? {
            let case = self.case.clone();
            return Err(changed(tx, &actor.regency, &case).await?.into());
        }
        let happened = event::Event {
            at: self.case.changed_at,
            account: actor.account,
            side: self.side.id().to_owned(),
            event: event.id().to_owned(),
            from: self.before.state.clone(),
            to: self.case.state.clone(),
            note,
        };
        event::insert(tx, &actor.regency, self.case.id, &happened).await?;
        Ok(count::moved(tx, Some(&self.before), &self.case).await?)
    }

    /// What a notice about this case is about.
    pub(super) fn about(&self) -> About {
        About {
            path: format!("/licensing/cases/{}", self.case.id),
            business: self.business.name.clone(),
            permit: self.case.permit.clone(),
            place: self.case.outside_system.clone().unwrap_or_default(),
            ..About::default()
        }
    }

    /// Tells the owner; not if it was the owner who did it.
    pub(super) async fn tell_owner(
        &self,
        hall: &Hall,
        tx: &mut Tx,
        actor: &Actor,
        news: News,
        about: &About,
    ) -> Result<()> {
        if actor.role != Role::Owner {
            let owner = self.business.owner;
            notify::tell_owner(hall, tx, &actor.regency, owner, news, about).await?;
        }
        Ok(())
    }
}

/// Does something to a case. The version is the one the actor saw: whoever comes second is told who came first.
pub async fn act(
    hall: &Hall,
    actor: &Actor,
    id: CaseId,
    version: i64,
    action: &Action,
) -> Result<()> {
    actor.must(Permission::OpenCases)?;
    let mut tx = hall.db().write().await?;
    let mut held = hold(hall, &mut tx, actor, id, Some(version)).await?;
    let event = action.event();
    // Whether it may happen at all comes before what is wrong with what was typed.
    held.happen(hall, event)?;
    let told = apply(hall, &mut tx, actor, &mut held, action).await?;
    held.write(hall, &mut tx, actor, event, told.note).await?;
    if let Some(news) = told.news {
        held.tell_owner(hall, &mut tx, actor, news, &told.about)
            .await?;
    }
    let detail = json!({
        "event": event.id(), "from": held.before.state, "to": held.case.state, "version": version + 1,
        "permit": held.case.permit, "business": held.business.id.to_string(),
        "statement": held.case.statement.map(|id| id.to_string()),
    });
    audit::record(hall, &mut tx, actor, "case.moved", &subject(id), detail).await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(())
}

/// What is noted in the events and told to the owner.
struct Told {
    note: Option<String>,
    news: Option<News>,
    about: About,
}

async fn apply(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    held: &mut Held,
    action: &Action,
) -> Result<Told> {
    let mut note = None;
    let news = match action {
        Action::Begin => None,
        Action::Submit { system, number } => {
            note = submit(held, system, number)?;
            Some(News::Submitted)
        }
        Action::Resubmit => {
            held.case.reason = None;
            Some(News::Submitted)
        }
        Action::TakeUp => Some(News::TakenUp),
        Action::AskRepair { reason, documents } => {
            let reason = in_words(reason)?;
            repair(hall, tx, held, &reason, documents).await?;
            note = Some(reason);
            Some(News::NeedsRepair)
        }
        Action::Issue(issue) => {
            note = self::issue(hall, tx, actor, held, issue).await?;
            Some(News::Issued)
        }
        Action::Refuse { reason } => {
            note = Some(in_words(reason)?);
            held.case.reason.clone_from(&note);
            Some(News::Refused)
        }
        Action::Withdraw { reason } => {
            note = Some(in_words(reason)?);
            held.case.reason.clone_from(&note);
            Some(News::Withdrawn)
        }
    };
    let about = About {
        words: note.clone().unwrap_or_default(),
        ..held.about()
    };
    Ok(Told { note, news, about })
}

/// A reason in somebody's words.
pub(super) fn in_words(text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 500 {
        return Err(LicensingError::ReasonMissing.into());
    }
    Ok(text.to_owned())
}

fn submit(held: &mut Held, system: &str, number: &str) -> Result<Option<String>> {
    let system: String = match system.trim() {
        "" => held.permit.system.clone(),
        given => given.chars().take(80).collect(),
    };
    if system.is_empty() {
        return Err(LicensingError::SystemMissing.into());
    }
    let number = number.trim();
    let plain = number
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '/' | '-' | ' '));
    if number.chars().count() > 60 || !plain {
        return Err(LicensingError::OutsideNumber.into());
    }
    held.case.outside_system = Some(system.clone());
    held.case.outside_number = (!number.is_empty()).then(|| number.to_owned());
    Ok(Some(format!("{system} {number}").trim().to_owned()))
}

/// The documents that must be replaced are marked so; if none is named, the reason alone tells what to do.
async fn repair(
    hall: &Hall,
    tx: &mut Tx,
    held: &mut Held,
    reason: &str,
    places: &[i64],
) -> Result<()> {
    let now = hall.clock().now();
    for place in places {
        let document = held.documents.iter_mut().find(|one| one.place == *place);
        let document = document.ok_or(LicensingError::DocumentUnknown)?;
        "bad".clone_into(&mut document.state);
        document.reason = Some(reason.to_owned());
        document.seen_on_paper = false;
        document.changed_at = now;
        document::update(tx, document).await?;
    }
    held.case.reason = Some(reason.to_owned());
    // Whose turn it is depends on the documents, and those have just changed.
    let turn = State::NeedsRepair.turn(held.standing());
    let today = hall.clock().today();
    clock::hand_over(&mut held.case, turn, &held.permit, hall.calendar(), today);
    Ok(())
}

/// The number is held against the business and becomes a fact through the officer's door; the plan follows.
async fn issue(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    held: &mut Held,
    issue: &Issue,
) -> Result<Option<String>> {
    let today = hall.clock().today();
    let mut facts = facts_of(tx, &actor.regency, held.business.id).await?;
    let further = is_further_product(held, &facts);
    if further {
        // What is known of kind and pack is known of the main product.
        facts.remove(Fact::PirtFoodType);
        facts.remove(Fact::PackagingMaterial);
    }
    let issued = number::check(&held.permit, issue, &facts, hall.gazetteer(), today);
    let issued = issued.map_err(|problem| match problem {
        NumberProblem::Malformed(message) => Error::Malformed(message),
        NumberProblem::Contradicts(error) => error.into(),
    })?;
    let on: NaiveDate = issue.issued_on.unwrap_or(today);
    // A further product's number stays with its case: the fact of the business is its main product's.
    if !further {
        let stated = state_in(hall, tx, actor, held.business.clone(), &issued.facts, on).await?;
        if let Stated::Written(statement) = stated {
            held.case.statement = Some(statement);
        }
    }
    held.case.issued_number.clone_from(&issued.number);
    held.case.issued_on = Some(on);
    held.case.valid_until = issued.valid_until;
    held.case.reason = None;
    Ok(issued.number)
}

/// Whether a case is for another product than the main one, for which the permit is there already.
fn is_further_product(held: &Held, facts: &Facts) -> bool {
    let main = facts.get(Fact::MainProduct).and_then(Value::as_text);
    let is_main = main.is_some_and(|main| main.to_lowercase() == held.case.product.to_lowercase());
    !held.case.product.is_empty() && !is_main && facts.held(held.permit.fact) == Some(true)
}

/// Gives a case to an officer, or to nobody.
pub async fn assign(
    hall: &Hall,
    actor: &Actor,
    id: CaseId,
    version: i64,
    officer: Option<AccountId>,
) -> Result<()> {
    actor.must(Permission::AssignCases)?;
    let mut tx = hall.db().write().await?;
    let mut held = hold(hall, &mut tx, actor, id, Some(version)).await?;
    held.side = Side::Office;
    let name = match officer {
        Some(officer) => Some(officer_name(&mut tx, actor, officer).await?),
        None => None,
    };
    held.happen(hall, Event::Assign)?;
    held.case.officer = officer;
    held.write(hall, &mut tx, actor, Event::Assign, name)
        .await?;
    if let Some(officer) = officer.filter(|officer| Some(*officer) != actor.account) {
        let about = held.about();
        let regency = &actor.regency;
        notify::tell(hall, &mut tx, regency, officer, News::Assigned, &about).await?;
    }
    let detail = json!({ "officer": officer.map(|id| id.to_string()) });
    audit::record(hall, &mut tx, actor, "case.assigned", &subject(id), detail).await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(())
}

async fn officer_name(tx: &mut Tx, actor: &Actor, officer: AccountId) -> Result<String> {
    let found = account::find(tx, officer).await?.filter(|found| {
        found.regency == actor.regency
            && found.state != "disabled"
            && Role::from_id(&found.role).is_some_and(|role| role.may(Permission::WorkCases))
    });
    Ok(found.ok_or(LicensingError::NotAnOfficer)?.name)
}
