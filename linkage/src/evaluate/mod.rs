//! How good are the links, measured against known truth.

mod curve;
mod read;

pub use curve::svg;
pub use read::{read_gold, read_links, read_pairs};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

/// Two ids, left and right.
pub type Pair = (Box<str>, Box<str>);

/// Quality at one threshold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// Links at or above this probability are accepted.
    pub threshold: f64,
    /// Share of accepted links that are true.
    pub precision: f64,
    /// Share of true pairs that are accepted.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

/// Links of about the same probability: what they promised and what they kept.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Mean probability.
    pub promised: f64,
    /// Share of true links.
    pub kept: f64,
    /// Number of links.
    pub links: usize,
}

/// The whole evaluation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// True pairs.
    pub gold: usize,
    /// Links at or above the threshold.
    pub links: usize,
    /// At the threshold asked for.
    pub at_threshold: Point,
    /// At the threshold that would have been best.
    pub best: Point,
    /// Share of true pairs that were compared at all, if candidates were given.
    pub blocking_recall: Option<f64>,
    /// Number of candidates, if given.
    pub candidates: Option<usize>,
    /// Mean distance of promised and kept probability, weighted by links.
    pub calibration_error: f64,
    /// Calibration by bins.
    pub calibration: Vec<Bin>,
    /// The threshold curve.
    pub curve: Vec<Point>,
}

/// Makes the order of the two ids immaterial, for pairs within one list.
pub fn unordered((a, b): Pair) -> Pair {
    if a <= b { (a, b) } else { (b, a) }
}

/// Known truth, or candidates.
pub type Pairs = FxHashSet<Pair>;
/// Links with their probabilities.
pub type Judged = FxHashMap<Pair, f64>;

/// Compares links with gold.
#[expect(
    clippy::implicit_hasher,
    reason = "these maps are only made by this module's readers"
)]
pub fn evaluate(
    links: &FxHashMap<Pair, f64>,
    gold: &FxHashSet<Pair>,
    candidates: Option<&FxHashSet<Pair>>,
    threshold: f64,
) -> Evaluation {
    let mut judged: Vec<(f64, bool)> = links
        .iter()
        .map(|(pair, p)| (*p, gold.contains(pair)))
        .collect();
    judged.sort_unstable_by(|x, y| y.0.total_cmp(&x.0).then(y.1.cmp(&x.1)));
    let curve = points(&judged, gold.len());
    let at_threshold = at(&judged, gold.len(), threshold);
    let best = curve.iter().copied().fold(
        at_threshold,
        |best, p| if p.f1 > best.f1 { p } else { best },
    );
    let calibration = bins(&judged);
    let all: usize = calibration.iter().map(|b| b.links).sum();
    let error: f64 = calibration
        .iter()
        .map(|b| (b.promised - b.kept).abs() * b.links as f64)
        .sum();
    Evaluation {
        gold: gold.len(),
        links: judged.iter().filter(|(p, _)| *p >= threshold).count(),
        at_threshold,
        best,
        blocking_recall: candidates.map(|c| {
            ratio(
                gold.iter().filter(|pair| c.contains(*pair)).count(),
                gold.len(),
            )
        }),
        candidates: candidates.map(FxHashSet::len),
        calibration_error: error / all.max(1) as f64,
        calibration,
        curve,
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn point(threshold: f64, hits: usize, accepted: usize, gold: usize) -> Point {
    let precision = if accepted == 0 {
        1.0
    } else {
        ratio(hits, accepted)
    };
    let f1 = ratio(2 * hits, accepted + gold);
    Point {
        threshold,
        precision,
        recall: ratio(hits, gold),
        f1,
    }
}

fn at(judged: &[(f64, bool)], gold: usize, threshold: f64) -> Point {
    let accepted = judged.partition_point(|(p, _)| *p >= threshold);
    let hits = judged[..accepted].iter().filter(|(_, hit)| *hit).count();
    point(threshold, hits, accepted, gold)
}

/// The curve at every probability that occurs, thinned to about two hundred points.
fn points(judged: &[(f64, bool)], gold: usize) -> Vec<Point> {
    let mut all = Vec::new();
    let (mut hits, mut accepted) = (0, 0);
    for group in judged.chunk_by(|x, y| x.0.total_cmp(&y.0).is_eq()) {
        accepted += group.len();
        hits += group.iter().filter(|(_, hit)| *hit).count();
        all.push(point(group[0].0, hits, accepted, gold));
    }
    let step = all.len() / 200 + 1;
    let last = all.len().saturating_sub(1);
    all.into_iter()
        .enumerate()
        .filter(|(i, _)| i % step == 0 || *i == last)
        .map(|(_, p)| p)
        .collect()
}

fn bins(judged: &[(f64, bool)]) -> Vec<Bin> {
    const EDGES: [f64; 10] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999];
    let mut out = Vec::new();
    for (i, low) in EDGES.iter().enumerate() {
        let high = EDGES.get(i + 1).copied().unwrap_or(f64::INFINITY);
        let inside: Vec<&(f64, bool)> = judged
            .iter()
            .filter(|(p, _)| p >= low && *p < high)
            .collect();
        if !inside.is_empty() {
            let n = inside.len();
            out.push(Bin {
                promised: inside.iter().map(|(p, _)| p).sum::<f64>() / n as f64,
                kept: ratio(inside.iter().filter(|(_, hit)| *hit).count(), n),
                links: n,
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: &str, b: &str) -> Pair {
        (a.into(), b.into())
    }

    #[test]
    fn quality_is_counted_at_the_threshold_and_at_the_best_one() {
        let links = [
            (pair("1", "a"), 0.99),
            (pair("2", "x"), 0.97),
            (pair("3", "c"), 0.6),
        ]
        .into_iter()
        .collect();
        let gold = [pair("1", "a"), pair("2", "b"), pair("3", "c")]
            .into_iter()
            .collect();
        let candidates = [pair("1", "a"), pair("3", "c"), pair("2", "x")]
            .into_iter()
            .collect();
        let e = evaluate(&links, &gold, Some(&candidates), 0.95);
        assert!((e.at_threshold.precision - 0.5).abs() < 1e-9);
        assert!((e.at_threshold.recall - 1.0 / 3.0).abs() < 1e-9);
        assert!((e.best.f1 - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(e.blocking_recall, Some(2.0 / 3.0));
    }

    #[test]
    fn no_links_and_no_gold_give_numbers_not_nonsense() {
        let e = evaluate(&FxHashMap::default(), &FxHashSet::default(), None, 0.95);
        assert!(e.at_threshold.f1.abs() < 1e-9 && e.calibration_error.abs() < 1e-9);
        assert!(svg(&e).starts_with("<svg"));
    }
}
