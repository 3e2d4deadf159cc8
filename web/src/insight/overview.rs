//! The regency by district, and a district by village.

use axum::extract::{Path, State};
use center::{
    Permission,
    insight::{self, Area, Overview},
    registry::palette::{Online, Standing, key},
};
use rulebook::Stage;
use vocab::{RegionCode, RegionLevel};

use super::{
    map::{self, Dot},
    pages::{Cell, OverviewPage, Place, StageLine},
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    hall::view::Figure,
    page::{Answer, page},
};

/// `GET /insight`
pub(crate) async fn regency(State(app): State<App>, frame: Frame) -> Answer {
    // An account that is bound to a district, or to a village in it, has that district for its whole.
    if let Some(own) = frame
        .actor
        .scope
        .and_then(|own| own.at(RegionLevel::District))
    {
        return district(State(app), frame, Path(own.to_string())).await;
    }
    let seen = insight::overview(&app.hall, &frame.actor, None).await?;
    let words = Words {
        app: &app,
        frame: &frame,
        district: None,
    };
    page(&OverviewPage {
        heading: frame.t("insight-title"),
        up: None,
        by: frame.t("insight-by-district"),
        map: words.map(&seen),
        ..words.page(&seen)
    })
}

/// `GET /insight/{district}`
pub(crate) async fn district(
    State(app): State<App>,
    frame: Frame,
    Path(code): Path<String>,
) -> Answer {
    let code: RegionCode = code.parse().map_err(|_| Refusal::NotFound)?;
    let known = app.hall.gazetteer().name(&code).is_some()
        && code.level() == RegionLevel::District
        && code.as_str().starts_with(&frame.actor.regency);
    if !known {
        return Err(Refusal::NotFound);
    }
    let seen = insight::overview(&app.hall, &frame.actor, Some(code)).await?;
    let words = Words {
        app: &app,
        frame: &frame,
        district: Some(code),
    };
    page(&OverviewPage {
        heading: frame.t1("insight-district", "name", &seen.whole.name),
        up: frame
            .actor
            .scope
            .is_none()
            .then(|| frame.t("insight-title")),
        by: frame.t("insight-by-village"),
        map: None,
        ..words.page(&seen)
    })
}

struct Words<'a> {
    app: &'a App,
    frame: &'a Frame,
    district: Option<RegionCode>,
}

impl<'a> Words<'a> {
    fn page(&self, seen: &Overview) -> OverviewPage<'a> {
        let frame = self.frame;
        let measures = ["insight-businesses", "insight-offline", "insight-no-nib"];
        OverviewPage {
            f: frame,
            heading: String::new(),
            up: None,
            today: frame.date(&self.app.hall.clock().today()),
            total: seen.whole.businesses(),
            figures: figures(frame, &seen.whole),
            by: String::new(),
            measures: measures.map(|key| frame.t(key)).into(),
            places: seen.parts.iter().map(|area| self.place(area)).collect(),
            stages: self.stages(&seen.whole),
            map: None,
        }
    }

    fn list(&self, filter: &str) -> String {
        if !self.frame.may(Permission::SeeRegistry) {
            return String::new();
        }
        let place = self
            .district
            .map(|code| format!("district={code}"))
            .unwrap_or_default();
        let both = [place.as_str(), filter];
        let query: Vec<&str> = both.into_iter().filter(|part| !part.is_empty()).collect();
        format!("/registry?{}", query.join("&"))
    }

    fn place(&self, area: &Area) -> Place {
        let whole = area.name.is_empty();
        let region = match self.district {
            _ if whole => String::new(),
            Some(_) => format!("village={}", area.region),
            None => format!("district={}", area.region),
        };
        let cell = |n: i64, filter: &str| Cell {
            text: self.frame.number(n),
            href: if n == 0 || whole {
                String::new()
            } else {
                self.list(&join(&region, filter))
            },
        };
        let share = area.count(&key::online(Online::Yes));
        let known = share + area.count(&key::online(Online::No));
        Place {
            name: if whole {
                self.frame.t("insight-unplaced")
            } else {
                area.name.clone()
            },
            href: if self.district.is_none() && !whole {
                format!("/insight/{}", area.region)
            } else {
                String::new()
            },
            cells: vec![
                cell(area.businesses(), ""),
                cell(area.count(&key::online(Online::No)), "online=no"),
                cell(open_nib(area), "lacks=nib"),
            ],
            share: self.frame.percent(share, known),
            width: (share * 100).checked_div(known).unwrap_or(0),
        }
    }

    fn stages(&self, area: &Area) -> Vec<StageLine> {
        let all = area.businesses();
        let ids = Stage::ALL.iter().copied().map(Some).chain([None]);
        ids.map(|stage| {
            let n = area.count(&key::stage(stage));
            let id = stage.map_or("done", Stage::id);
            StageLine {
                label: stage.map_or_else(
                    || self.frame.t("stage-all-done"),
                    |stage| stage.label(self.frame.lang).to_owned(),
                ),
                value: self.frame.number(n),
                href: if n == 0 {
                    String::new()
                } else {
                    self.list(&format!("stage={id}"))
                },
                width: (n * 100).checked_div(all).unwrap_or(0),
            }
        })
        .collect()
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of a district are far below 2^52"
    )]
    fn map(&self, seen: &Overview) -> Option<String> {
        let dots: Vec<Dot> = seen
            .parts
            .iter()
            .filter_map(|area| {
                let code: RegionCode = area.region.parse().ok()?;
                let place = self.app.hall.gazetteer().place(&code)?;
                let all = area.businesses();
                Some(Dot {
                    name: place.name.to_string(),
                    at: place.centre?,
                    count: all,
                    share: area.count(&key::online(Online::No)) as f64 / all.max(1) as f64,
                })
            })
            .collect();
        map::draw(&dots)
    }
}

fn join(one: &str, other: &str) -> String {
    if other.is_empty() {
        one.to_owned()
    } else {
        format!("{one}&{other}")
    }
}

/// Those of whom it is known that the NIB is missing; who has not been asked is not counted.
fn open_nib(area: &Area) -> i64 {
    area.count(&key::step(Standing::Open, "nib"))
}

/// The figures at the head of a page, only of what is known.
pub(crate) fn figures(frame: &Frame, area: &Area) -> Vec<Figure> {
    let figure = |value: i64, key: &str| Figure {
        value: frame.number(value),
        label: frame.t(key),
    };
    vec![
        figure(area.businesses(), "hall-figure-businesses"),
        figure(area.count(&key::online(Online::No)), "hall-figure-offline"),
        figure(area.count(&key::online(Online::Yes)), "hall-figure-online"),
        figure(open_nib(area), "hall-figure-no-nib"),
    ]
}
