//! The effect against statsmodels: inputs and its numbers in `statsmodels.json`, made once (see `made_with` in it).
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use growth::effect::{Effect, Rule, Scale, Unit, effect, pairs};
use serde::Deserialize;

#[derive(Deserialize)]
struct Peer {
    units: Vec<Line>,
    pairs: Vec<(usize, usize)>,
    near: usize,
    mean: f64,
    low: f64,
    high: f64,
    ols: f64,
    ols_low: f64,
    ols_high: f64,
}

#[derive(Deserialize)]
struct Line {
    mentored: bool,
    kind: String,
    district: String,
    before: f64,
    after: f64,
}

const RULE: Rule = Rule {
    scale: Scale::Ratio,
    caliper: 0.5,
    fewest: 10,
};

fn peer() -> (Peer, Vec<Unit>) {
    let peer: Peer = serde_json::from_str(include_str!("statsmodels.json")).unwrap();
    let units = peer
        .units
        .iter()
        .map(|line| Unit {
            mentored: line.mentored,
            kind: line.kind.clone(),
            district: line.district.clone(),
            before: line.before,
            after: line.after,
        })
        .collect();
    (peer, units)
}

#[test]
fn the_effect_and_its_interval_are_those_of_statsmodels() {
    let (peer, units) = peer();
    let found: Vec<(usize, usize)> = pairs(&units, RULE)
        .iter()
        .map(|pair| (pair.mentored, pair.other))
        .collect();
    assert_eq!(found, peer.pairs);
    let Effect::Estimated(estimate) = effect(&units, RULE) else {
        panic!("enough pairs")
    };
    assert_eq!(
        (estimate.pairs, estimate.near),
        (peer.pairs.len(), peer.near)
    );
    for (ours, paired, regression) in [
        (estimate.effect, peer.mean, peer.ols),
        (estimate.low, peer.low, peer.ols_low),
        (estimate.high, peer.high, peer.ols_high),
    ] {
        assert!((ours.ln_1p() - paired).abs() < 1e-9, "{ours} {paired}");
        assert!(
            (ours.ln_1p() - regression).abs() < 1e-9,
            "{ours} {regression}"
        );
    }
    assert!(estimate.is_clear());
}

#[test]
fn a_small_group_is_not_shown() {
    let (_, units) = peer();
    let few = Rule {
        fewest: 1_000,
        ..RULE
    };
    assert!(matches!(
        effect(&units, few),
        Effect::Suppressed { fewest: 1_000, .. }
    ));
    assert!(matches!(
        effect(&[], RULE),
        Effect::Suppressed { pairs: 0, .. }
    ));
}

#[test]
fn a_figure_that_cannot_be_read_as_a_ratio_makes_no_pair() {
    let unit = |mentored, before| Unit {
        mentored,
        kind: "a".to_owned(),
        district: "b".to_owned(),
        before,
        after: 10.0,
    };
    assert!(pairs(&[unit(true, 0.0), unit(false, 0.0)], RULE).is_empty());
    assert_eq!(pairs(&[unit(true, 5.0), unit(false, 5.0)], RULE).len(), 1);
}
