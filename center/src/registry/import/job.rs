//! The job that takes an import in, or back.

use super::{ImportError, run};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::jobs::{Job, alive};

/// Carries the job out. Idempotent: an import that is done already, by another process or on the command line, is left
/// as it is.
pub async fn job(job: Job) -> Result<()> {
    let id = job
        .payload
        .get("import")
        .and_then(|id| id.as_str())
        .and_then(|id| id.parse().ok());
    let id = id.ok_or(ImportError::Damaged)?;
    let (hall, actor) = (job.hall.clone(), Actor::system(&*job.regency));
    let work = async move { run(&hall, &actor, id, None).await };
    match alive(&job, work, || ImportError::Busy.into()).await {
        Ok(_) | Err(Error::Import(ImportError::State { .. })) => Ok(()),
        // What is wrong with the file is kept with the import, where people look; the queue has done its part.
        Err(Error::Import(error)) if !matches!(error, ImportError::Busy) => Ok(()),
        Err(error) => Err(error),
    }
}
