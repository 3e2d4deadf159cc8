//! What linking gives.

use super::Work;
use crate::compare::{Comparer, Pattern};
use crate::decide;
use crate::explain::{self, Explanation, FieldWeights};
use crate::model::Model;
use crate::record::Prepared;
use crate::spec::Ids;
use std::borrow::Cow;

/// Two records held to be one, or worth a reader's look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    pub(crate) first: u32,
    pub(crate) second: u32,
    /// The probability that they are one.
    pub probability: f64,
    /// Its evidence in bits: log2 of the odds, rivals left aside.
    pub weight: f64,
}

/// How much there was of everything.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub struct Counts {
    /// Records of the left list.
    pub left: usize,
    /// Records of the right list.
    pub right: Option<usize>,
    /// Pairs compared.
    pub candidates: usize,
}

/// Time taken by each stage.
#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
pub struct Seconds {
    /// Normal forms.
    pub prepare: f64,
    /// Candidates.
    pub candidates: f64,
    /// Comparing.
    pub compare: f64,
    /// Learning.
    pub learn: f64,
    /// Deciding.
    pub decide: f64,
}

/// Links, clusters and the model that made them.
#[derive(Debug)]
pub struct Linkage<'t> {
    pub(crate) left_ids: Ids<'t>,
    pub(crate) right_ids: Option<Ids<'t>>,
    /// Links at or above the review probability.
    pub(crate) links: Vec<Link>,
    pub(crate) clusters: Vec<u32>,
    /// How much there was.
    pub counts: Counts,
    /// How long it took.
    pub seconds: Seconds,
    /// Whether each record was given one partner at most.
    pub one_to_one: bool,
    /// Share of linked records with several partners that match each other.
    pub crowded: f64,
    pub(crate) swapped: bool,
    pub(crate) pairs: Vec<(u32, u32)>,
    pub(crate) model: Model,
    pub(crate) prepared: Prepared,
}

impl Linkage<'_> {
    /// Links at or above the review probability.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Rows of a link: in the left list, and in the right (or the same) list.
    pub fn rows(&self, link: &Link) -> (usize, usize) {
        self.row_pair(link.first, link.second)
    }

    fn row_pair(&self, first: u32, second: u32) -> (usize, usize) {
        let rows = (
            self.prepared.rows[first as usize] as usize,
            self.prepared.rows[second as usize] as usize,
        );
        if self.swapped { (rows.1, rows.0) } else { rows }
    }

    /// Ids of a link: left, right. Within one list the lower id stands left.
    pub fn ids(&self, link: &Link) -> (Cow<'_, str>, Cow<'_, str>) {
        let (left, right) = self.rows(link);
        if let Some(ids) = &self.right_ids {
            return (self.left_ids.get(left), ids.get(right));
        }
        let (a, b) = (self.left_ids.get(left), self.left_ids.get(right));
        if a <= b { (a, b) } else { (b, a) }
    }

    /// The id of a row of the left (0) or right (1) list.
    pub fn id(&self, list: usize, row: usize) -> String {
        let ids = if list == 0 {
            &self.left_ids
        } else {
            self.right_ids.as_ref().unwrap_or(&self.left_ids)
        };
        ids.get(row).into_owned()
    }

    /// Pairs that were compared, by row.
    pub fn candidates(&self) -> impl Iterator<Item = (usize, usize)> {
        self.pairs.iter().map(|(a, b)| self.row_pair(*a, *b))
    }

    /// Every record's list (0 left, 1 right), row and cluster number.
    pub fn clusters(&self) -> impl Iterator<Item = (usize, usize, u32)> {
        self.clusters.iter().enumerate().map(|(record, cluster)| {
            let second = record >= self.prepared.sides.first;
            (
                usize::from(second != self.swapped),
                self.prepared.rows[record] as usize,
                *cluster,
            )
        })
    }

    /// Why two records are, or are not, one: field by field.
    pub fn explain(&self, link: &Link) -> Explanation {
        let pattern = Comparer::new(&self.prepared).pattern(link.first, link.second);
        explain::explain(&self.prepared, &self.model, pattern, link, self.swapped)
    }

    /// Explains any two records by their rows, linked or not; nothing if there are no such rows.
    pub fn explain_rows(&self, left: usize, right: usize) -> Option<Explanation> {
        let sides = self.prepared.sides;
        let (one, other) = if self.swapped {
            (right, left)
        } else {
            (left, right)
        };
        let find = |range: std::ops::Range<usize>, row: usize| {
            let start = range.start;
            self.prepared.rows[range]
                .iter()
                .position(|r| *r as usize == row)
                .map(|i| (start + i) as u32)
        };
        let (first, second) = (find(sides.left(), one)?, find(sides.right(), other)?);
        let weight = self
            .model
            .weight(Comparer::new(&self.prepared).pattern(first, second));
        let probability = decide::probability(weight);
        Some(self.explain(&Link {
            first,
            second,
            probability,
            weight,
        }))
    }

    pub(crate) fn explain_with(&self, comparer: &mut Comparer<'_>, link: &Link) -> Explanation {
        let pattern: Pattern = comparer.pattern(link.first, link.second);
        explain::explain(&self.prepared, &self.model, pattern, link, self.swapped)
    }

    /// What was learned: for each field its verdicts' shares among matches and among other candidates.
    pub fn weights(&self) -> Vec<FieldWeights> {
        let shares = self.model.match_shares.iter().zip(&self.model.other_shares);
        self.prepared
            .fields
            .iter()
            .zip(shares)
            .map(|(field, (matches, others))| explain::field_weights(field, matches, others))
            .collect()
    }

    /// How many rows of either list have no id.
    pub fn missing_ids(&self) -> usize {
        self.left_ids.missing() + self.right_ids.as_ref().map_or(0, Ids::missing)
    }

    /// Names of the compared fields.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.prepared.fields.iter().map(|f| f.name.as_str())
    }
}

/// Clusters of one-to-one links: pairs at or above the threshold.
pub(super) fn pair_clusters(records: usize, links: &[Link], threshold: f64) -> Vec<u32> {
    let mut of: Vec<u32> = (0..records as u32).collect();
    for link in links.iter().filter(|l| l.probability >= threshold) {
        of[link.second as usize] = link.first;
    }
    of
}

/// All pairs are listed in clusters up to this size; beyond it, those that were candidates and a star.
const LISTED: usize = 64;

/// Links of clusters: every pair within one, and the pairs across clusters that want review.
pub(super) fn cluster_links(
    work: &Work<'_>,
    clusters: &[u32],
    compare: &mut dyn FnMut(u32, u32) -> f64,
) -> Vec<Link> {
    let (clear, sides) = (work.options.threshold, work.prepared.sides);
    let mut links = Vec::new();
    for (index, (a, b)) in work.pairs.iter().enumerate() {
        let own = decide::probability(f64::from(work.weights[index]));
        let together = clusters[*a as usize] == clusters[*b as usize];
        if together {
            // What the pair itself leaves open, the rest of its cluster has settled.
            links.push(work.link(index, own.max(clear)));
        } else if own >= work.options.review {
            // The rest of the clusters speaks against it: for a reader, not a link.
            links.push(work.link(index, own.min(clear - 1e-6)));
        }
    }
    let mut members: Vec<(u32, u32)> = clusters
        .iter()
        .enumerate()
        .map(|(r, c)| (*c, r as u32))
        .collect();
    members.sort_unstable();
    let known: rustc_hash::FxHashSet<(u32, u32)> =
        links.iter().map(|l| (l.first, l.second)).collect();
    for group in members.chunk_by(|x, y| x.0 == y.0).filter(|g| g.len() > 2) {
        let heads = if group.len() <= LISTED {
            group.len()
        } else {
            1
        };
        for i in 0..heads {
            for j in i + 1..group.len() {
                let (a, b) = (group[i].1, group[j].1);
                let across = sides.is_single()
                    || ((a as usize) < sides.first) != ((b as usize) < sides.first);
                if across && !known.contains(&(a, b)) {
                    let weight = compare(a, b);
                    let probability = decide::probability(weight).max(clear);
                    links.push(Link {
                        first: a,
                        second: b,
                        probability,
                        weight,
                    });
                }
            }
        }
    }
    links
}
