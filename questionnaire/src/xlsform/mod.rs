//! Questionnaires for Kobo and ODK, and back: XLSForm, a workbook with the sheets `survey`, `choices` and `settings`.
//!
//! What both sides know is carried: questions, groups, repeats, choices, three languages, and conditions of the common
//! subset. What only one side knows is carried in columns of our own (`bind::pendopo:…`, which Kobo and ODK keep and
//! pass over), or said to be lost.

mod export;
mod import;
mod path;

pub use export::export;
pub use import::{Imported, NotRead, import};

/// Columns of a text in the three languages, after its name.
const LANGUAGES: [&str; 3] = ["Bahasa Indonesia (id)", "English (en)", "Basa Jawa (jv)"];
/// Our own columns.
const KIND: &str = "bind::pendopo:kind";
const FACT: &str = "bind::pendopo:fact";
const MIN: &str = "bind::pendopo:min";
const MAX: &str = "bind::pendopo:max";
const MOST: &str = "bind::pendopo:most";
/// The list that stands for yes and no.
const YES_NO: &str = "pendopo_yes_no";
