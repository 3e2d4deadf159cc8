//! The visitor's own account: logging in and out, password, one-time code, devices.

pub(crate) mod code;
pub(crate) mod home;
pub(crate) mod login;
pub(crate) mod notices;
pub(crate) mod pages;
pub(crate) mod password;
pub(crate) mod reset;
pub(crate) mod totp;
