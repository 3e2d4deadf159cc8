//! Who is on a channel or in a register, by evidence of a list.

use axum::extract::{Path, State};
use center::registry::linking::{self, Kind};

use super::pages::{ChannelPage, There};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, page},
};

const SHOWN: u32 = 500;

/// `GET /registry/channels/{kind}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(kind): Path<String>) -> Answer {
    let kind = Kind::from_id(&kind).ok_or(Refusal::NotFound)?;
    let found = linking::on_channel(&app.hall, &frame.actor, kind, SHOWN).await?;
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
        rows: rows.collect(),
    })
}
