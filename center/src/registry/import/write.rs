//! One chunk of rows, in one transaction: what each row is, what is written for it, and how far the import is then.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use store::Tx;
use store::registry::bulk::{self, LastSaid, NewBusiness};
use store::registry::business::{self, Business};
use store::registry::import::{self, Counts, Import};
use store::registry::ledger::Ledger;
use store::registry::statement::Statement;
use vocab::id::{BusinessId, PersonId, StatementId};

use super::matching::{Match, Matcher, NewKeys};
use super::people::People;
use super::prepare::{Chunk, Prepared, share};
use super::{ImportError, subject};
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;
use crate::registry::palette::key;
use crate::registry::project::{Projection, Projector};
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

/// A row that is a new business, and whose it is.
struct Found {
    id: BusinessId,
    owner: Option<PersonId>,
    /// What is said of it, as it is kept.
    said: String,
    content: i64,
    projection: Projection,
    now: DateTime<Utc>,
}

/// The moments at which the rows of a chunk are said: one after the other, because of two rows about one business the
/// later one counts.
struct Moments(DateTime<Utc>);

impl Moments {
    fn next(&mut self) -> DateTime<Utc> {
        self.0 += TimeDelta::microseconds(1);
        self.0
    }
}

/// What a chunk adds to the counts.
#[derive(Debug, Default, Clone, Copy)]
struct Outcome {
    new: i64,
    updated: i64,
    unchanged: i64,
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
        let outcome = self.rows(&mut batch, rows).await?;
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

    async fn rows(&self, batch: &mut Batch, rows: Vec<Prepared>) -> Result<Outcome> {
        let Batch {
            tx, ledger, keys, ..
        } = batch;
        let mut moments = Moments(self.hall.clock().now());
        let mut matcher = Matcher::load(tx, &self.import.regency, &rows, keys).await?;
        let mut people =
            People::load(self.hall, tx, &self.import.regency, &rows, matcher.owners()).await?;
        let (mut new, mut known) = (Vec::with_capacity(rows.len()), Vec::new());
        for mut row in rows {
            match matcher.find(&row.identity, row.nik_hash.as_deref()) {
                Match::New => {
                    let marks = self.hall.marks();
                    row.fresh.projection.number_marks(tx, marks).await?;
                    let id: BusinessId = self.hall.new_id();
                    let (owner, said) = people.of_new(&mut row)?;
                    matcher.learn(&row.identity, row.nik_hash.as_deref(), id, owner);
                    new.push(Found {
                        id,
                        owner,
                        said,
                        content: row.content,
                        projection: row.fresh.projection,
                        now: moments.next(),
                    });
                }
                Match::Known(id) => {
                    matcher.learn(&row.identity, row.nik_hash.as_deref(), id, None);
                    known.push((id, row));
                }
            }
        }
        let mut outcome = Outcome {
            new: count(new.len()),
            ..Outcome::default()
        };
        let new = new.into_iter().map(|one| self.new_business(one));
        bulk::insert(tx, &self.import.regency, ledger, new).await?;
        if !known.is_empty() {
            // They may be of this very batch, and are counted anew from what the database holds.
            refresh::flush(self.hall, tx, ledger).await?;
            (outcome.updated, outcome.unchanged) = self
                .known(tx, &matcher, &mut people, known, &mut moments)
                .await?;
        }
        people.save(tx).await?;
        matcher.give_keys(keys);
        Ok(outcome)
    }

    fn new_business(&self, found: Found) -> NewBusiness {
        let Found {
            id,
            owner,
            projection,
            now,
            ..
        } = found;
        NewBusiness {
            business: Business {
                seq: 0,
                id,
                regency: self.import.regency.clone(),
                marks: projection.marks(),
                region: projection.region,
                name: projection.name,
                name_key: projection.name_key,
                owner,
                owner_name: projection.owner_name,
                kbli: projection.kbli,
                facts: projection.facts,
                created_at: now,
                changed_at: now,
            },
            statement: self.statement(id, found.said, now),
            content: found.content,
            words: projection.words,
        }
    }

    fn statement(&self, business: BusinessId, said: String, now: DateTime<Utc>) -> Statement {
        let id: StatementId = self.hall.new_id();
        Statement {
            id,
            regency: self.import.regency.clone(),
            business,
            door: self.door.to_owned(),
            source: Some(self.import.source),
            import: Some(self.import.id),
            stated_on: self.import.stated_on,
            account: self.import.account,
            facts: said,
            said_at: now,
            withdrawn_at: None,
        }
    }

    /// Rows about businesses that are known: those which say something new are written down. Gives how many did, and
    /// how many did not.
    async fn known(
        &self,
        tx: &mut Tx,
        matcher: &Matcher,
        people: &mut People<'_>,
        rows: Vec<(BusinessId, Prepared)>,
        moments: &mut Moments,
    ) -> Result<(i64, i64)> {
        let ids: BTreeSet<BusinessId> = rows.iter().map(|(id, _)| *id).collect();
        let ids: Vec<BusinessId> = ids.into_iter().collect();
        let mut last = bulk::last_said(tx, &self.import.regency, self.import.source, &ids).await?;
        let mut owners: BTreeMap<BusinessId, Option<PersonId>> = BTreeMap::new();
        let (mut statements, mut unchanged) = (Vec::new(), 0);
        for (id, mut row) in rows {
            if !says_something_new(&mut last, id, self.import, row.content) {
                unchanged += 1;
                continue;
            }
            let present = owners
                .get(&id)
                .copied()
                .unwrap_or_else(|| matcher.owner(id));
            let (owner, said) = people.of_known(&mut row, present)?;
            owners.insert(id, owner);
            statements.push((self.statement(id, said, moments.next()), row.content));
        }
        let updated = count(statements.len());
        bulk::say(tx, statements).await?;
        let touched: Vec<BusinessId> = owners.keys().copied().collect();
        let mut businesses = business::find_many(tx, &touched).await?;
        for one in &mut businesses {
            let owner = owners.get(&one.id).copied().flatten();
            if one.owner != owner {
                one.owner = owner;
                business::update(tx, one).await?;
            }
        }
        refresh::refresh(
            self.hall,
            tx,
            self.projector,
            &self.import.regency,
            businesses,
        )
        .await?;
        Ok((updated, unchanged))
    }
}

/// Whether the source did not say this about the business in the last of its files that spoke of it. What a file says
/// takes the place of what the file before said; several rows of one file about one business stand side by side.
fn says_something_new(
    last: &mut HashMap<BusinessId, LastSaid>,
    business: BusinessId,
    import: &Import,
    content: i64,
) -> bool {
    let said = last.entry(business).or_default();
    if said.contents.contains(&content) {
        return false;
    }
    if said.import != Some(import.id) {
        said.import = Some(import.id);
        said.contents.clear();
    }
    said.contents.push(content);
    true
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
