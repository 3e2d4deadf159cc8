//! Where the businesses are that the centre is for: villages with their numbers, from the counters of the registry.

use store::Session;
use store::registry::tally;
use vocab::{GeoPoint, RegionCode};

use crate::error::Result;
use crate::hall::Hall;
use crate::registry::palette::key;

/// A village with businesses.
#[derive(Debug, Clone)]
pub(super) struct Village {
    /// Its middle.
    pub(super) centre: GeoPoint,
    /// How many businesses it has.
    pub(super) businesses: i64,
}

/// The villages that have businesses and a place on the map.
pub(super) async fn villages(
    hall: &Hall,
    session: &mut Session,
    regency: &str,
) -> Result<Vec<Village>> {
    let Some(all) = hall.marks().number(key::ALL) else {
        return Ok(Vec::new());
    };
    let counts = tally::under(session, regency, regency, &[all]).await?;
    Ok(counts
        .into_iter()
        .filter_map(|count| {
            let code: RegionCode = count.region.parse().ok()?;
            let place = hall.gazetteer().place(&code)?;
            Some(Village {
                centre: place.centre?,
                businesses: count.n,
            })
        })
        .collect())
}

/// Mean straight-line distance of the businesses to a point, in kilometres; none without businesses.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a regency are far below 2^52"
)]
pub(super) fn mean_km(demand: &[Village], to: GeoPoint) -> Option<f64> {
    let total: i64 = demand.iter().map(|village| village.businesses).sum();
    let sum: f64 = demand
        .iter()
        .map(|village| village.businesses as f64 * village.centre.metres_to(to))
        .sum();
    (total > 0).then(|| sum / total as f64 / 1_000.0)
}
