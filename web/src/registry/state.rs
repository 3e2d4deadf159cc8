//! Telling one fact on a page of its own, and withdrawing what was told.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use center::{
    ErrorKind,
    registry::{
        state,
        view::{self, FactView, Shown},
    },
};
use rulebook::{Fact, Facts};
use serde::Deserialize;
use vocab::{BusinessId, DomainError, StatementId};

use super::{business::in_words, list::name, pages::StatePage};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go, go_noting, page, say, wrong},
    plan::{
        answer::plan_page,
        build::{Ground, in_address},
        finder::about,
    },
};

/// Which fact is to be told.
#[derive(Debug, Deserialize)]
pub(crate) struct Which {
    fact: String,
}

/// What was told.
#[derive(Debug, Deserialize)]
pub(crate) struct Told {
    value: String,
    on: String,
}

/// `GET /registry/{business}/state`: from the select below the tables to the fact's own page.
pub(crate) async fn choose(Path(id): Path<String>, Query(which): Query<Which>) -> Answer {
    let fact = Fact::from_id(&which.fact).ok_or(Refusal::NotFound)?;
    let id: BusinessId = id.parse().map_err(|_| Refusal::NotFound)?;
    go(&format!("/registry/{id}/facts/{}", fact.id()))
}

fn read(id: &str, fact: &str) -> Result<(BusinessId, Fact), Refusal> {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    Ok((id, Fact::from_id(fact).ok_or(Refusal::NotFound)?))
}

/// `GET /registry/{business}/facts/{fact}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path((id, fact)): Path<(String, String)>,
) -> Answer {
    let (id, fact) = read(&id, &fact)?;
    page(&form(&app, &frame, id, fact, None, Vec::new()).await?)
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    id: BusinessId,
    fact: Fact,
    given: Option<&str>,
    problems: Vec<String>,
) -> Result<StatePage<'a>, Refusal> {
    let seen = view::view(&app.hall, &frame.actor, id).await?;
    let known: Option<&FactView> = seen.facts.iter().find(|known| known.fact == fact);
    let (current, value) = match known.map(|known| &known.value) {
        Some(Shown::Value(value)) => (in_words(app, frame, fact, value), in_address(fact, value)),
        Some(Shown::Masked(masked) | Shown::Specimen(masked)) => (masked.clone(), String::new()),
        None => (String::new(), String::new()),
    };
    let given = given.unwrap_or(&value).to_owned();
    let rulebook = app.hall.rulebook();
    let ground = Ground {
        rulebook: &rulebook,
        gazetteer: app.hall.gazetteer(),
        facts: &seen.plan_facts,
        on: seen.plan.on,
        lang: frame.lang,
    };
    Ok(StatePage {
        f: frame,
        business: name(frame, &seen.business),
        back: plan_page(frame, id),
        action: format!("/registry/{id}/facts/{}", fact.id()),
        label: fact.label(frame.lang).to_owned(),
        question: fact.question(frame.lang).to_owned(),
        help: fact.help(frame.lang).to_owned(),
        kind: ground.kind(fact, &given),
        given,
        current,
        from: known
            .map(|known| known.from.door.label(frame.lang).to_owned())
            .unwrap_or_default(),
        today: app.hall.clock().today().to_string(),
        problems,
    })
}

/// `POST /registry/{business}/facts/{fact}`
pub(crate) async fn state(
    State(app): State<App>,
    frame: Frame,
    Path((id, fact)): Path<(String, String)>,
    Form(told): Form<Told>,
) -> Answer {
    let (id, fact) = read(&id, &fact)?;
    let mut facts = Facts::new();
    let read = facts
        .set_text(fact, &told.value)
        .map_err(|error| about(fact, &error));
    let on = vocab::date::parse_date(&told.on).map_err(|error| error.message());
    let on = match read.and(on) {
        Ok(on) => on,
        Err(message) => {
            let problems = vec![say(frame.lang, &message)];
            return wrong(&form(&app, &frame, id, fact, Some(&told.value), problems).await?);
        }
    };
    match state::state(&app.hall, &frame.actor, id, &facts, on).await {
        Ok(_) => go_noting(&plan_page(&frame, id), "note-saved"),
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&app, &frame, id, fact, Some(&told.value), problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /registry/{business}/statements/{statement}/withdraw`
pub(crate) async fn withdraw(
    State(app): State<App>,
    frame: Frame,
    Path((id, statement)): Path<(String, String)>,
) -> Answer {
    let id: BusinessId = id.parse().map_err(|_| Refusal::NotFound)?;
    let statement: StatementId = statement.parse().map_err(|_| Refusal::NotFound)?;
    state::withdraw(&app.hall, &frame.actor, id, statement).await?;
    go_noting(&format!("/registry/{id}#history"), "note-withdrawn")
}
