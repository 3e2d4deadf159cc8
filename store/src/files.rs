//! Files that were brought: what is known of them. Their bytes lie sealed in a storage outside the database.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, BusinessId, FileId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A kept file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFile {
    /// Id.
    pub id: FileId,
    /// Where.
    pub regency: String,
    /// Of which business.
    pub business: BusinessId,
    /// What it was brought for, such as `case:…`.
    pub about: String,
    /// Its name, made harmless.
    pub name: String,
    /// `pdf`, `jpeg` or `png`.
    pub kind: String,
    /// Bytes.
    pub size: i64,
    /// Hash of its bytes.
    pub hash: Vec<u8>,
    /// The file's own key, wrapped; gone once the file is erased.
    pub key: Option<Vec<u8>>,
    /// Whether a small picture of it is kept too.
    pub has_thumbnail: bool,
    /// `clean` or `unscanned`.
    pub scan: String,
    /// Who brought it.
    pub account: Option<AccountId>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was erased.
    pub erased_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, regency, business_id, about, name, kind, size, hash, file_key, has_thumbnail, scan, account_id, \
                       created_at, erased_at";

/// Writes down a file.
pub async fn insert(tx: &mut Tx, file: &StoredFile) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO stored_file ({COLUMNS}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14)"
    ));
    tx.execute(
        query
            .bind(file.id)
            .bind(&file.regency)
            .bind(file.business)
            .bind(&file.about)
            .bind(&file.name)
            .bind(&file.kind)
            .bind(file.size)
            .bind(&file.hash)
            .bind(file.key.clone())
            .bind(file.has_thumbnail)
            .bind(&file.scan)
            .bind(file.account)
            .bind(file.created_at)
            .bind(file.erased_at),
    )
    .await?;
    Ok(())
}

/// By id.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: FileId,
) -> StoreResult<Option<StoredFile>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM stored_file WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// Many by id, in no order.
pub async fn find_many(
    session: &mut Session,
    regency: &str,
    ids: &[FileId],
) -> StoreResult<Vec<StoredFile>> {
    let mut query = sql(format!(
        "SELECT {COLUMNS} FROM stored_file WHERE regency = "
    ));
    query
        .push_bind(regency)
        .push(" AND id IN ")
        .push_list(ids.iter().copied());
    session.all(query).await?.iter().map(read).collect()
}

/// Those of some ids of which a row tells: bytes that none tells of were left by an upload that did not end.
pub async fn known(session: &mut Session, ids: &[FileId]) -> StoreResult<Vec<FileId>> {
    let mut query = sql("SELECT id FROM stored_file WHERE erased_at IS NULL AND id IN ");
    query.push_list(ids.iter().copied());
    let rows = session.all(query).await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Takes names and keys away from the files of some businesses; gives those whose bytes are to be removed.
pub async fn erase(
    tx: &mut Tx,
    regency: &str,
    businesses: &[BusinessId],
    at: DateTime<Utc>,
) -> StoreResult<Vec<FileId>> {
    let mut erased = Vec::new();
    for some in businesses.chunks(500) {
        let mut query = sql("SELECT id FROM stored_file WHERE regency = ");
        query
            .push_bind(regency)
            .push(" AND erased_at IS NULL AND business_id IN ")
            .push_list(some.iter().copied());
        for row in &tx.all(query).await? {
            erased.push(row.id(0)?);
        }
        let mut query = sql("UPDATE stored_file SET name = '', file_key = NULL, erased_at = ");
        query
            .push_bind(at)
            .push(" WHERE regency = ")
            .push_bind(regency)
            .push(" AND erased_at IS NULL AND business_id IN ")
            .push_list(some.iter().copied());
        tx.execute(query).await?;
    }
    Ok(erased)
}

fn read(row: &Row) -> StoreResult<StoredFile> {
    Ok(StoredFile {
        id: row.id(0)?,
        regency: row.get(1)?,
        business: row.id(2)?,
        about: row.get(3)?,
        name: row.get(4)?,
        kind: row.get(5)?,
        size: row.get(6)?,
        hash: row.get(7)?,
        key: row.get(8)?,
        has_thumbnail: row.get(9)?,
        scan: row.get(10)?,
        account: row.id_or_none(11)?,
        created_at: row.moment(12)?,
        erased_at: row.moment_or_none(13)?,
    })
}
