//! Overviews: counts by place and stage.

pub(crate) mod map;
pub(crate) mod overview;
pub(crate) mod pages;
