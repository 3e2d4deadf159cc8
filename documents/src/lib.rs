//! The papers the hall makes, as PDF: data in, bytes out.
//!
//! A `Press` is made once and holds fonts and templates. A paper is a plain struct
//! ([`letter::MarkLetter`], [`letter::HalalDeclaration`], [`letter::Sppl`], [`pirt::PirtSummary`],
//! [`receipt::Receipt`], [`label::Label`]); what it says reaches its template as values, so that no
//! name of a person or product is ever read as a command. Nothing is read from disk or network, and
//! the same data on the same date gives the same bytes.

mod code;
mod desk;
pub mod label;
pub mod letter;
pub mod office;
mod paper;
pub mod pirt;
#[cfg(feature = "press")]
mod press;
pub mod receipt;

pub use code::{CodeError, Ean13};
pub use desk::Desk;
pub use paper::{NoPress, Order, Paper, PressError, Printer, Sheet};
#[cfg(feature = "press")]
pub use press::Press;
