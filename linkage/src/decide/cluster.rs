//! Correlation clustering: records are put together while the evidence for it, summed over all pairs of the
//! two groups, outweighs the evidence against (greedy additive edge contraction). One strong but wrong link
//! cannot chain two groups whose other members contradict it.

use rustc_hash::FxHashMap;
use std::collections::BinaryHeap;

/// No pair counts for or against more than this many bits.
const MOST: f64 = 12.0;
/// In groups up to this size every pair is compared, candidates or not.
const COMPARED: usize = 48;
/// What a pair counts that was not even a candidate, in larger groups.
const UNSEEN: f64 = -1.0;

/// The cluster number of each record; records alone have their own.
pub(crate) struct Clusters {
    pub(crate) of: Vec<u32>,
}

/// Clusters records by their pairs' weights above `threshold`; `compare` weighs pairs that were no candidates.
pub(crate) fn cluster(
    records: usize,
    pairs: &[(u32, u32)],
    weights: &[f32],
    threshold: f64,
    compare: &mut dyn FnMut(u32, u32) -> f64,
) -> Clusters {
    let mut roots: Vec<u32> = (0..records as u32).collect();
    for ((a, b), weight) in pairs.iter().zip(weights) {
        if f64::from(*weight) > threshold {
            let (x, y) = (find(&mut roots, *a), find(&mut roots, *b));
            roots[x.max(y) as usize] = x.min(y);
        }
    }
    let mut components: FxHashMap<u32, Component> = FxHashMap::default();
    for ((a, b), weight) in pairs.iter().zip(weights) {
        let root = find(&mut roots, *a);
        if root == find(&mut roots, *b) {
            components.entry(root).or_default().edges.push((
                *a,
                *b,
                f64::from(*weight) - threshold,
            ));
        }
    }
    let mut order: Vec<u32> = components.keys().copied().collect();
    order.sort_unstable();
    let mut of: Vec<u32> = (0..records as u32).collect();
    for root in order {
        if let Some(component) = components.remove(&root) {
            component.contract(threshold, compare, &mut of);
        }
    }
    Clusters { of }
}

fn find(roots: &mut [u32], mut record: u32) -> u32 {
    while roots[record as usize] != record {
        roots[record as usize] = roots[roots[record as usize] as usize];
        record = roots[record as usize];
    }
    record
}

#[derive(Default)]
struct Component {
    edges: Vec<(u32, u32, f64)>,
}

impl Component {
    fn contract(
        mut self,
        threshold: f64,
        compare: &mut dyn FnMut(u32, u32) -> f64,
        of: &mut [u32],
    ) {
        if let [(a, b, _)] = self.edges[..] {
            of[b as usize] = a;
            return;
        }
        let mut nodes: Vec<u32> = self.edges.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let complete = nodes.len() <= COMPARED;
        if complete {
            self.complete(&nodes, threshold, compare);
        }
        let number: FxHashMap<u32, u32> = nodes
            .iter()
            .enumerate()
            .map(|(i, n)| (*n, i as u32))
            .collect();
        let mut groups = Groups::new(nodes.len(), if complete { 0.0 } else { UNSEEN });
        for (a, b, weight) in &self.edges {
            groups.add(number[a], number[b], weight.clamp(-MOST, MOST));
        }
        groups.merge_all();
        for (i, node) in nodes.iter().enumerate() {
            of[*node as usize] = nodes[groups.root(i as u32) as usize];
        }
    }

    /// Weighs the pairs that were no candidates.
    fn complete(
        &mut self,
        nodes: &[u32],
        threshold: f64,
        compare: &mut dyn FnMut(u32, u32) -> f64,
    ) {
        let known: rustc_hash::FxHashSet<(u32, u32)> =
            self.edges.iter().map(|(a, b, _)| (*a, *b)).collect();
        for (i, a) in nodes.iter().enumerate() {
            for b in &nodes[i + 1..] {
                if !known.contains(&(*a, *b)) {
                    self.edges.push((*a, *b, compare(*a, *b) - threshold));
                }
            }
        }
    }
}

/// Sum of weights and number of weighed pairs between two groups.
#[derive(Clone, Copy, Default)]
struct Bond {
    sum: f64,
    pairs: u32,
}

struct Groups {
    parent: Vec<u32>,
    size: Vec<u32>,
    bonds: Vec<FxHashMap<u32, Bond>>,
    unseen: f64,
}

/// A possible merge; the heap gives the strongest first, then the lowest numbers.
#[derive(PartialEq)]
struct Merge {
    strength: f64,
    a: u32,
    b: u32,
}

impl Eq for Merge {}

impl PartialOrd for Merge {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Merge {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.strength
            .total_cmp(&other.strength)
            .then((other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl Groups {
    fn new(n: usize, unseen: f64) -> Self {
        Self {
            parent: (0..n as u32).collect(),
            size: vec![1; n],
            bonds: vec![FxHashMap::default(); n],
            unseen,
        }
    }

    fn add(&mut self, a: u32, b: u32, weight: f64) {
        for (x, y) in [(a, b), (b, a)] {
            let bond = self.bonds[x as usize].entry(y).or_default();
            bond.sum += weight;
            bond.pairs += 1;
        }
    }

    fn strength(&self, a: u32, b: u32) -> Option<f64> {
        let bond = self.bonds[a as usize].get(&b)?;
        let all = f64::from(self.size[a as usize]) * f64::from(self.size[b as usize]);
        Some(bond.sum + self.unseen * (all - f64::from(bond.pairs)))
    }

    fn root(&self, mut node: u32) -> u32 {
        while self.parent[node as usize] != node {
            node = self.parent[node as usize];
        }
        node
    }

    fn merge_all(&mut self) {
        let mut heap = BinaryHeap::new();
        for a in 0..self.parent.len() as u32 {
            let bonds: Vec<u32> = self.bonds[a as usize]
                .keys()
                .copied()
                .filter(|b| *b > a)
                .collect();
            for b in bonds {
                self.offer(a, b, &mut heap);
            }
        }
        while let Some(Merge { strength, a, b }) = heap.pop() {
            let alive = self.parent[a as usize] == a && self.parent[b as usize] == b;
            if alive
                && self
                    .strength(a, b)
                    .is_some_and(|now| now.total_cmp(&strength).is_eq())
            {
                self.merge(a, b, &mut heap);
            }
        }
    }

    fn offer(&self, a: u32, b: u32, heap: &mut BinaryHeap<Merge>) {
        let (a, b) = (a.min(b), a.max(b));
        if let Some(strength) = self.strength(a, b).filter(|s| *s > 0.0) {
            heap.push(Merge { strength, a, b });
        }
    }

    fn merge(&mut self, a: u32, b: u32, heap: &mut BinaryHeap<Merge>) {
        self.parent[b as usize] = a;
        self.size[a as usize] += self.size[b as usize];
        let moved = std::mem::take(&mut self.bonds[b as usize]);
        self.bonds[a as usize].remove(&b);
        for (other, bond) in moved {
            if other == a {
                continue;
            }
            let theirs = &mut self.bonds[other as usize];
            theirs.remove(&b);
            for (x, y) in [(a, other), (other, a)] {
                let sum = self.bonds[x as usize].entry(y).or_default();
                sum.sum += bond.sum;
                sum.pairs += bond.pairs;
            }
        }
        let others: Vec<u32> = self.bonds[a as usize].keys().copied().collect();
        for other in others {
            self.offer(a, other, heap);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clusters(n: usize, edges: &[(u32, u32, f32)]) -> Vec<u32> {
        let pairs: Vec<(u32, u32)> = edges.iter().map(|(a, b, _)| (*a, *b)).collect();
        let weights: Vec<f32> = edges.iter().map(|(_, _, w)| *w).collect();
        cluster(n, &pairs, &weights, 0.0, &mut |_, _| -8.0).of
    }

    #[test]
    fn one_wrong_link_does_not_chain_two_groups() {
        let mut edges = vec![(2, 3, 5.0)];
        for (a, b) in [(0, 1), (0, 2), (1, 2), (3, 4), (3, 5), (4, 5)] {
            edges.push((a, b, 10.0));
        }
        assert_eq!(clusters(6, &edges), [0, 0, 0, 3, 3, 3]);
    }

    #[test]
    fn many_records_of_one_person_come_together() {
        let edges: Vec<(u32, u32, f32)> = (0..99)
            .flat_map(|i| (i + 1..(i + 6).min(100)).map(move |j| (i, j, 11.0)))
            .collect();
        let of = clusters(100, &edges);
        assert!(of.iter().filter(|c| **c == of[0]).count() >= 10);
    }
}
