//! The list of businesses: search, filters, pages.

use axum::extract::{RawQuery, State};
use center::{
    ErrorKind, Permission,
    registry::{
        find::{self, Listed, Listing, Sort},
        palette::Online,
    },
};
use rulebook::{Fact, Rulebook};
use vocab::{DomainError, Lang};

use super::{
    address::Address,
    pages::{Chip, Head, ListPage, Row},
    wanted,
};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page, say, wrong},
};

const PAGE: usize = 50;

/// `GET /registry`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    RawQuery(query): RawQuery,
) -> Answer {
    let address = Address::read(&query.unwrap_or_default());
    let query = wanted::query(&app, &address);
    let found = find::find(&app.hall, &frame.actor, &query, address.get("after"), PAGE).await;
    let chosen = wanted::chosen(&query);
    let mut shown = ListPage {
        f: &frame,
        heading: heading(&frame, &address, chosen),
        summary: String::new(),
        read_as: Vec::new(),
        problems: Vec::new(),
        add_href: frame
            .may(Permission::StateFacts)
            .then(|| "/registry/new".to_owned()),
        may_import: frame.may(Permission::Import),
        may_export: frame.may(Permission::Export),
        export_query: address.with("after", "").query(),
        query: query.text.clone(),
        filtered: chosen > 0,
        chosen,
        chips: chips(&frame, &address),
        filters: wanted::filters(&app, &frame, &address),
        heads: heads(&frame, query.sort, &address),
        rows: Vec::new(),
        first_href: address
            .get("after")
            .map(|_| address.with("after", "").href("/registry")),
        more_href: None,
    };
    match found {
        Ok(found) => {
            fill(&mut shown, &frame, &found, &app.hall.rulebook(), &address);
            page(&shown)
        }
        Err(error) if error.kind() == ErrorKind::Invalid => {
            shown.problems.push(say(frame.lang, &error.message()));
            wrong(&shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// The lists that are asked for every day.
const CHIPS: &[(&str, &str, &str)] = &[
    ("registry-any", "", ""),
    ("registry-offline", "online", "no"),
    ("registry-no-nib", "lacks", "nib"),
    ("registry-unasked", "online", "unknown"),
];

fn chips(frame: &Frame, address: &Address) -> Vec<Chip> {
    let bare = ["after", "online", "lacks"]
        .into_iter()
        .fold(address.clone(), |address, name| address.with(name, ""));
    CHIPS
        .iter()
        .map(|(label, name, value)| Chip {
            label: frame.t(label),
            href: bare.with(name, value).href("/registry"),
            current: if name.is_empty() {
                address.get("online").is_none() && address.get("lacks").is_none()
            } else {
                address.get(name) == Some(value)
            },
        })
        .collect()
}

fn heading(frame: &Frame, address: &Address, chosen: i64) -> String {
    let offline = matches!(address.get("online"), Some("no" | "not")) && chosen == 1;
    frame.t(if offline {
        "registry-offline"
    } else {
        "registry-title"
    })
}

fn fill(
    shown: &mut ListPage<'_>,
    frame: &Frame,
    found: &Listing,
    rules: &Rulebook,
    address: &Address,
) {
    let total = i64::try_from(found.total).unwrap_or(i64::MAX);
    shown.summary = frame.count("registry-found", total);
    shown.read_as = found
        .read_as
        .iter()
        .map(|(typed, readings)| {
            frame.t2(
                "registry-read-as",
                ("typed", typed),
                ("read", &readings.join(", ")),
            )
        })
        .collect();
    shown.rows = found
        .rows
        .iter()
        .map(|row| line(frame, row, rules))
        .collect();
    shown.more_href = found
        .next
        .as_ref()
        .map(|after| address.with("after", after).href("/registry"));
}

fn heads(frame: &Frame, sort: Sort, address: &Address) -> Vec<Head> {
    let by_name = Head {
        label: frame.t("registry-name"),
        href: address
            .with("after", "")
            .with("sort", "name")
            .href("/registry"),
        sort: if sort == Sort::Name { "ascending" } else { "" },
    };
    let others = [
        "registry-owner",
        "registry-place",
        "registry-activity",
        "registry-size",
        "registry-next",
        "registry-online",
    ];
    let others = others.map(|key| Head {
        label: frame.t(key),
        href: String::new(),
        sort: "",
    });
    std::iter::once(by_name).chain(others).collect()
}

fn line(frame: &Frame, row: &Listed, rules: &Rulebook) -> Row {
    let (online, tone) = online(frame, row.online);
    Row {
        id: row.id.to_string(),
        name: name(frame, row),
        owner: row.owner_name.clone().unwrap_or_default(),
        place: place(row),
        activity: activity(frame.lang, row, rules),
        size: row
            .size
            .map(|size| size.label(frame.lang).to_owned())
            .unwrap_or_default(),
        step: step(frame.lang, row, rules),
        online,
        online_tone: tone,
    }
}

/// The name as a heading; a business of which nobody noted the name still needs a link to press.
pub(crate) fn name(frame: &Frame, row: &Listed) -> String {
    if row.name.trim().is_empty() {
        frame.t("registry-noname")
    } else {
        row.name.clone()
    }
}

/// Village and district.
pub(crate) fn place(row: &Listed) -> String {
    let parts = [row.village.as_deref(), row.district.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What a business does, by its code of activity, in words if the rulebook has them; without a code, by the kind of
/// its product: most census rows have no code, and an empty column says less than "makanan olahan".
pub(crate) fn activity(lang: Lang, row: &Listed, rules: &Rulebook) -> String {
    let Some(code) = &row.kbli else {
        let fact = Fact::ProductKind;
        let kind = row.kind.as_deref().and_then(|id| fact.choice(id));
        return kind.map_or_else(String::new, |kind| fact.choice_label(kind, lang).to_owned());
    };
    let known = code.parse().ok().and_then(|code| rules.kbli().find(code));
    known.map_or_else(|| code.clone(), |known| known.title.get(lang).to_owned())
}

fn step(lang: Lang, row: &Listed, rules: &Rulebook) -> String {
    let id = row.now.first();
    let rule = id.and_then(|id| rules.versions(id).last());
    rule.map(|(_, rule)| rule.title.get(lang).to_owned())
        .unwrap_or_default()
}

/// Whether it sells online, in words, and the colour of the mark.
pub(crate) fn online(frame: &Frame, online: Online) -> (String, &'static str) {
    match online {
        Online::Yes => (frame.t("online-yes"), "good"),
        Online::No => (frame.t("online-no"), "mind"),
        Online::Unknown => (frame.t("online-unknown"), ""),
    }
}
