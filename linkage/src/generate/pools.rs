//! Words that generated names are made of, by the language of the lists.

pub(super) mod foreign;
pub(super) mod indonesian;
