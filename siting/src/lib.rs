//! Where should the centre stand?
//!
//! * [`rank`]: candidate sites by many criteria, weighed by several people's judgements, with the
//!   chance that each is best and what would have to change for another to win.
//! * [`locate`]: p sites among candidates so that the people to be served have it best, with a
//!   bound which proves how good the plan is.
//! * [`report`]: the ranking as one printable page for the council, in both languages.
//!
//! Pure: everything is read from readers the caller opens, and time is a closure.

mod error;
pub mod locate;
pub mod number;
pub mod rank;
pub mod report;
mod table;

pub use error::SitingError;
pub use table::TableError;
