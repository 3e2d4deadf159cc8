//! What a run of the linkage changes against what is there: a pure function, so that the same list twice changes
//! nothing, and a reader's word is never overruled by the engine's.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use store::registry::pair::{Pair, PairKind, PairState};
use uuid::Uuid;
use vocab::id::{BusinessId, EditionId, PairId, SourceId};

use super::compare::Found;

/// What an edition changed, told at its end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Changes {
    /// Rows that were not there before.
    pub rows_new: i64,
    /// Rows that say something else than before.
    pub rows_changed: i64,
    /// Rows as before.
    pub rows_same: i64,
    /// Rows that are no longer there.
    pub rows_gone: i64,
    /// Rows without any name.
    pub rows_refused: i64,
    /// Links taken, or taken anew with something else to say.
    pub accepted: i64,
    /// Pairs put before readers.
    pub proposed: i64,
    /// Links that ended because their row is gone.
    pub ended: i64,
    /// Pairs no longer proposed.
    pub dropped: i64,
    /// Links and proposals as before.
    pub kept: i64,
}

/// What a run knows besides its links.
#[derive(Debug)]
pub(super) struct Run<'a> {
    pub(super) kind: PairKind,
    pub(super) regency: &'a str,
    pub(super) source: Option<SourceId>,
    pub(super) edition: Option<EditionId>,
    /// Taken without a reader from here on; above 1 for "never".
    pub(super) accept: f64,
    pub(super) second_below: f64,
    /// What each row of the list says; for duplicates, the businesses there are with nothing to say.
    pub(super) says: &'a HashMap<Uuid, String>,
    /// The business under which a merged one is found.
    pub(super) roots: &'a HashMap<BusinessId, BusinessId>,
    pub(super) now: DateTime<Utc>,
}

/// One change: the pair as it shall be, and as it was.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    pub(super) before: Option<Pair>,
    pub(super) after: Pair,
}

/// Probabilities this close are the same: the weights of every run differ a little.
const CLOSE: f64 = 0.02;

/// The changes, in the order of the pairs; `id` makes ids for new ones.
pub(super) fn changes(
    run: &Run<'_>,
    found: Vec<Found>,
    existing: Vec<Pair>,
    mut id: impl FnMut() -> PairId,
) -> Vec<Change> {
    let root = |business: BusinessId| run.roots.get(&business).copied().unwrap_or(business);
    let mut by_ids: HashMap<(Uuid, Uuid), Pair> = existing
        .into_iter()
        .map(|pair| ((pair.left, root(pair.business).as_uuid()), pair))
        .collect();
    let mut changes = Vec::new();
    let mut seen = HashSet::new();
    for one in found {
        if !seen.insert((one.left, one.right)) {
            continue;
        }
        let before = by_ids.remove(&(one.left, one.right));
        let after = match &before {
            Some(pair) => again(run, pair, &one),
            None => Some(fresh(run, &one, id())),
        };
        changes.extend(after.map(|after| Change { before, after }));
    }
    let mut left: Vec<Pair> = by_ids.into_values().collect();
    left.sort_by_key(|pair| pair.id);
    for pair in left {
        if let Some(after) = not_found(run, &pair) {
            changes.push(Change {
                before: Some(pair),
                after,
            });
        }
    }
    changes
}

fn fresh(run: &Run<'_>, found: &Found, id: PairId) -> Pair {
    let pair = Pair {
        id,
        regency: run.regency.to_owned(),
        kind: run.kind,
        source: run.source,
        left: found.left,
        business: BusinessId::from_uuid(found.right),
        probability: found.probability,
        weight: found.weight,
        reasons: found.reasons.clone(),
        state: PairState::Proposed,
        by_reader: false,
        needs: 1,
        edition: run.edition,
        said: None,
        statement: None,
        made_at: run.now,
        decided_at: None,
    };
    judged(run, pair)
}

/// The pair as the engine alone judges it.
fn judged(run: &Run<'_>, mut pair: Pair) -> Pair {
    let accepted = pair.probability >= run.accept;
    pair.state = if accepted {
        PairState::Accepted
    } else {
        PairState::Proposed
    };
    pair.needs = if pair.probability < run.second_below {
        2
    } else {
        1
    };
    pair.by_reader = false;
    pair.decided_at = accepted.then_some(run.now);
    pair.said = accepted.then(|| says(run, pair.left));
    pair.edition = run.edition;
    pair
}

fn says(run: &Run<'_>, left: Uuid) -> String {
    run.says
        .get(&left)
        .cloned()
        .unwrap_or_else(|| "{}".to_owned())
}

/// A pair that is found again; none if nothing changes.
fn again(run: &Run<'_>, pair: &Pair, found: &Found) -> Option<Pair> {
    let with = |mut pair: Pair| {
        pair.probability = found.probability;
        pair.weight = found.weight;
        pair.reasons.clone_from(&found.reasons);
        pair
    };
    match pair.state {
        PairState::Rejected | PairState::Second | PairState::Unsure => None,
        PairState::Accepted | PairState::Ended if pair.by_reader => {
            let said = says(run, pair.left);
            let as_before = pair.state == PairState::Accepted && pair.said.as_ref() == Some(&said);
            (!as_before).then(|| Pair {
                state: PairState::Accepted,
                said: Some(said),
                edition: run.edition,
                decided_at: Some(run.now),
                ..pair.clone()
            })
        }
        _ => {
            let after = judged(run, with(pair.clone()));
            let moved = (pair.probability - after.probability).abs() > CLOSE;
            let shown = after.state == PairState::Proposed && moved;
            let as_before = pair.state == after.state && pair.said == after.said && !shown;
            (!as_before).then_some(after)
        }
    }
}

/// A pair that is not found any more; none if it stays.
fn not_found(run: &Run<'_>, pair: &Pair) -> Option<Pair> {
    let there = run.says.contains_key(&pair.left);
    let state = match pair.state {
        PairState::Rejected | PairState::Ended | PairState::Dropped => return None,
        // What a reader said stands as long as the row does, though it may say something else by now.
        PairState::Accepted if pair.by_reader && there => {
            let said = says(run, pair.left);
            return (pair.said.as_ref() != Some(&said)).then(|| Pair {
                said: Some(said),
                edition: run.edition,
                ..pair.clone()
            });
        }
        // Two businesses that are one are no longer two; that is what the merge is for.
        PairState::Accepted if run.kind == PairKind::Duplicate => return None,
        PairState::Accepted if !there => PairState::Ended,
        PairState::Second | PairState::Unsure if there => return None,
        _ => PairState::Dropped,
    };
    Some(Pair {
        state,
        edition: run.edition,
        decided_at: Some(run.now),
        ..pair.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uuid(n: u8) -> Uuid {
        Uuid::from_bytes([n; 16])
    }

    fn found(left: u8, right: u8, probability: f64) -> Found {
        Found {
            left: uuid(left),
            right: uuid(right),
            probability,
            weight: 1.0,
            reasons: "[]".to_owned(),
        }
    }

    struct Given {
        says: HashMap<Uuid, String>,
        roots: HashMap<BusinessId, BusinessId>,
    }

    fn given(rows: &[(u8, &str)]) -> Given {
        Given {
            says: rows
                .iter()
                .map(|(n, said)| (uuid(*n), (*said).to_owned()))
                .collect(),
            roots: HashMap::new(),
        }
    }

    fn run(given: &Given) -> Run<'_> {
        Run {
            kind: PairKind::Link,
            regency: "33.24",
            source: None,
            edition: None,
            accept: 0.95,
            second_below: 0.7,
            says: &given.says,
            roots: &given.roots,
            now: DateTime::UNIX_EPOCH,
        }
    }

    fn all(given: &Given, links: Vec<Found>, existing: Vec<Pair>) -> Vec<Change> {
        changes(&run(given), links, existing, || PairId::from_uuid(uuid(99)))
    }

    fn after(given: &Given, links: Vec<Found>) -> Vec<Pair> {
        all(given, links, Vec::new())
            .into_iter()
            .map(|change| change.after)
            .collect()
    }

    #[test]
    fn what_is_sure_is_taken_and_what_is_likely_is_proposed() {
        let given = given(&[(1, "{\"nib\":\"1\"}"), (2, "{}"), (3, "{}")]);
        let pairs = after(
            &given,
            vec![found(1, 11, 0.99), found(2, 12, 0.8), found(3, 13, 0.6)],
        );
        let told: Vec<_> = pairs
            .iter()
            .map(|pair| (pair.state, pair.needs, pair.said.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                (PairState::Accepted, 1, Some("{\"nib\":\"1\"}")),
                (PairState::Proposed, 1, None),
                (PairState::Proposed, 2, None)
            ]
        );
    }

    #[test]
    fn the_same_again_changes_nothing() {
        let given = given(&[(1, "{}"), (2, "{}")]);
        let links = vec![found(1, 11, 0.99), found(2, 12, 0.8)];
        let pairs = after(&given, links.clone());
        assert_eq!(all(&given, links, pairs), []);
    }

    #[test]
    fn a_link_whose_row_is_gone_ends_and_a_proposal_is_dropped() {
        let before = given(&[(1, "{}"), (2, "{}")]);
        let pairs = after(&before, vec![found(1, 11, 0.99), found(2, 12, 0.8)]);
        let mut states: Vec<_> = all(&given(&[]), vec![], pairs)
            .iter()
            .map(|change| (change.after.row(), change.after.state))
            .collect();
        states.sort_by_key(|(row, _)| *row);
        assert_eq!(
            states.iter().map(|(_, state)| *state).collect::<Vec<_>>(),
            [PairState::Ended, PairState::Dropped]
        );
    }

    #[test]
    fn a_row_that_says_something_else_is_stated_anew() {
        let pairs = after(&given(&[(1, "{\"nib\":\"1\"}")]), vec![found(1, 11, 0.99)]);
        let changed = all(
            &given(&[(1, "{\"nib\":\"2\"}")]),
            vec![found(1, 11, 0.99)],
            pairs,
        );
        assert_eq!(changed.len(), 1);
        assert_eq!(changed[0].after.said.as_deref(), Some("{\"nib\":\"2\"}"));
    }

    #[test]
    fn a_readers_word_stands_whatever_the_engine_says() {
        let given = given(&[(1, "{}"), (2, "{}")]);
        let mut pairs = after(&given, vec![found(1, 11, 0.99), found(2, 12, 0.99)]);
        for (pair, state) in pairs
            .iter_mut()
            .zip([PairState::Rejected, PairState::Accepted])
        {
            pair.state = state;
            pair.by_reader = true;
        }
        assert_eq!(all(&given, vec![found(1, 11, 0.99)], pairs), []);
    }

    #[test]
    fn a_pair_with_a_merged_business_is_the_pair_of_the_kept_one() {
        let mut given = given(&[(1, "{}")]);
        let pairs = after(&given, vec![found(1, 11, 0.99)]);
        given.roots.insert(
            BusinessId::from_uuid(uuid(11)),
            BusinessId::from_uuid(uuid(12)),
        );
        assert_eq!(all(&given, vec![found(1, 12, 0.99)], pairs), []);
    }
}
