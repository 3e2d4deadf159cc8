//! Roads from an OpenStreetMap extract in its binary form (PBF): the ways that vehicles may use, cut at crossings.

use std::collections::HashMap;
use std::io::Read;

use osmpbf::{Element, ElementReader, Way};

use super::distance::Place;
use super::error::LocateError;
use super::network::Network;

/// Values of `highway` that vehicles use (OpenStreetMap wiki, Key:highway). Tracks, service ways and footpaths are left
/// out: nobody is sent over a factory yard.
const DRIVABLE: [&str; 15] = [
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "road",
    "busway",
];

/// Reads the extract twice, as two readers of the same file: first the ways, then only the corners they use, so that
/// memory grows with the roads and not with the map. Lengths are kilometres.
pub(super) fn read(
    ways: impl Read + Send,
    nodes: impl Read + Send,
    file: &str,
) -> Result<(Network, Vec<Place>), LocateError> {
    let bad = |reason: String| LocateError::Osm {
        file: file.to_owned(),
        reason,
    };
    let mut roads: Vec<Vec<i64>> = Vec::new();
    ElementReader::new(ways)
        .for_each(|element| {
            if let Element::Way(way) = element
                && is_road(&way)
            {
                roads.push(way.refs().collect());
            }
        })
        .map_err(|error| bad(error.to_string()))?;
    // How often a corner is used: 2 for an end, so that ends and crossings are nodes and the rest are bends.
    let mut uses: HashMap<i64, u32> = HashMap::new();
    for road in &roads {
        for (at, &corner) in road.iter().enumerate() {
            let end = at == 0 || at + 1 == road.len();
            *uses.entry(corner).or_default() += if end { 2 } else { 1 };
        }
    }
    let mut corners: HashMap<i64, Place> = HashMap::with_capacity(uses.len());
    ElementReader::new(nodes)
        .for_each(|element| {
            let found = match element {
                Element::Node(node) => Some((node.id(), node.lat(), node.lon())),
                Element::DenseNode(node) => Some((node.id(), node.lat(), node.lon())),
                _ => None,
            };
            if let Some((id, lat, lon)) = found.filter(|(id, ..)| uses.contains_key(id)) {
                corners.insert(id, Place { lat, lon });
            }
        })
        .map_err(|error| bad(error.to_string()))?;
    let mut made = Made::default();
    for road in &roads {
        made.road(road, &uses, &corners);
    }
    if made.network.is_empty() {
        return Err(bad("0 highway".to_owned()));
    }
    Ok((made.network, made.places))
}

fn is_road(way: &Way<'_>) -> bool {
    let (mut drivable, mut closed) = (false, false);
    for (key, value) in way.tags() {
        match key {
            "highway" => drivable = DRIVABLE.contains(&value),
            "area" => closed |= value == "yes",
            "access" | "motor_vehicle" => closed |= matches!(value, "no" | "private"),
            _ => {}
        }
    }
    drivable && !closed
}

#[derive(Default)]
struct Made {
    network: Network,
    places: Vec<Place>,
    nodes: HashMap<i64, u32>,
}

impl Made {
    /// Joins the crossings along a road. Where a corner lies outside the extract the road is cut.
    fn road(&mut self, road: &[i64], uses: &HashMap<i64, u32>, corners: &HashMap<i64, Place>) {
        let (mut from, mut length, mut before): (Option<u32>, f64, Option<Place>) =
            (None, 0.0, None);
        for id in road {
            let Some(&place) = corners.get(id) else {
                (from, length, before) = (None, 0.0, None);
                continue;
            };
            if let Some(before) = before {
                length += before.kilometres_to(place);
            }
            before = Some(place);
            // After a cut the first corner that is there is an end.
            if from.is_none() || uses.get(id).copied().unwrap_or(0) > 1 {
                let node = self.node(*id, place);
                if let Some(from) = from.filter(|from| *from != node) {
                    self.network.join(from, node, length);
                }
                (from, length) = (Some(node), 0.0);
            }
        }
    }

    fn node(&mut self, id: i64, place: Place) -> u32 {
        *self.nodes.entry(id).or_insert_with(|| {
            self.places.push(place);
            self.network.node(&id.to_string())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The smallest writer of the format (OpenStreetMap wiki, PBF Format) that these tests need.

    fn varint(mut value: u64, out: &mut Vec<u8>) {
        while value >= 0x80 {
            out.push(u8::try_from(value & 0x7f).unwrap() | 0x80);
            value >>= 7;
        }
        out.push(u8::try_from(value).unwrap());
    }

    fn zigzag(value: i64) -> u64 {
        ((value << 1) ^ (value >> 63)).cast_unsigned()
    }

    fn number(field: u64, value: u64, out: &mut Vec<u8>) {
        varint(field << 3, out);
        varint(value, out);
    }

    fn bytes(field: u64, value: &[u8], out: &mut Vec<u8>) {
        varint(field << 3 | 2, out);
        varint(value.len() as u64, out);
        out.extend_from_slice(value);
    }

    fn packed(field: u64, values: impl IntoIterator<Item = u64>, out: &mut Vec<u8>) {
        let mut list = Vec::new();
        for value in values {
            varint(value, &mut list);
        }
        bytes(field, &list, out);
    }

    fn blob(kind: &str, content: &[u8], out: &mut Vec<u8>) {
        let (mut blob, mut header) = (Vec::new(), Vec::new());
        bytes(1, content, &mut blob);
        bytes(1, kind.as_bytes(), &mut header);
        number(3, blob.len() as u64, &mut header);
        out.extend_from_slice(&u32::try_from(header.len()).unwrap().to_be_bytes());
        out.extend_from_slice(&header);
        out.extend_from_slice(&blob);
    }

    /// Nodes as (id, latitude, longitude), ways as (value of highway, nodes).
    fn extract(nodes: &[(i64, f64, f64)], ways: &[(&str, &[i64])]) -> Vec<u8> {
        let mut strings = Vec::new();
        bytes(1, b"", &mut strings);
        bytes(1, b"highway", &mut strings);
        for (value, _) in ways {
            bytes(1, value.as_bytes(), &mut strings);
        }
        let mut group = Vec::new();
        #[expect(clippy::cast_possible_truncation, reason = "degrees times 1e7")]
        let fine = |degrees: f64| zigzag((degrees * 1e7).round() as i64);
        for &(id, lat, lon) in nodes {
            let mut node = Vec::new();
            number(1, zigzag(id), &mut node);
            number(8, fine(lat), &mut node);
            number(9, fine(lon), &mut node);
            bytes(1, &node, &mut group);
        }
        for (at, (_, refs)) in ways.iter().enumerate() {
            let mut way = Vec::new();
            number(1, at as u64 + 1, &mut way);
            packed(2, [1], &mut way);
            packed(3, [at as u64 + 2], &mut way);
            let steps = refs.iter().scan(0, |before, id| {
                let step = id - *before;
                *before = *id;
                Some(zigzag(step))
            });
            packed(8, steps, &mut way);
            bytes(3, &way, &mut group);
        }
        let (mut block, mut head, mut out) = (Vec::new(), Vec::new(), Vec::new());
        bytes(1, &strings, &mut block);
        bytes(2, &group, &mut block);
        bytes(4, b"OsmSchema-V0.6", &mut head);
        blob("OSMHeader", &head, &mut out);
        blob("OSMData", &block, &mut out);
        out
    }

    const NODES: [(i64, f64, f64); 6] = [
        (1, -6.90, 110.20),
        (2, -6.91, 110.20),
        (3, -6.92, 110.20),
        (4, -6.92, 110.21),
        (5, -6.92, 110.22),
        (6, -6.93, 110.20),
    ];

    #[test]
    fn roads_are_cut_at_crossings_and_bends_are_only_length() {
        let map = extract(
            &NODES,
            &[
                ("primary", &[1, 2, 3, 6]),
                ("residential", &[3, 4, 5]),
                ("footway", &[1, 5]),
            ],
        );
        let (network, places) = read(map.as_slice(), map.as_slice(), "map.pbf").unwrap();
        let mut names: Vec<&str> = network.names().iter().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["1", "3", "5", "6"]);
        assert_eq!(places.len(), 4);
        let edges: Vec<_> = network.edges().collect();
        assert_eq!(edges.len(), 3);
        let total: f64 = edges.iter().map(|(.., length)| length).sum();
        // Three hundredths of a degree to the south, two to the east.
        assert!(
            (total - (3.0 * 1.112 + 2.0 * 1.104)).abs() < 0.01,
            "{total}"
        );
    }

    #[test]
    fn a_road_that_leaves_the_extract_is_cut_there() {
        let map = extract(&NODES[..3], &[("primary", &[1, 99, 2, 3])]);
        let (network, _) = read(map.as_slice(), map.as_slice(), "map.pbf").unwrap();
        assert_eq!(network.edges().count(), 1);
    }

    #[test]
    fn what_is_no_extract_or_has_no_road_is_refused() {
        let none = extract(&NODES, &[("footway", &[1, 2])]);
        for bytes in [&none[..], b"", b"\0\0\0\x08nonsense", &none[..20]] {
            let error = read(bytes, bytes, "map.pbf").unwrap_err();
            assert_eq!(vocab::DomainError::code(&error), "siting.osm");
        }
    }
}
