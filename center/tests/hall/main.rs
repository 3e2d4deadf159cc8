//! The use cases on both engines.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod audit;
mod field;
mod jobs;
mod labels;
mod licensing;
mod licensing_faults;
mod mentoring;
mod notify;
mod ops;
mod people;
mod permissions;
mod privacy;
mod project;
mod registry;
mod scope;
mod tools;
