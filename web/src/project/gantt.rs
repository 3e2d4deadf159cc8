//! The programme as pictures: bars over months, and the S-curve. The tables beside them say the same.

use std::fmt::Write as _;

use center::project::task::{CurvePoint, Programme, TaskView};
use chrono::{Datelike, NaiveDate};
use vocab::Lang;

use super::draw::escape;

const LABELS: f64 = 250.0;
const WIDTH: f64 = 1000.0;
const ROW: f64 = 24.0;
const HEAD: f64 = 30.0;

/// Days on a line from left to right.
struct Axis {
    first: NaiveDate,
    days: f64,
    left: f64,
    right: f64,
}

impl Axis {
    fn new(first: NaiveDate, last: NaiveDate, left: f64, right: f64) -> Self {
        let days = u32::try_from((last - first).num_days()).unwrap_or(0);
        Self {
            first,
            days: f64::from(days.max(1)),
            left,
            right,
        }
    }

    fn at(&self, day: NaiveDate) -> f64 {
        let days = i32::try_from((day - self.first).num_days()).unwrap_or(0);
        let share = f64::from(days) / self.days;
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }

    /// The first days of months between, so many apart that their names have room.
    fn months(&self, last: NaiveDate) -> Vec<NaiveDate> {
        let all: Vec<NaiveDate> = self
            .first
            .iter_days()
            .take_while(|day| *day <= last)
            .filter(|day| day.day() == 1)
            .collect();
        let every = all.len().div_ceil(14).max(1);
        all.into_iter().step_by(every).collect()
    }
}

fn month(day: NaiveDate, lang: Lang) -> String {
    let name: String = vocab::date::month_name(day.month(), lang)
        .chars()
        .take(3)
        .collect();
    format!("{name} {:02}", day.year() % 100)
}

/// The bars of all tasks.
pub(super) fn bars(programme: &Programme, lang: Lang, label: &str) -> Option<String> {
    let starts = programme.tasks.iter();
    let first = starts.map(|one| one.planned.0.min(one.expected.0)).min()?;
    let ends = programme.tasks.iter();
    let last = ends.map(|one| one.planned.1.max(one.expected.1)).max()?;
    let axis = Axis::new(first, last, LABELS, WIDTH - 12.0);
    let rows = f64::from(u32::try_from(programme.tasks.len()).unwrap_or(0));
    let height = HEAD + rows * ROW + 8.0;
    let mut svg = format!(
        r#"<svg class="gantt" viewBox="0 0 {WIDTH} {height:.0}" role="img" aria-label="{}">"#,
        escape(label)
    );
    for day in axis.months(last) {
        let x = axis.at(day);
        let _ = write!(
            svg,
            r#"<path d="M{x:.1} {HEAD}V{height:.0}" stroke="var(--line)"/><text x="{:.1}" y="20">{}</text>"#,
            x + 2.0,
            month(day, lang)
        );
    }
    for (at, one) in (0_u32..).zip(&programme.tasks) {
        bar(&mut svg, &axis, one, HEAD + f64::from(at) * ROW);
    }
    let x = axis.at(programme.today);
    let _ = write!(
        svg,
        r#"<path d="M{x:.1} {HEAD}V{height:.0}" stroke="var(--brick)" stroke-width="2" stroke-dasharray="4 3"/></svg>"#
    );
    Some(svg)
}

fn bar(svg: &mut String, axis: &Axis, one: &TaskView, y: f64) {
    let name: String = one.task.name.chars().take(34).collect();
    let more = if one.task.name.chars().count() > 34 {
        "…"
    } else {
        ""
    };
    let _ = write!(
        svg,
        r#"<text x="4" y="{:.1}">{}{more}</text>"#,
        y + 16.0,
        escape(&name)
    );
    let ink = if one.critical {
        "var(--brick)"
    } else {
        "var(--indigo)"
    };
    let (left, right) = (axis.at(one.planned.0), axis.at(one.planned.1));
    // The plan is a thin line below, what is expected the bar itself.
    let _ = write!(
        svg,
        r#"<path d="M{left:.1} {:.1}H{:.1}" stroke="var(--line-strong)" stroke-width="3"/>"#,
        y + 20.0,
        right.max(left + 2.0)
    );
    let (left, right) = (axis.at(one.expected.0), axis.at(one.expected.1));
    if one.task.days == 0 {
        let _ = write!(
            svg,
            r#"<path d="M{right:.1} {:.1}l6 6-6 6-6-6z" fill="{ink}"/>"#,
            y + 4.0
        );
        return;
    }
    let wide = (right - left).max(3.0);
    let percent = i32::try_from(one.task.percent.clamp(0, 100)).unwrap_or(0);
    let done = wide * f64::from(percent) / 100.0;
    let _ = write!(
        svg,
        r#"<rect x="{left:.1}" y="{:.1}" width="{wide:.1}" height="12" rx="2" fill="{ink}" fill-opacity="0.3" stroke="{ink}"/><rect x="{left:.1}" y="{:.1}" width="{done:.1}" height="12" rx="2" fill="{ink}"/>"#,
        y + 5.0,
        y + 5.0
    );
}

/// The S-curve: plan as a line of dashes, reality in full.
pub(super) fn curve(points: &[CurvePoint], lang: Lang, label: &str) -> Option<String> {
    const HEIGHT: f64 = 260.0;
    let (first, last) = (points.first()?.on, points.last()?.on);
    if points.len() < 2 {
        return None;
    }
    let axis = Axis::new(first, last, 52.0, 700.0);
    let up = |share: f64| HEIGHT - 28.0 - share * (HEIGHT - 48.0);
    let mut svg = format!(
        r#"<svg class="gantt" viewBox="0 0 720 {HEIGHT}" role="img" aria-label="{}">"#,
        escape(label)
    );
    for percent in [0_u8, 25, 50, 75, 100] {
        let y = up(f64::from(percent) / 100.0);
        let _ = write!(
            svg,
            r#"<path d="M52 {y:.1}H700" stroke="var(--line)"/><text x="8" y="{:.1}">{percent}%</text>"#,
            y + 4.0
        );
    }
    for day in axis.months(last) {
        let _ = write!(
            svg,
            r#"<text x="{:.1}" y="{:.1}">{}</text>"#,
            axis.at(day),
            HEIGHT - 8.0,
            month(day, lang)
        );
    }
    let line = |shares: Vec<(NaiveDate, f64)>| {
        let mut path = String::new();
        for (at, (day, share)) in shares.iter().enumerate() {
            let _ = write!(
                path,
                "{}{:.1} {:.1}",
                if at == 0 { "M" } else { "L" },
                axis.at(*day),
                up(*share)
            );
        }
        path
    };
    let plan = line(points.iter().map(|one| (one.on, one.planned)).collect());
    let real = points.iter().filter_map(|one| Some((one.on, one.real?)));
    let real = line(real.collect());
    let _ = write!(
        svg,
        r#"<path d="{plan}" fill="none" stroke="var(--indigo)" stroke-width="2.5" stroke-dasharray="7 4"/><path d="{real}" fill="none" stroke="var(--leaf)" stroke-width="3"/></svg>"#
    );
    Some(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_has_a_line_for_the_plan_and_one_for_reality() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let point = |on: &str, planned, real| CurvePoint {
            on: day(on),
            planned,
            real,
        };
        let points = [
            point("2026-10-01", 0.0, Some(0.0)),
            point("2026-11-01", 0.5, Some(0.25)),
            point("2026-12-01", 1.0, None),
        ];
        let svg = curve(&points, Lang::Id, "Kurva S").unwrap();
        assert_eq!(svg.matches("stroke-dasharray").count(), 1);
        assert!(svg.contains("Nov 26") && !svg.contains("style="));
        assert!(curve(&points[..1], Lang::Id, "x").is_none());
    }
}
