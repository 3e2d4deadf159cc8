//! Sets of answers, as they came.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vocab::id::{AccountId, AnswerId, AreaId, BusinessId, RoundId};

use crate::error::StoreResult;
use crate::query::{Query, Row, sql};
use crate::session::{Session, Tx};

/// A set of answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Id: that of the item by which it came.
    pub id: AnswerId,
    /// Where.
    pub regency: String,
    /// Of which round.
    pub round: RoundId,
    /// Of which area.
    pub area: AreaId,
    /// About what, by the phone.
    pub entity: Uuid,
    /// About which business, as far as known.
    pub business: Option<BusinessId>,
    /// By whom.
    pub account: AccountId,
    /// From which phone.
    pub device: Uuid,
    /// Name and version of the questionnaire.
    pub form: String,
    /// `complete`, `refused`, `not_found`, `moved` or `closed`.
    pub outcome: String,
    /// `waiting`, `taken`, `refused`, `replaced`, or `second` for that of a second visit.
    pub state: String,
    /// Why it was refused.
    pub reason: Option<String>,
    /// The thing's version after it.
    pub version: i64,
    /// When it was begun.
    pub started_at: DateTime<Utc>,
    /// When it was finished.
    pub ended_at: DateTime<Utc>,
    /// By how many milliseconds the phone's clock was ahead.
    pub clock_offset: i64,
    /// Where.
    pub latitude: Option<f64>,
    /// Where.
    pub longitude: Option<f64>,
    /// Within how many metres.
    pub accuracy: Option<f64>,
    /// Keyed hash of the answers without place and person.
    pub content: Vec<u8>,
    /// The answers, sealed.
    pub body: Option<Vec<u8>>,
    /// When it came.
    pub came_at: DateTime<Utc>,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// The number by which its sender learns of the decision; 0 before.
    pub stamp: i64,
}

const COLUMNS: &str = "id, regency, round_id, area_id, entity, business_id, account_id, device, form, outcome, state, \
                       reason, version, started_at, ended_at, clock_offset, latitude, longitude, accuracy, content, \
                       body, came_at, decided_by, decided_at, stamp";

/// Writes a set.
pub async fn insert(tx: &mut Tx, answer: &Answer) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO field_answer ({COLUMNS}) VALUES \
         ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25)"
    ));
    tx.execute(
        query
            .bind(answer.id)
            .bind(&answer.regency)
            .bind(answer.round)
            .bind(answer.area)
            .bind(answer.entity)
            .bind(answer.business)
            .bind(answer.account)
            .bind(answer.device)
            .bind(&answer.form)
            .bind(&answer.outcome)
            .bind(&answer.state)
            .bind(answer.reason.clone())
            .bind(answer.version)
            .bind(answer.started_at)
            .bind(answer.ended_at)
            .bind(answer.clock_offset)
            .bind(answer.latitude)
            .bind(answer.longitude)
            .bind(answer.accuracy)
            .bind(&answer.content)
            .bind(answer.body.clone())
            .bind(answer.came_at)
            .bind(answer.decided_by)
            .bind(answer.decided_at)
            .bind(answer.stamp),
    )
    .await?;
    Ok(())
}

/// A set about the same thing that still waits gives way to a later one.
pub async fn replace_waiting(
    tx: &mut Tx,
    regency: &str,
    round: RoundId,
    entity: Uuid,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(
        "UPDATE field_answer SET state = 'replaced', decided_at = $4 \
         WHERE regency = $1 AND round_id = $2 AND entity = $3 AND state IN ('waiting', 'refused')",
    );
    tx.execute(query.bind(regency).bind(round).bind(entity).bind(now))
        .await?;
    Ok(())
}

/// One set.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: AnswerId,
) -> StoreResult<Option<Answer>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM field_answer WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The newest set about a thing that stands.
pub async fn newest(
    session: &mut Session,
    regency: &str,
    entity: Uuid,
) -> StoreResult<Option<Answer>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM field_answer WHERE regency = $1 AND entity = $2 \
         ORDER BY version DESC, id DESC LIMIT 1"
    ));
    let row = session.optional(query.bind(regency).bind(entity)).await?;
    row.as_ref().map(read).transpose()
}

/// What is looked for in a round.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// In this state.
    pub state: Option<&'a str>,
    /// By this account.
    pub account: Option<AccountId>,
    /// Of this area.
    pub area: Option<AreaId>,
    /// After this one.
    pub after: Option<AnswerId>,
}

/// Sets of a round in the order in which they were made.
pub async fn of_round(
    session: &mut Session,
    regency: &str,
    round: RoundId,
    wanted: Wanted<'_>,
    limit: u32,
) -> StoreResult<Vec<Answer>> {
    let mut query = sql(format!(
        "SELECT {COLUMNS} FROM field_answer WHERE regency = "
    ));
    query
        .push_bind(regency)
        .push(" AND round_id = ")
        .push_bind(round);
    narrow(&mut query, wanted);
    query.push(" ORDER BY id LIMIT ").push_bind(limit);
    session.all(query).await?.iter().map(read).collect()
}

fn narrow(query: &mut Query, wanted: Wanted<'_>) {
    if let Some(state) = wanted.state {
        query.push(" AND state = ").push_bind(state);
    }
    if let Some(account) = wanted.account {
        query.push(" AND account_id = ").push_bind(account);
    }
    if let Some(area) = wanted.area {
        query.push(" AND area_id = ").push_bind(area);
    }
    if let Some(after) = wanted.after {
        query.push(" AND id > ").push_bind(after);
    }
}

/// Every complete set of a round that stands, with who made it, from which second visits are drawn.
pub async fn complete_of_round(
    session: &mut Session,
    regency: &str,
    round: RoundId,
) -> StoreResult<Vec<(AnswerId, AccountId)>> {
    let query = sql(
        "SELECT id, account_id FROM field_answer WHERE regency = $1 AND round_id = $2 \
                     AND outcome = 'complete' AND state IN ('waiting', 'taken') ORDER BY id",
    );
    let rows = session.all(query.bind(regency).bind(round)).await?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.id(1)?)))
        .collect()
}

/// How many sets of a round are in each state.
pub async fn counts(
    session: &mut Session,
    regency: &str,
    round: RoundId,
) -> StoreResult<std::collections::BTreeMap<String, i64>> {
    let query = sql(
        "SELECT state, COUNT(*) FROM field_answer WHERE regency = $1 AND round_id = $2 GROUP BY state",
    );
    let rows = session.all(query.bind(regency).bind(round)).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// What is decided about sets.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// The new state.
    pub state: &'a str,
    /// Why, where it is refused.
    pub reason: Option<&'a str>,
    /// By whom.
    pub by: Option<AccountId>,
    /// When.
    pub at: DateTime<Utc>,
    /// The number by which their senders learn of it.
    pub stamp: i64,
}

/// Decides about sets that wait; gives how many there were.
pub async fn decide(
    tx: &mut Tx,
    regency: &str,
    ids: &[AnswerId],
    decision: Decision<'_>,
) -> StoreResult<u64> {
    let mut touched = 0;
    for some in ids.chunks(500) {
        let mut query = sql("UPDATE field_answer SET state = ");
        query
            .push_bind(decision.state)
            .push(", reason = ")
            .push_bind(decision.reason.map(str::to_owned))
            .push(", decided_by = ")
            .push_bind(decision.by)
            .push(", decided_at = ")
            .push_bind(decision.at)
            .push(", stamp = ")
            .push_bind(decision.stamp)
            .push(" WHERE regency = ")
            .push_bind(regency)
            .push(" AND state = 'waiting' AND id IN ")
            .push_list(some.iter().copied());
        touched += tx.execute(query).await?;
    }
    Ok(touched)
}

/// Writes down which businesses sets turned out to be about.
pub async fn found(
    tx: &mut Tx,
    regency: &str,
    found: &[(AnswerId, BusinessId)],
) -> StoreResult<()> {
    for some in found.chunks(200) {
        let mut query = sql("UPDATE field_answer SET business_id = CASE id");
        for (answer, business) in some {
            query
                .push(" WHEN ")
                .push_bind(*answer)
                .push(" THEN ")
                .push_bind(*business);
        }
        query
            .push(" ELSE business_id END WHERE regency = ")
            .push_bind(regency)
            .push(" AND id IN ")
            .push_list(some.iter().map(|(answer, _)| *answer));
        tx.execute(query).await?;
    }
    Ok(())
}

/// The decisions that somebody's sets met after a place.
pub async fn decided_after(
    session: &mut Session,
    regency: &str,
    account: AccountId,
    (stamp, id): (i64, AnswerId),
    limit: u32,
) -> StoreResult<Vec<Answer>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM field_answer WHERE regency = $1 AND account_id = $2 AND (stamp, id) > ($3, $4) \
         AND stamp > 0 ORDER BY stamp, id LIMIT $5"
    ));
    let rows = session
        .all(
            query
                .bind(regency)
                .bind(account)
                .bind(stamp)
                .bind(id)
                .bind(limit),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Takes the answers away of businesses whose owner is erased. That somebody was there stays counted. Gives the things
/// they were about, by which conflicts are found.
pub async fn redact(
    tx: &mut Tx,
    regency: &str,
    businesses: &[BusinessId],
) -> StoreResult<Vec<Uuid>> {
    let mut entities = Vec::new();
    for some in businesses.chunks(500) {
        let about = |text: &'static str| {
            let mut query = sql(text);
            query
                .push_bind(regency)
                .push(" AND business_id IN ")
                .push_list(some.iter().copied());
            query
        };
        for row in &tx
            .all(about(
                "SELECT DISTINCT entity FROM field_answer WHERE regency = ",
            ))
            .await?
        {
            entities.push(row.get(0)?);
        }
        tx.execute(about(
            "UPDATE field_answer SET body = NULL, latitude = NULL, longitude = NULL, reason = NULL WHERE regency = ",
        ))
        .await?;
    }
    entities.extend(businesses.iter().map(BusinessId::as_uuid));
    Ok(entities)
}

fn read(row: &Row) -> StoreResult<Answer> {
    Ok(Answer {
        id: row.id(0)?,
        regency: row.get(1)?,
        round: row.id(2)?,
        area: row.id(3)?,
        entity: row.get(4)?,
        business: row.id_or_none(5)?,
        account: row.id(6)?,
        device: row.get(7)?,
        form: row.get(8)?,
        outcome: row.get(9)?,
        state: row.get(10)?,
        reason: row.get(11)?,
        version: row.get(12)?,
        started_at: row.moment(13)?,
        ended_at: row.moment(14)?,
        clock_offset: row.get(15)?,
        latitude: row.get(16)?,
        longitude: row.get(17)?,
        accuracy: row.get(18)?,
        content: row.get(19)?,
        body: row.get(20)?,
        came_at: row.moment(21)?,
        decided_by: row.id_or_none(22)?,
        decided_at: row.moment_or_none(23)?,
        stamp: row.get(24)?,
    })
}
