//! Goals agreed with the owner: steps of the plan, or words of one's own, each for a day.

use chrono::NaiveDate;
use serde_json::json;
use store::mentoring::assessment::{self as kept, Goal};
use vocab::id::{EngagementId, GoalId};

use super::care::{hold, moved, subject};
use super::state::Event;
use super::{MentoringError, words};
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;

/// A day typed by a person which is today or later.
pub(super) fn coming_day(hall: &Hall, typed: &str) -> Result<NaiveDate> {
    vocab::date::parse_date(typed)
        .ok()
        .filter(|day| *day >= hall.clock().today())
        .ok_or_else(|| {
            MentoringError::DayInvalid {
                day: typed.to_owned(),
            }
            .into()
        })
}

/// Agrees on a goal.
pub async fn agree(
    hall: &Hall,
    actor: &Actor,
    id: EngagementId,
    step: &str,
    said: &str,
    due_on: &str,
) -> Result<GoalId> {
    let said = words(said, 300);
    let known = hall.rulebook().versions(step).next().is_some();
    if step.is_empty() && said.is_empty() {
        return Err(MentoringError::GoalEmpty.into());
    }
    if !step.is_empty() && !known {
        return Err(MentoringError::StepUnknown {
            step: step.to_owned(),
        }
        .into());
    }
    let due_on = coming_day(hall, due_on)?;
    let mut tx = hall.db().write().await?;
    let mut one = hold(&mut tx, actor, id).await?;
    let before = kept::goals(&mut tx, &actor.regency, id).await?;
    let open = |goal: &&Goal| goal.done_on.is_none() && goal.dropped_on.is_none();
    if !step.is_empty() && before.iter().filter(open).any(|goal| goal.step == step) {
        return Err(MentoringError::GoalTwice.into());
    }
    let goal = Goal {
        id: hall.new_id(),
        engagement: id,
        step: step.to_owned(),
        words: said,
        agreed_on: hall.clock().today(),
        due_on,
        done_on: None,
        dropped_on: None,
    };
    kept::insert_goal(&mut tx, &actor.regency, &goal).await?;
    moved(hall, &mut tx, &mut one, Some(Event::Agree)).await?;
    let detail = json!({ "goal": goal.id.to_string(), "step": step });
    audit::record(
        hall,
        &mut tx,
        actor,
        "mentoring.agreed",
        &subject(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(goal.id)
}

/// Ends a goal: reached, or given up.
pub async fn end(
    hall: &Hall,
    actor: &Actor,
    id: EngagementId,
    goal: GoalId,
    reached: bool,
) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let mut one = hold(&mut tx, actor, id).await?;
    let today = hall.clock().today();
    if !kept::end_goal(&mut tx, &actor.regency, id, goal, today, reached).await? {
        return Err(MentoringError::NotOpen.into());
    }
    moved(hall, &mut tx, &mut one, None).await?;
    let detail = json!({ "goal": goal.to_string(), "reached": reached });
    audit::record(
        hall,
        &mut tx,
        actor,
        "mentoring.goal_ended",
        &subject(id),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}
