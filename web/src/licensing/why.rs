//! Why a step is in a plan: the rule, condition by condition, the facts and the article.

use axum::extract::{Path, State};
use center::{Role, registry::plan as plans};
use rulebook::{Rule, Truth};
use vocab::BusinessId;

use super::pages::{Reason, WhyPage};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, page},
    registry::list::name,
};

/// `GET /licensing/why/{business}/{rule}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path((business, rule)): Path<(String, String)>,
) -> Answer {
    let id: BusinessId = business.parse().map_err(|_| Refusal::NotFound)?;
    let seen = plans::plan(&app.hall, &frame.actor, id).await?;
    let rulebook = app.hall.rulebook();
    let on = seen.plan.on;
    let (index, found) = rulebook.find(&rule, on).ok_or(Refusal::NotFound)?;
    let why = rulebook
        .explain(&seen.facts, on, index)
        .ok_or(Refusal::NotFound)?;
    let step = seen.plan.step(index);
    let reasons = |reasons: &[rulebook::Reason]| {
        let reasons = reasons.iter().map(|one| reason(&frame, one));
        reasons.collect::<Vec<Reason>>()
    };
    // Facts about a person are left out here as everywhere on plans: pages are printed and passed on.
    let facts = why
        .facts
        .iter()
        .filter(|known| !known.fact.is_personal() && !known.fact.is_sealed())
        .map(|known| {
            let value = known.value.as_ref();
            let value = value.map_or_else(
                || frame.t("why-unknown"),
                |value| value.get(frame.lang).to_owned(),
            );
            (known.fact.label(frame.lang).to_owned(), value)
        });
    let back = if frame.actor.role == Role::Owner {
        format!("/plan?business={id}")
    } else {
        format!("/registry/{id}")
    };
    let state = step.map_or("why-state-none", |step| match step.state.id() {
        "done" => "why-state-done",
        "next" => "why-state-next",
        "blocked" => "why-state-blocked",
        _ => "why-state-ask",
    });
    page(&WhyPage {
        business: name(&frame, &seen.business),
        back,
        title: found.title.get(frame.lang).to_owned(),
        why: found.why.get(frame.lang).to_owned(),
        state: frame.t(state),
        duty: found.duty.label(frame.lang).to_owned(),
        certainty: found.certainty.label(frame.lang).to_owned(),
        source: why.source.clone(),
        rule: found.id.clone(),
        valid: valid(&frame, found),
        likely: step.is_some_and(|step| step.likely),
        applies: reasons(&why.applies),
        done: reasons(&why.done),
        facts: facts.collect(),
        versions: rulebook
            .versions(&found.id)
            .map(|(_, version)| {
                (
                    valid(&frame, version),
                    version.title.get(frame.lang).to_owned(),
                )
            })
            .collect(),
        f: &frame,
    })
}

fn valid(frame: &Frame, rule: &Rule) -> String {
    match (rule.valid_from, rule.valid_to) {
        (None, None) => frame.t("why-always"),
        (Some(from), None) => frame.t1("why-from", "day", frame.date(&from)),
        (None, Some(to)) => frame.t1("why-until", "day", frame.date(&to)),
        (Some(from), Some(to)) => frame.t2(
            "why-between",
            ("from", &frame.date(&from)),
            ("to", &frame.date(&to)),
        ),
    }
}

fn reason(frame: &Frame, reason: &rulebook::Reason) -> Reason {
    let (key, tone) = match reason.truth {
        Truth::True => ("why-true", "good"),
        Truth::False => ("why-false", "bad"),
        Truth::Unknown => ("why-unknown", "mind"),
    };
    Reason {
        text: reason.text.get(frame.lang).to_owned(),
        label: frame.t(key),
        tone,
    }
}
