//! What a statement says: open facts by value, sealed facts by sealed text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rulebook::{Fact, Facts, Value, Written};
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
        let text = serde_json::to_string(&self.open).unwrap_or_else(|_| "{}".to_owned());
        with_sealed(text, &self.sealed)
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

/// The JSON of a statement, of that of its open facts.
pub(crate) fn with_sealed(mut open: String, sealed: &BTreeMap<Fact, String>) -> String {
    for (fact, sealed) in sealed {
        open.pop();
        if open.len() > 1 {
            open.push(',');
        }
        let sealed = Json::String(sealed.clone());
        // Writing into a String cannot fail.
        let _ = write!(open, "\"{}\":{sealed}}}", fact.id());
    }
    open
}

/// The JSON of facts, of those that are not sealed, and of those that are not personal: each fact is written once, which
/// matters when a list of a million rows comes in.
pub(crate) struct Texts {
    /// All.
    pub(crate) all: String,
    /// Without the sealed ones.
    pub(crate) open: String,
    /// Without the personal ones.
    pub(crate) public: String,
}

impl Texts {
    pub(crate) fn of(facts: &Facts) -> Self {
        let [mut all, mut open, mut public] = [(); 3].map(|()| Vec::with_capacity(640));
        for (fact, value) in facts.iter() {
            let start = all.len();
            all.extend_from_slice(b",\"");
            all.extend_from_slice(fact.id().as_bytes());
            all.extend_from_slice(b"\":");
            // Plain values in memory always write; were one not to, it would be unknown.
            if serde_json::to_writer(&mut all, &Written(fact, value)).is_err() {
                all.truncate(start);
            }
            let this = all.get(start..).unwrap_or_default();
            if !fact.is_sealed() {
                open.extend_from_slice(this);
            }
            if !fact.is_personal() {
                public.extend_from_slice(this);
            }
        }
        Self {
            all: object(all),
            open: object(open),
            public: object(public),
        }
    }
}

/// Members, each with a comma before it, as an object.
fn object(mut members: Vec<u8>) -> String {
    match members.first_mut() {
        Some(comma) => *comma = b'{',
        None => members.push(b'{'),
    }
    members.push(b'}');
    String::from_utf8(members).unwrap_or_else(|_| "{}".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_has_its_facts_as_if_written_alone() {
        let json = serde_json::json!({
            "owner_name": "Siti \"Kripik\"", "owner_nik": "3324805501700001", "owner_phone": "+6284112345678",
            "business_name": "Kripik\tBu Siti", "start_year": 2019, "sales": 250_000_000, "qris": true,
            "village": "33.24.09.2003", "kbli": "2020:10794", "pirt_expiry": "2027-05-01",
        });
        let facts = Facts::from_json(&json).unwrap();
        let texts = Texts::of(&facts);
        let written = |keep: &dyn Fn(Fact) -> bool| {
            let mut some = facts.clone();
            for fact in Fact::ALL.iter().filter(|fact| !keep(**fact)) {
                some.remove(*fact);
            }
            serde_json::to_string(&some).unwrap()
        };
        assert_eq!(texts.all, written(&|_| true));
        assert_eq!(texts.open, written(&|fact| !fact.is_sealed()));
        assert_eq!(texts.public, written(&|fact| !fact.is_personal()));
        assert_eq!(Texts::of(&Facts::new()).all, "{}");
    }
}
