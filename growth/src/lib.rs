//! How a business grows with a mentor, as pure functions: no database, no clock.
//!
//! * [`instrument`]: questionnaires as data, with weights from judgements and a level for every observable state.
//! * [`score`]: answers make a score that carries its reasons, and is compared within one version only.
//! * [`need`]: whom to visit first, and why.
//! * [`assign`]: which mentor goes to whom, solved to proven optimality.
//! * [`route`]: the order of a day's visits.
//! * [`effect`]: what mentoring did, against comparable businesses that had no mentor.

pub mod assign;
pub mod effect;
mod flow;
pub mod instrument;
mod load;
pub mod need;
pub mod route;
pub mod score;

pub use instrument::{Class, Dimension, Instrument, Instruments, Level, Question, Text, Weighing};
pub use load::{LoadError, LoadErrors};
pub use score::{Answers, Change, Reason, Score, ScoreError};
