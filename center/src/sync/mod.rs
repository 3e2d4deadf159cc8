//! What phones do without a network, and how it comes in: one module for all rooms.
//!
//! A room registers a [`Collection`] in [`collections`]: its name, its permission, what it gives to phones by
//! [`pull()`], and how it takes one item of a [`push()`] in the transaction that is open. All else is here, once: items are
//! known by the id their phone made, so sending twice is harmless; what one phone says about one thing is taken in the
//! order in which it was said; what contradicts something newer is kept beside it and never written over it; files come
//! in pieces, at any byte anew; a phone's key is wrapped by the master key and can be revoked.
//!
//! The guarantees are told in docs/offline.md.

mod collection;
mod conflict;
pub mod device;
mod error;
pub mod file;
mod pull;
mod push;

pub(crate) use collection::moment;
pub use collection::{Collection, Given, Item, Pulled, Pushed, Reply, Row, Theirs};
pub use conflict::{Side, decide, open_conflicts};
pub use error::SyncError;
pub use pull::{digest_page, pull};
pub use push::{Answered, Outcome, Sent, push};

use crate::actor::Actor;
use crate::error::Result;

/// Every collection of the hall. A room adds a line.
pub fn collections() -> &'static [&'static dyn Collection] {
    &[
        &crate::field::offline::Questionnaires,
        &crate::field::offline::Assignments,
        &crate::field::offline::Businesses,
        &crate::field::offline::Answers,
        &crate::mentoring::offline::Engagements,
        &crate::mentoring::offline::Visits,
    ]
}

/// The collection of a name, if the actor may use it.
fn collection(actor: &Actor, name: &str) -> Result<&'static dyn Collection> {
    let found = collections().iter().find(|one| one.name() == name);
    let found = found.ok_or_else(|| SyncError::UnknownCollection {
        name: name.chars().take(60).collect(),
    })?;
    actor.must(found.permission())?;
    Ok(*found)
}
