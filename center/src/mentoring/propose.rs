//! Who goes to whom: a proposal solved over all who wait, looked at and taken by an officer.

use growth::assign::{self, Helper, Policy, Seeker};
use serde_json::json;
use store::mentoring::engagement;
use store::mentoring::neglect::{self, Waiting};
use store::mentoring::proposal::{self as kept, Choice, Proposal};
use store::registry::business;
use store::registry::marks::MarkSet;
use vocab::id::{AccountId, BusinessId, ProposalId};

use super::MentoringError;
use super::care::{begun, must_be_mentor};
use super::caseload::whereabouts;
use super::mentor::{self, Field, MentorView};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::listing::{Listed, listed};

/// So many businesses are looked at in one proposal: those counted longest and in nobody's care.
const MOST: u32 = 5_000;

/// What is read of a business' marks.
struct Read {
    need: u8,
    field: Option<Field>,
}

/// How much a business needs somebody, by what the registry knows: each step that is open or asked for counts, waiting
/// counts, and a first stage that is not done says which field helps.
fn read(hall: &Hall, one: &Waiting) -> Read {
    let marks = MarkSet::decode(&one.marks);
    let (mut open, mut stage) = (0_u32, None);
    for number in marks.iter().flat_map(MarkSet::iter) {
        let Some(key) = hall.marks().key(number) else {
            continue;
        };
        match key.split_once(':') {
            Some(("open", _)) => open += 2,
            Some(("ask", _)) => open += 1,
            Some(("stage", word)) => stage = Some(word.to_owned()),
            _ => {}
        }
    }
    let days = (hall.clock().now().timestamp_micros() - one.since) / 86_400_000_000;
    let waited = u32::try_from((days / 30).clamp(0, 30)).unwrap_or(0);
    let need = (20 + open.min(50) + waited).min(100);
    let field = match stage.as_deref() {
        Some("legality") => Some(Field::Institution),
        Some("product_standard" | "packaging" | "quality") => Some(Field::Production),
        Some("marketing") => Some(Field::Marketing),
        Some("growth") => Some(Field::Finance),
        _ => None,
    };
    Read {
        need: u8::try_from(need).unwrap_or(100),
        field,
    }
}

fn helper(one: &MentorView) -> Helper {
    let small = |n: i64| u32::try_from(n).unwrap_or(0);
    let fields = if one.fields.is_empty() {
        Field::ALL.to_vec()
    } else {
        one.fields.clone()
    };
    Helper {
        at: one.start,
        load: small(one.load),
        capacity: if one.works { small(one.capacity) } else { 0 },
        fields: fields.into_iter().map(Field::position).collect(),
        area: one.area.map(|code| code.to_string()),
    }
}

/// Solves who goes to whom among all that wait, and keeps the proposal to be looked at.
pub async fn propose(hall: &Hall, actor: &Actor) -> Result<ProposalId> {
    actor.must(Permission::ManageMentoring)?;
    let mentors: Vec<MentorView> = mentor::all(hall, actor)
        .await?
        .into_iter()
        .filter(|one| one.room() > 0)
        .collect();
    let mut session = hall.db().read().await?;
    let waiting = neglect::waiting(&mut session, &actor.regency, MOST).await?;
    drop(session);
    let seekers: Vec<Seeker> = waiting
        .iter()
        .map(|one| {
            let known = read(hall, one);
            Seeker {
                need: known.need,
                at: whereabouts(hall, one.location.as_deref(), &one.region).map(|(at, _)| at),
                region: one.region.clone(),
                field: known.field.map(Field::position),
            }
        })
        .collect();
    if seekers.is_empty() || mentors.is_empty() {
        return Err(MentoringError::NobodyWaits.into());
    }
    let helpers: Vec<Helper> = mentors.iter().map(helper).collect();
    // Seconds of arithmetic: not on a thread that answers requests.
    let (found, seekers) = tokio::task::spawn_blocking(move || {
        (
            assign::propose(&seekers, &helpers, &Policy::default()),
            seekers,
        )
    })
    .await?;
    let name = |at: usize| mentors.get(at).map(|one| one.account);
    let choices: Vec<Choice> = found
        .choices
        .iter()
        .zip(&seekers)
        .zip(&waiting)
        .filter_map(|((choice, seeker), one)| {
            let choice = (*choice)?;
            Some(Choice {
                business: one.id,
                mentor: name(choice.helper)?,
                need: i64::from(seeker.need),
                metres: choice.weighed.metres,
                field: choice.weighed.field,
                area: choice.weighed.area,
                nearer: choice.nearer.and_then(name),
                state: "proposed".to_owned(),
            })
        })
        .collect();
    let one = Proposal {
        id: hall.new_id(),
        made_at: hall.clock().now(),
        account: actor.account,
        seekers: i64::try_from(seekers.len()).unwrap_or(i64::MAX),
        helpers: i64::try_from(mentors.len()).unwrap_or(i64::MAX),
        cost: found.cost,
        bound: found.bound,
        closed_at: None,
    };
    let mut tx = hall.db().write().await?;
    let detail = json!({ "businesses": one.seekers, "placed": choices.len(), "cost": one.cost, "bound": one.bound });
    kept::insert(&mut tx, &actor.regency, &one, choices).await?;
    audit::record(
        hall,
        &mut tx,
        actor,
        "assignment.proposed",
        &format!("proposal:{}", one.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(one.id)
}

/// A proposal as a page shows it.
#[derive(Debug, Clone)]
pub struct ProposalView {
    /// The proposal.
    pub proposal: Proposal,
    /// How many lines each mentor has left.
    pub by_mentor: Vec<(AccountId, i64)>,
    /// Lines of the chosen mentor (or of all), the greatest need first.
    pub lines: Vec<(Choice, Option<Listed>)>,
}

/// Lines on the page.
const LINES: u32 = 50;

/// The open proposal.
pub async fn view(
    hall: &Hall,
    actor: &Actor,
    mentor: Option<AccountId>,
) -> Result<Option<ProposalView>> {
    actor.must(Permission::ManageMentoring)?;
    let mut session = hall.db().read().await?;
    let Some(proposal) = kept::open(&mut session, &actor.regency).await? else {
        return Ok(None);
    };
    let by_mentor = kept::by_mentor(&mut session, &actor.regency, proposal.id).await?;
    let choices = kept::choices(
        &mut session,
        &actor.regency,
        proposal.id,
        mentor,
        None,
        LINES,
    )
    .await?;
    let ids: Vec<BusinessId> = choices.iter().map(|choice| choice.business).collect();
    let mut found: std::collections::HashMap<BusinessId, Listed> =
        business::find_many(&mut session, &ids)
            .await?
            .into_iter()
            .map(|one| (one.id, listed(hall, one)))
            .collect();
    let lines = choices
        .into_iter()
        .map(|choice| {
            let listed = found.remove(&choice.business);
            (choice, listed)
        })
        .collect();
    Ok(Some(ProposalView {
        proposal,
        by_mentor,
        lines,
    }))
}

/// What an officer says to a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// All lines of a mentor, or of everybody.
    TakeAll {
        /// Whose.
        mentor: Option<AccountId>,
    },
    /// One line, perhaps with another mentor.
    Take {
        /// Which business.
        business: BusinessId,
        /// Who goes instead.
        instead: Option<AccountId>,
    },
    /// Not this one.
    Refuse {
        /// Which business.
        business: BusinessId,
    },
}

/// Carries out what an officer said. Businesses that somebody else took into care meanwhile are passed over. Gives how
/// many engagements began.
pub async fn answer(hall: &Hall, actor: &Actor, id: ProposalId, answer: Answer) -> Result<usize> {
    actor.must(Permission::ManageMentoring)?;
    let mut tx = hall.db().write().await?;
    let open = kept::open(&mut tx, &actor.regency).await?;
    if open.is_none_or(|open| open.id != id) {
        return Err(MentoringError::ProposalGone.into());
    }
    let (mentor, business) = match answer {
        Answer::TakeAll { mentor } => (mentor, None),
        Answer::Take { business, .. } | Answer::Refuse { business } => (None, Some(business)),
    };
    let mut choices = kept::choices(&mut tx, &actor.regency, id, mentor, business, MOST).await?;
    if choices.is_empty() {
        return Err(Error::NotFound("choice"));
    }
    if let Answer::Take {
        instead: Some(instead),
        ..
    } = answer
    {
        must_be_mentor(&mut tx, actor, instead).await?;
        for choice in &mut choices {
            choice.mentor = instead;
        }
    }
    let ids: Vec<BusinessId> = choices.iter().map(|choice| choice.business).collect();
    let refused = matches!(answer, Answer::Refuse { .. });
    let begun = if refused {
        0
    } else {
        begin(hall, &mut tx, actor, &choices).await?
    };
    let state = if refused { "refused" } else { "taken" };
    kept::settle(&mut tx, &actor.regency, id, &ids, state).await?;
    let detail = json!({ "answer": state, "businesses": ids.len(), "begun": begun });
    audit::record(
        hall,
        &mut tx,
        actor,
        "assignment.answered",
        &format!("proposal:{id}"),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(begun)
}

async fn begin(
    hall: &Hall,
    tx: &mut store::Tx,
    actor: &Actor,
    choices: &[Choice],
) -> Result<usize> {
    let ids: Vec<BusinessId> = choices.iter().map(|choice| choice.business).collect();
    let taken = engagement::open_among(tx, &actor.regency, &ids).await?;
    let regions: std::collections::HashMap<BusinessId, String> = business::find_many(tx, &ids)
        .await?
        .into_iter()
        .map(|one| (one.id, one.region))
        .collect();
    let all: Vec<_> = choices
        .iter()
        .filter(|choice| !taken.contains(&choice.business))
        .filter_map(|choice| {
            let region = regions.get(&choice.business)?;
            Some(begun(hall, actor, choice.business, region, choice.mentor))
        })
        .collect();
    let n = all.len();
    engagement::insert_many(tx, all).await?;
    Ok(n)
}
