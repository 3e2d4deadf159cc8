//! Judges: each compares the criteria two by two on a page of their own, and is told where the answers contradict each
//! other.

use std::collections::{BTreeMap, HashMap};

use serde_json::json;
use siting::rank::ahp::{Judgements, TOLERABLE};
use siting::rank::{Comparison, Criteria, Criterion, Judge, Ratio};
use store::project::judgement::{self as kept, Judgement};
use vocab::id::AccountId;

use super::error::ProjectError;
use super::setting;
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

/// Two criteria to be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Name of the one that sorts first.
    pub first: String,
    /// Name of the other.
    pub second: String,
    /// What people call the first, in Indonesian and English.
    pub first_label: (String, String),
    /// What people call the second.
    pub second_label: (String, String),
    /// The judge's answer: steps of the scale, above 0 for the first.
    pub step: Option<i64>,
    /// The answer that would agree best with all others, when this is the one to revisit.
    pub better: Option<i64>,
}

/// Criteria under one heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What people call it; none at the top.
    pub label: Option<(String, String)>,
    /// What is to be compared.
    pub pairs: Vec<Pair>,
    /// The consistency ratio, when all pairs are answered.
    pub consistency: Option<f64>,
    /// Whether that is more than should be left standing.
    pub contradicts: bool,
}

/// One judge's page.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Groups of criteria, the top first.
    pub groups: Vec<Group>,
    /// How many comparisons are answered.
    pub answered: usize,
    /// How many there are.
    pub asked: usize,
    /// What the judge says beside the figures.
    pub opinion: String,
}

/// The actor's own page.
pub async fn sheet(hall: &Hall, actor: &Actor) -> Result<Sheet> {
    actor.must(Permission::JudgeSites)?;
    let mut session = hall.db().read().await?;
    let criteria = setting::criteria(&mut session, &actor.regency).await?;
    let own: HashMap<(String, String), i64> = kept::all(&mut session, &actor.regency)
        .await?
        .into_iter()
        .filter(|one| Some(one.judge) == actor.account)
        .map(|one| ((one.first, one.second), one.step))
        .collect();
    let opinions = kept::opinions(&mut session, &actor.regency).await?;
    let opinion = opinions
        .into_iter()
        .find(|(judge, _)| Some(*judge) == actor.account);
    let groups: Vec<Group> = siblings(&criteria)
        .iter()
        .map(|(parent, members)| group(*parent, members, &own))
        .collect();
    let pairs = || groups.iter().flat_map(|group| &group.pairs);
    Ok(Sheet {
        answered: pairs().filter(|pair| pair.step.is_some()).count(),
        asked: pairs().count(),
        opinion: opinion.map(|(_, text)| text).unwrap_or_default(),
        groups,
    })
}

/// Parents with their children, those that have at least two.
fn siblings(criteria: &Criteria) -> Vec<(Option<&Criterion>, Vec<&Criterion>)> {
    let parents = std::iter::once(None).chain(criteria.criteria.iter().map(Some));
    parents
        .map(|parent| {
            let id = parent.map(|one| one.id.as_str());
            let members: Vec<&Criterion> = criteria
                .criteria
                .iter()
                .filter(|one| one.parent.as_deref() == id)
                .collect();
            (parent, members)
        })
        // Weights that stand in the settings are not asked for.
        .filter(|(_, members)| members.len() > 1 && !members.iter().all(|one| one.weight.is_some()))
        .collect()
}

pub(super) fn label(one: &Criterion) -> (String, String) {
    if one.label.id.is_empty() {
        (one.id.clone(), one.id.clone())
    } else {
        (one.label.id.clone(), one.label.english().to_owned())
    }
}

fn group(
    parent: Option<&Criterion>,
    members: &[&Criterion],
    own: &HashMap<(String, String), i64>,
) -> Group {
    let mut judgements = Judgements::equal(members.len());
    let mut pairs = Vec::new();
    let mut places = Vec::new();
    for (at, one) in members.iter().enumerate() {
        for (beside, other) in members.iter().enumerate().skip(at + 1) {
            let turned = one.id > other.id;
            let ((low, first), (high, second)) = if turned {
                ((beside, other), (at, one))
            } else {
                ((at, one), (beside, other))
            };
            let step = own.get(&(first.id.clone(), second.id.clone())).copied();
            if let Some(step) = step {
                judgements.set(low, high, ratio(step));
            }
            places.push((low, high));
            pairs.push(Pair {
                first: first.id.clone(),
                second: second.id.clone(),
                first_label: label(first),
                second_label: label(second),
                step,
                better: None,
            });
        }
    }
    let complete = pairs.iter().all(|pair| pair.step.is_some());
    let consistency = complete.then(|| judgements.consistency());
    let contradicts = consistency.is_some_and(|ratio| ratio > TOLERABLE);
    if let Some(advice) = judgements.advice().filter(|_| contradicts) {
        for (pair, &(low, high)) in pairs.iter_mut().zip(&places) {
            if (low, high) == (advice.first, advice.second) {
                pair.better = Some(step_of(advice.better));
            } else if (high, low) == (advice.first, advice.second) {
                pair.better = Some(-step_of(advice.better));
            }
        }
    }
    Group {
        label: parent.map(label),
        pairs,
        consistency,
        contradicts,
    }
}

/// Saaty's ratio of a number of steps.
fn ratio(step: i64) -> f64 {
    let times = f64::from(i32::try_from(step.abs()).unwrap_or(8) + 1);
    if step < 0 { 1.0 / times } else { times }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a ratio of the scale lies between a ninth and nine"
)]
fn step_of(ratio: f64) -> i64 {
    if ratio >= 1.0 {
        ratio.round() as i64 - 1
    } else {
        1 - (1.0 / ratio).round() as i64
    }
}

/// Takes answers of the actor: first, second, steps. A pair that is left out keeps its earlier answer.
pub async fn judge(
    hall: &Hall,
    actor: &Actor,
    answers: &[(String, String, i64)],
    opinion: &str,
) -> Result<()> {
    actor.must(Permission::JudgeSites)?;
    let judge = actor.account.ok_or(ProjectError::JudgeUnknown)?;
    let now = hall.clock().now();
    let mut tx = hall.db().write().await?;
    let criteria = setting::criteria(&mut tx, &actor.regency).await?;
    let known = siblings(&criteria);
    let are_siblings = |first: &str, second: &str| {
        known.iter().any(|(_, members)| {
            let has = |id: &str| members.iter().any(|one| one.id == id);
            has(first) && has(second)
        })
    };
    let mut pairs: BTreeMap<(String, String), i64> = BTreeMap::new();
    for (first, second, step) in answers {
        let step_known = (-8..=8).contains(step);
        if first >= second || !step_known || !are_siblings(first, second) {
            let (first, second) = (short(first), short(second));
            return Err(ProjectError::Judgement { first, second }.into());
        }
        pairs.insert((first.clone(), second.clone()), *step);
    }
    let pairs: Vec<(String, String, i64)> = pairs
        .into_iter()
        .map(|((first, second), step)| (first, second, step))
        .collect();
    let opinion: String = opinion.trim().chars().take(2_000).collect();
    kept::save(&mut tx, &actor.regency, judge, &pairs, now).await?;
    kept::state(&mut tx, &actor.regency, judge, &opinion, now).await?;
    let detail = json!({ "comparisons": pairs.len() });
    audit::record(hall, &mut tx, actor, "site.judged", "project", detail).await?;
    Ok(tx.commit().await?)
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// What the judges of the hall said, in the words of the criteria file. A comparison of criteria that are no longer
/// siblings is left out: the settings have moved on.
pub(super) fn judges(
    criteria: &Criteria,
    all: Vec<Judgement>,
    names: &HashMap<AccountId, String>,
) -> Vec<(AccountId, Judge)> {
    let known = siblings(criteria);
    let fits = |one: &Judgement| {
        known.iter().any(|(_, members)| {
            let has = |id: &str| members.iter().any(|member| member.id == id);
            has(&one.first) && has(&one.second)
        })
    };
    let mut judges: BTreeMap<AccountId, Judge> = BTreeMap::new();
    for one in all.into_iter().filter(fits) {
        let judge = judges.entry(one.judge).or_insert_with(|| Judge {
            name: names.get(&one.judge).cloned().unwrap_or_default(),
            weight: 1.0,
            compare: Vec::new(),
        });
        judge.compare.push(Comparison {
            first: one.first,
            second: one.second,
            value: Ratio::Number(ratio(one.step)),
        });
    }
    judges.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_and_ratios_are_the_same_scale() {
        for step in -8..=8 {
            assert_eq!(step_of(ratio(step)), step);
        }
    }
}
