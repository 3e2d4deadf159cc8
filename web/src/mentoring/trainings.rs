//! Trainings: making them, inviting, arriving, testing, certificates.

use axum::extract::{Form, Path, Query, State};
use center::{
    Permission,
    mentoring::training::{self, TrainingView, Typed},
};
use serde::Deserialize;
use vocab::{BusinessId, TrainingId, TrainingSessionId};

use super::{
    id,
    pages::{ArrivalPage, MeetingLine, PlaceLine, TrainingLine, TrainingPage, TrainingsPage},
    problem,
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, go, go_noting, page, wrong},
    plan::view::Choice,
    qr,
};

/// A training as it comes from the form.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    pub(super) title: String,
    pub(super) curriculum: String,
    pub(super) place: String,
    pub(super) quota: String,
    pub(super) step: String,
    pub(super) pkp: String,
    pub(super) sessions: String,
}

/// Where a page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    after: String,
}

/// Something about one business' place.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Placed {
    business: String,
    session: String,
    before: String,
    after: String,
}

async fn list<'a>(
    app: &App,
    frame: &'a Frame,
    problems: Vec<String>,
    given: Given,
) -> Result<TrainingsPage<'a>, crate::error::Refusal> {
    let found = training::list(&app.hall, &frame.actor).await?;
    let rulebook = app.hall.rulebook();
    let mut steps: Vec<Choice> = Vec::new();
    for (_, rule) in rulebook.rules() {
        if !steps.iter().any(|choice| choice.id == rule.id) {
            steps.push(
                Choice::new(rule.id.clone(), rule.title.get(frame.lang))
                    .chosen_if(rule.id == given.step),
            );
        }
    }
    Ok(TrainingsPage {
        f: frame,
        may_manage: frame.may(Permission::ManageTrainings),
        problems,
        steps,
        given,
        trainings: found
            .into_iter()
            .map(|(one, registered)| TrainingLine {
                id: one.id.to_string(),
                title: one.title,
                when: frame.date(&one.starts_on),
                place: one.place,
                taken: format!("{registered} / {}", one.quota),
                pkp: one.pkp,
            })
            .collect(),
    })
}

/// `GET /mentoring/trainings`
pub(crate) async fn show_all(State(app): State<App>, frame: Frame) -> Answer {
    page(&list(&app, &frame, Vec::new(), Given::default()).await?)
}

/// `POST /mentoring/trainings`
pub(crate) async fn create(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Given>,
) -> Answer {
    let typed = Typed {
        title: given.title.clone(),
        curriculum: given.curriculum.clone(),
        place: given.place.clone(),
        quota: given.quota.clone(),
        step: given.step.clone(),
        pkp: given.pkp == "yes",
        sessions: given.sessions.clone(),
    };
    match training::create(&app.hall, &frame.actor, &typed).await {
        Ok(made) => go(&format!("/mentoring/trainings/{made}")),
        Err(error) => {
            let problems = problem(&frame, error)?;
            wrong(&list(&app, &frame, problems, given).await?)
        }
    }
}

/// `GET /mentoring/trainings/{id}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path(training): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let after: Option<BusinessId> = wanted.after.parse().ok();
    let view = training::view(&app.hall, &frame.actor, id(&training)?, after).await?;
    page(&shown(&app, &frame, view))
}

fn shown<'a>(app: &App, frame: &'a Frame, view: TrainingView) -> TrainingPage<'a> {
    let one = view.training;
    let states = view
        .states
        .iter()
        .map(|(state, n)| {
            (
                frame.t(&format!("training-state-{state}")),
                frame.number(*n),
            )
        })
        .collect();
    let today = app.hall.clock().today();
    let address = |token: &str| format!("{}/mentoring/attend/{token}", app.config.base_url);
    TrainingPage {
        f: frame,
        id: one.id.to_string(),
        title: one.title,
        curriculum: one.curriculum,
        place: one.place,
        quota: frame.number(one.quota),
        step: if one.step.is_empty() {
            None
        } else {
            Some(super::one::step_title(app, frame, &one.step))
        },
        pkp: one.pkp,
        may_manage: frame.may(Permission::ManageTrainings),
        invitable: frame.number(i64::try_from(view.invitable).unwrap_or(i64::MAX)),
        states,
        meetings: view
            .meetings
            .iter()
            .map(|(meeting, token)| MeetingLine {
                id: meeting.id.to_string(),
                when: frame.date(&meeting.held_on),
                topic: meeting.topic.clone(),
                // The code opens on its day only, so it is shown on that day only.
                qr: token
                    .as_ref()
                    .filter(|_| meeting.held_on == today)
                    .and_then(|token| qr::svg(&address(token))),
            })
            .collect(),
        places: view
            .places
            .iter()
            .map(|place| PlaceLine {
                business: place.business.to_string(),
                name: place.name.clone(),
                owner: place.owner.clone().unwrap_or_default(),
                state: frame.t(&format!("training-state-{}", place.state)),
                registered: place.state == "registered",
                attended: frame.t2(
                    "training-attended",
                    ("n", &place.attended),
                    ("of", &view.meetings.len()),
                ),
                before: place.pre_test.map(|n| n.to_string()).unwrap_or_default(),
                after: place.post_test.map(|n| n.to_string()).unwrap_or_default(),
                certificate: place.certificate.clone().map(|number| {
                    (
                        number,
                        training::certificate_address(&app.hall, one.id, place.business),
                    )
                }),
            })
            .collect(),
        more_href: view
            .next
            .map(|next| format!("/mentoring/trainings/{}?after={next}", one.id)),
    }
}

fn back(training: TrainingId) -> String {
    format!("/mentoring/trainings/{training}")
}

/// `POST /mentoring/trainings/{id}/invite`
pub(crate) async fn invite(
    State(app): State<App>,
    frame: Frame,
    Path(training): Path<String>,
) -> Answer {
    let training = id(&training)?;
    training::invite(&app.hall, &frame.actor, training).await?;
    go_noting(&back(training), "note-invited")
}

/// `POST /mentoring/trainings/{id}/register`
pub(crate) async fn register(
    State(app): State<App>,
    frame: Frame,
    Path(training): Path<String>,
    Form(given): Form<Placed>,
) -> Answer {
    let training = id(&training)?;
    let state = training::register(&app.hall, &frame.actor, training, id(&given.business)?).await?;
    go_noting(
        &back(training),
        if state == "registered" {
            "note-registered"
        } else {
            "note-waiting"
        },
    )
}

/// `POST /mentoring/trainings/{id}/attend`
pub(crate) async fn attend(
    State(app): State<App>,
    frame: Frame,
    Path(training): Path<String>,
    Form(given): Form<Placed>,
) -> Answer {
    let training = id(&training)?;
    let session: TrainingSessionId = id(&given.session)?;
    training::tick(
        &app.hall,
        &frame.actor,
        training,
        session,
        id(&given.business)?,
    )
    .await?;
    go_noting(&back(training), "note-attended")
}

/// `POST /mentoring/trainings/{id}/test`
pub(crate) async fn test(
    State(app): State<App>,
    frame: Frame,
    Path(training): Path<String>,
    Form(given): Form<Placed>,
) -> Answer {
    let training = id(&training)?;
    let business = id(&given.business)?;
    training::test(
        &app.hall,
        &frame.actor,
        training,
        business,
        &given.before,
        &given.after,
    )
    .await?;
    go_noting(&back(training), "note-saved")
}

/// `POST /mentoring/trainings/{id}/certify`
pub(crate) async fn certify(
    State(app): State<App>,
    frame: Frame,
    Path(training): Path<String>,
    Form(given): Form<Placed>,
) -> Answer {
    let training = id(&training)?;
    training::certify(&app.hall, &frame.actor, training, id(&given.business)?).await?;
    go_noting(&back(training), "note-certified")
}

/// `GET /mentoring/attend/{token}`
pub(crate) async fn arrival(
    State(app): State<App>,
    frame: Frame,
    Path(token): Path<String>,
) -> Answer {
    let found = training::arrival(&app.hall, &frame.actor, &token).await?;
    page(&ArrivalPage {
        f: &frame,
        token,
        title: found.training.title,
        when: frame.date(&found.meeting.held_on),
        topic: found.meeting.topic,
        businesses: found
            .businesses
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name))
            .collect(),
    })
}

/// `POST /mentoring/attend/{token}`
pub(crate) async fn arrive(
    State(app): State<App>,
    frame: Frame,
    Path(token): Path<String>,
    Form(given): Form<Placed>,
) -> Answer {
    training::arrive(&app.hall, &frame.actor, &token, id(&given.business)?).await?;
    go_noting("/mentoring/mine", "note-attended")
}
