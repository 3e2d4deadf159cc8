//! One site: its parcel, what is known of it and from where.

use axum::{
    Form,
    extract::{Path, State},
};
use center::{
    ErrorKind, Permission,
    project::{
        ProjectError,
        parcel::Parcel,
        site::{self, Question, SiteValue, SiteView},
    },
};
use chrono::NaiveDate;
use serde::Deserialize;
use vocab::{DomainError, SiteId};

use super::{
    draw,
    pages::{Answered, SitePage},
    pick,
    sites::hectares,
};
use crate::{
    App,
    error::Refusal,
    format,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
    plan::view::Choice,
};

/// What is noted.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Noted {
    criterion: String,
    value: String,
    source: String,
    day: String,
}

/// Another parcel.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Redrawn {
    parcel: String,
}

fn read(id: &str) -> Result<SiteId, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}

/// `GET /project/sites/{id}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    page(&form(&app, &frame, read(&id)?, Noted::default(), Vec::new()).await?)
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    id: SiteId,
    typed: Noted,
    problems: Vec<String>,
) -> center::Result<SitePage<'a>> {
    let seen = site::view(&app.hall, &frame.actor, id).await?;
    let site = &seen.site;
    let heading = format!("{} · {}", site.code, site.name);
    let picture = Parcel::read(&site.parcel).ok().and_then(|parcel| {
        draw::parcel(parcel.rings(), &frame.t1("site-picture", "name", &heading))
    });
    let open = seen
        .answers
        .iter()
        .filter(|(question, _)| !question.measured);
    Ok(SitePage {
        f: frame,
        id: site.id.to_string(),
        problems,
        place: frame.t2(
            "site-near",
            ("village", &seen.village),
            ("point", &format!("{:.5}, {:.5}", site.lat, site.lng)),
        ),
        area: hectares(frame, site.area_m2),
        example: site.example,
        withdrawn: site.withdrawn_at.is_some(),
        picture,
        open: open
            .map(|(question, _)| {
                let label = question_label(frame, question);
                Choice::new(question.id.clone(), label).chosen_if(question.id == typed.criterion)
            })
            .collect(),
        answers: answers(frame, &seen),
        may_manage: frame.may(Permission::ManageProject),
        value: typed.value,
        source: typed.source,
        day: if typed.day.is_empty() {
            app.hall.clock().today().to_string()
        } else {
            typed.day
        },
        heading,
    })
}

/// The criterion with the words or the unit it is answered in.
fn question_label(frame: &Frame, question: &Question) -> String {
    let label = pick(frame, &question.label);
    match (question.words.is_empty(), question.unit.is_empty()) {
        (false, _) => format!("{label} ({})", question.words.join(" / ")),
        (true, false) => format!("{label} ({})", question.unit),
        (true, true) => label,
    }
}

fn answers(frame: &Frame, seen: &SiteView) -> Vec<Answered> {
    seen.answers
        .iter()
        .map(|(question, value)| {
            let measured = seen
                .measured
                .get(&question.id)
                .filter(|_| question.measured);
            let (value, source) = match (measured, value) {
                (Some(number), _) => (format::decimal(*number, 1), frame.t("site-measured")),
                (None, Some(value)) => (shown(&value.value), source(frame, value)),
                (None, None) => (String::new(), String::new()),
            };
            Answered {
                label: pick(frame, &question.label),
                hint: question.unit.clone(),
                value,
                source,
            }
        })
        .collect()
}

/// A number as the office writes it, a word as it is.
pub(super) fn shown(value: &str) -> String {
    match value.parse::<f64>() {
        Ok(_) => value.replace('.', ","),
        Err(_) => value.to_owned(),
    }
}

pub(super) fn source(frame: &Frame, value: &SiteValue) -> String {
    format!("{}, {}", value.source, frame.date(&value.dated_on))
}

/// `POST /project/sites/{id}/note`
pub(crate) async fn note(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Noted>,
) -> Answer {
    let id = read(&id)?;
    let noted = match day(&given.day) {
        Ok(day) => {
            let (criterion, value, source) = (&given.criterion, &given.value, &given.source);
            site::note(&app.hall, &frame.actor, id, criterion, value, source, day).await
        }
        Err(error) => Err(error.into()),
    };
    match noted {
        Ok(()) => go_noting(&format!("/project/sites/{id}"), "note-saved"),
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&app, &frame, id, given, problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// A day of a form.
pub(super) fn day(text: &str) -> Result<NaiveDate, ProjectError> {
    vocab::date::parse_date_until(text.trim(), 2100).map_err(|_| ProjectError::DayUnreadable {
        found: text.trim().chars().take(40).collect(),
    })
}

/// A day of a form that may be left out.
pub(super) fn day_or_none(text: &str) -> Result<Option<NaiveDate>, ProjectError> {
    if text.trim().is_empty() {
        Ok(None)
    } else {
        day(text).map(Some)
    }
}

/// `POST /project/sites/{id}/redraw`
pub(crate) async fn redraw(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Redrawn>,
) -> Answer {
    let id = read(&id)?;
    match site::redraw(&app.hall, &frame.actor, id, &given.parcel).await {
        Ok(()) => go_noting(&format!("/project/sites/{id}"), "note-saved"),
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&app, &frame, id, Noted::default(), problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /project/sites/{id}/withdraw`
pub(crate) async fn withdraw(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let id = read(&id)?;
    site::withdraw(&app.hall, &frame.actor, id, true).await?;
    go_noting(&format!("/project/sites/{id}"), "note-site-withdrawn")
}

/// `POST /project/sites/{id}/restore`
pub(crate) async fn restore(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let id = read(&id)?;
    site::withdraw(&app.hall, &frame.actor, id, false).await?;
    go_noting(&format!("/project/sites/{id}"), "note-saved")
}
