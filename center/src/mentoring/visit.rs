//! Visits, the tasks taken on at them, and questions in between.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use serde_json::json;
use store::mentoring::engagement::Engagement;
use store::mentoring::visit::{self as kept, Task, Visit};
use vocab::GeoPoint;
use vocab::id::{EngagementId, MentoringTaskId, QuestionId, VisitId};

use super::agree::coming_day;
use super::care::{day_of, hold, moved, subject};
use super::state::Event;
use super::{MentoringError, words};
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;

/// A visit as it is noted.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default)]
pub struct Noted {
    /// Id made where it was noted, so that the same visit sent twice counts once; none if it is noted here.
    pub id: Option<VisitId>,
    /// The day, as typed.
    pub day: String,
    /// When it began, as typed.
    pub began: String,
    /// When it ended, as typed.
    pub ended: String,
    /// Where, in words.
    pub place: String,
    /// Where, as latitude and longitude; may be empty.
    pub point: String,
    /// What was seen and said.
    pub notes: String,
    /// What the owner does; one line for each task.
    pub owner_tasks: String,
    /// What the mentor does; one line for each task.
    pub mentor_tasks: String,
    /// The day of the next visit; may be empty.
    pub next: String,
}

/// The longest a visit is believed to last.
const LONGEST_HOURS: i64 = 12;

fn moment(day: &str, time: &str) -> Result<DateTime<Utc>> {
    let unreadable = || MentoringError::TimeInvalid {
        time: format!("{day} {time}"),
    };
    let day = vocab::date::parse_date(day).map_err(|_| unreadable())?;
    let time = time.trim().replace('.', ":");
    let time = NaiveTime::parse_from_str(&time, "%H:%M").map_err(|_| unreadable())?;
    Ok(day.and_time(time).and_utc() - TimeDelta::hours(7))
}

fn point(typed: &str) -> Result<Option<GeoPoint>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let read = typed.trim().parse::<GeoPoint>();
    Ok(Some(read.map_err(|_| MentoringError::PlaceInvalid {
        place: typed.to_owned(),
    })?))
}

/// Begin and end, as far as they can be true.
fn times(hall: &Hall, noted: &Noted) -> Result<(DateTime<Utc>, DateTime<Utc>)> {
    let (began, ended) = (
        moment(&noted.day, &noted.began)?,
        moment(&noted.day, &noted.ended)?,
    );
    if ended < began {
        return Err(MentoringError::EndsBeforeStart {
            began: noted.began.clone(),
            ended: noted.ended.clone(),
        }
        .into());
    }
    let hours = (ended - began).num_hours();
    if hours > LONGEST_HOURS {
        return Err(MentoringError::TooLong { hours }.into());
    }
    if began > hall.clock().now() {
        return Err(MentoringError::NotYet.into());
    }
    Ok((began, ended))
}

/// Notes a visit, with the tasks of both sides and the day of the next one.
pub async fn note(hall: &Hall, actor: &Actor, id: EngagementId, noted: &Noted) -> Result<VisitId> {
    let mut tx = hall.db().write().await?;
    let visit = note_in(hall, &mut tx, actor, id, noted).await?;
    tx.commit().await?;
    Ok(visit)
}

/// The same within the caller's transaction.
pub(crate) async fn note_in(
    hall: &Hall,
    tx: &mut store::Tx,
    actor: &Actor,
    id: EngagementId,
    noted: &Noted,
) -> Result<VisitId> {
    let (began_at, ended_at) = times(hall, noted)?;
    let at = point(&noted.point)?;
    let next_on = match noted.next.trim() {
        "" => None,
        typed => Some(coming_day(hall, typed)?),
    };
    let mut one = hold(tx, actor, id).await?;
    let visit = Visit {
        id: noted.id.unwrap_or_else(|| hall.new_id()),
        engagement: id,
        business: one.business,
        account: actor.account,
        began_at,
        ended_at,
        place: words(&noted.place, 200),
        latitude: at.map(GeoPoint::lat),
        longitude: at.map(GeoPoint::lng),
        notes: words(&noted.notes, 4_000),
        noted_at: hall.clock().now(),
    };
    if !kept::insert(tx, &actor.regency, &visit).await? {
        // It came twice, as from a phone that did not hear our answer: all is done already.
        return Ok(visit.id);
    }
    for (side, text) in [
        ("owner", &noted.owner_tasks),
        ("mentor", &noted.mentor_tasks),
    ] {
        tasks(hall, tx, &one, visit.id, side, text, next_on).await?;
    }
    one.visits += 1;
    let day = day_of(began_at);
    one.visited_on = Some(one.visited_on.map_or(day, |before| before.max(day)));
    one.next_on = next_on;
    moved(hall, tx, &mut one, Some(Event::Visit)).await?;
    let detail = json!({ "visit": visit.id.to_string(), "day": day });
    audit::record(hall, tx, actor, "mentoring.visited", &subject(id), detail).await?;
    Ok(visit.id)
}

/// A line each is a task, due by the next visit.
async fn tasks(
    hall: &Hall,
    tx: &mut store::Tx,
    one: &Engagement,
    visit: VisitId,
    side: &str,
    text: &str,
    due_on: Option<chrono::NaiveDate>,
) -> Result<()> {
    for line in text
        .lines()
        .map(|line| words(line, 300))
        .filter(|line| !line.is_empty())
        .take(20)
    {
        let task = Task {
            id: hall.new_id(),
            engagement: one.id,
            visit: Some(visit),
            side: side.to_owned(),
            words: line,
            due_on,
            done_on: None,
        };
        kept::insert_task(tx, &one.regency, &task).await?;
    }
    Ok(())
}

/// Ticks a task off, of either side.
pub async fn finish(
    hall: &Hall,
    actor: &Actor,
    id: EngagementId,
    task: MentoringTaskId,
) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let mut one = hold(&mut tx, actor, id).await?;
    if !kept::do_task(
        &mut tx,
        &actor.regency,
        id,
        task,
        None,
        hall.clock().today(),
    )
    .await?
    {
        return Err(MentoringError::NotOpen.into());
    }
    moved(hall, &mut tx, &mut one, None).await?;
    let detail = json!({ "task": task.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "mentoring.task_done",
        &subject(id),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Answers an owner's question.
pub async fn answer(
    hall: &Hall,
    actor: &Actor,
    id: EngagementId,
    question: QuestionId,
    said: &str,
) -> Result<()> {
    let said = words(said, 2_000);
    if said.is_empty() {
        return Err(MentoringError::WordsEmpty.into());
    }
    let mut tx = hall.db().write().await?;
    let mut one = hold(&mut tx, actor, id).await?;
    let now = hall.clock().now();
    if !kept::answer(
        &mut tx,
        &actor.regency,
        id,
        question,
        &said,
        actor.account,
        now,
    )
    .await?
    {
        return Err(MentoringError::NotOpen.into());
    }
    moved(hall, &mut tx, &mut one, None).await?;
    let detail = json!({ "question": question.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "mentoring.answered",
        &subject(id),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}
