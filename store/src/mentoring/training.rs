//! Trainings: sessions, places, attendance, certificates.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, BusinessId, TrainingId, TrainingSessionId};

use crate::error::StoreResult;
use crate::query::{Row, Value, sql};
use crate::session::{Session, Tx};

/// A training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Training {
    /// Id.
    pub id: TrainingId,
    /// What people call it.
    pub title: String,
    /// What is taught.
    pub curriculum: String,
    /// Where.
    pub place: String,
    /// How many places.
    pub quota: i64,
    /// The step it helps with; empty for everybody.
    pub step: String,
    /// Whether it is the food safety training.
    pub pkp: bool,
    /// The day of its first session.
    pub starts_on: NaiveDate,
    /// Who made it.
    pub account: Option<AccountId>,
    /// When made.
    pub created_at: DateTime<Utc>,
    /// When closed.
    pub closed_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str =
    "id, title, curriculum, place, quota, step, pkp, starts_on, account_id, created_at, closed_at";

/// A session of a training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Id.
    pub id: TrainingSessionId,
    /// When.
    pub held_on: NaiveDate,
    /// About what.
    pub topic: String,
    /// Hash of the word in its QR code.
    pub token_hash: Vec<u8>,
}

/// A place in a training.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which business.
    pub business: BusinessId,
    /// `invited`, `registered`, `waiting` or `declined`.
    pub state: String,
    /// Points of the test before, 0 to 100.
    pub pre_test: Option<i64>,
    /// Points of the test after.
    pub post_test: Option<i64>,
    /// Number of the certificate.
    pub certificate: Option<String>,
    /// The day it was issued.
    pub issued_on: Option<NaiveDate>,
    /// How many sessions were attended.
    pub attended: i64,
    /// Name of the business.
    pub name: String,
    /// The owner's name.
    pub owner: Option<String>,
}

/// Writes a training with its sessions.
pub async fn insert(
    tx: &mut Tx,
    regency: &str,
    one: &Training,
    sessions: &[Meeting],
) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO training (regency, {COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
    ));
    tx.execute(
        query
            .bind(regency)
            .bind(one.id)
            .bind(&one.title)
            .bind(&one.curriculum)
            .bind(&one.place)
            .bind(one.quota)
            .bind(&one.step)
            .bind(one.pkp)
            .bind(one.starts_on)
            .bind(one.account)
            .bind(one.created_at)
            .bind(one.closed_at),
    )
    .await?;
    let rows: Vec<Vec<Value>> = sessions
        .iter()
        .map(|meeting| {
            vec![
                meeting.id.into(),
                regency.into(),
                one.id.into(),
                meeting.held_on.into(),
                (&meeting.topic).into(),
                meeting.token_hash.clone().into(),
            ]
        })
        .collect();
    let columns = &[
        "id",
        "regency",
        "training_id",
        "held_on",
        "topic",
        "token_hash",
    ];
    tx.insert_many("training_session", columns, rows, "")
        .await?;
    Ok(())
}

/// Trainings, the newest first, with how many are registered.
pub async fn newest(
    session: &mut Session,
    regency: &str,
    limit: u32,
) -> StoreResult<Vec<(Training, i64)>> {
    let query = sql(format!(
        "SELECT {COLUMNS}, (SELECT COUNT(*) FROM training_place p WHERE p.regency = training.regency \
         AND p.training_id = training.id AND p.state = 'registered') \
         FROM training WHERE regency = $1 ORDER BY starts_on DESC, id DESC LIMIT $2"
    ));
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.get(11)?)))
        .collect()
}

/// By its id.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: TrainingId,
) -> StoreResult<Option<Training>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM training WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// By its id, held until the transaction ends, so that the last place is given once.
pub async fn hold(tx: &mut Tx, regency: &str, id: TrainingId) -> StoreResult<Option<Training>> {
    let lock = match tx.engine() {
        crate::Engine::Sqlite => "",
        crate::Engine::Postgres => " FOR UPDATE",
    };
    let query = sql(format!(
        "SELECT {COLUMNS} FROM training WHERE regency = $1 AND id = $2{lock}"
    ));
    let row = tx.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The sessions of a training, in order.
pub async fn meetings(
    session: &mut Session,
    regency: &str,
    id: TrainingId,
) -> StoreResult<Vec<Meeting>> {
    let query = sql(
        "SELECT id, held_on, topic, token_hash FROM training_session WHERE regency = $1 AND training_id = $2 \
         ORDER BY held_on, id",
    );
    let rows = session.all(query.bind(regency).bind(id)).await?;
    rows.iter().map(read_meeting).collect()
}

/// The session of a QR code's word, with its training.
pub async fn by_token(
    session: &mut Session,
    regency: &str,
    token_hash: &[u8],
) -> StoreResult<Option<(Meeting, TrainingId)>> {
    let query = sql(
        "SELECT id, held_on, topic, token_hash, training_id FROM training_session WHERE regency = $1 AND token_hash = $2",
    );
    let row = session
        .optional(query.bind(regency).bind(token_hash))
        .await?;
    row.as_ref()
        .map(|row| Ok((read_meeting(row)?, row.id(4)?)))
        .transpose()
}

fn read_meeting(row: &Row) -> StoreResult<Meeting> {
    Ok(Meeting {
        id: row.id(0)?,
        held_on: row.parse(1)?,
        topic: row.get(2)?,
        token_hash: row.get(3)?,
    })
}

const PLACE: &str = "SELECT p.business_id, p.state, p.pre_test, p.post_test, p.certificate, p.issued_on, \
                     (SELECT COUNT(*) FROM training_attendance a JOIN training_session s ON s.regency = a.regency \
                     AND s.id = a.session_id WHERE a.regency = p.regency AND s.training_id = p.training_id \
                     AND a.business_id = p.business_id), b.name, b.owner_name \
                     FROM training_place p JOIN business b ON b.id = p.business_id";

/// The places of a training, after one of them.
pub async fn places(
    session: &mut Session,
    regency: &str,
    id: TrainingId,
    after: Option<BusinessId>,
    limit: u32,
) -> StoreResult<Vec<Place>> {
    let mut query = sql(format!("{PLACE} WHERE p.regency = "));
    query
        .push_bind(regency)
        .push(" AND p.training_id = ")
        .push_bind(id);
    if let Some(after) = after {
        query.push(" AND p.business_id > ").push_bind(after);
    }
    query
        .push(" ORDER BY p.business_id LIMIT ")
        .push_bind(limit);
    let rows = session.all(query).await?;
    rows.iter().map(read_place).collect()
}

/// One place.
pub async fn place(
    session: &mut Session,
    regency: &str,
    id: TrainingId,
    business: BusinessId,
) -> StoreResult<Option<Place>> {
    let query = sql(format!(
        "{PLACE} WHERE p.regency = $1 AND p.training_id = $2 AND p.business_id = $3"
    ));
    let row = session
        .optional(query.bind(regency).bind(id).bind(business))
        .await?;
    row.as_ref().map(read_place).transpose()
}

/// The trainings a business has a place in, the newest first.
pub async fn of_business(
    session: &mut Session,
    regency: &str,
    business: BusinessId,
) -> StoreResult<Vec<(Training, String)>> {
    let columns: Vec<String> = COLUMNS
        .split(", ")
        .map(|column| format!("t.{column}"))
        .collect();
    let query = sql(format!(
        "SELECT {}, p.state FROM training_place p JOIN training t ON t.regency = p.regency AND t.id = p.training_id \
         WHERE p.regency = $1 AND p.business_id = $2 ORDER BY t.starts_on DESC LIMIT 20",
        columns.join(", ")
    ));
    let rows = session.all(query.bind(regency).bind(business)).await?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.get(11)?)))
        .collect()
}

/// How many places have each state.
pub async fn states(
    session: &mut Session,
    regency: &str,
    id: TrainingId,
) -> StoreResult<Vec<(String, i64)>> {
    let query = sql(
        "SELECT state, COUNT(*) FROM training_place WHERE regency = $1 AND training_id = $2 GROUP BY state",
    );
    let rows = session.all(query.bind(regency).bind(id)).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Invites businesses that have no place yet. Gives how many.
pub async fn invite(
    tx: &mut Tx,
    regency: &str,
    id: TrainingId,
    businesses: &[BusinessId],
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let rows = businesses
        .iter()
        .map(|business| {
            vec![
                regency.into(),
                id.into(),
                (*business).into(),
                "invited".into(),
                now.into(),
            ]
        })
        .collect();
    let columns = &[
        "regency",
        "training_id",
        "business_id",
        "state",
        "changed_at",
    ];
    tx.insert_many("training_place", columns, rows, "ON CONFLICT DO NOTHING")
        .await
}

/// Writes the state of a place.
pub async fn put_state(
    tx: &mut Tx,
    regency: &str,
    id: TrainingId,
    business: BusinessId,
    state: &str,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO training_place (regency, training_id, business_id, state, changed_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (regency, training_id, business_id) DO UPDATE SET state = excluded.state, \
         changed_at = excluded.changed_at",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(id)
            .bind(business)
            .bind(state)
            .bind(now),
    )
    .await?;
    Ok(())
}

/// Writes test points. False if there is no such place.
pub async fn put_tests(
    tx: &mut Tx,
    regency: &str,
    id: TrainingId,
    business: BusinessId,
    tests: (Option<i64>, Option<i64>),
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE training_place SET pre_test = $4, post_test = $5, changed_at = $6 \
         WHERE regency = $1 AND training_id = $2 AND business_id = $3",
    );
    let query = query
        .bind(regency)
        .bind(id)
        .bind(business)
        .bind(tests.0)
        .bind(tests.1)
        .bind(now);
    Ok(tx.execute(query).await? > 0)
}

/// Notes that somebody was there; again changes nothing.
pub async fn attend(
    tx: &mut Tx,
    regency: &str,
    meeting: TrainingSessionId,
    business: BusinessId,
    how: &str,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "INSERT INTO training_attendance (regency, session_id, business_id, attended_at, how) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    );
    Ok(tx
        .execute(
            query
                .bind(regency)
                .bind(meeting)
                .bind(business)
                .bind(now)
                .bind(how),
        )
        .await?
        > 0)
}

/// A certificate to be written.
#[derive(Debug, Clone, Copy)]
pub struct Certificate<'a> {
    /// Running number of the year.
    pub serial: i64,
    /// The number as it is printed.
    pub number: &'a str,
    /// Hash of the word in its QR code.
    pub token_hash: &'a [u8],
    /// The day.
    pub issued_on: NaiveDate,
}

/// The next running number among certificates of a year that end alike.
pub async fn next_serial(tx: &mut Tx, regency: &str, ending: &str) -> StoreResult<i64> {
    let query = sql(
        "SELECT COALESCE(MAX(serial), 0) + 1 FROM training_place WHERE regency = $1 AND certificate LIKE $2",
    );
    tx.one(query.bind(regency).bind(format!("%{ending}")))
        .await?
        .get(0)
}

/// Writes a certificate where none is. False if there is one.
pub async fn certify(
    tx: &mut Tx,
    regency: &str,
    id: TrainingId,
    business: BusinessId,
    certificate: Certificate<'_>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE training_place SET serial = $4, certificate = $5, certificate_hash = $6, issued_on = $7 \
         WHERE regency = $1 AND training_id = $2 AND business_id = $3 AND certificate IS NULL",
    );
    let query = query
        .bind(regency)
        .bind(id)
        .bind(business)
        .bind(certificate.serial)
        .bind(certificate.number)
        .bind(certificate.token_hash)
        .bind(certificate.issued_on);
    Ok(tx.execute(query).await? > 0)
}

/// The training and place of a certificate, by the hash of the word in its QR code.
pub async fn by_certificate(
    session: &mut Session,
    regency: &str,
    token_hash: &[u8],
) -> StoreResult<Option<(TrainingId, BusinessId)>> {
    let query = sql(
        "SELECT training_id, business_id FROM training_place WHERE regency = $1 AND certificate_hash = $2",
    );
    let row = session
        .optional(query.bind(regency).bind(token_hash))
        .await?;
    row.as_ref()
        .map(|row| Ok((row.id(0)?, row.id(1)?)))
        .transpose()
}

fn read_place(row: &Row) -> StoreResult<Place> {
    Ok(Place {
        business: row.id(0)?,
        state: row.get(1)?,
        pre_test: row.get(2)?,
        post_test: row.get(3)?,
        certificate: row.get(4)?,
        issued_on: row.parse_or_none(5)?,
        attended: row.get(6)?,
        name: row.get(7)?,
        owner: row.get(8)?,
    })
}

fn read(row: &Row) -> StoreResult<Training> {
    Ok(Training {
        id: row.id(0)?,
        title: row.get(1)?,
        curriculum: row.get(2)?,
        place: row.get(3)?,
        quota: row.get(4)?,
        step: row.get(5)?,
        pkp: row.get(6)?,
        starts_on: row.parse(7)?,
        account: row.id_or_none(8)?,
        created_at: row.moment(9)?,
        closed_at: row.moment_or_none(10)?,
    })
}
