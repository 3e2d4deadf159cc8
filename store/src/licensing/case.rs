//! Cases: a permit being got for a business.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, BusinessId, CaseId, StatementId};

use crate::db::Engine;
use crate::error::StoreResult;
use crate::query::{Query, Row, sql};
use crate::session::{Session, Tx};

/// A case as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Id.
    pub id: CaseId,
    /// Where.
    pub regency: String,
    /// For which business.
    pub business: BusinessId,
    /// Where the business was when the case was opened.
    pub region: String,
    /// The district of that.
    pub district: String,
    /// Id of the rule whose step it carries out.
    pub permit: String,
    /// For which product; empty if for the business as a whole.
    pub product: String,
    /// State, by its word.
    pub state: String,
    /// Whose turn it is, by its word.
    pub turn: String,
    /// Goes up with every change.
    pub version: i64,
    /// The officer it is given to.
    pub officer: Option<AccountId>,
    /// The outside system it was submitted to.
    pub outside_system: Option<String>,
    /// Its number there.
    pub outside_number: Option<String>,
    /// The number that was issued.
    pub issued_number: Option<String>,
    /// The day of issue.
    pub issued_on: Option<NaiveDate>,
    /// The last day on which it is good, if there is one.
    pub valid_until: Option<NaiveDate>,
    /// Why it must be mended, was refused or was withdrawn.
    pub reason: Option<String>,
    /// The day by which whoever has the turn should have acted.
    pub due_on: NaiveDate,
    /// Working days of the office's time that are used up.
    pub days_used: i64,
    /// Since when the office's clock runs; none while it stands still.
    pub clock_from: Option<NaiveDate>,
    /// When the head of the office was told that it is late.
    pub escalated_at: Option<DateTime<Utc>>,
    /// The statement that tells of the issued permit.
    pub statement: Option<StatementId>,
    /// Who opened it.
    pub opened_by: Option<AccountId>,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// When last changed.
    pub changed_at: DateTime<Utc>,
    /// When it came to its end.
    pub closed_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str = "id, regency, business_id, region, district, permit, product, state, turn, version, officer_id, \
                       outside_system, outside_number, issued_number, issued_on, valid_until, reason, due_on, days_used, \
                       clock_from, escalated_at, statement_id, opened_by, opened_at, changed_at, closed_at";

/// Writes a new case. A second open one of the same permit, business and product is a duplicate
/// (see [`crate::StoreError::is_duplicate`]).
pub async fn insert(tx: &mut Tx, case: &Case) -> StoreResult<()> {
    let places: Vec<String> = (1..=26).map(|place| format!("${place}")).collect();
    let query = sql(format!(
        "INSERT INTO licence_case ({COLUMNS}) VALUES ({})",
        places.join(",")
    ));
    tx.execute(
        query
            .bind(case.id)
            .bind(&case.regency)
            .bind(case.business)
            .bind(&case.region)
            .bind(&case.district)
            .bind(&case.permit)
            .bind(&case.product)
            .bind(&case.state)
            .bind(&case.turn)
            .bind(case.version)
            .bind(case.officer)
            .bind(case.outside_system.clone())
            .bind(case.outside_number.clone())
            .bind(case.issued_number.clone())
            .bind(case.issued_on)
            .bind(case.valid_until)
            .bind(case.reason.clone())
            .bind(case.due_on)
            .bind(case.days_used)
            .bind(case.clock_from)
            .bind(case.escalated_at)
            .bind(case.statement)
            .bind(case.opened_by)
            .bind(case.opened_at)
            .bind(case.changed_at)
            .bind(case.closed_at),
    )
    .await?;
    Ok(())
}

/// Writes what may change back, as the version after `case.version`. False if another change came first.
pub async fn update(tx: &mut Tx, case: &Case) -> StoreResult<bool> {
    let query = sql(
        "UPDATE licence_case SET state = $4, turn = $5, version = version + 1, officer_id = $6, outside_system = $7, \
         outside_number = $8, issued_number = $9, issued_on = $10, valid_until = $11, reason = $12, due_on = $13, \
         days_used = $14, clock_from = $15, escalated_at = $16, statement_id = $17, changed_at = $18, closed_at = $19 \
         WHERE regency = $1 AND id = $2 AND version = $3",
    );
    let touched = tx
        .execute(
            query
                .bind(&case.regency)
                .bind(case.id)
                .bind(case.version)
                .bind(&case.state)
                .bind(&case.turn)
                .bind(case.officer)
                .bind(case.outside_system.clone())
                .bind(case.outside_number.clone())
                .bind(case.issued_number.clone())
                .bind(case.issued_on)
                .bind(case.valid_until)
                .bind(case.reason.clone())
                .bind(case.due_on)
                .bind(case.days_used)
                .bind(case.clock_from)
                .bind(case.escalated_at)
                .bind(case.statement)
                .bind(case.changed_at)
                .bind(case.closed_at),
        )
        .await?;
    Ok(touched == 1)
}

/// By id.
pub async fn find(session: &mut Session, regency: &str, id: CaseId) -> StoreResult<Option<Case>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM licence_case WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// Many by id, in no order.
pub async fn find_many(
    session: &mut Session,
    regency: &str,
    ids: &[CaseId],
) -> StoreResult<Vec<Case>> {
    let mut query = sql(format!(
        "SELECT {COLUMNS} FROM licence_case WHERE regency = "
    ));
    query
        .push_bind(regency)
        .push(" AND id IN ")
        .push_list(ids.iter().copied());
    read_all(session, query).await
}

/// By id, held for change: on PostgreSQL two changes of one case wait for each other.
pub async fn hold(tx: &mut Tx, regency: &str, id: CaseId) -> StoreResult<Option<Case>> {
    let lock = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE",
    };
    let query = sql(format!(
        "SELECT {COLUMNS} FROM licence_case WHERE regency = $1 AND id = $2{lock}"
    ));
    let row = tx.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The open case of a permit for a business and product.
pub async fn open_one(
    session: &mut Session,
    regency: &str,
    business: BusinessId,
    permit: &str,
    product: &str,
) -> StoreResult<Option<Case>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM licence_case WHERE regency = $1 AND business_id = $2 AND permit = $3 AND product = $4 \
         AND closed_at IS NULL"
    ));
    let query = query
        .bind(regency)
        .bind(business)
        .bind(permit)
        .bind(product);
    session
        .optional(query)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The cases of some businesses, newest first, at most 200.
pub async fn of_businesses(
    session: &mut Session,
    regency: &str,
    businesses: &[BusinessId],
) -> StoreResult<Vec<Case>> {
    let mut query = sql(format!(
        "SELECT {COLUMNS} FROM licence_case WHERE regency = "
    ));
    query
        .push_bind(regency)
        .push(" AND business_id IN ")
        .push_list(businesses.iter().copied())
        .push(" ORDER BY opened_at DESC, id DESC LIMIT 200");
    read_all(session, query).await
}

/// Which cases a queue shows.
#[derive(Debug, Clone, Default)]
pub struct Wanted<'a> {
    /// Of this district, or of a village in it.
    pub region: Option<&'a str>,
    /// Given to this officer.
    pub officer: Option<AccountId>,
    /// Whose turn it is.
    pub turn: Option<&'a str>,
    /// In this state.
    pub state: Option<&'a str>,
    /// Of this permit.
    pub permit: Option<&'a str>,
    /// After this one.
    pub after: Option<(NaiveDate, CaseId)>,
    /// Before this one, for the page before; the answer is in the order of the queue all the same.
    pub before: Option<(NaiveDate, CaseId)>,
}

/// A page of the queue, most urgent first.
pub async fn queue(
    session: &mut Session,
    regency: &str,
    wanted: &Wanted<'_>,
    limit: u32,
) -> StoreResult<Vec<Case>> {
    let mut query = sql(format!(
        "SELECT {COLUMNS} FROM licence_case WHERE regency = "
    ));
    query.push_bind(regency);
    within(&mut query, wanted.region);
    if let Some(officer) = wanted.officer {
        query.push(" AND officer_id = ").push_bind(officer);
    }
    if let Some(turn) = wanted.turn {
        query.push(" AND turn = ").push_bind(turn);
    }
    if let Some(state) = wanted.state {
        query.push(" AND state = ").push_bind(state);
    }
    if let Some(permit) = wanted.permit {
        query.push(" AND permit = ").push_bind(permit);
    }
    if let Some((day, id)) = wanted.after {
        query.push(" AND (due_on, id) > (").push_bind(day);
        query.push(", ").push_bind(id).push(")");
    }
    if let Some((day, id)) = wanted.before {
        query.push(" AND (due_on, id) < (").push_bind(day);
        query.push(", ").push_bind(id).push(")");
        query.push(" ORDER BY due_on DESC, id DESC LIMIT ");
    } else {
        query.push(" ORDER BY due_on, id LIMIT ");
    }
    query.push_bind(limit);
    let mut cases = read_all(session, query).await?;
    if wanted.before.is_some() {
        cases.reverse();
    }
    Ok(cases)
}

/// Cases of one turn that were due before a day, of the whole regency or a place in it, counted up to `most`.
pub async fn count_late(
    session: &mut Session,
    regency: &str,
    place: Option<&str>,
    turn: &str,
    today: NaiveDate,
    most: u32,
) -> StoreResult<i64> {
    let mut query = sql("SELECT COUNT(*) FROM (SELECT 1 FROM licence_case WHERE regency = ");
    query.push_bind(regency);
    within(&mut query, place);
    query
        .push(" AND turn = ")
        .push_bind(turn)
        .push(" AND due_on < ")
        .push_bind(today)
        .push(" LIMIT ")
        .push_bind(most)
        .push(") AS late");
    session.one(query).await?.get(0)
}

/// Only cases of a district, or of a village.
fn within(query: &mut Query, place: Option<&str>) {
    match place {
        Some(village) if village.len() > 8 => {
            query.push(" AND region = ").push_bind(village);
        }
        Some(district) => {
            query.push(" AND district = ").push_bind(district);
        }
        None => {}
    }
}

/// Cases of one turn that are due before a day and after `after`, in the order of the queue.
pub async fn late(
    session: &mut Session,
    regency: &str,
    turn: &str,
    today: NaiveDate,
    after: Option<(NaiveDate, CaseId)>,
    limit: u32,
) -> StoreResult<Vec<Case>> {
    let mut query = sql(format!(
        "SELECT {COLUMNS} FROM licence_case WHERE regency = "
    ));
    query
        .push_bind(regency)
        .push(" AND turn = ")
        .push_bind(turn)
        .push(" AND due_on < ")
        .push_bind(today);
    if let Some((day, id)) = after {
        query.push(" AND (due_on, id) > (").push_bind(day);
        query.push(", ").push_bind(id).push(")");
    }
    query.push(" ORDER BY due_on, id LIMIT ").push_bind(limit);
    read_all(session, query).await
}

/// Notes that the head of the office was told of these late cases. Their version stays: nothing about them changed.
pub async fn mark_escalated(
    tx: &mut Tx,
    regency: &str,
    cases: &[CaseId],
    at: DateTime<Utc>,
) -> StoreResult<()> {
    let mut query = sql("UPDATE licence_case SET escalated_at = ");
    query
        .push_bind(at)
        .push(" WHERE regency = ")
        .push_bind(regency)
        .push(" AND id IN ")
        .push_list(cases.iter().copied());
    tx.execute(query).await?;
    Ok(())
}

/// Issued cases of a permit, by day of issue from one day to another.
pub async fn issued_between(
    session: &mut Session,
    regency: &str,
    permit: &str,
    from: NaiveDate,
    to: NaiveDate,
    limit: u32,
) -> StoreResult<Vec<Case>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM licence_case WHERE regency = $1 AND permit = $2 AND issued_on >= $3 AND issued_on <= $4 \
         ORDER BY issued_on, id LIMIT $5"
    ));
    let query = query
        .bind(regency)
        .bind(permit)
        .bind(from)
        .bind(to)
        .bind(limit);
    read_all(session, query).await
}

/// Issued cases whose permit ends between two days, by day of end and after `after`.
pub async fn ending(
    session: &mut Session,
    regency: &str,
    from: NaiveDate,
    to: NaiveDate,
    after: Option<(NaiveDate, CaseId)>,
    limit: u32,
) -> StoreResult<Vec<Case>> {
    let mut query = sql(format!(
        "SELECT {COLUMNS} FROM licence_case WHERE state = 'issued' AND valid_until IS NOT NULL AND regency = "
    ));
    query
        .push_bind(regency)
        .push(" AND valid_until >= ")
        .push_bind(from)
        .push(" AND valid_until <= ")
        .push_bind(to);
    if let Some((day, id)) = after {
        query.push(" AND (valid_until, id) > (").push_bind(day);
        query.push(", ").push_bind(id).push(")");
    }
    query
        .push(" ORDER BY valid_until, id LIMIT ")
        .push_bind(limit);
    read_all(session, query).await
}

/// Takes what may name a person out of the closed and open cases of some businesses.
pub async fn redact(tx: &mut Tx, regency: &str, businesses: &[BusinessId]) -> StoreResult<()> {
    for some in businesses.chunks(500) {
        let mut query = sql("UPDATE licence_case SET reason = NULL WHERE regency = ");
        query
            .push_bind(regency)
            .push(" AND business_id IN ")
            .push_list(some.iter().copied());
        tx.execute(query).await?;
    }
    Ok(())
}

async fn read_all(session: &mut Session, query: Query) -> StoreResult<Vec<Case>> {
    session.all(query).await?.iter().map(read).collect()
}

fn read(row: &Row) -> StoreResult<Case> {
    Ok(Case {
        id: row.id(0)?,
        regency: row.get(1)?,
        business: row.id(2)?,
        region: row.get(3)?,
        district: row.get(4)?,
        permit: row.get(5)?,
        product: row.get(6)?,
        state: row.get(7)?,
        turn: row.get(8)?,
        version: row.get(9)?,
        officer: row.id_or_none(10)?,
        outside_system: row.get(11)?,
        outside_number: row.get(12)?,
        issued_number: row.get(13)?,
        issued_on: row.parse_or_none(14)?,
        valid_until: row.parse_or_none(15)?,
        reason: row.get(16)?,
        due_on: row.parse(17)?,
        days_used: row.get(18)?,
        clock_from: row.parse_or_none(19)?,
        escalated_at: row.moment_or_none(20)?,
        statement: row.id_or_none(21)?,
        opened_by: row.id_or_none(22)?,
        opened_at: row.moment(23)?,
        changed_at: row.moment(24)?,
        closed_at: row.moment_or_none(25)?,
    })
}
