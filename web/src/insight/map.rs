//! A simple picture of the regency: one dot for each district at its centre. The table above it
//! holds the same figures, so the picture may be left out by whoever cannot see it.

use std::fmt::Write as _;

use vocab::GeoPoint;

/// One dot.
pub(crate) struct Dot {
    pub(crate) name: String,
    pub(crate) at: GeoPoint,
    pub(crate) count: i64,
    /// Share of what is coloured, 0 to 1.
    pub(crate) share: f64,
}

const WIDTH: f64 = 720.0;
const MARGIN: f64 = 56.0;
const SMALLEST: f64 = 5.0;
const LARGEST: f64 = 26.0;

/// The picture, or none if fewer than two places have a centre.
pub(crate) fn draw(dots: &[Dot]) -> Option<String> {
    let bounds = Bounds::of(dots)?;
    let most = dots.iter().map(|dot| dot.count).max()?.max(1);
    let mut svg = format!(
        r#"<svg viewBox="0 0 {WIDTH} {:.0}" aria-hidden="true" focusable="false">"#,
        bounds.height()
    );
    let mut order: Vec<&Dot> = dots.iter().collect();
    // Large dots first, so that no small one is covered.
    order.sort_by_key(|dot| std::cmp::Reverse(dot.count));
    for dot in &order {
        let (x, y) = bounds.place(dot.at);
        let radius = radius(dot.count, most);
        let opacity = 0.25 + 0.7 * dot.share.clamp(0.0, 1.0);
        let _ = write!(
            svg,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="{radius:.1}" fill="var(--soga)" fill-opacity="{opacity:.2}" stroke="var(--teak)"/>"#
        );
    }
    for dot in &order {
        let (x, y) = bounds.place(dot.at);
        let below = y + radius(dot.count, most) + 12.0;
        let _ = write!(
            svg,
            r#"<text x="{x:.1}" y="{below:.1}">{}</text>"#,
            escape(&dot.name)
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// The area of a dot, not its width, is what the eye compares.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of one district are far below 2^52"
)]
fn radius(count: i64, most: i64) -> f64 {
    let part = (count.max(0) as f64 / most as f64).sqrt();
    SMALLEST + part * (LARGEST - SMALLEST)
}

struct Bounds {
    west: f64,
    north: f64,
    scale: f64,
    rows: f64,
}

impl Bounds {
    /// Near the equator a degree of longitude is as long as one of latitude (cos 7° = 0.99), so
    /// plain scaling keeps the regency's shape.
    fn of(dots: &[Dot]) -> Option<Self> {
        let first = dots.first()?;
        let start = (
            first.at.lng(),
            first.at.lng(),
            first.at.lat(),
            first.at.lat(),
        );
        let (west, east, south, north) = dots.iter().fold(start, |(w, e, s, n), dot| {
            (
                w.min(dot.at.lng()),
                e.max(dot.at.lng()),
                s.min(dot.at.lat()),
                n.max(dot.at.lat()),
            )
        });
        if east - west < 1e-6 {
            return None;
        }
        let scale = (WIDTH - 2.0 * MARGIN) / (east - west);
        Some(Self {
            west,
            north,
            scale,
            rows: (north - south) * scale,
        })
    }

    fn height(&self) -> f64 {
        self.rows + 2.0 * MARGIN
    }

    fn place(&self, at: GeoPoint) -> (f64, f64) {
        (
            MARGIN + (at.lng() - self.west) * self.scale,
            MARGIN + (self.north - at.lat()) * self.scale,
        )
    }
}

fn escape(name: &str) -> String {
    name.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(name: &str, lat: f64, lng: f64, count: i64) -> Dot {
        Dot {
            name: name.to_owned(),
            at: GeoPoint::new(lat, lng).unwrap(),
            count,
            share: 0.5,
        }
    }

    #[test]
    fn every_place_has_its_dot_and_its_name() {
        let dots = [
            dot("Weleri", -6.97, 110.07, 2000),
            dot("Boja", -7.10, 110.28, 10),
        ];
        let svg = draw(&dots).unwrap();
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(svg.contains(">Weleri<") && svg.contains(">Boja<"));
        assert!(
            !svg.contains("style="),
            "inline style is against the page's policy"
        );
    }

    #[test]
    fn a_single_place_is_no_map() {
        assert!(draw(&[dot("Weleri", -6.97, 110.07, 1)]).is_none());
        assert!(draw(&[]).is_none());
    }

    #[test]
    fn names_are_text() {
        let dots = [dot("<b>", -6.9, 110.0, 1), dot("B", -7.0, 110.2, 1)];
        assert!(!draw(&dots).unwrap().contains("<b>"));
    }
}
