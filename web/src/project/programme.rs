//! The programme: tasks on days, the S-curve, risks; and one task by itself.

use axum::{
    Form,
    extract::{Path, State},
};
use center::{
    Permission,
    project::{
        task::{self, NewTask, Noted, Phase, Programme, TaskView},
        watch::{self, NewRisk, Risk},
    },
};
use chrono::NaiveDate;
use vocab::{RiskId, TaskId};

use super::{
    form::{After, Typed, Wrong, id, settle},
    gantt,
    plan_pages::{PhaseRows, ProgrammePage, RiskRow, TaskPage, TaskRow},
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

const HERE: &str = "/project/programme";

/// `GET /project/programme`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    page(&form(&app, &frame, Typed::default(), Vec::new()).await?)
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    typed: Typed,
    problems: Vec<String>,
) -> center::Result<ProgrammePage<'a>> {
    let programme = task::programme(&app.hall, &frame.actor).await?;
    let risks = watch::risks(&app.hall, &frame.actor).await?;
    Ok(ProgrammePage {
        f: frame,
        problems,
        example: programme.tasks.iter().any(|one| one.task.example),
        figures: figures(frame, &programme),
        bars: gantt::bars(&programme, frame.lang, &frame.t("programme-bars")),
        curve: gantt::curve(&programme.curve, frame.lang, &frame.t("programme-curve")),
        points: points(frame, &programme),
        phases: phases(frame, &programme),
        risks: risks.iter().map(risk_row).collect(),
        may_manage: frame.may(Permission::ManageProject),
        phase_choices: phase_choices(frame, typed.get("phase")),
        task_choices: task_choices(&programme, None, &typed.all("after").collect::<Vec<_>>()),
        typed,
    })
}

/// A share of the whole, in whole percent.
pub(super) fn percent(share: f64) -> String {
    format!("{}%", format::decimal(share * 100.0, 0))
}

pub(super) fn figures(frame: &Frame, programme: &Programme) -> Vec<Figure> {
    let mut all = Vec::new();
    let mut push = |value: String, key: &str| {
        all.push(Figure {
            value,
            label: frame.t(key),
        });
    };
    if let Some((planned, real)) = programme.today_shares() {
        push(percent(planned), "head-planned");
        push(percent(real), "head-real");
    }
    if let Some(end) = programme.expected_end {
        push(frame.date(&end), "head-expected");
    }
    if let Some(due) = programme.due {
        push(frame.date(&due), "head-due");
    }
    all
}

fn points(frame: &Frame, programme: &Programme) -> Vec<(String, String, String)> {
    let points = programme.curve.iter();
    points
        .map(|point| {
            let real = point.real.map_or_else(|| "–".to_owned(), percent);
            (frame.date(&point.on), percent(point.planned), real)
        })
        .collect()
}

fn span(frame: &Frame, (first, last): (NaiveDate, NaiveDate)) -> String {
    if first == last {
        frame.date(&first)
    } else {
        format!("{} – {}", frame.date(&first), frame.date(&last))
    }
}

fn phases(frame: &Frame, programme: &Programme) -> Vec<PhaseRows> {
    let all = Phase::ALL.iter();
    all.map(|&phase| PhaseRows {
        label: phase.label(frame.lang),
        rows: programme
            .tasks
            .iter()
            .filter(|one| one.phase == phase)
            .map(|one| row(frame, one))
            .collect(),
    })
    .filter(|phase| !phase.rows.is_empty())
    .collect()
}

fn row(frame: &Frame, one: &TaskView) -> TaskRow {
    TaskRow {
        id: one.task.id.to_string(),
        name: one.task.name.clone(),
        planned: span(frame, one.planned),
        expected: span(frame, one.expected),
        percent: one.task.percent,
        slack: one.slack.to_string(),
        critical: one.critical,
        late: one.late,
        milestone: one.task.days == 0,
        proof: one.task.proof.clone(),
    }
}

pub(super) fn risk_row(risk: &Risk) -> RiskRow {
    let size = risk.chance * risk.impact;
    RiskRow {
        id: risk.id.to_string(),
        name: risk.name.clone(),
        size,
        tone: match size {
            12.. => "bad",
            6.. => "mind",
            _ => "good",
        },
        answer: risk.answer.clone(),
        holder: risk.holder.clone(),
    }
}

fn phase_choices(frame: &Frame, chosen: &str) -> Vec<Choice> {
    let all = Phase::ALL.iter();
    all.map(|phase| {
        Choice::new(phase.id(), phase.label(frame.lang)).chosen_if(phase.id() == chosen)
    })
    .collect()
}

fn task_choices(programme: &Programme, but: Option<TaskId>, chosen: &[&str]) -> Vec<Choice> {
    let tasks = programme.tasks.iter();
    tasks
        .filter(|one| Some(one.task.id) != but)
        .map(|one| {
            let id = one.task.id.to_string();
            let chosen = chosen.contains(&id.as_str());
            Choice::new(id, one.task.name.clone()).chosen_if(chosen)
        })
        .collect()
}

/// A task as it was typed.
fn new_task(typed: &Typed) -> Result<NewTask, Wrong> {
    let after = typed.all("after").filter(|id| !id.is_empty());
    Ok(NewTask {
        phase: typed.get("phase").to_owned(),
        name: typed.get("name").to_owned(),
        days: typed.whole("days"),
        not_before: typed.day_or_none("not_before")?,
        due_on: typed.day_or_none("due_on")?,
        weight: typed.whole("weight"),
        after: after.map(id).collect::<Result<_, _>>()?,
        example: false,
    })
}

/// `POST /project/programme`
pub(crate) async fn add(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let typed = Typed(given);
    let done = async {
        let new = new_task(&typed)?;
        Ok(task::add(&app.hall, &frame.actor, &new).await?)
    };
    match settle(&frame, done.await, HERE, "note-saved")? {
        After::Done(answer) => Ok(answer),
        After::Again(problems) => wrong(&form(&app, &frame, typed, problems).await?),
    }
}

/// `GET /project/programme/{id}`
pub(crate) async fn one(State(app): State<App>, frame: Frame, Path(task): Path<String>) -> Answer {
    let task = id(&task)?;
    page(&one_form(&app, &frame, task, Vec::new()).await?)
}

async fn one_form<'a>(
    app: &App,
    frame: &'a Frame,
    id: TaskId,
    problems: Vec<String>,
) -> Result<TaskPage<'a>, Refusal> {
    let programme = task::programme(&app.hall, &frame.actor).await?;
    let found = programme.tasks.iter().find(|one| one.task.id == id);
    let one = found.ok_or(Refusal::NotFound)?;
    let task = &one.task;
    let after: Vec<String> = one.after.iter().map(TaskId::to_string).collect();
    let after: Vec<&str> = after.iter().map(String::as_str).collect();
    let day = |day: Option<NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    Ok(TaskPage {
        f: frame,
        id: task.id.to_string(),
        name: task.name.clone(),
        problems,
        facts: facts(frame, one),
        percent: task.percent,
        today: programme.today.to_string(),
        milestone: task.days == 0,
        proof: task.proof.clone(),
        may_manage: frame.may(Permission::ManageProject),
        phase_choices: phase_choices(frame, one.phase.id()),
        task_choices: task_choices(&programme, Some(id), &after),
        days: task.days,
        weight: task.weight,
        not_before: day(task.not_before),
        due_on: day(task.due_on),
    })
}

fn facts(frame: &Frame, one: &TaskView) -> Vec<(String, String)> {
    let mut facts = vec![
        (
            frame.t("task-phase"),
            one.phase.label(frame.lang).to_owned(),
        ),
        (frame.t("task-planned"), span(frame, one.planned)),
        (frame.t("task-expected"), span(frame, one.expected)),
        (
            frame.t("task-slack"),
            frame.count("task-days", i64::from(one.slack)),
        ),
    ];
    if let Some(due) = one.task.due_on {
        facts.push((frame.t("task-due"), frame.date(&due)));
    }
    if !one.task.proof.is_empty() {
        facts.push((frame.t("task-proof"), one.task.proof.clone()));
    }
    facts
}

/// Answers a form of one task.
async fn answer(app: &App, frame: &Frame, id: TaskId, done: Result<(), Wrong>) -> Answer {
    match settle(frame, done, &format!("{HERE}/{id}"), "note-saved")? {
        After::Done(answer) => Ok(answer),
        After::Again(problems) => wrong(&one_form(app, frame, id, problems).await?),
    }
}

/// `POST /project/programme/{id}`
pub(crate) async fn change(
    State(app): State<App>,
    frame: Frame,
    Path(task): Path<String>,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let task = id(&task)?;
    let typed = Typed(given);
    let done = async {
        let new = new_task(&typed)?;
        Ok(task::change(&app.hall, &frame.actor, task, &new).await?)
    };
    let done = done.await;
    answer(&app, &frame, task, done).await
}

/// `POST /project/programme/{id}/note`
pub(crate) async fn note(
    State(app): State<App>,
    frame: Frame,
    Path(task): Path<String>,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let task = id(&task)?;
    let typed = Typed(given);
    let done = async {
        let noted = Noted {
            percent: typed.whole("percent"),
            on: typed.day("on")?,
            note: typed.get("note").to_owned(),
            proof: typed.get("proof").to_owned(),
        };
        Ok(task::note(&app.hall, &frame.actor, task, &noted).await?)
    };
    let done = done.await;
    answer(&app, &frame, task, done).await
}

/// `POST /project/programme/{id}/remove`
pub(crate) async fn remove(
    State(app): State<App>,
    frame: Frame,
    Path(task): Path<String>,
) -> Answer {
    task::remove(&app.hall, &frame.actor, id(&task)?).await?;
    go_noting(HERE, "note-removed")
}

/// `POST /project/risks`
pub(crate) async fn add_risk(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let typed = Typed(given);
    let risk = NewRisk {
        name: typed.get("risk").to_owned(),
        chance: typed.whole("chance"),
        impact: typed.whole("impact"),
        answer: typed.get("answer").to_owned(),
        holder: typed.get("holder").to_owned(),
    };
    match settle(
        &frame,
        watch::add_risk(&app.hall, &frame.actor, &risk)
            .await
            .map_err(Wrong::from),
        HERE,
        "note-saved",
    )? {
        After::Done(answer) => Ok(answer),
        After::Again(problems) => wrong(&form(&app, &frame, typed, problems).await?),
    }
}

/// `POST /project/risks/{id}/close`
pub(crate) async fn close_risk(
    State(app): State<App>,
    frame: Frame,
    Path(risk): Path<String>,
) -> Answer {
    let risk: RiskId = id(&risk)?;
    watch::close_risk(&app.hall, &frame.actor, risk).await?;
    go_noting(HERE, "note-saved")
}
