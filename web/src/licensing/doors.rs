//! From a step of a plan to its case: the button that opens one, or the way to the one there is.

use center::{
    Permission,
    licensing::{case::State, permits::Permit, queue},
};
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
    plan: &mut PlanView,
) -> Result<(), Refusal> {
    let cases = queue::of_business(&app.hall, &frame.actor, business).await?;
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
                href: format!("/licensing/cases/{}", case.id),
                state: State::from_id(&case.state)
                    .map_or("", |state| state.label(frame.lang))
                    .to_owned(),
            }),
            None if may_open && Permit::by_id(&rulebook, &step.rule, today).is_some() => {
                Some(CaseDoor::default())
            }
            None => None,
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
