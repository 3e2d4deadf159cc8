//! Accounts of others.

pub(crate) mod account;
pub(crate) mod list;
pub(crate) mod pages;
