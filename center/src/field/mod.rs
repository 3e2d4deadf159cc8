//! The census in the field: rounds and areas, what enumerators bring, its quality, and how it becomes facts.
//!
//! The walk of one set of answers: a phone pulls the questionnaire and the list of its area ([`offline`]); its answers
//! come in through [`crate::sync`], are held against the very version by which they were made, and wait; somebody of the
//! office looks at the board ([`board`]) and takes them ([`accept`]), when they become a statement through the door
//! `census`; or refuses them with a reason that goes back to the phone.

pub mod accept;
pub mod answer;
pub mod board;
pub mod clock;
mod error;
pub mod facts;
pub mod form;
pub mod list;
pub mod offline;
pub mod revisit;
pub mod round;

pub use error::FieldError;
