//! From headers to facts: which column is what.

mod contents;
pub(crate) mod header;
mod layout;
mod mapping;
pub(crate) mod names;
mod target;

pub use layout::{Column, Layout, Sheet};
pub use mapping::{Mapping, Rule};
pub use target::{Hint, Per, Target, Unit, UnknownTarget};
