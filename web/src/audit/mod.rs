//! The audit trail.

pub(crate) mod list;
pub(crate) mod pages;
