//! Weights from pairwise judgements: the principal eigenvector of the comparison matrix (Saaty),
//! several judges joined by the geometric mean of their judgements (the only mean which keeps
//! "a over b" and "b over a" reciprocal), and how far the judgements contradict each other.

use serde::Serialize;

use crate::number::real;

/// Mean consistency index of random matrices by size, after Tummala and Ling (1998).
const RANDOM_INDEX: [f64; 15] = [
    0.0, 0.0, 0.5799, 0.8921, 1.1159, 1.2358, 1.3322, 1.3952, 1.4537, 1.4882, 1.5117, 1.5356,
    1.5571, 1.5714, 1.5831,
];

/// The largest number of siblings the random index is known for.
pub const MOST_SIBLINGS: usize = RANDOM_INDEX.len();

/// Above this ratio judgements should be revisited (Saaty's rule).
pub const TOLERABLE: f64 = 0.1;

/// A square matrix of judgements; `at(i, j)` says how much more important i is than j.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgements {
    size: usize,
    ratio: Vec<f64>,
}

impl Judgements {
    /// All equally important.
    pub fn equal(size: usize) -> Self {
        Self {
            size,
            ratio: vec![1.0; size * size],
        }
    }

    /// Number of criteria.
    pub fn size(&self) -> usize {
        self.size
    }

    /// One judgement.
    pub fn at(&self, first: usize, second: usize) -> f64 {
        self.ratio
            .get(first * self.size + second)
            .copied()
            .unwrap_or(1.0)
    }

    /// Sets a judgement and its reciprocal.
    pub fn set(&mut self, first: usize, second: usize, value: f64) {
        if first < self.size && second < self.size && first != second {
            self.ratio[first * self.size + second] = value;
            self.ratio[second * self.size + first] = 1.0 / value;
        }
    }

    /// The principal eigenvector (sum 1) and eigenvalue, by repeated multiplication. All ratios
    /// are positive, so it exists, is unique and positive (Perron), and the iteration finds it.
    pub fn principal(&self) -> (Vec<f64>, f64) {
        let mut weights = vec![1.0 / real(self.size.max(1)); self.size];
        let mut value = real(self.size);
        for _ in 0..10_000 {
            let multiplied: Vec<f64> = self
                .ratio
                .chunks(self.size.max(1))
                .map(|row| row.iter().zip(&weights).map(|(a, w)| a * w).sum())
                .collect();
            value = multiplied.iter().sum();
            let next: Vec<f64> = multiplied.iter().map(|m| m / value).collect();
            let moved: f64 = next.iter().zip(&weights).map(|(a, b)| (a - b).abs()).sum();
            weights = next;
            if moved < 1e-15 {
                break;
            }
        }
        (weights, value)
    }

    /// The consistency ratio: 0 when no judgement contradicts others, 1 like random answers.
    pub fn consistency(&self) -> f64 {
        let random = RANDOM_INDEX
            .get(self.size.saturating_sub(1))
            .copied()
            .unwrap_or(0.0);
        if self.size < 3 || random <= 0.0 {
            return 0.0;
        }
        let (_, value) = self.principal();
        ((value - real(self.size)) / real(self.size - 1) / random).max(0.0)
    }

    /// Which one judgement, changed to which value of the scale, mends the consistency most.
    pub fn advice(&self) -> Option<Advice> {
        let before = self.consistency();
        let mut best: Option<Advice> = None;
        for first in 0..self.size {
            for second in first + 1..self.size {
                let mut changed = self.clone();
                for step in -8_i32..=8 {
                    let value = scale(step);
                    changed.set(first, second, value);
                    let after = changed.consistency();
                    if after < best.as_ref().map_or(before, |advice| advice.after) - 1e-12 {
                        let given = self.at(first, second);
                        best = Some(Advice {
                            first,
                            second,
                            given,
                            better: value,
                            before,
                            after,
                        });
                    }
                }
            }
        }
        best
    }
}

/// Saaty's scale by steps: 0 is equal, 8 is 9 times, −8 is a ninth.
fn scale(step: i32) -> f64 {
    let times = f64::from(step.abs() + 1);
    if step < 0 { 1.0 / times } else { times }
}

/// The judgement to revisit first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advice {
    /// Position of one criterion among its siblings.
    pub first: usize,
    /// Position of the other.
    pub second: usize,
    /// The judgement as given.
    pub given: f64,
    /// The value on the scale which agrees best with all other judgements.
    pub better: f64,
    /// Consistency ratio as given.
    pub before: f64,
    /// Consistency ratio with this one change.
    pub after: f64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consistent(weights: &[f64]) -> Judgements {
        let mut judgements = Judgements::equal(weights.len());
        for i in 0..weights.len() {
            for j in 0..i {
                judgements.set(i, j, weights[i] / weights[j]);
            }
        }
        judgements
    }

    #[test]
    fn consistent_judgements_give_back_their_weights() {
        let weights = [0.5, 0.3, 0.15, 0.05];
        let judgements = consistent(&weights);
        let (found, value) = judgements.principal();
        for (found, weight) in found.iter().zip(weights) {
            assert!((found - weight).abs() < 1e-12);
        }
        assert!((value - 4.0).abs() < 1e-12);
        assert!(judgements.consistency() < 1e-12);
        assert_eq!(judgements.advice(), None);
    }

    #[test]
    fn the_judgement_which_was_turned_round_is_the_one_to_revisit() {
        let mut judgements = consistent(&[8.0, 4.0, 2.0, 1.0]);
        judgements.set(0, 2, 0.25);
        assert!(judgements.consistency() > TOLERABLE);
        let advice = judgements.advice().unwrap();
        assert_eq!((advice.first, advice.second), (0, 2));
        assert!((advice.better - 4.0).abs() < 1e-12, "{advice:?}");
        assert!(advice.after < 1e-9);
    }

    #[test]
    fn two_criteria_never_contradict_each_other() {
        let mut judgements = Judgements::equal(2);
        judgements.set(0, 1, 9.0);
        assert!(judgements.consistency().abs() < 1e-15);
        assert!((judgements.principal().0[0] - 0.9).abs() < 1e-12);
    }
}
