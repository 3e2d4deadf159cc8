//! The page of the regency and of one district.

use askama::Template;

use crate::{frame::Frame, hall::view::Figure};

/// Counts by place.
#[derive(Template)]
#[template(path = "insight/overview.html")]
pub(crate) struct OverviewPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) heading: String,
    /// The name of the page above, for a district.
    pub(crate) up: Option<String>,
    pub(crate) today: String,
    pub(crate) total: i64,
    pub(crate) figures: Vec<Figure>,
    pub(crate) by: String,
    pub(crate) measures: Vec<String>,
    pub(crate) places: Vec<Place>,
    pub(crate) stages: Vec<StageLine>,
    pub(crate) map: Option<String>,
}

/// One place.
pub(crate) struct Place {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) cells: Vec<Cell>,
    pub(crate) share: String,
    /// Width of the bar, of 100.
    pub(crate) width: i64,
}

/// One count, leading to the businesses behind it.
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) href: String,
}

/// How many stand at one stage.
pub(crate) struct StageLine {
    pub(crate) label: String,
    pub(crate) value: String,
    pub(crate) href: String,
    pub(crate) width: i64,
}

#[cfg(test)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let page = |total| OverviewPage {
        f,
        heading: f.t("insight-title"),
        up: Some(f.t("insight-title")),
        today: "24 November 2026".to_owned(),
        total,
        figures: vec![Figure {
            value: "39.394".to_owned(),
            label: f.t("hall-figure-businesses"),
        }],
        by: f.t("insight-by-district"),
        measures: vec![
            f.t("insight-businesses"),
            f.t("insight-offline"),
            f.t("insight-no-nib"),
        ],
        places: vec![Place {
            name: "Weleri".to_owned(),
            href: "/insight/33.24.12".to_owned(),
            cells: ["2.114", "1.200", "900"]
                .map(|text| Cell {
                    text: text.to_owned(),
                    href: "/registry?district=33.24.12".to_owned(),
                })
                .into(),
            share: "12,5%".to_owned(),
            width: 12,
        }],
        stages: vec![StageLine {
            label: "Legalitas usaha".to_owned(),
            value: "20.000".to_owned(),
            href: "/registry?stage=legality".to_owned(),
            width: 50,
        }],
        map: None,
    };
    vec![
        ("insight", page(39_394).render().unwrap()),
        ("insight-empty", page(0).render().unwrap()),
    ]
}
