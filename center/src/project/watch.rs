//! What is watched: risks, and questions that wait for the head.

use chrono::NaiveDate;
use serde_json::json;
pub use store::project::decision::Decision;
pub use store::project::risk::Risk;
use store::project::{decision, risk};
use vocab::id::{DecisionId, RiskId};

use super::error::ProjectError;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// A risk to be written.
#[derive(Debug, Clone, Default)]
pub struct NewRisk {
    /// What may happen.
    pub name: String,
    /// How likely, 1 to 5.
    pub chance: i64,
    /// How bad, 1 to 5.
    pub impact: i64,
    /// What is done about it.
    pub answer: String,
    /// Who watches it.
    pub holder: String,
}

/// Writes a risk.
pub async fn add_risk(hall: &Hall, actor: &Actor, new: &NewRisk) -> Result<RiskId> {
    actor.must(Permission::ManageProject)?;
    let name = super::named(&new.name, "risiko / risk")?;
    super::ranged("Kemungkinan / chance", new.chance, 1, 5)?;
    super::ranged("Dampak / impact", new.impact, 1, 5)?;
    let one = Risk {
        id: hall.new_id(),
        name,
        chance: new.chance,
        impact: new.impact,
        answer: super::words(&new.answer, 500),
        holder: super::words(&new.holder, 120),
        created_at: hall.clock().now(),
    };
    let mut tx = hall.db().write().await?;
    risk::insert(&mut tx, &actor.regency, &one).await?;
    let subject = format!("risk:{}", one.id);
    audit::record(hall, &mut tx, actor, "risk.added", &subject, json!({})).await?;
    tx.commit().await?;
    Ok(one.id)
}

/// Closes a risk.
pub async fn close_risk(hall: &Hall, actor: &Actor, id: RiskId) -> Result<()> {
    actor.must(Permission::ManageProject)?;
    let mut tx = hall.db().write().await?;
    if !risk::close(&mut tx, &actor.regency, id, hall.clock().now()).await? {
        return Err(Error::NotFound("risk"));
    }
    let subject = format!("risk:{id}");
    audit::record(hall, &mut tx, actor, "risk.closed", &subject, json!({})).await?;
    Ok(tx.commit().await?)
}

/// The open risks, gravest first.
pub async fn risks(hall: &Hall, actor: &Actor) -> Result<Vec<Risk>> {
    actor.must(Permission::SeeProject)?;
    let mut session = hall.db().read().await?;
    Ok(risk::open(&mut session, &actor.regency, 100).await?)
}

/// A question to be asked.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// What is asked.
    pub question: String,
    /// What one should know before answering.
    pub context: String,
    /// By when it is needed.
    pub due_on: NaiveDate,
}

/// Puts a question before the head.
pub async fn ask(hall: &Hall, actor: &Actor, new: &NewDecision) -> Result<DecisionId> {
    actor.must(Permission::ManageProject)?;
    let one = Decision {
        id: hall.new_id(),
        question: super::named(&new.question, "pertanyaan / question")?,
        context: super::words(&new.context, 2_000),
        due_on: new.due_on,
        asked_by: actor.account,
        asked_at: hall.clock().now(),
        answer: None,
        decided_at: None,
    };
    let mut tx = hall.db().write().await?;
    decision::insert(&mut tx, &actor.regency, &one).await?;
    let subject = format!("decision:{}", one.id);
    audit::record(hall, &mut tx, actor, "decision.asked", &subject, json!({})).await?;
    tx.commit().await?;
    Ok(one.id)
}

/// Answers a question.
pub async fn decide(hall: &Hall, actor: &Actor, id: DecisionId, answer: &str) -> Result<()> {
    actor.must(Permission::DecideProject)?;
    let answer = super::words(answer, 2_000);
    if answer.chars().count() < 3 {
        return Err(ProjectError::Words {
            what: "Keputusan / decision",
            low: 3,
            high: 2_000,
        }
        .into());
    }
    let mut tx = hall.db().write().await?;
    let now = hall.clock().now();
    let done = decision::decide(&mut tx, &actor.regency, id, &answer, actor.account, now).await?;
    if !done {
        return Err(ProjectError::Decided.into());
    }
    let subject = format!("decision:{id}");
    audit::record(hall, &mut tx, actor, "decision.made", &subject, json!({})).await?;
    Ok(tx.commit().await?)
}

/// Questions that wait, and the newest that were answered.
pub async fn decisions(hall: &Hall, actor: &Actor) -> Result<(Vec<Decision>, Vec<Decision>)> {
    actor.must(Permission::SeeProject)?;
    let mut session = hall.db().read().await?;
    let open = decision::open(&mut session, &actor.regency, 50).await?;
    let decided = decision::decided(&mut session, &actor.regency, 20).await?;
    Ok((open, decided))
}
