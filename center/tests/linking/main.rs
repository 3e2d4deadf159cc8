//! From an outside list to a fact, through readers, and on to a campaign; on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod campaigns;
mod lists;
mod merges;
mod review;
mod scope;
mod tools;
