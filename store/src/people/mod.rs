//! People: accounts and how they sign in, the persons facts speak of, and what they consented to.

pub mod account;
pub mod code;
pub mod consent;
pub mod login_session;
pub mod person;
pub mod throttle;
