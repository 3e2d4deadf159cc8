//! Insight: counts by district and village. One small query over the counters, however many businesses there are.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use store::registry::tally;
use vocab::{RegionCode, RegionLevel};

use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::palette::key;

/// Counts of one area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Area {
    /// Its code; for businesses whose district or village is not known, that of the area above.
    pub region: String,
    /// Its name; empty if the gazetteer does not know it.
    pub name: String,
    /// How many businesses carry each mark, by the mark's key (see `registry::palette::key`).
    pub counts: BTreeMap<Arc<str>, i64>,
}

impl Area {
    /// How many carry a mark.
    pub fn count(&self, key: &str) -> i64 {
        self.counts.get(key).copied().unwrap_or(0)
    }

    /// How many businesses there are.
    pub fn businesses(&self) -> i64 {
        self.count(key::ALL)
    }

    /// Share of the businesses that carry a mark, in percent; none without businesses.
    pub fn percent(&self, key: &str) -> Option<i64> {
        let all = self.businesses();
        (all > 0).then(|| (self.count(key) * 100 + all / 2) / all)
    }
}

/// An overview of a regency by district, or of a district by village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overview {
    /// The whole.
    pub whole: Area,
    /// Its parts, by code; those without businesses too.
    pub parts: Vec<Area>,
}

/// Counts under a region: the whole place where the account works if none is named. An account that is bound to a
/// district sees that one, one bound to a village that village in its district; anything else answers like a region that
/// does not exist.
pub async fn overview(hall: &Hall, actor: &Actor, region: Option<RegionCode>) -> Result<Overview> {
    actor.must(Permission::SeeInsight)?;
    let district = actor
        .scope
        .and_then(|scope| scope.at(RegionLevel::District));
    let under = region.filter(|code| {
        code.as_str().starts_with(&actor.regency) && code.level() <= RegionLevel::District
    });
    if let (Some(asked), Some(own)) = (under, district)
        && asked.level() == RegionLevel::District
        && asked != own
    {
        return Err(Error::NotFound("region"));
    }
    let under = district.or(under);
    let whole = under.map_or_else(|| actor.regency.clone(), |code| code.to_string());
    let (level, length) = match under.map(|code| code.level()) {
        Some(RegionLevel::District) => (RegionLevel::Village, 13),
        _ => (RegionLevel::District, 8),
    };
    let marks = marks(hall);
    let mut session = hall.db().read().await?;
    let numbers: Vec<u32> = marks.keys().copied().collect();
    let mut counts = tally::by_part(&mut session, &actor.regency, &whole, length, &numbers).await?;
    drop(session);
    counts.retain(|count| actor.covers(&count.region));
    let mut seen = add_up(hall, &whole, level, &marks, counts);
    seen.parts.retain(|part| actor.covers(&part.region));
    Ok(seen)
}

/// What an overview counts: everything but regions (those are its lines) and codes of activity.
fn marks(hall: &Hall) -> HashMap<u32, Arc<str>> {
    [
        "all", "size:", "stage:", "online:", "status:", "kind:", "open:", "ask:", "done:",
    ]
    .into_iter()
    .flat_map(|prefix| hall.marks().with_prefix(prefix))
    .map(|(key, number)| (number, key))
    .collect()
}

fn add_up(
    hall: &Hall,
    whole: &str,
    level: RegionLevel,
    marks: &HashMap<u32, Arc<str>>,
    counts: Vec<tally::Count>,
) -> Overview {
    let code: Option<RegionCode> = whole.parse().ok();
    let mut parts: BTreeMap<String, Area> = BTreeMap::new();
    for place in code
        .into_iter()
        .flat_map(|code| hall.gazetteer().within(code, level))
    {
        let area = Area {
            region: place.code.to_string(),
            name: place.name.to_string(),
            ..Area::default()
        };
        parts.insert(area.region.clone(), area);
    }
    let name = code
        .and_then(|code| hall.gazetteer().name(&code))
        .unwrap_or_default();
    let mut all = Area {
        region: whole.to_owned(),
        name: name.to_owned(),
        ..Area::default()
    };
    for count in counts {
        let Some(key) = marks.get(&count.mark) else {
            continue;
        };
        *all.counts.entry(key.clone()).or_default() += count.n;
        let area = parts.entry(count.region.clone()).or_insert_with(|| Area {
            region: count.region,
            ..Area::default()
        });
        *area.counts.entry(key.clone()).or_default() += count.n;
    }
    Overview {
        whole: all,
        parts: parts.into_values().collect(),
    }
}
