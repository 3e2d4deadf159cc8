//! Who goes to whom: the proposal, its reasons and its proof, and what the officer says.

use std::collections::HashMap;

use axum::extract::{Form, Path, Query, State};
use center::mentoring::{
    mentor,
    propose::{self, Answer as Said, ProposalView},
};
use serde::Deserialize;
use vocab::{AccountId, BusinessId, ProposalId};

use super::{
    id, kilometres, one,
    pages::{AssignmentPage, ChoiceLine, ProposalShown},
};
use crate::{
    App, format,
    frame::Frame,
    page::{Answer, go_noting, page},
    plan::view::Choice,
};

/// Whose lines are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    mentor: String,
}

/// What an officer says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    answer: String,
    business: String,
    mentor: String,
}

/// `GET /mentoring/assignment`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let mentors = mentor::all(&app.hall, &frame.actor).await?;
    let chosen: Option<AccountId> = wanted.mentor.parse().ok();
    let view = propose::view(&app.hall, &frame.actor, chosen).await?;
    let names: HashMap<AccountId, String> = mentors
        .iter()
        .map(|one| (one.account, one.name.clone()))
        .collect();
    let room: i64 = mentors.iter().map(mentor::MentorView::room).sum();
    page(&AssignmentPage {
        f: &frame,
        room: frame.number(room),
        mentors: mentors
            .iter()
            .filter(|one| one.works)
            .map(|one| {
                Choice::new(one.account.to_string(), one.name.clone())
                    .chosen_if(Some(one.account) == chosen)
            })
            .collect(),
        chosen: chosen.map(|id| id.to_string()).unwrap_or_default(),
        proposal: view.map(|view| shown(&frame, view, &names)),
    })
}

fn shown(frame: &Frame, view: ProposalView, names: &HashMap<AccountId, String>) -> ProposalShown {
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    let proposal = &view.proposal;
    ProposalShown {
        id: proposal.id.to_string(),
        when: frame.moment(&proposal.made_at),
        between: frame.t2(
            "assignment-between",
            ("seekers", &frame.number(proposal.seekers)),
            ("helpers", &frame.number(proposal.helpers)),
        ),
        cost: frame.t2(
            "assignment-cost",
            ("cost", &kilometres(proposal.cost)),
            ("bound", &kilometres(proposal.bound)),
        ),
        gap: format::percent(proposal.cost - proposal.bound, proposal.bound.max(1)),
        by_mentor: view
            .by_mentor
            .iter()
            .map(|(id, n)| (id.to_string(), name(id), frame.number(*n)))
            .collect(),
        lines: view
            .lines
            .into_iter()
            .map(|(choice, listed)| ChoiceLine {
                business: choice.business.to_string(),
                name: listed
                    .as_ref()
                    .map(|one| one.name.clone())
                    .unwrap_or_default(),
                place: listed
                    .as_ref()
                    .map(|one| {
                        [one.village.as_deref(), one.district.as_deref()]
                            .into_iter()
                            .flatten()
                            .collect::<Vec<_>>()
                            .join(", ")
                    })
                    .unwrap_or_default(),
                mentor: name(&choice.mentor),
                need: choice.need,
                way: one::way(choice.metres),
                field: choice.field,
                area: choice.area,
                nearer: choice.nearer.as_ref().map(name),
            })
            .collect(),
    }
}

/// `POST /mentoring/assignment`
pub(crate) async fn propose(State(app): State<App>, frame: Frame) -> Answer {
    propose::propose(&app.hall, &frame.actor).await?;
    go_noting("/mentoring/assignment", "note-proposed")
}

/// `POST /mentoring/assignment/{proposal}`
pub(crate) async fn answer(
    State(app): State<App>,
    frame: Frame,
    Path(proposal): Path<String>,
    Form(given): Form<Given>,
) -> Answer {
    let proposal: ProposalId = id(&proposal)?;
    let mentor: Option<AccountId> = given.mentor.parse().ok();
    let said = match given.answer.as_str() {
        "all" => Said::TakeAll { mentor },
        "refuse" => Said::Refuse {
            business: id::<BusinessId>(&given.business)?,
        },
        _ => Said::Take {
            business: id::<BusinessId>(&given.business)?,
            instead: mentor,
        },
    };
    propose::answer(&app.hall, &frame.actor, proposal, said).await?;
    go_noting("/mentoring/assignment", "note-assigned")
}
