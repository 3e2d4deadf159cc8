//! Who was counted and never visited.

use axum::extract::{Query, State};
use center::{
    Permission,
    mentoring::neglect::{self, Group},
};
use serde::Deserialize;
use vocab::RegionCode;

use super::{
    kilometres,
    pages::{GroupLine, NeglectPage, WaitingLine},
};
use crate::{
    App, format,
    frame::Frame,
    hall::view::Figure,
    insight::map::{self, Dot},
    page::{Answer, page},
};

/// Which district.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    district: String,
}

/// `GET /mentoring/neglect`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let district: Option<RegionCode> = wanted.district.parse().ok();
    let report = neglect::report(&app.hall, &frame.actor, district).await?;
    let name = district
        .and_then(|code| app.hall.gazetteer().name(&code))
        .map(str::to_owned);
    let figure = |value: String, label: &str| Figure {
        value,
        label: frame.t(label),
    };
    let shown = |n: usize| frame.number(i64::try_from(n).unwrap_or(0));
    let (without, villages) = report.villages;
    page(&NeglectPage {
        f: &frame,
        district: name,
        figures: vec![
            figure(frame.number(report.all - report.visited), "neglect-never"),
            figure(
                format::percent(report.visited, report.all),
                "neglect-coverage",
            ),
            figure(
                format!("{} / {}", shown(without), shown(villages)),
                "neglect-villages",
            ),
        ],
        map: draw(&app, &report.areas),
        areas: report
            .areas
            .iter()
            .map(|group| {
                let href = if group.region.len() == 8 {
                    format!("/mentoring/neglect?district={}", group.region)
                } else {
                    format!("/registry?village={}", group.region)
                };
                line(&frame, group, group.name.clone(), href)
            })
            .collect(),
        groups: vec![
            (
                frame.t("neglect-by-sex"),
                groups(&frame, &report.sexes, "neglect-sex"),
            ),
            (
                frame.t("neglect-by-size"),
                groups(&frame, &report.sizes, "neglect-size"),
            ),
            (
                frame.t("neglect-by-distance"),
                groups(&frame, &report.distances, "neglect-distance"),
            ),
        ],
        waiting: report
            .waiting
            .iter()
            .map(|one| WaitingLine {
                id: one.id.to_string(),
                name: one.name.clone(),
                place: one.place.clone(),
                days: frame.number(one.days),
                nearest: one.nearest.as_ref().map_or_else(
                    || "–".to_owned(),
                    |(name, metres)| format!("{name} ({})", kilometres(*metres)),
                ),
            })
            .collect(),
        may_assign: frame.may(Permission::ManageMentoring),
    })
}

fn line(frame: &Frame, group: &Group, name: String, href: String) -> GroupLine {
    GroupLine {
        name,
        href,
        all: frame.number(group.all),
        never: frame.number(group.never()),
        share: format::percent(group.visited, group.all),
        width: if group.all > 0 {
            group.visited * 100 / group.all
        } else {
            0
        },
    }
}

/// Groups whose words are texts of their own: `{key}-{word}`.
fn groups(frame: &Frame, all: &[Group], key: &str) -> Vec<GroupLine> {
    all.iter()
        .map(|group| {
            line(
                frame,
                group,
                frame.t(&format!("{key}-{}", group.name)),
                String::new(),
            )
        })
        .collect()
}

/// The map of coverage: a dot for each area, the larger the more businesses, the darker the more of them were visited.
#[expect(clippy::cast_precision_loss, reason = "counts of one district")]
fn draw(app: &App, areas: &[Group]) -> Option<String> {
    let dots: Vec<Dot> = areas
        .iter()
        .filter(|group| group.all > 0)
        .filter_map(|group| {
            let code: RegionCode = group.region.parse().ok()?;
            Some(Dot {
                name: group.name.clone(),
                at: app.hall.gazetteer().place(&code)?.centre?,
                count: group.all,
                share: group.visited as f64 / group.all as f64,
            })
        })
        .collect();
    map::draw(&dots)
}
