//! Restore: a backup into an empty database of either engine. All of it or nothing.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;
use store::dump::{self, Column};
use store::{Db, Tx, sql};

use super::OpsError;
use super::archive::{Line, Reader, failed};
use crate::error::Result;
use crate::keys::Keys;

/// Rows put back in one statement.
const BATCH: usize = 250;

/// What was put back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Restored {
    /// Rows of all tables.
    pub rows: u64,
    /// Kept files.
    pub files: u64,
}

/// Puts a backup into an empty database and, if a folder is named, its files into it. Refuses a database that holds
/// data, a backup of a newer program, and a key which is not the backup's: with it, the numbers would stay locked.
///
/// The search index is built anew when the hall opens next.
pub async fn restore(db: &Db, keys: &Keys, files: Option<&Path>, path: &Path) -> Result<Restored> {
    let mut reader = Reader::open(path)?;
    let header = reader.header()?;
    let (found, known) = (
        header
            .get("schema")
            .and_then(Json::as_i64)
            .unwrap_or(i64::MAX),
        Db::newest_version(),
    );
    if found > known {
        return Err(OpsError::Newer { found, known }.into());
    }
    if header.get("key").and_then(Json::as_str) != Some(&keys.fingerprint()) {
        return Err(OpsError::OtherKey.into());
    }
    if !dump::is_empty(db).await? {
        return Err(OpsError::NotEmpty.into());
    }
    db.migrate_to(found).await?;
    let mut tx = db.write().await?;
    dump::clear_fresh(&mut tx).await?;
    let mut loader = Loader {
        files,
        table: None,
        batch: Vec::new(),
        file: None,
        restored: Restored::default(),
    };
    loop {
        match reader.next()? {
            Line::Head(head) => loader.begin(&mut tx, &head, &reader).await?,
            Line::Row(row) => loader.row(&mut tx, row, &reader).await?,
            Line::Piece(piece) => loader.piece(&piece, &reader)?,
            Line::End => break,
        }
    }
    loader.put_back(&mut tx, &reader).await?;
    dump::settle_keys(&mut tx).await?;
    tx.execute(
        sql("INSERT INTO setting (name, value) VALUES ($1, 'yes') ON CONFLICT (name) DO NOTHING")
            .bind(crate::registry::reindex::STALE),
    )
    .await?;
    tx.commit().await?;
    db.migrate().await?;
    db.analyze().await?;
    Ok(loader.restored)
}

struct Loader<'a> {
    files: Option<&'a Path>,
    table: Option<(String, Vec<Column>)>,
    batch: Vec<Vec<Json>>,
    file: Option<(PathBuf, std::fs::File)>,
    restored: Restored,
}

impl Loader<'_> {
    /// A table or a file begins. Only tables and columns which we know by name reach the database.
    async fn begin(
        &mut self,
        tx: &mut Tx,
        head: &serde_json::Map<String, Json>,
        reader: &Reader,
    ) -> Result<()> {
        self.put_back(tx, reader).await?;
        (self.table, self.file) = (None, None);
        if let Some(table) = head.get("table").and_then(Json::as_str) {
            let table = dump::TABLES
                .iter()
                .find(|known| **known == table)
                .ok_or_else(|| reader.damage())?;
            let own = dump::columns(tx, table).await?;
            let names = head
                .get("columns")
                .and_then(Json::as_array)
                .ok_or_else(|| reader.damage())?;
            let columns: Option<Vec<Column>> = names
                .iter()
                .map(|name| {
                    own.iter()
                        .find(|column| Some(column.name.as_str()) == name.as_str())
                        .cloned()
                })
                .collect();
            self.table = Some(((*table).to_owned(), columns.ok_or_else(|| reader.damage())?));
        } else if let Some(parts) = head.get("file").and_then(Json::as_array) {
            self.begin_file(parts, reader)?;
        }
        Ok(())
    }

    /// Names are checked part by part: a backup somebody tampered with must not write elsewhere.
    fn begin_file(&mut self, parts: &[Json], reader: &Reader) -> Result<()> {
        let Some(folder) = self.files else {
            return Ok(());
        };
        let mut path = folder.to_owned();
        for part in parts {
            let part = part
                .as_str()
                .filter(|part| is_plain_name(part))
                .ok_or_else(|| reader.damage())?;
            path.push(part);
        }
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| failed(parent, &error))?;
        }
        let file = std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path);
        let file = file.map_err(|error| failed(&path, &error))?;
        self.file = Some((path, file));
        self.restored.files += 1;
        Ok(())
    }

    async fn row(&mut self, tx: &mut Tx, row: Vec<Json>, reader: &Reader) -> Result<()> {
        self.batch.push(row);
        self.restored.rows += 1;
        if self.batch.len() >= BATCH {
            self.put_back(tx, reader).await
        } else {
            Ok(())
        }
    }

    async fn put_back(&mut self, tx: &mut Tx, reader: &Reader) -> Result<()> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let (table, columns) = self.table.as_ref().ok_or_else(|| reader.damage())?;
        if !dump::put_back(tx, table, columns, &self.batch).await? {
            return Err(reader.damage().into());
        }
        self.batch.clear();
        Ok(())
    }

    fn piece(&mut self, piece: &str, reader: &Reader) -> Result<()> {
        let Some((path, file)) = &mut self.file else {
            return Ok(());
        };
        let bytes = STANDARD.decode(piece).map_err(|_| reader.damage())?;
        file.write_all(&bytes)
            .map_err(|error| failed(path, &error))?;
        Ok(())
    }
}

fn is_plain_name(part: &str) -> bool {
    !part.is_empty() && part != "." && part != ".." && !part.contains(['/', '\\', '\0', ':'])
}

#[cfg(test)]
mod tests {
    use super::is_plain_name;

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in ["..", ".", "", "a/b", "a\\b", "C:", "a\0"] {
            assert!(!is_plain_name(name), "{name:?}");
        }
        assert!(is_plain_name("sensus 2026.xlsx"));
    }
}
