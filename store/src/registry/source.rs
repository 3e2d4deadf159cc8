//! Sources: where lists come from.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use vocab::id::SourceId;

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A source as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Id.
    pub id: SourceId,
    /// Where.
    pub regency: String,
    /// What people call it; unique in the regency.
    pub name: String,
    /// Through which door its lists come: `census` or `linked`.
    pub door: String,
    /// Ids of the facts for which it is the authority, with a space between.
    pub authority: String,
    /// The column mapping that was last used, as JSON.
    pub mapping: Option<String>,
    /// When first named.
    pub created_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, regency, name, door, authority, mapping, created_at";

/// Writes a source; one of the same name stays as it is.
pub async fn insert(tx: &mut Tx, source: &Source) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO source ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (regency, name) DO NOTHING"
    ));
    tx.execute(
        query
            .bind(source.id)
            .bind(&source.regency)
            .bind(&source.name)
            .bind(&source.door)
            .bind(&source.authority)
            .bind(source.mapping.clone())
            .bind(source.created_at),
    )
    .await?;
    Ok(())
}

/// Keeps the mapping that was used last.
pub async fn save_mapping(tx: &mut Tx, id: SourceId, mapping: &str) -> StoreResult<()> {
    tx.execute(
        sql("UPDATE source SET mapping = $2 WHERE id = $1")
            .bind(id)
            .bind(mapping),
    )
    .await?;
    Ok(())
}

/// By name.
pub async fn by_name(
    session: &mut Session,
    regency: &str,
    name: &str,
) -> StoreResult<Option<Source>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM source WHERE regency = $1 AND name = $2"
    ));
    session
        .optional(query.bind(regency).bind(name))
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// All sources of a regency by id: there are a few dozen.
pub async fn all(session: &mut Session, regency: &str) -> StoreResult<HashMap<SourceId, Source>> {
    let query = sql(format!("SELECT {COLUMNS} FROM source WHERE regency = $1")).bind(regency);
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| read(row).map(|source| (source.id, source)))
        .collect()
}

fn read(row: &Row) -> StoreResult<Source> {
    Ok(Source {
        id: row.id(0)?,
        regency: row.get(1)?,
        name: row.get(2)?,
        door: row.get(3)?,
        authority: row.get(4)?,
        mapping: row.get(5)?,
        created_at: row.moment(6)?,
    })
}
