//! Where the businesses of the demonstration are: Kendal's villages, towns heavier than hills.
//!
//! The weights are made up; only the names, codes and centre points are facts.

use vocab::{Gazetteer, GeoPoint, Place, RegionCode, RegionLevel};

use super::dice::{Dice, running_sums, weighted};

/// Weight of each district by its last two digits, 01 to 20.
const DISTRICTS: [u32; 20] = [
    32, 34, 62, 50, 48, 34, 84, 72, 52, 40, 52, 76, 62, 64, 70, 52, 48, 38, 36, 50,
];

/// All villages with the chance of each.
pub(super) struct Villages {
    gazetteer: Gazetteer,
    places: Vec<Village>,
    sums: Vec<u32>,
    by_district: Vec<Vec<usize>>,
}

/// A village and its district.
#[derive(Debug, Clone)]
pub(super) struct Village {
    pub(super) code: RegionCode,
    pub(super) name: Box<str>,
    pub(super) is_ward: bool,
    pub(super) district: u32,
    pub(super) district_name: Box<str>,
    pub(super) centre: Option<GeoPoint>,
}

impl Villages {
    pub(super) fn kendal() -> Self {
        let gazetteer = Gazetteer::kendal();
        let mut places = Vec::new();
        let mut by_district = vec![Vec::new(); DISTRICTS.len() + 1];
        for place in gazetteer
            .places()
            .iter()
            .filter(|p| p.code.level() == RegionLevel::Village)
        {
            if let Some(village) = village(&gazetteer, place) {
                if let Some(list) = by_district.get_mut(index(village.district)) {
                    list.push(places.len());
                }
                places.push(village);
            }
        }
        let weights = places.iter().enumerate().map(|(at, village)| {
            let district = DISTRICTS
                .get(index(village.district).saturating_sub(1))
                .unwrap_or(&1);
            let count = by_district.get(index(village.district)).map_or(1, Vec::len);
            let share = district * 100 / u32::try_from(count).unwrap_or(1).max(1);
            // Villages of one district differ by a factor of up to four.
            share * (1 + u32::try_from(at * 7 % 4).unwrap_or_default())
        });
        let sums = running_sums(weights);
        Self {
            gazetteer,
            places,
            sums,
            by_district,
        }
    }

    /// A village for a trade which is at home in these districts (empty: everywhere).
    pub(super) fn pick(&self, home: &[u32], dice: &mut Dice) -> Option<&Village> {
        if let Some(district) = dice.pick(home)
            && dice.chance(850)
        {
            let list = self.by_district.get(index(*district))?;
            return self.places.get(*dice.pick(list)?);
        }
        self.places.get(weighted(dice, &self.sums))
    }

    pub(super) fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// The names of the districts in the order of their codes.
    pub(super) fn districts(&self) -> impl Iterator<Item = &Place> {
        self.gazetteer
            .places()
            .iter()
            .filter(|place| place.code.level() == RegionLevel::District)
    }
}

fn village(gazetteer: &Gazetteer, place: &Place) -> Option<Village> {
    let parent = place.code.parent()?;
    let district = parent.as_str().rsplit('.').next()?.parse().ok()?;
    Some(Village {
        code: place.code,
        name: place.name.clone(),
        is_ward: place.kind == vocab::PlaceKind::Kelurahan,
        district,
        district_name: gazetteer.name(&parent)?.into(),
        centre: place.centre,
    })
}

fn index(district: u32) -> usize {
    usize::try_from(district).unwrap_or_default()
}
