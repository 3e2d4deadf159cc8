//! Taking rows in: what each row is, whose it is, and what is written for it. Lists and the census in the field share it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, TimeDelta, Utc};
use store::Tx;
use store::registry::bulk::{self, LastSaid, NewBusiness};
use store::registry::business::{self, Business};
use store::registry::ledger::Ledger;
use store::registry::statement::Statement;
use vocab::id::{BusinessId, ImportId, PersonId, SourceId, StatementId};

use super::matching::{Match, Matcher, NewKeys};
use super::people::People;
use super::prepare::{By, Prepared};
use crate::error::Result;
use crate::hall::Hall;
use crate::registry::project::{Projection, Projector};
use crate::registry::refresh;

/// Takes rows of one source in.
pub(in crate::registry) struct Taker<'a> {
    pub(in crate::registry) hall: &'a Hall,
    pub(in crate::registry) regency: &'a str,
    pub(in crate::registry) source: SourceId,
    /// The file they are of; none for the census in the field.
    pub(in crate::registry) import: Option<ImportId>,
    pub(in crate::registry) door: &'a str,
    pub(in crate::registry) projector: &'a Projector,
}

/// A row that is a new business, and whose it is.
struct Found {
    id: BusinessId,
    by: By,
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

/// What rows added to the counts.
#[derive(Debug, Default, Clone, Copy)]
pub(in crate::registry) struct Outcome {
    pub(in crate::registry) new: i64,
    pub(in crate::registry) updated: i64,
    pub(in crate::registry) unchanged: i64,
}

impl Taker<'_> {
    /// Takes rows in; the caller flushes the ledger and writes the keys. Gives what became of them, and which business
    /// each row is about.
    pub(in crate::registry) async fn take(
        &self,
        tx: &mut Tx,
        ledger: &mut Ledger,
        keys: &mut NewKeys,
        rows: Vec<Prepared>,
    ) -> Result<(Outcome, Vec<BusinessId>)> {
        let mut about = Vec::with_capacity(rows.len());
        let mut moments = Moments(self.hall.clock().now());
        let mut matcher = Matcher::load(tx, self.regency, &rows, keys).await?;
        let mut people = People::load(self.hall, tx, self.regency, &rows, matcher.owners()).await?;
        let (mut new, mut known) = (Vec::with_capacity(rows.len()), Vec::new());
        for mut row in rows {
            let known_as = row.about.map(Match::Known);
            match known_as.unwrap_or_else(|| matcher.find(&row.identity, row.nik_hash.as_deref())) {
                Match::New => {
                    let marks = self.hall.marks();
                    row.fresh.projection.number_marks(tx, marks).await?;
                    let id: BusinessId = row.wished.unwrap_or_else(|| self.hall.new_id());
                    let (owner, said) = people.of_new(&mut row)?;
                    matcher.learn(&row.identity, row.nik_hash.as_deref(), id, owner);
                    about.push(id);
                    new.push(Found {
                        id,
                        by: row.by,
                        owner,
                        said,
                        content: row.content,
                        projection: row.fresh.projection,
                        now: moments.next(),
                    });
                }
                Match::Known(id) => {
                    matcher.learn(&row.identity, row.nik_hash.as_deref(), id, None);
                    about.push(id);
                    known.push((id, row));
                }
            }
        }
        let mut outcome = Outcome {
            new: count(new.len()),
            ..Outcome::default()
        };
        let new = new.into_iter().map(|one| self.new_business(one));
        bulk::insert(tx, self.regency, ledger, new).await?;
        if !known.is_empty() {
            // They may be of this very batch, and are counted anew from what the database holds.
            refresh::flush(self.hall, tx, ledger).await?;
            (outcome.updated, outcome.unchanged) = self
                .known(tx, &matcher, &mut people, known, &mut moments)
                .await?;
        }
        people.save(tx).await?;
        matcher.give_keys(keys);
        Ok((outcome, about))
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
                regency: self.regency.to_owned(),
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
            statement: self.statement(id, found.by, found.said, now),
            content: found.content,
            words: projection.words,
        }
    }

    fn statement(
        &self,
        business: BusinessId,
        by: By,
        said: String,
        now: DateTime<Utc>,
    ) -> Statement {
        let id: StatementId = self.hall.new_id();
        Statement {
            id,
            regency: self.regency.to_owned(),
            business,
            door: self.door.to_owned(),
            source: Some(self.source),
            import: self.import,
            stated_on: by.stated_on,
            account: by.account,
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
        let mut last = bulk::last_said(tx, self.regency, self.source, &ids).await?;
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
            let by = row.by;
            let (owner, said) = people.of_known(&mut row, present)?;
            owners.insert(id, owner);
            statements.push((self.statement(id, by, said, moments.next()), row.content));
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
        refresh::refresh(self.hall, tx, self.projector, self.regency, businesses).await?;
        Ok((updated, unchanged))
    }
}

/// Whether the source did not say this about the business in the last of its files that spoke of it. What a file says
/// takes the place of what the file before said; several rows of one file about one business stand side by side.
fn says_something_new(
    last: &mut HashMap<BusinessId, LastSaid>,
    business: BusinessId,
    import: Option<ImportId>,
    content: i64,
) -> bool {
    let said = last.entry(business).or_default();
    if said.contents.contains(&content) {
        return false;
    }
    // What comes from the field comes one by one: each set of answers is a file of its own.
    if said.import != import || import.is_none() {
        said.import = import;
        said.contents.clear();
    }
    said.contents.push(content);
    true
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
