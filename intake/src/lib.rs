//! Spreadsheets in, rows out: reading, header mapping and the report that goes back.
//!
//! Pure but for reading the file it is given: no database, no clock. So it can be fuzzed, and the
//! same reader serves every list that comes to the hall.

mod error;
mod limits;
mod read;
mod row;

pub use error::{Foreign, IntakeError, Needed};
pub use limits::Limits;
pub use read::{Dialect, Encoding, Kind, Source, Workbook, open};
pub use row::{Mark, Row};
