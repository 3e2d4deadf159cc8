//! Pictures of mentoring as SVG: the spider of an assessment, the line of growth, the way of a day. Each has the same
//! figures beside it in words, so it may be left out by whoever cannot see it.

use std::f64::consts::TAU;
use std::fmt::Write as _;

use vocab::GeoPoint;

/// One axis: its name, the value now and at the start, 0 to 100.
pub(super) struct Axis {
    pub(super) name: String,
    pub(super) now: f64,
    pub(super) first: Option<f64>,
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[expect(clippy::cast_precision_loss, reason = "a picture has few parts")]
fn real(n: usize) -> f64 {
    n as f64
}

const RADIUS: f64 = 120.0;
const MIDDLE: (f64, f64) = (240.0, 165.0);

fn spoke(at: usize, of: usize, reach: f64) -> (f64, f64) {
    let angle = TAU * real(at) / real(of.max(1)) - TAU / 4.0;
    (
        MIDDLE.0 + reach * angle.cos(),
        MIDDLE.1 + reach * angle.sin(),
    )
}

fn ring(axes: &[Axis], reach: impl Fn(&Axis) -> f64) -> String {
    let mut points = String::new();
    for (at, axis) in axes.iter().enumerate() {
        let (x, y) = spoke(at, axes.len(), reach(axis));
        let _ = write!(points, "{x:.1},{y:.1} ");
    }
    points
}

/// The spider of an assessment; none for fewer than three axes, which make no area.
pub(super) fn radar(axes: &[Axis]) -> Option<String> {
    if axes.len() < 3 {
        return None;
    }
    let mut svg =
        String::from(r#"<svg viewBox="0 0 480 330" aria-hidden="true" focusable="false">"#);
    for part in [0.25, 0.5, 0.75, 1.0] {
        let points = ring(axes, |_| RADIUS * part);
        let _ = write!(
            svg,
            r#"<polygon points="{points}" fill="none" stroke="var(--line)"/>"#
        );
    }
    if axes.iter().any(|axis| axis.first.is_some()) {
        let points = ring(axes, |axis| RADIUS * axis.first.unwrap_or(0.0) / 100.0);
        let _ = write!(
            svg,
            r#"<polygon points="{points}" fill="none" stroke="var(--soga)" stroke-width="2" stroke-dasharray="5 4"/>"#
        );
    }
    let points = ring(axes, |axis| RADIUS * axis.now / 100.0);
    let _ = write!(
        svg,
        r#"<polygon points="{points}" fill="var(--indigo)" fill-opacity="0.25" stroke="var(--indigo)" stroke-width="2"/>"#
    );
    for (at, axis) in axes.iter().enumerate() {
        let (x, y) = spoke(at, axes.len(), RADIUS + 16.0);
        let anchor = if (x - MIDDLE.0).abs() < 12.0 {
            "middle"
        } else if x < MIDDLE.0 {
            "end"
        } else {
            "start"
        };
        let _ = write!(
            svg,
            r#"<text x="{x:.1}" y="{:.1}" text-anchor="{anchor}">{}</text>"#,
            y + 4.0,
            escape(&axis.name)
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// A line through totals of 0 to 100, each with what stands below it; none for fewer than two.
pub(super) fn line(points: &[(String, f64)]) -> Option<String> {
    if points.len() < 2 {
        return None;
    }
    let (width, height, left, top) = (520.0, 190.0, 40.0, 16.0);
    let (inner_width, inner_height) = (width - 2.0 * left, height - top - 44.0);
    let step = inner_width / real(points.len() - 1);
    let place = |at: usize, total: f64| {
        (
            left + step * real(at),
            top + inner_height * (1.0 - total / 100.0),
        )
    };
    let mut svg = format!(
        r#"<svg viewBox="0 0 {width:.0} {height:.0}" aria-hidden="true" focusable="false">"#
    );
    for part in [0.0, 50.0, 100.0] {
        let (_, y) = place(0, part);
        let _ = write!(
            svg,
            r#"<path d="M{left} {y:.1}H{:.1}" stroke="var(--line)"/><text x="{:.1}" y="{:.1}" text-anchor="end">{part:.0}</text>"#,
            width - left,
            left - 6.0,
            y + 4.0
        );
    }
    let mut way = String::new();
    for (at, (_, total)) in points.iter().enumerate() {
        let (x, y) = place(at, *total);
        let _ = write!(way, "{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" });
    }
    let _ = write!(
        svg,
        r#"<path d="{way}" fill="none" stroke="var(--indigo)" stroke-width="3"/>"#
    );
    let shown = points.len().div_ceil(5);
    for (at, (label, total)) in points.iter().enumerate() {
        let (x, y) = place(at, *total);
        let _ = write!(
            svg,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="5" fill="var(--indigo)"/>"#
        );
        let anchor = match at {
            0 => "start",
            at if at + 1 == points.len() => "end",
            _ => "middle",
        };
        if at % shown == 0 || at + 1 == points.len() {
            let _ = write!(
                svg,
                r#"<text x="{x:.1}" y="{:.1}" text-anchor="{anchor}">{}</text>"#,
                height - 12.0,
                escape(label)
            );
        }
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// The way of a day: start, stops by their numbers, and the lines between.
pub(super) fn way(start: Option<GeoPoint>, stops: &[GeoPoint]) -> Option<String> {
    let all: Vec<GeoPoint> = start.into_iter().chain(stops.iter().copied()).collect();
    let west = all.iter().map(|at| at.lng()).fold(f64::INFINITY, f64::min);
    let east = all
        .iter()
        .map(|at| at.lng())
        .fold(f64::NEG_INFINITY, f64::max);
    let north = all
        .iter()
        .map(|at| at.lat())
        .fold(f64::NEG_INFINITY, f64::max);
    let south = all.iter().map(|at| at.lat()).fold(f64::INFINITY, f64::min);
    let (width, margin) = (560.0, 30.0);
    // A kilometre at least, so that two neighbours do not fill the map.
    let span = (east - west).max(0.01);
    let scale = (width - 2.0 * margin) / span;
    let height = ((north - south) * scale + 2.0 * margin).clamp(120.0, 700.0);
    if stops.len() < 2 || !scale.is_finite() {
        return None;
    }
    let tall = ((north - south) * scale).max(1.0);
    let squeeze = ((height - 2.0 * margin) / tall).min(1.0);
    let place = |at: GeoPoint| {
        (
            margin + (at.lng() - west) * scale * squeeze,
            margin + (north - at.lat()) * scale * squeeze,
        )
    };
    let mut svg = format!(
        r#"<svg viewBox="0 0 {width:.0} {height:.0}" aria-hidden="true" focusable="false">"#
    );
    let mut path = String::new();
    for (at, point) in all.iter().enumerate() {
        let (x, y) = place(*point);
        let _ = write!(path, "{}{x:.1} {y:.1}", if at == 0 { "M" } else { "L" });
    }
    let _ = write!(
        svg,
        r#"<path d="{path}" fill="none" stroke="var(--soga)" stroke-width="2" stroke-dasharray="6 4"/>"#
    );
    if let Some(start) = start {
        let (x, y) = place(start);
        let _ = write!(
            svg,
            r#"<rect x="{:.1}" y="{:.1}" width="16" height="16" fill="var(--teak)"/>"#,
            x - 8.0,
            y - 8.0
        );
    }
    for (at, point) in stops.iter().enumerate() {
        let (x, y) = place(*point);
        let _ = write!(
            svg,
            r#"<circle cx="{x:.1}" cy="{y:.1}" r="12" fill="var(--indigo)"/><text class="on-dot" x="{x:.1}" y="{:.1}" text-anchor="middle">{}</text>"#,
            y + 5.0,
            at + 1
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(name: &str) -> Axis {
        Axis {
            name: name.to_owned(),
            now: 50.0,
            first: Some(25.0),
        }
    }

    #[test]
    fn a_spider_has_a_word_for_every_axis_and_a_dashed_line_for_the_start() {
        let svg = radar(&[axis("Mutu <b>"), axis("Kemasan"), axis("Legalitas")]).unwrap();
        assert_eq!(svg.matches("<text").count(), 3);
        assert!(
            svg.contains("stroke-dasharray") && !svg.contains("<b>") && !svg.contains("style=")
        );
        assert!(radar(&[axis("a"), axis("b")]).is_none());
    }

    #[test]
    fn a_line_needs_two_points_and_a_way_two_stops() {
        let points = [("a".to_owned(), 10.0), ("b".to_owned(), 60.0)];
        assert_eq!(line(&points).unwrap().matches("<circle").count(), 2);
        assert!(line(&points[..1]).is_none());
        let stop = |lng: f64| GeoPoint::new(-7.0, lng).unwrap();
        let drawn = way(Some(stop(110.0)), &[stop(110.1), stop(110.2)]).unwrap();
        assert_eq!(drawn.matches("<circle").count(), 2);
        assert!(way(None, &[stop(110.1)]).is_none());
    }
}
