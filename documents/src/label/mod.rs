//! The label of packed food: what must stand on it, what it lacks, and its draft at real size.
//!
//! A [`Draft`] is what somebody filled in: every field a text, as in a form or a file. [`read`]
//! makes a [`Label`] of it that can be printed, and lists every [`Problem`]; a label with problems
//! is still drawn, so that its owner sees what is there already.

mod draft;
mod draw;
mod ingredient;
mod nutrition;
mod problem;
mod tables;

pub use draft::{Around, Draft, Label, read};
pub use draw::print;
pub use nutrition::{Line, Nutrition};
pub use problem::Problem;
pub use tables::{Exempt, TableError, Tables};
