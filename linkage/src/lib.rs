//! Which two records are the same business, person or thing?
//!
//! Lists without a common key are joined by what they have in common: names, phones, places. Nothing is read
//! from a database and nothing is assumed about the lists; `docs/linkage.md` tells the method.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "records are numbered by u32, and statistics are computed from counts; tables above 2^32 cells are refused"
)]

mod candidates;
mod compare;
mod decide;
mod decisions;
mod engine;
mod error;
pub mod evaluate;
mod explain;
pub mod generate;
mod hash;
mod model;
mod normal;
pub mod output;
mod progress;
mod record;
pub mod spec;
mod table;

pub use candidates::Limits;
pub use decisions::read_decisions;
pub use engine::{Counts, Decision, Link, Linkage, Mode, Options, Seconds, link};
pub use error::LinkError;
pub use explain::{Explanation, FieldWeights, Reason, Verdict};
pub use progress::{Progress, Stage, silent};
pub use spec::{Field, Proposal, Role, Specification, propose};
pub use table::{CELL_LIMIT, Table};

/// Most fields a specification may compare: what one agreement pattern has room for.
pub const MAX_FIELDS: usize = 12;
