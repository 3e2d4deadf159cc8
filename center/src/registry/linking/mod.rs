//! Outside lists: how a row of somebody else's list becomes a fact about a business.
//!
//! The way of a list: [`bring()`] keeps a file and writes its edition down; the job [`job()`] reads its rows, compares them
//! with the registry and writes only what changed against the edition before; what is sure becomes a statement through
//! the door `linked`, what is likely waits for readers in [`review`]. [`duplicates`] does the same for the registry with
//! itself, where a reader's "same" is a [`merge`].

mod apply;
mod bring;
mod changes;
mod compare;
pub mod duplicates;
mod error;
mod kind;
mod look;
pub mod merge;
mod read;
pub mod review;
mod run;
mod settle;
mod tables;

pub use bring::{Brought, Thresholds, bring, mend, preview};
pub use changes::Changes;
pub use error::LinkingError;
pub use kind::Kind;
pub use look::{
    EditionView, ListView, PresenceView, channels, editions, find_edition, follow, lists,
    on_channel, presence,
};
pub use run::{job, run};
pub use store::registry::outside::{Edition, EditionState, Stage};
pub use store::registry::pair::{Answer, PairKind, PairState};

use vocab::id::{EditionId, PairId};

/// The kind of the job that links an edition.
pub const JOB: &str = "registry.link";

/// How the audit trail names an edition.
pub(crate) fn subject(id: EditionId) -> String {
    format!("list-edition:{id}")
}

/// How the audit trail names a pair.
pub(crate) fn pair_subject(id: PairId) -> String {
    format!("pair:{id}")
}
