//! The plan of facts given in the address, as the public finder shows it.

use axum::{
    Json,
    extract::{RawQuery, State},
    response::IntoResponse,
};
use chrono::NaiveDate;
use rulebook::{Facts, Plan, Rulebook, StepState};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{App, error::Refusal, page::Answer, plan::finder};

/// A plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct PlanOut {
    /// The day it was made for.
    #[schema(value_type = String, format = Date)]
    on: NaiveDate,
    /// The first stage with an open step.
    stage: Option<&'static str>,
    steps: Vec<StepOut>,
}

/// One step of a plan.
#[derive(Serialize, ToSchema)]
pub(crate) struct StepOut {
    rule: String,
    stage: &'static str,
    /// `done`, `next`, `blocked` or `ask`.
    state: &'static str,
    /// `required` by law or `recommended`.
    duty: &'static str,
    title: TextOut,
    why: TextOut,
    source: String,
    /// Facts that must be told before it is known whether the step applies.
    asks: Vec<&'static str>,
    /// Rules whose steps come before.
    blocked_by: Vec<String>,
}

/// A text in both languages.
#[derive(Serialize, ToSchema)]
pub(crate) struct TextOut {
    id: String,
    en: String,
}

impl From<&rulebook::Text> for TextOut {
    fn from(text: &rulebook::Text) -> Self {
        Self {
            id: text.id.clone(),
            en: text.en.clone(),
        }
    }
}

impl PlanOut {
    pub(crate) fn of(rulebook: &Rulebook, plan: &Plan) -> Self {
        let name = |index| rulebook.rule(index).map(|rule| rule.id.clone());
        let steps = plan.steps.iter().filter_map(|step| {
            let rule = rulebook.rule(step.rule)?;
            let (asks, blocked_by) = match &step.state {
                StepState::Ask { facts } => {
                    (facts.iter().map(rulebook::Fact::id).collect(), vec![])
                }
                StepState::Blocked { by } => {
                    (vec![], by.iter().copied().filter_map(name).collect())
                }
                StepState::Done | StepState::Next => (vec![], vec![]),
            };
            Some(StepOut {
                rule: rule.id.clone(),
                stage: rule.stage.id(),
                state: step.state.id(),
                duty: rule.duty.id(),
                title: (&rule.title).into(),
                why: (&rule.why).into(),
                source: rule.source.line(),
                asks,
                blocked_by,
            })
        });
        Self {
            on: plan.on,
            stage: plan.stage().map(rulebook::Stage::id),
            steps: steps.collect(),
        }
    }

    pub(crate) fn of_facts(app: &App, facts: &Facts) -> Self {
        let rulebook = app.hall.rulebook();
        Self::of(&rulebook, &rulebook.plan(facts, app.hall.clock().today()))
    }
}

/// `GET /api/v1/plan`: the plan of the facts in the query, e.g. `?kbli=2020:10794&nib=tidak`.
#[utoipa::path(
    get,
    path = "/api/v1/plan",
    description = "The plan of the facts in the query, one parameter per fact. Facts about a person are not taken.",
    responses((status = 200, body = PlanOut), (status = 422, description = "A value cannot be read."))
)]
pub(crate) async fn of_facts(State(app): State<App>, RawQuery(query): RawQuery) -> Answer {
    let (facts, problems) = finder::told(query.as_deref().unwrap_or_default());
    if !problems.is_empty() {
        return Err(Refusal::Invalid(problems));
    }
    Ok(Json(PlanOut::of_facts(&app, &facts)).into_response())
}
