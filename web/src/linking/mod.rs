//! Outside lists, reviewing pairs, and duplicates.

pub(crate) mod bring;
pub(crate) mod channel;
pub(crate) mod duplicates;
pub(crate) mod edition;
pub(crate) mod join;
pub(crate) mod lists;
pub(crate) mod pages;
pub(crate) mod review;
