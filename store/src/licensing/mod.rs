//! Licence cases, their documents, what happened to them, and days on which many take the same step.

pub mod batch;
pub mod case;
pub mod count;
pub mod document;
pub mod event;
pub mod paper;
pub mod reminder;
