//! The engine at work, on a thread of its own.

use std::collections::HashMap;
use std::time::Duration;

use linkage::{Decision, LinkError, Options, Progress, Stage, link};
use store::registry::outside::{self, Work};
use tokio::sync::watch;
use uuid::Uuid;

use super::LinkingError;
use super::tables::{Records, failed, specification};
use crate::error::Result;
use crate::hall::Hall;

/// Two records that the engine holds for one, or worth a look.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) left: Uuid,
    pub(super) right: Uuid,
    pub(super) probability: f64,
    pub(super) weight: f64,
    /// The reasons, as JSON.
    pub(super) reasons: String,
}

/// What readers have decided before: it teaches the weights and overrules them.
pub(super) type Decided = Vec<((Uuid, Uuid), bool)>;

/// What is compared, and from which probabilities a pair is a link or worth a look.
#[derive(Debug)]
pub(super) struct Sides {
    pub(super) left: Records,
    /// None to compare the left side with itself.
    pub(super) right: Option<Records>,
    pub(super) decided: Decided,
    pub(super) accept: f64,
    pub(super) review: f64,
}

/// How often what the engine is busy with is written down.
const TELL: Duration = Duration::from_millis(500);

/// Compares two lists, or one with itself, and tells meanwhile how far that is. An empty side has no pairs.
pub(super) async fn compare(hall: &Hall, sides: Sides, work: Work) -> Result<Vec<Found>> {
    let empty = |side: &Records| side.ids.is_empty();
    if empty(&sides.left) || sides.right.as_ref().is_some_and(empty) {
        return Ok(Vec::new());
    }
    let (sender, mut told) = watch::channel(None);
    let mut found = tokio::task::spawn_blocking(move || {
        compare_now(sides, &|stage, done, total| {
            sender.send_replace(Some((stage, done, total)));
        })
    });
    loop {
        tokio::select! {
            found = &mut found => return Ok(found??),
            () = tokio::time::sleep(TELL) => {
                let now = told.has_changed().is_ok_and(|changed| changed);
                let now = now.then(|| *told.borrow_and_update()).flatten();
                if let Some(now) = now {
                    tell(hall, work, now).await?;
                }
            }
        }
    }
}

async fn tell(hall: &Hall, work: Work, (stage, done, total): (Stage, u64, u64)) -> Result<()> {
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    let stage = outside::Stage {
        word: word(stage).to_owned(),
        done: count(done),
        total: count(total),
    };
    let mut tx = hall.db().write().await?;
    outside::tell_stage(&mut tx, work, &stage).await?;
    Ok(tx.commit().await?)
}

/// The word under which a stage of the engine is kept.
const fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Prepare => "prepare",
        Stage::Candidates => "candidates",
        Stage::Compare => "compare",
        Stage::Learn => "learn",
        Stage::Decide => "decide",
    }
}

fn compare_now(
    sides: Sides,
    progress: Progress<'_>,
) -> std::result::Result<Vec<Found>, LinkingError> {
    let (left, left_ids, left_filled) = sides.left.into_table().map_err(failed)?;
    let right = sides.right.map(Records::into_table).transpose();
    let right = right.map_err(failed)?;
    let right_filled = right.as_ref().map_or(left_filled, |right| right.2);
    let right_ids = right.as_ref().map_or(&left_ids, |right| &right.1);
    let specification = specification(left_filled, right_filled);
    let options = Options {
        threshold: sides.accept.min(1.0),
        review: sides.review,
        decisions: decisions(&left_ids, right_ids, &sides.decided),
        ..Options::default()
    };
    let table = right.as_ref().map(|right| &right.0);
    let linkage = match link(&left, table, &specification, &options, progress) {
        Ok(linkage) => linkage,
        // Two lists without one column in common have no pairs.
        Err(LinkError::NothingToCompare) => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::with_capacity(linkage.links().len());
    for one in linkage.links() {
        let (row, other) = linkage.rows(one);
        if let (Some(a), Some(b)) = (left_ids.get(row), right_ids.get(other)) {
            // Within one list the pair is told by its lower id first, whichever the engine saw first.
            let (a, b) = if table.is_none() && a > b {
                (b, a)
            } else {
                (a, b)
            };
            found.push(Found {
                left: *a,
                right: *b,
                probability: one.probability,
                weight: one.weight,
                reasons: reasons(&linkage.explain(one)),
            });
        }
    }
    found.sort_by_key(|one| (one.left, one.right));
    Ok(found)
}

fn reasons(explanation: &linkage::Explanation) -> String {
    let reasons: Vec<_> = explanation
        .reasons
        .iter()
        // Hashes of NIKs say nothing to a reader; the verdict does.
        .map(|reason| serde_json::json!({ "field": reason.field, "verdict": reason.verdict, "weight": (reason.weight * 10.0).round() / 10.0 }))
        .collect();
    serde_json::to_string(&reasons).unwrap_or_else(|_| "[]".to_owned())
}

fn decisions(left: &[Uuid], right: &[Uuid], decided: &Decided) -> Vec<Decision> {
    if decided.is_empty() {
        return Vec::new();
    }
    let rows = |ids: &[Uuid]| -> HashMap<Uuid, usize> {
        ids.iter().enumerate().map(|(row, id)| (*id, row)).collect()
    };
    let (left, right) = (rows(left), rows(right));
    decided
        .iter()
        .filter_map(|((a, b), same)| {
            Some(Decision {
                left: *left.get(a)?,
                right: *right.get(b)?,
                same: *same,
            })
        })
        .collect()
}
