//! Giving phones what they need, by cursor.

use super::collection;
use super::collection::{Given, Pulled, Row};
use super::device::account_of;
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::keys::Purpose;

/// The most things of a page.
const MOST: u32 = 1_000;

/// A page of a collection after a cursor. A cursor that is not ours begins anew.
pub async fn pull(
    hall: &Hall,
    actor: &Actor,
    name: &str,
    cursor: &str,
    limit: u32,
) -> Result<Pulled> {
    account_of(actor)?;
    let collection = collection(actor, name)?;
    let given = Given {
        cursor,
        limit: limit.clamp(1, MOST),
    };
    collection.pull(hall, actor, given).await
}

/// For small collections: all of it, if anything of it changed since, and nothing otherwise. The cursor is a hash of
/// what was given, so things and access that are gone are reconciled by giving all anew.
pub fn digest_page(hall: &Hall, given: Given<'_>, items: Vec<Row>) -> Pulled {
    let text = serde_json::to_vec(&items).unwrap_or_default();
    let hash = hall.keys().short_hash(Purpose::Item, &text);
    let cursor = uuid::Uuid::from_bytes(hash).simple().to_string();
    let same = cursor == given.cursor;
    Pulled {
        items: if same { Vec::new() } else { items },
        cursor,
        more: false,
        reset: !same,
    }
}
