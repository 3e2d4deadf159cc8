//! Who does not sell online yet, and the campaigns made of it.

pub(crate) mod list;
pub(crate) mod member;
pub(crate) mod not_online;
pub(crate) mod one;
pub(crate) mod pages;
