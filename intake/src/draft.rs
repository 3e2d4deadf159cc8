//! From a row to what it says about a business, and what is wrong with it.

mod convert;
mod places;

use rulebook::{Fact, Facts, Value};
use serde::{Deserialize, Serialize};
use vocab::{BusinessName, Gazetteer, GeoPoint, Message, PersonName, RegionCode};

use crate::map::header::is_echo;
use crate::map::{Column, Sheet, Target};
use crate::policy::Policy;
use crate::row::Row;
use convert::Converter;
use places::Places;

/// What one row says.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The row's number in its sheet.
    pub number: u64,
    /// What happens to it.
    pub verdict: Verdict,
    /// What could be read.
    pub facts: Facts,
    /// The name of the business, ready for comparing.
    pub business: Option<BusinessName>,
    /// The name of its owner, ready for comparing.
    pub owner: Option<PersonName>,
    /// Where it is.
    pub village: Option<RegionCode>,
    /// The source's own number of the row.
    pub row_id: Option<Box<str>>,
    /// What could not be read.
    pub problems: Vec<CellProblem>,
}

/// What happens to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is taken in.
    Take,
    /// It is refused, with the reasons among its problems.
    Reject,
    /// It is no row of data: blank, a repeated header, a total, a signature.
    Skip,
}

/// What is wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellProblem {
    /// The column's place, from 0; none when the row as a whole is meant.
    pub column: Option<u32>,
    /// Whether it refuses the row; else the cell is left out.
    pub grave: bool,
    /// What it is, in both languages.
    pub message: Message,
    /// Villages that may be meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<RegionCode>,
}

/// Reads the rows of one sheet.
pub struct Drafter<'a> {
    sheet: &'a Sheet,
    names: Vec<String>,
    policy: &'a Policy,
    places: Places<'a>,
    converter: Converter<'a>,
    plan: Vec<(usize, Target, &'a Column)>,
    village: Option<usize>,
    district: Option<usize>,
    point: Option<(usize, usize)>,
}

impl<'a> Drafter<'a> {
    /// For a sheet whose layout was checked.
    pub fn new(sheet: &'a Sheet, gazetteer: &'a Gazetteer, policy: &'a Policy) -> Self {
        let column = |target| {
            sheet
                .columns
                .iter()
                .find(|c| c.target == target)
                .map(|c| c.index)
        };
        let elsewhere = |target| {
            matches!(
                target,
                Target::Ignore
                    | Target::District
                    | Target::Latitude
                    | Target::Longitude
                    | Target::Fact(Fact::Village)
            )
        };
        let mut plan: Vec<_> = sheet
            .columns
            .iter()
            .filter(|column| !elsewhere(column.target))
            .map(|column| (column.index, column.target, column))
            .collect();
        // In the order of the catalogue each fact is put at the end of those before it.
        plan.sort_by_key(|(_, target, _)| match target {
            Target::Fact(fact) => fact.index(),
            _ => usize::MAX,
        });
        let width = sheet
            .columns
            .iter()
            .map(|column| column.index + 1)
            .max()
            .unwrap_or(0);
        let mut names = vec![String::new(); width];
        for column in &sheet.columns {
            if let Some(name) = names.get_mut(column.index) {
                name.clone_from(&column.header);
            }
        }
        Self {
            sheet,
            names,
            policy,
            places: Places::new(gazetteer),
            converter: Converter::new(policy),
            plan,
            village: column(Target::Fact(Fact::Village)),
            district: column(Target::District),
            point: column(Target::Latitude).zip(column(Target::Longitude)),
        }
    }

    /// What the row says; `None` for the header and the rows above it.
    pub fn draft(&mut self, row: &Row) -> Option<Draft> {
        if row.number() <= self.sheet.header_row {
            return None;
        }
        let mut draft = Draft {
            number: row.number(),
            verdict: Verdict::Take,
            facts: Facts::new(),
            business: None,
            owner: None,
            village: None,
            row_id: None,
            problems: Vec::new(),
        };
        if row.is_empty() || is_echo(row, &self.names) {
            draft.verdict = Verdict::Skip;
            return Some(draft);
        }
        if row.mixed_encoding() {
            draft.note(None, false, mixed_encoding());
        }
        let mut filled = 0_u32;
        for at in 0..self.plan.len() {
            let Some(&(index, target, column)) = self.plan.get(at) else {
                break;
            };
            let cell = row.cell(index).trim();
            if !cell.is_empty() || row.mark(index).is_some() {
                filled += 1;
                self.read(&mut draft, row, cell, target, column);
            }
        }
        self.read_point(&mut draft, row);
        let has_village = self
            .village
            .is_some_and(|at| !row.cell(at).trim().is_empty());
        let anonymous = self
            .policy
            .identity()
            .iter()
            .all(|fact| draft.facts.get(fact).is_none());
        if is_total(row) && !has_village || (anonymous && !has_village && filled < 3) {
            draft.verdict = Verdict::Skip;
            draft.problems.clear();
            return Some(draft);
        }
        if anonymous {
            let column = self.name_column();
            draft.note(column, true, nameless());
        }
        self.read_village(&mut draft, row);
        if draft.problems.iter().any(|problem| problem.grave) {
            draft.verdict = Verdict::Reject;
        }
        Some(draft)
    }

    fn name_column(&self) -> Option<usize> {
        let names = self.policy.identity();
        let leads =
            |column: &&Column| matches!(column.target, Target::Fact(f) if names.contains(f));
        self.sheet
            .columns
            .iter()
            .find(leads)
            .map(|column| column.index)
    }

    fn read(&self, draft: &mut Draft, row: &Row, cell: &str, target: Target, column: &Column) {
        let read = match target {
            Target::Fact(Fact::BusinessName) => convert::name(cell).map(|name| {
                draft.business = name;
                convert::text(Fact::BusinessName, cell, draft.business.is_some())
            }),
            Target::Fact(Fact::OwnerName) => convert::name(cell).map(|name| {
                draft.owner = name;
                convert::text(Fact::OwnerName, cell, draft.owner.is_some())
            }),
            Target::RowId => {
                draft.row_id = convert::row_id(cell);
                return;
            }
            _ => self
                .converter
                .read(cell, row.mark(column.index), target, column.hint),
        };
        match read {
            Ok(values) => {
                for (fact, value) in values {
                    draft.state(fact, value);
                }
            }
            Err(message) => {
                let grave = matches!(target, Target::Fact(fact) if self.policy.rejects(fact));
                draft.note(Some(column.index), grave, message);
            }
        }
    }

    fn read_point(&self, draft: &mut Draft, row: &Row) {
        let Some((lat, lng)) = self.point else { return };
        let (lat_cell, lng_cell) = (row.cell(lat).trim(), row.cell(lng).trim());
        if lat_cell.is_empty() && lng_cell.is_empty() {
            return;
        }
        let degrees = |cell: &str| cell.replace(',', ".").parse::<f64>().ok();
        let point = match (degrees(lat_cell), degrees(lng_cell)) {
            (Some(lat), Some(lng)) => GeoPoint::new(lat, lng).map_err(|error| (&error).into()),
            _ => format!("{lat_cell}, {lng_cell}")
                .parse::<GeoPoint>()
                .map_err(|error| Message::from(&error)),
        };
        match point {
            Ok(point) => draft.state(Fact::Location, Value::Point(point)),
            Err(message) => draft.note(Some(lat), false, message),
        }
    }

    fn read_village(&mut self, draft: &mut Draft, row: &Row) {
        let village = self.village.map_or("", |at| row.cell(at).trim());
        let district = self.district.map_or("", |at| row.cell(at).trim());
        match self.places.resolve(village, district) {
            Ok(code) => {
                draft.village = Some(code);
                draft.state(Fact::Village, Value::Region(code));
            }
            Err((message, candidates)) => {
                draft.note(self.village, self.policy.rejects(Fact::Village), message);
                if let Some(problem) = draft.problems.last_mut() {
                    problem.candidates = candidates;
                }
            }
        }
    }
}

impl Draft {
    fn state(&mut self, fact: Fact, value: Value) {
        // What one cell said outright is not changed by another that says it in passing ("NPWP").
        if self.facts.get(fact).is_none()
            && let Err(error) = self.facts.set(fact, value)
        {
            self.note(None, false, (&error).into());
        }
    }

    fn note(&mut self, column: Option<usize>, grave: bool, message: Message) {
        let column = column.and_then(|column| u32::try_from(column).ok());
        self.problems.push(CellProblem {
            column,
            grave,
            message,
            candidates: Vec::new(),
        });
    }
}

/// "JUMLAH" or "TOTAL" at the foot of a table.
fn is_total(row: &Row) -> bool {
    let mut filled = row
        .cells()
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .take(2);
    filled.any(|cell| {
        let word = cell.trim_end_matches([':', '.', ' ']);
        [
            "jumlah",
            "total",
            "grand total",
            "jumlah total",
            "total keseluruhan",
        ]
        .iter()
        .any(|total| word.eq_ignore_ascii_case(total))
    })
}

fn message(code: &str, id: &str, en: &str) -> Message {
    Message {
        code: code.to_owned(),
        id: id.to_owned(),
        en: en.to_owned(),
    }
}

fn nameless() -> Message {
    message(
        "row.nameless",
        "Nama usaha dan nama pemilik kosong; isi paling sedikit salah satu.",
        "The names of the business and of the owner are both empty; fill in at least one.",
    )
}

fn mixed_encoding() -> Message {
    message(
        "row.encoding",
        "Baris ini bukan UTF-8 seperti baris lain; hurufnya dibaca sebagai Windows-1252, periksa ejaannya.",
        "This row is not UTF-8 as the others are; it was read as Windows-1252, check its spelling.",
    )
}
