//! Checks over all pages at once, and whole requests through the router.

mod access;
mod account;
mod client;
mod contrast;
mod errors;
mod import;
mod linking;
mod plan;
mod registry;
mod samples;
mod stage;
mod texts;
