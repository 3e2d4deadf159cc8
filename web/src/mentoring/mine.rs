//! The owner's view: my mentor, the next visit, my tasks, how I grew, a question.

use axum::extract::{Form, Path, State};
use center::mentoring::{care::CareView, mine, training};
use serde::Deserialize;
use vocab::{BusinessId, EngagementId};

use super::{
    id, one,
    pages::{MinePage, Own, OwnTraining},
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page},
};

/// A text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    words: String,
}

/// Which business wants which training.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Joined {
    training: String,
    business: String,
}

/// `GET /mentoring/mine`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let mut own = Vec::new();
    for (business, name, view) in mine::mine(&app.hall, &frame.actor).await? {
        let trainings = training::of_business(&app.hall, &frame.actor, business).await?;
        let trainings = trainings
            .into_iter()
            .map(|(training, state)| OwnTraining {
                id: training.id.to_string(),
                title: training.title,
                when: frame.date(&training.starts_on),
                state: frame.t(&format!("training-state-{state}")),
                may_join: state == "invited",
            })
            .collect();
        own.push(shown(
            &app,
            &frame,
            business,
            name,
            view.as_ref(),
            trainings,
        ));
    }
    page(&MinePage { f: &frame, own })
}

fn shown(
    app: &App,
    frame: &Frame,
    business: BusinessId,
    name: String,
    view: Option<&CareView>,
    trainings: Vec<OwnTraining>,
) -> Own {
    let newest = view.and_then(|view| {
        let own = view.assessed.iter().rev();
        own.clone()
            .find(|one| one.kept.instrument == growth::instrument::MENTORING)
            .map(|one| one::assessed(frame, one, view))
    });
    Own {
        business: business.to_string(),
        name,
        id: view.map(|view| view.engagement.id.to_string()),
        open: view.is_some_and(|view| view.state.is_open()),
        mentor: view.map(|view| view.mentor.clone()).unwrap_or_default(),
        state: view
            .map(|view| view.state.label(frame.lang).to_owned())
            .unwrap_or_default(),
        next: view
            .and_then(|view| view.engagement.next_on)
            .map(|day| frame.date(&day)),
        line: view.and_then(|view| one::growth_line(frame, view)),
        goals: view
            .map(|view| one::goals(app, frame, view))
            .unwrap_or_default(),
        tasks: view.map(|view| one::tasks(frame, view)).unwrap_or_default(),
        questions: view
            .map(|view| one::questions(frame, view))
            .unwrap_or_default(),
        newest,
        trainings,
    }
}

/// `POST /mentoring/mine/{id}/ask`
pub(crate) async fn ask(
    State(app): State<App>,
    frame: Frame,
    Path(case): Path<String>,
    Form(given): Form<Asked>,
) -> Answer {
    let case: EngagementId = id(&case)?;
    mine::ask(&app.hall, &frame.actor, case, &given.words).await?;
    go_noting("/mentoring/mine", "note-asked")
}

/// `POST /mentoring/mine/{id}/tasks/{task}`
pub(crate) async fn finish(
    State(app): State<App>,
    frame: Frame,
    Path((case, task)): Path<(String, String)>,
) -> Answer {
    let case: EngagementId = id(&case)?;
    mine::finish(&app.hall, &frame.actor, case, id(&task)?).await?;
    go_noting("/mentoring/mine", "note-saved")
}

/// `POST /mentoring/mine/join`
pub(crate) async fn join(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Joined>,
) -> Answer {
    let (training, business) = (id(&given.training)?, id(&given.business)?);
    let state = training::register(&app.hall, &frame.actor, training, business)
        .await
        .map_err(Refusal::from)?;
    let note = if state == "registered" {
        "note-registered"
    } else {
        "note-waiting"
    };
    go_noting("/mentoring/mine", note)
}
