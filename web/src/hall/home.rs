//! The first page.

use axum::extract::State;
use center::{Actor, insight};
use rulebook::{Fact, Stage};

use super::view::{Figure, HomePage, Stage as StageText};
use crate::{
    App,
    frame::Frame,
    insight::overview::figures,
    page::{Answer, page},
    plan::view::Choice,
};

/// Shows what the hall is, and for whom.
pub(crate) async fn home(State(app): State<App>, frame: Frame) -> Answer {
    let kinds = Fact::ProductKind
        .choices()
        .iter()
        .filter_map(|id| {
            let choice = Fact::ProductKind.choice(id)?;
            Some(Choice::new(
                *id,
                Fact::ProductKind.choice_label(choice, frame.lang),
            ))
        })
        .collect();
    let stages = Stage::ALL
        .iter()
        .map(|stage| StageText {
            label: stage.label(frame.lang).to_owned(),
            text: frame.t(&format!("stage-{}-text", stage.id().replace('_', "-"))),
        })
        .collect();
    let figures = counted(&app, &frame).await;
    page(&HomePage {
        f: &frame,
        kinds,
        stages,
        figures,
    })
}

/// Counts of the whole regency, which are nobody's secret. Without a business there are none to
/// show, and the page says so instead of showing noughts.
async fn counted(app: &App, frame: &Frame) -> Vec<Figure> {
    let counter = Actor::system(&app.hall.settings().regency);
    match insight::overview(&app.hall, &counter, None).await {
        Ok(seen) if seen.whole.businesses() > 0 => figures(frame, &seen.whole),
        Ok(_) => Vec::new(),
        Err(error) => {
            tracing::error!(%error, "the first page could not count");
            Vec::new()
        }
    }
}
