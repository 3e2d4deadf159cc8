//! "What comes next?" for anybody: the plan of the facts in the address. Nothing is stored, and
//! facts about a person are not taken, since addresses end up in histories and logs.

use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use form_urlencoded::parse;
use rulebook::{Fact, Facts};
use vocab::{DomainError, Lang, Message};

use super::{
    build::{Answers, Ground},
    pages::{Field, FinderPage},
    view::AskKind,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{page, say, wrong},
};

/// The questions of the form beside the plan; the plan itself asks for more where it must.
const ASKED: &[Fact] = &[
    Fact::ProductKind,
    Fact::Preservation,
    Fact::Premise,
    Fact::Nib,
    Fact::Halal,
    Fact::Pirt,
    Fact::Packaging,
    Fact::OnlineShopee,
    Fact::Bookkeeping,
];

/// Shows the plan of the facts in the address.
pub(crate) async fn find(
    State(app): State<App>,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Result<Response, Refusal> {
    let (facts, messages) = told(query.as_deref().unwrap_or_default());
    let problems: Vec<String> = messages.iter().map(|m| say(frame.lang, m)).collect();
    let on = app.hall.clock().today();
    let rulebook = app.hall.rulebook();
    let ground = Ground {
        rulebook: &rulebook,
        gazetteer: app.hall.gazetteer(),
        facts: &facts,
        on,
        lang: frame.lang,
    };
    let fields = ASKED.iter().map(|fact| field(&ground, *fact)).collect();
    let something = !facts.is_empty();
    let good = problems.is_empty();
    // A business that asks for its next step is running, or about to be.
    let mut assumed = facts.clone();
    if let Some(active) = Fact::Status.choice("active") {
        assumed
            .set(Fact::Status, rulebook::Value::Choice(active))
            .map_err(|e| Refusal::invalid(&e))?;
    }
    let ground = Ground {
        facts: &assumed,
        ..ground
    };
    let mut plan =
        something.then(|| ground.view(&rulebook.plan(&assumed, on), &Answers::InAddress("/next")));
    if let Some(plan) = &mut plan {
        plan.known.retain(|(name, _)| name != Fact::Status.id());
    }
    let shown = FinderPage {
        f: &frame,
        printed_on: frame.date(&on),
        problems,
        fields,
        plan,
    };
    if good { page(&shown) } else { wrong(&shown) }
}

/// The facts of an address, and what could not be read. Unknown names are passed over: an address
/// may carry the language, or come from an older page.
pub(crate) fn told(query: &str) -> (Facts, Vec<Message>) {
    let mut facts = Facts::new();
    let mut problems = Vec::new();
    for (name, value) in parse(query.as_bytes()) {
        let Some(fact) = Fact::from_id(&name) else {
            continue;
        };
        if value.trim().is_empty() || fact.is_personal() || fact.is_sealed() {
            continue;
        }
        if let Err(error) = facts.set_text(fact, &value) {
            problems.push(about(fact, &error));
        }
    }
    (facts, problems)
}

/// What is wrong with a fact's value, said with the fact's name.
pub(crate) fn about(fact: Fact, error: &dyn DomainError) -> Message {
    Message {
        code: error.code().to_owned(),
        id: format!("{}: {}", fact.label(Lang::Id), error.id()),
        en: format!("{}: {}", fact.label(Lang::En), error.en()),
    }
}

fn field(ground: &Ground<'_>, fact: Fact) -> Field {
    let given = ground
        .facts
        .get(fact)
        .map(|value| super::build::in_address(fact, value));
    let choices = match ground.kind(fact, given.as_deref().unwrap_or_default()) {
        AskKind::Buttons(choices) | AskKind::Permit(choices) | AskKind::Select(choices) => choices,
        AskKind::Figure | AskKind::Day | AskKind::Words => Vec::new(),
    };
    Field {
        name: fact.id().to_owned(),
        label: fact.label(ground.lang).to_owned(),
        choices,
    }
}
