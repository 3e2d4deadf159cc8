//! Bytes without a row: an upload that died between storage and database leaves them, and so does an erasure while the
//! storage was away. Nobody can read them, for the key was in the row that never came or is gone; they are removed.

use chrono::TimeDelta;
use vocab::id::FileId;

use crate::error::Result;
use crate::hall::Hall;
use crate::jobs::Job;

/// The job.
pub const JOB: &str = "files.sweep";

/// A row comes within seconds of its bytes. A day later it does not come any more.
const PATIENCE: TimeDelta = TimeDelta::days(1);

/// Files that the database is asked about at once.
const AT_ONCE: usize = 400;

/// Carries the sweep out.
pub async fn job(job: Job) -> Result<()> {
    let removed = sweep(&job.hall).await?;
    if removed > 0 {
        tracing::info!(
            removed,
            "bytes of files that were never written down were removed"
        );
    }
    Ok(())
}

/// Removes bytes without a row that are older than a day. Gives of how many files.
pub async fn sweep(hall: &Hall) -> Result<usize> {
    let storage = hall.storage()?;
    let mut removed = 0;
    for shelf in storage.shelves().await? {
        let files = storage.on(&shelf).await?.into_iter();
        let old: Vec<FileId> = files.filter(|id| is_old(hall, *id)).collect();
        for some in old.chunks(AT_ONCE) {
            let mut session = hall.db().read().await?;
            let known = store::files::known(&mut session, some).await?;
            drop(session);
            for id in some.iter().filter(|id| !known.contains(id)) {
                storage.remove(*id).await?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

/// An id tells when it was made, whatever the storage says of its objects.
fn is_old(hall: &Hall, id: FileId) -> bool {
    let Some(made) = id.as_uuid().get_timestamp() else {
        return false;
    };
    let (seconds, _) = made.to_unix();
    let now = (hall.clock().now() - PATIENCE).timestamp();
    i64::try_from(seconds).is_ok_and(|made| made < now)
}
