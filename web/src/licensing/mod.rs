//! The room of licensing: the officers' queue, one case on one page, the owner's cases like parcels on their way, the
//! activity finder, why a step is in a plan, papers made for a case, batch days, messages sent by hand.

pub(crate) mod batch;
pub(crate) mod case;
pub(crate) mod doors;
pub(crate) mod file;
pub(crate) mod kbli;
pub(crate) mod messages;
pub(crate) mod open;
pub(crate) mod own;
pub(crate) mod pages;
pub(crate) mod paper;
pub(crate) mod queue;
pub(crate) mod review;
#[cfg(test)]
pub(crate) mod samples;
pub(crate) mod upload;
pub(crate) mod why;
