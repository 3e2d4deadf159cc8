//! Figures of a year or a quarter, by the owner or by whoever helps.

use axum::extract::{Form, Path, State};
use center::{
    mentoring::figure::{self, Figure},
    registry::plan,
};
use serde::Deserialize;
use vocab::Rupiah;

use super::{
    id,
    pages::{FigureLine, FiguresPage},
    problem,
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, go_noting, page, wrong},
};

/// Figures as they come from the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    pub(super) period: String,
    pub(super) sales: String,
    pub(super) workers_male: String,
    pub(super) workers_female: String,
    pub(super) products: String,
    pub(super) channels: String,
    pub(super) permits: String,
    pub(super) sure: String,
}

/// Figures as lines of a table.
pub(super) fn lines(frame: &Frame, figures: &[Figure]) -> Vec<FigureLine> {
    let count = |value: Option<i64>| value.map_or_else(|| "–".to_owned(), |n| frame.number(n));
    let money = |value: i64| {
        let written = value.to_string();
        written
            .parse::<Rupiah>()
            .map_or(written, |read| read.to_string())
    };
    figures
        .iter()
        .map(|figure| FigureLine {
            period: figure.period.clone(),
            sales: figure.sales.map_or_else(|| "–".to_owned(), money),
            workers: format!(
                "{} / {}",
                count(figure.workers_male),
                count(figure.workers_female)
            ),
            products: count(figure.products),
            channels: count(figure.channels),
            permits: count(figure.permits),
        })
        .collect()
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    business: &str,
    problems: Vec<String>,
    given: Given,
) -> Result<FiguresPage<'a>, crate::error::Refusal> {
    let view = plan::plan(&app.hall, &frame.actor, id(business)?).await?;
    let known = figure::of_business(&app.hall, &frame.actor, id(business)?).await?;
    Ok(FiguresPage {
        f: frame,
        business: business.to_owned(),
        name: view.business.name,
        problems,
        lines: lines(frame, &known),
        given,
    })
}

/// `GET /mentoring/figures/{business}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path(business): Path<String>,
) -> Answer {
    page(&form(&app, &frame, &business, Vec::new(), Given::default()).await?)
}

/// `POST /mentoring/figures/{business}`
pub(crate) async fn put(
    State(app): State<App>,
    frame: Frame,
    Path(business): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let typed = figure::Typed {
        period: given.period.clone(),
        sales: given.sales.clone(),
        workers_male: given.workers_male.clone(),
        workers_female: given.workers_female.clone(),
        products: given.products.clone(),
        channels: given.channels.clone(),
        permits: given.permits.clone(),
        sure: given.sure == "yes",
    };
    match figure::put(&app.hall, &frame.actor, id(&business)?, &typed).await {
        Ok(()) => go_noting(&format!("/mentoring/figures/{business}"), "note-saved"),
        Err(error) => {
            let problems = problem(&frame, error)?;
            wrong(&form(&app, &frame, &business, problems, given).await?)
        }
    }
}
