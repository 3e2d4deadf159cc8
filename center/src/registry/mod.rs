//! The registry: what is said about businesses, what is believed, and how they are found.

pub mod campaign;
pub(crate) mod census;
pub mod content;
pub mod door;
pub mod erase;
mod error;
pub mod export;
pub mod facts;
pub mod find;
pub mod import;
pub mod label;
pub mod linking;
pub(crate) mod listing;
pub mod palette;
pub mod plan;
pub mod project;
mod reading;
pub mod refresh;
pub mod regions;
pub(crate) mod reindex;
pub mod replan;
pub mod sealing;
pub mod share;
pub mod state;
pub mod unmask;
pub mod view;

pub use error::RegistryError;
