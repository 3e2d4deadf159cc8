//! What comes off the press.

#![expect(clippy::unwrap_used, reason = "a helper of a test may stop it")]

mod label;
mod letters;
mod make;
