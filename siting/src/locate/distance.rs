//! The distance table between candidates and demands.

use rayon::prelude::*;

use super::error::LocateError;
use super::network::Network;

/// A point on the globe in degrees.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Latitude, north positive.
    pub lat: f64,
    /// Longitude, east positive.
    pub lon: f64,
}

impl Place {
    /// Great-circle distance in kilometres on the mean sphere (error below 0.6 %, far less than
    /// the difference between a straight line and any road).
    pub fn kilometres_to(self, other: Self) -> f64 {
        const RADIUS: f64 = 6371.0088;
        let (south, north) = (self.lat.to_radians(), other.lat.to_radians());
        let across = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let along = ((north - south) / 2.0).sin();
        let chord = along * along + south.cos() * north.cos() * across * across;
        2.0 * RADIUS * chord.sqrt().min(1.0).asin()
    }
}

/// Distances, one row per candidate; infinite where there is no way.
#[derive(Debug, Clone, PartialEq)]
pub struct Distances {
    demands: usize,
    rows: Vec<Vec<f64>>,
}

/// The table may take this much memory; the solver needs up to three times as much beside it.
const LIMIT_MEBIBYTES: usize = 1024;

impl Distances {
    /// A table from ready rows, one per candidate.
    ///
    /// Rows shorter than the longest are filled with "no way"; values below zero or NaN are
    /// refused.
    pub fn from_rows(mut rows: Vec<Vec<f64>>) -> Result<Self, LocateError> {
        let demands = rows.iter().map(Vec::len).max().unwrap_or(0);
        for (line, row) in rows.iter_mut().enumerate() {
            if let Some(bad) = row
                .iter()
                .find(|distance| distance.is_nan() || **distance < 0.0)
            {
                return Err(LocateError::NotDistance {
                    row: line + 1,
                    found: bad.to_string(),
                });
            }
            row.resize(demands, f64::INFINITY);
        }
        Ok(Self { demands, rows })
    }

    /// Straight lines, lengthened by the factor by which roads wind.
    pub fn straight(
        candidates: &[Place],
        demands: &[Place],
        detour: f64,
    ) -> Result<Self, LocateError> {
        affordable(candidates.len(), demands.len())?;
        let row = |from: &Place| -> Vec<f64> {
            demands
                .iter()
                .map(|to| from.kilometres_to(*to) * detour)
                .collect()
        };
        let rows = candidates.par_iter().map(row).collect();
        Ok(Self {
            demands: demands.len(),
            rows,
        })
    }

    /// Shortest ways along a network, by Dijkstra from each candidate. Only the table is kept,
    /// each thread reuses one set of working memory.
    pub fn along(
        network: &Network,
        candidates: &[u32],
        demands: &[u32],
    ) -> Result<Self, LocateError> {
        affordable(candidates.len(), demands.len())?;
        let rows = candidates
            .par_iter()
            .map_init(
                || network.walker(),
                |walker, &from| {
                    let reached = walker.from(from);
                    demands
                        .iter()
                        .map(|&to| reached[crate::number::wide(to)])
                        .collect()
                },
            )
            .collect();
        Ok(Self {
            demands: demands.len(),
            rows,
        })
    }

    /// Number of demands.
    pub fn demands(&self) -> usize {
        self.demands
    }

    /// Number of candidates.
    pub fn candidates(&self) -> usize {
        self.rows.len()
    }

    /// From a candidate to every demand.
    pub fn from(&self, candidate: usize) -> &[f64] {
        self.rows.get(candidate).map_or(&[], Vec::as_slice)
    }

    /// Overwrites one distance.
    pub(crate) fn set(&mut self, candidate: usize, demand: usize, distance: f64) {
        let row = self.rows.get_mut(candidate);
        if let Some(cell) = row.and_then(|row| row.get_mut(demand)) {
            *cell = distance;
        }
    }

    /// Adds what the way from each end to the network takes.
    pub(crate) fn extend(&mut self, at_candidate: &[f64], at_demand: &[f64]) {
        for (row, start) in self.rows.iter_mut().zip(at_candidate) {
            for (distance, end) in row.iter_mut().zip(at_demand) {
                *distance += start + end;
            }
        }
    }
}

fn affordable(rows: usize, columns: usize) -> Result<(), LocateError> {
    let mebibytes = rows.saturating_mul(columns).saturating_mul(8) >> 20;
    if mebibytes > LIMIT_MEBIBYTES {
        return Err(LocateError::TooBig {
            rows,
            columns,
            mebibytes,
            limit: LIMIT_MEBIBYTES,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_kilometres() {
        let a = Place {
            lat: -7.0,
            lon: 110.0,
        };
        let b = Place {
            lat: -6.0,
            lon: 110.0,
        };
        assert!((a.kilometres_to(b) - 111.195).abs() < 0.001);
        assert!(a.kilometres_to(a) < 1e-12);
    }

    #[test]
    fn detour_lengthens_every_way_alike() {
        let places = [
            Place {
                lat: -7.0,
                lon: 110.0,
            },
            Place {
                lat: -7.1,
                lon: 110.2,
            },
        ];
        let straight = Distances::straight(&places, &places, 1.0).unwrap();
        let winding = Distances::straight(&places, &places, 1.3).unwrap();
        assert!((winding.from(0)[1] - 1.3 * straight.from(0)[1]).abs() < 1e-12);
    }

    #[test]
    fn a_table_which_does_not_fit_is_refused_before_it_is_built() {
        assert!(matches!(
            affordable(100_000, 100_000),
            Err(LocateError::TooBig { .. })
        ));
    }

    #[test]
    fn negative_or_missing_numbers_are_refused() {
        assert!(Distances::from_rows(vec![vec![1.0, f64::NAN]]).is_err());
        assert!(Distances::from_rows(vec![vec![-1.0]]).is_err());
    }
}
