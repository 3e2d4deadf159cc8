//! One partner at most: best pairs first, and what that rules out.

/// The best pair of each record.
pub(crate) struct Best {
    pair: Vec<u32>,
    weight: Vec<f32>,
}

const NONE: u32 = u32::MAX;

impl Best {
    pub(crate) fn new(pairs: &[(u32, u32)], weights: &[f32], records: usize) -> Self {
        let mut best = Self {
            pair: vec![NONE; records],
            weight: vec![f32::NEG_INFINITY; records],
        };
        for (index, ((a, b), weight)) in pairs.iter().zip(weights).enumerate() {
            for record in [*a as usize, *b as usize] {
                if *weight > best.weight[record] {
                    best.weight[record] = *weight;
                    best.pair[record] = index as u32;
                }
            }
        }
        best
    }

    /// Whether both records of the pair have no better one.
    pub(crate) fn is_mutual(&self, index: usize, (a, b): (u32, u32)) -> bool {
        self.pair[a as usize] == index as u32 && self.pair[b as usize] == index as u32
    }
}

/// Pairs of which one record has a partner, mutually best and at least this good, elsewhere.
pub(crate) fn ruled_out(
    pairs: &[(u32, u32)],
    weights: &[f32],
    records: usize,
    least: f32,
) -> Vec<bool> {
    let best = Best::new(pairs, weights, records);
    let mut taken = vec![NONE; records];
    for (index, (pair, weight)) in pairs.iter().zip(weights).enumerate() {
        if *weight >= least && best.is_mutual(index, *pair) {
            taken[pair.0 as usize] = index as u32;
            taken[pair.1 as usize] = index as u32;
        }
    }
    let elsewhere = |record: u32, index: usize| {
        let by = taken[record as usize];
        by != NONE && by != index as u32
    };
    pairs
        .iter()
        .enumerate()
        .map(|(i, (a, b))| elsewhere(*a, i) || elsewhere(*b, i))
        .collect()
}

/// Pairs in which every record has one partner at most, chosen by weight; indices into `pairs`.
pub(crate) fn one_to_one(
    pairs: &[(u32, u32)],
    weights: &[f32],
    records: usize,
    least: f32,
) -> Vec<u32> {
    let mut order: Vec<u32> = (0..pairs.len() as u32)
        .filter(|i| weights[*i as usize] >= least)
        .collect();
    order.sort_unstable_by(|x, y| {
        weights[*y as usize]
            .total_cmp(&weights[*x as usize])
            .then(x.cmp(y))
    });
    let mut taken = vec![false; records];
    order.retain(|index| {
        let (a, b) = pairs[*index as usize];
        let free = !taken[a as usize] && !taken[b as usize];
        if free {
            (taken[a as usize], taken[b as usize]) = (true, true);
        }
        free
    });
    order
}
