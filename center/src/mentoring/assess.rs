//! Assessing a business with an instrument.

use growth::{Answers, Instrument};
use serde_json::json;
use store::mentoring::assessment::{self as kept, Assessment};
use vocab::id::{AssessmentId, EngagementId};

use super::care::{hold, moved, subject};
use super::state::Event;
use super::{MentoringError, instruments, words};
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;

/// What was assessed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Given {
    /// Id of the instrument.
    pub instrument: String,
    /// Its version, as it stood in the form.
    pub version: u16,
    /// The levels.
    pub answers: Answers,
    /// In the mentor's words.
    pub note: String,
}

/// The instruments of today, in the version of today.
pub fn offered(hall: &Hall) -> Result<Vec<&'static Instrument>> {
    Ok(instruments()?.of_day(hall.clock().today()))
}

/// The instrument to assess an engagement with: the version of its first assessment, so that the two can be compared, or
/// that of today.
pub async fn instrument(
    hall: &Hall,
    actor: &Actor,
    id: EngagementId,
    instrument: &str,
    version: Option<u16>,
) -> Result<&'static Instrument> {
    let view = super::care::view(hall, actor, id).await?;
    let first = view
        .assessed
        .iter()
        .find(|one| one.kept.instrument == instrument)
        .map(|one| one.instrument.version);
    let all = instruments()?;
    let found = match version.or(first) {
        Some(version) => all.find(instrument, version),
        None => all.on(instrument, hall.clock().today()),
    };
    Ok(found.ok_or(MentoringError::InstrumentUnknown)?)
}

/// Writes an assessment down. The answers are checked by scoring them; another version than the first is taken, and is
/// shown as not comparable.
pub async fn assess(
    hall: &Hall,
    actor: &Actor,
    id: EngagementId,
    given: &Given,
) -> Result<AssessmentId> {
    let instrument = instruments()?
        .find(&given.instrument, given.version)
        .ok_or(MentoringError::InstrumentUnknown)?;
    let score = instrument.score(&given.answers)?;
    let mut tx = hall.db().write().await?;
    let mut one = hold(&mut tx, actor, id).await?;
    let made = Assessment {
        id: hall.new_id(),
        engagement: id,
        business: one.business,
        instrument: instrument.id.clone(),
        version: i64::from(instrument.version),
        answers: serde_json::to_string(&given.answers).unwrap_or_default(),
        note: words(&given.note, 2_000),
        total: score.total(),
        assessed_on: hall.clock().today(),
        account: actor.account,
        made_at: hall.clock().now(),
    };
    kept::insert(&mut tx, &actor.regency, &made).await?;
    let own = instrument.id == growth::instrument::MENTORING;
    if own {
        one.total = Some(score.total());
    }
    moved(hall, &mut tx, &mut one, own.then_some(Event::Assess)).await?;
    let detail = json!({ "assessment": made.id.to_string(), "instrument": made.instrument, "version": made.version });
    audit::record(
        hall,
        &mut tx,
        actor,
        "mentoring.assessed",
        &subject(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(made.id)
}
