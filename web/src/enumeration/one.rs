//! One round: its areas, its board, its sets of answers, its second visits.

use axum::extract::{Form, Path, Query, State};
use center::{
    Permission,
    field::{
        accept::{self, Which},
        board::{self, Doubt, Measured, Wanted},
        revisit::{self, Draw},
        round,
    },
};
use serde::Deserialize;
use vocab::{AccountId, AnswerId, AreaId, RegionLevel, RoundId};

use super::{
    id, outcome,
    pages::{AreaLine, BoardLine, RoundPage, SetLine, VisitLine},
    problem, state,
};
use crate::{
    App,
    error::Refusal,
    format,
    frame::Frame,
    hall::view::Figure,
    page::{Answer, go_noting, page, wrong},
    plan::view::Choice,
};

/// Where the list of sets begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct After {
    after: String,
}

/// What comes from the forms of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    region: String,
    rw: String,
    rt: String,
    to: String,
    target: String,
    percent: String,
    seed: String,
    closed: String,
}

/// `GET /enumeration/{round}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path(round): Path<String>,
    Query(after): Query<After>,
) -> Answer {
    page(
        &build(
            &app,
            &frame,
            id(&round)?,
            Vec::new(),
            after.after.parse().ok(),
        )
        .await?,
    )
}

async fn build<'a>(
    app: &App,
    frame: &'a Frame,
    id: RoundId,
    problems: Vec<String>,
    after: Option<AnswerId>,
) -> Result<RoundPage<'a>, Refusal> {
    let actor = &frame.actor;
    let seen = round::view(&app.hall, actor, id).await?;
    let measured = board::board(&app.hall, actor, id).await?;
    let people = round::enumerators(&app.hall, actor).await?;
    let may_manage = frame.may(Permission::ManageCensus);
    let wanted = Wanted {
        after,
        ..Wanted::default()
    };
    let sets = if may_manage {
        Some(board::sets(&app.hall, actor, id, wanted).await?)
    } else {
        None
    };
    let visits = revisit::list(&app.hall, actor, id).await?;
    let count = |state: &str| seen.counts.get(state).copied().unwrap_or(0);
    let (listed, done) = seen.areas.iter().fold((0, 0), |(listed, done), area| {
        (listed + area.listed.max(area.area.target), done + area.done)
    });
    let figure = |value: String, label: &str| Figure {
        value,
        label: frame.t(label),
    };
    let next = sets.as_ref().and_then(|sets| sets.next);
    Ok(RoundPage {
        f: frame,
        id: id.to_string(),
        name: seen.round.name.clone(),
        days: format!(
            "{} – {}",
            frame.date(&seen.round.opens_on),
            frame.date(&seen.round.closes_on)
        ),
        form: seen.round.form.clone(),
        closed: seen.round.closed_at.is_some(),
        may_manage,
        problems,
        figures: vec![
            figure(format::percent(done, listed), "field-coverage"),
            figure(frame.number(count("waiting")), "field-waiting"),
            figure(frame.number(count("taken")), "field-taken"),
            figure(frame.number(count("refused")), "field-sent-back"),
        ],
        waiting: count("waiting"),
        areas: seen
            .areas
            .iter()
            .map(|one| area(frame, one, &people))
            .collect(),
        regions: regions(app, frame),
        board: measured.iter().map(|one| board_line(frame, one)).collect(),
        sets: sets
            .into_iter()
            .flat_map(|sets| sets.sets)
            .map(|(set, by)| SetLine {
                id: set.id.to_string(),
                when: frame.moment(&set.ended_at),
                by,
                outcome: outcome(frame, &set.outcome),
                state: state(frame, &set.state),
            })
            .collect(),
        more_href: next.map(|next| format!("/enumeration/{id}?after={next}")),
        visits: visits
            .into_iter()
            .map(|one| VisitLine {
                answer: one.visit.answer.to_string(),
                by: one.by,
                agreed: match (one.visit.agreed, one.visit.compared) {
                    (Some(agreed), Some(compared)) => format::percent(agreed, compared),
                    _ => frame.t("field-not-yet"),
                },
            })
            .collect(),
        enumerators: choices(&people, None),
    })
}

fn choices(people: &[(AccountId, String)], chosen: Option<AccountId>) -> Vec<Choice> {
    people
        .iter()
        .map(|(id, name)| Choice::new(id.to_string(), name.clone()).chosen_if(Some(*id) == chosen))
        .collect()
}

fn area(frame: &Frame, one: &round::AreaView, people: &[(AccountId, String)]) -> AreaLine {
    let part = |word: &str, number: &str| {
        if number.is_empty() {
            String::new()
        } else {
            format!(" {word} {number}")
        }
    };
    let whole = one.listed.max(one.area.target);
    AreaLine {
        id: one.area.id.to_string(),
        name: format!(
            "{}{}{}, {}",
            one.village,
            part("RW", &one.area.rw),
            part("RT", &one.area.rt),
            one.district
        ),
        by: one.by.clone().unwrap_or_else(|| frame.t("field-nobody")),
        target: one.area.target,
        done: format!("{} / {}", frame.number(one.done), frame.number(whole)),
        width: if whole > 0 { one.done * 100 / whole } else { 0 },
        enumerators: choices(people, one.area.account),
    }
}

fn regions(app: &App, frame: &Frame) -> Vec<Choice> {
    let Ok(regency) = frame.actor.regency.parse() else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for district in app.hall.gazetteer().within(regency, RegionLevel::District) {
        let label = frame.t1("field-whole-district", "name", &district.name);
        all.push(Choice::new(district.code.to_string(), label));
        for village in app
            .hall
            .gazetteer()
            .within(district.code, RegionLevel::Village)
        {
            let label = format!("{}, {}", village.name, district.name);
            all.push(Choice::new(village.code.to_string(), label));
        }
    }
    all
}

fn board_line(frame: &Frame, one: &Measured) -> BoardLine {
    let line = &one.line;
    let minutes = (line.complete > 0).then(|| line.seconds / line.complete / 60);
    let doubt = |doubt: &Doubt| {
        frame.t(match doubt {
            Doubt::Hasty => "field-doubt-hasty",
            Doubt::Vague => "field-doubt-vague",
            Doubt::OnePlace => "field-doubt-one-place",
            Doubt::Refusals => "field-doubt-refusals",
            Doubt::Repeats => "field-doubt-repeats",
            Doubt::Clock => "field-doubt-clock",
        })
    };
    BoardLine {
        name: one.name.clone(),
        sets: frame.number(line.sets),
        minutes: minutes.map_or_else(|| "–".to_owned(), |minutes| frame.number(minutes)),
        refused: format::percent(line.refused, line.sets),
        points: format!(
            "{} / {}",
            frame.number(line.points),
            frame.number(line.complete - line.without_point)
        ),
        repeated: frame.number(line.repeated),
        doubts: one.doubts.iter().map(doubt).collect(),
    }
}

/// After a form of the page: back to it with a note, or with what is wrong.
async fn after(
    app: &App,
    frame: &Frame,
    round: RoundId,
    done: center::Result<()>,
    note: &'static str,
) -> Answer {
    match done {
        Ok(()) => go_noting(&format!("/enumeration/{round}"), note),
        Err(error) => {
            let problems = problem(frame, error)?;
            wrong(&build(app, frame, round, problems, None).await?)
        }
    }
}

/// `POST /enumeration/{round}/areas`
pub(crate) async fn add_areas(
    State(app): State<App>,
    frame: Frame,
    Path(round): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let round = id(&round)?;
    let parts = (given.rw.as_str(), given.rt.as_str());
    let done = round::add_areas(&app.hall, &frame.actor, round, &given.region, parts).await;
    after(&app, &frame, round, done.map(|_| ()), "note-saved").await
}

/// `POST /enumeration/{round}/areas/{area}`
pub(crate) async fn assign(
    State(app): State<App>,
    frame: Frame,
    Path((round, area)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Answer {
    let (round, area): (RoundId, AreaId) = (id(&round)?, id(&area)?);
    let target = given.target.trim().parse().unwrap_or(0);
    let to = given.to.parse().ok();
    let done = round::assign(&app.hall, &frame.actor, area, to, target).await;
    after(&app, &frame, round, done, "note-saved").await
}

/// `POST /enumeration/{round}/close`
pub(crate) async fn close(
    State(app): State<App>,
    frame: Frame,
    Path(round): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let round = id(&round)?;
    let done = round::close(&app.hall, &frame.actor, round, given.closed == "yes").await;
    after(&app, &frame, round, done, "note-saved").await
}

/// `POST /enumeration/{round}/accept`
pub(crate) async fn accept(
    State(app): State<App>,
    frame: Frame,
    Path(round): Path<String>,
) -> Answer {
    let round = id(&round)?;
    let done = accept::accept(&app.hall, &frame.actor, round, &Which::default()).await;
    after(&app, &frame, round, done.map(|_| ()), "note-saved").await
}

/// `POST /enumeration/{round}/revisits`
pub(crate) async fn draw(
    State(app): State<App>,
    frame: Frame,
    Path(round): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let round = id(&round)?;
    let drawing = Draw {
        percent: given.percent.trim().parse().unwrap_or(0),
        seed: given.seed.clone(),
        to: id(&given.to)?,
    };
    let done = revisit::draw(&app.hall, &frame.actor, round, &drawing).await;
    after(&app, &frame, round, done.map(|_| ()), "note-saved").await
}
