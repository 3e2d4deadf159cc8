//! Files that people bring: looked at by content, scanned, sealed with a key of their own, and given only to those who
//! may see them.
//!
//! The way of a file: the web floor streams it to the disk (so that a slow line costs no memory), [`prepare`] looks at
//! one after another and puts the sealed bytes into the storage, and the use case that needs it writes its row with
//! [`keep`] in its own transaction. Bytes whose transaction failed are removed by [`drop_prepared`] or, if the program
//! died between, are noise (their key was in the row that never came) until [`sweep`] finds them.

mod error;
mod name;
mod scan;
pub(crate) mod sealed;
mod storage;
pub mod sweep;

use std::path::PathBuf;

use media::Limits;
pub use media::Limits as MediaLimits;
use serde_json::json;
use store::files::{self as kept, StoredFile};
use store::registry::business;
use store::{Session, Tx};
use vocab::id::{BusinessId, FileId};
use vocab::{DomainError, Message};

pub use error::FilesError;
pub use name::harmless;
pub use scan::Scanner;
pub use storage::{Bucket, Part, Storage, StorageChoice};

use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::state::may_see;
use sealed::Under;

/// A file that lies on the disk as it was sent.
#[derive(Debug, Clone)]
pub struct Brought {
    /// Where.
    pub path: PathBuf,
    /// What its sender's machine calls it.
    pub name: String,
}

/// A file that lies in the storage and is not written down yet.
#[derive(Debug, Clone)]
pub struct Prepared {
    id: FileId,
    name: String,
    kind: media::Kind,
    size: usize,
    hash: [u8; 32],
    key: Vec<u8>,
    has_thumbnail: bool,
    scanned: bool,
}

impl Prepared {
    /// The id it will have.
    pub fn id(&self) -> FileId {
        self.id
    }

    /// Whether it is a picture and not a paper.
    pub fn is_picture(&self) -> bool {
        self.kind != media::Kind::Pdf
    }
}

/// Looks at a file, scans it, seals it and puts it into the storage.
///
/// Only as many at once as the hall's settings say, each on a thread for blocking work: memory is bounded by
/// [`most_memory`] however many are sent.
pub async fn prepare(hall: &Hall, brought: &Brought) -> Result<Prepared> {
    let limits = hall.settings().media.clone();
    let path = brought.path.clone();
    let id: FileId = hall.new_id();
    let (key, wrapped) = hall.keys().new_file_key(id.as_uuid());
    // Never closed while the hall stands.
    let _turn = hall
        .looking()
        .acquire()
        .await
        .map_err(|_| Error::NotFound("file"))?;
    let looked = tokio::task::spawn_blocking(move || look(&path, &limits)).await?;
    let (clean, original) = looked?;
    let scanned = match &hall.settings().scanner {
        Some(scanner) => {
            // What was sent is scanned, not our copy of it: a clean copy may hide from where it came.
            scanner.must_be_clean(&original).await?;
            true
        }
        None => false,
    };
    drop(original);
    let prepared = Prepared {
        id,
        name: harmless(&brought.name, ending(clean.kind)),
        kind: clean.kind,
        size: clean.bytes.len(),
        hash: *blake3::hash(&clean.bytes).as_bytes(),
        key: wrapped,
        has_thumbnail: clean.thumbnail.is_some(),
        scanned,
    };
    let under = Under::Own(key);
    if let Some(small) = clean.thumbnail {
        put(hall, id, Part::Thumbnail, &under, small).await?;
    }
    put(hall, id, Part::Whole, &under, clean.bytes).await?;
    Ok(prepared)
}

/// Upper bound in bytes of the memory that all files being looked at need together.
pub fn most_memory(hall: &Hall) -> u64 {
    let settings = hall.settings();
    // What was sent, the clean copy and the sealed one beside what the look itself needs.
    let one = settings.media.peak_memory() + 3 * settings.media.bytes as u64;
    one * settings.looks_at_once.max(1) as u64
}

fn look(path: &std::path::Path, limits: &Limits) -> Result<(media::Clean, Vec<u8>)> {
    let failed = |error: &std::io::Error| {
        tracing::error!(%error, "a file that was sent cannot be read");
        FilesError::Damaged
    };
    // The web floor stops at the same limit; here it is made sure.
    let length = std::fs::metadata(path)
        .map_err(|error| failed(&error))?
        .len();
    if length > limits.bytes as u64 {
        let megabytes = usize::try_from(length.div_ceil(1 << 20)).unwrap_or(usize::MAX);
        let refused = media::Refused::TooManyBytes {
            megabytes,
            limit: limits.bytes >> 20,
        };
        return Err(refused_as(&refused));
    }
    let bytes = std::fs::read(path).map_err(|error| failed(&error))?;
    let clean = media::look(&bytes, limits).map_err(|refused| refused_as(&refused))?;
    Ok((clean, bytes))
}

fn refused_as(refused: &media::Refused) -> Error {
    Error::Malformed(Message::from(refused))
}

async fn put(hall: &Hall, id: FileId, part: Part, under: &Under, bytes: Vec<u8>) -> Result<()> {
    let under = under.clone();
    let sealed = tokio::task::spawn_blocking(move || {
        let mut sealed = Vec::with_capacity(bytes.len() + bytes.len() / 4096 + 64);
        sealed::seal(&under, &mut bytes.as_slice(), &mut sealed).map(|()| sealed)
    })
    .await?;
    let sealed = sealed.map_err(|_| FilesError::Damaged)?;
    Ok(hall.storage()?.put(id, part, sealed).await?)
}

/// Removes the bytes of a file whose row will not be written.
pub async fn drop_prepared(hall: &Hall, prepared: &Prepared) {
    let removed = async { hall.storage()?.remove(prepared.id).await };
    if let Err(error) = removed.await {
        tracing::warn!(error = error.code(), "the bytes of a refused file remain");
    }
}

/// Writes a prepared file down, in the transaction of what it is for.
pub async fn keep(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    business: BusinessId,
    about: &str,
    prepared: &Prepared,
) -> Result<()> {
    let file = StoredFile {
        id: prepared.id,
        regency: actor.regency.clone(),
        business,
        about: about.to_owned(),
        name: prepared.name.clone(),
        kind: word(prepared.kind).to_owned(),
        size: i64::try_from(prepared.size).unwrap_or(i64::MAX),
        hash: prepared.hash.to_vec(),
        key: Some(prepared.key.clone()),
        has_thumbnail: prepared.has_thumbnail,
        scan: if prepared.scanned {
            "clean"
        } else {
            "unscanned"
        }
        .to_owned(),
        account: actor.account,
        created_at: hall.clock().now(),
        erased_at: None,
    };
    Ok(kept::insert(tx, &file).await?)
}

/// A file in the clear, to be given to somebody.
#[derive(Debug, Clone)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// What it is, as a content type.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Gives a file to somebody who may see the business it belongs to, and its personal data. The whole file is noted in the
/// audit trail; the small picture on the page of its case is not.
pub async fn give(hall: &Hall, actor: &Actor, id: FileId, part: Part) -> Result<Given> {
    let mut session = hall.db().read().await?;
    let file = visible(&mut session, actor, id).await?;
    drop(session);
    opened(hall, actor, file, part).await
}

/// Opens a file for somebody of whom it was found that they may see it.
pub(crate) async fn opened(
    hall: &Hall,
    actor: &Actor,
    file: StoredFile,
    part: Part,
) -> Result<Given> {
    let id = file.id;
    let wrapped = file.key.as_ref().ok_or(Error::NotFound("file"))?;
    if part == Part::Thumbnail && !file.has_thumbnail {
        return Err(Error::NotFound("file"));
    }
    let key = hall.keys().file_key(id.as_uuid(), wrapped)?;
    let sealed = hall.storage()?.get(id, part).await?;
    let opened = tokio::task::spawn_blocking(move || sealed::open(&Under::Own(key), &sealed));
    let bytes = opened.await?.map_err(|_| FilesError::Damaged)?;
    if part == Part::Whole {
        let mut tx = hall.db().write().await?;
        let detail = json!({ "about": file.about });
        audit::record(
            hall,
            &mut tx,
            actor,
            "file.given",
            &format!("file:{id}"),
            detail,
        )
        .await?;
        tx.commit().await?;
    }
    let content_type = match (part, file.kind.as_str()) {
        (Part::Thumbnail, _) | (Part::Whole, "jpeg") => "image/jpeg",
        (Part::Whole, "png") => "image/png",
        (Part::Whole, _) => "application/pdf",
    };
    Ok(Given {
        name: file.name,
        content_type,
        bytes,
    })
}

/// A file of a business that the actor may see, with its owner's personal data: papers show them.
async fn visible(session: &mut Session, actor: &Actor, id: FileId) -> Result<StoredFile> {
    let found = kept::find(session, &actor.regency, id).await?;
    let file = found.ok_or(Error::NotFound("file"))?;
    let business = business::find(session, &actor.regency, file.business).await?;
    let own = actor.may(Permission::SeeOwnBusiness) || actor.may(Permission::SeePersonal);
    if business.is_some_and(|business| may_see(actor, &business) && own) {
        Ok(file)
    } else {
        Err(Error::NotFound("file"))
    }
}

const fn ending(kind: media::Kind) -> &'static str {
    match kind {
        media::Kind::Pdf => "pdf",
        media::Kind::Jpeg => "jpg",
        media::Kind::Png => "png",
    }
}

const fn word(kind: media::Kind) -> &'static str {
    match kind {
        media::Kind::Pdf => "pdf",
        media::Kind::Jpeg => "jpeg",
        media::Kind::Png => "png",
    }
}
