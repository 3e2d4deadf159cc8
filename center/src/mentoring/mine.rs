//! What the owner sees: my mentor, the next visit, my tasks, how I grew, a question.

use serde_json::json;
use store::mentoring::engagement as kept;
use store::mentoring::visit;
use store::registry::business;
use vocab::id::{BusinessId, EngagementId, MentoringTaskId, QuestionId};

use super::care::{self, CareView, moved, subject};
use super::{MentoringError, words};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// An owner's businesses with the mentoring under way, or the last that was.
pub async fn mine(
    hall: &Hall,
    actor: &Actor,
) -> Result<Vec<(BusinessId, String, Option<CareView>)>> {
    actor.must(Permission::SeeOwnBusiness)?;
    let Some(person) = actor.person else {
        return Ok(Vec::new());
    };
    let mut session = hall.db().read().await?;
    let own = business::of_owner(&mut session, &actor.regency, person).await?;
    let mut all = Vec::with_capacity(own.len());
    for one in own {
        let newest = kept::of_business(&mut session, &actor.regency, one.id)
            .await?
            .into_iter()
            .next();
        let view = match newest {
            Some(newest) => Some(care::whole(hall, &mut session, newest, false).await?),
            None => None,
        };
        all.push((one.id, one.name, view));
    }
    Ok(all)
}

/// Reads an engagement of the owner's own business, to change it.
async fn own(tx: &mut store::Tx, actor: &Actor, id: EngagementId) -> Result<kept::Engagement> {
    actor.must(Permission::SeeOwnBusiness)?;
    let missing = || Error::NotFound("engagement");
    let one = kept::find(tx, &actor.regency, id)
        .await?
        .ok_or_else(missing)?;
    let found = business::find(tx, &actor.regency, one.business).await?;
    let is_own = found.is_some_and(|found| actor.person.is_some() && found.owner == actor.person);
    if is_own { Ok(one) } else { Err(missing()) }
}

/// Asks the mentor something.
pub async fn ask(hall: &Hall, actor: &Actor, id: EngagementId, said: &str) -> Result<QuestionId> {
    let said = words(said, 1_000);
    if said.is_empty() {
        return Err(MentoringError::WordsEmpty.into());
    }
    let mut tx = hall.db().write().await?;
    let mut one = own(&mut tx, actor, id).await?;
    let question = visit::Question {
        id: hall.new_id(),
        engagement: id,
        words: said,
        asked_at: hall.clock().now(),
        account: actor.account,
        answer: None,
    };
    visit::ask(&mut tx, &actor.regency, &question).await?;
    moved(hall, &mut tx, &mut one, None).await?;
    let detail = json!({ "question": question.id.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "mentoring.asked",
        &subject(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(question.id)
}

/// Ticks one of the owner's own tasks off.
pub async fn finish(
    hall: &Hall,
    actor: &Actor,
    id: EngagementId,
    task: MentoringTaskId,
) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let mut one = own(&mut tx, actor, id).await?;
    let today = hall.clock().today();
    if !visit::do_task(&mut tx, &actor.regency, id, task, Some("owner"), today).await? {
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
