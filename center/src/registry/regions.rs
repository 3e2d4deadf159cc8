//! The gazetteer beside the data, for whoever reads the database with other tools.

use store::Db;
use store::registry::regions::{self, Region};
use vocab::{Gazetteer, RegionLevel};

use crate::error::Result;

pub(crate) async fn save(db: &Db, gazetteer: &Gazetteer) -> Result<()> {
    let rows = gazetteer
        .places()
        .iter()
        .map(|place| Region {
            code: place.code.to_string(),
            parent: place.code.parent().map(|parent| parent.to_string()),
            level: match place.code.level() {
                RegionLevel::Province => "province",
                RegionLevel::Regency => "regency",
                RegionLevel::District => "district",
                RegionLevel::Village => "village",
            }
            .to_owned(),
            name: place.name.to_string(),
            centre: place.centre.map(|centre| (centre.lat(), centre.lng())),
        })
        .collect();
    let mut tx = db.write().await?;
    regions::save(&mut tx, rows).await?;
    Ok(tx.commit().await?)
}
