//! Do the lists hold duplicates of their own? Then one partner per record is the wrong rule.

use crate::compare::Comparer;
use crate::model::Model;
use crate::record::Prepared;

/// Share of linked records with several partners that are alike among themselves, from which on one partner
/// is too few.
pub(super) const TOO_CROWDED: f64 = 0.12;
/// A pair is taken seriously from this weight.
const STRONG: f32 = 6.0;
/// Records looked at.
const SAMPLE: usize = 20_000;

/// Among records with a strong partner, the share with two strong partners that match each other too. (Two
/// businesses of one owner are both strong partners, but do not match each other.)
pub(super) fn crowding(
    prepared: &Prepared,
    model: &Model,
    pairs: &[(u32, u32)],
    weights: &[f32],
) -> f64 {
    let strong = |i: usize| weights[i] >= STRONG;
    let by_left: Vec<(u32, u32)> = (0..pairs.len())
        .filter(|i| strong(*i))
        .map(|i| pairs[i])
        .collect();
    let mut by_right: Vec<(u32, u32)> = by_left.iter().map(|(a, b)| (*b, *a)).collect();
    by_right.sort_unstable();
    let mut comparer = Comparer::new(prepared);
    let mut most = 0.0;
    for side in [by_left, by_right] {
        let (mut linked, mut crowded) = (0.0, 0.0);
        for group in side.chunk_by(|x, y| x.0 == y.0).take(SAMPLE) {
            linked += 1.0;
            if let [(_, first), (_, second), ..] = group {
                let weight = model.weight(comparer.pattern(*first, *second));
                crowded += f64::from(u8::from(weight >= f64::from(STRONG)));
            }
        }
        most = f64::max(most, if linked > 0.0 { crowded / linked } else { 0.0 });
    }
    most
}
