//! A mapping laid over one file: for each sheet, where each column leads and how sure that is.

use serde::{Deserialize, Serialize};
use vocab::{Gazetteer, Lang};

use super::contents::{Contents, is_strict};
use super::header::{self, Header};
use super::mapping::{Mapping, Rule};
use super::names::Names;
use super::target::{Hint, Per, Target};
use crate::error::{IntakeError, Needed};
use crate::read::Workbook;
use crate::row::Row;
use rulebook::{Fact, Kind as FactKind};

/// Rows below the header that are looked at to guess what the columns are.
const SAMPLE: usize = 200;

/// A column is left unmapped when nothing reaches this score.
const ENOUGH: u8 = 55;

/// All sheets of a file that will be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// The sheets, in their order.
    pub sheets: Vec<Sheet>,
    /// Sheets in which no register was found.
    pub passed_over: Vec<String>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; empty for a text table.
    pub name: String,
    /// Number of the last row of the header.
    pub header_row: u64,
    /// Every column that has a header or a filled cell.
    pub columns: Vec<Column>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its place, from 0.
    pub index: usize,
    /// Its header, see [`Rule::header`].
    pub header: String,
    /// Where it leads.
    pub target: Target,
    /// How its amounts are converted.
    pub hint: Hint,
    /// How sure the guess is, 0 to 100; 100 for what somebody decided.
    pub score: u8,
    /// Whether somebody decided it, in the mapping.
    pub decided: bool,
    /// Other targets it could be, best first.
    pub others: Vec<(Target, u8)>,
    /// A few of its cells.
    pub examples: Vec<String>,
}

impl Layout {
    /// Guesses what the columns of a file are, after what was decided for its source before.
    pub fn guess(
        book: &Workbook,
        decided: Option<&Mapping>,
        gazetteer: &Gazetteer,
    ) -> Result<Self, IntakeError> {
        let empty = Mapping::default();
        let mapping = decided.unwrap_or(&empty);
        if let Some(name) = mapping
            .sheets
            .iter()
            .find(|name| !book.sheets().contains(name))
        {
            return Err(IntakeError::NoSheet { name: name.clone() });
        }
        let mut layout = Self {
            sheets: Vec::new(),
            passed_over: Vec::new(),
        };
        let (mut header_only, mut any_row) = (false, false);
        for name in book.sheets() {
            if !mapping.sheets.is_empty() && !mapping.sheets.contains(name) {
                continue;
            }
            let rows = book.head(name, header::LOOK_AT + SAMPLE)?;
            any_row |= !rows.is_empty();
            let Some(found) = header::find(&rows, mapping.header_row) else {
                layout.passed_over.push(name.clone());
                continue;
            };
            let below: Vec<Row> = rows
                .into_iter()
                .filter(|row| row.number() > found.last_row && !row.is_empty())
                .filter(|row| !header::is_echo(row, &found.names))
                .take(SAMPLE)
                .collect();
            if below.is_empty() {
                header_only = true;
                layout.passed_over.push(name.clone());
                continue;
            }
            let columns = guess_columns(&found, &below, mapping, gazetteer);
            layout.sheets.push(Sheet {
                name: name.clone(),
                header_row: found.last_row,
                columns,
            });
        }
        layout.keep_registers(mapping);
        match (layout.sheets.is_empty(), header_only, any_row) {
            (false, ..) => Ok(layout),
            (true, true, _) => Err(IntakeError::HeaderOnly),
            (true, false, true) => Err(IntakeError::NoHeader),
            (true, false, false) => Err(IntakeError::Empty),
        }
    }

    /// Of several sheets only those are read which have a column to know a business by, so that a
    /// sheet of totals or notes does not become businesses.
    fn keep_registers(&mut self, mapping: &Mapping) {
        let named =
            |sheet: &Sheet| sheet.names_a_business() || mapping.sheets.contains(&sheet.name);
        if self.sheets.iter().any(named) {
            let (kept, others) = std::mem::take(&mut self.sheets)
                .into_iter()
                .partition(named);
            self.sheets = kept;
            self.passed_over
                .extend(others.into_iter().map(|sheet: Sheet| sheet.name));
        }
    }

    /// Whether every sheet can be read: a name and a village mapped, and no fact mapped twice.
    pub fn check(&self) -> Result<(), IntakeError> {
        for sheet in &self.sheets {
            sheet.check()?;
        }
        Ok(())
    }

    /// Checks that a mapping given for just this file names no column that is not there.
    pub fn check_names(&self, mapping: &Mapping) -> Result<(), IntakeError> {
        for rule in &mapping.columns {
            let found = self
                .sheets
                .iter()
                .flat_map(|sheet| &sheet.columns)
                .any(|column| {
                    mapping
                        .rule(&column.header)
                        .is_some_and(|found| std::ptr::eq(found, rule))
                });
            if !found {
                return Err(IntakeError::NoColumn {
                    column: rule.header.clone(),
                });
            }
        }
        Ok(())
    }

    /// What this layout decides, to be kept for the source.
    pub fn to_mapping(&self) -> Mapping {
        let mut columns: Vec<Rule> = Vec::new();
        for column in self.sheets.iter().flat_map(|sheet| &sheet.columns) {
            let known = columns.iter().any(|rule| rule.header == column.header);
            if !known && !column.header.is_empty() {
                columns.push(Rule {
                    header: column.header.clone(),
                    target: column.target,
                    hint: column.hint,
                });
            }
        }
        Mapping {
            sheets: Vec::new(),
            header_row: None,
            columns,
        }
    }
}

impl Sheet {
    fn leads_to(&self, target: Target) -> Option<&Column> {
        self.columns.iter().find(|column| column.target == target)
    }

    fn names_a_business(&self) -> bool {
        let fact = |fact| self.leads_to(Target::Fact(fact)).is_some();
        fact(Fact::BusinessName) || fact(Fact::OwnerName)
    }

    fn check(&self) -> Result<(), IntakeError> {
        for (at, second) in self.columns.iter().enumerate() {
            if second.target == Target::Ignore {
                continue;
            }
            let first = self
                .columns
                .iter()
                .take(at)
                .find(|first| first.target == second.target);
            if let Some(first) = first {
                return Err(IntakeError::TwoColumns {
                    first: first.shown(),
                    second: second.shown(),
                    target: second.target.label(Lang::Id).to_owned(),
                });
            }
        }
        if !self.names_a_business() {
            return Err(IntakeError::Unmapped { what: Needed::Name });
        }
        if self.leads_to(Target::Fact(Fact::Village)).is_none() {
            return Err(IntakeError::Unmapped {
                what: Needed::Village,
            });
        }
        Ok(())
    }
}

impl Column {
    /// Its header, or its letter as the office program shows it.
    pub fn shown(&self) -> String {
        if self.header.is_empty() {
            letters(self.index)
        } else {
            self.header.clone()
        }
    }
}

/// `A` to `Z`, `AA`, and so on.
fn letters(index: usize) -> String {
    let mut rest = index + 1;
    let mut reversed = Vec::new();
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        reversed.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    reversed.iter().rev().collect()
}

fn guess_columns(
    header: &Header,
    rows: &[Row],
    mapping: &Mapping,
    gazetteer: &Gazetteer,
) -> Vec<Column> {
    let width = rows
        .iter()
        .map(Row::len)
        .max()
        .unwrap_or(0)
        .max(header.names.len());
    let mut columns: Vec<Column> = (0..width)
        .filter_map(|index| {
            let name = header.names.get(index).cloned().unwrap_or_default();
            let contents = Contents::of(rows, index, gazetteer);
            let examples = contents.examples(3);
            if name.is_empty() && examples.is_empty() {
                return None;
            }
            Some(column(index, name, &contents, examples, mapping))
        })
        .collect();
    settle(&mut columns);
    columns
}

fn column(
    index: usize,
    header: String,
    contents: &Contents<'_>,
    examples: Vec<String>,
    mapping: &Mapping,
) -> Column {
    let rule = mapping.rule(&header).filter(|_| !header.is_empty());
    let candidates = match rule {
        Some(_) => Vec::new(),
        None => candidates(&header, contents),
    };
    let (target, hint) = rule.map_or((Target::Ignore, Hint::default()), |r| (r.target, r.hint));
    Column {
        index,
        header,
        target,
        hint,
        score: if rule.is_some() { 100 } else { 0 },
        decided: rule.is_some(),
        others: candidates,
        examples,
    }
}

/// What a column could be by its header, corrected by its cells, or by its cells alone.
fn candidates(header: &str, contents: &Contents<'_>) -> Vec<(Target, u8)> {
    let mut found = Names::builtin().like(header);
    let exact = found.iter().filter(|(_, score)| *score == 100);
    let names: Vec<Target> = exact.map(|(target, _)| *target).collect();
    for (target, score) in &mut found {
        *score = match contents.fit(*target) {
            Some(fit) if fit >= 80 => score.saturating_add(5).min(100),
            Some(fit) if fit < 30 && is_strict(*target) => score.saturating_sub(35),
            Some(fit) if fit < 30 => score.saturating_sub(10),
            _ => *score,
        };
    }
    // A header that is a known name, word for word, is not outdone by names that are only like it because its cells are
    // bad: a column of damaged NIKs is no column of addresses.
    found.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    if let Some((_, best)) = found.iter().find(|(target, _)| names.contains(target)) {
        let best = *best;
        for (target, score) in &mut found {
            if !names.contains(target) {
                *score = best.saturating_sub(1).min(*score);
            }
        }
    }
    if let Some((target, score)) = contents.suggest()
        && !found.iter().any(|(_, other)| *other > score)
    {
        found.retain(|(other, _)| *other != target);
        found.push((target, score));
    }
    found.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    found.truncate(5);
    found
}

/// Gives each target to the column which fits it best, the best fits first.
fn settle(columns: &mut [Column]) {
    loop {
        let taken: Vec<Target> = columns
            .iter()
            .filter(|column| column.score > 0)
            .map(|column| column.target)
            .collect();
        let free = |target: Target| target == Target::Ignore || !taken.contains(&target);
        let best = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.score == 0)
            .flat_map(|(at, column)| column.others.iter().map(move |(t, s)| (at, *t, *s)))
            .filter(|(_, target, score)| *score >= ENOUGH && free(*target))
            // Of equals the leftmost column.
            .max_by_key(|(at, _, score)| (*score, std::cmp::Reverse(*at)));
        let Some((at, target, score)) = best else {
            return;
        };
        if let Some(column) = columns.get_mut(at) {
            column.target = target;
            column.score = score;
            column.others.retain(|(other, _)| *other != target);
            column.hint = fitting_hint(target, &column.header);
        }
    }
}

/// Only amounts are converted, and only sales are counted over a time.
fn fitting_hint(target: Target, header: &str) -> Hint {
    let Target::Fact(fact) = target else {
        return Hint::default();
    };
    if fact.kind() != FactKind::Rupiah {
        return Hint::default();
    }
    let mut hint = Names::builtin().hint(header);
    if fact != Fact::Sales {
        hint.per = None;
    }
    if hint.per == Some(Per::Year) {
        hint.per = None;
    }
    hint
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_office_programs_do() {
        for (index, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(index), name);
        }
    }
}
