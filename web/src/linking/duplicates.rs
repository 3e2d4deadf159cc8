//! Businesses that may stand in the registry twice, and those that were merged.

use axum::extract::{Path, State};
use center::registry::linking::{
    duplicates::{self, Named},
    merge,
};
use vocab::MergeId;

use super::{
    pages::{DuplicatesPage, Two},
    review::percent,
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    page::{Answer, go_noting, page},
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
    page(&DuplicatesPage {
        f: &frame,
        pairs: pairs.collect(),
        merges: merges.collect(),
    })
}

/// `POST /registry/duplicates/seek`
pub(crate) async fn seek(State(app): State<App>, frame: Frame) -> Answer {
    duplicates::look_for(&app.hall, &frame.actor).await?;
    go_noting(HERE, "note-duplicates-sought")
}

/// `POST /registry/merges/{merge}/undo`
pub(crate) async fn unmerge(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
) -> Answer {
    let id: MergeId = id.parse().map_err(|_| Refusal::NotFound)?;
    merge::unmerge(&app.hall, &frame.actor, id).await?;
    go_noting(HERE, "note-merge-undone")
}
