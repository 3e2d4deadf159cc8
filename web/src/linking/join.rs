//! Merging by hand: somebody knows that two businesses are one, searches the other, sees both side by side, and says so.

use std::collections::BTreeMap;

use axum::{
    Form,
    extract::{Path, Query, State},
};
use center::{
    ErrorKind,
    registry::{
        find::{self, Listed, Query as Sought},
        linking::merge,
        view::{self, BusinessView, FactView},
    },
};
use rulebook::Fact;
use serde::Deserialize;
use vocab::{BusinessId, DomainError};

use super::pages::{JoinPage, Joined, Other, SideBySidePage};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page, say, wrong},
    registry::{
        business::Words,
        groups,
        list::{name, place},
    },
};

/// Others shown for a search.
const SHOWN: usize = 20;

/// What is searched for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    q: Option<String>,
}

fn read(id: &str) -> Result<BusinessId, Refusal> {
    id.parse().map_err(|_| Refusal::NotFound)
}

/// `GET /registry/{business}/merge`
pub(crate) async fn search(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let seen = view::view(&app.hall, &frame.actor, read(&id)?).await?;
    // Nobody has typed anything yet: whoever has a like name is likely to be meant.
    let text = wanted
        .q
        .unwrap_or_else(|| seen.business.name.clone())
        .trim()
        .to_owned();
    let query = Sought {
        text: text.clone(),
        ..Sought::default()
    };
    let found = find::find(&app.hall, &frame.actor, &query, None, SHOWN + 1).await?;
    let own = seen.business.id;
    let others = found.rows.iter().filter(|row| row.id != own);
    page(&JoinPage {
        f: &frame,
        id: own.to_string(),
        name: name(&frame, &seen.business),
        place: place(&seen.business),
        query: text,
        others: others
            .take(SHOWN)
            .map(|row| other(&frame, own, row))
            .collect(),
    })
}

fn other(frame: &Frame, own: BusinessId, row: &Listed) -> Other {
    Other {
        href: format!("/registry/{own}/merge/{}", row.id),
        name: name(frame, row),
        owner: row.owner_name.clone().unwrap_or_default(),
        place: place(row),
    }
}

/// `GET /registry/{business}/merge/{other}`
pub(crate) async fn show(
    State(app): State<App>,
    frame: Frame,
    Path((one, other)): Path<(String, String)>,
) -> Answer {
    let both = both(&app, &frame, &one, &other).await?;
    page(&side_by_side(&app, &frame, &both, Vec::new()))
}

async fn both(
    app: &App,
    frame: &Frame,
    one: &str,
    other: &str,
) -> Result<[BusinessView; 2], Refusal> {
    let one = view::view(&app.hall, &frame.actor, read(one)?).await?;
    let other = view::view(&app.hall, &frame.actor, read(other)?).await?;
    Ok([one, other])
}

fn side_by_side<'a>(
    app: &App,
    frame: &'a Frame,
    both: &[BusinessView; 2],
    problems: Vec<String>,
) -> SideBySidePage<'a> {
    let words = Words { app, frame };
    let [left, right] = both.each_ref().map(|seen| {
        let known = seen.facts.iter();
        known
            .map(|known| (known.fact, known))
            .collect::<BTreeMap<Fact, &FactView>>()
    });
    let facts = groups::headings().into_iter().flat_map(|group| group.facts);
    let rows = facts.filter_map(|fact| {
        let (left, right) = (left.get(&fact), right.get(&fact));
        let shown = |known: Option<&&FactView>| {
            known.map_or_else(String::new, |known| words.value(fact, &known.value))
        };
        (left.is_some() || right.is_some()).then(|| {
            let (left, right) = (shown(left), shown(right));
            let (verdict, tone) = match (left.is_empty(), right.is_empty(), left == right) {
                // Two numbers that look the same with a mask on may still be two.
                (false, false, true) if fact.is_sealed() => ("verdict-alike", ""),
                (false, false, true) => ("verdict-same", "good"),
                (false, false, false) => ("verdict-different", "mind"),
                _ => ("merge-only", ""),
            };
            Joined {
                label: fact.label(frame.lang).to_owned(),
                marked: tone == "mind",
                verdict: frame.t(verdict),
                tone,
                left,
                right,
            }
        })
    });
    let [one, other] = both.each_ref().map(|seen| &seen.business);
    SideBySidePage {
        f: frame,
        id: one.id.to_string(),
        other: other.id.to_string(),
        name: name(frame, one),
        other_name: name(frame, other),
        same: one.id == other.id,
        problems,
        rows: rows.collect(),
    }
}

/// Whether the visitor ticked that they mean it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sure {
    sure: String,
}

/// `POST /registry/{business}/merge/{other}`
pub(crate) async fn merge(
    State(app): State<App>,
    frame: Frame,
    Path((one, other)): Path<(String, String)>,
    Form(sure): Form<Sure>,
) -> Answer {
    let both = both(&app, &frame, &one, &other).await?;
    if sure.sure != "yes" {
        let problems = vec![frame.t("merge-unsure")];
        return wrong(&side_by_side(&app, &frame, &both, problems));
    }
    let [one, other] = both.each_ref().map(|seen| seen.business.id);
    match merge::merge(&app.hall, &frame.actor, one, other).await {
        // Whichever stays: the address of the other leads to it.
        Ok(_) => go_noting(&format!("/registry/{one}"), "note-merged"),
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&side_by_side(&app, &frame, &both, problems))
        }
        Err(error) => Err(error.into()),
    }
}
