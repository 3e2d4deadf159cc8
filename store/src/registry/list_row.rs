//! Rows of outside lists, through all editions of their list.

use std::collections::HashMap;

use chrono::NaiveDate;
use vocab::id::{BusinessId, EditionId, ListRowId, SourceId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A row of an outside list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListRow {
    /// By what it is found again in the next edition: a keyed hash.
    pub key: i64,
    /// Keyed hash of all it says.
    pub content: i64,
    /// Name of the business.
    pub name: Option<String>,
    /// Name of its owner.
    pub owner: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Keyed hash of the owner's NIK.
    pub nik_hash: Option<Vec<u8>>,
    /// Business number.
    pub nib: Option<String>,
    /// District or village, if it could be told.
    pub region: Option<String>,
    /// The place as written.
    pub place: Option<String>,
    /// Address as written.
    pub address: Option<String>,
    /// What the list says of a business it is linked to, as JSON.
    pub facts: String,
    /// The cells with their headers, as JSON; identity numbers left out.
    pub cells: String,
}

/// A row as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRow {
    /// Id.
    pub id: ListRowId,
    /// Of which list.
    pub source: SourceId,
    /// What it says.
    pub row: ListRow,
    /// Day of the first edition that had it.
    pub first_on: NaiveDate,
    /// Day of the last one.
    pub last_on: NaiveDate,
    /// Day of the edition that no longer had it.
    pub gone_on: Option<NaiveDate>,
}

const COLUMNS: &[&str] = &[
    "id",
    "regency",
    "source_id",
    "row_key",
    "content",
    "name",
    "owner",
    "phone",
    "nik_hash",
    "nib",
    "region",
    "place",
    "address",
    "facts",
    "cells",
    "first_edition",
    "changed_edition",
    "last_edition",
    "first_on",
    "last_on",
];
const SELECT: &str = "SELECT id, source_id, row_key, content, name, owner, phone, nik_hash, nib, region, place, \
                      address, facts, cells, first_on, last_on, gone_on FROM list_row";

/// Which edition rows belong to.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Where.
    pub regency: &'a str,
    /// Of which list.
    pub source: SourceId,
    /// Of which edition.
    pub edition: EditionId,
    /// The edition's day.
    pub day: NaiveDate,
}

/// Writes rows of an edition. A row that says what it said before only gets the edition; nothing else of it is touched.
pub async fn put(
    tx: &mut Tx,
    place: Place<'_>,
    rows: Vec<(ListRowId, ListRow)>,
) -> StoreResult<()> {
    let rows = rows
        .into_iter()
        .map(|(id, row)| {
            vec![
                id.into(),
                place.regency.into(),
                place.source.into(),
                row.key.into(),
                row.content.into(),
                row.name.into(),
                row.owner.into(),
                row.phone.into(),
                row.nik_hash.into(),
                row.nib.into(),
                row.region.into(),
                row.place.into(),
                row.address.into(),
                row.facts.into(),
                row.cells.into(),
                place.edition.into(),
                place.edition.into(),
                place.edition.into(),
                place.day.into(),
                place.day.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "list_row",
        COLUMNS,
        rows,
        "ON CONFLICT (regency, source_id, row_key) DO UPDATE SET \
         changed_edition = CASE WHEN list_row.content = excluded.content THEN list_row.changed_edition \
                           ELSE excluded.changed_edition END, \
         content = excluded.content, name = excluded.name, owner = excluded.owner, phone = excluded.phone, \
         nik_hash = excluded.nik_hash, nib = excluded.nib, region = excluded.region, place = excluded.place, \
         address = excluded.address, facts = excluded.facts, cells = excluded.cells, \
         last_edition = excluded.last_edition, last_on = excluded.last_on, gone_edition = NULL, gone_on = NULL",
    )
    .await?;
    Ok(())
}

/// Marks the rows of a list which its edition no longer has.
pub async fn mark_gone(tx: &mut Tx, place: Place<'_>) -> StoreResult<u64> {
    let query = sql("UPDATE list_row SET gone_edition = $3, gone_on = $4 \
         WHERE regency = $1 AND source_id = $2 AND last_edition <> $3 AND gone_on IS NULL");
    tx.execute(
        query
            .bind(place.regency)
            .bind(place.source)
            .bind(place.edition)
            .bind(place.day),
    )
    .await
}

/// Rows of an edition after an id, in order.
pub async fn of_edition(
    session: &mut Session,
    place: Place<'_>,
    after: Option<ListRowId>,
    limit: u32,
) -> StoreResult<Vec<KeptRow>> {
    let mut query = sql(format!("{SELECT} WHERE regency = "));
    query
        .push_bind(place.regency)
        .push(" AND source_id = ")
        .push_bind(place.source)
        .push(" AND last_edition = ")
        .push_bind(place.edition);
    if let Some(after) = after {
        query.push(" AND id > ").push_bind(after);
    }
    query.push(" ORDER BY id LIMIT ").push_bind(limit);
    session.all(query).await?.iter().map(read).collect()
}

/// Rows by id.
pub async fn find_many(
    session: &mut Session,
    regency: &str,
    ids: &[ListRowId],
) -> StoreResult<HashMap<ListRowId, KeptRow>> {
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let mut query = sql(format!("{SELECT} WHERE regency = "));
        query
            .push_bind(regency)
            .push(" AND id IN ")
            .push_list(some.iter().copied());
        for row in &session.all(query).await? {
            let kept = read(row)?;
            found.insert(kept.id, kept);
        }
    }
    Ok(found)
}

/// How many rows an edition brought, changed, and no longer had.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RowChanges {
    /// Not there before.
    pub new: i64,
    /// There before, saying something else.
    pub changed: i64,
    /// As before.
    pub same: i64,
    /// There before and no more.
    pub gone: i64,
}

/// [`RowChanges`] of an edition.
pub async fn changes(session: &mut Session, place: Place<'_>) -> StoreResult<RowChanges> {
    let query = sql("SELECT COUNT(CASE WHEN first_edition = $3 THEN 1 END), \
         COUNT(CASE WHEN first_edition <> $3 AND changed_edition = $3 THEN 1 END), \
         COUNT(CASE WHEN last_edition = $3 AND changed_edition <> $3 THEN 1 END), \
         COUNT(CASE WHEN gone_edition = $3 THEN 1 END) FROM list_row WHERE regency = $1 AND source_id = $2");
    let row = session
        .one(
            query
                .bind(place.regency)
                .bind(place.source)
                .bind(place.edition),
        )
        .await?;
    Ok(RowChanges {
        new: row.get(0)?,
        changed: row.get(1)?,
        same: row.get(2)?,
        gone: row.get(3)?,
    })
}

/// Takes what is personal out of the rows that were linked to businesses, and out of their pairs: their person is erased (UU 27/2022).
pub async fn redact(tx: &mut Tx, regency: &str, businesses: &[BusinessId]) -> StoreResult<u64> {
    let mut touched = 0;
    for some in businesses.chunks(500) {
        let mut query = sql(
            "UPDATE list_row SET name = NULL, owner = NULL, phone = NULL, nik_hash = NULL, address = NULL, \
             cells = '[]' WHERE regency = ",
        );
        query
            .push_bind(regency)
            .push(" AND id IN (SELECT left_id FROM record_pair WHERE regency = ")
            .push_bind(regency)
            .push(" AND kind = 'link' AND state IN ('accepted', 'ended') AND business_id IN ")
            .push_list(some.iter().copied())
            .push(")");
        touched += tx.execute(query).await?;
        // The reasons of a pair quote what was compared.
        let mut query = sql("UPDATE record_pair SET reasons = '[]' WHERE regency = ");
        query
            .push_bind(regency)
            .push(" AND business_id IN ")
            .push_list(some.iter().copied());
        tx.execute(query).await?;
    }
    Ok(touched)
}

fn read(row: &Row) -> StoreResult<KeptRow> {
    Ok(KeptRow {
        id: row.id(0)?,
        source: row.id(1)?,
        row: ListRow {
            key: row.get(2)?,
            content: row.get(3)?,
            name: row.get(4)?,
            owner: row.get(5)?,
            phone: row.get(6)?,
            nik_hash: row.get(7)?,
            nib: row.get(8)?,
            region: row.get(9)?,
            place: row.get(10)?,
            address: row.get(11)?,
            facts: row.get(12)?,
            cells: row.get(13)?,
        },
        first_on: row.parse(14)?,
        last_on: row.parse(15)?,
        gone_on: row.parse_or_none(16)?,
    })
}
