//! The project: where the centre shall stand, what has to be done for it, what it may cost.

pub mod budget;
pub mod clock;
mod demand;
mod error;
pub mod example;
pub mod head;
pub mod judge;
pub mod open;
pub mod parcel;
pub mod ranking;
pub mod schedule;
pub mod setting;
pub mod sheet;
pub mod site;
pub mod space;
pub mod task;
pub mod watch;
pub mod workdays;
pub mod year;

pub use error::ProjectError;

/// A name as it is kept: trimmed, not empty, not endless.
fn named(text: &str, what: &'static str) -> Result<String, ProjectError> {
    let name = text.trim();
    if (1..=200).contains(&name.chars().count()) {
        Ok(name.to_owned())
    } else {
        Err(ProjectError::Name { what })
    }
}

/// Free words as they are kept: trimmed, and not longer than so many characters.
fn words(text: &str, longest: usize) -> String {
    text.trim().chars().take(longest).collect()
}

/// A number within its range.
fn ranged(what: &'static str, value: i64, low: i64, high: i64) -> Result<(), ProjectError> {
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err(ProjectError::Range { what, low, high })
    }
}
