//! The open yard: the first page, for anybody.

pub(crate) mod home;
pub(crate) mod view;

pub(crate) use home::home;
