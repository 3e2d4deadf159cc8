//! The room of licensing: the officers' queue, one case on one page, the owner's cases like parcels on their way, the
//! activity finder, why a step is in a plan, batch days.

pub(crate) mod batch;
pub(crate) mod case;
pub(crate) mod doors;
pub(crate) mod file;
pub(crate) mod kbli;
pub(crate) mod open;
pub(crate) mod own;
pub(crate) mod pages;
pub(crate) mod queue;
pub(crate) mod review;
pub(crate) mod upload;
pub(crate) mod why;
