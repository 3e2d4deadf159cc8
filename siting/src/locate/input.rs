//! From the office's files to an instance.

use std::io::{self, Read, Write};

use super::answer::Instance;
use super::distance::{Distances, Place};
use super::error::LocateError;
use super::network::Network;
use super::{geojson, osm};
use crate::error::SitingError;
use crate::number::wide;
use crate::table::Table;

/// Where a row says it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Where {
    /// A node of the road network.
    Node(String),
    /// A point on the globe.
    Place(Place),
}

/// A demand or a candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// How the file calls it, or its row number.
    pub name: String,
    /// Where it is.
    pub at: Where,
    /// How much is demanded; 0 for candidates.
    pub weight: f64,
    /// Whether a facility stands here already.
    pub existing: bool,
}

/// The roads along which distances are measured.
#[derive(Debug, Clone)]
pub enum Roads {
    /// None: straight lines.
    Straight,
    /// Named nodes and edges from a table.
    Edges(Network),
    /// Lines of a map; every corner is a node with a place.
    Lines(Network, Vec<Place>),
}

/// A question read from files, with the names the answer will use.
#[derive(Debug, Clone)]
pub struct Case {
    /// The numbers.
    pub instance: Instance,
    /// Demand, in the order of the instance.
    pub demand: Vec<Spot>,
    /// Candidates, in the order of the instance.
    pub candidates: Vec<Spot>,
}

const NODE: [&str; 6] = ["node", "simpul", "id", "kode", "name", "nama"];
const LAT: [&str; 3] = ["lat", "latitude", "lintang"];
const LON: [&str; 5] = ["lon", "lng", "long", "longitude", "bujur"];

/// Reads `edges.csv`: columns from,to,length; undirected.
pub fn read_edges(from: impl Read, file: &str) -> Result<Roads, SitingError> {
    let table = Table::read(from, file)?;
    let start = table.needed(&["from", "dari", "asal"])?;
    let end = table.needed(&["to", "ke", "tujuan"])?;
    let length = table.needed(&["length", "panjang", "jarak", "km"])?;
    let mut network = Network::default();
    for row in &table.rows {
        for column in [start, end] {
            if row.text(column).is_empty() {
                let file = table.file.clone();
                return Err(crate::table::TableError::Nameless {
                    file,
                    line: row.line,
                }
                .into());
            }
        }
        let (from, to) = (network.node(row.text(start)), network.node(row.text(end)));
        network.join(from, to, table.amount(row, length)?);
    }
    Ok(Roads::Edges(network))
}

/// Reads the `LineString`s of a GeoJSON map; lengths are measured along the lines, in kilometres.
pub fn read_lines(from: impl Read, file: &str) -> Result<Roads, SitingError> {
    let (network, places) = geojson::read(from, file)?;
    Ok(Roads::Lines(network, places))
}

/// Reads the roads of an OpenStreetMap extract (PBF), given twice: two readers of the same file.
pub fn read_osm(
    ways: impl Read + Send,
    nodes: impl Read + Send,
    file: &str,
) -> Result<Roads, SitingError> {
    let (network, places) = osm::read(ways, nodes, file)?;
    Ok(Roads::Lines(network, places))
}

/// Writes roads as `from,to,length`, to be read again by [`read_edges`]; gives the number of nodes and edges.
pub fn write_edges(roads: &Roads, out: &mut impl Write) -> io::Result<(usize, usize)> {
    let (Roads::Edges(network) | Roads::Lines(network, _)) = roads else {
        return Ok((0, 0));
    };
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["from", "to", "length"])?;
    let mut edges = 0;
    let name = |node: u32| network.names().get(wide(node)).map_or("", String::as_str);
    for (from, to, length) in network.edges() {
        writer.write_record([name(from), name(to), &format!("{length:.6}")])?;
        edges += 1;
    }
    writer.flush()?;
    Ok((network.len(), edges))
}

/// Writes where the nodes of roads lie as `node,lat,lon`; roads of an edges file have no places.
pub fn write_nodes(roads: &Roads, out: &mut impl Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(["node", "lat", "lon"])?;
    if let Roads::Lines(network, places) = roads {
        for (name, place) in network.names().iter().zip(places) {
            writer.write_record([
                name,
                &format!("{:.7}", place.lat),
                &format!("{:.7}", place.lon),
            ])?;
        }
    }
    writer.flush()
}

/// Reads `demand.csv`: node,weight or lat,lon,weight.
pub fn read_demand(from: impl Read, file: &str) -> Result<Vec<Spot>, SitingError> {
    read_spots(from, file, true)
}

/// Reads `candidates.csv`: node or lat,lon; a column `existing` marks what stands already.
pub fn read_candidates(from: impl Read, file: &str) -> Result<Vec<Spot>, SitingError> {
    read_spots(from, file, false)
}

fn read_spots(from: impl Read, file: &str, demand: bool) -> Result<Vec<Spot>, SitingError> {
    let table = Table::read(from, file)?;
    let name = table.column(&NODE);
    let place = table.column(&LAT).zip(table.column(&LON));
    let weight = if demand {
        Some(table.needed(&["weight", "bobot", "jumlah"])?)
    } else {
        None
    };
    let existing = table.column(&["existing", "ada", "terbangun"]);
    if place.is_none() {
        table.needed(&NODE)?;
    }
    if let Some(name) = name {
        table.once(table.rows.iter().map(|row| (row, row.text(name))))?;
    }
    let mut spots = Vec::with_capacity(table.rows.len());
    for (at, row) in table.rows.iter().enumerate() {
        let name = name.map_or_else(|| (at + 1).to_string(), |name| row.text(name).to_owned());
        let at = match place {
            Some((lat, lon)) => Where::Place(table.place(row, lat, lon)?),
            None => Where::Node(name.clone()),
        };
        let weight = weight.map_or(Ok(0.0), |column| table.amount(row, column))?;
        let existing = existing.map_or(Ok(false), |column| table.yes(row, column))?;
        spots.push(Spot {
            name,
            at,
            weight,
            existing,
        });
    }
    Ok(spots)
}

/// Measures all distances.
///
/// Without candidates every node is one: every node of an edge table, or every demand when places
/// are given. `detour` lengthens straight lines, also those from a place to the nearest corner of
/// a road map.
pub fn assemble(
    demand: Vec<Spot>,
    candidates: Option<Vec<Spot>>,
    roads: &Roads,
    detour: f64,
    files: (&str, &str),
) -> Result<Case, SitingError> {
    if !detour.is_finite() || !(1.0..=10.0).contains(&detour) {
        let (what, range) = ("detour".to_owned(), "1..10".to_owned());
        return Err(LocateError::OutOfRange {
            what,
            found: detour.to_string(),
            range,
        }
        .into());
    }
    let candidates = candidates.unwrap_or_else(|| every_node(&demand, roads));
    let distances = match roads {
        Roads::Edges(network) => Distances::along(
            network,
            &on_network(network, &candidates, files.1)?,
            &on_network(network, &demand, files.0)?,
        )?,
        Roads::Straight => Distances::straight(
            &places(&candidates, files.1, false)?,
            &places(&demand, files.0, false)?,
            detour,
        )?,
        Roads::Lines(network, corners) => geojson::distances(
            network,
            corners,
            &places(&candidates, files.1, true)?,
            &places(&demand, files.0, true)?,
            detour,
        )?,
    };
    let weights = demand.iter().map(|spot| spot.weight).collect();
    let existing = candidates.iter().map(|spot| spot.existing).collect();
    let instance = Instance::new(weights, existing, distances)?;
    Ok(Case {
        instance,
        demand,
        candidates,
    })
}

fn every_node(demand: &[Spot], roads: &Roads) -> Vec<Spot> {
    let Roads::Edges(network) = roads else {
        return demand.to_vec();
    };
    let spot = |name: &String| Spot {
        name: name.clone(),
        at: Where::Node(name.clone()),
        weight: 0.0,
        existing: false,
    };
    network.names().iter().map(spot).collect()
}

fn on_network(network: &Network, spots: &[Spot], file: &str) -> Result<Vec<u32>, LocateError> {
    let found: Vec<Option<u32>> = spots.iter().map(|spot| network.find(&spot.name)).collect();
    let missing = found.iter().filter(|node| node.is_none()).count();
    match found
        .iter()
        .position(Option::is_none)
        .and_then(|at| spots.get(at))
    {
        Some(spot) => Err(LocateError::NotOnNetwork {
            file: file.to_owned(),
            name: spot.name.clone(),
            more: missing - 1,
        }),
        None => Ok(found.into_iter().flatten().collect()),
    }
}

fn places(spots: &[Spot], file: &str, map: bool) -> Result<Vec<Place>, LocateError> {
    let place = |spot: &Spot| match spot.at {
        Where::Place(place) => Ok(place),
        Where::Node(_) if map => Err(LocateError::NeedsPlaces {
            file: file.to_owned(),
        }),
        Where::Node(_) => Err(LocateError::NeedsNetwork {
            file: file.to_owned(),
        }),
    };
    spots.iter().map(place).collect()
}
