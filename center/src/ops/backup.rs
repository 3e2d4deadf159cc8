//! Backup: everything in one file, while the hall stays open, as of one moment.

use std::io::Read as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use store::{Db, StoreError, dump};

use super::archive::{FORMAT, Writer, failed};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::registry::import::STAGED;

/// What was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// Rows of all tables.
    pub rows: u64,
    /// Kept files.
    pub files: u64,
}

/// Writes a backup of the database and of the kept files to a new file. It holds sealed numbers, not the key: keep the
/// key file elsewhere, since a backup without it opens no number, and with it beside them all.
pub async fn backup(
    db: &Db,
    keys: &Keys,
    clock: &Clock,
    files: Option<&Path>,
    path: &Path,
) -> Result<Saved> {
    let mut writer = Writer::create(path)?;
    writer.line(&json!({
        "format": FORMAT,
        "schema": db.version().await?,
        "key": keys.fingerprint(),
        "at": clock.now().to_rfc3339(),
    }))?;
    // One snapshot for all tables, so that they agree whatever is written meanwhile.
    let mut session = db.snapshot().await?;
    for table in dump::TABLES {
        let columns = dump::columns(&mut session, table).await?;
        let head: Vec<_> = columns.iter().map(|column| column.name.as_str()).collect();
        writer.line(&json!({ "table": table, "columns": head }))?;
        let mut trouble = None;
        let walked = dump::rows(&mut session, table, &columns, |row| {
            writer.row(row).map_err(|error| {
                trouble = Some(error);
                StoreError::Missing {
                    what: "room for the backup",
                }
            })
        })
        .await;
        if let Some(error) = trouble {
            return Err(error.into());
        }
        walked?;
    }
    drop(session);
    let mut saved = Saved { rows: 0, files: 0 };
    if let Some(folder) = files.filter(|folder| folder.is_dir()) {
        saved.files = add_files(&mut writer, folder, folder)?;
    }
    saved.rows = writer.finish()?;
    Ok(saved)
}

fn add_files(writer: &mut Writer, root: &Path, folder: &Path) -> Result<u64> {
    let mut count = 0;
    let mut entries: Vec<_> = std::fs::read_dir(folder)
        .and_then(Iterator::collect::<std::io::Result<_>>)
        .map_err(|error| Error::from(failed(folder, &error)))?;
    entries.sort_by_key(std::fs::DirEntry::path);
    for entry in entries {
        let path = entry.path();
        let kind = entry.file_type().map_err(|error| failed(&path, &error))?;
        let staged = folder == root && path.ends_with(STAGED);
        if kind.is_dir() && !staged {
            count += add_files(writer, root, &path)?;
        } else if kind.is_file() {
            add_file(writer, root, &path)?;
            count += 1;
        }
    }
    Ok(count)
}

fn add_file(writer: &mut Writer, root: &Path, path: &Path) -> Result<()> {
    let parts: Vec<String> = path
        .strip_prefix(root)
        .unwrap_or(path)
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    writer.line(&json!({ "file": parts }))?;
    let mut file = std::fs::File::open(path).map_err(|error| failed(path, &error))?;
    let mut piece = vec![0; 48 * 1024];
    loop {
        let read = file
            .read(&mut piece)
            .map_err(|error| failed(path, &error))?;
        let Some(piece) = piece.get(..read).filter(|piece| !piece.is_empty()) else {
            return Ok(());
        };
        writer.line(&STANDARD.encode(piece).into())?;
    }
}
