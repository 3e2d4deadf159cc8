//! The head's page: is the centre on time, is it within its budget, what waits for a decision.

use axum::{
    Form,
    extract::{Path, State},
};
use center::{
    Permission,
    project::{
        head::{self, HeadView},
        watch::{self, Decision, NewDecision},
    },
};
use vocab::DecisionId;

use super::{
    clock,
    form::{After, Typed, Wrong, id, money, settle},
    plan_pages::{HeadPage, Question, Urgent, Verdict},
    programme,
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page, wrong},
};

/// `GET /project`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    page(&form(&app, &frame, Typed::default(), Vec::new()).await?)
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    typed: Typed,
    problems: Vec<String>,
) -> center::Result<HeadPage<'a>> {
    let seen = head::head(&app.hall, &frame.actor).await?;
    let question = |one: &Decision| Question {
        id: one.id.to_string(),
        asked: one.question.clone(),
        context: one.context.clone(),
        due: frame.date(&one.due_on),
        overdue: one.due_on < seen.today,
        answer: one.answer.clone().unwrap_or_default(),
    };
    let near = seen.year.reminders.iter().filter(|one| one.warn);
    Ok(HeadPage {
        f: frame,
        problems,
        time: time(frame, &seen),
        money: budget(frame, &seen),
        figures: programme::figures(frame, &seen.programme),
        waiting: seen.waiting.iter().map(question).collect(),
        decided: seen.decided.iter().map(question).collect(),
        urgent: seen
            .urgent()
            .map(|one| {
                let (standing, tone) = clock::standing(frame, one.reading.standing);
                Urgent {
                    name: one.procurement.name.clone(),
                    standing,
                    tone,
                    last: frame.date(&one.reading.last_start),
                }
            })
            .collect(),
        reminders: near
            .map(|one| (frame.date(&one.on), super::pick(frame, &one.label)))
            .collect(),
        risks: seen.risks.iter().map(programme::risk_row).collect(),
        may_decide: frame.may(Permission::DecideProject),
        may_ask: frame.may(Permission::ManageProject),
        typed,
    })
}

fn time(frame: &Frame, seen: &HeadView) -> Verdict {
    let (Some(expected), Some(due)) = (seen.programme.expected_end, seen.programme.due) else {
        return Verdict {
            word: frame.t("head-unknown"),
            tone: "mind",
            text: frame.t("head-no-plan"),
        };
    };
    let (end, agreed) = (frame.date(&expected), frame.date(&due));
    let text = frame.t2("head-time-text", ("expected", &end), ("due", &agreed));
    if expected <= due {
        Verdict {
            word: frame.t("head-on-time"),
            tone: "good",
            text,
        }
    } else {
        Verdict {
            word: frame.count("head-late", (expected - due).num_days()),
            tone: "bad",
            text,
        }
    }
}

fn budget(frame: &Frame, seen: &HeadView) -> Verdict {
    if seen.year.lines.is_empty() {
        return Verdict {
            word: frame.t("head-unknown"),
            tone: "mind",
            text: frame.t("head-no-budget"),
        };
    }
    let (planned, paid) = seen.cash();
    let cash = frame.t2(
        "head-cash",
        ("planned", &money(planned)),
        ("paid", &money(paid)),
    );
    let left = frame.t2(
        "head-left",
        ("year", &seen.year.year),
        ("left", &money(seen.year.left_over())),
    );
    let text = format!("{cash} {left}");
    match seen.short() {
        0 => Verdict {
            word: frame.t("head-within"),
            tone: "good",
            text,
        },
        short => Verdict {
            word: frame.t1("head-short", "amount", money(short)),
            tone: "bad",
            text,
        },
    }
}

/// `POST /project/decisions`
pub(crate) async fn ask(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let typed = Typed(given);
    let done = async {
        let new = NewDecision {
            question: typed.get("question").to_owned(),
            context: typed.get("context").to_owned(),
            due_on: typed.day("due_on")?,
        };
        Ok::<_, Wrong>(watch::ask(&app.hall, &frame.actor, &new).await?)
    };
    match settle(&frame, done.await, "/project", "note-saved")? {
        After::Done(answer) => Ok(answer),
        After::Again(problems) => wrong(&form(&app, &frame, typed, problems).await?),
    }
}

/// `POST /project/decisions/{id}`
pub(crate) async fn decide(
    State(app): State<App>,
    frame: Frame,
    Path(one): Path<String>,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let one: DecisionId = id(&one)?;
    let typed = Typed(given);
    let answer = typed.get("answer");
    let done = watch::decide(&app.hall, &frame.actor, one, answer).await;
    match settle(
        &frame,
        done.map_err(Wrong::from),
        "/project",
        "note-decided",
    )? {
        After::Done(answer) => Ok(answer),
        After::Again(problems) => wrong(&form(&app, &frame, typed, problems).await?),
    }
}
