//! The engine at work, on a thread of its own.

use std::collections::HashMap;

use linkage::{Decision, LinkError, Options, link, silent};
use uuid::Uuid;

use super::LinkingError;
use super::tables::{Records, failed, specification};
use crate::error::Result;

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

/// Compares two lists, or one with itself. An empty side has no pairs.
pub(super) async fn compare(
    left: Records,
    right: Option<Records>,
    decided: Decided,
    accept: f64,
    review: f64,
) -> Result<Vec<Found>> {
    if left.ids.is_empty() || right.as_ref().is_some_and(|right| right.ids.is_empty()) {
        return Ok(Vec::new());
    }
    Ok(
        tokio::task::spawn_blocking(move || compare_now(left, right, &decided, accept, review))
            .await??,
    )
}

fn compare_now(
    left: Records,
    right: Option<Records>,
    decided: &Decided,
    accept: f64,
    review: f64,
) -> std::result::Result<Vec<Found>, LinkingError> {
    let (left, left_ids, left_filled) = left.into_table().map_err(failed)?;
    let right = right.map(Records::into_table).transpose().map_err(failed)?;
    let right_filled = right.as_ref().map_or(left_filled, |right| right.2);
    let right_ids = right.as_ref().map_or(&left_ids, |right| &right.1);
    let specification = specification(left_filled, right_filled);
    let options = Options {
        threshold: accept.min(1.0),
        review,
        decisions: decisions(&left_ids, right_ids, decided),
        ..Options::default()
    };
    let table = right.as_ref().map(|right| &right.0);
    let linkage = match link(&left, table, &specification, &options, &silent) {
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
