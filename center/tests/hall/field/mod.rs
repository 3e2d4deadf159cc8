//! The census in the field: what phones send, and what becomes of it.

mod accept;
mod offline;
mod stage;
mod sync;
