//! The use cases of each room: what may be done, by whom, in one transaction with its audit entry.
//!
//! Every use case is a function `f(&Hall, &Actor, input) -> Result<Out>`. It asks the permission table first, reads
//! and decides, and commits the change together with the entry of the audit trail that tells of it. There is no HTML
//! and no HTTP here, and no SQL.

pub mod actor;
pub mod audit;
pub mod calendar;
pub mod clock;
pub mod error;
pub mod field;
pub mod files;
mod follow;
pub mod hall;
pub mod insight;
pub mod jobs;
pub mod keys;
pub mod licensing;
pub mod mentoring;
pub mod notify;
pub mod ops;
pub mod people;
pub mod permission;
pub mod project;
pub mod registry;
pub mod sync;
#[cfg(feature = "testing")]
pub mod testing;

pub use actor::Actor;
pub use clock::Clock;
pub use error::{Error, ErrorKind, Result};
pub use hall::{Hall, Settings};
pub use keys::{Keys, MasterKey};
pub use permission::{Permission, Role};
