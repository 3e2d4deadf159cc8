//! Mentors: fields, area, room, and handing over.

use std::collections::BTreeMap;

use axum::extract::{Form, Path, State};
use center::{
    Permission,
    mentoring::mentor::{self, Field, MentorView},
};
use serde::Deserialize;
use vocab::{AccountId, RegionLevel};

use super::{
    id,
    pages::{MentorLine, MentorsPage},
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, go_noting, page},
    plan::view::Choice,
};

/// To whom all is handed over.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct HandedOver {
    to: String,
}

/// `GET /mentoring/mentors`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let all = mentor::all(&app.hall, &frame.actor).await?;
    let regency = frame.actor.regency.parse().ok();
    let districts: Vec<(String, String)> = regency
        .into_iter()
        .flat_map(|code| app.hall.gazetteer().within(code, RegionLevel::District))
        .map(|place| (place.code.to_string(), place.name.to_string()))
        .collect();
    let working: Vec<Choice> = all
        .iter()
        .filter(|one| one.works)
        .map(|one| Choice::new(one.account.to_string(), one.name.clone()))
        .collect();
    page(&MentorsPage {
        f: &frame,
        may_manage: frame.may(Permission::ManageMentoring),
        mentors: all
            .iter()
            .map(|one| line(&app, &frame, one, &districts))
            .collect(),
        working,
    })
}

fn line(app: &App, frame: &Frame, one: &MentorView, districts: &[(String, String)]) -> MentorLine {
    let area = one.area.map(|code| code.to_string()).unwrap_or_default();
    let mut areas: Vec<Choice> = districts
        .iter()
        .map(|(code, name)| Choice::new(code.clone(), name.clone()).chosen_if(*code == area))
        .collect();
    if !area.is_empty() && !areas.iter().any(|choice| choice.chosen) {
        let name = one
            .area
            .and_then(|code| app.hall.gazetteer().name(&code).map(str::to_owned));
        areas.push(Choice::new(area.clone(), name.unwrap_or_default()).chosen_if(true));
    }
    MentorLine {
        id: one.account.to_string(),
        name: one.name.clone(),
        works: one.works,
        fields: Field::ALL
            .iter()
            .map(|field| {
                Choice::new(field.id(), field.label(frame.lang))
                    .chosen_if(one.fields.contains(field))
            })
            .collect(),
        field_names: one
            .fields
            .iter()
            .map(|field| field.label(frame.lang))
            .collect::<Vec<_>>()
            .join(", "),
        area: areas
            .iter()
            .find(|choice| choice.chosen)
            .map(|choice| choice.label.clone()),
        areas,
        point: one
            .start
            .filter(|_| one.start_noted)
            .map(|at| format!("{:.5}, {:.5}", at.lat(), at.lng()))
            .unwrap_or_default(),
        capacity: one.capacity,
        load: one.load,
        load_shown: frame.number(one.load),
        load_text: frame.t2(
            "mentors-load",
            ("load", &frame.number(one.load)),
            ("capacity", &one.capacity),
        ),
        due: frame.number(one.due),
    }
}

/// `POST /mentoring/mentors/{id}`
pub(crate) async fn note(
    State(app): State<App>,
    frame: Frame,
    Path(account): Path<String>,
    Form(given): Form<BTreeMap<String, String>>,
) -> Answer {
    let account: AccountId = id(&account)?;
    let text = |name: &str| given.get(name).cloned().unwrap_or_default();
    let noted = mentor::Noted {
        // A checkbox for each field: `field.produksi=yes`.
        fields: given
            .keys()
            .filter_map(|name| name.strip_prefix("field."))
            .map(str::to_owned)
            .collect(),
        area: text("area"),
        point: text("point"),
        capacity: text("capacity"),
    };
    mentor::note(&app.hall, &frame.actor, account, &noted).await?;
    go_noting("/mentoring/mentors", "note-saved")
}

/// `POST /mentoring/mentors/{id}/handover`
pub(crate) async fn hand_over(
    State(app): State<App>,
    frame: Frame,
    Path(account): Path<String>,
    Form(given): Form<HandedOver>,
) -> Answer {
    let from: AccountId = id(&account)?;
    let to: AccountId = id(&given.to)?;
    mentor::hand_over(&app.hall, &frame.actor, from, to).await?;
    go_noting("/mentoring/mentors", "note-handed-over")
}
