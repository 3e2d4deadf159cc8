//! Conflicts side by side: two people answered about one business.

use axum::extract::{Form, Path, State};
use center::{field::form, sync};
use serde::Deserialize;

use super::{
    id,
    pages::{Conflict, ConflictsPage},
    shown,
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, go_noting, page},
};

/// Which side is taken.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    take: String,
}

/// `GET /enumeration/conflicts`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let open = sync::open_conflicts(&app.hall, &frame.actor, "field.answer").await?;
    let forms = form::list(&app.hall, &frame.actor).await?;
    let conflicts = open.into_iter().map(|side| {
        let body = side.ours.map(|item| item.body).unwrap_or_default();
        let name = body.get("questionnaire").and_then(|name| name.as_str());
        let form = forms.iter().find(|form| Some(form.name().as_str()) == name);
        let (ours, theirs) = (&body["answers"], &side.theirs.body["answers"]);
        let text = |answers: &serde_json::Value, question: &questionnaire::Question| {
            let sealed = question.kind == questionnaire::Kind::Nik
                || question.fact.as_deref() == Some("owner_kk");
            match (form, answers.get(&question.id)) {
                (Some(_), Some(_)) if sealed => "•••".to_owned(),
                (Some(form), Some(answer)) => shown(form, question, answer, &frame),
                _ => "–".to_owned(),
            }
        };
        let rows = form
            .into_iter()
            .flat_map(|form| &form.pages)
            .flat_map(|page| &page.questions)
            .filter(|question| ours.get(&question.id) != theirs.get(&question.id))
            .map(|question| {
                let label = question.label.text(frame.lang).to_owned();
                (label, text(theirs, question), text(ours, question))
            });
        let title = theirs["business_name"]
            .as_str()
            .or(ours["business_name"].as_str());
        Conflict {
            id: side.item.to_string(),
            title: title.map_or_else(|| frame.t("field-set"), str::to_owned),
            by: side.by,
            theirs_by: side.theirs.by.unwrap_or_default(),
            rows: rows.collect(),
        }
    });
    page(&ConflictsPage {
        f: &frame,
        conflicts: conflicts.collect(),
    })
}

/// `POST /enumeration/conflicts/{item}`
pub(crate) async fn decide(
    State(app): State<App>,
    frame: Frame,
    Path(item): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    sync::decide(&app.hall, &frame.actor, id(&item)?, given.take == "second").await?;
    go_noting("/enumeration/conflicts", "note-saved")
}
