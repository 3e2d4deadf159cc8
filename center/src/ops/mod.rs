//! Operating the hall: backup, restore, doctor.

mod error;

pub use error::OpsError;
