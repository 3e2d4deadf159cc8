//! The project: where the centre shall stand, what has to be done for it, what it may cost.

pub(crate) mod budget;
pub(crate) mod clock;
mod draw;
mod form;
mod gantt;
pub(crate) mod head;
pub(crate) mod judge;
pub(crate) mod ledger;
pub(crate) mod money_pages;
pub(crate) mod open;
pub(crate) mod pages;
pub(crate) mod plan_pages;
pub(crate) mod programme;
pub(crate) mod ranking;
pub(crate) mod settings;
pub(crate) mod site;
pub(crate) mod sites;
pub(crate) mod space;

use vocab::Lang;

use crate::frame::Frame;

/// The text of the visitor's language out of Indonesian and English.
fn pick(frame: &Frame, (id, en): &(String, String)) -> String {
    match frame.lang {
        Lang::Id => id.clone(),
        Lang::En => en.clone(),
    }
}

/// A settings text of the siting crate in the visitor's language, or its name when it has none.
fn said(frame: &Frame, text: &siting::rank::Text, otherwise: &str) -> String {
    if text.id.is_empty() {
        return otherwise.to_owned();
    }
    match frame.lang {
        Lang::Id => text.id.clone(),
        Lang::En => text.english().to_owned(),
    }
}
