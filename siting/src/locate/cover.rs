//! Covering: who reaches whom within a radius, as sets of bits, and what may be left out without
//! changing the answer.

use std::collections::HashMap;

use super::core::problem::Problem;
use crate::number::{narrow, wide};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Bits(Vec<u64>);

impl Bits {
    fn empty(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    fn add(&mut self, at: usize) {
        self.0[at / 64] |= 1 << (at % 64);
    }

    fn has(&self, at: usize) -> bool {
        self.0[at / 64] >> (at % 64) & 1 == 1
    }

    fn remove(&mut self, at: usize) {
        self.0[at / 64] &= !(1 << (at % 64));
    }

    fn within(&self, other: &Self) -> bool {
        self.0
            .iter()
            .zip(&other.0)
            .all(|(mine, theirs)| mine & !theirs == 0)
    }

    fn members(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(word, &bits)| {
            (0..64)
                .filter(move |bit| bits >> bit & 1 == 1)
                .map(move |bit| word * 64 + bit)
        })
    }
}

/// A covering question after everything superfluous is gone.
#[derive(Debug)]
pub(crate) struct Cover {
    pub(crate) problem: Problem,
    /// Original index of each remaining candidate.
    pub(crate) candidates: Vec<u32>,
    /// Candidates which every plan must open (only when all must be covered).
    pub(crate) forced: Vec<u32>,
}

/// Maximal covering: lose as little weight as possible with `open` candidates.
///
/// `reach` holds for each demand its weight and the candidates in reach.
pub(crate) fn most(open: usize, candidates: usize, reach: &[(f64, Vec<u32>)]) -> Cover {
    // Demands reached by the same candidates are one demand.
    let mut merged: HashMap<&[u32], (usize, f64)> = HashMap::new();
    for (order, (weight, who)) in reach.iter().enumerate() {
        merged.entry(who).or_insert((order, 0.0)).1 += weight;
    }
    let mut rows: Vec<(usize, f64, &[u32])> = merged
        .into_iter()
        .map(|(who, (order, weight))| (order, weight, who))
        .collect();
    rows.sort_unstable_by_key(|row| row.0);
    let mut reached = vec![Bits::empty(rows.len()); candidates];
    for (row, (_, _, who)) in rows.iter().enumerate() {
        for &candidate in *who {
            reached[wide(candidate)].add(row);
        }
    }
    let alive = undominated(&reached, &vec![true; candidates], rows.len());
    let (names, renamed) = rename(&alive);
    let problem = Problem::new(
        open,
        names.len(),
        rows.iter().map(|(_, weight, who)| {
            let kept = who.iter().filter_map(|&c| renamed[wide(c)]);
            (*weight, kept.map(|candidate| (candidate, 0.0)).collect())
        }),
    );
    Cover {
        problem,
        candidates: names,
        forced: Vec::new(),
    }
}

/// Full covering: can `open` candidates reach everybody? `None` when it is plain that they cannot.
pub(crate) fn all(open: usize, candidates: usize, reach: &[Vec<u32>]) -> Option<Cover> {
    let mut reduction = Reduction::new(candidates, reach);
    while reduction.drop_rows() | reduction.drop_columns() | reduction.force()? {}
    let Reduction {
        rows,
        live_rows,
        live,
        forced,
    } = reduction;
    let (names, renamed) = rename(&live);
    let open = open.checked_sub(forced.len())?;
    let left = rows
        .iter()
        .zip(&live_rows)
        .filter(|(_, live)| **live)
        .map(|(row, _)| {
            let kept = row.members().filter_map(|candidate| renamed[candidate]);
            (1.0, kept.map(|candidate| (candidate, 0.0)).collect())
        });
    let problem = Problem::new(open, names.len(), left.collect::<Vec<_>>());
    Some(Cover {
        problem,
        candidates: names,
        forced,
    })
}

/// The set-cover reductions, repeated until none applies.
struct Reduction {
    /// For each demand its helpers, without those left out.
    rows: Vec<Bits>,
    live_rows: Vec<bool>,
    live: Vec<bool>,
    forced: Vec<u32>,
}

impl Reduction {
    fn new(candidates: usize, reach: &[Vec<u32>]) -> Self {
        let mut rows = vec![Bits::empty(candidates); reach.len()];
        for (row, who) in rows.iter_mut().zip(reach) {
            for &candidate in who {
                row.add(wide(candidate));
            }
        }
        let (live_rows, live) = (vec![true; rows.len()], vec![true; candidates]);
        Self {
            rows,
            live_rows,
            live,
            forced: Vec::new(),
        }
    }

    /// A demand whose helpers include all helpers of another is covered along with that one.
    fn drop_rows(&mut self) -> bool {
        let superfluous = superfluous_rows(&self.rows, &self.live_rows);
        for &row in &superfluous {
            self.live_rows[row] = false;
        }
        !superfluous.is_empty()
    }

    /// A candidate which reaches no more than another one is not needed.
    fn drop_columns(&mut self) -> bool {
        let columns = transpose(&self.rows, &self.live_rows, self.live.len());
        let alive = undominated(&columns, &self.live, self.rows.len());
        let mut changed = false;
        for (candidate, alive) in alive.iter().enumerate() {
            if self.live[candidate] && !alive {
                self.leave_out(candidate);
                changed = true;
            }
        }
        changed
    }

    /// A demand with one helper needs that one. `None` when a demand has no helper left.
    fn force(&mut self) -> Option<bool> {
        let mut changed = false;
        for row in 0..self.rows.len() {
            if !self.live_rows[row] {
                continue;
            }
            let helpers: Vec<usize> = self.rows[row].members().take(2).collect();
            let only = *helpers.first()?;
            if helpers.len() > 1 {
                continue;
            }
            self.forced.push(narrow(only));
            changed = true;
            for (live, row) in self.live_rows.iter_mut().zip(&self.rows) {
                *live &= !row.has(only);
            }
            self.leave_out(only);
        }
        Some(changed)
    }

    fn leave_out(&mut self, candidate: usize) {
        self.live[candidate] = false;
        for row in &mut self.rows {
            row.remove(candidate);
        }
    }
}

fn superfluous_rows(rows: &[Bits], live: &[bool]) -> Vec<usize> {
    let mut gone = vec![false; rows.len()];
    for few in 0..rows.len() {
        if !live[few] || gone[few] {
            continue;
        }
        for many in 0..rows.len() {
            let other = many != few && live[many] && !gone[many];
            if other && rows[few].within(&rows[many]) {
                gone[many] = true;
            }
        }
    }
    (0..rows.len()).filter(|&row| gone[row]).collect()
}

fn transpose(rows: &[Bits], live: &[bool], candidates: usize) -> Vec<Bits> {
    let mut columns = vec![Bits::empty(rows.len()); candidates];
    for (at, row) in rows.iter().enumerate().filter(|(at, _)| live[*at]) {
        for candidate in row.members() {
            columns[candidate].add(at);
        }
    }
    columns
}

/// Which live candidates are left when those go which reach nothing, or nothing that one other
/// does not reach too.
fn undominated(columns: &[Bits], live: &[bool], rows: usize) -> Vec<bool> {
    let mut alive = live.to_vec();
    // Who can dominate must reach the first demand I reach, so only those need a look.
    let mut by_row: Vec<Vec<usize>> = vec![Vec::new(); rows];
    for (candidate, column) in columns.iter().enumerate().filter(|(at, _)| live[*at]) {
        for row in column.members() {
            by_row[row].push(candidate);
        }
    }
    for candidate in 0..columns.len() {
        if !alive[candidate] {
            continue;
        }
        let rarest = columns[candidate]
            .members()
            .min_by_key(|&row| by_row[row].len());
        alive[candidate] = rarest.is_some_and(|row| {
            !by_row[row].iter().any(|&other| {
                other != candidate
                    && alive[other]
                    && columns[candidate].within(&columns[other])
                    && (other < candidate || !columns[other].within(&columns[candidate]))
            })
        });
    }
    alive
}

fn rename(live: &[bool]) -> (Vec<u32>, Vec<Option<u32>>) {
    let mut names = Vec::new();
    let mut renamed = vec![None; live.len()];
    for (candidate, _) in live.iter().enumerate().filter(|(_, live)| **live) {
        renamed[candidate] = Some(narrow(names.len()));
        names.push(narrow(candidate));
    }
    (names, renamed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidate_reaching_less_than_another_is_left_out() {
        let cover = most(
            1,
            3,
            &[(1.0, vec![0, 1]), (2.0, vec![1, 2]), (4.0, vec![1, 2])],
        );
        assert_eq!(cover.candidates, vec![1]);
        assert_eq!(cover.problem.demands(), 2, "the last two demands are one");
    }

    #[test]
    fn full_cover_forces_only_helpers_and_sees_the_impossible() {
        let cover = all(2, 3, &[vec![0], vec![0, 1], vec![1, 2]]).unwrap();
        assert_eq!(cover.forced.len(), 2);
        assert_eq!(cover.problem.demands(), 0);
        assert!(all(1, 3, &[vec![0], vec![0, 1], vec![1, 2]]).is_none());
        assert!(all(3, 3, &[vec![], vec![1]]).is_none());
    }
}
