//! Many businesses at once, in few statements: what a list of a million rows needs.

use std::collections::HashMap;

use vocab::id::{BusinessId, ImportId, PersonId, SourceId};

use super::business::{self, Business};
use super::ledger::{Ledger, Placed};
use super::merge;
use super::statement::{self, Statement};
use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Many, Session, Tx};

/// A business that comes in new, with all that belongs to it.
#[derive(Debug, Clone)]
pub struct NewBusiness {
    /// The projection; its short key is given when it is written.
    pub business: Business,
    /// What was said.
    pub statement: Statement,
    /// Hash of what was said.
    pub content: i64,
    /// The words it is found by.
    pub words: String,
}

/// Writes new businesses of one regency; their owners are written by whoever knows which of them are new. Counters and
/// search index are noted in the ledger, which the caller flushes.
///
/// The businesses are made, and the ledger is kept, as the rows are asked for: while the engine works on those before.
pub async fn insert(
    tx: &mut Tx,
    regency: &str,
    ledger: &mut Ledger,
    new: impl ExactSizeIterator<Item = NewBusiness> + Send,
) -> StoreResult<()> {
    let seqs = business::reserve(tx, new.len()).await?;
    let mut statements = Vec::with_capacity(new.len());
    let mut noted = Ok(());
    let businesses = new.zip(seqs).map(|(mut one, seq)| {
        one.business.seq = seq;
        if noted.is_ok() {
            noted = note(ledger, &one);
        }
        statements.push((one.statement, one.content));
        one.business
    });
    business::insert_of(tx, regency, businesses).await?;
    noted?;
    statement::insert_with_content(tx, statements).await
}

fn note(ledger: &mut Ledger, one: &NewBusiness) -> StoreResult<()> {
    let business = &one.business;
    let placed = Placed {
        region: &business.region,
        marks: &business.marks,
    };
    ledger.change(business.seq, None, Some(placed))?;
    ledger.words(business.seq, "", &one.words)
}

/// Writes what rows of a list say about businesses that are there, each with the hash of what its row said.
pub async fn say(tx: &mut Tx, statements: Vec<(Statement, i64)>) -> StoreResult<()> {
    statement::insert_with_content(tx, statements).await
}

/// Makes businesses known by keys. Sorted, so that the pages of the key are walked once and in order.
pub async fn add_keys(tx: &mut Tx, mut keys: Vec<(i64, BusinessId)>) -> StoreResult<()> {
    // One statement may not touch a row twice; the last business to claim a key has it, as with two statements.
    keys.sort_by_key(|(key, _)| *key);
    keys.reverse();
    keys.dedup_by_key(|(key, _)| *key);
    keys.reverse();
    let rows = keys
        .into_iter()
        .map(|(key, business)| vec![key.into(), business.into()]);
    let many = Many {
        table: "identity_key",
        columns: &["key", "business_id"],
        tail: "ON CONFLICT (key) DO UPDATE SET business_id = excluded.business_id",
        ..Many::default()
    };
    tx.insert_rows(&many, rows).await?;
    Ok(())
}

/// Which of many keys are known, and of which businesses. The business may be gone: see the table's comment.
pub async fn by_keys(
    session: &mut Session,
    regency: &str,
    keys: &[i64],
) -> StoreResult<HashMap<i64, BusinessId>> {
    let mut found = HashMap::new();
    for some in keys.chunks(1_000) {
        let mut query = sql("SELECT key, business_id FROM identity_key WHERE key IN ");
        query.push_list(some.iter().copied());
        for row in &session.all(query).await? {
            found.insert(row.get(0)?, row.id(1)?);
        }
    }
    // The row of a merged business is about the one it was merged into.
    let mut ids: Vec<BusinessId> = found.values().copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let roots = merge::roots(session, regency, &ids).await?;
    if !roots.is_empty() {
        for id in found.values_mut() {
            *id = roots.get(id).copied().unwrap_or(*id);
        }
    }
    Ok(found)
}

/// What a source said about a business in the last of its imports that spoke of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LastSaid {
    /// Which import.
    pub import: Option<ImportId>,
    /// The hashes of its rows about the business.
    pub contents: Vec<i64>,
}

/// [`LastSaid`] for many businesses.
pub async fn last_said(
    session: &mut Session,
    regency: &str,
    source: SourceId,
    businesses: &[BusinessId],
) -> StoreResult<HashMap<BusinessId, LastSaid>> {
    let mut newest: HashMap<BusinessId, LastSaid> = HashMap::new();
    for some in businesses.chunks(500) {
        let parts = merge::parts(session, regency, some).await?;
        let mut query =
            sql("SELECT business_id, import_id, content FROM statement WHERE regency = ");
        query
            .push_bind(regency)
            .push(" AND source_id = ")
            .push_bind(source)
            .push(" AND withdrawn_at IS NULL AND content IS NOT NULL AND business_id IN ")
            .push_list(some.iter().chain(parts.keys()).copied())
            .push(" ORDER BY seq");
        for row in &session.all(query).await? {
            let import = row.id_or_none(1)?;
            let about: BusinessId = row.id(0)?;
            let under = parts.get(&about).copied().unwrap_or(about);
            let said = newest.entry(under).or_default();
            if said.import != import {
                said.import = import;
                said.contents.clear();
            }
            said.contents.push(row.get(2)?);
        }
    }
    Ok(newest)
}

/// Takes persons out who own no business any more and whom nothing else needs: no account, no consent given. With
/// their key goes what was sealed for them (UU 27/2022: data that is no longer needed is erased).
pub async fn forget_idle_people(
    tx: &mut Tx,
    regency: &str,
    people: &[PersonId],
) -> StoreResult<u64> {
    let mut gone = 0;
    for some in people.chunks(500) {
        let mut query = sql("DELETE FROM person WHERE regency = ");
        query.push_bind(regency).push(" AND id IN ").push_list(some.iter().copied()).push(
            " AND NOT EXISTS (SELECT 1 FROM business b WHERE b.regency = person.regency AND b.owner_id = person.id) \
             AND NOT EXISTS (SELECT 1 FROM account a WHERE a.regency = person.regency AND a.person_id = person.id) \
             AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.regency = person.regency AND c.person_id = person.id) \
             AND NOT EXISTS (SELECT 1 FROM business_merge m WHERE m.regency = person.regency AND m.undone_at IS NULL \
             AND m.merged_owner_id = person.id)",
        );
        gone += tx.execute(query).await?;
    }
    Ok(gone)
}
