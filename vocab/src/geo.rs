//! Points on the map.

use std::fmt;
use std::str::FromStr;

use crate::digits::as_digit;
use crate::macros::serde_as_text;

/// A point within Indonesia, kept in millionths of a degree (about 11 cm).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GeoPoint {
    lat_e6: i32,
    lng_e6: i32,
}

crate::domain_error! {
    /// Why a text is no point.
    GeoError {
        /// Nothing to read.
        Empty => "geo.empty", "Koordinat kosong.", "The coordinate is empty.";
        /// Not two numbers.
        Unknown { found: String } => "geo.unknown",
            "Koordinat \"{found}\" tidak dikenal; tulis lintang, bujur, misalnya -6.9219, 110.2036.",
            "Coordinate \"{found}\" is not understood; write latitude, longitude, for example -6.9219, 110.2036.";
        /// Not in Indonesia.
        Outside { found: String } => "geo.outside",
            "Koordinat \"{found}\" di luar Indonesia; periksa lintang dan bujur.",
            "Coordinate \"{found}\" is outside Indonesia; check latitude and longitude.";
        /// The decimal mark was lost.
        NoDecimals { found: String } => "geo.no_decimals",
            "Tanda desimal pada \"{found}\" hilang; format kolom sebagai teks lalu isi ulang.",
            "The decimal mark in \"{found}\" is lost; format the column as text and enter it again.";
    }
}

const LAT: std::ops::RangeInclusive<f64> = -11.5..=6.5;
const LNG: std::ops::RangeInclusive<f64> = 94.5..=141.5;

impl GeoPoint {
    /// A point from latitude and longitude in degrees; the two are swapped back if they were given
    /// the wrong way round, which is certain because Indonesia's ranges do not overlap.
    pub fn new(lat: f64, lng: f64) -> Result<Self, GeoError> {
        let found = || format!("{lat}, {lng}");
        if LAT.contains(&lat) && LNG.contains(&lng) {
            Ok(Self {
                lat_e6: micro(lat),
                lng_e6: micro(lng),
            })
        } else if LAT.contains(&lng) && LNG.contains(&lat) {
            Ok(Self {
                lat_e6: micro(lng),
                lng_e6: micro(lat),
            })
        } else if LAT.contains(&-lat) && lat > *LAT.end() && LNG.contains(&lng) {
            // A latitude above 6.5 exists in Indonesia only in the south: the minus was forgotten.
            Ok(Self {
                lat_e6: micro(-lat),
                lng_e6: micro(lng),
            })
        } else if lat.abs() > 1000.0 || lng.abs() > 1000.0 {
            Err(GeoError::NoDecimals { found: found() })
        } else {
            Err(GeoError::Outside { found: found() })
        }
    }

    /// Latitude in degrees, negative in the south.
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e6) / 1e6
    }

    /// Longitude in degrees.
    pub fn lng(self) -> f64 {
        f64::from(self.lng_e6) / 1e6
    }

    /// Distance in metres on a sphere; good to half a percent.
    pub fn metres_to(self, other: Self) -> f64 {
        const EARTH: f64 = 6_371_008.8;
        let (lat_a, lat_b) = (self.lat().to_radians(), other.lat().to_radians());
        let (d_lat, d_lng) = (lat_b - lat_a, (other.lng() - self.lng()).to_radians());
        let h =
            (d_lat / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * (d_lng / 2.0).sin().powi(2);
        2.0 * EARTH * h.sqrt().min(1.0).asin()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees within ±180 fit in millionths"
)]
fn micro(degrees: f64) -> i32 {
    (degrees * 1e6).round() as i32
}

impl FromStr for GeoPoint {
    type Err = GeoError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || GeoError::Unknown {
            found: text.trim().chars().take(60).collect(),
        };
        let body = from_link(text.trim());
        if body.trim_matches(crate::text::is_ignorable).is_empty() {
            return Err(GeoError::Empty);
        }
        let numbers = numbers(body).ok_or_else(unknown)?;
        match *numbers.as_slice() {
            // Survey tools write latitude, longitude, altitude, accuracy.
            [lat, lng] | [lat, lng, _] | [lat, lng, _, _] => Self::new(lat, lng),
            _ => Err(unknown()),
        }
    }
}

/// The coordinate part of a map link: after `@`, `q=` or `query=`.
fn from_link(text: &str) -> &str {
    if !text.starts_with("http") {
        return text;
    }
    let start = ["/@", "query=", "q=", "ll=", "destination="]
        .iter()
        .find_map(|mark| text.find(mark).map(|at| at + mark.len()));
    let part = start.and_then(|at| text.get(at..)).unwrap_or_default();
    let end = part
        .find(|c: char| !matches!(c, '0'..='9' | '-' | '.' | ',' | '+'))
        .unwrap_or(part.len());
    let part = part.get(..end).unwrap_or_default();
    // `@-6.92,110.20,17z`: the zoom is no coordinate.
    part.match_indices(',')
        .nth(1)
        .map_or(part, |(at, _)| part.get(..at).unwrap_or(part))
}

/// The numbers of a text, decimal or in degrees, minutes and seconds.
fn numbers(text: &str) -> Option<Vec<f64>> {
    let text = &replace_comma_decimals(text)?;
    let mut degrees: Vec<f64> = Vec::with_capacity(4);
    let mut rest = text.as_str();
    // Minutes (1/60) and seconds (1/3600) belong to the degree before them.
    let mut is_dms = false;
    loop {
        rest = rest.trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '/')
        });
        let Some(first) = rest.chars().next() else {
            break;
        };
        if first.is_alphabetic() {
            let end = rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            if is_south_or_west(word)? {
                let last = degrees.last_mut()?;
                *last = -last.abs();
            }
            rest = after.trim_start_matches([':', '=']);
            continue;
        }
        let end = rest
            .char_indices()
            .find(|(at, c)| {
                !(c.is_ascii_digit() || *c == '.' || (*at == 0 && matches!(c, '-' | '+')))
            })
            .map_or(rest.len(), |(at, _)| at);
        let (number, after) = rest.split_at(end);
        let value: f64 = number.parse().ok()?;
        let mark = after.trim_start().chars().next();
        match mark {
            Some('\u{b0}' | '\u{ba}') => {
                is_dms = true;
                degrees.push(value);
            }
            Some('\'' | '\u{2032}' | '\u{2019}') if is_dms => add_part(&mut degrees, value / 60.0)?,
            Some('"' | '\u{2033}' | '\u{201d}') if is_dms => {
                add_part(&mut degrees, value / 3600.0)?;
            }
            _ => degrees.push(value),
        }
        if degrees.len() > 4 {
            return None;
        }
        rest = after.trim_start_matches(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '\u{b0}'
                        | '\u{ba}'
                        | '\''
                        | '"'
                        | '\u{2032}'
                        | '\u{2033}'
                        | '\u{2019}'
                        | '\u{201d}'
                )
        });
    }
    Some(degrees)
}

fn add_part(degrees: &mut [f64], part: f64) -> Option<()> {
    let last = degrees.last_mut()?;
    *last += if last.is_sign_negative() { -part } else { part };
    Some(())
}

/// `S`, `LS` (lintang selatan); east, north and the names of the axes change nothing.
fn is_south_or_west(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "s" | "ls" | "selatan" => Some(true),
        "e" | "n" | "lu" | "bt" | "lat" | "lng" | "lon" | "long" | "latitude" | "longitude"
        | "lintang" | "bujur" | "timur" | "utara" => Some(false),
        _ => None,
    }
}

/// Makes `-7,05; 110,1` and `-7,05 110,1` and `-7,05, 110,1` into numbers with dots.
///
/// Commas are decimals only if there is no dot; then one comma which is followed by a blank or
/// stands between the pairs separates.
fn replace_comma_decimals(text: &str) -> Option<String> {
    let mut out: String = text
        .chars()
        .filter(|c| !crate::text::is_invisible(*c))
        .map(|c| match c {
            '\u{2212}' | '\u{2013}' => '-',
            c => as_digit(c).map_or(c, char::from),
        })
        .collect();
    let trimmed = out
        .trim_start_matches(['\'', '\u{2018}', '\u{2019}', '`'])
        .len();
    out.drain(..out.len() - trimmed);
    if out.contains('.') || !out.contains(',') {
        return Some(out);
    }
    let bytes = out.as_bytes();
    let digit_at = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let decimals: Vec<usize> = out
        .match_indices(',')
        .map(|(at, _)| at)
        .filter(|&at| at > 0 && digit_at(at - 1) && digit_at(at + 1))
        .collect();
    let chosen = match (decimals.len(), out.matches(',').count()) {
        // `-7,05,110,1`: first and third are decimals.
        (3, 3) => decimals.into_iter().step_by(2).collect(),
        (0, _) => return Some(out),
        // `-7,110`: whole degrees parted by a comma.
        (1, 1) if !out.trim().contains([' ', ';']) => return Some(out),
        (1 | 2, _) => decimals,
        _ => return None,
    };
    let mut fixed = out.clone();
    for at in chosen {
        fixed.replace_range(at..=at, ".");
    }
    Some(fixed)
}

/// `-6.921900,110.203600`, which every map service reads.
impl fmt::Display for GeoPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6},{:.6}", self.lat(), self.lng())
    }
}

serde_as_text!(GeoPoint, "latitude and longitude");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DomainError;

    #[test]
    fn reads_the_forms_people_write() {
        let expected = GeoPoint {
            lat_e6: -7_050_000,
            lng_e6: 110_100_000,
        };
        for text in [
            "-7.05, 110.1",
            "-7.05,110.1",
            "-7.05 110.1",
            "-7,05; 110,1",
            "-7,05 110,1",
            "-7,05, 110,1",
            "-7,05,110,1",
            "110.1, -7.05",
            "7.05, 110.1",
            "7.05 S, 110.1 E",
            "7°03'00\"S 110°06'00\"E",
            "7° 3' 0\" LS, 110° 6' 0\" BT",
            "-7.05 110.1 12.5 4.8",
            "(-7.05, 110.1)",
            "lat: -7.05, lng: 110.1",
            "https://www.google.com/maps/@-7.05,110.1,17z",
            "https://maps.google.com/?q=-7.05,110.1",
            "'-7.05, 110.1",
            "−7.05, 110.1",
        ] {
            assert_eq!(text.parse(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for (text, expected) in [
            ("", "geo.empty"),
            ("dekat masjid", "geo.unknown"),
            ("-7.05", "geo.unknown"),
            ("51.5, -0.12", "geo.outside"),
            ("-705123, 110123456", "geo.no_decimals"),
        ] {
            assert_eq!(
                text.parse::<GeoPoint>().map_err(|e| e.code()),
                Err(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn measures_distances() {
        let kendal: GeoPoint = "-6.9165,110.2092".parse().expect("a point");
        let boja: GeoPoint = "-7.1074,110.2988".parse().expect("a point");
        assert!((kendal.metres_to(boja) - 23_400.0).abs() < 300.0);
    }
}
