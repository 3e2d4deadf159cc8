//! The threshold curve as a drawing.

use super::{Evaluation, Point};
use std::fmt::Write as _;

/// Reads one measure of a point.
type Get = fn(&Point) -> f64;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const MARGIN: f64 = 44.0;

/// Precision, recall and F1 over the threshold, as SVG.
pub fn svg(evaluation: &Evaluation) -> String {
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-label=\"Precision, recall, F1\" font-family=\"sans-serif\" font-size=\"12\">\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
    );
    let low = lowest(&evaluation.curve);
    for step in 0..=4 {
        let value = low + (1.0 - low) * f64::from(step) / 4.0;
        let y = y(value, low);
        let right = WIDTH - MARGIN;
        let _ = write!(
            out,
            "<line x1=\"{MARGIN}\" x2=\"{right}\" y1=\"{y:.1}\" y2=\"{y:.1}\" stroke=\"#ddd\"/>\
             <text x=\"4\" y=\"{:.1}\">{value:.2}</text>",
            y + 4.0
        );
    }
    for tick in [0.5, 0.6, 0.7, 0.8, 0.9, 1.0] {
        let _ = write!(
            out,
            "<text x=\"{:.1}\" y=\"{}\">{tick:.1}</text>",
            x(tick) - 8.0,
            HEIGHT - 14.0
        );
    }
    let lines: [(&str, &str, Get); 3] = [
        ("precision", "#1b6ca8", |p| p.precision),
        ("recall", "#c2571a", |p| p.recall),
        ("F1", "#2d7d46", |p| p.f1),
    ];
    for (number, (name, color, get)) in lines.iter().enumerate() {
        let mut points = String::new();
        for point in evaluation.curve.iter().filter(|p| p.threshold >= 0.5) {
            let _ = write!(
                points,
                "{:.1},{:.1} ",
                x(point.threshold),
                y(get(point), low)
            );
        }
        let at = get(&evaluation.at_threshold);
        let _ = write!(
            out,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\
             <text x=\"{}\" y=\"20\" fill=\"{color}\">{name} {at:.4}</text>",
            points.trim_end(),
            MARGIN + 170.0 * number as f64
        );
    }
    let at = x(evaluation.at_threshold.threshold);
    let _ = write!(
        out,
        "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"30\" y2=\"{}\" stroke=\"#555\" stroke-dasharray=\"4 3\"/></svg>",
        HEIGHT - MARGIN
    );
    out
}

fn lowest(curve: &[Point]) -> f64 {
    let visible = curve.iter().filter(|p| p.threshold >= 0.5);
    let least = visible
        .flat_map(|p| [p.precision, p.recall, p.f1])
        .fold(0.9, f64::min);
    (least * 10.0).floor() / 10.0
}

fn x(threshold: f64) -> f64 {
    MARGIN + (threshold.clamp(0.5, 1.0) - 0.5) * 2.0 * (WIDTH - 2.0 * MARGIN)
}

fn y(value: f64, low: f64) -> f64 {
    HEIGHT - MARGIN - (value - low) / (1.0 - low).max(1e-9) * (HEIGHT - 2.0 * MARGIN)
}
