//! One chunk of rows, in one transaction: what each row is, what is written for it, and how far the import is then.

use std::collections::BTreeSet;

use serde_json::json;
use store::Tx;
use store::registry::bulk;
use store::registry::import::{self, Counts, Import};
use store::registry::ledger::Ledger;

use super::matching::NewKeys;
use super::prepare::{Chunk, Prepared, share};
use super::take::Taker;
use super::{ImportError, subject};
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;
use crate::registry::palette::key;
use crate::registry::project::Projector;
use crate::registry::refresh;

/// Writes the chunks of one import.
pub(super) struct Writer<'a> {
    pub(super) hall: &'a Hall,
    pub(super) actor: &'a Actor,
    pub(super) import: &'a Import,
    pub(super) door: &'a str,
    pub(super) projector: &'a Projector,
    /// What is committed.
    pub(super) counts: Counts,
    pub(super) open: Option<Batch>,
}

/// A transaction that takes several chunks.
pub(super) struct Batch {
    tx: Tx,
    ledger: Ledger,
    keys: NewKeys,
    /// Whether a row spoke of a business that was known.
    known: bool,
    /// Where the import is once it is committed.
    after: Counts,
}

impl Writer<'_> {
    /// Writes a chunk. Gives the counts if it was committed; otherwise it waits for the next, or for
    /// [`Writer::finish`].
    pub(super) async fn write(&mut self, mut chunk: Chunk) -> Result<Option<Counts>> {
        self.give_marks(&chunk.rows).await?;
        let mut batch = match self.open.take() {
            Some(batch) => batch,
            None => Batch {
                tx: self.hall.db().load().await?,
                ledger: Ledger::new(self.import.regency.as_str()),
                keys: NewKeys::default(),
                known: false,
                after: self.counts,
            },
        };
        let rows = std::mem::take(&mut chunk.rows);
        let Batch {
            tx, ledger, keys, ..
        } = &mut batch;
        let (outcome, _) = self.taker().take(tx, ledger, keys, rows).await?;
        let after = &mut batch.after;
        after.done = chunk.counts.done;
        after.new += outcome.new;
        after.updated += outcome.updated;
        after.unchanged += outcome.unchanged;
        after.rejected += chunk.counts.rejected;
        after.skipped += chunk.counts.skipped;
        after.noted += chunk.counts.noted;
        after.specimen += chunk.counts.specimen;
        import::insert_rows(&mut batch.tx, self.import.id, chunk.looks).await?;
        batch.known |= outcome.updated + outcome.unchanged > 0;
        let full = self.is_full(&batch);
        self.open = Some(batch);
        if full {
            self.finish().await.map(Some)
        } else {
            Ok(None)
        }
    }

    /// New businesses go to random places of the indexes, and SQLite writes every page touched at each commit; and
    /// whatever the engine, a commit writes as many counters and bitmaps for a few rows as for many. So many are
    /// committed at a time. They lock nothing that others wait for before the ledger is written at the end; rows of known
    /// businesses do, and are committed sooner.
    fn is_full(&self, batch: &Batch) -> bool {
        let all = self.hall.settings().import_chunk;
        let held = batch.after.done - self.counts.done;
        held >= count(if batch.known { share(all) } else { all })
    }

    /// Commits what is written so far; gives the counts after it.
    pub(super) async fn finish(&mut self) -> Result<Counts> {
        let Some(Batch {
            mut tx,
            mut ledger,
            keys,
            after,
            ..
        }) = self.open.take()
        else {
            return Ok(self.counts);
        };
        bulk::add_keys(&mut tx, keys.into_iter().collect()).await?;
        refresh::flush(self.hall, &mut tx, &mut ledger).await?;
        let before = self.counts;
        // The rows and the place to go on from are committed together, so a killed import loses and doubles nothing;
        // and of two processes at work on one import, one finds the place moved and gives up.
        if !import::advance(&mut tx, self.import.id, &before, &after).await? {
            return Err(ImportError::Busy.into());
        }
        let detail = json!({
            "rows": [before.done + 1, after.done],
            "new": after.new - before.new,
            "updated": after.updated - before.updated,
            "unchanged": after.unchanged - before.unchanged,
            "rejected": after.rejected - before.rejected,
        });
        audit::record(
            self.hall,
            &mut tx,
            self.actor,
            "import.rows",
            &subject(self.import.id),
            detail,
        )
        .await?;
        tx.commit().await?;
        let mut session = self.hall.db().read().await?;
        self.hall
            .words()
            .refresh(&mut session, &self.import.regency)
            .await?;
        self.counts = after;
        Ok(after)
    }

    /// Marks of codes which never occurred get their numbers before the chunk: once each, not once a row. That is a
    /// transaction of its own, and SQLite has one at a time.
    async fn give_marks(&mut self, rows: &[Prepared]) -> Result<()> {
        let codes: BTreeSet<&str> = rows
            .iter()
            .filter_map(|row| row.fresh.projection.kbli.as_deref())
            .collect();
        let mut keys: Vec<String> = codes.into_iter().map(key::kbli).collect();
        keys.retain(|key| self.hall.marks().number(key).is_none());
        if !keys.is_empty() {
            self.finish().await?;
            self.hall.marks().ensure(self.hall.db(), &keys).await?;
        }
        Ok(())
    }

    fn taker(&self) -> Taker<'_> {
        Taker {
            hall: self.hall,
            regency: &self.import.regency,
            source: self.import.source,
            import: Some(self.import.id),
            door: self.door,
            projector: self.projector,
        }
    }
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
