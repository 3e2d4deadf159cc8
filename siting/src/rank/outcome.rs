//! The ranking in full: everything the decision report shows.

use std::io::Read;

use serde::Serialize;

use super::ahp::TOLERABLE;
use super::criteria::{Criteria, Direction, Normalisation};
use super::error::RankError;
use super::flip::{Shift, Single, shifts, singles};
use super::robust::{Robustness, robustness};
use super::score::{Figures, Grid, compromise, places};
use super::sites::Field;
use super::weights::Tree;
use crate::error::SitingError;

/// One site's figures and places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranked {
    /// Position among the ranked sites of `Field`.
    pub site: usize,
    /// Short name.
    pub id: String,
    /// For people.
    pub name: String,
    /// Weighted sum, more is better.
    pub weighted_sum: f64,
    /// Place by weighted sum.
    pub weighted_sum_place: usize,
    /// TOPSIS closeness, more is better.
    pub topsis: f64,
    /// Place by TOPSIS.
    pub topsis_place: usize,
    /// VIKOR Q, less is better.
    pub vikor: f64,
    /// Place by VIKOR.
    pub vikor_place: usize,
    /// Whether VIKOR's compromise includes it.
    pub compromise: bool,
    /// Share of the runs in which it was best, by method.
    pub best: Vec<f64>,
    /// Comparable values behind the weighted sum, by tip.
    pub even: Vec<f64>,
}

/// How one judge alone would have decided.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Minority {
    /// The judge.
    pub judge: String,
    /// Weights of the tips.
    pub weights: Vec<f64>,
    /// Best site by weighted sum.
    pub winner: usize,
    /// Places by weighted sum.
    pub places: Vec<usize>,
    /// Whether the judge's own best is another than the joint one.
    pub differs: bool,
}

/// The ranking.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// Best first by weighted sum.
    pub ranking: Vec<Ranked>,
    /// Weights of the tips; sum 1.
    pub weights: Vec<f64>,
    /// How the weights came about.
    pub tree: Tree,
    /// Sites, values, stand-ins, exclusions.
    pub field: Field,
    /// Whether no joint judgement has a consistency ratio above 0.1.
    pub consistent: bool,
    /// Whether all three methods have the same winner.
    pub agreed: bool,
    /// Monte-Carlo runs.
    pub robustness: Option<Robustness>,
    /// Smallest shifts of weight which let another win, smallest first.
    pub shifts: Vec<Shift>,
    /// Single weights which, changed alone, let another win; nearest first.
    pub singles: Vec<Single>,
    /// Each judge alone.
    pub minorities: Vec<Minority>,
}

/// Ranks the sites of a table by the criteria.
pub fn rank(criteria: &Criteria, sites: impl Read, file: &str) -> Result<Outcome, SitingError> {
    criteria.check()?;
    let tree = Tree::build(criteria)?;
    let field = Field::read(sites, file, criteria, &tree.tips)?;
    let mut grid = grid(criteria, &tree, &field)?;
    grid.even_out();
    let weights = tree.weights();
    let mut figures = Figures::default();
    grid.score(&weights, &mut figures);
    let robustness = robustness(criteria, &tree, &field, &grid);
    let even: Vec<Vec<f64>> = (0..grid.sites()).map(|site| grid.even(site)).collect();
    let ranking = ranking(&figures, &field, robustness.as_ref(), &even);
    let winner = ranking.first().map_or(0, |first| first.site);
    let minorities = minorities(criteria, &tree, &grid, winner);
    let best = |place: fn(&Ranked) -> usize| ranking.iter().find(|site| place(site) == 1);
    let agreed = best(|site| site.topsis_place).is_some_and(|site| site.site == winner)
        && best(|site| site.vikor_place).is_some_and(|site| site.site == winner);
    let tolerable =
        |group: &super::weights::Group| group.consistency.is_none_or(|c| c <= TOLERABLE);
    Ok(Outcome {
        consistent: tree.groups.iter().all(tolerable),
        agreed,
        shifts: shifts(&even, &weights, winner),
        singles: singles(&even, &weights, winner),
        ranking,
        weights,
        tree,
        field,
        robustness,
        minorities,
    })
}

fn grid(criteria: &Criteria, tree: &Tree, field: &Field) -> Result<Grid, RankError> {
    let direction = |&tip: &usize| {
        let criterion = criteria.criteria.get(tip);
        criterion
            .and_then(|criterion| criterion.direction)
            .unwrap_or(Direction::Benefit)
    };
    if criteria.normalisation != Normalisation::Minmax {
        for (column, &tip) in tree.tips.iter().enumerate() {
            if field.values.iter().any(|row| row[column] <= 0.0) {
                return Err(RankError::NeedsPositive {
                    name: criteria.criteria[tip].id.clone(),
                });
            }
        }
    }
    let directions = tree.tips.iter().map(direction).collect();
    Ok(Grid::new(
        &field.values,
        directions,
        criteria.normalisation,
        criteria.vikor_v,
    ))
}

fn ranking(
    figures: &Figures,
    field: &Field,
    robustness: Option<&Robustness>,
    even: &[Vec<f64>],
) -> Vec<Ranked> {
    let sum = places(&figures.sum, false);
    let topsis = places(&figures.topsis, false);
    let vikor = places(&figures.vikor, true);
    let compromise = compromise(figures);
    let mut ranking: Vec<Ranked> = field
        .sites
        .iter()
        .enumerate()
        .map(|(site, known)| Ranked {
            site,
            id: known.id.clone(),
            name: known.name.clone(),
            weighted_sum: figures.sum[site],
            weighted_sum_place: sum[site],
            topsis: figures.topsis[site],
            topsis_place: topsis[site],
            vikor: figures.vikor[site],
            vikor_place: vikor[site],
            compromise: compromise.contains(&site),
            best: robustness
                .map(|robustness| robustness.best.iter().map(|method| method[site]).collect())
                .unwrap_or_default(),
            even: even[site].clone(),
        })
        .collect();
    ranking.sort_by(|a, b| {
        b.weighted_sum
            .total_cmp(&a.weighted_sum)
            .then(a.site.cmp(&b.site))
    });
    ranking
}

fn minorities(criteria: &Criteria, tree: &Tree, grid: &Grid, joint: usize) -> Vec<Minority> {
    let mut figures = Figures::default();
    let mut minorities = Vec::new();
    for (at, judge) in criteria.judges.iter().enumerate() {
        let Some(weights) = tree.weights_of(at) else {
            continue;
        };
        grid.score(&weights, &mut figures);
        let places = places(&figures.sum, false);
        let winner = places.iter().position(|place| *place == 1).unwrap_or(0);
        // Level with the joint winner is no different view.
        let differs = places.get(joint) != Some(&1);
        let judge = judge.name.clone();
        minorities.push(Minority {
            judge,
            weights,
            winner,
            places,
            differs,
        });
    }
    minorities
}
