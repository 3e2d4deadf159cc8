//! Reviewed pairs, as readers leave them.

use crate::spec::Ids;
use crate::{Decision, LinkError, Specification, Table};
use rustc_hash::FxHashMap;
use std::path::Path;

const YES: [&str; 8] = ["yes", "y", "ya", "same", "sama", "1", "true", "benar"];
const NO: [&str; 8] = [
    "no",
    "n",
    "tidak",
    "different",
    "beda",
    "0",
    "false",
    "salah",
];

/// Reads `left_id,right_id,same`. Rows that are undecided, or whose ids are no longer in the lists, are passed over.
pub fn read_decisions(
    path: &Path,
    left: &Table,
    right: Option<&Table>,
    specification: &Specification,
) -> Result<Vec<Decision>, LinkError> {
    let table = match Table::read(path) {
        Err(LinkError::Empty { .. }) => return Ok(Vec::new()),
        other => other?,
    };
    let columns = (
        table.require("left_id")?,
        table.require("right_id")?,
        table.require("same")?,
    );
    let rows = |table: &Table, column: &str| -> Result<FxHashMap<String, usize>, LinkError> {
        let ids = Ids::new(table, column)?;
        Ok((0..table.rows())
            .map(|row| (ids.get(row).into_owned(), row))
            .collect())
    };
    let left_rows = rows(left, &specification.left_id)?;
    let right_rows = right
        .map(|table| rows(table, specification.right_id()))
        .transpose()?;
    let right_rows = right_rows.as_ref().unwrap_or(&left_rows);
    let decision = |row: usize| {
        let answer = table.cell(row, columns.2).to_lowercase();
        let same = if YES.contains(&answer.as_str()) {
            true
        } else if NO.contains(&answer.as_str()) {
            false
        } else {
            return None;
        };
        let left = *left_rows.get(table.cell(row, columns.0))?;
        let right = *right_rows.get(table.cell(row, columns.1))?;
        Some(Decision { left, right, same })
    };
    Ok((0..table.rows()).filter_map(decision).collect())
}
