//! What is compared: rows of a list and businesses of the registry as tables of the same columns, streamed out of the
//! database page by page.

use std::collections::HashMap;

use linkage::{Field, Role, Specification, Table};
use rulebook::{Fact, Facts, Value};
use store::people::person::{self, Person};
use store::registry::business::{self, Business};
use store::registry::list_row::{self, KeptRow, ListRow, Place};
use uuid::Uuid;
use vocab::id::PersonId;
use vocab::{RegionCode, RegionLevel};

use super::LinkingError;
use super::read::hex;
use crate::error::Result;
use crate::hall::Hall;

/// Rows read at once.
const PAGE: u32 = 5_000;

/// The columns after the id: name, and how they are compared.
const COLUMNS: [(&str, Role); 8] = [
    ("name", Role::Business),
    ("owner", Role::Person),
    ("phone", Role::Phone),
    ("nik", Role::Identity),
    ("nib", Role::Identity),
    ("village", Role::Place),
    ("district", Role::Place),
    ("address", Role::Address),
];

/// One record, in the order of [`COLUMNS`].
pub(super) type Record = [String; COLUMNS.len()];

/// Records with their ids, ready for the engine.
#[derive(Debug)]
pub(super) struct Records {
    pub(super) ids: Vec<Uuid>,
    name: &'static str,
    filled: [bool; COLUMNS.len()],
    writer: csv::Writer<Vec<u8>>,
}

impl Records {
    fn new(name: &'static str) -> Result<Self> {
        let mut records = Self {
            ids: Vec::new(),
            name,
            filled: [false; COLUMNS.len()],
            writer: csv::Writer::from_writer(Vec::new()),
        };
        let header = std::iter::once("id").chain(COLUMNS.iter().map(|(name, _)| *name));
        records.writer.write_record(header).map_err(failed)?;
        Ok(records)
    }

    fn push(&mut self, id: Uuid, record: &Record) -> Result<()> {
        for (filled, cell) in self.filled.iter_mut().zip(record) {
            *filled |= !cell.is_empty();
        }
        let id_text = id.to_string();
        let cells = std::iter::once(id_text.as_str()).chain(record.iter().map(String::as_str));
        self.writer.write_record(cells).map_err(failed)?;
        self.ids.push(id);
        Ok(())
    }

    /// The table, its ids by row, and which columns hold anything.
    pub(super) fn into_table(self) -> Result<(Table, Vec<Uuid>, [bool; COLUMNS.len()])> {
        let bytes = self
            .writer
            .into_inner()
            .map_err(|error| failed(error.error()))?;
        let table = Table::parse(self.name, bytes).map_err(failed)?;
        Ok((table, self.ids, self.filled))
    }
}

pub(super) fn failed(error: impl std::fmt::Display) -> LinkingError {
    LinkingError::Engine {
        what: error.to_string(),
    }
}

/// Compares the columns that hold something on both sides.
pub(super) fn specification(
    left: [bool; COLUMNS.len()],
    right: [bool; COLUMNS.len()],
) -> Specification {
    let filled = left.iter().zip(right).map(|(left, right)| *left && right);
    Specification {
        left_id: "id".to_owned(),
        right_id: None,
        fields: COLUMNS
            .iter()
            .zip(filled)
            .filter(|(_, filled)| *filled)
            .map(|((name, role), _)| Field {
                name: (*name).to_owned(),
                role: *role,
                left: vec![(*name).to_owned()],
                right: Vec::new(),
            })
            .collect(),
    }
}

/// The rows of an edition.
pub(super) async fn of_list(hall: &Hall, place: Place<'_>) -> Result<Records> {
    let mut records = Records::new("daftar luar")?;
    let mut session = hall.db().read().await?;
    let mut after = None;
    loop {
        let rows = list_row::of_edition(&mut session, place, after, PAGE).await?;
        let Some(last) = rows.last() else {
            return Ok(records);
        };
        after = Some(last.id);
        for KeptRow { id, row, .. } in &rows {
            records.push(id.as_uuid(), &of_row(hall, row))?;
        }
    }
}

/// The businesses of the registry.
pub(super) async fn of_registry(hall: &Hall, regency: &str) -> Result<Records> {
    let mut records = Records::new("pendataan")?;
    let mut session = hall.db().read().await?;
    let mut after = 0;
    loop {
        let page = business::after(&mut session, regency, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(records);
        };
        after = last.seq;
        let owners: Vec<PersonId> = page.iter().filter_map(|one| one.owner).collect();
        let people = person::find_many(&mut session, &owners).await?;
        let people: HashMap<PersonId, Person> =
            people.into_iter().map(|one| (one.id, one)).collect();
        for one in &page {
            let owner = one.owner.and_then(|id| people.get(&id));
            records.push(one.id.as_uuid(), &of_business(hall, one, owner))?;
        }
    }
}

/// A row of a list as a record.
pub(super) fn of_row(hall: &Hall, row: &ListRow) -> Record {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let (mut village, district) = places(hall, row.region.as_deref());
    if village.is_empty() {
        // A place that could not be told for sure still speaks for or against a pair.
        village = text(&row.place);
    }
    [
        text(&row.name),
        text(&row.owner),
        text(&row.phone),
        row.nik_hash.as_deref().map(hex).unwrap_or_default(),
        text(&row.nib),
        village,
        district,
        text(&row.address),
    ]
}

/// A business as a record.
pub(super) fn of_business(hall: &Hall, one: &Business, owner: Option<&Person>) -> Record {
    let facts: Facts = serde_json::from_str(&one.facts).unwrap_or_default();
    let text = |fact| {
        facts
            .get(fact)
            .and_then(Value::as_text)
            .unwrap_or_default()
            .to_owned()
    };
    let (village, district) = places(hall, Some(&one.region));
    [
        text(Fact::BusinessName),
        one.owner_name.clone().unwrap_or_default(),
        owner
            .and_then(|owner| owner.phone.clone())
            .unwrap_or_default(),
        owner
            .and_then(|owner| owner.nik_hash.as_deref())
            .map(hex)
            .unwrap_or_default(),
        text(Fact::Nib),
        village,
        district,
        text(Fact::Address),
    ]
}

fn places(hall: &Hall, region: Option<&str>) -> (String, String) {
    let code: Option<RegionCode> = region.and_then(|code| code.parse().ok());
    let name = |level| {
        let code = code.and_then(|code| code.at(level))?;
        hall.gazetteer().name(&code).map(str::to_owned)
    };
    (
        name(RegionLevel::Village).unwrap_or_default(),
        name(RegionLevel::District).unwrap_or_default(),
    )
}
