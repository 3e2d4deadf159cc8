//! What is compared with what: the specification, written by hand or proposed from the columns themselves.

mod header_words;
mod headers;
mod profile;
mod propose;

pub use profile::Profile;
pub use propose::{Proposal, propose};

use crate::{LinkError, MAX_FIELDS, Table};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// Use the row's number as the id.
pub const ROW_ID: &str = "#row";

/// What kind of thing a column holds; it decides the normal form and the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A person's given name.
    Given,
    /// A person's family name.
    Surname,
    /// A person's whole name.
    Person,
    /// The name of a business or organisation.
    Business,
    /// A phone number, or several.
    Phone,
    /// A number that belongs to one person or thing (NIK, NPWP, NIB, social security, ISBN).
    Identity,
    /// An e-mail address.
    Email,
    /// A date, or a year.
    Date,
    /// A postcode.
    Postcode,
    /// A village, suburb, city or region.
    Place,
    /// A street address.
    Address,
    /// A title or description.
    Text,
    /// An amount: price, pages, count.
    Number,
    /// One of few values.
    Category,
}

impl Role {
    /// Whether the value is read as words (and not as a code, date or number).
    pub fn is_words(self) -> bool {
        matches!(
            self,
            Self::Given
                | Self::Surname
                | Self::Person
                | Self::Business
                | Self::Place
                | Self::Address
                | Self::Text
        )
    }

    /// Whether words are names of people.
    pub fn is_person(self) -> bool {
        matches!(self, Self::Given | Self::Surname | Self::Person)
    }
}

/// One comparison: columns of the left list with columns of the right list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What the comparison is called in reasons.
    pub name: String,
    /// How the values are read and compared.
    pub role: Role,
    /// Columns of the left list, joined in this order.
    pub left: Vec<String>,
    /// Columns of the right list; without it, the same columns as in the left list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub right: Vec<String>,
}

impl Field {
    /// The columns of the right list.
    pub fn right_columns(&self) -> &[String] {
        if self.right.is_empty() {
            &self.left
        } else {
            &self.right
        }
    }
}

/// Which columns identify records, and which are compared how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specification {
    /// Id column of the left list, or `#row`.
    pub left_id: String,
    /// Id column of the right list, or `#row`; without it, the same as in the left list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right_id: Option<String>,
    /// The comparisons.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
}

impl Specification {
    /// Reads the TOML form.
    pub fn from_toml(text: &str) -> Result<Self, LinkError> {
        let spec: Self = toml::from_str(text).map_err(|error| LinkError::Specification {
            message: error.to_string(),
        })?;
        spec.checked()
    }

    /// Writes the TOML form.
    pub fn to_toml(&self) -> Result<String, LinkError> {
        toml::to_string_pretty(self).map_err(|error| LinkError::Specification {
            message: error.to_string(),
        })
    }

    /// The id column of the right list.
    pub fn right_id(&self) -> &str {
        self.right_id.as_deref().unwrap_or(&self.left_id)
    }

    fn checked(self) -> Result<Self, LinkError> {
        if self.fields.iter().all(|field| field.left.is_empty()) {
            return Err(LinkError::NothingToCompare);
        }
        if self.fields.len() > MAX_FIELDS {
            return Err(LinkError::TooManyFields {
                count: self.fields.len(),
            });
        }
        Ok(self)
    }

    /// The same specification with the two lists changed over.
    #[must_use]
    pub fn swapped(&self) -> Self {
        Self {
            left_id: self.right_id().to_owned(),
            right_id: Some(self.left_id.clone()),
            fields: self
                .fields
                .iter()
                .map(|f| Field {
                    right: f.left.clone(),
                    left: f.right_columns().to_vec(),
                    ..f.clone()
                })
                .collect(),
        }
    }
}

/// The ids of a list's records.
#[derive(Debug, Clone)]
pub struct Ids<'t> {
    table: &'t Table,
    column: Option<usize>,
    missing: usize,
}

impl<'t> Ids<'t> {
    /// Finds the id column and refuses repeated ids.
    pub fn new(table: &'t Table, column: &str) -> Result<Self, LinkError> {
        if column == ROW_ID {
            return Ok(Self {
                table,
                column: None,
                missing: 0,
            });
        }
        let index = table.require(column)?;
        let mut ids = Self {
            table,
            column: Some(index),
            missing: 0,
        };
        ids.check(column, index)?;
        Ok(ids)
    }

    fn check(&mut self, column: &str, index: usize) -> Result<(), LinkError> {
        let mut seen = rustc_hash::FxHashMap::default();
        let mut first = None;
        let mut count = 0;
        for row in 0..self.table.rows() {
            let id = self.table.cell(row, index);
            if id.is_empty() {
                self.missing += 1;
            } else if let Some(before) = seen.insert(id, row) {
                count += 1;
                first = first.or(Some((before, row)));
            }
        }
        match first {
            None => Ok(()),
            Some((a, b)) => Err(LinkError::DuplicateId {
                list: self.table.name().to_owned(),
                column: column.to_owned(),
                id: self.table.cell(b, index).to_owned(),
                rows: (a + 1, b + 1),
                count,
            }),
        }
    }

    /// The id of a row; rows without one are called by their number.
    pub fn get(&self, row: usize) -> Cow<'t, str> {
        match self.column.map(|column| self.table.cell(row, column)) {
            Some(id) if !id.is_empty() => Cow::Borrowed(id),
            Some(_) => Cow::Owned(format!("#{}", row + 1)),
            None => Cow::Owned((row + 1).to_string()),
        }
    }

    /// How many rows have no id.
    pub fn missing(&self) -> usize {
        self.missing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_round_trip_keeps_the_specification() {
        let text = "left_id = \"id\"\n[[field]]\nname = \"owner\"\nrole = \"person\"\nleft = [\"nama\"]\nright = [\"owner\"]\n";
        let spec = Specification::from_toml(text).unwrap();
        assert_eq!(
            Specification::from_toml(&spec.to_toml().unwrap()).unwrap(),
            spec
        );
        assert_eq!(spec.swapped().swapped().fields, spec.fields);
    }

    #[test]
    fn a_wrong_key_is_named_with_its_line() {
        let error =
            Specification::from_toml("left_id = \"id\"\nrows = 3\nfield = []\n").unwrap_err();
        assert!(error.en().contains("rows"), "{error}");
    }

    #[test]
    fn repeated_ids_are_refused_with_both_rows() {
        let table = Table::parse("t", b"id,a\n7,x\n8,y\n7,z\n".to_vec()).unwrap();
        let Err(LinkError::DuplicateId { rows, .. }) = Ids::new(&table, "id").map(|_| ()) else {
            panic!("must refuse")
        };
        assert_eq!(rows, (1, 3));
        assert_eq!(Ids::new(&table, ROW_ID).unwrap().get(2), "3");
    }

    #[test]
    fn missing_ids_become_row_numbers() {
        let table = Table::parse("t", b"id,a\n7,x\n,y\n".to_vec()).unwrap();
        let ids = Ids::new(&table, "id").unwrap();
        assert_eq!(
            (ids.get(0).as_ref(), ids.get(1).as_ref(), ids.missing()),
            ("7", "#2", 1)
        );
    }
}
