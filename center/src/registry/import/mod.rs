//! Imports: files of rows on their way into the registry.
//!
//! The way of a file: [`preview`] shows what is understood of it; [`create()`] looks through all of it, keeps it and
//! writes down where its columns lead; [`run()`] takes the rows in, some thousand in each transaction, and goes on from
//! there if it was killed; [`report`] gives the refused rows back; [`undo()`] takes everything back.

mod create;
mod error;
mod files;
pub(in crate::registry) mod identity;
mod job;
mod look;
pub(in crate::registry) mod matching;
mod people;
pub(in crate::registry) mod prepare;
mod run;
pub(in crate::registry) mod take;
mod undo;
mod write;

pub use create::{Brought, Preview, PreviewRow, create, look_through, preview};
pub(in crate::registry) use create::{Look, count, show, stated_on};
pub use error::ImportError;
pub use files::Files;
pub use job::job;
pub use look::{LookedAt, Progress, Shown, find, follow, list, report, rows};
pub use run::{Trial, resume, run, try_out};
pub use store::registry::import::{Counts, Import, State};
pub use undo::undo;

use vocab::id::ImportId;

/// The folder beside the kept files where uploads wait until somebody says that they shall be taken in. They are not
/// sealed yet, so no backup holds them.
pub const STAGED: &str = "staged";

/// The kind of the job that takes an import in, or back.
pub const JOB: &str = "import";

/// How the audit trail names an import.
pub(crate) fn subject(id: ImportId) -> String {
    format!("import:{id}")
}
