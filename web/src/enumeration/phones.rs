//! Phones that work offline, to be revoked when one is lost.

use axum::extract::{Path, State};
use center::sync::device;

use super::{
    id,
    pages::{PhoneLine, PhonesPage},
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, go_noting, page},
};

/// `GET /enumeration/phones`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let phones = device::list(&app.hall, &frame.actor).await?;
    page(&PhonesPage {
        f: &frame,
        phones: phones
            .into_iter()
            .map(|one| PhoneLine {
                account: one.device.account.to_string(),
                device: one.device.device.to_string(),
                holder: one.holder,
                seen: frame.moment(&one.device.seen_at),
                revoked: one.device.revoked_at.is_some(),
                name: one.device.name,
            })
            .collect(),
    })
}

/// `POST /enumeration/phones/{account}/{device}/revoke`
pub(crate) async fn revoke(
    State(app): State<App>,
    frame: Frame,
    Path((account, device)): Path<(String, String)>,
) -> Answer {
    device::revoke(&app.hall, &frame.actor, id(&account)?, id(&device)?).await?;
    go_noting("/enumeration/phones", "note-saved")
}
