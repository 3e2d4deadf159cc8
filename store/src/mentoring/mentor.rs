//! Mentors: what an account of the role can do, and how many it has in care.

use chrono::{DateTime, Utc};
use vocab::id::AccountId;

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// A mentor as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Mentor {
    /// Whose account.
    pub account: AccountId,
    /// Name of the account's holder.
    pub name: String,
    /// `active`, `must_change` or `disabled`.
    pub state: String,
    /// Ids of fields, separated by spaces; empty if nothing was noted.
    pub fields: String,
    /// District or village the mentor works in: as noted, else the one the account is bound to.
    pub area: Option<String>,
    /// Where the mentor starts from.
    pub latitude: Option<f64>,
    /// Where the mentor starts from.
    pub longitude: Option<f64>,
    /// How many businesses the mentor can have; none if nothing was noted.
    pub capacity: Option<i64>,
    /// How many the mentor has.
    pub load: i64,
    /// How many of them are due by the asked day.
    pub due: i64,
}

/// What is noted about a mentor.
#[derive(Debug, Clone, PartialEq)]
pub struct Noted {
    /// Ids of fields, separated by spaces.
    pub fields: String,
    /// Area.
    pub area: Option<String>,
    /// Where the mentor starts from.
    pub place: Option<(f64, f64)>,
    /// How many businesses the mentor can have.
    pub capacity: i64,
    /// When.
    pub now: DateTime<Utc>,
}

/// Accounts of the role with what they can do and have in care, by name; those without a working account only if
/// somebody is still in their care.
pub async fn all(session: &mut Session, regency: &str, today: &str) -> StoreResult<Vec<Mentor>> {
    let query = sql(
        "SELECT a.id, a.name, a.state, COALESCE(m.fields, ''), COALESCE(m.area, a.scope), m.latitude, m.longitude, \
         m.capacity, COALESCE(e.n, 0), COALESCE(e.due, 0) FROM account a \
         LEFT JOIN mentor m ON m.regency = a.regency AND m.account_id = a.id \
         LEFT JOIN (SELECT mentor_id, COUNT(*) AS n, COUNT(CASE WHEN due_on <= $2 THEN 1 END) AS due FROM engagement \
         WHERE regency = $1 AND closed_on IS NULL GROUP BY mentor_id) e ON e.mentor_id = a.id \
         WHERE a.regency = $1 AND ((a.role = 'mentor' AND a.state <> 'disabled') OR e.n > 0) ORDER BY a.name, a.id",
    );
    let rows = session.all(query.bind(regency).bind(today)).await?;
    rows.iter().map(read).collect()
}

/// Where a mentor starts from, if it was noted.
pub async fn start(
    session: &mut Session,
    regency: &str,
    account: AccountId,
) -> StoreResult<Option<(f64, f64)>> {
    let query =
        sql("SELECT latitude, longitude FROM mentor WHERE regency = $1 AND account_id = $2");
    let row = session.optional(query.bind(regency).bind(account)).await?;
    let Some(row) = row else { return Ok(None) };
    let latitude: Option<f64> = row.get(0)?;
    Ok(latitude.zip(row.get(1)?))
}

/// Writes what is known of a mentor.
pub async fn note(
    tx: &mut Tx,
    regency: &str,
    account: AccountId,
    noted: &Noted,
) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO mentor (regency, account_id, fields, area, latitude, longitude, capacity, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (regency, account_id) DO UPDATE SET \
         fields = excluded.fields, area = excluded.area, latitude = excluded.latitude, \
         longitude = excluded.longitude, capacity = excluded.capacity, changed_at = excluded.changed_at",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(account)
            .bind(&noted.fields)
            .bind(noted.area.clone())
            .bind(noted.place.map(|place| place.0))
            .bind(noted.place.map(|place| place.1))
            .bind(noted.capacity)
            .bind(noted.now),
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> StoreResult<Mentor> {
    Ok(Mentor {
        account: row.id(0)?,
        name: row.get(1)?,
        state: row.get(2)?,
        fields: row.get(3)?,
        area: row.get(4)?,
        latitude: row.get(5)?,
        longitude: row.get(6)?,
        capacity: row.get(7)?,
        load: row.get(8)?,
        due: row.get(9)?,
    })
}
