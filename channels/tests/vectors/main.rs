//! Every connector against the facts: signatures of independent clients, forms of the documents.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper of a test may stop it"
)]

mod common;
mod gofood;
mod grabfood;
mod robust;
mod shopee;
mod tokopedia;
