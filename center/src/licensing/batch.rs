//! Batch days: everybody of a region who needs the same step is invited to one hall, where an officer looks at the
//! papers themselves.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::json;
use store::Session;
use store::licensing::batch::{self as kept, Batch, Guest};
use store::licensing::{case, document};
use store::registry::business;
use vocab::RegionCode;
use vocab::id::{BatchId, BusinessId, CaseId};

use super::case::State;
use super::error::LicensingError;
use super::open::open_in;
use super::permits::Permit;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::notify::{self, About, News};
use crate::permission::Permission;
use crate::registry::find::{self, Query, StepFilter, matches};
use crate::registry::palette::Standing;
use crate::registry::state::may_see;

/// Most guests of one day: a hall holds no more, and nobody checks the papers of more.
const MOST: u64 = 500;
/// Guests on one page.
const PAGE: u32 = 50;

/// A day to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBatch {
    /// What people call it.
    pub name: String,
    /// Id of the permit's rule.
    pub permit: String,
    /// A district or village.
    pub region: RegionCode,
    /// The hall in which they meet.
    pub place: String,
    /// The day.
    pub held_on: NaiveDate,
    /// The hour, such as `09:00`.
    pub starts_at: String,
}

fn subject(id: BatchId) -> String {
    format!("batch:{id}")
}

/// Makes a batch day and invites everybody of the region whose plan has the step open, as the plan is now.
pub async fn create(hall: &Hall, actor: &Actor, new: &NewBatch) -> Result<BatchId> {
    actor.must(Permission::ManageBatches)?;
    let text = |text: &str| -> String { text.trim().chars().take(120).collect() };
    let (name, place) = (text(&new.name), text(&new.place));
    let today = hall.clock().today();
    if name.is_empty() || place.is_empty() || new.held_on < today {
        return Err(LicensingError::BatchIncomplete.into());
    }
    if Permit::by_id(&hall.rulebook(), &new.permit, today).is_none() {
        return Err(LicensingError::NotAPermit.into());
    }
    let query = Query {
        region: Some(new.region),
        step: Some(StepFilter {
            rule: new.permit.clone(),
            standings: vec![Standing::Open],
        }),
        ..Query::default()
    };
    let mut tx = hall.db().write().await?;
    let found = matches(hall, &mut tx, actor, &query).await?;
    let rows = found.matches.seqs.len();
    if rows == 0 {
        return Err(LicensingError::BatchEmpty.into());
    }
    if rows > MOST {
        return Err(LicensingError::BatchTooLarge { rows }.into());
    }
    let seqs: Vec<u32> = found.matches.seqs.iter().collect();
    let guests = business::by_seqs(&mut tx, &seqs).await?;
    let batch = Batch {
        id: hall.new_id(),
        regency: actor.regency.clone(),
        name,
        permit: new.permit.clone(),
        region: new.region.to_string(),
        place,
        held_on: new.held_on,
        starts_at: new.starts_at.trim().chars().take(5).collect(),
        account: actor.account,
        created_at: hall.clock().now(),
        closed_at: None,
    };
    let invited = guests.iter().map(|one| (one.id, one.region.clone()));
    kept::insert(&mut tx, &batch, invited.collect()).await?;
    for guest in &guests {
        let about = About {
            path: "/plan".to_owned(),
            business: guest.name.clone(),
            permit: batch.permit.clone(),
            day: batch.held_on.to_string(),
            place: format!("{} ({})", batch.place, batch.starts_at),
            ..About::default()
        };
        let owner = guest.owner;
        notify::tell_owner(hall, &mut tx, &actor.regency, owner, News::Invited, &about).await?;
    }
    let detail = json!({ "permit": batch.permit, "region": batch.region, "guests": guests.len() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "batch.made",
        &subject(batch.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(batch.id)
}

/// The latest days, with how many are invited and how many came.
pub async fn list(hall: &Hall, actor: &Actor) -> Result<Vec<(Batch, i64, i64)>> {
    actor.must(Permission::ManageBatches)?;
    let mut session = hall.db().read().await?;
    Ok(kept::newest(&mut session, &actor.regency, actor.place(), 100).await?)
}

/// A batch day as its page shows it.
#[derive(Debug, Clone)]
pub struct BatchView {
    /// The day.
    pub batch: Batch,
    /// How many guests there are of each state.
    pub attendance: Vec<(String, i64)>,
    /// A page of its guests.
    pub guests: Vec<GuestView>,
    /// Whether it may be closed today.
    pub may_close: bool,
    /// Where the next page begins.
    pub next: Option<BusinessId>,
}

/// A guest, and what follows for it.
#[derive(Debug, Clone)]
pub struct GuestView {
    /// Who, and whether it came.
    pub guest: Guest,
    /// Its line in the registry.
    pub line: Option<find::Listed>,
    /// How its case stands.
    pub follows: Option<Follows>,
}

/// How the case of a guest stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Follows {
    /// State of the case.
    pub state: State,
    /// Documents found good.
    pub good: i64,
    /// Documents asked for.
    pub asked: i64,
}

/// A batch day and a page of its guests. An account bound to a place sees the guests of that place.
pub async fn view(
    hall: &Hall,
    actor: &Actor,
    id: BatchId,
    after: Option<BusinessId>,
) -> Result<BatchView> {
    actor.must(Permission::ManageBatches)?;
    let regency = actor.regency.as_str();
    let mut session = hall.db().read().await?;
    let batch = kept::find(&mut session, regency, id).await?;
    let batch = batch.ok_or(Error::NotFound("batch"))?;
    let place = actor.place();
    let attendance = kept::attendance(&mut session, regency, id, place).await?;
    if attendance.is_empty() && place.is_some() {
        return Err(Error::NotFound("batch"));
    }
    let guests = kept::guests(&mut session, regency, id, place, after, PAGE).await?;
    let follows = follows(&mut session, regency, &guests).await?;
    drop(session);
    let ids: Vec<BusinessId> = guests.iter().map(|guest| guest.business).collect();
    let listed = find::by_ids(hall, actor, &ids).await?;
    let full = u32::try_from(guests.len()).is_ok_and(|n| n == PAGE);
    Ok(BatchView {
        next: guests.last().filter(|_| full).map(|guest| guest.business),
        may_close: place.is_none()
            && batch.closed_at.is_none()
            && batch.held_on <= hall.clock().today(),
        guests: guests
            .into_iter()
            .map(|guest| GuestView {
                line: listed
                    .iter()
                    .find(|line| line.id == guest.business)
                    .cloned(),
                follows: guest.case.and_then(|case| follows.get(&case).copied()),
                guest,
            })
            .collect(),
        batch,
        attendance,
    })
}

/// How the cases of some guests stand: two queries, however many there are.
async fn follows(
    session: &mut Session,
    regency: &str,
    guests: &[Guest],
) -> Result<HashMap<CaseId, Follows>> {
    let ids: Vec<CaseId> = guests.iter().filter_map(|guest| guest.case).collect();
    let mut follows = HashMap::new();
    for one in case::find_many(session, regency, &ids).await? {
        if let Some(state) = State::from_id(&one.state) {
            let begun = Follows {
                state,
                good: 0,
                asked: 0,
            };
            follows.insert(one.id, begun);
        }
    }
    for (id, state, n) in document::tally(session, regency, &ids).await? {
        if let Some(one) = follows.get_mut(&id) {
            one.asked += n;
            one.good += if state == "good" { n } else { 0 };
        }
    }
    Ok(follows)
}

/// Closes a day: whoever was not noted did not come. Each owner hears what follows: who came and lacks a document, which
/// one is still waited for; who did not come, that the same can be done from home or at the office. Whoever is complete
/// was told so when the last document was found good.
pub async fn close(hall: &Hall, actor: &Actor, id: BatchId) -> Result<()> {
    // For everybody who was invited at once: not for an account that sees a part of them.
    actor.must_see_all(Permission::ManageBatches)?;
    let regency = actor.regency.as_str();
    let mut tx = hall.db().write().await?;
    let batch = kept::find(&mut tx, regency, id).await?;
    let batch = batch.ok_or(Error::NotFound("batch"))?;
    if batch.held_on > hall.clock().today() {
        return Err(LicensingError::BatchToCome.into());
    }
    let now = hall.clock().now();
    if !kept::close(&mut tx, regency, id, actor.account, now).await? {
        return Err(LicensingError::BatchClosed.into());
    }
    let most = u32::try_from(MOST).unwrap_or(u32::MAX);
    let guests = kept::guests(&mut tx, regency, id, None, None, most).await?;
    let follows = follows(&mut tx, regency, &guests).await?;
    let ids: Vec<BusinessId> = guests.iter().map(|guest| guest.business).collect();
    let businesses = business::find_many(&mut tx, &ids).await?;
    let mut told = 0_u64;
    for guest in &guests {
        let found = businesses.iter().find(|one| one.id == guest.business);
        let follows = guest.case.and_then(|case| follows.get(&case));
        let news = match (guest.state.as_str(), follows) {
            ("present", Some(follows))
                if !follows.state.is_closed() && follows.good < follows.asked =>
            {
                News::BatchWanting
            }
            ("present", _) => continue,
            _ => News::BatchMissed,
        };
        let Some(found) = found else { continue };
        let about = About {
            path: match guest.case {
                Some(case) => format!("/licensing/cases/{case}"),
                None => "/plan".to_owned(),
            },
            business: found.name.clone(),
            permit: batch.permit.clone(),
            day: batch.held_on.to_string(),
            count: follows.map_or(0, |follows| follows.asked - follows.good),
            ..About::default()
        };
        if notify::tell_owner(hall, &mut tx, regency, found.owner, news, &about).await? {
            told += 1;
        }
    }
    let came = guests
        .iter()
        .filter(|guest| guest.state == "present")
        .count();
    let detail = json!({ "guests": guests.len(), "came": came, "told": told });
    audit::record(hall, &mut tx, actor, "batch.closed", &subject(id), detail).await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(())
}

/// Notes that a guest came, and opens the case if there is none; or that it did not come. Gives the case.
pub async fn note(
    hall: &Hall,
    actor: &Actor,
    id: BatchId,
    guest: BusinessId,
    came: bool,
) -> Result<Option<CaseId>> {
    actor.must(Permission::ManageBatches)?;
    let mut tx = hall.db().write().await?;
    let batch = kept::find(&mut tx, &actor.regency, id).await?;
    let batch = batch.ok_or(Error::NotFound("batch"))?;
    if batch.closed_at.is_some() {
        return Err(LicensingError::BatchClosed.into());
    }
    let business = business::hold(&mut tx, &actor.regency, guest)
        .await?
        .filter(|business| may_see(actor, business))
        .ok_or(LicensingError::NotInvited)?;
    let opened = if came {
        let permit = batch.permit.as_str();
        let open = case::open_one(&mut tx, &actor.regency, business.id, permit, "").await?;
        match open {
            Some(open) => Some(open.id),
            None => match open_in(hall, &mut tx, actor, &business, permit, "").await {
                Ok(new) => Some(new),
                // Another step comes first, or the permit is there by now: coming is noted all the same.
                Err(Error::Licensing(
                    LicensingError::Blocked { .. } | LicensingError::NotNeeded,
                )) => None,
                Err(error) => return Err(error),
            },
        }
    } else {
        None
    };
    let noted = Guest {
        business: guest,
        region: String::new(),
        state: if came { "present" } else { "absent" }.to_owned(),
        case: opened,
    };
    let now = hall.clock().now();
    if !kept::note(&mut tx, &actor.regency, id, &noted, actor.account, now).await? {
        return Err(LicensingError::NotInvited.into());
    }
    let detail = json!({
        "business": guest.to_string(), "state": noted.state, "case": opened.map(|id| id.to_string()),
    });
    audit::record(hall, &mut tx, actor, "batch.noted", &subject(id), detail).await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(opened)
}
