//! Questionnaires as data.
//!
//! A [`Questionnaire`] is a versioned TOML file: pages of questions in three languages, skips and checks as small
//! expressions, repeats. [`read()`] takes such a file and says everything that is wrong with it, each with its line.
//! [`Questionnaire::look`] holds a set of answers against the version by which it was made. [`xlsform`] carries
//! questionnaires to Kobo and ODK and back, and says what cannot be carried.
//!
//! The phone gets the same thing as JSON and evaluates the same expressions; `vectors/expressions.json` holds both
//! sides to one meaning.

mod answers;
mod builtin;
mod expression;
mod look;
mod model;
mod pattern;
mod read;
mod scope;
mod value;
pub mod xlsform;

pub use answers::{AnswerSet, Rows};
pub use builtin::builtin;
pub use expression::{Expression, Malformed, Truth};
pub use look::{Looked, Wrong};
pub use model::{Check, Choice, EACH, Kind, Page, Question, Questionnaire, Texts};
pub use pattern::Pattern;
pub use read::read;
pub use scope::Scope;
pub use vocab::{Problem, Problems};
