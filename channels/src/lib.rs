//! The connectors to marketplaces.
//!
//! One trait, [`channel::Channel`], and one module per channel. A connector turns a [`channel::Task`]
//! into signed requests and an answer into a [`channel::Reply`]; it proves and understands messages
//! that come in. It sends nothing and keeps nothing: a [`http::Transport`] sends, the hall's outbox
//! keeps. What no public document settles is configuration, see `docs/channels.md`.

mod answer;
pub mod capability;
pub mod category;
pub mod channel;
pub mod connectors;
pub mod fees;
pub mod files;
pub mod gofood;
pub mod grabfood;
pub mod hours;
pub mod http;
pub mod limits;
pub mod listing;
pub mod order;
pub mod outcome;
pub mod pace;
pub mod price;
pub mod problem;
pub mod secret;
pub mod shopee;
mod sign;
pub mod sync;
pub mod token;
pub mod tokopedia;
pub mod transport;
pub mod webhook;
