//! The room `mentoring`: assessments, plans agreed, visits, trainings, growth.
//!
//! The walk of one business through it: [`care::open`] → [`assess`] (baseline) → [`agree`] (goals) → [`visit`] … →
//! [`assess`] again → [`care::close`]. What may follow what is said in [`state`], once.

pub mod agree;
pub mod assess;
pub mod care;
pub mod caseload;
pub mod effect;
mod error;
pub mod figure;
pub mod mentor;
pub mod mine;
pub mod neglect;
pub mod offline;
pub mod propose;
pub mod state;
pub mod training;
pub mod visit;

pub use error::MentoringError;

use growth::Instruments;

use crate::error::Result;

/// The instruments of this program.
pub fn instruments() -> Result<&'static Instruments> {
    Instruments::builtin().map_err(|errors| {
        MentoringError::Instruments {
            what: errors.to_string(),
        }
        .into()
    })
}

/// A text typed by a person: trimmed, and cut at a length.
fn words(typed: &str, most: usize) -> String {
    typed.trim().chars().take(most).collect()
}
