//! Who does not sell online yet, by area, product and readiness.

use axum::extract::{RawQuery, State};
use center::{
    Permission,
    registry::{
        campaign::{self, Filter as Asked},
        palette::Online,
    },
};
use rulebook::Stage;

use super::pages::{Area, NotOnlinePage};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
    plan::view::Choice,
    registry::{address::Address, pages::Filter, wanted},
};

const HERE: &str = "/registry/not-online";
/// What of an address narrows this page; the same words as on the registry's list.
const NAMES: [&str; 5] = ["district", "village", "kind", "stage", "online"];

/// `GET /registry/not-online`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Answer {
    let address = Address::read(&query.unwrap_or_default());
    page(&form(&app, &frame, &address, Vec::new()).await?)
}

/// What an address, or the form of a new campaign, asks for.
pub(super) fn asked(app: &App, address: &Address) -> Asked {
    let query = wanted::query(app, address);
    Asked {
        region: query.region,
        kind: query.kind,
        stage: query.stage.flatten(),
        asked: query.online == [Online::No],
    }
}

pub(super) async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    address: &Address,
    problems: Vec<String>,
) -> center::Result<NotOnlinePage<'a>> {
    let asked = asked(app, address);
    let found = campaign::not_online(&app.hall, &frame.actor, &asked).await?;
    let given: Vec<(String, String)> = NAMES
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), address.get(name)?.to_owned())))
        .collect();
    let bare = given
        .iter()
        .fold(Address::default(), |bare, (name, value)| {
            bare.with(name, value)
        });
    let listed = if asked.asked {
        bare.clone()
    } else {
        bare.with("online", "not")
    };
    let within = if asked.region.is_some() {
        "village"
    } else {
        "district"
    };
    Ok(NotOnlinePage {
        f: frame,
        summary: frame.count("offline-summary", number(found.total)),
        total: found.total,
        list_href: listed.href("/registry"),
        may_export: frame.may(Permission::Export) && found.total > 0,
        export_query: listed.query(),
        problems,
        filters: filters(app, frame, address),
        areas: found
            .areas
            .into_iter()
            .map(|(code, name, n)| Area {
                href: bare.with(within, code.as_str()).href(HERE),
                name,
                n: frame.number(number(n)),
            })
            .collect(),
        may_create: frame.may(Permission::ManageCampaigns),
        given,
    })
}

fn number(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The registry's own selects, those that make sense here, with readiness said in words of this page.
fn filters(app: &App, frame: &Frame, address: &Address) -> Vec<Filter> {
    let mut filters = wanted::filters(app, frame, address);
    filters.retain(|filter| NAMES.contains(&filter.name));
    for filter in &mut filters {
        match filter.name {
            "stage" => {
                filter.label = frame.t("offline-ready");
                filter.choices.retain(|choice| choice.id != "done");
                for choice in &mut filter.choices {
                    if let Some(stage) = Stage::from_id(&choice.id) {
                        choice.label = readiness(frame, stage);
                    }
                }
            }
            "kind" => filter.label = frame.t("offline-product"),
            "online" => {
                let chosen = address.get("online") == Some("no");
                filter.label = frame.t("offline-asked");
                filter.choices = vec![
                    Choice::new("", frame.t("registry-any")).chosen_if(!chosen),
                    Choice::new("no", frame.t("offline-asked-no")).chosen_if(chosen),
                ];
            }
            _ => {}
        }
    }
    filters
}

fn readiness(frame: &Frame, stage: Stage) -> String {
    match stage {
        Stage::Marketing | Stage::Growth => frame.t("offline-ready-yes"),
        stage => frame.t1("offline-ready-first", "stage", stage.label(frame.lang)),
    }
}
