//! Charts as SVG: bars, stacked bars, places in the runs, a map. Colours tell groups apart also for
//! people who see colours differently, and every figure stands beside its bar as text.

use super::page::safe;
use crate::number::real;

/// Okabe and Ito's palette, made for colour-blind readers.
const COLOURS: [&str; 8] = [
    "#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#7f7f7f",
];

pub(super) fn colour(at: usize) -> &'static str {
    COLOURS.get(at % COLOURS.len()).copied().unwrap_or("#000")
}

const NAMES: f64 = 210.0;
const WIDTH: f64 = 430.0;
const LINE: f64 = 24.0;

fn svg(width: f64, height: f64, title: &str, inside: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" role=\"img\" \
         aria-label=\"{0}\"><title>{0}</title>{inside}</svg>\n",
        safe(title)
    )
}

fn name(text: &str, line: usize) -> String {
    let mut short: String = text.chars().take(28).collect();
    if short.chars().count() < text.chars().count() {
        short.push('…');
    }
    let y = real(line) * LINE + 17.0;
    format!(
        "<text x=\"{:.0}\" y=\"{y:.0}\" text-anchor=\"end\">{}</text>",
        NAMES - 8.0,
        safe(&short)
    )
}

/// Horizontal bars whose parts add up; the text stands at the end.
pub(super) fn stacked(title: &str, rows: &[(String, Vec<f64>, String)]) -> String {
    let longest = rows
        .iter()
        .map(|(_, parts, _)| parts.iter().sum::<f64>())
        .fold(f64::MIN_POSITIVE, f64::max);
    let mut inside = String::new();
    for (line, (label, parts, text)) in rows.iter().enumerate() {
        inside.push_str(&name(label, line));
        let (mut x, y) = (NAMES, real(line) * LINE + 4.0);
        for (part, value) in parts.iter().enumerate() {
            let width = value.max(0.0) / longest * WIDTH;
            inside.extend([format!(
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"17\" fill=\"{}\"/>",
                colour(part)
            )]);
            x += width;
        }
        inside.extend([format!(
            "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            x + 6.0,
            y + 13.0,
            safe(text)
        )]);
    }
    svg(
        NAMES + WIDTH + 70.0,
        real(rows.len()) * LINE + 6.0,
        title,
        &inside,
    )
}

/// How often each site took each place: the darker the more often.
pub(super) fn places(title: &str, rows: &[(String, Vec<f64>)]) -> String {
    let count = rows
        .iter()
        .map(|(_, shares)| shares.len())
        .max()
        .unwrap_or(1)
        .max(1);
    let cell = (WIDTH / real(count)).min(46.0);
    let mut inside = String::new();
    for place in 0..count {
        let x = NAMES + (real(place) + 0.5) * cell;
        inside.extend([format!(
            "<text x=\"{x:.1}\" y=\"17\" text-anchor=\"middle\">{}</text>",
            place + 1
        )]);
    }
    for (line, (label, shares)) in rows.iter().enumerate() {
        inside.push_str(&name(label, line + 1));
        let y = real(line + 1) * LINE;
        for (place, share) in shares.iter().enumerate() {
            let x = NAMES + real(place) * cell;
            inside.extend([format!(
                "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{cell:.1}\" height=\"{LINE}\" \
                 fill=\"#0072b2\" fill-opacity=\"{share:.3}\" stroke=\"#b9c3c9\"/>"
            )]);
            if *share >= 0.01 && cell >= 26.0 {
                let ink = if *share > 0.55 {
                    " style=\"fill:#fff\""
                } else {
                    ""
                };
                inside.extend([format!(
                    "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\"{ink}>{:.0}</text>",
                    x + cell / 2.0,
                    y + 16.0,
                    share * 100.0
                )]);
            }
        }
    }
    svg(
        NAMES + WIDTH + 10.0,
        real(rows.len() + 1) * LINE + 4.0,
        title,
        &inside,
    )
}

/// Sites on a plain map: north is up, one kilometre is equally long both ways.
pub(super) fn map(title: &str, spots: &[(String, f64, f64, usize)]) -> String {
    let fold = |pick: fn(&(String, f64, f64, usize)) -> f64| {
        spots
            .iter()
            .map(pick)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
    };
    let ((south, north), (west, east)) = (fold(|spot| spot.1), fold(|spot| spot.2));
    let squeeze = f64::midpoint(south, north).to_radians().cos();
    let (tall, broad) = (north - south, (east - west) * squeeze);
    let degrees = tall.max(broad).max(1e-4);
    let scale = 480.0 / degrees;
    let mut inside = String::from("<rect width=\"700\" height=\"560\" fill=\"#f4f7f8\"/>");
    for (label, lat, lon, place) in spots {
        let x = 40.0 + (lon - west) * squeeze * scale;
        let y = 40.0 + (north - lat) * scale;
        let fill = if *place == 1 { "#d55e00" } else { "#0072b2" };
        inside.extend([format!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"9\" fill=\"{fill}\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\" style=\"fill:#fff\">{place}</text>\
             <text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            y + 4.5,
            x + 13.0,
            y + 4.5,
            safe(label)
        )]);
    }
    inside.push_str(&ruler(scale));
    svg(700.0, 560.0, title, &inside)
}

/// A bar of a round number of kilometres.
fn ruler(scale: f64) -> String {
    let kilometre = scale / 111.195;
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0];
    let length = steps
        .into_iter()
        .rfind(|length| length * kilometre <= 160.0)
        .unwrap_or(0.1);
    let end = 40.0 + length * kilometre;
    format!(
        "<path d=\"M40 540V546H{end:.1}V540\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"2\"/>\
         <text x=\"{:.1}\" y=\"548\">{length} km</text>",
        end + 8.0
    )
}
