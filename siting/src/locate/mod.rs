//! Location–allocation: p sites among candidates so that the people to be served have it best.
//!
//! The answer always carries a bound which holds. For a regency it meets the objective (the plan
//! is proven best); for larger questions the gap says how much better any plan could be at most.

mod answer;
mod center;
mod core;
mod cover;
mod distance;
mod error;
mod geojson;
mod input;
mod network;
mod osm;
mod reply;
mod satellites;
mod solve;

pub use answer::{Answer, Instance, Objective, Served};
pub use distance::{Distances, Place};
pub use error::LocateError;
pub use input::{
    Case, Roads, Spot, Where, assemble, read_candidates, read_demand, read_edges, read_lines,
    read_osm, write_edges, write_nodes,
};
pub use network::{Network, Walker};
pub use reply::{Reply, Trip};
pub use satellites::{Constellation, satellites};
pub use solve::{Work, locate};
