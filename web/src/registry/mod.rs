//! The registry: the list of businesses, each business, and what is told about it.

pub(crate) mod account;
pub(crate) mod add;
pub(crate) mod address;
pub(crate) mod business;
pub(crate) mod export;
pub(crate) mod groups;
pub(crate) mod list;
pub(crate) mod pages;
mod presence;
pub(crate) mod state;
pub(crate) mod unmask;
pub(crate) mod wanted;
