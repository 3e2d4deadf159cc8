//! Road lines from GeoJSON, as QGIS or osmium export them from OpenStreetMap.

use std::collections::HashMap;
use std::io::Read;

use rayon::prelude::*;
use serde_json::Value;

use super::distance::{Distances, Place};
use super::error::LocateError;
use super::network::Network;
use crate::number::wide;

/// Corners closer than this many degrees (about 1 cm) are one node; OpenStreetMap itself keeps
/// seven decimals.
const GRID: f64 = 1e7;

pub(super) fn read(mut from: impl Read, file: &str) -> Result<(Network, Vec<Place>), LocateError> {
    let bad = |reason: String| LocateError::NoLines {
        file: file.to_owned(),
        reason,
    };
    let mut text = String::new();
    from.read_to_string(&mut text)
        .map_err(|error| bad(error.to_string()))?;
    let value: Value = serde_json::from_str(&text).map_err(|error| bad(error.to_string()))?;
    let mut builder = Builder::default();
    builder.any(&value);
    if builder.network.is_empty() {
        return Err(bad("0 LineString".to_owned()));
    }
    Ok((builder.network, builder.places))
}

#[derive(Default)]
struct Builder {
    network: Network,
    places: Vec<Place>,
    nodes: HashMap<(i64, i64), u32>,
}

impl Builder {
    fn any(&mut self, value: &Value) {
        let kind = value
            .get("type")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let list = |key: &str| {
            value
                .get(key)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        };
        match kind {
            "FeatureCollection" => list("features").for_each(|feature| self.any(feature)),
            "Feature" => value
                .get("geometry")
                .into_iter()
                .for_each(|shape| self.any(shape)),
            "GeometryCollection" => list("geometries").for_each(|shape| self.any(shape)),
            "LineString" => self.line(list("coordinates")),
            "MultiLineString" => list("coordinates")
                .for_each(|line| self.line(line.as_array().into_iter().flatten())),
            _ => {}
        }
    }

    fn line<'a>(&mut self, corners: impl Iterator<Item = &'a Value>) {
        let mut before: Option<u32> = None;
        for corner in corners {
            let number = |at: usize| corner.get(at).and_then(Value::as_f64);
            let Some((lon, lat)) = number(0).zip(number(1)) else {
                continue;
            };
            let node = self.node(Place { lat, lon });
            if let Some(before) = before.filter(|before| *before != node) {
                let length = self.places[wide(before)].kilometres_to(self.places[wide(node)]);
                self.network.join(before, node, length);
            }
            before = Some(node);
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "degrees times 1e7 are far below 2^63"
    )]
    fn node(&mut self, place: Place) -> u32 {
        let cell = (
            (place.lat * GRID).round() as i64,
            (place.lon * GRID).round() as i64,
        );
        if let Some(&node) = self.nodes.get(&cell) {
            return node;
        }
        let node = self.network.node(&format!("{},{}", cell.0, cell.1));
        self.places.push(place);
        self.nodes.insert(cell, node);
        node
    }
}

/// From each place straight to the nearest corner, along the roads, and straight to the other.
pub(super) fn distances(
    network: &Network,
    corners: &[Place],
    candidates: &[Place],
    demands: &[Place],
    detour: f64,
) -> Result<Distances, LocateError> {
    let from = snap(corners, candidates, detour);
    let to = snap(corners, demands, detour);
    let nodes = |snapped: &[(u32, f64)]| snapped.iter().map(|s| s.0).collect::<Vec<u32>>();
    let ways = |snapped: &[(u32, f64)]| snapped.iter().map(|s| s.1).collect::<Vec<f64>>();
    let mut along = Distances::along(network, &nodes(&from), &nodes(&to))?;
    along.extend(&ways(&from), &ways(&to));
    // Neighbours at the same corner do not go round by it.
    for (row, (candidate, start)) in candidates.iter().zip(&from).enumerate() {
        for (column, (demand, end)) in demands.iter().zip(&to).enumerate() {
            if start.0 == end.0 {
                along.set(row, column, candidate.kilometres_to(*demand) * detour);
            }
        }
    }
    Ok(along)
}

fn snap(corners: &[Place], places: &[Place], detour: f64) -> Vec<(u32, f64)> {
    let nearest = |place: &Place| {
        let ways = corners.iter().map(|corner| place.kilometres_to(*corner));
        let nearest = ways
            .enumerate()
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .unwrap_or((0, 0.0));
        (crate::number::narrow(nearest.0), nearest.1 * detour)
    };
    places.par_iter().map(nearest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAP: &str = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{},"geometry":{"type":"LineString",
         "coordinates":[[110.0,-7.0],[110.0,-7.1],[110.1,-7.1]]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[1,2]}},
        {"type":"Feature","properties":{},"geometry":null}]}"#;

    #[test]
    fn lines_become_a_network_measured_along_the_road() {
        let (network, corners) = read(MAP.as_bytes(), "m").unwrap();
        assert_eq!(network.len(), 3);
        let ends = [
            Place {
                lat: -7.0,
                lon: 110.0,
            },
            Place {
                lat: -7.1,
                lon: 110.1,
            },
        ];
        let table = distances(&network, &corners, &ends, &ends, 1.3).unwrap();
        let around = corners[0].kilometres_to(corners[1]) + corners[1].kilometres_to(corners[2]);
        assert!((table.from(0)[1] - around).abs() < 1e-9);
        assert!(table.from(0)[0].abs() < 1e-9);
    }

    #[test]
    fn a_map_without_lines_is_refused() {
        for text in [
            "{}",
            "[1]",
            "nonsense",
            r#"{"type":"Point","coordinates":[1,2]}"#,
        ] {
            assert!(matches!(
                read(text.as_bytes(), "m"),
                Err(LocateError::NoLines { .. })
            ));
        }
    }
}
