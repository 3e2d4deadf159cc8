//! What comes out of [`media::look`], seen from outside.

#![expect(clippy::expect_used, reason = "a helper of a test may stop it")]

mod hostile;
mod make;
mod pdfs;
mod pictures;
