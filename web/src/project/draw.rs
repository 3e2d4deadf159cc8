//! Pictures of land: one parcel by itself, and all sites among the villages. The tables beside them hold the same
//! figures.

use std::fmt::Write as _;

use vocab::GeoPoint;

const WIDTH: f64 = 640.0;
const MARGIN: f64 = 36.0;

/// A frame around points: near the equator a degree of longitude is as long as one of latitude but for its cosine.
struct Sheet {
    west: f64,
    north: f64,
    across: f64,
    scale: f64,
    height: f64,
}

impl Sheet {
    fn around(points: &[GeoPoint], tallest: f64) -> Option<Self> {
        let first = points.first()?;
        let start = (first.lng(), first.lng(), first.lat(), first.lat());
        let (west, east, south, north) = points.iter().fold(start, |(w, e, s, n), point| {
            (
                w.min(point.lng()),
                e.max(point.lng()),
                s.min(point.lat()),
                n.max(point.lat()),
            )
        });
        let across = first.lat().to_radians().cos();
        let (wide, high) = ((east - west) * across, north - south);
        if wide.max(high) < 1e-7 {
            return None;
        }
        let room = WIDTH - 2.0 * MARGIN;
        let scale = (room / wide).min((tallest - 2.0 * MARGIN) / high);
        Some(Self {
            west: west - (room / scale - wide) / 2.0 / across,
            north,
            across,
            scale,
            height: high * scale + 2.0 * MARGIN,
        })
    }

    fn place(&self, at: GeoPoint) -> (f64, f64) {
        (
            MARGIN + (at.lng() - self.west) * self.across * self.scale,
            MARGIN + (self.north - at.lat()) * self.scale,
        )
    }

    fn open(&self, label: &str) -> String {
        format!(
            r#"<svg viewBox="0 0 {WIDTH} {:.0}" role="img" aria-label="{}">"#,
            self.height,
            escape(label)
        )
    }
}

/// One parcel with the length of its sides.
pub(crate) fn parcel(rings: &[Vec<GeoPoint>], label: &str) -> Option<String> {
    let outer = rings.first()?;
    let sheet = Sheet::around(outer, 420.0)?;
    let mut path = String::new();
    for ring in rings {
        for (at, corner) in ring.iter().enumerate() {
            let (x, y) = sheet.place(*corner);
            let _ = write!(path, "{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" });
        }
        path.push('Z');
    }
    let mut svg = sheet.open(label);
    let _ = write!(
        svg,
        r#"<path d="{path}" fill="var(--soga-wash)" fill-rule="evenodd" stroke="var(--teak)" stroke-width="2"/>"#
    );
    // A surveyed boundary of many corners has sides too short to be labelled.
    if outer.len() <= 12 {
        for (one, other) in outer.iter().zip(outer.iter().cycle().skip(1)) {
            let (a, b) = (sheet.place(*one), sheet.place(*other));
            let (x, y) = (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1));
            let metres = one.metres_to(*other);
            let _ = write!(svg, r#"<text x="{x:.1}" y="{y:.1}">{metres:.0} m</text>"#);
        }
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// A site on the map.
pub(crate) struct Mark {
    pub(crate) code: String,
    pub(crate) at: GeoPoint,
    /// The one that is first.
    pub(crate) best: bool,
}

/// All sites among the villages of the regency.
pub(crate) fn sites(villages: &[GeoPoint], marks: &[Mark], label: &str) -> Option<String> {
    let all: Vec<GeoPoint> = villages
        .iter()
        .copied()
        .chain(marks.iter().map(|mark| mark.at))
        .collect();
    let sheet = Sheet::around(&all, 520.0)?;
    let mut svg = sheet.open(label);
    for village in villages {
        let (x, y) = sheet.place(*village);
        let _ = write!(
            svg,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="2.5" fill="var(--line-strong)"/>"#
        );
    }
    for mark in marks {
        let (x, y) = sheet.place(mark.at);
        let fill = if mark.best {
            "var(--leaf)"
        } else {
            "var(--indigo)"
        };
        let _ = write!(
            svg,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="7" fill="{fill}" stroke="var(--paper)" stroke-width="2"/><text x="{x:.1}" y="{:.1}">{}</text>"#,
            y - 11.0,
            escape(&mark.code)
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// Text within a picture.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(lat: f64, lng: f64) -> GeoPoint {
        GeoPoint::new(lat, lng).unwrap()
    }

    #[test]
    fn a_parcel_shows_its_sides_in_metres_and_stays_on_the_sheet() {
        let ring = vec![
            point(-6.92, 110.2),
            point(-6.92, 110.2009),
            point(-6.9209, 110.2009),
            point(-6.9209, 110.2),
        ];
        let svg = parcel(&[ring], "Lokasi <A>").unwrap();
        assert_eq!(
            svg.matches("100 m").count() + svg.matches("99 m").count(),
            4
        );
        assert!(svg.contains("Lokasi &lt;A>") && !svg.contains("style="));
    }

    #[test]
    fn all_sites_in_one_place_are_no_map() {
        let mark = Mark {
            code: "A".to_owned(),
            at: point(-6.9, 110.2),
            best: true,
        };
        assert!(sites(&[], &[mark], "x").is_none());
    }
}
