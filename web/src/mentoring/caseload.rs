//! A mentor's morning: whom to visit and why.

use axum::extract::{Form, Query, State};
use center::{
    Permission,
    mentoring::{
        care,
        caseload::{self, Caseload, Line},
        mentor,
    },
};
use serde::Deserialize;
use vocab::{AccountId, BusinessId};

use super::{
    id, kilometres,
    pages::{Case, CaseloadPage, Way},
    picture, reason, score,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    hall::view::Figure,
    page::{Answer, go, page},
    plan::view::Choice,
};

/// Whose caseload, and where the page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    mentor: String,
    after: String,
}

/// Whom to take into care.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Opened {
    business: String,
    mentor: String,
}

/// `GET /mentoring`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let mentor: Option<AccountId> = wanted.mentor.parse().ok();
    let after = Some(wanted.after.as_str()).filter(|after| !after.is_empty());
    let found = caseload::caseload(&app.hall, &frame.actor, mentor, after).await?;
    let mentors = if frame.may(Permission::ManageMentoring) {
        mentor::all(&app.hall, &frame.actor).await?
    } else {
        Vec::new()
    };
    let choices = mentors
        .into_iter()
        .map(|one| {
            Choice::new(one.account.to_string(), one.name).chosen_if(Some(one.account) == mentor)
        })
        .collect();
    page(&shown(&frame, &found, choices, &wanted.mentor))
}

fn shown<'a>(
    frame: &'a Frame,
    found: &Caseload,
    mentors: Vec<Choice>,
    mentor: &str,
) -> CaseloadPage<'a> {
    let figure = |n: i64, label: &str| Figure {
        value: frame.number(n),
        label: frame.t(label),
    };
    CaseloadPage {
        f: frame,
        today: frame.date(&found.today),
        figures: vec![
            figure(found.due, "mentoring-due"),
            figure(found.open, "mentoring-in-care"),
            figure(found.never, "mentoring-never"),
        ],
        mentors,
        more_href: found
            .next
            .as_ref()
            .map(|next| format!("/mentoring?mentor={mentor}&after={next}")),
        way: found.route.as_ref().and_then(|(start, stops, route)| {
            let points: Vec<_> = stops.iter().map(|stop| stop.at).collect();
            #[expect(clippy::cast_possible_truncation, reason = "metres of one regency")]
            let metres = route.metres.round() as i64;
            Some(Way {
                picture: picture::way(*start, &points)?,
                length: kilometres(metres),
                exact: route.exact,
                from_start: start.is_some(),
                stops: stops
                    .iter()
                    .map(|stop| (stop.name.clone(), stop.rough))
                    .collect(),
            })
        }),
        cases: found.lines.iter().map(|line| case(frame, line)).collect(),
    }
}

fn case(frame: &Frame, line: &Line) -> Case {
    let one = &line.case.engagement;
    let (due, tone) = match line.overdue {
        0 => (frame.t("mentoring-due-today"), "mind"),
        days if days > 0 => (frame.count("mentoring-overdue", days), "bad"),
        days => (frame.count("mentoring-due-in", -days), "blue"),
    };
    Case {
        id: one.id.to_string(),
        name: line.case.name.clone(),
        owner: line.case.owner.clone().unwrap_or_default(),
        place: line.place.clone(),
        due,
        tone,
        state: line.state.label(frame.lang).to_owned(),
        total: one.total.map(score).unwrap_or_default(),
        reasons: line.reasons.iter().map(|why| reason(frame, why)).collect(),
        stop: line.stop,
    }
}

/// `POST /mentoring`
pub(crate) async fn open(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Opened>,
) -> Answer {
    let business: BusinessId = id(&given.business)?;
    let mentor: Option<AccountId> = given.mentor.parse().ok();
    match care::open(&app.hall, &frame.actor, business, mentor).await {
        Ok(made) => go(&format!("/mentoring/cases/{made}")),
        Err(error) => match care::under_way(&app.hall, &frame.actor, business).await? {
            // Somebody has it in care already: there it is.
            Some(there) => go(&format!("/mentoring/cases/{there}")),
            None => Err(Refusal::from(error)),
        },
    }
}
