//! What mentoring did, and what can and cannot be concluded from it.

use axum::extract::{Query, State};
use center::mentoring::effect::{self, Found, Measure};
use growth::effect::Effect;
use serde::Deserialize;

use super::pages::{EffectLine, EffectPage};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
    plan::view::Choice,
};

/// Which periods.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    before: String,
    after: String,
}

/// `GET /mentoring/effect`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let report = effect::report(&app.hall, &frame.actor, &wanted.before, &wanted.after).await?;
    let (before, after) = report.compared.clone().unwrap_or_default();
    let choices = |chosen: &str| {
        report
            .periods
            .iter()
            .map(|(period, n)| {
                let label = frame.t2(
                    "effect-period-choice",
                    ("period", period),
                    ("n", &frame.number(*n)),
                );
                Choice::new(period.clone(), label).chosen_if(period == chosen)
            })
            .collect()
    };
    page(&EffectPage {
        f: &frame,
        compared: report.compared.is_some(),
        befores: choices(&before),
        afters: choices(&after),
        lines: report
            .found
            .iter()
            .map(|found| line(&frame, found))
            .collect(),
        heading: frame.t2("effect-compared", ("before", &before), ("after", &after)),
    })
}

fn line(frame: &Frame, found: &Found) -> EffectLine {
    let measure = frame.t(&format!("effect-measure-{}", found.measure.id()));
    let shown = |value: f64| change(found.measure, value);
    let known = frame.t2(
        "effect-known",
        ("mentored", &found.known.0),
        ("others", &found.known.1),
    );
    match &found.effect {
        Effect::Suppressed { pairs, fewest } => EffectLine {
            measure,
            known,
            suppressed: Some(frame.t2("effect-suppressed", ("pairs", pairs), ("fewest", fewest))),
            ..EffectLine::default()
        },
        Effect::Estimated(estimate) => EffectLine {
            measure,
            known,
            suppressed: None,
            pairs: estimate.pairs.to_string(),
            near: frame.t2(
                "effect-pairs",
                ("near", &estimate.near),
                ("alone", &estimate.alone),
            ),
            mentored: shown(estimate.mentored),
            others: shown(estimate.others),
            effect: shown(estimate.effect),
            interval: frame.t2(
                "effect-interval",
                ("low", &shown(estimate.low)),
                ("high", &shown(estimate.high)),
            ),
            verdict: frame.t(match (estimate.is_clear(), estimate.effect > 0.0) {
                (true, true) => "effect-clear-up",
                (true, false) => "effect-clear-down",
                (false, _) => "effect-unclear",
            }),
            tone: match (estimate.is_clear(), estimate.effect > 0.0) {
                (true, true) => "good",
                (true, false) => "bad",
                (false, _) => "mind",
            },
        },
    }
}

/// A change with its sign: percent for money, units otherwise.
fn change(measure: Measure, value: f64) -> String {
    let text = if measure.is_ratio() {
        format!("{:+.1}%", value * 100.0)
    } else {
        format!("{value:+.2}")
    };
    text.replace('.', ",").replace('-', "−")
}
