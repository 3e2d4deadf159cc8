//! Papers that are made here: the label designer.

pub(crate) mod label;
pub(crate) mod pages;
pub(crate) mod press;
