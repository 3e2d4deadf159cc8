//! Businesses found to be one. While a merge stands, what was and is said about the merged business counts for the kept
//! one; no statement is rewritten, so undoing a merge gives each its own history back.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, BusinessId, MergeId, PairId, PersonId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// Id.
    pub id: MergeId,
    /// Where.
    pub regency: String,
    /// The business that stays in the registry.
    pub kept: BusinessId,
    /// The one that is found under it.
    pub merged: BusinessId,
    /// The pair that a reader decided on, if there was one.
    pub pair: Option<PairId>,
    /// The merged one's short key, which stays its own.
    pub merged_seq: i64,
    /// The merged one's owner.
    pub merged_owner: Option<PersonId>,
    /// When the merged one was first seen.
    pub merged_created_at: DateTime<Utc>,
    /// Whether the kept one had no owner and took the merged one's.
    pub took_owner: bool,
    /// Who merged.
    pub account: Option<AccountId>,
    /// When.
    pub merged_at: DateTime<Utc>,
    /// When it was undone.
    pub undone_at: Option<DateTime<Utc>>,
    /// By whom.
    pub undone_by: Option<AccountId>,
}

const COLUMNS: &str = "id, regency, kept_id, merged_id, pair_id, merged_seq, merged_owner_id, merged_created_at, \
                       took_owner, account_id, merged_at, undone_at, undone_by";

/// Writes a merge.
pub async fn insert(tx: &mut Tx, merge: &Merge) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO business_merge ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
    ));
    tx.execute(
        query
            .bind(merge.id)
            .bind(&merge.regency)
            .bind(merge.kept)
            .bind(merge.merged)
            .bind(merge.pair)
            .bind(merge.merged_seq)
            .bind(merge.merged_owner)
            .bind(merge.merged_created_at)
            .bind(merge.took_owner)
            .bind(merge.account)
            .bind(merge.merged_at)
            .bind(merge.undone_at)
            .bind(merge.undone_by),
    )
    .await?;
    Ok(())
}

/// A merge by id.
pub async fn find(session: &mut Session, regency: &str, id: MergeId) -> StoreResult<Option<Merge>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM business_merge WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The merge of a pair that stands.
pub async fn of_pair(
    session: &mut Session,
    regency: &str,
    pair: PairId,
) -> StoreResult<Option<Merge>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM business_merge WHERE regency = $1 AND pair_id = $2 AND undone_at IS NULL"
    ));
    let row = session.optional(query.bind(regency).bind(pair)).await?;
    row.as_ref().map(read).transpose()
}

/// The newest merges, undone ones too; where a place is named, those whose kept business lies in it.
pub async fn newest(
    session: &mut Session,
    regency: &str,
    scope: Option<&str>,
    limit: u32,
) -> StoreResult<Vec<Merge>> {
    let mut query = sql(format!(
        "SELECT {COLUMNS} FROM business_merge WHERE regency = "
    ));
    query.push_bind(regency);
    if let Some(place) = scope {
        query
            .push(" AND EXISTS (SELECT 1 FROM business b WHERE b.id = business_merge.kept_id AND ")
            .push_under("b.region", place)
            .push(")");
    }
    query
        .push(" ORDER BY merged_at DESC, id DESC LIMIT ")
        .push_bind(limit);
    session.all(query).await?.iter().map(read).collect()
}

/// The merges into a business that stand.
pub async fn of_business(
    session: &mut Session,
    regency: &str,
    kept: BusinessId,
) -> StoreResult<Vec<Merge>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM business_merge WHERE regency = $1 AND kept_id = $2 AND undone_at IS NULL \
         ORDER BY merged_at DESC, id DESC LIMIT 50"
    ));
    let rows = session.all(query.bind(regency).bind(kept)).await?;
    rows.iter().map(read).collect()
}

/// Undoes a merge. False if it does not stand.
pub async fn undo(
    tx: &mut Tx,
    regency: &str,
    id: MergeId,
    by: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql("UPDATE business_merge SET undone_at = $3, undone_by = $4 \
                     WHERE regency = $1 AND id = $2 AND undone_at IS NULL");
    Ok(tx
        .execute(query.bind(regency).bind(id).bind(now).bind(by))
        .await?
        > 0)
}

/// The business under which a merged one is found now; itself if it was not merged.
pub async fn root(session: &mut Session, regency: &str, id: BusinessId) -> StoreResult<BusinessId> {
    Ok(roots(session, regency, &[id])
        .await?
        .get(&id)
        .copied()
        .unwrap_or(id))
}

/// [`root`] of many; those which were not merged are left out.
pub async fn roots(
    session: &mut Session,
    regency: &str,
    ids: &[BusinessId],
) -> StoreResult<HashMap<BusinessId, BusinessId>> {
    let mut roots = HashMap::new();
    for some in ids.chunks(500) {
        let mut query = sql(
            "WITH RECURSIVE way (id, at) AS (SELECT merged_id, kept_id FROM business_merge WHERE regency = ",
        );
        query
            .push_bind(regency)
            .push(" AND undone_at IS NULL AND merged_id IN ")
            .push_list(some.iter().copied())
            .push(
                " UNION ALL SELECT way.id, m.kept_id FROM way JOIN business_merge m ON m.undone_at IS NULL \
                 AND m.merged_id = way.at AND m.regency = ",
            )
            .push_bind(regency)
            .push(
                ") SELECT id, at FROM way WHERE NOT EXISTS (SELECT 1 FROM business_merge m WHERE m.undone_at IS NULL \
                 AND m.merged_id = way.at AND m.regency = ",
            )
            .push_bind(regency)
            .push(")");
        for row in &session.all(query).await? {
            roots.insert(row.id(0)?, row.id(1)?);
        }
    }
    Ok(roots)
}

/// The businesses that are found under some others, each with the one it is found under.
pub async fn parts(
    session: &mut Session,
    regency: &str,
    ids: &[BusinessId],
) -> StoreResult<HashMap<BusinessId, BusinessId>> {
    let mut parts = HashMap::new();
    for some in ids.chunks(500) {
        let mut query = sql(
            "WITH RECURSIVE part (root, id) AS (SELECT kept_id, merged_id FROM business_merge WHERE regency = ",
        );
        query
            .push_bind(regency)
            .push(" AND undone_at IS NULL AND kept_id IN ")
            .push_list(some.iter().copied())
            .push(
                " UNION ALL SELECT part.root, m.merged_id FROM part JOIN business_merge m ON m.undone_at IS NULL \
                 AND m.kept_id = part.id AND m.regency = ",
            )
            .push_bind(regency)
            .push(") SELECT root, id FROM part");
        for row in &session.all(query).await? {
            parts.insert(row.id(1)?, row.id(0)?);
        }
    }
    Ok(parts)
}

/// The merged businesses of an owner, while they are merged.
pub async fn merged_of_owner(
    session: &mut Session,
    regency: &str,
    owner: PersonId,
) -> StoreResult<Vec<BusinessId>> {
    let query = sql("SELECT merged_id FROM business_merge \
                     WHERE regency = $1 AND merged_owner_id = $2 AND undone_at IS NULL");
    let rows = session.all(query.bind(regency).bind(owner)).await?;
    rows.iter().map(|row| row.id(0)).collect()
}

fn read(row: &Row) -> StoreResult<Merge> {
    Ok(Merge {
        id: row.id(0)?,
        regency: row.get(1)?,
        kept: row.id(2)?,
        merged: row.id(3)?,
        pair: row.id_or_none(4)?,
        merged_seq: row.get(5)?,
        merged_owner: row.id_or_none(6)?,
        merged_created_at: row.moment(7)?,
        took_owner: row.get(8)?,
        account: row.id_or_none(9)?,
        merged_at: row.moment(10)?,
        undone_at: row.moment_or_none(11)?,
        undone_by: row.id_or_none(12)?,
    })
}
