//! Files in pieces: a piece begins at the byte where the last one broke off, whatever happened in between.
//!
//! The bytes of a file on its way lie beside the kept files, under the id the phone gave. When the last byte is there
//! they are hashed, looked at by content like any other file that people bring, sealed, and only then is the file kept.

use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};
use store::sync::file::{self as kept, SyncFile};
use uuid::Uuid;
use vocab::Message;
use vocab::id::BusinessId;

use super::SyncError;
use super::device::account_of;
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::files::{self, Brought, FilesError};
use crate::hall::Hall;

/// The folder of files on their way. They are not sealed yet, so no backup holds them.
pub const PARTS: &str = "parts";
/// The most bytes of one piece.
pub const PIECE: usize = 256 * 1024;
/// Bytes of a file of which nothing more came are kept so many days.
const KEPT_DAYS: i64 = 60;

/// How far a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// So many bytes are here.
    Partial(u64),
    /// It is kept.
    Kept(u64),
    /// It was refused; nothing more is wanted of it.
    Refused(u64, Message),
}

impl Progress {
    /// The byte at which to go on.
    pub fn offset(&self) -> u64 {
        match self {
            Self::Partial(bytes) | Self::Kept(bytes) | Self::Refused(bytes, _) => *bytes,
        }
    }
}

/// A file that is open for its next piece.
#[derive(Debug)]
pub struct Piece {
    file: std::fs::File,
    path: PathBuf,
    known: SyncFile,
    /// The byte at which it goes on.
    pub offset: u64,
}

fn path(hall: &Hall, account: vocab::AccountId, id: Uuid) -> PathBuf {
    // The account is part of the name, so that nobody reaches another's bytes by an id.
    hall.settings().files.join(PARTS).join(format!(
        "{}-{}",
        account.as_uuid().simple(),
        id.simple()
    ))
}

fn failed(error: &std::io::Error) -> Error {
    tracing::error!(%error, "a file on its way cannot be written");
    FilesError::Damaged.into()
}

fn of(file: &SyncFile, here: u64) -> Progress {
    let size = u64::try_from(file.size).unwrap_or(0);
    match file.state.as_str() {
        "kept" => Progress::Kept(size),
        "refused" => Progress::Refused(size, reason(file)),
        _ => Progress::Partial(here),
    }
}

fn reason(file: &SyncFile) -> Message {
    file.reason
        .as_deref()
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_else(|| Message::from(&SyncError::NoPicture))
}

/// How far a file of the actor is; none if nothing is known of it.
pub async fn progress(hall: &Hall, actor: &Actor, id: Uuid) -> Result<Option<Progress>> {
    let account = account_of(actor)?;
    let mut session = hall.db().read().await?;
    let known = kept::find(&mut session, &actor.regency, account, id).await?;
    let here = std::fs::metadata(path(hall, account, id)).map_or(0, |meta| meta.len());
    Ok(known.map(|file| of(&file, here)))
}

/// What the phone says a file is.
#[derive(Debug, Clone)]
pub struct Described {
    /// Bytes in all.
    pub size: u64,
    /// SHA-256 of all of them, as 64 hexadecimal digits.
    pub sha256: String,
}

/// Opens a file for its next piece, or tells that nothing more is wanted of it.
pub async fn open(
    hall: &Hall,
    actor: &Actor,
    id: Uuid,
    described: &Described,
) -> Result<std::result::Result<Piece, Progress>> {
    let account = account_of(actor)?;
    let most = hall.settings().media.bytes as u64;
    if described.size > most {
        let megabytes = most >> 20;
        return Err(SyncError::FileTooLarge { megabytes }.into());
    }
    let hash = blake3::Hash::from_hex(&described.sha256);
    let sha256 = hash
        .map_err(|_| SyncError::FileUndescribed)?
        .as_bytes()
        .to_vec();
    let size = i64::try_from(described.size).map_err(|_| SyncError::FileUndescribed)?;
    if size == 0 {
        return Err(SyncError::FileUndescribed.into());
    }
    let mut session = hall.db().read().await?;
    let known = kept::find(&mut session, &actor.regency, account, id).await?;
    drop(session);
    let begun = known
        .as_ref()
        .is_some_and(|file| file.state == "partial" && file.size == size && file.sha256 == sha256);
    if let Some(file) = known
        .as_ref()
        .filter(|file| file.stored.is_some() || file.state == "refused")
    {
        return Ok(Err(of(file, 0)));
    }
    let known = SyncFile {
        id,
        regency: actor.regency.clone(),
        account,
        item: known.as_ref().and_then(|file| file.item),
        entity: known.as_ref().and_then(|file| file.entity),
        size,
        sha256,
        state: "partial".to_owned(),
        stored: None,
        reason: None,
        changed_at: hall.clock().now(),
    };
    if !begun {
        let mut tx = hall.db().write().await?;
        if !kept::put(&mut tx, &known).await? {
            return Err(Error::NotFound("file"));
        }
        tx.commit().await?;
    }
    let path = path(hall, account, id);
    let (file, here) = tokio::task::spawn_blocking({
        let path = path.clone();
        move || opened(&path, begun)
    })
    .await??;
    Ok(Ok(Piece {
        file,
        path,
        known,
        offset: here.min(described.size),
    }))
}

fn opened(path: &std::path::Path, begun: bool) -> Result<(std::fs::File, u64)> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    let mut file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .map_err(|error| failed(&error))?;
    file.try_lock().map_err(|_| SyncError::FileBusy)?;
    if !begun {
        // Another file under the same id, or a rest from a hall that was restored.
        file.set_len(0).map_err(|error| failed(&error))?;
    }
    let here = file
        .seek(SeekFrom::End(0))
        .map_err(|error| failed(&error))?;
    Ok((file, here))
}

impl Piece {
    /// Bytes still wanted.
    pub fn wanted(&self) -> u64 {
        u64::try_from(self.known.size)
            .unwrap_or(0)
            .saturating_sub(self.offset)
    }

    /// Writes some bytes at the end; more than are wanted are an error.
    pub fn append(&mut self, bytes: &[u8]) -> Result<()> {
        if bytes.len() as u64 > self.wanted() {
            return Err(SyncError::FileChanged.into());
        }
        self.file.write_all(bytes).map_err(|error| failed(&error))?;
        self.offset += bytes.len() as u64;
        Ok(())
    }

    /// Ends the piece: if it was the last one the file is hashed, looked at, sealed and kept.
    pub async fn end(mut self, hall: &Hall, actor: &Actor) -> Result<Progress> {
        if self.wanted() > 0 {
            return Ok(Progress::Partial(self.offset));
        }
        let (piece, hash) = tokio::task::spawn_blocking(move || {
            let hash = hash(&mut self.file);
            (self, hash)
        })
        .await?;
        if hash.map_err(|error| failed(&error))? != piece.known.sha256 {
            piece.file.set_len(0).map_err(|error| failed(&error))?;
            return Err(SyncError::FileChanged.into());
        }
        piece.keep(hall, actor).await
    }

    async fn keep(self, hall: &Hall, actor: &Actor) -> Result<Progress> {
        let brought = Brought {
            path: self.path.clone(),
            name: format!("{}.jpg", self.known.id.simple()),
        };
        let looked = files::prepare(hall, &brought).await;
        let refused = match &looked {
            Ok(prepared) if prepared.is_picture() => None,
            Ok(prepared) => {
                files::drop_prepared(hall, prepared).await;
                Some(Message::from(&SyncError::NoPicture))
            }
            Err(Error::Malformed(message)) => Some(message.clone()),
            Err(_) => None,
        };
        let mut known = self.known.clone();
        known.changed_at = hall.clock().now();
        let mut tx = hall.db().write().await?;
        if let Some(message) = refused {
            "refused".clone_into(&mut known.state);
            known.reason = serde_json::to_string(&message).ok();
        } else {
            let prepared = looked?;
            // Its business is known once its item was taken; until then it belongs to what that item is about.
            let named = kept::find(&mut tx, &actor.regency, known.account, known.id).await?;
            let entity = named.and_then(|file| file.entity).unwrap_or(known.id);
            let about = format!("sync:{}", known.id);
            files::keep(
                hall,
                &mut tx,
                actor,
                BusinessId::from_uuid(entity),
                &about,
                &prepared,
            )
            .await?;
            "kept".clone_into(&mut known.state);
            known.stored = Some(prepared.id());
        }
        kept::put(&mut tx, &known).await?;
        tx.commit().await?;
        // Were the program to die here, the rest is swept after some days.
        if let Err(error) = std::fs::remove_file(&self.path) {
            tracing::warn!(%error, "the bytes of a file that arrived remain beside it");
        }
        Ok(of(&known, self.offset))
    }
}

fn hash(file: &mut std::fs::File) -> std::io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(0))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hasher.finalize().to_vec());
        }
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
}

/// Throws away the bytes of files of which nothing came for a long time.
pub async fn sweep(hall: &Hall, actor: &Actor) -> Result<u64> {
    actor.must(crate::permission::Permission::Operate)?;
    let before = hall.clock().now() - chrono::TimeDelta::days(KEPT_DAYS);
    let folder = hall.settings().files.join(PARTS);
    tokio::task::spawn_blocking(move || {
        let mut gone = 0;
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let changed = entry.metadata().and_then(|meta| meta.modified());
            let old = changed.is_ok_and(|at| chrono::DateTime::<chrono::Utc>::from(at) < before);
            if old && std::fs::remove_file(entry.path()).is_ok() {
                gone += 1;
            }
        }
        Ok(gone)
    })
    .await?
}
