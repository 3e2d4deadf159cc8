//! Operating the hall: backup, restore, doctor.

mod archive;
mod backup;
pub mod doctor;
mod error;
mod outside;
mod restore;

pub use backup::{Saved, backup};
pub use doctor::{Finding, Level, examine};
pub use error::OpsError;
pub use restore::{Restored, restore};
