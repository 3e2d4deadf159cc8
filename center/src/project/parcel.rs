//! A parcel of land: read from GeoJSON, KML or a list of corners; refused when it crosses itself; its area on the
//! ellipsoid. Pure.

use geographiclib_rs::{Geodesic, PolygonArea, Winding};
use quick_xml::events::Event;
use serde_json::{Value as Json, json};
use vocab::GeoPoint;

use super::error::ProjectError;

/// More corners than any surveyed parcel has.
const MOST_CORNERS: usize = 2_000;

/// A parcel with its outer boundary and holes. Rings are not closed: the last corner is not the first again.
#[derive(Debug, Clone, PartialEq)]
pub struct Parcel {
    rings: Vec<Vec<GeoPoint>>,
    swapped: bool,
}

type Degrees = (f64, f64);

impl Parcel {
    /// Reads GeoJSON (`{`), KML (`<`), or one corner a line (latitude, longitude).
    pub fn read(text: &str) -> Result<Self, ProjectError> {
        let text = text.trim_start_matches('\u{feff}').trim();
        let parcels = match text.chars().next() {
            None => return Err(ProjectError::ParcelEmpty),
            Some('{') => from_geojson(text)?,
            Some('<') => from_kml(text)?,
            Some(_) => vec![vec![from_lines(text)?]],
        };
        let count = parcels.len();
        let mut parcels = parcels.into_iter();
        match (parcels.next(), count) {
            (Some(rings), 1) => Self::build(&rings),
            _ => Err(ProjectError::ParcelCount { count }),
        }
    }

    /// Longitude and latitude in degrees, ring by ring.
    fn build(rings: &[Vec<Degrees>]) -> Result<Self, ProjectError> {
        let corners: usize = rings.iter().map(Vec::len).sum();
        if corners > MOST_CORNERS {
            return Err(ProjectError::ParcelTooFine { count: corners });
        }
        // In Indonesia no longitude can be a latitude, so a first figure that is one shows that the two were swapped.
        let swapped = rings
            .iter()
            .flatten()
            .any(|(lng, lat)| lng.abs() < 20.0 && lat.abs() > 90.0);
        let mut made = Vec::with_capacity(rings.len());
        for ring in rings {
            made.push(corners_of(ring)?);
        }
        let parcel = Self {
            rings: made,
            swapped,
        };
        parcel.check()?;
        Ok(parcel)
    }

    fn check(&self) -> Result<(), ProjectError> {
        for ring in &self.rings {
            if let Some((first, second)) = crossing(ring) {
                return Err(ProjectError::ParcelCrosses {
                    first: first + 1,
                    second: second + 1,
                });
            }
        }
        if let Some((outer, holes)) = self.rings.split_first() {
            let inside = |hole: &Vec<GeoPoint>| hole.iter().all(|corner| holds(outer, *corner));
            if !holes.iter().all(inside) {
                return Err(ProjectError::ParcelHole);
            }
        }
        let hectares = self.area_m2() / 10_000.0;
        if !(0.01..=1_000.0).contains(&hectares) {
            let hectares = format!("{hectares:.4}");
            return Err(ProjectError::ParcelSize { hectares });
        }
        Ok(())
    }

    /// Square metres on the ellipsoid WGS 84, sides as geodesics, holes taken off.
    pub fn area_m2(&self) -> f64 {
        let areas = self.rings.iter().map(|ring| ring_area(ring));
        areas
            .enumerate()
            .map(|(at, area)| if at == 0 { area } else { -area })
            .sum()
    }

    /// The mean of the outer corners: near enough for distances to villages and a dot on a map.
    pub fn middle(&self) -> (f64, f64) {
        let outer = self.outer();
        let count = f64::from(u32::try_from(outer.len()).unwrap_or(u32::MAX)).max(1.0);
        let lat: f64 = outer.iter().map(|corner| corner.lat()).sum();
        let lng: f64 = outer.iter().map(|corner| corner.lng()).sum();
        (lat / count, lng / count)
    }

    /// The corners of the outer boundary.
    pub fn outer(&self) -> &[GeoPoint] {
        self.rings.first().map_or(&[], Vec::as_slice)
    }

    /// All rings, the outer boundary first.
    pub fn rings(&self) -> &[Vec<GeoPoint>] {
        &self.rings
    }

    /// Whether latitude and longitude were given the wrong way round and have been put right.
    pub fn swapped(&self) -> bool {
        self.swapped
    }

    /// As a GeoJSON geometry (RFC 7946: longitude first, rings closed).
    pub fn geojson(&self) -> Json {
        let ring = |ring: &Vec<GeoPoint>| -> Vec<[f64; 2]> {
            ring.iter()
                .chain(ring.first())
                .map(|corner| [corner.lng(), corner.lat()])
                .collect()
        };
        let rings: Vec<_> = self.rings.iter().map(ring).collect();
        json!({ "type": "Polygon", "coordinates": rings })
    }
}

fn ring_area(ring: &[GeoPoint]) -> f64 {
    let earth = Geodesic::wgs84();
    let mut area = PolygonArea::new(&earth, Winding::CounterClockwise);
    for corner in ring {
        area.add_point(corner.lat(), corner.lng());
    }
    let (_, square_metres, _) = area.compute(true);
    square_metres.abs()
}

/// Corners without repetitions, at least three.
fn corners_of(ring: &[Degrees]) -> Result<Vec<GeoPoint>, ProjectError> {
    let mut corners: Vec<GeoPoint> = Vec::with_capacity(ring.len());
    for &(lng, lat) in ring {
        let corner = GeoPoint::new(lat, lng).map_err(|_| ProjectError::ParcelElsewhere {
            found: format!("{lat}, {lng}"),
        })?;
        if corners.last() != Some(&corner) {
            corners.push(corner);
        }
    }
    while corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    if corners.len() < 3 {
        let count = corners.len();
        return Err(ProjectError::ParcelCorners { count });
    }
    Ok(corners)
}

/// Two sides of a ring that touch or cross though they are not neighbours (or neighbours that fold back), by their
/// positions. Exact: corners are whole millionths of a degree, so the products are whole numbers.
fn crossing(ring: &[GeoPoint]) -> Option<(usize, usize)> {
    let whole: Vec<(i64, i64)> = ring
        .iter()
        .map(|corner| (micro(corner.lng()), micro(corner.lat())))
        .collect();
    let side = |at: usize| (whole[at], whole[(at + 1) % whole.len()]);
    for first in 0..whole.len() {
        for second in first + 1..whole.len() {
            let next = second == first + 1 || (first == 0 && second == whole.len() - 1);
            let meet = if next {
                folds_back(side(first), side(second))
            } else {
                sides_meet(side(first), side(second))
            };
            if meet {
                return Some((first, second));
            }
        }
    }
    None
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees within ±180 fit in millionths"
)]
fn micro(degrees: f64) -> i64 {
    (degrees * 1e6).round() as i64
}

type Point = (i64, i64);

/// Above 0 when c lies to the left of the way from a to b.
fn turn(a: Point, b: Point, c: Point) -> i128 {
    let (abx, aby) = (i128::from(b.0 - a.0), i128::from(b.1 - a.1));
    let (acx, acy) = (i128::from(c.0 - a.0), i128::from(c.1 - a.1));
    abx * acy - aby * acx
}

fn between(a: Point, b: Point, c: Point) -> bool {
    let within = |a: i64, b: i64, c: i64| (a.min(b)..=a.max(b)).contains(&c);
    within(a.0, b.0, c.0) && within(a.1, b.1, c.1)
}

fn sides_meet((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let (abc, abd) = (turn(a, b, c).signum(), turn(a, b, d).signum());
    let (cda, cdb) = (turn(c, d, a).signum(), turn(c, d, b).signum());
    if abc != abd && cda != cdb && abc * abd <= 0 && cda * cdb <= 0 {
        return true;
    }
    abc == 0 && between(a, b, c)
        || abd == 0 && between(a, b, d)
        || cda == 0 && between(c, d, a)
        || cdb == 0 && between(c, d, b)
}

/// Neighbours share one corner; they overlap when the other ends lie on one line on the same side of it.
fn folds_back((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let (shared, one, other) = if b == c { (b, a, d) } else { (a, b, c) };
    let along = i128::from(one.0 - shared.0) * i128::from(other.0 - shared.0)
        + i128::from(one.1 - shared.1) * i128::from(other.1 - shared.1);
    turn(shared, one, other) == 0 && along > 0
}

/// Whether a ring holds a point (even-odd rule).
fn holds(ring: &[GeoPoint], point: GeoPoint) -> bool {
    let (x, y) = (point.lng(), point.lat());
    let mut inside = false;
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        if (a.lat() > y) != (b.lat() > y) {
            let cut = a.lng() + (y - a.lat()) / (b.lat() - a.lat()) * (b.lng() - a.lng());
            inside ^= x < cut;
        }
    }
    inside
}

fn unreadable(reason: impl Into<String>) -> ProjectError {
    ProjectError::ParcelUnreadable {
        reason: reason.into(),
    }
}

fn from_lines(text: &str) -> Result<Vec<Degrees>, ProjectError> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| {
            let point: GeoPoint = line
                .parse()
                .map_err(|error: vocab::GeoError| unreadable(vocab::DomainError::id(&error)))?;
            Ok((point.lng(), point.lat()))
        })
        .collect()
}

/// The polygons of a GeoJSON text, wherever they stand in it.
fn from_geojson(text: &str) -> Result<Vec<Vec<Vec<Degrees>>>, ProjectError> {
    let json: Json = serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))?;
    let mut found = Vec::new();
    collect(&json, &mut found, 0)?;
    Ok(found)
}

fn collect(
    json: &Json,
    found: &mut Vec<Vec<Vec<Degrees>>>,
    depth: usize,
) -> Result<(), ProjectError> {
    if depth > 8 {
        return Err(unreadable("GeoJSON bersarang terlalu dalam"));
    }
    let list = |name: &str| json.get(name).and_then(Json::as_array);
    match json.get("type").and_then(Json::as_str) {
        Some("FeatureCollection") => list("features")
            .into_iter()
            .flatten()
            .try_for_each(|one| collect(one, found, depth + 1)),
        Some("GeometryCollection") => list("geometries")
            .into_iter()
            .flatten()
            .try_for_each(|one| collect(one, found, depth + 1)),
        Some("Feature") => json
            .get("geometry")
            .map_or(Ok(()), |one| collect(one, found, depth + 1)),
        Some("Polygon") => {
            found.push(rings(json.get("coordinates"))?);
            Ok(())
        }
        Some("MultiPolygon") => {
            for polygon in list("coordinates").into_iter().flatten() {
                found.push(rings(Some(polygon))?);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn rings(json: Option<&Json>) -> Result<Vec<Vec<Degrees>>, ProjectError> {
    let list = json
        .and_then(Json::as_array)
        .ok_or_else(|| unreadable("koordinat bidang kosong"))?;
    list.iter()
        .map(|ring| {
            let corners = ring.as_array().map_or(&[][..], Vec::as_slice);
            corners
                .iter()
                .map(|corner| {
                    let at = |index: usize| corner.get(index).and_then(Json::as_f64);
                    at(0)
                        .zip(at(1))
                        .ok_or_else(|| unreadable("sebuah sudut bukan dua angka"))
                })
                .collect()
        })
        .collect()
}

/// The polygons of a KML text: outer and inner boundaries are `coordinates` of longitude, latitude and, if it is there, height.
fn from_kml(text: &str) -> Result<Vec<Vec<Vec<Degrees>>>, ProjectError> {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut found, mut polygon, mut inside, mut within_polygon) =
        (Vec::new(), Vec::new(), false, false);
    let mut words = String::new();
    loop {
        match reader
            .read_event()
            .map_err(|error| unreadable(error.to_string()))?
        {
            Event::Eof => break,
            Event::Start(tag) => match tag.local_name().as_ref() {
                "Polygon" => (polygon, within_polygon) = (Vec::new(), true),
                "coordinates" if within_polygon => (inside, words) = (true, String::new()),
                _ => {}
            },
            Event::Text(piece) if inside => {
                words.push_str(&piece);
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "coordinates" if inside => {
                    polygon.push(tuples(&words)?);
                    inside = false;
                }
                "Polygon" => {
                    found.push(std::mem::take(&mut polygon));
                    within_polygon = false;
                }
                _ => {}
            },
            _ => {}
        }
    }
    Ok(found)
}

fn tuples(words: &str) -> Result<Vec<Degrees>, ProjectError> {
    words
        .split_whitespace()
        .map(|word| {
            let mut figures = word.split(',').map(str::parse::<f64>);
            match (figures.next(), figures.next()) {
                (Some(Ok(lng)), Some(Ok(lat))) => Ok((lng, lat)),
                _ => Err(unreadable(format!("\"{word}\""))),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// About 100 m by 100 m in Kendal.
    const SQUARE: &str = "-6.92, 110.20\n-6.92, 110.2009\n-6.9209, 110.2009\n-6.9209, 110.20\n";

    #[test]
    fn corners_geojson_and_kml_say_the_same() {
        let lines = Parcel::read(SQUARE).unwrap();
        let json = Parcel::read(&lines.geojson().to_string()).unwrap();
        let kml = "<?xml version=\"1.0\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><Placemark>\
            <Polygon><outerBoundaryIs><LinearRing><coordinates>110.20,-6.92,0 110.2009,-6.92,0 110.2009,-6.9209,0 \
            110.20,-6.9209,0 110.20,-6.92,0</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>";
        let kml = Parcel::read(kml).unwrap();
        assert_eq!(lines, json);
        assert_eq!(lines, kml);
        assert!(!lines.swapped());
    }

    #[test]
    fn the_area_is_that_of_the_ellipsoid() {
        // 0.0009° at 6.92° south: 99.53 m along the meridian, 99.48 m along the parallel (WGS 84 series).
        let area = Parcel::read(SQUARE).unwrap().area_m2();
        assert!((area - 99.526 * 99.466).abs() < 5.0, "{area}");
        assert!(area < 10_000.0, "a parcel of 0.0009° is no hectare");
    }

    #[test]
    fn a_hole_is_taken_off_and_must_lie_inside() {
        let with = |hole: [[f64; 2]; 4]| {
            let outer = [
                [110.2, -6.93],
                [110.21, -6.93],
                [110.21, -6.92],
                [110.2, -6.92],
            ];
            json!({"type": "Polygon", "coordinates": [outer, hole]}).to_string()
        };
        let inside = [
            [110.202, -6.928],
            [110.204, -6.928],
            [110.204, -6.926],
            [110.202, -6.926],
        ];
        let whole = Parcel::read(&with(inside)).unwrap().area_m2();
        let share = whole
            / (Parcel::read("-6.93,110.2\n-6.93,110.21\n-6.92,110.21\n-6.92,110.2")
                .unwrap()
                .area_m2());
        assert!((share - 0.96).abs() < 1e-4, "{share}");
        let outside = inside.map(|[lng, lat]| [lng + 0.05, lat]);
        assert_eq!(Parcel::read(&with(outside)), Err(ProjectError::ParcelHole));
    }

    #[test]
    fn a_bow_tie_is_refused_with_the_sides_that_cross() {
        let bow = "-6.92, 110.20\n-6.9209, 110.2009\n-6.92, 110.2009\n-6.9209, 110.20\n";
        assert_eq!(
            Parcel::read(bow),
            Err(ProjectError::ParcelCrosses {
                first: 1,
                second: 3
            })
        );
        let spike = "-6.92, 110.20\n-6.92, 110.21\n-6.92, 110.205\n-6.93, 110.205\n";
        assert!(matches!(
            Parcel::read(spike),
            Err(ProjectError::ParcelCrosses { .. })
        ));
    }

    #[test]
    fn swapped_coordinates_are_put_right_and_said() {
        let swapped = json!({"type": "Polygon", "coordinates": [[[-6.92, 110.2], [-6.92, 110.2009], [-6.9209, 110.2009], [-6.9209, 110.2]]]});
        let parcel = Parcel::read(&swapped.to_string()).unwrap();
        assert!(parcel.swapped());
        assert_eq!(parcel.outer(), Parcel::read(SQUARE).unwrap().outer());
    }

    #[test]
    fn what_is_no_parcel_is_refused_with_its_reason() {
        for (text, code) in [
            ("", "project.parcel_empty"),
            ("{", "project.parcel_unreadable"),
            ("<kml>", "project.parcel_count"),
            ("a\nb", "project.parcel_unreadable"),
            ("-6.9,110.2\n-6.91,110.2", "project.parcel_corners"),
            (
                "{\"type\":\"Point\",\"coordinates\":[110,-7]}",
                "project.parcel_count",
            ),
            (
                "-6.9,110.2\n-6.9,110.7\n-7.4,110.7\n-7.4,110.2",
                "project.parcel_size",
            ),
            (
                "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1]]]}",
                "project.parcel_elsewhere",
            ),
            (
                "{\"type\":\"Polygon\",\"coordinates\":[[[\"x\",0]]]}",
                "project.parcel_unreadable",
            ),
        ] {
            let error = Parcel::read(text).unwrap_err();
            assert_eq!(vocab::DomainError::code(&error), code, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_panics(text in "\\PC{0,200}") {
            let _ = Parcel::read(&text);
        }

        /// Corners in order around a middle never cross, whatever their distances; their area does not depend on
        /// where the list begins or in which direction it goes.
        #[test]
        fn a_star_is_a_parcel(radii in proptest::collection::vec(0.0005_f64..0.002, 5..24), turn in 0_usize..24) {
            let count = radii.len();
            let corner = |(at, radius): (usize, &f64)| {
                #[expect(clippy::cast_precision_loss, reason = "a small count")]
                let angle = std::f64::consts::TAU * at as f64 / count as f64;
                format!("{:.6}, {:.6}", -6.95 + radius * angle.sin(), 110.2 + radius * angle.cos())
            };
            let mut lines: Vec<String> = radii.iter().enumerate().map(corner).collect();
            let parcel = Parcel::read(&lines.join("\n")).unwrap();
            lines.rotate_left(turn % count);
            lines.reverse();
            let again = Parcel::read(&lines.join("\n")).unwrap();
            prop_assert!((parcel.area_m2() - again.area_m2()).abs() < 1e-3);
        }
    }
}
