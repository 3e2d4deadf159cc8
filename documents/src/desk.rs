//! What a hall needs to make papers: a printer, the tables of labels, and whose letters they are.

use std::fmt;
use std::sync::Arc;

use crate::label::{TableError, Tables};
use crate::office::Office;
use crate::paper::{NoPress, Printer};

/// Put together once by the binary.
#[derive(Clone)]
pub struct Desk {
    /// Who prints.
    pub printer: Arc<dyn Printer>,
    /// By what labels are judged and computed.
    pub tables: Tables,
    /// The office at the head of letters; without it the office's letters are not offered.
    pub office: Option<Office>,
}

impl Desk {
    /// A desk with the built-in tables.
    ///
    /// # Errors
    /// The program's own tables are wrong; a test sees to it that they are not.
    pub fn new(printer: Arc<dyn Printer>) -> Result<Self, TableError> {
        Ok(Self {
            printer,
            tables: Tables::built_in()?,
            office: None,
        })
    }

    /// A desk at which nothing can be printed.
    ///
    /// # Errors
    /// As [`Desk::new`].
    pub fn without_press() -> Result<Self, TableError> {
        Self::new(Arc::new(NoPress))
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk")
            .field("office", &self.office)
            .finish_non_exhaustive()
    }
}
