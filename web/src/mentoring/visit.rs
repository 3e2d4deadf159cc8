//! Noting a visit.

use axum::extract::{Form, Path, State};
use center::mentoring::{care, visit};
use serde::Deserialize;

use super::{id, pages::VisitPage, problem};
use crate::{
    App,
    frame::Frame,
    page::{Answer, go_noting, page, wrong},
};

/// A visit as it comes from the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    pub(super) id: String,
    pub(super) day: String,
    pub(super) began: String,
    pub(super) ended: String,
    pub(super) place: String,
    pub(super) point: String,
    pub(super) notes: String,
    pub(super) owner_tasks: String,
    pub(super) mentor_tasks: String,
    pub(super) next: String,
}

/// `GET /mentoring/cases/{id}/visit`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(case): Path<String>) -> Answer {
    let view = care::view(&app.hall, &frame.actor, id(&case)?).await?;
    let given = Given {
        // Sent twice, as when a thumb hits the button again, it is one visit.
        id: app.hall.new_id::<vocab::VisitId>().to_string(),
        day: app.hall.clock().today().to_string(),
        ..Given::default()
    };
    page(&VisitPage {
        f: &frame,
        case,
        name: view.business.name,
        problems: Vec::new(),
        given,
    })
}

/// `POST /mentoring/cases/{id}/visit`
pub(crate) async fn note(
    State(app): State<App>,
    frame: Frame,
    Path(case): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let engagement = id(&case)?;
    let noted = visit::Noted {
        id: given.id.parse().ok(),
        day: given.day.clone(),
        began: given.began.clone(),
        ended: given.ended.clone(),
        place: given.place.clone(),
        point: given.point.clone(),
        notes: given.notes.clone(),
        owner_tasks: given.owner_tasks.clone(),
        mentor_tasks: given.mentor_tasks.clone(),
        next: given.next.clone(),
    };
    match visit::note(&app.hall, &frame.actor, engagement, &noted).await {
        Ok(_) => go_noting(&format!("/mentoring/cases/{engagement}"), "note-visited"),
        Err(error) => {
            let problems = problem(&frame, error)?;
            let view = care::view(&app.hall, &frame.actor, engagement).await?;
            wrong(&VisitPage {
                f: &frame,
                case,
                name: view.business.name,
                problems,
                given,
            })
        }
    }
}
