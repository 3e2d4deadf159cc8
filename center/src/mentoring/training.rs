//! Trainings: who is invited and comes, what was learned, and a certificate that can be verified.

use chrono::{Datelike as _, NaiveDate};
use rulebook::{Fact, Facts, Value};
use serde_json::json;
use store::mentoring::training::{self as kept, Certificate, Meeting, Place, Training};
use store::registry::{business, marks};
use vocab::id::{BusinessId, TrainingId, TrainingSessionId};

use super::{MentoringError, words};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::keys::Purpose;
use crate::permission::Permission;
use crate::registry::palette::{Standing, key};
use crate::registry::state;

/// The pass mark of the food safety training (Peraturan BPOM 22/2018); other trainings are passed by coming.
pub const PKP_PASS_MARK: i64 = 60;

/// What is typed to make a training.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// What people call it.
    pub title: String,
    /// What is taught.
    pub curriculum: String,
    /// Where.
    pub place: String,
    /// How many places.
    pub quota: String,
    /// Id of the step it helps with; empty for everybody.
    pub step: String,
    /// Whether it is the food safety training.
    pub pkp: bool,
    /// One session on each line: the day, then what it is about.
    pub sessions: String,
}

/// A word for a QR code, made of what it stands for: it need not be kept, and nobody without the key can make one.
fn token(hall: &Hall, what: &str, id: &str) -> String {
    let hash = hall
        .keys()
        .short_hash(Purpose::Share, format!("{what}:{id}").as_bytes());
    format!("{:032x}", u128::from_be_bytes(hash))
}

fn token_hash(hall: &Hall, token: &str) -> Vec<u8> {
    hall.keys().hash(Purpose::Share, token.as_bytes()).to_vec()
}

/// The word of a session's QR code.
pub fn session_token(hall: &Hall, id: TrainingSessionId) -> String {
    token(hall, "attend", &id.to_string())
}

/// The word of a certificate's QR code.
fn certificate_token(hall: &Hall, id: TrainingId, business: BusinessId) -> String {
    token(hall, "certificate", &format!("{id}/{business}"))
}

fn subject(id: TrainingId) -> String {
    format!("training:{id}")
}

/// Makes a training. Days may lie in the past, so that one that was held can be written down.
pub async fn create(hall: &Hall, actor: &Actor, typed: &Typed) -> Result<TrainingId> {
    actor.must(Permission::ManageTrainings)?;
    let title = words(&typed.title, 120);
    let quota = typed
        .quota
        .trim()
        .parse::<i64>()
        .ok()
        .filter(|n| (1..=1_000).contains(n));
    let mut meetings = Vec::new();
    for line in typed
        .sessions
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(30)
    {
        let (day, topic) = line.split_once(' ').unwrap_or((line, ""));
        let held_on = vocab::date::parse_date(day).map_err(|_| MentoringError::DayInvalid {
            day: day.to_owned(),
        })?;
        let id: TrainingSessionId = hall.new_id();
        meetings.push(Meeting {
            id,
            held_on,
            topic: words(topic, 200),
            token_hash: token_hash(hall, &session_token(hall, id)),
        });
    }
    meetings.sort_by_key(|meeting| meeting.held_on);
    let (Some(quota), Some(first)) = (quota, meetings.first().map(|meeting| meeting.held_on))
    else {
        return Err(MentoringError::TrainingInvalid.into());
    };
    if title.chars().count() < 3 {
        return Err(MentoringError::TrainingInvalid.into());
    }
    let step = typed.step.trim();
    if !step.is_empty() && hall.rulebook().versions(step).next().is_none() {
        return Err(MentoringError::StepUnknown {
            step: step.to_owned(),
        }
        .into());
    }
    let one = Training {
        id: hall.new_id(),
        title,
        curriculum: words(&typed.curriculum, 4_000),
        place: words(&typed.place, 200),
        quota,
        step: step.to_owned(),
        pkp: typed.pkp,
        starts_on: first,
        account: actor.account,
        created_at: hall.clock().now(),
        closed_at: None,
    };
    let mut tx = hall.db().write().await?;
    kept::insert(&mut tx, &actor.regency, &one, &meetings).await?;
    let detail = json!({ "step": one.step, "quota": quota, "sessions": meetings.len() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "training.created",
        &subject(one.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(one.id)
}

/// Trainings, the newest first, with how many are registered.
pub async fn list(hall: &Hall, actor: &Actor) -> Result<Vec<(Training, i64)>> {
    actor.must(Permission::SeeMentoring)?;
    let mut session = hall.db().read().await?;
    Ok(kept::newest(&mut session, &actor.regency, 100).await?)
}

/// A training as a page shows it.
#[derive(Debug, Clone)]
pub struct TrainingView {
    /// The training.
    pub training: Training,
    /// Its sessions, with the words of their QR codes for those who run it.
    pub meetings: Vec<(Meeting, Option<String>)>,
    /// How many places have each state.
    pub states: Vec<(String, i64)>,
    /// A page of its places.
    pub places: Vec<Place>,
    /// Where the next page begins.
    pub next: Option<BusinessId>,
    /// How many businesses have its step open and no place yet.
    pub invitable: u64,
}

/// Places on one page.
const PAGE: u32 = 50;

/// One training.
pub async fn view(
    hall: &Hall,
    actor: &Actor,
    id: TrainingId,
    after: Option<BusinessId>,
) -> Result<TrainingView> {
    actor.must(Permission::SeeMentoring)?;
    let runs = actor.may(Permission::ManageTrainings);
    let mut session = hall.db().read().await?;
    let training = kept::find(&mut session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("training"))?;
    let meetings = kept::meetings(&mut session, &actor.regency, id).await?;
    let places = kept::places(&mut session, &actor.regency, id, after, PAGE).await?;
    let full = u32::try_from(places.len()).is_ok_and(|n| n == PAGE);
    let wanting = wanting(hall, &mut session, actor, &training.step).await?;
    Ok(TrainingView {
        states: kept::states(&mut session, &actor.regency, id).await?,
        next: places.last().filter(|_| full).map(|last| last.business),
        places,
        meetings: meetings
            .into_iter()
            .map(|one| {
                let token = runs.then(|| session_token(hall, one.id));
                (one, token)
            })
            .collect(),
        invitable: wanting.len(),
        training,
    })
}

/// Businesses whose plan has the step open, or asks about it.
async fn wanting(
    hall: &Hall,
    session: &mut store::Session,
    actor: &Actor,
    step: &str,
) -> Result<roaring::RoaringBitmap> {
    let marks: Vec<u32> = [Standing::Open, Standing::Ask]
        .into_iter()
        .filter_map(|standing| hall.marks().number(&key::step(standing, step)))
        .collect();
    if step.is_empty() || marks.is_empty() {
        return Ok(roaring::RoaringBitmap::new());
    }
    Ok(marks::carrying(session, &actor.regency, &marks).await?)
}

/// Invites the businesses whose plan has the step, twice as many as there are places at most. Gives how many are new.
pub async fn invite(hall: &Hall, actor: &Actor, id: TrainingId) -> Result<u64> {
    actor.must(Permission::ManageTrainings)?;
    let mut tx = hall.db().write().await?;
    let training = kept::hold(&mut tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("training"))?;
    let most = usize::try_from(training.quota * 2).unwrap_or(0);
    let wanting: Vec<u32> = wanting(hall, &mut tx, actor, &training.step)
        .await?
        .iter()
        .take(most)
        .collect();
    let found = business::by_seqs(&mut tx, &wanting).await?;
    let ids: Vec<BusinessId> = found.iter().map(|one| one.id).collect();
    let new = kept::invite(&mut tx, &actor.regency, id, &ids, hall.clock().now()).await?;
    let detail = json!({ "businesses": new });
    audit::record(
        hall,
        &mut tx,
        actor,
        "training.invited",
        &subject(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(new)
}

/// Registers a business, by its owner or by staff. When all places are given it waits. Gives the state.
pub async fn register(
    hall: &Hall,
    actor: &Actor,
    id: TrainingId,
    business: BusinessId,
) -> Result<&'static str> {
    let mut tx = hall.db().write().await?;
    let training = kept::hold(&mut tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("training"))?;
    let found = seen(&mut tx, actor, business).await?;
    let states = kept::states(&mut tx, &actor.regency, id).await?;
    let registered = states
        .iter()
        .find(|(state, _)| state == "registered")
        .map_or(0, |(_, n)| *n);
    let already = kept::place(&mut tx, &actor.regency, id, found.id).await?;
    if already.is_some_and(|place| place.state == "registered") {
        return Ok("registered");
    }
    let state = if registered < training.quota {
        "registered"
    } else {
        "waiting"
    };
    kept::put_state(
        &mut tx,
        &actor.regency,
        id,
        found.id,
        state,
        hall.clock().now(),
    )
    .await?;
    let detail = json!({ "business": found.id.to_string(), "state": state });
    audit::record(
        hall,
        &mut tx,
        actor,
        "training.registered",
        &subject(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(state)
}

/// A business the actor may act for: an owner their own, mentors and officers those they see.
async fn seen(
    session: &mut store::Session,
    actor: &Actor,
    id: BusinessId,
) -> Result<business::Business> {
    if !actor.may(Permission::SeeOwnBusiness) {
        actor.must(Permission::Mentor)?;
    }
    business::find(session, &actor.regency, id)
        .await?
        .filter(|found| state::may_see(actor, found))
        .ok_or(Error::NotFound("business"))
}

/// A session found by its QR code, for whoever holds the phone.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The training.
    pub training: Training,
    /// The session.
    pub meeting: Meeting,
    /// The owner's businesses that have a place.
    pub businesses: Vec<(BusinessId, String)>,
}

/// What a session's QR code opens.
pub async fn arrival(hall: &Hall, actor: &Actor, token: &str) -> Result<Arrival> {
    actor.must(Permission::SeeOwnBusiness)?;
    let mut session = hall.db().read().await?;
    let (meeting, id) = kept::by_token(&mut session, &actor.regency, &token_hash(hall, token))
        .await?
        .ok_or(Error::NotFound("training"))?;
    let training = kept::find(&mut session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("training"))?;
    let mut businesses = Vec::new();
    if let Some(person) = actor.person {
        for one in business::of_owner(&mut session, &actor.regency, person).await? {
            businesses.push((one.id, one.name));
        }
    }
    Ok(Arrival {
        training,
        meeting,
        businesses,
    })
}

/// An owner signs in by the QR code, on the day of the session only.
pub async fn arrive(hall: &Hall, actor: &Actor, token: &str, business: BusinessId) -> Result<()> {
    let arrival = arrival(hall, actor, token).await?;
    if arrival.meeting.held_on != hall.clock().today() {
        return Err(MentoringError::OtherDay {
            day: arrival.meeting.held_on.to_string(),
        }
        .into());
    }
    attend(
        hall,
        actor,
        arrival.training.id,
        arrival.meeting.id,
        business,
        "qr",
    )
    .await
}

/// An officer notes that somebody is there.
pub async fn tick(
    hall: &Hall,
    actor: &Actor,
    id: TrainingId,
    meeting: TrainingSessionId,
    business: BusinessId,
) -> Result<()> {
    actor.must(Permission::ManageTrainings)?;
    attend(hall, actor, id, meeting, business, "officer").await
}

async fn attend(
    hall: &Hall,
    actor: &Actor,
    id: TrainingId,
    meeting: TrainingSessionId,
    business: BusinessId,
    how: &str,
) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let found = seen(&mut tx, actor, business).await?;
    let known = kept::meetings(&mut tx, &actor.regency, id).await?;
    if !known.iter().any(|one| one.id == meeting) {
        return Err(Error::NotFound("training"));
    }
    let place = kept::place(&mut tx, &actor.regency, id, found.id).await?;
    if place.is_none_or(|place| place.state != "registered") {
        return Err(MentoringError::NotRegistered.into());
    }
    if kept::attend(
        &mut tx,
        &actor.regency,
        meeting,
        found.id,
        how,
        hall.clock().now(),
    )
    .await?
    {
        let detail =
            json!({ "business": found.id.to_string(), "session": meeting.to_string(), "how": how });
        audit::record(
            hall,
            &mut tx,
            actor,
            "training.attended",
            &subject(id),
            detail,
        )
        .await?;
    }
    Ok(tx.commit().await?)
}

fn points(typed: &str) -> Result<Option<i64>> {
    match typed.trim() {
        "" => Ok(None),
        text => {
            let read = text.parse::<i64>().ok().filter(|n| (0..=100).contains(n));
            read.map(Some)
                .ok_or_else(|| MentoringError::PointsInvalid.into())
        }
    }
}

/// Notes the points of the tests before and after.
pub async fn test(
    hall: &Hall,
    actor: &Actor,
    id: TrainingId,
    business: BusinessId,
    before: &str,
    after: &str,
) -> Result<()> {
    actor.must(Permission::ManageTrainings)?;
    let tests = (points(before)?, points(after)?);
    let mut tx = hall.db().write().await?;
    if !kept::put_tests(
        &mut tx,
        &actor.regency,
        id,
        business,
        tests,
        hall.clock().now(),
    )
    .await?
    {
        return Err(MentoringError::NotRegistered.into());
    }
    let detail = json!({ "business": business.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "training.tested",
        &subject(id),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Number of a certificate. That of the food safety training is `123/3324/26`: sequence, regency, year (Peraturan BPOM
/// 22/2018); others carry a word of their own, so that nobody takes them for one.
fn number(regency: &str, pkp: bool, year: i32, serial: i64) -> String {
    format!("{serial}{}", ending(regency, pkp, year))
}

fn ending(regency: &str, pkp: bool, year: i32) -> String {
    let digits: String = regency.chars().filter(char::is_ascii_digit).collect();
    let kind = if pkp { "" } else { "/PLT" };
    format!("{kind}/{digits}/{:02}", year.rem_euclid(100))
}

/// Issues the certificate of whoever came to every session (and passed, where there is a pass mark). The training is
/// stated as a fact, so that the step of the plan is done.
pub async fn certify(
    hall: &Hall,
    actor: &Actor,
    id: TrainingId,
    business: BusinessId,
) -> Result<String> {
    actor.must(Permission::ManageTrainings)?;
    let today = hall.clock().today();
    let mut tx = hall.db().write().await?;
    let training = kept::hold(&mut tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("training"))?;
    let place = kept::place(&mut tx, &actor.regency, id, business)
        .await?
        .ok_or(MentoringError::NotRegistered)?;
    if let Some(number) = place.certificate {
        return Ok(number);
    }
    let meetings = kept::meetings(&mut tx, &actor.regency, id).await?;
    must_have_earned(&training, &place, meetings.len())?;
    let serial = kept::next_serial(
        &mut tx,
        &actor.regency,
        &ending(&actor.regency, training.pkp, today.year()),
    )
    .await?;
    let number = number(&actor.regency, training.pkp, today.year(), serial);
    let token = certificate_token(hall, id, business);
    let certificate = Certificate {
        serial,
        number: &number,
        token_hash: &token_hash(hall, &token),
        issued_on: today,
    };
    kept::certify(&mut tx, &actor.regency, id, business, certificate).await?;
    let detail = json!({ "business": business.to_string(), "number": number });
    audit::record(
        hall,
        &mut tx,
        actor,
        "training.certified",
        &subject(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    let mut facts = Facts::new();
    facts.set(Fact::Training, Value::Bool(true))?;
    if training.pkp {
        facts.set(Fact::PkpCertificate, Value::Bool(true))?;
    }
    state::state(hall, actor, business, &facts, today).await?;
    Ok(number)
}

fn must_have_earned(training: &Training, place: &Place, meetings: usize) -> Result<()> {
    let meetings = i64::try_from(meetings).unwrap_or(i64::MAX);
    let missing = |why: String| Err(MentoringError::NotEarned { why }.into());
    if place.attended < meetings {
        return missing(format!(
            "{} / {meetings} sesi dihadiri (sessions attended)",
            place.attended
        ));
    }
    if training.pkp && place.post_test.is_none_or(|points| points < PKP_PASS_MARK) {
        return missing(format!(
            "nilai tes akhir di bawah {PKP_PASS_MARK} (final test below the pass mark)"
        ));
    }
    Ok(())
}

/// A certificate as anybody may verify it: no name of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What the training was called.
    pub title: String,
    /// What was taught.
    pub curriculum: String,
    /// Whether it is the food safety training.
    pub pkp: bool,
    /// The business.
    pub business: String,
    /// The number.
    pub number: String,
    /// The day it was issued.
    pub issued_on: NaiveDate,
    /// First and last day of the training.
    pub held: Option<(NaiveDate, NaiveDate)>,
    /// The word in its QR code.
    pub token: String,
}

/// The certificate of a QR code's word.
pub async fn verify(hall: &Hall, actor: &Actor, token: &str) -> Result<Verified> {
    let mut session = hall.db().read().await?;
    let hash = token_hash(hall, token);
    let (id, business) = kept::by_certificate(&mut session, &actor.regency, &hash)
        .await?
        .ok_or(Error::NotFound("certificate"))?;
    let training = kept::find(&mut session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("certificate"))?;
    let place = kept::place(&mut session, &actor.regency, id, business)
        .await?
        .ok_or(Error::NotFound("certificate"))?;
    let meetings = kept::meetings(&mut session, &actor.regency, id).await?;
    let held = meetings.first().zip(meetings.last());
    Ok(Verified {
        title: training.title,
        curriculum: training.curriculum,
        pkp: training.pkp,
        business: place.name,
        number: place.certificate.unwrap_or_default(),
        issued_on: place.issued_on.unwrap_or_default(),
        held: held.map(|(first, last)| (first.held_on, last.held_on)),
        token: token.to_owned(),
    })
}

/// The address of a business' certificate, for those who may see the training.
pub fn certificate_address(hall: &Hall, id: TrainingId, business: BusinessId) -> String {
    format!(
        "/mentoring/certificates/{}",
        certificate_token(hall, id, business)
    )
}

/// The trainings a business has a place in, for its owner and for staff.
pub async fn of_business(
    hall: &Hall,
    actor: &Actor,
    business: BusinessId,
) -> Result<Vec<(Training, String)>> {
    let mut session = hall.db().read().await?;
    let found = seen(&mut session, actor, business).await?;
    Ok(kept::of_business(&mut session, &actor.regency, found.id).await?)
}
