//! Who is on a channel or in a register, by evidence of a list.

use axum::extract::{Path, Query, State};
use center::registry::linking::{self, Kind};
use serde::Deserialize;

use super::pages::{ChannelPage, There};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, page},
};

const PAGE: u32 = 100;

/// Where a page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    after: String,
}

/// `GET /registry/channels/{kind}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path(kind): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let kind = Kind::from_id(&kind).ok_or(Refusal::NotFound)?;
    let after = Some(wanted.after.as_str()).filter(|after| !after.is_empty());
    let (found, next) = linking::on_channel(&app.hall, &frame.actor, kind, after, PAGE).await?;
    let rows = found.into_iter().map(|one| There {
        id: one.business.to_string(),
        name: one.name,
        called: one.name_there,
        source: one.source,
        first: frame.date(&one.first_on),
        last: frame.date(&one.last_on),
    });
    page(&ChannelPage {
        f: &frame,
        heading: frame.t1("channel-title", "channel", kind.label(frame.lang)),
        more_href: next.map(|next| format!("/registry/channels/{}?after={next}", kind.id())),
        rows: rows.collect(),
    })
}
