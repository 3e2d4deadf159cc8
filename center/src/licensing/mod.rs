//! Licensing: from "which permit?" to the certificate in hand. A case carries one step of a plan to its end.
//!
//! How a case may move is in [`case`], and nowhere else; [`act`] and [`documents`] carry it out.

pub mod act;
pub mod batch;
pub mod case;
pub mod clock;
pub mod daily;
pub mod documents;
mod error;
pub mod number;
pub mod open;
pub mod papers;
pub mod permits;
pub mod queue;
pub mod view;

pub use error::LicensingError;
