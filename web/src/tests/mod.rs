//! Checks over all pages at once, and whole requests through the router.

mod access;
mod account;
mod bad_input;
mod client;
mod contrast;
mod engines;
mod errors;
mod field;
mod import;
mod licensing;
mod linking;
mod mentoring;
mod papers;
mod plan;
mod project;
mod registry;
mod samples;
mod stage;
mod texts;
