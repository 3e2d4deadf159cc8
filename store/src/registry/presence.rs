//! Who is on which channel or in which register: the evidence behind the facts, read from the view of accepted pairs.

use std::collections::HashMap;

use chrono::NaiveDate;
use vocab::id::{BusinessId, SourceId};

use crate::error::StoreResult;
use crate::query::{Query, Row, sql};
use crate::session::Session;

/// Evidence that a business is on a channel or in a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    /// Which business.
    pub business: BusinessId,
    /// Which channel or register, by the word of its kind.
    pub channel: String,
    /// Which list says so.
    pub source: SourceId,
    /// Under which name.
    pub name: Option<String>,
    /// First seen.
    pub first_on: NaiveDate,
    /// Last seen.
    pub last_on: NaiveDate,
    /// No longer there.
    pub gone_on: Option<NaiveDate>,
}

const SELECT: &str = "SELECT p.business_id, p.channel, p.source_id, p.name, p.first_on, p.last_on, p.gone_on \
                      FROM presence p WHERE p.regency = ";

/// Where some businesses are, what is gone last.
pub async fn of_businesses(
    session: &mut Session,
    regency: &str,
    businesses: &[BusinessId],
) -> StoreResult<Vec<Presence>> {
    let mut query = sql(SELECT);
    query
        .push_bind(regency)
        .push(" AND p.business_id IN ")
        .push_list(businesses.iter().copied())
        .push(" ORDER BY CASE WHEN p.gone_on IS NULL THEN 0 ELSE 1 END, p.channel, p.first_on LIMIT 200");
    session.all(query).await?.iter().map(read).collect()
}

/// Where a page of a channel's businesses begins: after this day and business.
pub type After = (NaiveDate, BusinessId);

/// Who is on a channel in a place (anywhere, if none is named), newest first.
pub async fn on_channel(
    session: &mut Session,
    regency: &str,
    channel: &str,
    scope: Option<&str>,
    after: Option<After>,
    limit: u32,
) -> StoreResult<Vec<Presence>> {
    let mut query = sql(SELECT);
    query
        .push_bind(regency)
        .push(" AND p.channel = ")
        .push_bind(channel)
        .push(" AND p.gone_on IS NULL");
    within(&mut query, scope);
    if let Some((day, business)) = after {
        query
            .push(" AND (p.first_on < ")
            .push_bind(day)
            .push(" OR (p.first_on = ")
            .push_bind(day)
            .push(" AND p.business_id > ")
            .push_bind(business)
            .push("))");
    }
    query
        .push(" ORDER BY p.first_on DESC, p.business_id LIMIT ")
        .push_bind(limit);
    session.all(query).await?.iter().map(read).collect()
}

/// How many businesses of a place are on each channel now.
pub async fn counts(
    session: &mut Session,
    regency: &str,
    scope: Option<&str>,
) -> StoreResult<HashMap<String, i64>> {
    let mut query =
        sql("SELECT p.channel, COUNT(DISTINCT p.business_id) FROM presence p WHERE p.regency = ");
    query.push_bind(regency).push(" AND p.gone_on IS NULL");
    within(&mut query, scope);
    query.push(" GROUP BY p.channel");
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

fn within(query: &mut Query, scope: Option<&str>) {
    let Some(place) = scope else { return };
    query.push(" AND EXISTS (SELECT 1 FROM business b WHERE b.id = p.business_id AND ");
    query.push_under("b.region", place).push(")");
}

fn read(row: &Row) -> StoreResult<Presence> {
    Ok(Presence {
        business: row.id(0)?,
        channel: row.get(1)?,
        source: row.id(2)?,
        name: row.get(3)?,
        first_on: row.parse(4)?,
        last_on: row.parse(5)?,
        gone_on: row.parse_or_none(6)?,
    })
}
