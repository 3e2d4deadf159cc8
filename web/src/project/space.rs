//! The rooms of the centre, and whether they fit on the parcel.

use axum::extract::State;
use center::project::space::{self, Programme, Room};

use super::{
    pick,
    plan_pages::{RoomRow, SpacePage, Verdict},
};
use crate::{
    App, format,
    frame::Frame,
    page::{Answer, page},
};

fn square_metres(area: f64) -> String {
    format!("{} m²", format::decimal(area, 0))
}

fn percent(share: f64) -> String {
    format!("{}%", format::decimal(share * 100.0, 1))
}

/// `GET /project/space`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let made = space::space(&app.hall, &frame.actor).await?;
    page(&SpacePage {
        f: &frame,
        rooms: made.rooms.iter().map(|room| row(&frame, room)).collect(),
        sums: sums(&frame, &made),
        coverage: Verdict {
            word: percent(made.coverage),
            tone: tone(made.covers_little_enough()),
            text: frame.t1("space-kdb", "limit", percent(made.rules.kdb)),
        },
        green: Verdict {
            word: percent(made.green_m2 / made.rules.site_m2),
            tone: tone(made.stays_green()),
            text: frame.t1("space-kdh", "limit", percent(made.rules.kdh)),
        },
        source: made.rules.source.clone(),
    })
}

fn tone(holds: bool) -> &'static str {
    if holds { "good" } else { "bad" }
}

fn row(frame: &Frame, room: &Room) -> RoomRow {
    let demand = room.counted.map_or_else(
        || frame.t("space-fixed"),
        |counted| {
            let counted = frame.number(counted);
            let at_once = format::decimal(room.at_once, 0);
            frame.t2("space-demand", ("counted", &counted), ("at_once", &at_once))
        },
    );
    RoomRow {
        name: pick(frame, &room.rule.label.both()),
        demand,
        area: square_metres(room.area_m2),
        outdoor: room.rule.outdoor,
        source: room.rule.source.clone(),
    }
}

fn sums(frame: &Frame, made: &Programme) -> Vec<(String, String)> {
    vec![
        (frame.t("space-inside"), square_metres(made.inside_m2)),
        (
            frame.t1("space-gross", "share", percent(made.rules.circulation)),
            square_metres(made.gross_m2),
        ),
        (
            frame.t1(
                "space-footprint",
                "storeys",
                format::decimal(made.rules.storeys, 0),
            ),
            square_metres(made.footprint_m2),
        ),
        (frame.t("space-outdoor"), square_metres(made.outdoor_m2)),
        (
            frame.t1("space-green", "site", square_metres(made.rules.site_m2)),
            square_metres(made.green_m2),
        ),
    ]
}
