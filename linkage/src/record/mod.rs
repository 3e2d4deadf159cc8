//! Both lists in one flat, interned form: records 0.. of the first list, then those of the second.

mod build;
mod dictionary;
mod field;
mod weigh;

pub(crate) use build::{List, build};
pub(crate) use dictionary::Dictionary;
pub(crate) use field::{MISSING, PreparedField};

use std::ops::Range;

/// How many records there are on each side. With one list the second side is empty.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sides {
    /// Records of the first list.
    pub(crate) first: usize,
    /// Records of both lists.
    pub(crate) all: usize,
}

impl Sides {
    /// One list compared with itself.
    pub(crate) fn is_single(self) -> bool {
        self.first == self.all
    }

    /// The records whose partners are sought.
    pub(crate) fn left(self) -> Range<usize> {
        0..self.first
    }

    /// The records among which they are sought.
    pub(crate) fn right(self) -> Range<usize> {
        if self.is_single() {
            0..self.all
        } else {
            self.first..self.all
        }
    }
}

/// The lists ready for comparing.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) sides: Sides,
    /// Row in its table of every record.
    pub(crate) rows: Vec<u32>,
    pub(crate) fields: Vec<PreparedField>,
    pub(crate) words: Dictionary,
    /// log2 of the number of records (or clusters): what a value shared by no other carries.
    pub(crate) full_bits: f32,
}

impl Prepared {
    /// The fields which hold given name and surname apart, if both are there.
    pub(crate) fn name_parts(&self) -> Option<(usize, usize)> {
        use crate::spec::Role;
        let find = |role| self.fields.iter().position(|f| f.role == role);
        Some((find(Role::Given)?, find(Role::Surname)?))
    }
}
