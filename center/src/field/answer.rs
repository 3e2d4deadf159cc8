//! A set of answers as it comes in: held against its version, put to its area, kept sealed until it is taken.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use questionnaire::{AnswerSet, Kind, Questionnaire, Rows};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::Tx;
use store::field::answer::{self as kept, Answer};
use store::field::area::{self, Area};
use store::field::round::{self, Round};
use store::field::{revisit, target};
use store::registry::merge;
use uuid::Uuid;
use vocab::DomainError;
use vocab::id::{AccountId, AnswerId, AreaId, BusinessId, RevisitId};

use super::clock::{self, Settled};
use super::offline::account_of;
use super::{FieldError, facts, form, list};
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::keys::Purpose;
use crate::permission::Permission;
use crate::sync::{Item, Pushed};

/// What the phone says.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The business, if it is on the list.
    #[serde(default)]
    pub business: Option<Uuid>,
    /// Name and version of the questionnaire.
    #[serde(default)]
    pub questionnaire: String,
    /// `complete`, `refused`, `not_found`, `moved` or `closed`.
    #[serde(default)]
    pub outcome: String,
    /// When it was begun, in milliseconds by the phone's clock.
    #[serde(default)]
    pub started_at: i64,
    /// When it was finished.
    #[serde(default)]
    pub ended_at: i64,
    /// By how many milliseconds that clock was ahead, as far as known then.
    #[serde(default)]
    pub clock_offset_ms: Option<f64>,
    /// Where.
    #[serde(default)]
    pub location: Option<Location>,
    /// Answers by question.
    #[serde(default)]
    pub answers: Rows,
    /// Files by question.
    #[serde(default)]
    pub photos: BTreeMap<String, Vec<String>>,
    /// For whom somebody of the office decided it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
}

/// A point with its accuracy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
    /// Within how many metres.
    #[serde(default)]
    pub accuracy_m: Option<f64>,
}

const OUTCOMES: [&str; 5] = ["complete", "refused", "not_found", "moved", "closed"];

/// How the list of an area calls what came of a visit.
fn list_state(outcome: &str) -> &'static str {
    match outcome {
        "refused" => "refused",
        "not_found" => "not_found",
        _ => "visited",
    }
}

/// The answers of a set, opened; none once they were erased.
pub(crate) fn opened(hall: &Hall, answer: &Answer) -> Result<Option<Body>> {
    let Some(sealed) = &answer.body else {
        return Ok(None);
    };
    let text = hall.keys().open_for(answer.id.as_uuid(), sealed)?;
    let body = serde_json::from_slice(&text).map_err(|_| store::StoreError::Damaged {
        table: "field_answer",
        column: "body",
    })?;
    Ok(Some(body))
}

/// The same without identity numbers: those are shown to nobody but the one who typed them, and, with a stated purpose,
/// to officers.
pub(crate) fn without_numbers(form: &Questionnaire, mut body: Body) -> Body {
    for question in form.questions() {
        let sealed = question
            .fact
            .as_deref()
            .and_then(rulebook::Fact::from_id)
            .is_some_and(rulebook::Fact::is_sealed);
        if sealed || question.kind == Kind::Nik {
            body.answers.remove(&question.id);
        }
    }
    body
}

/// Takes a set in, in the transaction of its request.
pub(crate) async fn take(hall: &Hall, tx: &mut Tx, actor: &Actor, item: &Item) -> Result<Pushed> {
    let unreadable = |why: String| FieldError::Unreadable { why };
    let mut body: Body =
        serde_json::from_value(item.body.clone()).map_err(|error| unreadable(error.to_string()))?;
    if !OUTCOMES.contains(&body.outcome.as_str()) {
        let why = format!("outcome {:?}", body.outcome);
        return Err(unreadable(why).into());
    }
    let form = form::find(tx, &actor.regency, &body.questionnaire).await?;
    let set = AnswerSet {
        answers: std::mem::take(&mut body.answers),
        photos: body.photos.clone(),
    };
    let looked = form.look(&set, body.outcome == "complete");
    if let Some(wrong) = looked.wrong.into_iter().next() {
        let field = match wrong.row {
            Some(row) => format!("{}.{row}", wrong.question),
            None => wrong.question,
        };
        return Ok(Pushed::Refused {
            message: wrong.message,
            field: Some(field),
        });
    }
    if let Some((question, error)) = facts::flaw(&form, &looked.asked) {
        return Ok(Pushed::Refused {
            message: error.message(),
            field: Some(question),
        });
    }
    body.answers = looked.asked;
    let account = sender(actor, &body)?;
    let second = revisit::find(tx, &actor.regency, RevisitId::from_uuid(item.entity)).await?;
    let (area, round) = match &second {
        Some(second) => of_first(tx, actor, second).await?,
        None => area_of(tx, actor, account, item, &body).await?,
    };
    let answer = write(hall, tx, item, (&form, &body), account, (&area, &round)).await?;
    if let Some(second) = second {
        super::revisit::compare(hall, tx, &second, &form, &answer, &body).await?;
        return Ok(Pushed::Taken);
    }
    let stamp = round::next_stamp(tx, &actor.regency).await?;
    let business = answer
        .business
        .unwrap_or(BusinessId::from_uuid(item.entity));
    // A business that is new comes onto the list with its acceptance, under the id by which the phone knows it.
    if answer.business.is_some() {
        let state = list_state(&body.outcome);
        target::visit(tx, &actor.regency, area.id, business, state, stamp).await?;
    }
    Ok(Pushed::Taken)
}

/// Whose answers they are: the sender's; where the office decides a conflict, still the one's who asked.
fn sender(actor: &Actor, body: &Body) -> Result<AccountId> {
    match body.by {
        Some(account) if actor.may(Permission::ManageCensus) => Ok(account),
        _ => account_of(actor),
    }
}

async fn of_first(tx: &mut Tx, actor: &Actor, second: &revisit::Revisit) -> Result<(Area, Round)> {
    let first = kept::find(tx, &actor.regency, second.answer).await?;
    let first = first.ok_or(FieldError::NoArea)?;
    both(tx, actor, first.area).await
}

async fn both(tx: &mut Tx, actor: &Actor, id: AreaId) -> Result<(Area, Round)> {
    let area = area::find(tx, &actor.regency, id)
        .await?
        .ok_or(FieldError::NoArea)?;
    let round = round::find(tx, &actor.regency, area.round).await?;
    Ok((area, round.ok_or(FieldError::NoArea)?))
}

/// The area to which answers belong: where the business is on the list; for a new one, where the answers say it lies.
/// Access that was taken away since, and a round that was closed since, do not matter: it was there when they were asked.
async fn area_of(
    tx: &mut Tx,
    actor: &Actor,
    account: AccountId,
    item: &Item,
    body: &Body,
) -> Result<(Area, Round)> {
    let business = body.business.unwrap_or(item.entity);
    let business = BusinessId::from_uuid(business);
    let listed = target::any_area_of(tx, &actor.regency, business).await?;
    let text = |name: &str| {
        body.answers
            .get(name)
            .and_then(Json::as_str)
            .unwrap_or_default()
    };
    let (village, rt, rw) = (text("village"), text("rt"), text("rw"));
    let form = &body.questionnaire;
    let areas = area::possible(tx, &actor.regency, form, account, village, business).await?;
    let part = |wanted: &str, given: &str| {
        wanted.is_empty() || given.is_empty() || list::bare(wanted) == list::bare(given)
    };
    let weight = |area: &Area| {
        let own = area.account == Some(account);
        let on_list = listed.contains(&area.id);
        let here = area.region == village && part(&area.rt, rt) && part(&area.rw, rw);
        // The own list first; then the own area; then the list or place of whoever has it now; then anywhere of one's own.
        match (own, on_list, here) {
            (true, true, _) => 5,
            (true, false, true) => 4,
            (false, true, _) => 3,
            (false, false, true) => 2,
            (true, false, false) => 1,
            (false, false, false) => 0,
        }
    };
    // They come newest round first, and the first of the heaviest is taken.
    let best = areas.iter().rev().max_by_key(|area| weight(area));
    match best.filter(|area| weight(area) > 0) {
        Some(area) => both(tx, actor, area.id).await,
        None => Err(FieldError::NoArea.into()),
    }
}

fn begins(round: &Round) -> DateTime<Utc> {
    round.opens_on.and_time(NaiveTime::MIN).and_utc() - chrono::TimeDelta::hours(7)
}

async fn write(
    hall: &Hall,
    tx: &mut Tx,
    item: &Item,
    (form, body): (&Questionnaire, &Body),
    account: AccountId,
    (area, round): (&Area, &Round),
) -> Result<Answer> {
    let regency = area.regency.as_str();
    let now = hall.clock().now();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a clock's offset; too large ones saturate"
    )]
    let offset = body.clock_offset_ms.map(|offset| offset as i64);
    let told = clock::told(item, body.started_at, body.ended_at, offset);
    let Settled {
        started_at,
        ended_at,
        offset,
    } = clock::settle(&told, begins(round), now);
    let business = match body.business.map(BusinessId::from_uuid) {
        // A business merged meanwhile is the one it was merged into.
        Some(id) => Some(merge::root(tx, regency, id).await?),
        None => None,
    };
    let text = serde_json::to_vec(body).unwrap_or_default();
    let place = body.location.as_ref();
    let answer = Answer {
        id: AnswerId::from_uuid(item.id),
        regency: regency.to_owned(),
        round: round.id,
        area: area.id,
        entity: item.entity,
        business,
        account,
        device: item.device,
        form: body.questionnaire.clone(),
        outcome: body.outcome.clone(),
        state: "waiting".to_owned(),
        reason: None,
        version: item.version,
        started_at,
        ended_at,
        clock_offset: offset,
        latitude: place.map(|at| at.lat),
        longitude: place.map(|at| at.lon),
        accuracy: place.and_then(|at| at.accuracy_m),
        content: content(hall, form, &body.answers),
        body: Some(hall.keys().seal_for(item.id, &text)),
        came_at: now,
        decided_by: None,
        decided_at: None,
        stamp: 0,
    };
    if item.version > 1 {
        kept::replace_waiting(tx, regency, round.id, item.entity, now).await?;
    }
    kept::insert(tx, &answer).await?;
    Ok(answer)
}

/// What makes one set look like another: choices and figures, not names and places, which differ where one set is
/// repeated for many.
fn content(hall: &Hall, form: &Questionnaire, answers: &Rows) -> Vec<u8> {
    let kinds = [
        Kind::Choice,
        Kind::Choices,
        Kind::YesNo,
        Kind::Number,
        Kind::Money,
    ];
    let same: Vec<(&str, &Json)> = form
        .questions()
        .filter(|question| kinds.contains(&question.kind))
        .filter_map(|question| Some((question.id.as_str(), answers.get(&question.id)?)))
        .collect();
    let text = serde_json::to_vec(&(form.name(), same)).unwrap_or_default();
    hall.keys().short_hash(Purpose::Item, &text).to_vec()
}
