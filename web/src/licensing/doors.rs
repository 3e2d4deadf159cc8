//! From a step of a plan to its case: the button that opens one, or the way to the one there is.

use center::{
    Permission,
    licensing::{case::State, permits::Permit, queue},
};
use rulebook::{Fact, Facts, Value};
use vocab::BusinessId;

use crate::{
    App,
    error::Refusal,
    frame::Frame,
    plan::view::{CaseDoor, PlanView, StepView},
};

/// Puts the doors into a plan that is shown to somebody who may go through them.
pub(crate) async fn put(
    app: &App,
    frame: &Frame,
    business: BusinessId,
    facts: &Facts,
    plan: &mut PlanView,
) -> Result<(), Refusal> {
    let cases = queue::of_business(&app.hall, &frame.actor, business).await?;
    let product = facts.get(Fact::MainProduct).and_then(Value::as_text);
    let product = product.unwrap_or_default();
    let may_open = frame.may(Permission::OpenCases);
    let rulebook = app.hall.rulebook();
    let today = app.hall.clock().today();
    let actionable = plan.next.iter_mut().chain(&mut plan.open);
    for step in actionable {
        let open = cases
            .iter()
            .find(|case| case.permit == step.rule && case.closed_at.is_none());
        step.case = match open {
            Some(case) => Some(CaseDoor {
                per_product: false,
                product: String::new(),
                href: format!("/licensing/cases/{}", case.id),
                state: State::from_id(&case.state)
                    .map_or("", |state| state.label(frame.lang))
                    .to_owned(),
            }),
            None => Permit::by_id(&rulebook, &step.rule, today)
                .filter(|_| may_open)
                .map(|permit| CaseDoor {
                    per_product: permit.is_per_product(),
                    product: product.to_owned(),
                    ..CaseDoor::default()
                }),
        };
    }
    let all = plan.next.iter_mut().chain(&mut plan.open);
    for step in all.chain(&mut plan.later).chain(&mut plan.done) {
        why(business, step);
    }
    plan.business = business.to_string();
    Ok(())
}

fn why(business: BusinessId, step: &mut StepView) {
    if !step.rule.is_empty() {
        step.why_at = format!("/licensing/why/{business}/{}", step.rule);
    }
}
