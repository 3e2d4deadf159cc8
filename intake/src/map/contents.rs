//! What the cells below a header look like, whatever the header says.

use rulebook::{Fact, Kind as FactKind, Number, Value};
use vocab::{Gazetteer, Nik, NikError, Resolution};

use super::target::Target;
use crate::row::Row;

/// What the sampled cells of one column say.
pub(crate) struct Contents<'a> {
    cells: Vec<&'a str>,
    gazetteer: &'a Gazetteer,
}

impl<'a> Contents<'a> {
    pub(crate) fn of(rows: &'a [Row], column: usize, gazetteer: &'a Gazetteer) -> Self {
        let cells = rows.iter().map(|row| row.cell(column).trim());
        // A dash says that there is nothing, so it says nothing about the column either.
        let cells = cells
            .filter(|cell| !cell.is_empty() && *cell != "-")
            .collect();
        Self { cells, gazetteer }
    }

    pub(crate) fn examples(&self, count: usize) -> Vec<String> {
        let mut examples: Vec<String> = Vec::new();
        for cell in &self.cells {
            let cell: String = cell.chars().take(60).collect();
            if examples.len() == count {
                break;
            }
            if !examples.contains(&cell) {
                examples.push(cell);
            }
        }
        examples
    }

    /// The share (0 to 100) of filled cells that can be read for the target; `None` if no cell is
    /// filled or the target takes any text.
    pub(crate) fn fit(&self, target: Target) -> Option<u8> {
        if self.cells.is_empty() {
            return None;
        }
        let good: &dyn Fn(&str) -> bool = match target {
            Target::Fact(Fact::Village) => &|cell| self.is_village(cell),
            Target::Fact(Fact::OwnerNpwp) => &|cell| {
                Value::parse(Fact::OwnerNpwp, cell).is_ok()
                    || Value::parse(Fact::NpwpHeld, cell).is_ok()
            },
            // A number that a spreadsheet has worn down to 3.32E+15 still shows what the column is.
            Target::Fact(fact @ (Fact::OwnerNik | Fact::OwnerKk)) => &move |cell| {
                Value::parse(fact, cell).is_ok() || cell.parse::<Nik>() == Err(NikError::DigitsLost)
            },
            Target::Fact(fact) if matches!(fact.kind(), FactKind::Text) => match fact {
                Fact::Rt | Fact::Rw => &|cell| cell.len() <= 6,
                _ => &|cell| cell.chars().any(char::is_alphabetic),
            },
            Target::Fact(fact) => &move |cell| Value::parse(fact, cell).is_ok(),
            Target::Latitude => &|cell| is_between(cell, -11.0, 6.0),
            Target::Longitude => &|cell| is_between(cell, 95.0, 141.5),
            Target::District => &|cell| cell.chars().any(char::is_alphabetic),
            _ => return None,
        };
        let count = self.cells.iter().filter(|cell| good(cell)).count();
        u8::try_from(100 * count / self.cells.len()).ok()
    }

    fn is_village(&self, cell: &str) -> bool {
        !matches!(self.gazetteer.resolve(cell, None), Resolution::None { .. })
    }

    /// Targets that the cells alone suggest, for a column whose header says nothing.
    pub(crate) fn suggest(&self) -> Option<(Target, u8)> {
        if self.cells.len() < 3 {
            return None;
        }
        let mostly = |fact: Fact| self.fit(Target::Fact(fact)).is_some_and(|fit| fit >= 80);
        let digits = |count: std::ops::RangeInclusive<usize>| {
            let right = self
                .cells
                .iter()
                .filter(|cell| count.contains(&cell.bytes().filter(u8::is_ascii_digit).count()));
            right.count() * 10 >= self.cells.len() * 8
        };
        let found = if digits(16..=16) && mostly(Fact::OwnerNik) {
            (Fact::OwnerNik, 65)
        } else if self.cells.iter().all(|cell| cell.contains('@')) && mostly(Fact::OwnerEmail) {
            (Fact::OwnerEmail, 70)
        } else if digits(9..=14) && mostly(Fact::OwnerPhone) {
            (Fact::OwnerPhone, 60)
        } else if digits(13..=13) && mostly(Fact::Nib) {
            (Fact::Nib, 55)
        } else if self.cells.iter().all(|cell| cell.contains([',', ' '])) && mostly(Fact::Location)
        {
            (Fact::Location, 60)
        } else if self
            .cells
            .iter()
            .all(|cell| cell.chars().any(char::is_alphabetic))
            && mostly(Fact::Village)
        {
            (Fact::Village, 60)
        } else {
            return None;
        };
        Some((Target::Fact(found.0), found.1))
    }
}

fn is_between(cell: &str, least: f64, most: f64) -> bool {
    cell.replace(',', ".")
        .parse()
        .is_ok_and(|degrees: f64| (least..=most).contains(&degrees))
}

/// Whether a fact is a number with one strict form, for which cells that do not fit speak against.
pub(crate) fn is_strict(target: Target) -> bool {
    match target {
        Target::Fact(Fact::Village) | Target::Latitude | Target::Longitude => true,
        Target::Fact(fact) => matches!(
            fact.kind(),
            FactKind::Number(Number::Nik | Number::Kk | Number::Phone | Number::Email)
                | FactKind::Date
                | FactKind::Year
                | FactKind::Rupiah
                | FactKind::Count
                | FactKind::Kbli
                | FactKind::Point
        ),
        _ => false,
    }
}
