//! Spreadsheets in, rows out: reading, header mapping and the report that goes back.
//!
//! Pure but for reading the file it is given: no database, no clock. So it can be fuzzed, and the
//! same reader serves every list that comes to the hall.
//!
//! The way of a file: [`open`] looks through it and refuses what is no table; [`Layout::guess`] finds
//! the header of each sheet and says what the columns are; [`Drafter`] turns each row into facts and
//! problems after the [`Policy`]; [`report`] writes the refused rows back as a workbook.

mod draft;
mod error;
mod limits;
mod map;
mod policy;
mod read;
pub mod report;
mod row;

pub use draft::{CellProblem, Draft, Drafter, Verdict};
pub use error::{Foreign, IntakeError, Needed};
pub use limits::Limits;
pub use map::{Column, Hint, Layout, Mapping, Per, Rule, Sheet, Target, Unit, UnknownTarget};
pub use policy::Policy;
pub use read::{Dialect, Encoding, Kind, ReadSeek, Reopen, Source, Workbook, open};
pub use row::{Mark, Row};
