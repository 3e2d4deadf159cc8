//! By what a row is recognised as a business already known.
//!
//! In this order: the source's own number of the row; NIK, name and village; NIB; name, owner and village. Each is
//! hashed with a key that is not in the database, so that the table of keys gives no NIK away.

use rulebook::{Fact, Facts, Value};
use vocab::id::SourceId;

use super::prepare::Named;
use crate::keys::{Keys, Purpose};

/// The keys of one row, the surest first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) row_id: Option<i64>,
    pub(super) nik: Option<i64>,
    pub(super) nib: Option<i64>,
    pub(super) name: Option<i64>,
}

impl Identity {
    pub(super) fn of(
        keys: &Keys,
        regency: &str,
        source: SourceId,
        facts: &Facts,
        named: &Named,
    ) -> Self {
        let text = |fact| facts.get(fact).and_then(Value::as_text);
        let village = named.village.as_deref().unwrap_or_default();
        let business = named.business.as_ref();
        let owner = named.owner.as_ref().map_or("", |name| name.normal());
        let hash = |kind: &str, parts: &[&str]| {
            let mut bytes = Vec::with_capacity(96);
            for part in std::iter::once(&kind).chain(&[regency]).chain(parts) {
                bytes.extend_from_slice(part.as_bytes());
                bytes.push(0);
            }
            short(keys, &bytes)
        };
        let core = business.map_or("", |name| name.core());
        Self {
            row_id: named
                .row_id
                .as_deref()
                .map(|id| hash("row", &[&source.to_string(), id])),
            nik: text(Fact::OwnerNik).map(|nik| hash("nik", &[nik, core, village])),
            nib: text(Fact::Nib).map(|nib| hash("nib", &[nib])),
            name: (business.is_some() || !owner.is_empty()).then(|| {
                hash(
                    "name",
                    &[business.map_or("", |name| name.normal()), owner, village],
                )
            }),
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = i64> + use<> {
        [self.row_id, self.nik, self.nib, self.name]
            .into_iter()
            .flatten()
    }
}

/// A keyed hash of all that a row says, as JSON: two rows of one hash say the same.
pub(super) fn content(keys: &Keys, facts: &str) -> i64 {
    short(keys, facts.as_bytes())
}

fn short(keys: &Keys, bytes: &[u8]) -> i64 {
    let hash = keys.short_hash(Purpose::Identity, bytes);
    i64::from_le_bytes(hash.first_chunk().copied().unwrap_or_default())
}
