//! Batch days: making one, and noting who came.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use center::{
    ErrorKind,
    licensing::{
        batch::{self, Follows, NewBatch},
        view::permit_title,
    },
};
use serde::Deserialize;
use vocab::{BusinessId, DomainError, RegionLevel, id::BatchId};

use super::{
    case::day,
    pages::{BatchLine, BatchPage, BatchesPage, GuestRow},
    queue::permits,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
    plan::view::Choice,
    registry::list::{name, place},
};

/// A day to be made.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    name: String,
    permit: String,
    region: String,
    place: String,
    held_on: String,
    starts_at: String,
}

/// `GET /licensing/batches`
pub(crate) async fn list(State(app): State<App>, frame: Frame) -> Answer {
    let wanted = Wanted {
        starts_at: "09:00".to_owned(),
        ..Wanted::default()
    };
    page(&shown(&app, &frame, wanted, Vec::new()).await?)
}

async fn shown<'a>(
    app: &App,
    frame: &'a Frame,
    wanted: Wanted,
    problems: Vec<String>,
) -> Result<BatchesPage<'a>, Refusal> {
    let days = batch::list(&app.hall, &frame.actor).await?;
    Ok(BatchesPage {
        problems,
        days: days
            .into_iter()
            .map(|(day, invited, came)| BatchLine {
                href: format!("/licensing/batches/{}", day.id),
                permit: permit_title(&app.hall, &day.permit, frame.lang),
                when: format!("{}, {}", frame.date(&day.held_on), day.starts_at),
                name: day.name,
                place: day.place,
                closed: day.closed_at.is_some(),
                invited: frame.number(invited),
                came: frame.number(came),
            })
            .collect(),
        permits: permits(app, frame, &wanted.permit),
        regions: regions(app, &wanted.region),
        name: wanted.name,
        place: wanted.place,
        held_on: wanted.held_on,
        starts_at: wanted.starts_at,
        today: app.hall.clock().today().to_string(),
        f: frame,
    })
}

/// Districts, each followed by its villages.
fn regions(app: &App, given: &str) -> Vec<Choice> {
    let gazetteer = app.hall.gazetteer();
    let mut places: Vec<_> = gazetteer
        .places()
        .iter()
        .filter(|place| {
            matches!(
                place.code.level(),
                RegionLevel::District | RegionLevel::Village
            )
        })
        .collect();
    places.sort_by_key(|place| place.code);
    places
        .into_iter()
        .map(|place| {
            let label = match place.code.level() {
                RegionLevel::Village => {
                    let district = place.code.parent().and_then(|code| gazetteer.name(&code));
                    format!("{}, {}", district.unwrap_or_default(), place.name)
                }
                _ => place.name.to_string(),
            };
            let code = place.code.to_string();
            let chosen = code == given;
            Choice::new(code, label).chosen_if(chosen)
        })
        .collect()
}

/// `POST /licensing/batches`
pub(crate) async fn create(
    State(app): State<App>,
    frame: Frame,
    Form(wanted): Form<Wanted>,
) -> Answer {
    match made(&app, &frame, &wanted).await {
        Ok(id) => go_noting(&format!("/licensing/batches/{id}"), "note-batch-made"),
        Err(Refusal::Invalid(problems)) => {
            let problems = problems.iter().map(|one| say(frame.lang, one)).collect();
            wrong(&shown(&app, &frame, wanted, problems).await?)
        }
        Err(refusal) => Err(refusal),
    }
}

async fn made(app: &App, frame: &Frame, wanted: &Wanted) -> Result<BatchId, Refusal> {
    let incomplete = || Refusal::invalid(&center::licensing::LicensingError::BatchIncomplete);
    let new = NewBatch {
        name: wanted.name.clone(),
        permit: wanted.permit.clone(),
        region: wanted.region.parse().map_err(|_| incomplete())?,
        place: wanted.place.clone(),
        held_on: day(&wanted.held_on)?.ok_or_else(incomplete)?,
        starts_at: wanted.starts_at.clone(),
    };
    batch::create(&app.hall, &frame.actor, &new)
        .await
        .map_err(Refusal::from)
}

/// Where a page of guests begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct At {
    after: String,
}

/// `GET /licensing/batches/{id}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Query(at): Query<At>,
) -> Answer {
    let id: BatchId = id.parse().map_err(|_| Refusal::NotFound)?;
    page(&one(&app, &frame, id, at, Vec::new()).await?)
}

async fn one<'a>(
    app: &App,
    frame: &'a Frame,
    id: BatchId,
    at: At,
    problems: Vec<String>,
) -> Result<BatchPage<'a>, Refusal> {
    let after: Option<BusinessId> = at.after.parse().ok();
    let seen = batch::view(&app.hall, &frame.actor, id, after).await?;
    let guests = seen.guests.iter().map(|seen| {
        let (guest, line) = (&seen.guest, &seen.line);
        let (key, tone) = match guest.state.as_str() {
            "present" => ("batch-present", "good"),
            "absent" => ("batch-absent", "bad"),
            _ => ("batch-invited", "blue"),
        };
        GuestRow {
            business: guest.business.to_string(),
            name: line
                .as_ref()
                .map_or_else(|| frame.t("registry-noname"), |line| name(frame, line)),
            owner: line
                .as_ref()
                .and_then(|line| line.owner_name.clone())
                .unwrap_or_default(),
            place: line.as_ref().map(place).unwrap_or_default(),
            label: frame.t(key),
            tone,
            came: guest.state == "present",
            follows: seen
                .follows
                .map(|follows| self::follows(frame, follows))
                .unwrap_or_default(),
            case_href: guest
                .case
                .map(|case| format!("/licensing/cases/{case}"))
                .unwrap_or_default(),
        }
    });
    let count = |state: &str| {
        let found = seen.attendance.iter().find(|(known, _)| known == state);
        found.map_or(0, |(_, n)| *n)
    };
    let all: i64 = seen.attendance.iter().map(|(_, n)| n).sum();
    Ok(BatchPage {
        problems,
        closed: seen.batch.closed_at.is_some(),
        may_close: seen.may_close,
        id: id.to_string(),
        permit: permit_title(&app.hall, &seen.batch.permit, frame.lang),
        when: format!(
            "{}, {}",
            frame.date(&seen.batch.held_on),
            seen.batch.starts_at
        ),
        figures: vec![
            (frame.number(all), frame.t("batch-invited")),
            (frame.number(count("present")), frame.t("batch-present")),
            (frame.number(count("absent")), frame.t("batch-absent")),
        ],
        guests: guests.collect(),
        after: at.after,
        next: seen
            .next
            .map(|next| format!("/licensing/batches/{id}?after={next}")),
        name: seen.batch.name,
        place: seen.batch.place,
        f: frame,
    })
}

/// What follows for a guest: how many documents are good, or how far the case is by now.
fn follows(frame: &Frame, follows: Follows) -> String {
    let state = follows.state.label(frame.lang);
    if follows.asked > follows.good && !follows.state.is_closed() {
        let good = frame.t2(
            "batch-good",
            ("good", &frame.number(follows.good)),
            ("asked", &frame.number(follows.asked)),
        );
        return format!("{state}, {good}");
    }
    state.to_owned()
}

/// `POST /licensing/batches/{id}/close`
pub(crate) async fn close(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: BatchId = id.parse().map_err(|_| Refusal::NotFound)?;
    match batch::close(&app.hall, &frame.actor, id).await {
        Ok(()) => go_noting(&format!("/licensing/batches/{id}"), "note-batch-closed"),
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&one(&app, &frame, id, At::default(), problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// Who came, or did not.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Noted {
    business: String,
    came: String,
    after: String,
}

/// `POST /licensing/batches/{id}/note`. Whoever came is led to the case, to have the papers looked at.
pub(crate) async fn note(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(noted): Form<Noted>,
) -> Answer {
    let id: BatchId = id.parse().map_err(|_| Refusal::NotFound)?;
    let business: BusinessId = noted.business.parse().map_err(|_| Refusal::Unreadable)?;
    let came = noted.came == "yes";
    let outcome = batch::note(&app.hall, &frame.actor, id, business, came).await;
    match outcome {
        Ok(Some(opened)) => go_noting(&format!("/licensing/cases/{opened}"), "note-saved"),
        Ok(None) => {
            let after: Option<BusinessId> = noted.after.parse().ok();
            let after = after
                .map(|after| format!("?after={after}"))
                .unwrap_or_default();
            go_noting(&format!("/licensing/batches/{id}{after}"), "note-saved")
        }
        Err(error) if error.kind() == ErrorKind::Invalid => {
            Err(Refusal::Invalid(vec![error.message()]))
        }
        Err(error) => Err(error.into()),
    }
}
