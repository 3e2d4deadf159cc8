//! Everything about a row that can be worked out without the database, on a thread beside the writer.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDate;
use intake::{Draft, Drafter, IntakeError, Layout, Policy, Verdict, Workbook};
use rulebook::{Fact, Facts, Value};
use store::Engine;
use store::people::person::Person;
use store::registry::import::{Counts, ImportRow};
use tokio::sync::mpsc::Sender;
use vocab::id::{AccountId, BusinessId, SourceId};
use vocab::{BusinessName, Nik, PersonName};

use super::identity::{self, Identity};
use crate::hall::Hall;
use crate::keys::DataKey;
use crate::registry::content::{self, Texts};
use crate::registry::project::{Names, Projection, Projector};
use crate::registry::sealing;

/// Who says a row, and for which day it holds.
#[derive(Debug, Clone, Copy)]
pub(in crate::registry) struct By {
    pub(in crate::registry) stated_on: NaiveDate,
    pub(in crate::registry) account: Option<AccountId>,
}

/// A row that is to become a business, or to say something about one.
pub(in crate::registry) struct Prepared {
    pub(super) by: By,
    /// The business it is about, where its sender stood before it.
    pub(super) about: Option<BusinessId>,
    /// The id it shall have if it is new.
    pub(super) wished: Option<BusinessId>,
    pub(super) facts: Facts,
    pub(super) identity: Identity,
    pub(super) nik_hash: Option<Vec<u8>>,
    pub(super) content: i64,
    /// As it would be written if nothing were known of business and owner, which holds for most rows.
    pub(super) fresh: Fresh,
}

/// What a business that is not known yet needs.
pub(super) struct Fresh {
    pub(super) owner: Option<(Person, DataKey)>,
    /// What is said, as it is kept.
    pub(super) said: String,
    pub(super) projection: Projection,
}

/// Some thousand rows, and how far the import is with them.
#[derive(Default)]
pub(super) struct Chunk {
    pub(super) rows: Vec<Prepared>,
    pub(super) looks: Vec<ImportRow>,
    /// Rows before and of this chunk that need no database: done, rejected, skipped and noted ones.
    pub(super) counts: Counts,
}

/// Rows of a chunk on SQLite, where a transaction takes many chunks: so few that what one thread has made is still in
/// the processor's cache when the next takes it up.
const CHUNK: usize = 1_000;

/// What is committed at once on PostgreSQL, and of rows about known businesses, of the rows of a transaction.
pub(super) fn share(rows: usize) -> usize {
    rows.div_ceil(5)
}

/// Whether the row's NIK is a sample that can be nobody's.
fn has_specimen(facts: &Facts) -> bool {
    let nik = facts.get(Fact::OwnerNik).and_then(Value::as_text);
    nik.and_then(|nik| nik.parse::<Nik>().ok())
        .is_some_and(|nik| nik.is_specimen())
}

/// What preparing needs; owned, to be sent to its thread.
pub(super) struct Preparer {
    pub(super) hall: Hall,
    pub(super) regency: Arc<str>,
    pub(super) source: SourceId,
    pub(super) book: Workbook,
    pub(super) layout: Layout,
    pub(super) policy: Policy,
    pub(super) projector: Projector,
    pub(super) by: By,
}

impl Preparer {
    /// Goes through the file and sends chunks, passing over the first `done` rows, which are committed already.
    pub(super) fn run(&self, done: i64, chunks: &Sender<Chunk>) -> Result<(), IntakeError> {
        let mut place = 0;
        let mut chunk = Chunk::default();
        let rows = self.chunk();
        for (number, sheet) in (0..).zip(&self.layout.sheets) {
            let mut drafter = Drafter::new(sheet, self.hall.gazetteer(), &self.policy);
            let mut stopped = false;
            self.book.rows(&sheet.name, &mut |row| {
                if row.number() <= sheet.header_row {
                    return ControlFlow::Continue(());
                }
                place += 1;
                if place <= done {
                    return ControlFlow::Continue(());
                }
                if let Some(draft) = drafter.draft(row) {
                    self.take(&mut chunk, number, draft);
                }
                chunk.counts.done = place;
                if chunk.rows.len() + chunk.looks.len() < rows {
                    return ControlFlow::Continue(());
                }
                let following = Chunk {
                    rows: Vec::with_capacity(rows),
                    ..Chunk::default()
                };
                let full = std::mem::replace(&mut chunk, following);
                stopped = chunks.blocking_send(full).is_err();
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
        if chunk.counts.done > 0 {
            // A writer that is gone has said why itself.
            let _ = chunks.blocking_send(chunk);
        }
        Ok(())
    }

    fn chunk(&self) -> usize {
        let some = share(self.hall.settings().import_chunk);
        match self.hall.db().engine() {
            Engine::Sqlite => some.min(CHUNK),
            Engine::Postgres => some,
        }
    }

    fn take(&self, chunk: &mut Chunk, sheet: i64, draft: Draft) {
        if !draft.problems.is_empty() {
            chunk.looks.push(ImportRow {
                sheet,
                row: i64::try_from(draft.number).unwrap_or(i64::MAX),
                rejected: draft.verdict == Verdict::Reject,
                problems: serde_json::to_string(&draft.problems).unwrap_or_default(),
            });
        }
        match draft.verdict {
            Verdict::Skip => chunk.counts.skipped += 1,
            Verdict::Reject => chunk.counts.rejected += 1,
            Verdict::Take => {
                chunk.counts.noted += i64::from(!draft.problems.is_empty());
                chunk.counts.specimen += i64::from(has_specimen(&draft.facts));
                chunk.rows.push(self.prepare(draft));
            }
        }
    }

    fn prepare(&self, draft: Draft) -> Prepared {
        let named = Named {
            business: draft.business,
            owner: draft.owner,
            village: draft.village.map(|code| code.to_string()),
            row_id: draft.row_id,
        };
        Preparing {
            hall: &self.hall,
            regency: &self.regency,
            source: self.source,
            projector: &self.projector,
        }
        .prepare(draft.facts, &named, self.by)
    }
}

/// By what a row can be recognised, beside its facts.
#[derive(Debug, Default)]
pub(in crate::registry) struct Named {
    pub(in crate::registry) business: Option<BusinessName>,
    pub(in crate::registry) owner: Option<PersonName>,
    pub(in crate::registry) village: Option<String>,
    pub(in crate::registry) row_id: Option<Box<str>>,
}

/// What preparing one row needs.
pub(in crate::registry) struct Preparing<'a> {
    pub(in crate::registry) hall: &'a Hall,
    pub(in crate::registry) regency: &'a str,
    pub(in crate::registry) source: SourceId,
    pub(in crate::registry) projector: &'a Projector,
}

impl Preparing<'_> {
    pub(in crate::registry) fn prepare(&self, facts: Facts, named: &Named, by: By) -> Prepared {
        let keys = self.hall.keys();
        let texts = Texts::of(&facts);
        let content = identity::content(keys, &texts.all);
        let identity = Identity::of(keys, self.regency, self.source, &facts, named);
        let read = Names {
            business: named.business.as_ref(),
            owner: named.owner.as_ref(),
        };
        let projection = self.projector.project_named(&facts, read, texts.public);
        let fresh = self.fresh(&facts, texts.open, projection);
        let owner = fresh.owner.as_ref();
        Prepared {
            by,
            about: None,
            wished: None,
            identity,
            nik_hash: owner.and_then(|(person, _)| person.nik_hash.clone()),
            content,
            fresh,
            facts,
        }
    }

    fn fresh(&self, facts: &Facts, open: String, projection: Projection) -> Fresh {
        if !sealing::speaks_of_person(facts) {
            return Fresh {
                owner: None,
                said: open,
                projection,
            };
        }
        let (mut person, key) = sealing::new_person(self.hall, self.regency);
        let sealed = sealing::seal_numbers(self.hall.keys(), &key, &mut person, facts);
        Fresh {
            owner: Some((person, key)),
            said: content::with_sealed(open, &sealed),
            projection,
        }
    }
}

impl Prepared {
    /// About this business, or, if it is new, under this id.
    pub(in crate::registry) fn about(
        mut self,
        known: Option<BusinessId>,
        wished: BusinessId,
    ) -> Self {
        self.about = known;
        self.wished = Some(wished);
        self
    }
}
