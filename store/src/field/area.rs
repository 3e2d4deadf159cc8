//! Parts of a round, and who goes there.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, AreaId, BusinessId, RoundId};

use crate::error::StoreResult;
use crate::query::{Row, Value, sql};
use crate::session::{Session, Tx};

/// A part of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Id.
    pub id: AreaId,
    /// Where.
    pub regency: String,
    /// Of which round.
    pub round: RoundId,
    /// Code of the village.
    pub region: String,
    /// RT; empty for all.
    pub rt: String,
    /// RW; empty for all.
    pub rw: String,
    /// How many businesses are expected.
    pub target: i64,
    /// Who goes there.
    pub account: Option<AccountId>,
    /// Changes of the registry up to here are in its list.
    pub swept_at: DateTime<Utc>,
}

const SELECT: &str = "SELECT a.id, a.regency, a.round_id, a.region, a.rt, a.rw, a.target, a.account_id, a.swept_at \
                      FROM field_area a";

/// Writes areas; those that are there already stay as they are. Gives how many are new.
pub async fn insert_many(tx: &mut Tx, areas: Vec<Area>) -> StoreResult<u64> {
    let rows: Vec<Vec<Value>> = areas
        .into_iter()
        .map(|area| {
            vec![
                area.id.into(),
                area.regency.into(),
                area.round.into(),
                area.region.into(),
                area.rt.into(),
                area.rw.into(),
                area.target.into(),
                area.account.into(),
                area.swept_at.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "field_area",
        &[
            "id",
            "regency",
            "round_id",
            "region",
            "rt",
            "rw",
            "target",
            "account_id",
            "swept_at",
        ],
        rows,
        "ON CONFLICT (round_id, region, rw, rt) DO NOTHING",
    )
    .await
}

/// Gives an area to somebody, and says how many businesses are expected there.
pub async fn assign(
    tx: &mut Tx,
    regency: &str,
    id: AreaId,
    account: Option<AccountId>,
    target: i64,
) -> StoreResult<bool> {
    let query =
        sql("UPDATE field_area SET account_id = $3, target = $4 WHERE regency = $1 AND id = $2");
    let touched = tx
        .execute(query.bind(regency).bind(id).bind(account).bind(target))
        .await?;
    Ok(touched > 0)
}

/// Notes until when the registry's changes are in lists.
pub async fn swept(tx: &mut Tx, ids: &[AreaId], at: DateTime<Utc>) -> StoreResult<()> {
    let mut query = sql("UPDATE field_area SET swept_at = ");
    query
        .push_bind(at)
        .push(" WHERE id IN ")
        .push_list(ids.iter().copied());
    tx.execute(query).await?;
    Ok(())
}

/// One area.
pub async fn find(session: &mut Session, regency: &str, id: AreaId) -> StoreResult<Option<Area>> {
    let query = sql(format!("{SELECT} WHERE a.regency = $1 AND a.id = $2"));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The areas of a round.
pub async fn of_round(
    session: &mut Session,
    regency: &str,
    round: RoundId,
) -> StoreResult<Vec<Area>> {
    let query = sql(format!(
        "{SELECT} WHERE a.regency = $1 AND a.round_id = $2 ORDER BY a.region, a.rw, a.rt LIMIT 2000"
    ));
    let rows = session.all(query.bind(regency).bind(round)).await?;
    rows.iter().map(read).collect()
}

/// The areas of somebody in rounds that are open on a day.
pub async fn of_account(
    session: &mut Session,
    regency: &str,
    account: AccountId,
    day: chrono::NaiveDate,
) -> StoreResult<Vec<Area>> {
    let query = sql(format!(
        "{SELECT} JOIN field_round r ON r.id = a.round_id WHERE a.regency = $1 AND a.account_id = $2 \
         AND r.closed_at IS NULL AND r.opens_on <= $3 ORDER BY a.id"
    ));
    let rows = session
        .all(query.bind(regency).bind(account).bind(day))
        .await?;
    rows.iter().map(read).collect()
}

/// The areas to which answers may belong: of rounds with the questionnaire, in any version of it; somebody's own, those of
/// a village, and those on whose list a business is. Newest round first.
pub async fn possible(
    session: &mut Session,
    regency: &str,
    form: &str,
    account: AccountId,
    village: &str,
    business: BusinessId,
) -> StoreResult<Vec<Area>> {
    let name = form.split('@').next().unwrap_or_default();
    let query = sql(format!(
        "{SELECT} JOIN field_round r ON r.id = a.round_id WHERE a.regency = $1 AND r.form >= $2 AND r.form < $3 \
         AND (a.account_id = $4 OR a.region = $5 OR a.id IN (SELECT t.area_id FROM field_target t \
         WHERE t.regency = $1 AND t.business_id = $6)) ORDER BY r.made_at DESC, a.id LIMIT 500"
    ));
    // Versions follow the name after an @, and A is the letter after it.
    let rows = session
        .all(
            query
                .bind(regency)
                .bind(format!("{name}@"))
                .bind(format!("{name}A"))
                .bind(account)
                .bind(village)
                .bind(business),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// Of areas: listed, and those of which something came.
pub async fn progress(
    session: &mut Session,
    ids: &[AreaId],
) -> StoreResult<std::collections::HashMap<AreaId, (i64, i64)>> {
    let mut all = std::collections::HashMap::new();
    for some in ids.chunks(500) {
        let mut query = sql("SELECT area_id, SUM(CASE WHEN gone THEN 0 ELSE 1 END), \
                             SUM(CASE WHEN state <> 'to_visit' AND NOT gone THEN 1 ELSE 0 END) \
                             FROM field_target WHERE area_id IN ");
        query
            .push_list(some.iter().copied())
            .push(" GROUP BY area_id");
        for row in &session.all(query).await? {
            all.insert(row.id(0)?, (row.get(1)?, row.get(2)?));
        }
    }
    Ok(all)
}

fn read(row: &Row) -> StoreResult<Area> {
    Ok(Area {
        id: row.id(0)?,
        regency: row.get(1)?,
        round: row.id(2)?,
        region: row.get(3)?,
        rt: row.get(4)?,
        rw: row.get(5)?,
        target: row.get(6)?,
        account: row.id_or_none(7)?,
        swept_at: row.moment(8)?,
    })
}
