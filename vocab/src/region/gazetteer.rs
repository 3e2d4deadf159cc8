//! Finding villages by the names people write.

use rustc_hash::FxHashMap;

use super::distance::{letters, within};
use super::normal::{normal_place, split_place};
use super::{Place, RegionCode, RegionLevel, TableError, table};
use crate::GeoPoint;

/// What a village name was found to mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// This village.
    One(RegionCode),
    /// One of these: the name occurs in several districts, or lies equally near to several names.
    Many(Vec<RegionCode>),
    /// No village of that name; those most like it, to choose from.
    None {
        /// At most five, the nearest first.
        nearest: Vec<RegionCode>,
    },
}

/// Regions with their names, made for finding villages: an exact look-up by normal form first, then
/// a scan over the distinct names which compares letter sets before it counts edits.
#[derive(Debug, Default, Clone)]
pub struct Gazetteer {
    places: Vec<Place>,
    by_code: FxHashMap<RegionCode, usize>,
    villages: Index,
    districts: Index,
}

#[derive(Debug, Default, Clone)]
struct Index {
    // Sorted by key, so that the places of one name lie side by side.
    names: Vec<Name>,
    by_key: FxHashMap<Box<str>, usize>,
}

#[derive(Debug, Clone)]
struct Name {
    letters: u32,
    key: Box<str>,
    codes: Vec<RegionCode>,
}

impl Index {
    fn new(places: &[Place], level: RegionLevel) -> Self {
        let mut keyed: Vec<(Box<str>, RegionCode)> = places
            .iter()
            .filter(|place| place.code.level() == level)
            .map(|place| (normal_place(&place.name).into(), place.code))
            .collect();
        keyed.sort();
        let mut names: Vec<Name> = Vec::new();
        for (key, code) in keyed {
            match names.last_mut().filter(|name| name.key == key) {
                Some(name) => name.codes.push(code),
                None => names.push(Name {
                    letters: letters(&key),
                    key,
                    codes: vec![code],
                }),
            }
        }
        let by_key = names
            .iter()
            .enumerate()
            .map(|(at, name)| (name.key.clone(), at))
            .collect();
        Self { names, by_key }
    }

    fn exact(&self, key: &str) -> &[RegionCode] {
        self.by_key
            .get(key)
            .and_then(|at| self.names.get(*at))
            .map_or(&[], |name| &name.codes)
    }

    /// The codes at the smallest distance from `key`, at most `limit` away, which lie in `within`.
    fn near(&self, key: &str, limit: usize, inside: Option<RegionCode>) -> Vec<RegionCode> {
        let (set, mut best, mut found) = (letters(key), limit, Vec::new());
        for name in &self.names {
            // One edit changes at most two letters of the set.
            if (name.letters ^ set).count_ones() as usize > 2 * best {
                continue;
            }
            let Some(distance) = within(key, &name.key, best) else {
                continue;
            };
            let mut codes = name
                .codes
                .iter()
                .copied()
                .filter(|code| lies_in(*code, inside))
                .peekable();
            if codes.peek().is_some() {
                if distance < best {
                    best = distance;
                    found.clear();
                }
                found.extend(codes);
            }
        }
        found
    }
}

fn lies_in(code: RegionCode, region: Option<RegionCode>) -> bool {
    region.is_none_or(|region| code.starts_with(&region))
}

/// How many edits a name of this length may be off and still be taken without asking.
const fn tolerance(len: usize) -> usize {
    match len {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

impl Gazetteer {
    /// Builds the index over these places.
    pub fn new(places: Vec<Place>) -> Self {
        let by_code = places
            .iter()
            .enumerate()
            .map(|(at, place)| (place.code, at))
            .collect();
        let villages = Index::new(&places, RegionLevel::Village);
        let districts = Index::new(&places, RegionLevel::District);
        Self {
            places,
            by_code,
            villages,
            districts,
        }
    }

    /// Reads rows of `code,name,kind,postcode,lat,lng`, below one line of headings.
    pub fn from_csv(csv: &str) -> Result<Self, TableError> {
        table::read(csv).map(Self::new)
    }

    /// Kabupaten Kendal with its 20 districts and 286 villages, from the embedded table.
    pub fn kendal() -> Self {
        // The table is part of the program and a test reads it, so the fallback is never taken.
        Self::from_csv(table::KENDAL).unwrap_or_default()
    }

    /// All places in the order of the table.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// The place of this code.
    pub fn place(&self, code: &RegionCode) -> Option<&Place> {
        self.by_code.get(code).and_then(|at| self.places.get(*at))
    }

    /// The name of the place of this code.
    pub fn name(&self, code: &RegionCode) -> Option<&str> {
        self.place(code).map(|place| &*place.name)
    }

    /// All places of this level which lie in `region`.
    pub fn within(&self, region: RegionCode, level: RegionLevel) -> impl Iterator<Item = &Place> {
        self.places
            .iter()
            .filter(move |place| place.code.level() == level && place.code.starts_with(&region))
    }

    /// The village whose centre is nearest to a point.
    pub fn nearest_village(&self, point: GeoPoint) -> Option<&Place> {
        self.places
            .iter()
            .filter(|place| place.code.level() == RegionLevel::Village)
            .filter_map(|place| place.centre.map(|centre| (centre.metres_to(point), place)))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, place)| place)
    }

    /// Finds a district by its name or code.
    pub fn resolve_district(&self, text: &str) -> Resolution {
        if let Some(code) = self.known_code(text, RegionLevel::District) {
            return Resolution::One(code);
        }
        let split = split_place(text);
        let key = if split.district.is_empty() {
            split.village
        } else {
            split.district
        };
        find(&self.districts, &key, None)
    }

    /// Finds a village by its name (with or without `Ds.`, `Kel.`, RT/RW, `Kec. …`) or its code.
    ///
    /// A name which several districts have is [`Resolution::Many`] unless the district is given. A
    /// district which is itself not understood is as good as none.
    pub fn resolve(&self, village: &str, district: Option<&str>) -> Resolution {
        if let Some(code) = self.known_code(village, RegionLevel::Village) {
            return Resolution::One(code);
        }
        let split = split_place(village);
        if split.village.is_empty() {
            return Resolution::None {
                nearest: Vec::new(),
            };
        }
        let inside = district
            .and_then(|text| one(&self.resolve_district(text)))
            .or_else(|| one(&find(&self.districts, &split.district, None)));
        find(&self.villages, &split.village, inside)
    }

    fn known_code(&self, text: &str, level: RegionLevel) -> Option<RegionCode> {
        let starts = text
            .trim_start_matches(crate::text::is_ignorable)
            .starts_with(|c: char| c.is_ascii_digit());
        let code: RegionCode = if starts {
            text.parse().ok()?
        } else {
            return None;
        };
        (code.level() == level && self.by_code.contains_key(&code)).then_some(code)
    }
}

fn find(index: &Index, key: &str, inside: Option<RegionCode>) -> Resolution {
    let exact = index.exact(key);
    let mut here = exact.iter().copied().filter(|code| lies_in(*code, inside));
    match (here.next(), here.next()) {
        (Some(code), None) => return Resolution::One(code),
        (Some(_), Some(_)) => {
            return Resolution::Many(
                exact
                    .iter()
                    .copied()
                    .filter(|c| lies_in(*c, inside))
                    .collect(),
            );
        }
        (None, _) => {}
    }
    let near = index.near(key, tolerance(key.len()), inside);
    match *near.as_slice() {
        [] => suggest(index, key, exact),
        [code] => Resolution::One(code),
        _ => Resolution::Many(near),
    }
}

fn suggest(index: &Index, key: &str, elsewhere: &[RegionCode]) -> Resolution {
    let mut nearest = elsewhere.to_vec();
    if nearest.is_empty() && !key.is_empty() {
        nearest = index.near(key, tolerance(key.len()) + 1, None);
    }
    nearest.truncate(5);
    Resolution::None { nearest }
}

fn one(resolution: &Resolution) -> Option<RegionCode> {
    match resolution {
        Resolution::One(code) => Some(*code),
        Resolution::Many(_) | Resolution::None { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        text.parse().expect("a code")
    }

    #[test]
    fn the_embedded_table_is_whole() {
        let kendal = Gazetteer::kendal();
        let regency = code("33.24");
        assert_eq!(kendal.within(regency, RegionLevel::District).count(), 20);
        assert_eq!(kendal.within(regency, RegionLevel::Village).count(), 286);
        let wards = kendal
            .places()
            .iter()
            .filter(|p| p.kind == super::super::PlaceKind::Kelurahan);
        assert_eq!(wards.clone().count(), 20);
        assert!(wards.clone().all(|p| p.code.starts_with(&code("33.24.15"))));
        assert!(
            kendal
                .within(regency, RegionLevel::Village)
                .all(|p| p.centre.is_some() && p.postcode.is_some())
        );
        assert_eq!(kendal.name(&code("33")), Some("Jawa Tengah"));
    }

    #[test]
    fn every_village_is_found_by_its_own_name_and_district() {
        let kendal = Gazetteer::kendal();
        for place in kendal.within(code("33.24"), RegionLevel::Village) {
            let district = place
                .code
                .parent()
                .and_then(|d| kendal.name(&d))
                .expect("a district");
            for text in [
                place.name.to_string(),
                place.name.to_uppercase(),
                format!("Ds. {}", place.name),
            ] {
                assert_eq!(
                    kendal.resolve(&text, Some(district)),
                    Resolution::One(place.code),
                    "{text}"
                );
            }
            let line = format!("{} Kec. {district}", place.full_name());
            assert_eq!(
                kendal.resolve(&line, None),
                Resolution::One(place.code),
                "{line}"
            );
        }
    }

    #[test]
    fn a_name_of_several_districts_is_asked_about() {
        let kendal = Gazetteer::kendal();
        assert_eq!(
            kendal.resolve("Rejosari", None),
            Resolution::Many(vec![
                code("33.24.09.2008"),
                code("33.24.17.2014"),
                code("33.24.19.2005")
            ])
        );
        assert_eq!(
            kendal.resolve("Rejosari", Some("Ngampel")),
            Resolution::One(code("33.24.19.2005"))
        );
        assert_eq!(
            kendal.resolve("Rejosari", Some("Kec. Kangkung")),
            Resolution::One(code("33.24.17.2014"))
        );
        assert_eq!(
            kendal.resolve("Rejosari", Some("entah")),
            kendal.resolve("Rejosari", None)
        );
    }

    #[test]
    fn slips_of_the_pen_are_forgiven_if_only_one_village_is_meant() {
        let kendal = Gazetteer::kendal();
        for (text, district, expected) in [
            ("Tlogopayng", None, "33.24.01.2003"),
            ("Tlogo Payung", None, "33.24.01.2003"),
            ("TLOGOPAJUNG", None, "33.24.01.2003"),
            ("3324012003", None, "33.24.01.2003"),
            ("33.24.01.2003", None, "33.24.01.2003"),
            ("Rejosarie", Some("Ngampl"), "33.24.19.2005"),
        ] {
            assert_eq!(
                kendal.resolve(text, district),
                Resolution::One(code(expected)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_village_is_not_made_one() {
        let kendal = Gazetteer::kendal();
        for text in [
            "",
            "-",
            "Jakarta Selatan",
            "Dsn. Krajan",
            "99.99.99.9999",
            "xx",
        ] {
            assert!(
                matches!(kendal.resolve(text, None), Resolution::None { .. }),
                "{text}"
            );
        }
        assert_eq!(
            kendal.resolve("Tlogopayung", Some("Boja")),
            Resolution::None {
                nearest: vec![code("33.24.01.2003")]
            }
        );
    }

    #[test]
    fn a_point_finds_its_village() {
        let kendal = Gazetteer::kendal();
        let village = kendal
            .place(&code("33.24.01.2003"))
            .and_then(|p| p.centre)
            .expect("a centre");
        assert_eq!(
            kendal.nearest_village(village).map(|p| p.code),
            Some(code("33.24.01.2003"))
        );
    }
}
