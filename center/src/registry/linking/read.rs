//! Reading the rows of an edition: some thousand in each transaction, going on where it was cut off.

use std::collections::HashMap;
use std::ops::ControlFlow;

use intake::{
    Draft, Drafter, IntakeError, Layout, Limits, Policy, Row, Sheet, Target, Verdict, Workbook,
};
use rulebook::{Fact, Value};
use store::registry::list_row::{self, ListRow, Place};
use store::registry::outside::{self, Edition, EditionProgress, EditionState};
use tokio::sync::mpsc;
use vocab::RegionCode;
use vocab::id::ListRowId;

use super::bring::judge;
use super::{Kind, LinkingError};
use crate::error::Result;
use crate::hall::Hall;
use crate::keys::{Keys, Purpose};
use crate::registry::import::{Files, ImportError};
use crate::registry::sealing;

/// Chunks that wait for the writer.
const WAITING: usize = 2;
/// Longer cells are cut where they are only shown.
const LONGEST_CELL: usize = 200;

/// The place of an edition's rows.
pub(super) fn place(edition: &Edition) -> Place<'_> {
    Place {
        regency: &edition.regency,
        source: edition.source,
        edition: edition.id,
        day: edition.stated_on,
    }
}

#[derive(Debug, Default)]
struct Chunk {
    done: i64,
    refused: i64,
    rows: Vec<ListRow>,
}

/// Reads what is not read yet, marks what is gone, and moves the edition on to be linked.
pub(super) async fn read(hall: &Hall, mut edition: Edition, kind: Kind) -> Result<Edition> {
    let layout: Layout =
        serde_json::from_str(&edition.layout).map_err(|_| LinkingError::Damaged)?;
    let file = Files::of(hall).source(&edition.file_hash);
    let file = file.ok_or(LinkingError::FileGone)?;
    let (sender, mut chunks) = mpsc::channel::<Chunk>(WAITING);
    let (for_thread, done, source) = (
        hall.clone(),
        edition.progress.done_rows,
        edition.source.to_string(),
    );
    let reading = tokio::task::spawn_blocking(move || {
        let book = intake::open(file, &Limits::default())?;
        let reader = Reader {
            keys: for_thread.keys(),
            hall: &for_thread,
            source: &source,
            kind,
            chunk_rows: for_thread.settings().import_chunk,
        };
        reader.run(&book, &layout, done, &sender)
    });
    while let Some(chunk) = chunks.recv().await {
        edition.progress = write(hall, &edition, chunk).await?;
    }
    reading.await?.map_err(ImportError::File)?;
    let mut tx = hall.db().write().await?;
    list_row::mark_gone(&mut tx, place(&edition)).await?;
    let (from, to) = (EditionState::Reading, EditionState::Linking);
    if !outside::turn(
        &mut tx,
        edition.id,
        from,
        to,
        (None, None),
        hall.clock().now(),
    )
    .await?
    {
        return Err(LinkingError::Busy.into());
    }
    tx.commit().await?;
    edition.state = to;
    Ok(edition)
}

async fn write(hall: &Hall, edition: &Edition, chunk: Chunk) -> Result<EditionProgress> {
    let progress = EditionProgress {
        done_rows: chunk.done,
        refused_rows: edition.progress.refused_rows + chunk.refused,
        ..edition.progress
    };
    let rows = chunk
        .rows
        .into_iter()
        .map(|row| (hall.new_id::<ListRowId>(), row))
        .collect();
    let mut tx = hall.db().write().await?;
    list_row::put(&mut tx, place(edition), rows).await?;
    if !outside::advance(&mut tx, edition, &progress).await? {
        return Err(LinkingError::Busy.into());
    }
    tx.commit().await?;
    Ok(progress)
}

struct Reader<'a> {
    hall: &'a Hall,
    keys: &'a Keys,
    source: &'a str,
    kind: Kind,
    chunk_rows: usize,
}

impl Reader<'_> {
    fn run(
        &self,
        book: &Workbook,
        layout: &Layout,
        done: i64,
        chunks: &mpsc::Sender<Chunk>,
    ) -> std::result::Result<(), IntakeError> {
        let policy = Policy::builtin();
        let mut seen: HashMap<i64, u32> = HashMap::new();
        let mut chunk = Chunk::default();
        let mut place = 0;
        for sheet in &layout.sheets {
            let mut drafter = Drafter::new(sheet, self.hall.gazetteer(), policy);
            let mut stopped = false;
            book.rows(&sheet.name, &mut |row| {
                let Some(draft) = drafter.draft(row) else {
                    return ControlFlow::Continue(());
                };
                place += 1;
                let taken = self.row(&draft, row, sheet, &mut seen);
                if place <= done {
                    return ControlFlow::Continue(());
                }
                chunk.done = place;
                match taken {
                    Some(taken) => chunk.rows.push(taken),
                    None => chunk.refused += i64::from(draft.verdict != Verdict::Skip),
                }
                if chunk.rows.len() < self.chunk_rows {
                    return ControlFlow::Continue(());
                }
                stopped = chunks.blocking_send(std::mem::take(&mut chunk)).is_err();
                if stopped {
                    ControlFlow::Break(())
                } else {
                    ControlFlow::Continue(())
                }
            })?;
            if stopped {
                return Ok(());
            }
        }
        if chunk.done > 0 {
            // A writer that is gone has said why itself.
            let _ = chunks.blocking_send(chunk);
        }
        Ok(())
    }

    /// A row as it is kept; none if it names nobody. What else is wrong with it only makes it harder to find.
    fn row(
        &self,
        draft: &Draft,
        row: &Row,
        sheet: &Sheet,
        seen: &mut HashMap<i64, u32>,
    ) -> Option<ListRow> {
        if judge(draft) != Verdict::Take {
            return None;
        }
        let text = |fact| draft.facts.get(fact).map(|value| written(fact, value));
        let cell = |target| {
            let column = sheet
                .columns
                .iter()
                .find(|column| column.target == target)?;
            let cell = row.cell(column.index).trim();
            (!cell.is_empty()).then(|| cell.to_owned())
        };
        let nik = draft.facts.get(Fact::OwnerNik).and_then(Value::as_text);
        let place: Vec<String> = [Target::Fact(Fact::Village), Target::District]
            .into_iter()
            .filter_map(cell)
            .collect();
        let mut taken = ListRow {
            name: text(Fact::BusinessName),
            owner: text(Fact::OwnerName),
            phone: text(Fact::OwnerPhone),
            nik_hash: nik.map(|nik| sealing::nik_hash(self.keys, nik).to_vec()),
            nib: text(Fact::Nib),
            region: draft.village.map(|code: RegionCode| code.to_string()),
            place: (!place.is_empty()).then(|| place.join(", ")),
            address: text(Fact::Address),
            facts: self.kind.says(&draft.facts).to_json().to_string(),
            cells: cells(row, sheet),
            ..ListRow::default()
        };
        taken.content = self.content(&taken);
        let key = self.key(draft, &taken);
        let time = seen.entry(key).or_default();
        *time += 1;
        taken.key = if *time == 1 {
            key
        } else {
            // The same again in one file: a row of its own, in the order of the file.
            self.hash(&["again", &key.to_string(), &time.to_string()])
        };
        Some(taken)
    }

    /// By what a row is found again: the list's own number, else who and where it is.
    fn key(&self, draft: &Draft, row: &ListRow) -> i64 {
        if let Some(id) = &draft.row_id {
            return self.hash(&["id", id]);
        }
        let business = draft.business.as_ref().map_or("", |name| name.normal());
        let owner = draft.owner.as_ref().map_or("", |name| name.normal());
        let place = row.region.as_deref().or(row.place.as_deref());
        let phone = row.phone.as_deref().unwrap_or_default();
        self.hash(&["row", business, owner, phone, place.unwrap_or_default()])
    }

    fn content(&self, row: &ListRow) -> i64 {
        let nik = row.nik_hash.as_deref().map(hex).unwrap_or_default();
        let parts = [
            &row.name,
            &row.owner,
            &row.phone,
            &row.nib,
            &row.region,
            &row.place,
            &row.address,
        ];
        let parts = parts.map(|part| part.as_deref().unwrap_or_default());
        let all: Vec<&str> = parts
            .into_iter()
            .chain([nik.as_str(), row.facts.as_str()])
            .collect();
        self.hash(&all)
    }

    fn hash(&self, parts: &[&str]) -> i64 {
        let mut bytes = Vec::with_capacity(160);
        for part in ["outside-list", self.source].iter().chain(parts) {
            bytes.extend_from_slice(part.as_bytes());
            bytes.push(0);
        }
        let hash = self.keys.short_hash(Purpose::Identity, &bytes);
        i64::from_le_bytes(hash.first_chunk().copied().unwrap_or_default())
    }
}

/// The keyed hash of a NIK as a word that can be compared.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(32), |mut text, byte| {
            // Writing into a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn written(fact: Fact, value: &Value) -> String {
    value
        .as_text()
        .map_or_else(|| value.display(fact, vocab::Lang::Id), str::to_owned)
}

/// The cells of the columns that mean something, as they came. Identity numbers stay in the file: nobody needs them
/// to tell two shops apart, and what is not copied need not be erased.
fn cells(row: &Row, sheet: &Sheet) -> String {
    let shown: Vec<(&str, String)> = sheet
        .columns
        .iter()
        .filter(|column| match column.target {
            Target::Ignore => false,
            Target::Fact(fact) => !fact.is_sealed(),
            _ => true,
        })
        .map(|column| {
            let cell = row.cell(column.index).trim();
            (
                column.header.as_str(),
                cell.chars().take(LONGEST_CELL).collect::<String>(),
            )
        })
        .filter(|(_, cell)| !cell.is_empty())
        .collect();
    serde_json::to_string(&shown).unwrap_or_else(|_| "[]".to_owned())
}
