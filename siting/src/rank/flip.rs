//! What would have to change for another site to win (weighted sum)? Both answers are exact.
//!
//! The smallest shift: the winner leads a challenger by Σ weight × difference. Moving weight from
//! the criterion where the winner's lead is greatest to the one where the challenger's is greatest
//! shrinks the lead fastest; when the first has no weight left to give, the next one gives. This
//! greedy order solves the linear programme "least weight moved so that the lead is gone", because
//! each unit moved works alone and none works better than the first in line.

use serde::Serialize;

/// The least weight moved between criteria which lets a challenger draw level.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shift {
    /// The challenger's position among the ranked sites.
    pub challenger: usize,
    /// Weight moved in all, of 1.
    pub moved: f64,
    /// (criterion among the tips, weight taken from it).
    pub from: Vec<(usize, f64)>,
    /// The criterion which receives it.
    pub to: usize,
}

/// The one weight which, changed alone (the others keep their proportions), lets another win.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Single {
    /// The criterion among the tips.
    pub tip: usize,
    /// Its weight.
    pub now: f64,
    /// The weight at which the challenger draws level.
    pub then: f64,
    /// The challenger.
    pub challenger: usize,
}

/// The smallest shift for each challenger which can win at all, smallest first.
///
/// `even` holds the comparable values, one row per site.
pub fn shifts(even: &[Vec<f64>], weights: &[f64], winner: usize) -> Vec<Shift> {
    let challengers = (0..even.len()).filter(|&site| site != winner);
    let mut shifts: Vec<Shift> = challengers
        .filter_map(|challenger| shift(even, weights, winner, challenger))
        .collect();
    shifts.sort_by(|a, b| {
        a.moved
            .total_cmp(&b.moved)
            .then(a.challenger.cmp(&b.challenger))
    });
    shifts
}

fn leads(even: &[Vec<f64>], winner: usize, challenger: usize) -> Option<Vec<f64>> {
    let (winner, challenger) = (even.get(winner)?, even.get(challenger)?);
    Some(winner.iter().zip(challenger).map(|(a, b)| a - b).collect())
}

fn shift(even: &[Vec<f64>], weights: &[f64], winner: usize, challenger: usize) -> Option<Shift> {
    let lead = leads(even, winner, challenger)?;
    let to = (0..lead.len()).min_by(|&a, &b| lead[a].total_cmp(&lead[b]))?;
    let mut left: f64 = lead
        .iter()
        .zip(weights)
        .map(|(lead, weight)| lead * weight)
        .sum();
    let mut givers: Vec<usize> = (0..lead.len()).filter(|&at| lead[at] > lead[to]).collect();
    givers.sort_by(|&a, &b| lead[b].total_cmp(&lead[a]));
    let (mut moved, mut from) = (0.0, Vec::new());
    for giver in givers {
        if left <= 0.0 {
            break;
        }
        let works = lead[giver] - lead[to];
        let given = weights[giver].min(left / works);
        if given > 0.0 {
            from.push((giver, given));
            moved += given;
            left -= given * works;
        }
    }
    // Rounding may leave a crumb of the lead when everything had to be moved.
    (left <= 1e-12).then_some(Shift {
        challenger,
        moved,
        from,
        to,
    })
}

/// For each criterion whose weight alone can turn the result: the nearest weight which does.
pub fn singles(even: &[Vec<f64>], weights: &[f64], winner: usize) -> Vec<Single> {
    let mut singles: Vec<Single> = (0..weights.len())
        .filter_map(|tip| {
            let challengers = (0..even.len()).filter(|&site| site != winner);
            challengers
                .filter_map(|challenger| single(even, weights, winner, challenger, tip))
                .min_by(|a, b| a.distance().total_cmp(&b.distance()))
        })
        .collect();
    singles.sort_by(|a, b| {
        a.distance()
            .total_cmp(&b.distance())
            .then(a.tip.cmp(&b.tip))
    });
    singles
}

impl Single {
    /// How far the weight has to move.
    pub fn distance(&self) -> f64 {
        (self.then - self.now).abs()
    }
}

/// With weight v on the criterion and the others in proportion, the lead is
/// v·lead + (1 − v)·rest, a straight line in v; where it crosses 0 both sites are level.
fn single(
    even: &[Vec<f64>],
    weights: &[f64],
    winner: usize,
    challenger: usize,
    tip: usize,
) -> Option<Single> {
    let lead = leads(even, winner, challenger)?;
    let now = weights[tip];
    if now >= 1.0 {
        return None;
    }
    let others = lead
        .iter()
        .zip(weights)
        .enumerate()
        .filter(|(at, _)| *at != tip);
    let rest = others.map(|(_, (lead, weight))| lead * weight).sum::<f64>() / (1.0 - now);
    let slope = lead[tip] - rest;
    if slope == 0.0 {
        return None;
    }
    let then = -rest / slope;
    (0.0..=1.0).contains(&then).then_some(Single {
        tip,
        now,
        then,
        challenger,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The winner leads by 0.6·0.5 − 0.4·0.5 = 0.1.
    fn even() -> Vec<Vec<f64>> {
        vec![vec![0.8, 0.2], vec![0.3, 0.7], vec![0.1, 0.1]]
    }

    #[test]
    fn after_the_shift_the_challenger_is_level_and_with_less_it_is_not() {
        let shifts = shifts(&even(), &[0.6, 0.4], 0);
        assert_eq!(shifts.len(), 1, "the third site is worse in everything");
        let shift = &shifts[0];
        assert_eq!((shift.challenger, shift.to), (1, 1));
        assert!((shift.moved - 0.1).abs() < 1e-12);
        let lead = |moved: f64| (0.6 - moved) * 0.5 - (0.4 + moved) * 0.5;
        assert!(lead(shift.moved).abs() < 1e-12 && lead(shift.moved - 1e-6) > 0.0);
    }

    #[test]
    fn a_single_weight_turns_the_result_where_the_lines_cross() {
        let singles = singles(&even(), &[0.6, 0.4], 0);
        assert_eq!(singles.len(), 2);
        assert!((singles[0].then - 0.5).abs() < 1e-12);
        assert_eq!(singles[0].challenger, 1);
    }

    #[test]
    fn a_winner_best_in_everything_cannot_be_turned() {
        let even = vec![vec![1.0, 1.0], vec![0.5, 0.9]];
        assert!(shifts(&even, &[0.5, 0.5], 0).is_empty());
        assert!(singles(&even, &[0.5, 0.5], 0).is_empty());
    }
}
