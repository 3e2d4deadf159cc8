//! Procurements against the clock of their budget year.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use center::{
    Permission,
    project::{
        clock::Standing,
        year::{self, NewProcurement, ProcurementView, YearView},
    },
};
use vocab::ProcurementId;

use super::{
    budget::Wanted,
    form::{After, Typed, Wrong, id, money, settle},
    money_pages::{ClockPage, ClockRow},
    pick,
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, go_noting, page, wrong},
    plan::view::Choice,
};

/// How a procurement stands, in words, and the colour of the mark.
pub(super) fn standing(frame: &Frame, standing: Standing) -> (String, &'static str) {
    match standing {
        Standing::Fine => (frame.t("clock-fine"), "good"),
        Standing::Soon => (frame.t("clock-soon"), "mind"),
        Standing::PlannedTooLate => (frame.t("clock-planned-late"), "bad"),
        Standing::TooLate => (frame.t("clock-too-late"), "bad"),
        Standing::Running => (frame.t("clock-running"), "good"),
        Standing::RunningLate => (frame.t("clock-running-late"), "bad"),
    }
}

/// `GET /project/clock`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let seen = year::year(&app.hall, &frame.actor, wanted.year()).await?;
    page(&form(&app, &frame, &seen, Typed::default(), Vec::new()))
}

fn form<'a>(
    app: &App,
    frame: &'a Frame,
    seen: &YearView,
    typed: Typed,
    problems: Vec<String>,
) -> ClockPage<'a> {
    ClockPage {
        f: frame,
        problems,
        year: seen.year,
        years: seen.years.clone(),
        rows: seen
            .procurements
            .iter()
            .map(|one| row(frame, one))
            .collect(),
        may_manage: frame.may(Permission::ManageBudget),
        lines: lines(seen, typed.get("line")),
        methods: seen
            .methods
            .iter()
            .map(|(id, label)| {
                Choice::new(id.clone(), pick(frame, label)).chosen_if(typed.get("method") == id)
            })
            .collect(),
        today: app.hall.clock().today().to_string(),
        typed,
    }
}

/// The lines of a year, to choose from.
pub(super) fn lines(seen: &YearView, chosen: &str) -> Vec<Choice> {
    let lines = seen.lines.iter();
    lines
        .map(|one| {
            let id = one.line.id.to_string();
            let left = money(one.line.ceiling - one.line.committed);
            let label = format!("{} {} ({left})", one.line.code, one.line.name);
            let chosen = id == chosen;
            Choice::new(id, label).chosen_if(chosen)
        })
        .collect()
}

fn row(frame: &Frame, one: &ProcurementView) -> ClockRow {
    let (standing, tone) = standing(frame, one.reading.standing);
    ClockRow {
        id: one.procurement.id.to_string(),
        name: one.procurement.name.clone(),
        method: format!("{} · {}", pick(frame, &one.method), one.code),
        value: money(one.procurement.value),
        last: frame.date(&one.reading.last_start),
        start: frame.date(&one.reading.course.start),
        paid: frame.date(&one.reading.course.paid),
        standing: if one.contracted {
            frame.t("clock-contracted")
        } else {
            standing
        },
        tone: if one.contracted { "good" } else { tone },
        example: one.procurement.example,
        started: one.procurement.started_on.is_some(),
        contracted: one.contracted,
    }
}

/// `POST /project/clock`
pub(crate) async fn plan(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let typed = Typed(given);
    let wanted = typed.get("year").parse().ok();
    let done = async {
        let new = NewProcurement {
            line: typed.id("line")?,
            name: typed.get("name").to_owned(),
            method: typed.get("method").to_owned(),
            value: typed.rupiah("value")?,
            work_days: typed.whole("work_days"),
            planned_on: typed.day("planned_on")?,
            example: false,
        };
        Ok::<_, Wrong>(year::plan_procurement(&app.hall, &frame.actor, &new).await?)
    };
    match settle(
        &frame,
        done.await,
        &back("/project/clock", wanted),
        "note-saved",
    )? {
        After::Done(answer) => Ok(answer),
        After::Again(problems) => {
            let seen = year::year(&app.hall, &frame.actor, wanted).await?;
            wrong(&form(&app, &frame, &seen, typed, problems))
        }
    }
}

/// The page of the same year.
pub(super) fn back(page: &str, year: Option<i64>) -> String {
    year.map_or_else(|| page.to_owned(), |year| format!("{page}?year={year}"))
}

/// `POST /project/clock/{id}/start`
pub(crate) async fn start(
    State(app): State<App>,
    frame: Frame,
    Path(one): Path<String>,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let one: ProcurementId = id(&one)?;
    let typed = Typed(given);
    let wanted = typed.get("year").parse().ok();
    let done = async {
        let on = typed.day("on")?;
        Ok::<_, Wrong>(year::start_procurement(&app.hall, &frame.actor, one, on).await?)
    };
    match settle(
        &frame,
        done.await,
        &back("/project/clock", wanted),
        "note-saved",
    )? {
        After::Done(answer) => Ok(answer),
        After::Again(problems) => {
            let seen = year::year(&app.hall, &frame.actor, wanted).await?;
            wrong(&form(&app, &frame, &seen, Typed::default(), problems))
        }
    }
}

/// `POST /project/clock/{id}/drop`
pub(crate) async fn discard(
    State(app): State<App>,
    frame: Frame,
    Path(one): Path<String>,
) -> Answer {
    year::drop_procurement(&app.hall, &frame.actor, id(&one)?).await?;
    go_noting("/project/clock", "note-removed")
}
