//! The list of an area, kept in step with the registry: what came to the area is put on it, what left is taken off, what
//! changed is given out again.

use chrono::TimeDelta;
use serde_json::Value as Json;
use store::field::area::{self, Area};
use store::field::{round, target};
use vocab::id::{AreaId, BusinessId};

use crate::error::Result;
use crate::hall::Hall;

/// A change is looked for again for so long: it may have been committed later than its moment says.
const MARGIN: TimeDelta = TimeDelta::minutes(3);

/// Whether a business of the village belongs to a part of it. One whose RT or RW nobody noted belongs to each: somebody
/// has to find it.
fn belongs(area: &Area, facts: &Json) -> bool {
    let part = |name: &str, wanted: &str| {
        let noted = facts.get(name).and_then(Json::as_str).map(bare);
        wanted.is_empty() || noted.is_none_or(|noted| noted == bare(wanted))
    };
    part("rt", &area.rt) && part("rw", &area.rw)
}

/// 003 and 3 are the same RT.
pub(crate) fn bare(part: &str) -> &str {
    let trimmed = part.trim().trim_start_matches('0');
    if trimmed.is_empty() { "0" } else { trimmed }
}

/// Brings the lists of some areas into step. Nothing is written when nothing changed.
pub(crate) async fn keep(hall: &Hall, regency: &str, areas: &[Area]) -> Result<()> {
    let now = hall.clock().now();
    let mut session = hall.db().read().await?;
    let mut changes: Vec<(AreaId, Vec<BusinessId>, Vec<BusinessId>)> = Vec::new();
    let mut strays = Vec::new();
    for area in areas {
        let since = area.swept_at - MARGIN;
        let found = target::candidates(&mut session, regency, &area.region, since).await?;
        let (mut on, mut off) = (Vec::new(), Vec::new());
        for one in found {
            let facts = serde_json::from_str(&one.facts).unwrap_or(Json::Null);
            if belongs(area, &facts) {
                on.push(one.business);
            } else {
                off.push(one.business);
            }
        }
        if !(on.is_empty() && off.is_empty()) {
            changes.push((area.id, on, off));
        }
        if target::strays(&mut session, regency, area.id, &area.region).await? > 0 {
            strays.push(area);
        }
    }
    drop(session);
    if changes.is_empty() && strays.is_empty() {
        return Ok(());
    }
    let mut tx = hall.db().write().await?;
    let stamp = round::next_stamp(&mut tx, regency).await?;
    for (area, on, off) in &changes {
        target::put_many(&mut tx, regency, *area, on, stamp).await?;
        target::drop_many(&mut tx, *area, off, stamp).await?;
    }
    for area in strays {
        target::drop_strays(&mut tx, regency, area.id, &area.region, stamp).await?;
    }
    let ids: Vec<AreaId> = areas.iter().map(|area| area.id).collect();
    area::swept(&mut tx, &ids, now).await?;
    Ok(tx.commit().await?)
}
