//! The campaigns, and making one.

use axum::{Form, extract::State};
use center::{ErrorKind, registry::campaign};
use vocab::DomainError;

use super::{
    not_online::{asked, form},
    pages::{Line, ListPage},
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
    registry::address::Address,
};

/// `GET /campaigns`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let found = campaign::list(&app.hall, &frame.actor).await?;
    let campaigns = found.into_iter().map(|line| Line {
        id: line.campaign.id.to_string(),
        when: frame.moment(&line.campaign.created_at),
        members: frame.number(line.members),
        free: frame.number(line.free),
        closed: line.campaign.closed_at.is_some(),
        name: line.campaign.name,
    });
    page(&ListPage {
        f: &frame,
        campaigns: campaigns.collect(),
    })
}

/// `POST /campaigns`
pub(crate) async fn create(
    State(app): State<App>,
    frame: Frame,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let address = given
        .iter()
        .filter(|(name, _)| name != "csrf" && name != "name")
        .fold(Address::default(), |address, (name, value)| {
            address.with(name, value.trim())
        });
    let name = given.iter().find(|(key, _)| key == "name");
    let name = name.map_or("", |(_, name)| name.as_str());
    match campaign::create(&app.hall, &frame.actor, name, &asked(&app, &address)).await {
        Ok(id) => go_noting(&format!("/campaigns/{id}"), "note-campaign-made"),
        Err(error) if error.kind() == ErrorKind::Invalid => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&app, &frame, &address, problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}
