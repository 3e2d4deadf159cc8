//! The plan of a business, for its owner and for those who help.

use chrono::NaiveDate;
use rulebook::{Facts, Plan};
use store::registry::business;
use store::registry::statement;
use vocab::id::BusinessId;

use super::facts::for_rulebook;
use super::listing::{Listed, listed};
use super::refresh;
use super::state::may_see;
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::hall::Hall;

/// A plan with what it was made from.
#[derive(Debug, Clone)]
pub struct PlanView {
    /// Whose.
    pub business: Listed,
    /// The facts, as the rulebook sees them: sealed numbers only as known.
    pub facts: Facts,
    /// The steps.
    pub plan: Plan,
}

/// The plan of a business today.
pub async fn plan(hall: &Hall, actor: &Actor, id: BusinessId) -> Result<PlanView> {
    plan_on(hall, actor, id, hall.clock().today()).await
}

/// The plan of a business on another day.
pub async fn plan_on(
    hall: &Hall,
    actor: &Actor,
    id: BusinessId,
    on: NaiveDate,
) -> Result<PlanView> {
    let mut session = hall.db().read().await?;
    let business = business::find(&mut session, &actor.regency, id).await?;
    let business = business
        .filter(|business| may_see(actor, business))
        .ok_or(Error::NotFound("business"))?;
    let statements = statement::of_business(&mut session, &actor.regency, business.id).await?;
    let authorities = refresh::authorities(&mut session, &actor.regency).await?;
    let facts = for_rulebook(&refresh::believe(&statements, &authorities)?);
    let plan = hall.rulebook().plan(&facts, on);
    Ok(PlanView {
        business: listed(hall, business),
        facts,
        plan,
    })
}
