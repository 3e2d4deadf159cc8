//! The field room's pages.

pub(crate) mod app;
