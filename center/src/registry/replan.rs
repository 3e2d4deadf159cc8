//! Plans depend on the rulebook and on the day, so they are made anew when either changes: in chunks, each a short
//! transaction, so that people go on working meanwhile, and from where it stopped if the program dies.

use store::registry::business;
use store::registry::replan::{self as kept, Replan};

use super::project::Projector;
use super::refresh;
use crate::error::Result;
use crate::hall::Hall;

const CHUNK: u32 = 500;

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// All plans are of today's rulebook and day.
    Done,
    /// There is more.
    More {
        /// Businesses looked at in this chunk.
        looked_at: usize,
        /// Of those, how many changed.
        changed: u64,
    },
}

/// Whether the plans of a regency are of another rulebook or day.
pub async fn is_due(hall: &Hall, regency: &str) -> Result<bool> {
    let mut session = hall.db().read().await?;
    let stands = kept::find(&mut session, regency).await?;
    Ok(stands.is_none_or(|stands| !is_of_today(hall, &stands) || stands.finished_at.is_none()))
}

fn is_of_today(hall: &Hall, stands: &Replan) -> bool {
    stands.fingerprint == hall.rulebook().fingerprint() && stands.planned_on == hall.clock().today()
}

/// Makes the plans of the next chunk anew.
pub async fn step(hall: &Hall, regency: &str) -> Result<Progress> {
    let mut tx = hall.db().write().await?;
    let fresh = Replan {
        fingerprint: hall.rulebook().fingerprint().to_owned(),
        planned_on: hall.clock().today(),
        cursor: 0,
        finished_at: None,
    };
    let mut stands = kept::find(&mut tx, regency)
        .await?
        .filter(|stands| is_of_today(hall, stands))
        .unwrap_or(fresh);
    if stands.finished_at.is_some() {
        return Ok(Progress::Done);
    }
    let chunk = business::hold_after(&mut tx, regency, stands.cursor, CHUNK).await?;
    let looked_at = chunk.len();
    let Some(last) = chunk.last().map(|business| business.seq) else {
        stands.finished_at = Some(hall.clock().now());
        kept::save(&mut tx, regency, &stands).await?;
        tx.commit().await?;
        return Ok(Progress::Done);
    };
    stands.cursor = last;
    let projector = Projector::on(hall, regency, stands.planned_on);
    let changed = refresh::refresh(hall, &mut tx, &projector, regency, chunk).await?;
    kept::save(&mut tx, regency, &stands).await?;
    tx.commit().await?;
    Ok(Progress::More { looked_at, changed })
}

/// Makes all plans of a regency anew, if they are due. Gives how many businesses changed.
pub async fn run(hall: &Hall, regency: &str) -> Result<u64> {
    let mut all = 0;
    loop {
        match step(hall, regency).await? {
            Progress::Done => return Ok(all),
            Progress::More { changed, .. } => all += changed,
        }
    }
}
