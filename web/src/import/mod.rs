//! Bringing lists in: upload, preview, progress, report, undo.

pub(crate) mod events;
pub(crate) mod list;
pub(crate) mod one;
pub(crate) mod pages;
pub(crate) mod preview;
pub(crate) mod staged;
pub(crate) mod upload;
