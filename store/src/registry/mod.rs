//! The registry: businesses, what was said about them, and how they are found.

pub(crate) mod blocks;
pub mod bulk;
pub mod business;
pub mod campaign;
pub mod duplicate_search;
pub mod import;
pub mod label;
pub mod ledger;
pub mod list_row;
pub mod marks;
pub mod merge;
pub mod name_order;
pub mod outside;
pub mod pair;
pub mod presence;
pub mod regions;
pub mod replan;
pub mod search;
pub mod share;
pub mod source;
pub mod statement;
pub mod tally;
mod turn;
pub mod words;
