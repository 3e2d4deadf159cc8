//! What a statement says: open facts by value, sealed facts by sealed text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rulebook::{Fact, Facts, Value};
use serde_json::{Map, Value as Json};
use store::StoreError;

use crate::error::Result;

/// The content of a statement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// Facts by value.
    pub open: Facts,
    /// Sealed facts; see `Keys::seal_number`.
    pub sealed: BTreeMap<Fact, String>,
}

impl Content {
    /// Reads the JSON of a statement. Facts which the rulebook no longer knows, or whose kind has changed since, are
    /// passed over: old statements stay as they were said.
    pub fn parse(text: &str) -> Result<Self> {
        let object: Map<String, Json> =
            serde_json::from_str(text).map_err(|_| StoreError::Damaged {
                table: "statement",
                column: "facts",
            })?;
        let mut content = Self::default();
        for (id, json) in &object {
            let Some(fact) = Fact::from_id(id) else {
                continue;
            };
            match json {
                Json::String(sealed) if fact.is_sealed() => {
                    content.sealed.insert(fact, sealed.clone());
                }
                _ => {
                    if let Ok(value) = Value::from_json(fact, json) {
                        content.open.set(fact, value)?;
                    }
                }
            }
        }
        Ok(content)
    }

    /// The JSON of a statement.
    pub fn to_json(&self) -> String {
        // Facts serialise straight into text, which matters when a list of a million rows comes in. Plain values in
        // memory always do; were they not to, the statement would say nothing.
        let mut text = serde_json::to_string(&self.open).unwrap_or_else(|_| "{}".to_owned());
        for (fact, sealed) in &self.sealed {
            text.pop();
            if text.len() > 1 {
                text.push(',');
            }
            let sealed = Json::String(sealed.clone());
            // Writing into a String cannot fail.
            let _ = write!(text, "\"{}\":{sealed}}}", fact.id());
        }
        text
    }

    /// The same without everything personal: what stays after a person was erased.
    #[must_use]
    pub fn without_personal(&self) -> Self {
        let mut open = self.open.clone();
        for fact in Fact::ALL.iter().filter(|fact| fact.is_personal()) {
            open.remove(*fact);
        }
        Self {
            open,
            sealed: BTreeMap::new(),
        }
    }
}
