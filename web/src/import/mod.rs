//! pages
pub(crate) mod pages;
