//! One business in care: what was found, agreed, done and reached.

use axum::extract::{Form, Path, State};
use center::mentoring::{
    agree, assess,
    care::{self, Assessed, CareView, Ending},
    visit,
};
use growth::Weighing;
use serde::Deserialize;
use vocab::EngagementId;

use super::{
    id, kilometres,
    pages::{
        AssessedView, CasePage, DimensionView, GoalView, QuestionView, ReasonView, TaskView,
        VisitView,
    },
    picture::{self, Axis},
    reason, score,
};
use crate::{
    App, format,
    frame::Frame,
    page::{Answer, go_noting, page, say},
    plan::view::Choice,
};

/// A goal to agree on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Goal {
    step: String,
    words: String,
    due: String,
}

/// How a goal ends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct GoalEnd {
    reached: String,
}

/// A text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Words {
    words: String,
}

/// How it ends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Close {
    how: String,
    reason: String,
}

/// `GET /mentoring/cases/{id}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(case): Path<String>) -> Answer {
    let view = care::view(&app.hall, &frame.actor, id(&case)?).await?;
    let offered = assess::offered(&app.hall)?;
    let instruments = offered
        .into_iter()
        .map(|one| Choice::new(one.id.clone(), one.title.say(frame.lang)))
        .collect();
    page(&shown(&app, &frame, &view, instruments))
}

fn shown<'a>(
    app: &App,
    frame: &'a Frame,
    view: &CareView,
    instruments: Vec<Choice>,
) -> CasePage<'a> {
    let one = &view.engagement;
    let why: Vec<growth::need::Reason> = serde_json::from_str(&one.reasons).unwrap_or_default();
    let place = [
        view.business.village.as_deref(),
        view.business.district.as_deref(),
    ];
    CasePage {
        f: frame,
        id: one.id.to_string(),
        business: one.business.to_string(),
        name: view.business.name.clone(),
        owner: view.business.owner_name.clone().unwrap_or_default(),
        place: place.into_iter().flatten().collect::<Vec<_>>().join(", "),
        mentor: view.mentor.clone(),
        state: view.state.label(frame.lang).to_owned(),
        open: view.state.is_open(),
        may_work: view.may_work && view.state.is_open(),
        due: frame.date(&one.due_on),
        overdue: view.state.is_open() && one.due_on <= app.hall.clock().today(),
        reasons: why.iter().map(|why| reason(frame, why)).collect(),
        exit_reason: one.exit_reason.clone(),
        instruments,
        assessed: view
            .assessed
            .iter()
            .rev()
            .map(|one| assessed(frame, one, view))
            .collect(),
        line: growth_line(frame, view),
        goals: goals(app, frame, view),
        steps: view
            .steps
            .iter()
            .map(|step| Choice::new(step.rule.clone(), step_title(app, frame, &step.rule)))
            .collect(),
        tasks: tasks(frame, view),
        visits: view
            .visits
            .iter()
            .map(|visit| VisitView {
                when: frame.moment(&visit.began_at),
                minutes: frame.count(
                    "mentoring-minutes",
                    (visit.ended_at - visit.began_at).num_minutes(),
                ),
                place: visit.place.clone(),
                point: visit
                    .latitude
                    .zip(visit.longitude)
                    .map(|(lat, lng)| format!("{lat:.5}, {lng:.5}")),
                notes: visit.notes.clone(),
            })
            .collect(),
        questions: questions(frame, view),
        figures: super::figures::lines(frame, &view.figures),
    }
}

/// What a step is called; one that the rulebook no longer has is named by its id.
pub(super) fn step_title(app: &App, frame: &Frame, rule: &str) -> String {
    let rulebook = app.hall.rulebook();
    let found = rulebook.versions(rule).next();
    found.map_or_else(
        || rule.to_owned(),
        |(_, rule)| rule.title.get(frame.lang).to_owned(),
    )
}

pub(super) fn goals(app: &App, frame: &Frame, view: &CareView) -> Vec<GoalView> {
    view.goals
        .iter()
        .map(|goal| {
            let (state, tone) = match (goal.done_on, goal.dropped_on) {
                (Some(on), _) => (
                    frame.t1("mentoring-goal-done", "day", frame.date(&on)),
                    "good",
                ),
                (None, Some(on)) => (
                    frame.t1("mentoring-goal-dropped", "day", frame.date(&on)),
                    "mind",
                ),
                (None, None) => (
                    frame.t1("mentoring-goal-due", "day", frame.date(&goal.due_on)),
                    "blue",
                ),
            };
            let step = if goal.step.is_empty() {
                String::new()
            } else {
                step_title(app, frame, &goal.step)
            };
            GoalView {
                id: goal.id.to_string(),
                text: [step, goal.words.clone()]
                    .into_iter()
                    .filter(|text| !text.is_empty())
                    .collect::<Vec<_>>()
                    .join(": "),
                state,
                tone,
                open: goal.done_on.is_none() && goal.dropped_on.is_none(),
            }
        })
        .collect()
}

pub(super) fn tasks(frame: &Frame, view: &CareView) -> Vec<TaskView> {
    view.tasks
        .iter()
        .map(|task| TaskView {
            id: task.id.to_string(),
            owners: task.side == "owner",
            words: task.words.clone(),
            due: task.due_on.map(|day| frame.date(&day)).unwrap_or_default(),
            done: task.done_on.map(|day| frame.date(&day)),
        })
        .collect()
}

pub(super) fn questions(frame: &Frame, view: &CareView) -> Vec<QuestionView> {
    view.questions
        .iter()
        .map(|question| QuestionView {
            id: question.id.to_string(),
            words: question.words.clone(),
            when: frame.moment(&question.asked_at),
            answer: question.answer.as_ref().map(|(words, _)| words.clone()),
        })
        .collect()
}

/// The line of growth: totals of the mentoring instrument in its first version only, since others are not comparable.
pub(super) fn growth_line(frame: &Frame, view: &CareView) -> Option<(String, String)> {
    let own: Vec<&Assessed> = view
        .assessed
        .iter()
        .filter(|one| one.kept.instrument == growth::instrument::MENTORING)
        .collect();
    let version = own.first()?.score.version();
    let points: Vec<(String, f64)> = own
        .iter()
        .filter(|one| one.score.version() == version)
        .map(|one| {
            (
                format::date(frame.lang, one.kept.assessed_on),
                one.score.total(),
            )
        })
        .collect();
    let words = points
        .iter()
        .map(|(day, total)| format!("{day}: {}", score(*total)))
        .collect::<Vec<_>>()
        .join("; ");
    Some((picture::line(&points)?, words))
}

pub(super) fn assessed(frame: &Frame, one: &Assessed, view: &CareView) -> AssessedView {
    let first = view
        .assessed
        .iter()
        .find(|other| other.kept.instrument == one.kept.instrument && other.kept.id != one.kept.id)
        .filter(|first| {
            first.kept.made_at < one.kept.made_at && first.score.version() == one.score.version()
        });
    let dimensions: Vec<DimensionView> = one
        .instrument
        .dimensions
        .iter()
        .map(|dimension| {
            let now = one.score.dimension(&dimension.id);
            DimensionView {
                name: dimension.title.say(frame.lang).to_owned(),
                weight: weight(dimension.weight),
                total: now.map_or_else(|| "–".to_owned(), score),
                width: now.unwrap_or(0.0),
                reasons: reasons(frame, one, &dimension.id),
            }
        })
        .collect();
    let axes: Vec<Axis> = one
        .instrument
        .dimensions
        .iter()
        .map(|dimension| Axis {
            name: dimension.title.say(frame.lang).to_owned(),
            now: one.score.dimension(&dimension.id).unwrap_or(0.0),
            first: first.and_then(|first| first.score.dimension(&dimension.id)),
        })
        .collect();
    let weighing = match one.instrument.weighing {
        Weighing::Judged { consistency } => frame.t1(
            "mentoring-weighing-judged",
            "ratio",
            format!("{consistency:.3}").replace('.', ","),
        ),
        Weighing::Published => frame.t("mentoring-weighing-published"),
    };
    let (change, incomparable) = match &one.change {
        Some(Ok(change)) => (
            Some(frame.t2(
                "mentoring-change",
                ("from", &score(change.from)),
                ("to", &score(change.to)),
            )),
            None,
        ),
        Some(Err(error)) => (
            None,
            Some(say(frame.lang, &vocab::DomainError::message(error))),
        ),
        None => (None, None),
    };
    AssessedView {
        id: one.kept.id.to_string(),
        title: one.instrument.title.say(frame.lang).to_owned(),
        version: one.instrument.version,
        source: one.instrument.source.say(frame.lang).to_owned(),
        when: frame.date(&one.kept.assessed_on),
        by: one.by.clone(),
        total: score(one.score.total()),
        class: one
            .score
            .class(one.instrument)
            .map(|class| class.title.say(frame.lang).to_owned())
            .unwrap_or_default(),
        note: one.kept.note.clone(),
        weighing,
        change,
        incomparable,
        compared: first.is_some(),
        radar: picture::radar(&axes),
        gain: one
            .score
            .most_to_gain()
            .into_iter()
            .take(3)
            .filter_map(|reason| {
                let (_, question) = one
                    .instrument
                    .questions()
                    .find(|(_, q)| q.id == reason.question)?;
                let next = question.levels.get(usize::from(reason.level) + 1)?;
                Some((
                    question.ask.say(frame.lang).to_owned(),
                    next.say(frame.lang).to_owned(),
                ))
            })
            .collect(),
        dimensions,
    }
}

fn weight(share: f64) -> String {
    format!("{:.0}%", share * 100.0)
}

fn reasons(frame: &Frame, one: &Assessed, dimension: &str) -> Vec<ReasonView> {
    one.instrument
        .questions()
        .filter(|(found, _)| found.id == dimension)
        .map(|(_, question)| {
            let given = one
                .score
                .reasons()
                .iter()
                .find(|reason| reason.question == question.id);
            ReasonView {
                ask: question.ask.say(frame.lang).to_owned(),
                level: given.map_or_else(
                    || frame.t("mentoring-not-asked"),
                    |reason| format!("{} / {}", reason.level, reason.highest),
                ),
                example: given
                    .and_then(|reason| question.levels.get(usize::from(reason.level)))
                    .map(|level| level.say(frame.lang).to_owned())
                    .unwrap_or_default(),
            }
        })
        .collect()
}

fn back(case: EngagementId) -> String {
    format!("/mentoring/cases/{case}")
}

/// `POST /mentoring/cases/{id}/goals`
pub(crate) async fn agree(
    State(app): State<App>,
    frame: Frame,
    Path(case): Path<String>,
    Form(given): Form<Goal>,
) -> Answer {
    let case = id(&case)?;
    agree::agree(
        &app.hall,
        &frame.actor,
        case,
        &given.step,
        &given.words,
        &given.due,
    )
    .await?;
    go_noting(&back(case), "note-saved")
}

/// `POST /mentoring/cases/{id}/goals/{goal}`
pub(crate) async fn end_goal(
    State(app): State<App>,
    frame: Frame,
    Path((case, goal)): Path<(String, String)>,
    Form(given): Form<GoalEnd>,
) -> Answer {
    let case = id(&case)?;
    agree::end(
        &app.hall,
        &frame.actor,
        case,
        id(&goal)?,
        given.reached == "yes",
    )
    .await?;
    go_noting(&back(case), "note-saved")
}

/// `POST /mentoring/cases/{id}/tasks/{task}`
pub(crate) async fn finish(
    State(app): State<App>,
    frame: Frame,
    Path((case, task)): Path<(String, String)>,
) -> Answer {
    let case = id(&case)?;
    visit::finish(&app.hall, &frame.actor, case, id(&task)?).await?;
    go_noting(&back(case), "note-saved")
}

/// `POST /mentoring/cases/{id}/questions/{question}`
pub(crate) async fn answer(
    State(app): State<App>,
    frame: Frame,
    Path((case, question)): Path<(String, String)>,
    Form(given): Form<Words>,
) -> Answer {
    let case = id(&case)?;
    visit::answer(&app.hall, &frame.actor, case, id(&question)?, &given.words).await?;
    go_noting(&back(case), "note-saved")
}

/// `POST /mentoring/cases/{id}/close`
pub(crate) async fn close(
    State(app): State<App>,
    frame: Frame,
    Path(case): Path<String>,
    Form(given): Form<Close>,
) -> Answer {
    let case = id(&case)?;
    let ending = match given.how.as_str() {
        "graduated" => Ending::Graduated,
        _ => Ending::Left(given.reason),
    };
    care::close(&app.hall, &frame.actor, case, &ending).await?;
    go_noting(&back(case), "note-mentoring-closed")
}

/// Used by pages that show a way in kilometres.
pub(super) fn way(metres: Option<i64>) -> String {
    metres.map_or_else(|| "–".to_owned(), kilometres)
}
