//! Seeing a locked number in full, saying what for.

use axum::{
    Form,
    extract::{Path, State},
};
use center::{
    ErrorKind,
    registry::{
        unmask::{self, Number},
        view,
    },
};
use rulebook::Fact;
use serde::Deserialize;
use vocab::{BusinessId, DomainError};

use super::{list::name, pages::UnmaskPage};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, page, say, wrong},
};

/// What for.
#[derive(Debug, Deserialize)]
pub(crate) struct Purpose {
    purpose: String,
}

fn read(id: &str, fact: &str) -> Result<(BusinessId, Fact, Number), Refusal> {
    let id = id.parse().map_err(|_| Refusal::NotFound)?;
    let fact = Fact::from_id(fact).ok_or(Refusal::NotFound)?;
    let number = match fact {
        Fact::OwnerNik => Number::Nik,
        Fact::OwnerKk => Number::Kk,
        Fact::OwnerNpwp => Number::Npwp,
        _ => return Err(Refusal::NotFound),
    };
    Ok((id, fact, number))
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    id: BusinessId,
    fact: Fact,
) -> Result<UnmaskPage<'a>, Refusal> {
    let seen = view::view(&app.hall, &frame.actor, id).await?;
    Ok(UnmaskPage {
        f: frame,
        business: name(frame, &seen.business),
        back: format!("/registry/{id}"),
        action: format!("/registry/{id}/unmask/{}", fact.id()),
        label: fact.label(frame.lang).to_owned(),
        purpose: String::new(),
        shown: None,
        problems: Vec::new(),
    })
}

/// `GET /registry/{business}/unmask/{fact}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path((id, fact)): Path<(String, String)>,
) -> Answer {
    let (id, fact, _) = read(&id, &fact)?;
    page(&form(&app, &frame, id, fact).await?)
}

/// `POST /registry/{business}/unmask/{fact}`
pub(crate) async fn unmask(
    State(app): State<App>,
    frame: Frame,
    Path((id, fact)): Path<(String, String)>,
    Form(given): Form<Purpose>,
) -> Answer {
    let (id, fact, number) = read(&id, &fact)?;
    let mut shown = form(&app, &frame, id, fact).await?;
    match unmask::unmask(&app.hall, &frame.actor, id, number, &given.purpose).await {
        Ok(number) => {
            shown.shown = Some(number);
            page(&shown)
        }
        Err(error) if error.kind() == ErrorKind::Invalid => {
            shown.purpose = given.purpose;
            shown.problems.push(say(frame.lang, &error.message()));
            wrong(&shown)
        }
        Err(error) => Err(error.into()),
    }
}
