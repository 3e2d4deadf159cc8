//! The criteria tree and its weights: within each group from judgements or as given, down the tree
//! by multiplication, so that all tips together weigh 1.

use serde::Serialize;

use super::ahp::{Advice, Judgements, MOST_SIBLINGS, TOLERABLE};
use super::criteria::{Criteria, Judge};
use super::error::RankError;

/// A group of siblings and how they were weighed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// The criterion they belong to; `None` at the top.
    pub parent: Option<usize>,
    /// Positions of the siblings in the criteria file.
    pub members: Vec<usize>,
    /// Weights within the group; sum 1.
    pub weights: Vec<f64>,
    /// How far the weights vary in Monte-Carlo runs: standard deviation of the logarithm.
    pub spread: Vec<f64>,
    /// Consistency of the joint judgements, when there were any.
    pub consistency: Option<f64>,
    /// What to revisit when the joint judgements contradict each other.
    pub advice: Option<Advice>,
    /// Each judge by itself.
    pub judges: Vec<Voice>,
}

/// One judge about one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Voice {
    /// Position of the judge in the criteria file.
    pub judge: usize,
    /// Weights by this judge alone; `None` when not all pairs were compared.
    pub weights: Option<Vec<f64>>,
    /// Consistency of this judge.
    pub consistency: Option<f64>,
    /// What this judge should revisit first.
    pub advice: Option<Advice>,
}

/// All groups, and the tips with their place in the tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tree {
    /// Groups, parents before children.
    pub groups: Vec<Group>,
    /// Positions of the tips (criteria proper) in the criteria file.
    pub tips: Vec<usize>,
    /// For each tip the steps from the top: (group, position within it).
    paths: Vec<Vec<(usize, usize)>>,
}

impl Tree {
    /// Checks the tree and weighs every group.
    pub fn build(criteria: &Criteria) -> Result<Self, RankError> {
        let parents = parents(criteria)?;
        check_judges(criteria, &parents)?;
        let mut groups = Vec::new();
        let mut queue = std::collections::VecDeque::from([None]);
        let mut place = vec![(0, 0); criteria.criteria.len()];
        while let Some(parent) = queue.pop_front() {
            let members: Vec<usize> = (0..parents.len())
                .filter(|&child| parents[child] == parent)
                .collect();
            if members.is_empty() {
                continue;
            }
            for (at, &member) in members.iter().enumerate() {
                place[member] = (groups.len(), at);
                queue.push_back(Some(member));
            }
            groups.push(weigh(criteria, parent, members)?);
        }
        let is_tip = |at: &usize| !parents.contains(&Some(*at));
        let tips: Vec<usize> = (0..parents.len()).filter(is_tip).collect();
        for &tip in &tips {
            if criteria.criteria[tip].direction.is_none() {
                return Err(RankError::Direction {
                    name: criteria.criteria[tip].id.clone(),
                });
            }
        }
        let path = |tip: usize| {
            let mut path = vec![place[tip]];
            let mut at = tip;
            while let Some(up) = parents[at] {
                path.insert(0, place[up]);
                at = up;
            }
            path
        };
        let paths = tips.iter().map(|&tip| path(tip)).collect();
        Ok(Self {
            groups,
            tips,
            paths,
        })
    }

    /// The tips' weights for given weights within the groups.
    pub fn spread_down(&self, local: &dyn Fn(usize, usize) -> f64) -> Vec<f64> {
        let product =
            |path: &Vec<(usize, usize)>| path.iter().map(|&(group, at)| local(group, at)).product();
        self.paths.iter().map(product).collect()
    }

    /// The tips' weights; sum 1.
    pub fn weights(&self) -> Vec<f64> {
        self.spread_down(&|group, at| self.groups[group].weights[at])
    }

    /// The tips' weights as one judge alone would have them; where that judge did not compare
    /// everything, the joint weights stand in. `None` when the judge has no group of its own.
    pub fn weights_of(&self, judge: usize) -> Option<Vec<f64>> {
        let own = |group: &Group| {
            let voice = group.judges.iter().find(|voice| voice.judge == judge)?;
            voice.weights.clone()
        };
        let own: Vec<Option<Vec<f64>>> = self.groups.iter().map(own).collect();
        own.iter().any(Option::is_some).then(|| {
            self.spread_down(&|group, at| {
                own[group].as_ref().unwrap_or(&self.groups[group].weights)[at]
            })
        })
    }
}

fn parents(criteria: &Criteria) -> Result<Vec<Option<usize>>, RankError> {
    let list = &criteria.criteria;
    if list.is_empty() {
        return Err(RankError::NoCriteria);
    }
    let find = |name: &str| list.iter().position(|criterion| criterion.id == name);
    let mut parents = Vec::with_capacity(list.len());
    for (at, criterion) in list.iter().enumerate() {
        if find(&criterion.id) != Some(at) {
            return Err(RankError::CriterionTwice {
                name: criterion.id.clone(),
            });
        }
        parents.push(match &criterion.parent {
            None => None,
            Some(parent) => Some(find(parent).ok_or_else(|| RankError::Parent {
                name: criterion.id.clone(),
                parent: parent.clone(),
            })?),
        });
    }
    for at in 0..parents.len() {
        let (mut up, mut steps) = (parents[at], 0);
        while let Some(next) = up {
            (up, steps) = (parents[next], steps + 1);
            if steps > parents.len() {
                let parent = list[at].parent.clone().unwrap_or_default();
                return Err(RankError::Parent {
                    name: list[at].id.clone(),
                    parent,
                });
            }
        }
    }
    Ok(parents)
}

fn check_judges(criteria: &Criteria, parents: &[Option<usize>]) -> Result<(), RankError> {
    let find = |name: &str| {
        criteria
            .criteria
            .iter()
            .position(|criterion| criterion.id == name)
    };
    for Judge {
        name: judge,
        compare,
        ..
    } in &criteria.judges
    {
        let judge = || judge.clone();
        let mut seen = std::collections::HashSet::new();
        for comparison in compare {
            let at = |name: &String| {
                find(name).ok_or_else(|| RankError::Unknown {
                    judge: judge(),
                    name: name.clone(),
                })
            };
            let (first, second) = (at(&comparison.first)?, at(&comparison.second)?);
            let names = || (comparison.first.clone(), comparison.second.clone());
            if first == second || parents[first] != parents[second] {
                let (first, second) = names();
                return Err(RankError::NotSiblings {
                    judge: judge(),
                    first,
                    second,
                });
            }
            if !seen.insert((first.min(second), first.max(second))) {
                let (first, second) = names();
                return Err(RankError::JudgedTwice {
                    judge: judge(),
                    first,
                    second,
                });
            }
            if comparison.value.value().is_none() {
                let found = match &comparison.value {
                    super::criteria::Ratio::Number(number) => number.to_string(),
                    super::criteria::Ratio::Fraction(text) => text.clone(),
                };
                return Err(RankError::Judgement {
                    judge: judge(),
                    found,
                });
            }
        }
    }
    Ok(())
}

fn weigh(
    criteria: &Criteria,
    parent: Option<usize>,
    members: Vec<usize>,
) -> Result<Group, RankError> {
    let size = members.len();
    let usual = vec![criteria.weight_spread; size];
    let plain = |weights: Vec<f64>, members: Vec<usize>, spread: Vec<f64>| Group {
        parent,
        members,
        weights,
        spread,
        consistency: None,
        advice: None,
        judges: Vec::new(),
    };
    if size == 1 {
        return Ok(plain(vec![1.0], members, vec![0.0]));
    }
    let given: Option<Vec<f64>> = members
        .iter()
        .map(|&member| criteria.criteria[member].weight)
        .collect();
    if let Some(given) = given {
        let total: f64 = given.iter().sum();
        let good = given
            .iter()
            .all(|weight| weight.is_finite() && *weight >= 0.0);
        if !good || total <= 0.0 || !total.is_finite() {
            let worst = given
                .iter()
                .position(|weight| !weight.is_finite() || *weight < 0.0);
            let name = criteria.criteria[members[worst.unwrap_or(0)]].id.clone();
            return Err(RankError::Weight { name });
        }
        let weights = given.iter().map(|weight| weight / total).collect();
        return Ok(plain(weights, members, usual));
    }
    judged(criteria, parent, members)
}

fn judged(
    criteria: &Criteria,
    parent: Option<usize>,
    members: Vec<usize>,
) -> Result<Group, RankError> {
    let size = members.len();
    let group = parent.map_or_else(|| "/".to_owned(), |up| criteria.criteria[up].id.clone());
    if size > MOST_SIBLINGS {
        return Err(RankError::TooManySiblings { group, count: size });
    }
    let position = |name: &str| {
        members
            .iter()
            .position(|&at| criteria.criteria[at].id == name)
    };
    let mut joint = Judgements::equal(size);
    // Sum of weights and of weighted logarithms over the judges, for each pair.
    let mut sums = vec![(0.0, 0.0); size * size];
    let mut judges = Vec::new();
    for (at, judge) in criteria.judges.iter().enumerate() {
        let mut own = Judgements::equal(size);
        let mut count = 0;
        for comparison in &judge.compare {
            let pair = position(&comparison.first).zip(position(&comparison.second));
            if let (Some((first, second)), Some(value)) = (pair, comparison.value.value()) {
                own.set(first, second, value);
                count += 1;
                let (low, high) = (first.min(second), first.max(second));
                let sum = &mut sums[low * size + high];
                sum.0 += judge.weight;
                sum.1 += judge.weight * own.at(low, high).ln();
            }
        }
        if count > 0 {
            judges.push(voice(at, &own, count == size * (size - 1) / 2));
        }
    }
    let mut missing = Vec::new();
    for first in 0..size {
        for second in first + 1..size {
            let (weight, logarithm) = sums[first * size + second];
            if weight > 0.0 {
                joint.set(first, second, (logarithm / weight).exp());
            } else {
                let name = |at: usize| &criteria.criteria[members[at]].id;
                missing.push(format!("{} : {}", name(first), name(second)));
            }
        }
    }
    if !missing.is_empty() {
        return Err(RankError::Unweighted {
            group,
            missing: missing.join(", "),
        });
    }
    let (weights, _) = joint.principal();
    let consistency = joint.consistency();
    let advice = if consistency > TOLERABLE {
        joint.advice()
    } else {
        None
    };
    let spread = (0..size).map(|at| disagreement(&judges, at).max(criteria.weight_spread));
    let spread = spread.collect();
    Ok(Group {
        parent,
        members,
        weights,
        spread,
        consistency: Some(consistency),
        advice,
        judges,
    })
}

fn voice(judge: usize, own: &Judgements, complete: bool) -> Voice {
    if !complete {
        return Voice {
            judge,
            weights: None,
            consistency: None,
            advice: None,
        };
    }
    let consistency = own.consistency();
    let advice = if consistency > TOLERABLE {
        own.advice()
    } else {
        None
    };
    Voice {
        judge,
        weights: Some(own.principal().0),
        consistency: Some(consistency),
        advice,
    }
}

/// How far the judges differ about one criterion: standard deviation of the weight's logarithm.
fn disagreement(judges: &[Voice], at: usize) -> f64 {
    let logs: Vec<f64> = judges
        .iter()
        .filter_map(|voice| Some(voice.weights.as_ref()?[at].ln()))
        .collect();
    if logs.len() < 2 {
        return 0.0;
    }
    let count = crate::number::real(logs.len());
    let mean = logs.iter().sum::<f64>() / count;
    (logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt()
}
