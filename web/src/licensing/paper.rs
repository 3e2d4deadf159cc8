//! Papers that are made for a case: filled in on a page, taken as PDF.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use center::{
    ErrorKind,
    licensing::papers::{self, Asked, CasePaper, Filled, Shape, Work},
    licensing::view::permit_title,
};
use documents::{Desk, office::Office};
use vocab::{DomainError, id::CaseId};

use super::{
    case::read,
    pages::{PaperField, PaperPage},
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
    papers::press,
};

/// A case and one of its papers, as the address names them.
fn named((case, paper): &(String, String)) -> Result<(CaseId, CasePaper), Refusal> {
    let paper = CasePaper::from_id(paper).ok_or(Refusal::NotFound)?;
    Ok((read(case)?, paper))
}

fn office(app: &App) -> Option<&Office> {
    let desk: Option<&Desk> = app.config.desk.as_ref();
    desk.and_then(|desk| desk.office.as_ref())
}

/// The text of a field's label and, where one helps, of its hint.
fn texts(name: &str) -> (&'static str, &'static str) {
    match name {
        "mark" => ("paper-mark", "paper-mark-hint"),
        "class" => ("paper-class", "paper-class-hint"),
        "goods" => ("paper-goods", "paper-goods-hint"),
        "products" => ("paper-products", "paper-lines-hint"),
        "materials" => ("paper-materials", "paper-materials-hint"),
        "process" => ("paper-process", "paper-process-hint"),
        "effects" => ("paper-effects", "paper-effects-hint"),
        "product" => ("paper-product", ""),
        "brand" => ("paper-brand", ""),
        "food_type" => ("paper-food-type", ""),
        "packaging" => ("paper-packaging", "paper-packaging-hint"),
        "composition" => ("paper-composition", "paper-composition-hint"),
        "storage" => ("paper-storage", "paper-storage-hint"),
        "shelf_life" => ("paper-shelf-life", ""),
        _ => ("paper-production-code", "paper-production-code-hint"),
    }
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    id: CaseId,
    paper: CasePaper,
    given: Option<&Filled>,
    problems: Vec<String>,
) -> Result<PaperPage<'a>, Refusal> {
    let seen = papers::view(&app.hall, &frame.actor, office(app), id, paper).await?;
    if paper.asked().is_empty() {
        return Err(Refusal::NotFound);
    }
    let filled = given.unwrap_or(&seen.filled);
    let field = |asked: &Asked| {
        let (label, hint) = texts(asked.name);
        PaperField {
            name: asked.name,
            label: frame.t(label),
            hint: if hint.is_empty() {
                String::new()
            } else {
                frame.t(hint)
            },
            value: filled.get(asked.name).cloned().unwrap_or_default(),
            lines: asked.shape == Shape::Lines,
            needed: asked.needed,
        }
    };
    Ok(PaperPage {
        title: paper.label(frame.lang).to_owned(),
        permit: permit_title(&app.hall, &seen.permit, frame.lang),
        business: seen.business,
        case_href: format!("/licensing/cases/{id}"),
        at: format!("/licensing/cases/{id}/papers/{}", paper.id()),
        fields: paper.asked().iter().map(field).collect(),
        may_fill: seen.offered.may_fill,
        ready: seen.offered.ready,
        problems,
        f: frame,
    })
}

/// `GET /licensing/cases/{id}/papers/{paper}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path(at): Path<(String, String)>,
) -> Answer {
    let (id, paper) = named(&at)?;
    page(&form(&app, &frame, id, paper, None, Vec::new()).await?)
}

/// `POST /licensing/cases/{id}/papers/{paper}`
pub(crate) async fn fill(
    State(app): State<App>,
    frame: Frame,
    Path(at): Path<(String, String)>,
    Form(given): Form<Filled>,
) -> Answer {
    let (id, paper) = named(&at)?;
    match papers::fill(&app.hall, &frame.actor, id, paper, &given).await {
        Ok(()) => go_noting(
            &format!("/licensing/cases/{id}/papers/{}", paper.id()),
            "note-saved",
        ),
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&app, &frame, id, paper, Some(&given), problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /licensing/cases/{id}/papers/{paper}/pdf`
pub(crate) async fn pdf(
    State(app): State<App>,
    frame: Frame,
    Path(at): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let (id, paper) = named(&at)?;
    let work = papers::give(&app.hall, &frame.actor, office(&app), id, paper).await?;
    let today = app.hall.clock().today();
    let printed = match work {
        Work::Sheet(order) => {
            press::work(&app, move |desk| desk.printer.print(*order, today)).await?
        }
        Work::Label(draft) => press::label(&app, *draft).await?.sheet,
    };
    let sheet = printed.map_err(|error| Refusal::invalid(&error))?;
    Ok(press::file(&sheet, paper.id()).into_response())
}
