//! Two records that may be one, and what readers said of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vocab::id::{AccountId, BusinessId, EditionId, ListRowId, PairId, SourceId, StatementId};

use crate::db::Engine;
use crate::error::StoreResult;
use crate::query::{Query, Row, sql};
use crate::session::{Session, Tx};
use crate::word::words;

words! {
    /// What the two records are.
    PairKind in "record_pair" "kind" {
        /// A row of an outside list, and a business.
        Link = "link",
        /// Two businesses.
        Duplicate = "duplicate",
    }
}

words! {
    /// How a pair stands.
    PairState in "record_pair" "state" {
        /// Waits for a reader.
        Proposed = "proposed",
        /// One reader has said so; another must look too.
        Second = "second",
        /// Readers do not know, or do not agree.
        Unsure = "unsure",
        /// The two are one.
        Accepted = "accepted",
        /// They are not.
        Rejected = "rejected",
        /// They were one, and the row is gone from its list.
        Ended = "ended",
        /// The linkage no longer proposes it.
        Dropped = "dropped",
    }
}

words! {
    /// What a reader says of a pair.
    Answer in "pair_decision" "answer" {
        /// The two are one.
        Same = "same",
        /// They are not.
        Different = "different",
        /// It cannot be told.
        Unsure = "unsure",
    }
}

/// A pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Id.
    pub id: PairId,
    /// Where.
    pub regency: String,
    /// What the two are.
    pub kind: PairKind,
    /// Of which list the row is.
    pub source: Option<SourceId>,
    /// The row, or the first business.
    pub left: Uuid,
    /// The business.
    pub business: BusinessId,
    /// How likely it is that they are one.
    pub probability: f64,
    /// The evidence in bits.
    pub weight: f64,
    /// Why, field by field, as JSON.
    pub reasons: String,
    /// How it stands.
    pub state: PairState,
    /// Whether a reader decided it; else the linkage did.
    pub by_reader: bool,
    /// How many readers must agree.
    pub needs: i64,
    /// The edition that last changed it.
    pub edition: Option<EditionId>,
    /// What it says of the business, as JSON.
    pub said: Option<String>,
    /// The statement that says so.
    pub statement: Option<StatementId>,
    /// When it was first proposed.
    pub made_at: DateTime<Utc>,
    /// When it came to stand as it does.
    pub decided_at: Option<DateTime<Utc>>,
}

impl Pair {
    /// The row, if it is one.
    pub fn row(&self) -> Option<ListRowId> {
        (self.kind == PairKind::Link).then(|| ListRowId::from_uuid(self.left))
    }

    /// The other business, if it is one.
    pub fn other(&self) -> Option<BusinessId> {
        (self.kind == PairKind::Duplicate).then(|| BusinessId::from_uuid(self.left))
    }
}

const COLUMNS: &[&str] = &[
    "id",
    "regency",
    "kind",
    "source_id",
    "left_id",
    "business_id",
    "probability",
    "weight",
    "reasons",
    "state",
    "by_reader",
    "needs",
    "edition_id",
    "said",
    "statement_id",
    "made_at",
    "decided_at",
];
const SELECT: &str = "SELECT p.id, p.regency, p.kind, p.source_id, p.left_id, p.business_id, p.probability, p.weight, \
                      p.reasons, p.state, p.by_reader, p.needs, p.edition_id, p.said, p.statement_id, p.made_at, \
                      p.decided_at FROM record_pair p";

/// Writes pairs, new ones and changed ones alike.
pub async fn put(tx: &mut Tx, pairs: Vec<Pair>) -> StoreResult<()> {
    let rows = pairs
        .into_iter()
        .map(|pair| {
            vec![
                pair.id.into(),
                pair.regency.into(),
                pair.kind.as_str().into(),
                pair.source.into(),
                pair.left.into(),
                pair.business.into(),
                pair.probability.into(),
                pair.weight.into(),
                pair.reasons.into(),
                pair.state.as_str().into(),
                pair.by_reader.into(),
                pair.needs.into(),
                pair.edition.into(),
                pair.said.into(),
                pair.statement.into(),
                pair.made_at.into(),
                pair.decided_at.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "record_pair",
        COLUMNS,
        rows,
        "ON CONFLICT (regency, left_id, business_id) DO UPDATE SET probability = excluded.probability, \
         weight = excluded.weight, reasons = excluded.reasons, state = excluded.state, \
         by_reader = excluded.by_reader, needs = excluded.needs, edition_id = excluded.edition_id, \
         said = excluded.said, statement_id = excluded.statement_id, decided_at = excluded.decided_at",
    )
    .await?;
    Ok(())
}

/// By id.
pub async fn find(session: &mut Session, regency: &str, id: PairId) -> StoreResult<Option<Pair>> {
    let query = sql(format!("{SELECT} WHERE p.regency = $1 AND p.id = $2"));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// By id, held for change.
pub async fn hold(tx: &mut Tx, regency: &str, id: PairId) -> StoreResult<Option<Pair>> {
    Ok(hold_many(tx, regency, &[id]).await?.remove(&id))
}

/// Many by id, held for change in the order in which every writer holds them.
pub async fn hold_many(
    tx: &mut Tx,
    regency: &str,
    ids: &[PairId],
) -> StoreResult<HashMap<PairId, Pair>> {
    let lock = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " ORDER BY p.id FOR UPDATE",
    };
    let mut found = HashMap::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let mut query = sql(format!("{SELECT} WHERE p.regency = "));
        query
            .push_bind(regency)
            .push(" AND p.id IN ")
            .push_list(some.iter().copied())
            .push(lock);
        for row in &tx.all(query).await? {
            let pair = read(row)?;
            found.insert(pair.id, pair);
        }
    }
    Ok(found)
}

/// All pairs of a list, or all duplicates.
pub async fn all(
    session: &mut Session,
    regency: &str,
    kind: PairKind,
    source: Option<SourceId>,
) -> StoreResult<Vec<Pair>> {
    let mut query = sql(format!("{SELECT} WHERE p.regency = "));
    query
        .push_bind(regency)
        .push(" AND p.kind = ")
        .push_bind(kind.as_str());
    if let Some(source) = source {
        query.push(" AND p.source_id = ").push_bind(source);
    }
    session.all(query).await?.iter().map(read).collect()
}

/// Leaves only pairs whose businesses lie in a place. A business that was merged into another has no place of its own,
/// so that its pair is for those who see the whole regency.
fn within(query: &mut Query, scope: Option<&str>) {
    let Some(place) = scope else { return };
    query.push(" AND EXISTS (SELECT 1 FROM business b WHERE b.id = p.business_id AND ");
    query.push_under("b.region", place).push(
        ") AND (p.kind <> 'duplicate' OR EXISTS (SELECT 1 FROM business b WHERE b.id = p.left_id AND ",
    );
    query.push_under("b.region", place).push("))");
}

/// The pair that a reader should look at next: the likeliest one in a place (anywhere, if none is named) that waits and
/// that this reader has not answered.
pub async fn next(
    session: &mut Session,
    regency: &str,
    kind: PairKind,
    reader: AccountId,
    source: Option<SourceId>,
    scope: Option<&str>,
) -> StoreResult<Option<Pair>> {
    let mut query = sql(format!("{SELECT} WHERE p.regency = "));
    query
        .push_bind(regency)
        .push(" AND p.kind = ")
        .push_bind(kind.as_str())
        .push(" AND p.state IN ('proposed', 'second', 'unsure')");
    if let Some(source) = source {
        query.push(" AND p.source_id = ").push_bind(source);
    }
    within(&mut query, scope);
    query
        .push(
            " AND NOT EXISTS (SELECT 1 FROM pair_decision d WHERE d.regency = p.regency AND d.pair_id = p.id \
             AND d.undone_at IS NULL AND d.account_id = ",
        )
        .push_bind(reader)
        .push(") ORDER BY p.probability DESC, p.id LIMIT 1");
    let row = session.optional(query).await?;
    row.as_ref().map(read).transpose()
}

/// A run of pairs of some states in a place, the likeliest first.
pub async fn list(
    session: &mut Session,
    regency: &str,
    kind: PairKind,
    states: &[PairState],
    scope: Option<&str>,
    limit: u32,
) -> StoreResult<Vec<Pair>> {
    let mut query = sql(format!("{SELECT} WHERE p.regency = "));
    query
        .push_bind(regency)
        .push(" AND p.kind = ")
        .push_bind(kind.as_str())
        .push(" AND p.state IN ")
        .push_list(states.iter().map(|state| state.as_str()));
    within(&mut query, scope);
    query
        .push(" ORDER BY p.probability DESC, p.id LIMIT ")
        .push_bind(limit);
    session.all(query).await?.iter().map(read).collect()
}

/// How many pairs there are in each state in a place, by list.
pub async fn counts(
    session: &mut Session,
    regency: &str,
    kind: PairKind,
    scope: Option<&str>,
) -> StoreResult<HashMap<(Option<SourceId>, PairState), i64>> {
    let mut query =
        sql("SELECT p.source_id, p.state, COUNT(*) FROM record_pair p WHERE p.regency = ");
    query
        .push_bind(regency)
        .push(" AND p.kind = ")
        .push_bind(kind.as_str());
    within(&mut query, scope);
    query.push(" GROUP BY p.source_id, p.state");
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| Ok(((row.id_or_none(0)?, PairState::read(row, 1)?), row.get(2)?)))
        .collect()
}

/// How many pairs an edition brought into each state, by the linkage.
pub async fn changed_by(
    session: &mut Session,
    regency: &str,
    source: SourceId,
    edition: EditionId,
) -> StoreResult<HashMap<PairState, i64>> {
    let query = sql(
        "SELECT state, COUNT(*) FROM record_pair WHERE regency = $1 AND source_id = $2 AND edition_id = $3 \
         GROUP BY state",
    );
    let rows = session
        .all(query.bind(regency).bind(source).bind(edition))
        .await?;
    rows.iter()
        .map(|row| Ok((PairState::read(row, 0)?, row.get(1)?)))
        .collect()
}

/// What one reader said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Its number.
    pub seq: i64,
    /// Of which pair.
    pub pair: PairId,
    /// Who.
    pub account: AccountId,
    /// What.
    pub answer: Answer,
    /// When.
    pub decided_at: DateTime<Utc>,
}

/// Writes an answer down.
pub async fn decide(
    tx: &mut Tx,
    regency: &str,
    pair: PairId,
    account: AccountId,
    answer: Answer,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO pair_decision (regency, pair_id, account_id, answer, decided_at) VALUES ($1, $2, $3, $4, $5)",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(pair)
            .bind(account)
            .bind(answer.as_str())
            .bind(now),
    )
    .await?;
    Ok(())
}

/// The answers that stand for a pair, oldest first.
pub async fn decisions(
    session: &mut Session,
    regency: &str,
    pair: PairId,
) -> StoreResult<Vec<Decision>> {
    let query = sql(
        "SELECT seq, pair_id, account_id, answer, decided_at FROM pair_decision \
         WHERE regency = $1 AND pair_id = $2 AND undone_at IS NULL ORDER BY seq",
    );
    let rows = session.all(query.bind(regency).bind(pair)).await?;
    rows.iter().map(read_decision).collect()
}

/// The last answer of a reader that stands.
pub async fn last_decision(
    session: &mut Session,
    regency: &str,
    account: AccountId,
) -> StoreResult<Option<Decision>> {
    let query = sql(
        "SELECT seq, pair_id, account_id, answer, decided_at FROM pair_decision \
         WHERE regency = $1 AND account_id = $2 AND undone_at IS NULL ORDER BY seq DESC LIMIT 1",
    );
    let row = session.optional(query.bind(regency).bind(account)).await?;
    row.as_ref().map(read_decision).transpose()
}

/// Takes an answer back. False if it does not stand.
pub async fn undo_decision(
    tx: &mut Tx,
    regency: &str,
    seq: i64,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE pair_decision SET undone_at = $3 WHERE regency = $1 AND seq = $2 AND undone_at IS NULL",
    );
    Ok(tx.execute(query.bind(regency).bind(seq).bind(now)).await? > 0)
}

fn read_decision(row: &Row) -> StoreResult<Decision> {
    Ok(Decision {
        seq: row.get(0)?,
        pair: row.id(1)?,
        account: row.id(2)?,
        answer: Answer::read(row, 3)?,
        decided_at: row.moment(4)?,
    })
}

fn read(row: &Row) -> StoreResult<Pair> {
    Ok(Pair {
        id: row.id(0)?,
        regency: row.get(1)?,
        kind: PairKind::read(row, 2)?,
        source: row.id_or_none(3)?,
        left: row.get(4)?,
        business: row.id(5)?,
        probability: row.get(6)?,
        weight: row.get(7)?,
        reasons: row.get(8)?,
        state: PairState::read(row, 9)?,
        by_reader: row.get(10)?,
        needs: row.get(11)?,
        edition: row.id_or_none(12)?,
        said: row.get(13)?,
        statement: row.id_or_none(14)?,
        made_at: row.moment(15)?,
        decided_at: row.moment_or_none(16)?,
    })
}
