//! More likeness never speaks less for a match, nor does a rarer thing in common.

use crate::compare::{LEVELS, Level, classes, has_rarity};
use crate::spec::Role;

const SWEEPS: usize = 12;

/// Moves the ratios as little as possible (weighted least squares, by alternating pools) until they rise with
/// the class and with the rarity; levels without data are carried by their neighbours.
pub(super) fn raise(role: Role, ratios: &mut [f64; LEVELS], weights: &[f64; LEVELS]) {
    let chains = chains(role);
    for _ in 0..SWEEPS {
        for chain in &chains {
            pool(chain, ratios, weights);
        }
    }
    // What rounding left over: the chains of rarity, then those of likeness, upwards only.
    for _ in 0..LEVELS {
        for chain in &chains {
            for pair in chain.windows(2) {
                ratios[pair[1]] = ratios[pair[1]].max(ratios[pair[0]]);
            }
        }
    }
}

/// Sequences of levels along which the ratios must rise.
fn chains(role: Role) -> Vec<Vec<usize>> {
    let level = |class, rarity| usize::from(Level::of(class, rarity).0);
    let top = classes(role);
    let mut chains: Vec<Vec<usize>> = (0..3)
        .map(|rarity| (0..top).map(|class| level(class, rarity)).collect())
        .collect();
    chains.extend(
        (0..top)
            .filter(|c| has_rarity(*c))
            .map(|class| (0..3).map(|rarity| level(class, rarity)).collect()),
    );
    chains
}

/// Pools adjacent violators along one chain.
fn pool(chain: &[usize], ratios: &mut [f64; LEVELS], weights: &[f64; LEVELS]) {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::with_capacity(chain.len());
    for level in chain {
        blocks.push((ratios[*level], weights[*level], 1));
        while let [.., (low, low_weight, low_n), (high, high_weight, high_n)] = blocks[..]
            && low > high
        {
            let weight = low_weight + high_weight;
            blocks.truncate(blocks.len() - 2);
            blocks.push((
                (low * low_weight + high * high_weight) / weight,
                weight,
                low_n + high_n,
            ));
        }
    }
    let mut levels = chain.iter();
    for (value, _, n) in blocks {
        for level in levels.by_ref().take(n) {
            ratios[*level] = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn ratios_rise_with_likeness_and_rarity(values in prop::array::uniform32(-9.0f64..9.0), weights in prop::array::uniform32(0.1f64..50.0)) {
            let mut ratios = values;
            raise(Role::Person, &mut ratios, &weights);
            for chain in chains(Role::Person) {
                for pair in chain.windows(2) {
                    prop_assert!(ratios[pair[0]] <= ratios[pair[1]] + 1e-9);
                }
            }
        }
    }
}
