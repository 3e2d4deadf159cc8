//! The project for everybody.

use axum::extract::State;
use center::project::open;

use super::{
    form::money,
    plan_pages::{OpenPage, OpenPhase, OpenYear},
    ranking, sites,
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
};

/// `GET /project/open`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let seen = open::open(&app.hall, &app.hall.settings().regency).await?;
    let best = seen.ranking.as_ref().and_then(|found| {
        let first = found.outcome.ranking.first();
        first.map(|site| site.id.clone())
    });
    let ranked = seen
        .ranking
        .as_ref()
        .map(|found| ranking::view(&app, &frame, found, false));
    let (conclusion, rows, weights) = ranked.map_or_else(Default::default, |view| {
        (view.conclusion, view.rows, view.weights)
    });
    page(&OpenPage {
        f: &frame,
        example: seen.example,
        map: sites::map(&app, &frame, &seen.sites, best.as_deref()),
        sites: seen
            .sites
            .iter()
            .map(|site| {
                let name = format!("{} · {}", site.code, site.name);
                (name, sites::hectares(&frame, site.area_m2))
            })
            .collect(),
        conclusion,
        rows,
        weights,
        phases: seen
            .phases
            .iter()
            .map(|one| OpenPhase {
                label: one.phase.label(frame.lang),
                percent: one.percent,
                until: frame.date(&one.until),
            })
            .collect(),
        years: seen
            .years
            .iter()
            .map(|one| OpenYear {
                year: one.year,
                ceiling: money(one.ceiling),
                committed: money(one.committed),
                paid: money(one.paid),
                share: frame.percent(one.paid, one.ceiling),
            })
            .collect(),
    })
}
