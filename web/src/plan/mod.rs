//! The plan: to its owner, by a shared link, and to anybody who asks what comes next.

pub(crate) mod answer;
pub(crate) mod build;
pub(crate) mod finder;
pub(crate) mod home;
pub(crate) mod pages;
pub(crate) mod shared;
pub(crate) mod view;
