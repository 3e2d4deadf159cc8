//! From weights to decisions: who competes with whom, one-to-one assignment, clusters.

mod assign;
mod cluster;

pub(crate) use assign::{Best, one_to_one, ruled_out};
pub(crate) use cluster::{Clusters, cluster};

/// The probability whose odds are 2^weight.
pub(crate) fn probability(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight).exp2())
}

/// The weight of a probability.
pub(crate) fn weight_of(probability: f64) -> f64 {
    let p = probability.clamp(1e-9, 1.0 - 1e-9);
    (p / (1.0 - p)).log2()
}

/// Probabilities when a record has at most one partner in the other list: each pair's odds against the odds of
/// all its rivals, and of there being no partner.
pub(crate) fn against_rivals(pairs: &[(u32, u32)], weights: &[f32], records: usize) -> Vec<f64> {
    let odds = |weight: f32| f64::from(weight.clamp(-60.0, 60.0)).exp2();
    let mut sums = vec![0.0f64; records];
    for ((a, b), weight) in pairs.iter().zip(weights) {
        sums[*a as usize] += odds(*weight);
        sums[*b as usize] += odds(*weight);
    }
    let chance = |((a, b), weight): (&(u32, u32), &f32)| {
        let own = odds(*weight);
        let rivals = (sums[*a as usize] - own).max(0.0) + (sums[*b as usize] - own).max(0.0);
        own / (1.0 + own + rivals)
    };
    pairs.iter().zip(weights).map(chance).collect()
}
