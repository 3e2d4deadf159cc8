//! Rounds of the census, and the number of the last change.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, RoundId, SourceId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Id.
    pub id: RoundId,
    /// Where.
    pub regency: String,
    /// What people call it.
    pub name: String,
    /// Name and version of its questionnaire.
    pub form: String,
    /// The source under which its answers are stated.
    pub source: SourceId,
    /// First day.
    pub opens_on: NaiveDate,
    /// Last day.
    pub closes_on: NaiveDate,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub account: Option<AccountId>,
    /// When.
    pub made_at: DateTime<Utc>,
}

const COLUMNS: &str =
    "id, regency, name, form, source_id, opens_on, closes_on, closed_at, account_id, made_at";

/// Writes a round. False if the name is taken.
pub async fn insert(tx: &mut Tx, round: &Round) -> StoreResult<bool> {
    let query = sql(format!(
        "INSERT INTO field_round ({COLUMNS}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10) ON CONFLICT (regency, name) DO NOTHING"
    ));
    let touched = tx
        .execute(
            query
                .bind(round.id)
                .bind(&round.regency)
                .bind(&round.name)
                .bind(&round.form)
                .bind(round.source)
                .bind(round.opens_on)
                .bind(round.closes_on)
                .bind(round.closed_at)
                .bind(round.account)
                .bind(round.made_at),
        )
        .await?;
    Ok(touched > 0)
}

/// Closes a round, or opens it again.
pub async fn close(
    tx: &mut Tx,
    regency: &str,
    id: RoundId,
    at: Option<DateTime<Utc>>,
) -> StoreResult<bool> {
    let query = sql("UPDATE field_round SET closed_at = $3 WHERE regency = $1 AND id = $2");
    Ok(tx.execute(query.bind(regency).bind(id).bind(at)).await? > 0)
}

/// One round.
pub async fn find(session: &mut Session, regency: &str, id: RoundId) -> StoreResult<Option<Round>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM field_round WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The newest rounds.
pub async fn list(session: &mut Session, regency: &str) -> StoreResult<Vec<Round>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM field_round WHERE regency = $1 ORDER BY made_at DESC, id DESC LIMIT 100"
    ));
    let rows = session.all(query.bind(regency)).await?;
    rows.iter().map(read).collect()
}

/// The number of the change that is being made: above all before it. Held until the transaction ends.
pub async fn next_stamp(tx: &mut Tx, regency: &str) -> StoreResult<i64> {
    let query = sql("INSERT INTO field_stamp (regency, stamp) VALUES ($1, 1) \
                     ON CONFLICT (regency) DO UPDATE SET stamp = field_stamp.stamp + 1 RETURNING stamp");
    tx.one(query.bind(regency)).await?.get(0)
}

fn read(row: &Row) -> StoreResult<Round> {
    Ok(Round {
        id: row.id(0)?,
        regency: row.get(1)?,
        name: row.get(2)?,
        form: row.get(3)?,
        source: row.id(4)?,
        opens_on: row.parse(5)?,
        closes_on: row.parse(6)?,
        closed_at: row.moment_or_none(7)?,
        account: row.id_or_none(8)?,
        made_at: row.moment(9)?,
    })
}
