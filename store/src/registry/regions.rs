//! The regions, beside the data for whoever reads the database with other tools.

use crate::error::StoreResult;
use crate::query::Value;
use crate::session::Tx;

/// A region.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// Dotted code.
    pub code: String,
    /// Code of the region it lies in.
    pub parent: Option<String>,
    /// `province`, `regency`, `district` or `village`.
    pub level: String,
    /// Name.
    pub name: String,
    /// Centre.
    pub centre: Option<(f64, f64)>,
}

/// Writes regions, or what is new about them.
pub async fn save(tx: &mut Tx, regions: Vec<Region>) -> StoreResult<()> {
    let rows: Vec<Vec<Value>> = regions
        .into_iter()
        .map(|region| {
            vec![
                region.code.into(),
                region.parent.into(),
                region.level.into(),
                region.name.into(),
                region.centre.map(|centre| centre.0).into(),
                region.centre.map(|centre| centre.1).into(),
            ]
        })
        .collect();
    tx.insert_many(
        "region",
        &["code", "parent", "level", "name", "latitude", "longitude"],
        rows,
        "ON CONFLICT (code) DO UPDATE SET parent = excluded.parent, level = excluded.level, \
         name = excluded.name, latitude = excluded.latitude, longitude = excluded.longitude",
    )
    .await?;
    Ok(())
}
