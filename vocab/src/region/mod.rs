//! Regions: codes of the Ministry of Home Affairs, and a gazetteer which finds villages by name.

mod code;
mod distance;
mod gazetteer;
mod normal;
mod table;

pub use code::{RegionCode, RegionError, RegionLevel, province_name};
pub use gazetteer::{Gazetteer, Resolution};
pub use normal::{SplitPlace, normal_place};
pub use table::{Place, PlaceKind, TableError};

pub(crate) use code::is_province;
