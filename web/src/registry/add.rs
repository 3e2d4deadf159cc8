//! A business that no list has brought: name, owner, place and what it makes; the rest is told on
//! its own page.

use axum::{Form, extract::State};
use center::{ErrorKind, registry::state};
use rulebook::{Fact, Facts};
use vocab::DomainError;

use super::pages::{AddField, AddPage};
use crate::{
    App,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
    plan::{build::Ground, finder::about, view::AskKind},
};

/// What is asked at the first meeting. `true`: cannot be left out.
const ASKED: &[(Fact, bool)] = &[
    (Fact::BusinessName, true),
    (Fact::OwnerName, true),
    (Fact::OwnerPhone, false),
    (Fact::Village, true),
    (Fact::Address, false),
    (Fact::ProductKind, false),
    (Fact::MainProduct, false),
    (Fact::Nib, false),
];

type Given = Vec<(String, String)>;

/// `GET /registry/new`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    page(&form(&app, &frame, &Given::new(), Vec::new()))
}

fn form<'a>(app: &App, frame: &'a Frame, given: &Given, problems: Vec<String>) -> AddPage<'a> {
    let rulebook = app.hall.rulebook();
    let ground = Ground {
        rulebook: &rulebook,
        gazetteer: app.hall.gazetteer(),
        facts: &Facts::new(),
        on: app.hall.clock().today(),
        lang: frame.lang,
    };
    let fields = ASKED
        .iter()
        .map(|(fact, required)| {
            let value = value(given, *fact);
            AddField {
                name: fact.id(),
                label: fact.label(frame.lang).to_owned(),
                help: fact.help(frame.lang).to_owned(),
                required: *required,
                choices: match ground.kind(*fact, value) {
                    AskKind::Buttons(choices) | AskKind::Select(choices) => choices,
                    _ => Vec::new(),
                },
                value: value.to_owned(),
            }
        })
        .collect();
    AddPage {
        f: frame,
        problems,
        fields,
    }
}

fn value(given: &Given, fact: Fact) -> &str {
    given
        .iter()
        .find(|(name, _)| name == fact.id())
        .map_or("", |(_, value)| value.trim())
}

/// `POST /registry/new`
pub(crate) async fn add(State(app): State<App>, frame: Frame, Form(given): Form<Given>) -> Answer {
    let mut facts = Facts::new();
    let mut problems = Vec::new();
    for (fact, _) in ASKED
        .iter()
        .filter(|(fact, _)| !value(&given, *fact).is_empty())
    {
        if let Err(error) = facts.set_text(*fact, value(&given, *fact)) {
            problems.push(say(frame.lang, &about(*fact, &error)));
        }
    }
    if let Some(active) = Fact::Status.choice("active")
        && let Err(error) = facts.set(Fact::Status, rulebook::Value::Choice(active))
    {
        problems.push(say(frame.lang, &error.message()));
    }
    if !problems.is_empty() {
        return wrong(&form(&app, &frame, &given, problems));
    }
    let today = app.hall.clock().today();
    match state::register(&app.hall, &frame.actor, &facts, today).await {
        Ok(id) => go_noting(&format!("/registry/{id}"), "note-business-added"),
        Err(error) if error.kind() == ErrorKind::Invalid => wrong(&form(
            &app,
            &frame,
            &given,
            vec![say(frame.lang, &error.message())],
        )),
        Err(error) => Err(error.into()),
    }
}
