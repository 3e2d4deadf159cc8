//! The road network: named nodes, undirected edges with a length, shortest ways.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

use crate::number::{narrow, wide};

/// An undirected network. Lengths are in whatever unit the file uses (kilometres, minutes): the
/// network only adds and compares them.
#[derive(Debug, Clone, Default)]
pub struct Network {
    names: Vec<String>,
    index: HashMap<String, u32>,
    ways: Vec<Vec<(u32, f64)>>,
}

impl Network {
    /// The node of a name, made when it is new.
    pub fn node(&mut self, name: &str) -> u32 {
        if let Some(&node) = self.index.get(name) {
            return node;
        }
        let node = narrow(self.names.len());
        self.names.push(name.to_owned());
        self.index.insert(name.to_owned(), node);
        self.ways.push(Vec::new());
        node
    }

    /// Joins two nodes. Of several edges between two nodes the shortest counts by itself.
    pub fn join(&mut self, from: u32, to: u32, length: f64) {
        if let Some(ways) = self.ways.get_mut(wide(from)) {
            ways.push((to, length));
        }
        if from != to
            && let Some(ways) = self.ways.get_mut(wide(to))
        {
            ways.push((from, length));
        }
    }

    /// The node of a name, if there is one.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.index.get(name).copied()
    }

    /// All names, in the order in which the file first mentions them.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Every edge once: both nodes and the length.
    pub fn edges(&self) -> impl Iterator<Item = (u32, u32, f64)> + '_ {
        let ways = self.ways.iter().enumerate();
        ways.flat_map(|(from, ways)| {
            let from = narrow(from);
            let once = ways.iter().filter(move |(to, _)| from <= *to);
            once.map(move |&(to, length)| (from, to, length))
        })
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Working memory for shortest ways.
    pub fn walker(&self) -> Walker<'_> {
        Walker {
            network: self,
            reached: vec![f64::INFINITY; self.len()],
            queue: BinaryHeap::new(),
        }
    }
}

/// Finds shortest ways from one node after another without new memory.
#[derive(Debug)]
pub struct Walker<'a> {
    network: &'a Network,
    reached: Vec<f64>,
    queue: BinaryHeap<Front>,
}

#[derive(Debug, Clone, Copy)]
struct Front {
    length: f64,
    node: u32,
}

impl PartialEq for Front {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Front {}
impl PartialOrd for Front {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Front {
    /// The shortest is the greatest, so that the heap gives it first.
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .length
            .total_cmp(&self.length)
            .then(other.node.cmp(&self.node))
    }
}

impl Walker<'_> {
    /// Lengths of the shortest ways from a node to all nodes; infinite where there is none.
    pub fn from(&mut self, start: u32) -> &[f64] {
        self.reached.fill(f64::INFINITY);
        self.queue.clear();
        if let Some(reached) = self.reached.get_mut(wide(start)) {
            *reached = 0.0;
            self.queue.push(Front {
                length: 0.0,
                node: start,
            });
        }
        while let Some(Front { length, node }) = self.queue.pop() {
            if length > self.reached[wide(node)] {
                continue;
            }
            for &(next, edge) in &self.network.ways[wide(node)] {
                let through = length + edge;
                if through < self.reached[wide(next)] {
                    self.reached[wide(next)] = through;
                    self.queue.push(Front {
                        length: through,
                        node: next,
                    });
                }
            }
        }
        &self.reached
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_way_is_found_and_an_island_is_out_of_reach() {
        let mut network = Network::default();
        let nodes = ["a", "b", "c", "island"].map(|name| network.node(name));
        network.join(nodes[0], nodes[1], 5.0);
        network.join(nodes[0], nodes[2], 1.0);
        network.join(nodes[2], nodes[1], 2.0);
        network.join(nodes[1], nodes[0], 9.0);
        let mut walker = network.walker();
        assert_eq!(walker.from(nodes[0]), &[0.0, 3.0, 1.0, f64::INFINITY]);
        assert_eq!(walker.from(nodes[1])[0].to_bits(), 3.0_f64.to_bits());
        assert_eq!(network.find("b"), Some(nodes[1]));
        assert_eq!(network.find("x"), None);
    }
}
