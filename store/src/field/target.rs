//! The list of an area.

use chrono::{DateTime, Utc};
use vocab::id::{AreaId, BusinessId, PersonId};

use crate::error::StoreResult;
use crate::query::{Value, sql};
use crate::session::{Session, Tx};

/// A line of a list, with what is known of the business.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// In which list.
    pub area: AreaId,
    /// Which business.
    pub business: BusinessId,
    /// What came of it.
    pub state: String,
    /// The number of its last change.
    pub stamp: i64,
    /// Whether it left the list.
    pub gone: bool,
    /// What is known; none if it left the registry.
    pub known: Option<Known>,
}

/// What is known of a business on a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// Its name.
    pub name: String,
    /// Its owner's name.
    pub owner_name: Option<String>,
    /// Its owner.
    pub owner: Option<PersonId>,
    /// Its facts, without the personal ones, as JSON.
    pub facts: String,
}

/// A business that may belong on a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Which.
    pub business: BusinessId,
    /// Its facts, as JSON.
    pub facts: String,
}

/// Businesses of a village that changed since a moment.
pub async fn candidates(
    session: &mut Session,
    regency: &str,
    region: &str,
    since: DateTime<Utc>,
) -> StoreResult<Vec<Candidate>> {
    let query = sql(
        "SELECT id, facts FROM business WHERE regency = $1 AND region = $2 AND changed_at >= $3 \
                     ORDER BY seq LIMIT 20000",
    );
    let rows = session
        .all(query.bind(regency).bind(region).bind(since))
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Candidate {
                business: row.id(0)?,
                facts: row.get(1)?,
            })
        })
        .collect()
}

/// Puts businesses on a list, or says that something of them changed.
pub async fn put_many(
    tx: &mut Tx,
    regency: &str,
    area: AreaId,
    businesses: &[BusinessId],
    stamp: i64,
) -> StoreResult<()> {
    let rows: Vec<Vec<Value>> = businesses
        .iter()
        .map(|business| {
            vec![
                regency.into(),
                area.into(),
                (*business).into(),
                "to_visit".into(),
                stamp.into(),
                false.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "field_target",
        &["regency", "area_id", "business_id", "state", "stamp", "gone"],
        rows,
        "ON CONFLICT (area_id, business_id) DO UPDATE SET stamp = excluded.stamp, gone = excluded.gone",
    )
    .await?;
    Ok(())
}

/// How many on a list are no more where it says: merged, gone from the registry, or moved to another village.
pub async fn strays(
    session: &mut Session,
    regency: &str,
    area: AreaId,
    region: &str,
) -> StoreResult<i64> {
    let query = sql(format!("SELECT COUNT(*) FROM field_target t WHERE {STRAY}"));
    session
        .one(query.bind(regency).bind(area).bind(region))
        .await?
        .get(0)
}

const STRAY: &str = "t.regency = $1 AND t.area_id = $2 AND NOT t.gone AND NOT EXISTS \
                     (SELECT 1 FROM business b WHERE b.id = t.business_id AND b.region = $3)";

/// Takes those off a list; phones are told.
pub async fn drop_strays(
    tx: &mut Tx,
    regency: &str,
    area: AreaId,
    region: &str,
    stamp: i64,
) -> StoreResult<u64> {
    let query = sql(format!(
        "UPDATE field_target AS t SET gone = TRUE, stamp = $4 WHERE {STRAY}"
    ));
    tx.execute(query.bind(regency).bind(area).bind(region).bind(stamp))
        .await
}

/// Takes some off a list because they are in another RT or RW.
pub async fn drop_many(
    tx: &mut Tx,
    area: AreaId,
    businesses: &[BusinessId],
    stamp: i64,
) -> StoreResult<()> {
    for some in businesses.chunks(500) {
        let mut query = sql("UPDATE field_target SET gone = TRUE, stamp = ");
        query
            .push_bind(stamp)
            .push(" WHERE area_id = ")
            .push_bind(area)
            .push(" AND NOT gone AND business_id IN ")
            .push_list(some.iter().copied());
        tx.execute(query).await?;
    }
    Ok(())
}

/// Says what came of a business on a list; puts it there if it was not.
pub async fn visit(
    tx: &mut Tx,
    regency: &str,
    area: AreaId,
    business: BusinessId,
    state: &str,
    stamp: i64,
) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO field_target (regency, area_id, business_id, state, stamp, gone) VALUES ($1,$2,$3,$4,$5,FALSE) \
         ON CONFLICT (area_id, business_id) DO UPDATE SET state = excluded.state, stamp = excluded.stamp",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(area)
            .bind(business)
            .bind(state)
            .bind(stamp),
    )
    .await?;
    Ok(())
}

/// The changes of some lists after a place, in the order of their numbers.
pub async fn after(
    session: &mut Session,
    regency: &str,
    areas: &[AreaId],
    (stamp, business): (i64, BusinessId),
    limit: u32,
) -> StoreResult<Vec<Line>> {
    let mut query = sql(
        "SELECT t.area_id, t.business_id, t.state, t.stamp, t.gone, b.name, b.owner_name, b.owner_id, b.facts \
         FROM field_target t LEFT JOIN business b ON b.id = t.business_id WHERE t.regency = ",
    );
    query
        .push_bind(regency)
        .push(" AND t.area_id IN ")
        .push_list(areas.iter().copied())
        .push(" AND (t.stamp, t.business_id) > (")
        .push_bind(stamp)
        .push(", ")
        .push_bind(business)
        .push(") ORDER BY t.stamp, t.business_id LIMIT ")
        .push_bind(limit);
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| {
            let name: Option<String> = row.get(5)?;
            let known = match name {
                Some(name) => Some(Known {
                    name,
                    owner_name: row.get(6)?,
                    owner: row.id_or_none(7)?,
                    facts: row.get(8)?,
                }),
                None => None,
            };
            Ok(Line {
                area: row.id(0)?,
                business: row.id(1)?,
                state: row.get(2)?,
                stamp: row.get(3)?,
                gone: row.get(4)?,
                known,
            })
        })
        .collect()
}

/// The lists on which a business is, or was.
pub async fn any_area_of(
    session: &mut Session,
    regency: &str,
    business: BusinessId,
) -> StoreResult<Vec<AreaId>> {
    let query = sql("SELECT area_id FROM field_target WHERE regency = $1 AND business_id = $2");
    let rows = session.all(query.bind(regency).bind(business)).await?;
    rows.iter().map(|row| row.id(0)).collect()
}
