//! Reading links, gold and candidates.

use super::{Pair, unordered};
use crate::{LinkError, Table};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;

/// Reads `left_id,right_id,probability`; without a probability column every link counts as certain.
pub fn read_links(path: &Path, one_list: bool) -> Result<FxHashMap<Pair, f64>, LinkError> {
    let Some(table) = read_or_none(path)? else {
        return Ok(FxHashMap::default());
    };
    let (left, right) = columns(&table);
    let probability = table.column("probability");
    let mut links = FxHashMap::default();
    for row in 0..table.rows() {
        let p = probability.map_or(1.0, |c| table.cell(row, c).parse().unwrap_or(0.0));
        links.insert(pair(&table, row, left, right, one_list), p);
    }
    Ok(links)
}

/// Reads pairs of ids from the columns `left_id` and `right_id`, or the first two.
pub fn read_pairs(path: &Path, one_list: bool) -> Result<FxHashSet<Pair>, LinkError> {
    let Some(table) = read_or_none(path)? else {
        return Ok(FxHashSet::default());
    };
    let (left, right) = columns(&table);
    Ok((0..table.rows())
        .map(|row| pair(&table, row, left, right, one_list))
        .collect())
}

/// Reads gold: pairs of ids, or (for one list) `id,cluster`, from which all pairs within clusters follow.
pub fn read_gold(path: &Path, one_list: bool) -> Result<FxHashSet<Pair>, LinkError> {
    let Some(table) = read_or_none(path)? else {
        return Ok(FxHashSet::default());
    };
    let (Some(id), Some(cluster), true) = (table.column("id"), table.column("cluster"), one_list)
    else {
        return read_pairs(path, one_list);
    };
    let mut clusters: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for row in 0..table.rows() {
        clusters
            .entry(table.cell(row, cluster))
            .or_default()
            .push(table.cell(row, id));
    }
    let mut pairs = FxHashSet::default();
    for members in clusters.values() {
        for (i, a) in members.iter().enumerate() {
            pairs.extend(
                members[i + 1..]
                    .iter()
                    .map(|b| unordered(((*a).into(), (*b).into()))),
            );
        }
    }
    Ok(pairs)
}

/// A file with a header and no rows is an empty list here, not a mistake.
fn read_or_none(path: &Path) -> Result<Option<Table>, LinkError> {
    match Table::read(path) {
        Ok(table) => Ok(Some(table)),
        Err(LinkError::Empty { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn columns(table: &Table) -> (usize, usize) {
    let second = 1.min(table.headers().len() - 1);
    (
        table.column("left_id").unwrap_or(0),
        table.column("right_id").unwrap_or(second),
    )
}

fn pair(table: &Table, row: usize, left: usize, right: usize, one_list: bool) -> Pair {
    let pair = (table.cell(row, left).into(), table.cell(row, right).into());
    if one_list { unordered(pair) } else { pair }
}
