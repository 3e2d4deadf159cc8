//! Businesses that may stand in the registry twice, and those that were merged.

use axum::{
    Form,
    extract::{Path, State},
};
use center::registry::linking::{
    duplicates::{self, Named, Search, SearchState},
    merge,
};
use serde::Deserialize;
use vocab::{MergeId, Message, SearchId};

use super::{
    edition::parts,
    pages::{DuplicatesPage, Running, Two},
    review::percent,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, own_path, page, say},
    progress::{Step, events},
};

const SHOWN: u32 = 100;
const HERE: &str = "/registry/duplicates";

/// `GET /registry/duplicates`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    let pairs = duplicates::waiting(&app.hall, &frame.actor, SHOWN).await?;
    let merges = duplicates::merges(&app.hall, &frame.actor, SHOWN).await?;
    let pairs = pairs.into_iter().map(|Named { what, names }| {
        let [left_name, right_name] = names;
        Two {
            id: what.id.to_string(),
            left: what.other().map(|id| id.to_string()).unwrap_or_default(),
            left_name,
            right: what.business.to_string(),
            right_name,
            when: percent(what.probability),
            stands: true,
        }
    });
    let merges = merges.into_iter().map(|Named { what, names }| {
        let [left_name, right_name] = names;
        Two {
            id: what.id.to_string(),
            left: what.merged.to_string(),
            // While it is merged it has no name of its own.
            left_name: if left_name.is_empty() {
                frame.t("duplicates-merged-one")
            } else {
                left_name
            },
            right: what.kept.to_string(),
            right_name,
            when: frame.moment(&what.merged_at),
            stands: what.undone_at.is_none(),
        }
    });
    let search = duplicates::newest(&app.hall, &frame.actor).await?;
    let running = search
        .as_ref()
        .filter(|search| search.state == SearchState::Running)
        .map(|search| running(&frame, search));
    let problems = search
        .as_ref()
        .filter(|search| search.state == SearchState::Failed)
        .map(|search| failure(&frame, search));
    page(&DuplicatesPage {
        f: &frame,
        problems: problems.into_iter().collect(),
        may_seek: frame.actor.scope.is_none() && running.is_none(),
        running,
        last: search.and_then(|search| last(&frame, &search)),
        pairs: pairs.collect(),
        merges: merges.collect(),
    })
}

/// What the last search found.
fn last(frame: &Frame, search: &Search) -> Option<String> {
    let at = search.finished_at?;
    (search.state == SearchState::Done).then(|| {
        let found = frame.count("duplicates-found", search.proposed);
        frame.t2(
            "duplicates-last",
            ("when", &frame.moment(&at)),
            ("found", &found),
        )
    })
}

fn failure(frame: &Frame, search: &Search) -> String {
    let message = search.failure.as_deref();
    let message = message.and_then(|text| serde_json::from_str::<Message>(text).ok());
    message.map_or_else(
        || frame.t("duplicates-failed"),
        |message| say(frame.lang, &message),
    )
}

/// The parts of a search, in order.
const PARTS: [&str; 6] = [
    "prepare",
    "candidates",
    "compare",
    "learn",
    "decide",
    "write",
];

fn step(frame: &Frame, search: &Search) -> Step {
    let at = |word: &str| PARTS.iter().position(|part| *part == word);
    let (part, done, total, text) = match &search.stage {
        Some(stage) => {
            let words = frame.t(&format!("stage-{}", stage.word));
            (at(&stage.word), stage.done, stage.total, words)
        }
        None if search.pairs_at_most > 0 => {
            let words = frame.count("links-writing", search.pairs_at_most);
            (at("write"), search.done_pairs, search.pairs_at_most, words)
        }
        None => (at("prepare"), 0, 0, frame.t("duplicates-seeking")),
    };
    Step {
        done,
        total: (total > 0).then_some(total),
        text,
        finished: search.state != SearchState::Running,
        part,
    }
}

fn running(frame: &Frame, search: &Search) -> Running {
    let now = step(frame, search);
    Running {
        events: format!("{HERE}/searches/{}/events", search.id),
        parts: parts(frame, &PARTS, now.part),
        words: now.text,
        done: now.done,
        total: now.total,
    }
}

/// `GET /registry/duplicates/searches/{search}/events`
pub(crate) async fn follow(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: SearchId = id.parse().map_err(|_| Refusal::NotFound)?;
    let watched = duplicates::follow(&app.hall, &frame.actor, id).await?;
    Ok(events(watched, move |search| step(&frame, search)))
}

/// `POST /registry/duplicates/seek`
pub(crate) async fn seek(State(app): State<App>, frame: Frame) -> Answer {
    duplicates::look_for(&app.hall, &frame.actor).await?;
    go_noting(HERE, "note-duplicates-sought")
}

/// Where somebody comes from who takes a merge back.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    to: String,
}

/// `POST /registry/merges/{merge}/undo`
pub(crate) async fn unmerge(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(back): Form<Back>,
) -> Answer {
    let id: MergeId = id.parse().map_err(|_| Refusal::NotFound)?;
    merge::unmerge(&app.hall, &frame.actor, id).await?;
    let to = own_path(&back.to).unwrap_or(HERE);
    go_noting(to, "note-merge-undone")
}
