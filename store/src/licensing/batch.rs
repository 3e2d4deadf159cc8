//! Batch days: many businesses take the same step together at one place.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, BatchId, BusinessId, CaseId};

use crate::error::StoreResult;
use crate::query::{Row, Value, sql};
use crate::session::{Session, Tx};

/// A batch day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Id.
    pub id: BatchId,
    /// Where it belongs.
    pub regency: String,
    /// What people call it.
    pub name: String,
    /// Id of the rule whose step is taken.
    pub permit: String,
    /// Businesses of this region are invited.
    pub region: String,
    /// The hall in which they meet.
    pub place: String,
    /// The day.
    pub held_on: NaiveDate,
    /// The hour, such as `09:00`.
    pub starts_at: String,
    /// Who made it.
    pub account: Option<AccountId>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// An invited business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// Which.
    pub business: BusinessId,
    /// Where it is.
    pub region: String,
    /// `invited`, `present` or `absent`.
    pub state: String,
    /// The case opened for it.
    pub case: Option<CaseId>,
}

const COLUMNS: &str = "id, regency, name, permit, region, place, held_on, starts_at, account_id, created_at, closed_at";

/// Writes a batch day with whom it invites.
pub async fn insert(
    tx: &mut Tx,
    batch: &Batch,
    guests: Vec<(BusinessId, String)>,
) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO batch_day ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    ));
    tx.execute(
        query
            .bind(batch.id)
            .bind(&batch.regency)
            .bind(&batch.name)
            .bind(&batch.permit)
            .bind(&batch.region)
            .bind(&batch.place)
            .bind(batch.held_on)
            .bind(&batch.starts_at)
            .bind(batch.account)
            .bind(batch.created_at)
            .bind(batch.closed_at),
    )
    .await?;
    let rows: Vec<Vec<Value>> = guests
        .into_iter()
        .map(|(business, region)| {
            vec![
                (&batch.regency).into(),
                batch.id.into(),
                business.into(),
                region.into(),
                "invited".into(),
                batch.account.into(),
                batch.created_at.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "batch_guest",
        &[
            "regency",
            "batch_id",
            "business_id",
            "region",
            "state",
            "account_id",
            "changed_at",
        ],
        rows,
        "",
    )
    .await?;
    Ok(())
}

/// By id.
pub async fn find(session: &mut Session, regency: &str, id: BatchId) -> StoreResult<Option<Batch>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM batch_day WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The latest batch days, each with how many are invited and how many came; where a place is named, those to which
/// somebody of it is invited.
pub async fn newest(
    session: &mut Session,
    regency: &str,
    place: Option<&str>,
    limit: u32,
) -> StoreResult<Vec<(Batch, i64, i64)>> {
    let mut query = sql(format!(
        "SELECT {COLUMNS}, (SELECT COUNT(*) FROM batch_guest g WHERE g.regency = batch_day.regency \
         AND g.batch_id = batch_day.id), (SELECT COUNT(*) FROM batch_guest g WHERE g.regency = batch_day.regency \
         AND g.batch_id = batch_day.id AND g.state = 'present') FROM batch_day WHERE regency = "
    ));
    query.push_bind(regency);
    if let Some(place) = place {
        query
            .push(
                " AND EXISTS (SELECT 1 FROM batch_guest g WHERE g.regency = batch_day.regency \
                 AND g.batch_id = batch_day.id AND ",
            )
            .push_under("g.region", place)
            .push(")");
    }
    query
        .push(" ORDER BY held_on DESC, id DESC LIMIT ")
        .push_bind(limit);
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.get(11)?, row.get(12)?)))
        .collect()
}

/// The guests of a batch day after one of them, by id; of a place, where one is named.
pub async fn guests(
    session: &mut Session,
    regency: &str,
    id: BatchId,
    place: Option<&str>,
    after: Option<BusinessId>,
    limit: u32,
) -> StoreResult<Vec<Guest>> {
    let mut query =
        sql("SELECT business_id, region, state, case_id FROM batch_guest WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND batch_id = ")
        .push_bind(id);
    if let Some(place) = place {
        query.push(" AND ").push_under("region", place);
    }
    if let Some(after) = after {
        query.push(" AND business_id > ").push_bind(after);
    }
    query.push(" ORDER BY business_id LIMIT ").push_bind(limit);
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| {
            Ok(Guest {
                business: row.id(0)?,
                region: row.get(1)?,
                state: row.get(2)?,
                case: row.id_or_none(3)?,
            })
        })
        .collect()
}

/// How many guests there are of each state; of a place, where one is named.
pub async fn attendance(
    session: &mut Session,
    regency: &str,
    id: BatchId,
    place: Option<&str>,
) -> StoreResult<Vec<(String, i64)>> {
    let mut query = sql("SELECT state, COUNT(*) FROM batch_guest WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND batch_id = ")
        .push_bind(id);
    if let Some(place) = place {
        query.push(" AND ").push_under("region", place);
    }
    query.push(" GROUP BY state ORDER BY state");
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Closes a batch day: whoever was not noted did not come. False if it was closed before.
pub async fn close(
    tx: &mut Tx,
    regency: &str,
    id: BatchId,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE batch_day SET closed_at = $3 WHERE regency = $1 AND id = $2 AND closed_at IS NULL",
    );
    let query = query.bind(regency).bind(id).bind(now);
    if tx.execute(query).await? == 0 {
        return Ok(false);
    }
    let query = sql(
        "UPDATE batch_guest SET state = 'absent', account_id = $3, changed_at = $4 \
         WHERE regency = $1 AND batch_id = $2 AND state = 'invited'",
    );
    tx.execute(query.bind(regency).bind(id).bind(account).bind(now))
        .await?;
    Ok(true)
}

/// Notes that a guest came or did not, and the case opened for it. False if it was not invited.
pub async fn note(
    tx: &mut Tx,
    regency: &str,
    id: BatchId,
    guest: &Guest,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE batch_guest SET state = $4, case_id = $5, account_id = $6, changed_at = $7 \
         WHERE regency = $1 AND batch_id = $2 AND business_id = $3",
    );
    let query = query
        .bind(regency)
        .bind(id)
        .bind(guest.business)
        .bind(&guest.state)
        .bind(guest.case)
        .bind(account)
        .bind(now);
    Ok(tx.execute(query).await? == 1)
}

fn read(row: &Row) -> StoreResult<Batch> {
    Ok(Batch {
        id: row.id(0)?,
        regency: row.get(1)?,
        name: row.get(2)?,
        permit: row.get(3)?,
        region: row.get(4)?,
        place: row.get(5)?,
        held_on: row.parse(6)?,
        starts_at: row.get(7)?,
        account: row.id_or_none(8)?,
        created_at: row.moment(9)?,
        closed_at: row.moment_or_none(10)?,
    })
}
