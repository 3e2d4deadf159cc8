//! What the first page shows.

use askama::Template;

use crate::{frame::Frame, plan::view::Choice};

/// The first page of the hall.
#[derive(Template)]
#[template(path = "hall/home.html")]
pub(crate) struct HomePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) kinds: Vec<Choice>,
    pub(crate) stages: Vec<Stage>,
    pub(crate) figures: Vec<Figure>,
}

/// One of the six stages.
pub(crate) struct Stage {
    pub(crate) label: String,
    pub(crate) text: String,
}

/// A number with what it counts.
#[derive(Debug, Clone)]
pub(crate) struct Figure {
    pub(crate) value: String,
    pub(crate) label: String,
}

#[cfg(test)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let stages = [
        "legality",
        "product-standard",
        "quality",
        "packaging",
        "marketing",
        "growth",
    ]
    .map(|id| Stage {
        label: id.to_owned(),
        text: f.t(&format!("stage-{id}-text")),
    });
    let page = HomePage {
        f,
        kinds: vec![
            Choice::new("processed_food", "Makanan olahan kemasan"),
            Choice::new("ready_food", "Warung, katering"),
        ],
        stages: stages.into(),
        figures: vec![
            Figure {
                value: "39.394".to_owned(),
                label: f.t("hall-figure-businesses"),
            },
            Figure {
                value: "27.118".to_owned(),
                label: f.t("hall-figure-offline"),
            },
        ],
    };
    let filled = page.render().unwrap();
    let empty = HomePage {
        figures: Vec::new(),
        ..page
    };
    vec![
        ("hall-home", filled),
        ("hall-home-empty", empty.render().unwrap()),
    ]
}
