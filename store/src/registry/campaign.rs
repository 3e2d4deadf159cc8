//! Campaigns: lists of businesses that somebody goes and sees, and what becomes of them month by month.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, BusinessId, CampaignId};

use crate::error::StoreResult;
use crate::query::{Row, Value, sql};
use crate::session::{Session, Tx};

/// A campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Campaign {
    /// Id.
    pub id: CampaignId,
    /// Where.
    pub regency: String,
    /// What people call it.
    pub name: String,
    /// Which businesses were chosen, as JSON.
    pub filter: String,
    /// Who made it.
    pub account: Option<AccountId>,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// A business of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Which business.
    pub business: BusinessId,
    /// Where it was when it was chosen.
    pub region: String,
    /// Who goes and sees it.
    pub mentor: Option<AccountId>,
    /// The newest month of which something was noted, what, and the note.
    pub last: Option<(String, String, String)>,
}

/// How often an outcome was noted in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthCount {
    /// The month, such as `2026-11`.
    pub month: String,
    /// What became of them.
    pub outcome: String,
    /// How many.
    pub n: i64,
}

/// An outcome to be noted.
#[derive(Debug, Clone, Copy)]
pub struct Outcome<'a> {
    /// Of which campaign.
    pub campaign: CampaignId,
    /// Of which business.
    pub business: BusinessId,
    /// In which month.
    pub month: &'a str,
    /// What, by its word.
    pub outcome: &'a str,
    /// In somebody's words.
    pub note: &'a str,
    /// Who noted it.
    pub account: Option<AccountId>,
    /// When.
    pub now: DateTime<Utc>,
}

const COLUMNS: &str = "id, regency, name, filter, account_id, created_at, closed_at";

/// Writes a campaign with its members.
pub async fn insert(
    tx: &mut Tx,
    campaign: &Campaign,
    members: Vec<(BusinessId, String)>,
) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO campaign ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    ));
    tx.execute(
        query
            .bind(campaign.id)
            .bind(&campaign.regency)
            .bind(&campaign.name)
            .bind(&campaign.filter)
            .bind(campaign.account)
            .bind(campaign.created_at)
            .bind(campaign.closed_at),
    )
    .await?;
    let rows: Vec<Vec<Value>> = members
        .into_iter()
        .map(|(business, region)| {
            vec![
                (&campaign.regency).into(),
                campaign.id.into(),
                business.into(),
                region.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "campaign_member",
        &["regency", "campaign_id", "business_id", "region"],
        rows,
        "",
    )
    .await?;
    Ok(())
}

/// By id.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
) -> StoreResult<Option<Campaign>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM campaign WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The newest campaigns with the number of their members.
pub async fn newest(
    session: &mut Session,
    regency: &str,
    limit: u32,
) -> StoreResult<Vec<(Campaign, i64)>> {
    let query = sql(format!(
        "SELECT {COLUMNS}, (SELECT COUNT(*) FROM campaign_member m WHERE m.regency = campaign.regency \
         AND m.campaign_id = campaign.id) FROM campaign WHERE regency = $1 ORDER BY created_at DESC, id DESC LIMIT $2"
    ));
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter()
        .map(|row| Ok((read(row)?, row.get(7)?)))
        .collect()
}

/// The businesses of a campaign by region, after one of them: all, or those of one mentor.
pub async fn members(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
    mentor: Option<AccountId>,
    after: Option<(&str, BusinessId)>,
    limit: u32,
) -> StoreResult<Vec<Member>> {
    let mut query = sql(
        "SELECT m.business_id, m.region, m.mentor_id, o.month, o.outcome, o.note FROM campaign_member m \
         LEFT JOIN campaign_outcome o ON o.regency = m.regency AND o.campaign_id = m.campaign_id \
         AND o.business_id = m.business_id AND o.month = (SELECT MAX(n.month) FROM campaign_outcome n \
         WHERE n.regency = m.regency AND n.campaign_id = m.campaign_id AND n.business_id = m.business_id) \
         WHERE m.regency = ",
    );
    query
        .push_bind(regency)
        .push(" AND m.campaign_id = ")
        .push_bind(id);
    if let Some(mentor) = mentor {
        query.push(" AND m.mentor_id = ").push_bind(mentor);
    }
    if let Some((region, business)) = after {
        query
            .push(" AND (m.region, m.business_id) > (")
            .push_bind(region)
            .push(", ")
            .push_bind(business)
            .push(")");
    }
    query
        .push(" ORDER BY m.region, m.business_id LIMIT ")
        .push_bind(limit);
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| {
            let month: Option<String> = row.get(3)?;
            let last = match month {
                Some(month) => Some((month, row.get(4)?, row.get(5)?)),
                None => None,
            };
            Ok(Member {
                business: row.id(0)?,
                region: row.get(1)?,
                mentor: row.id_or_none(2)?,
                last,
            })
        })
        .collect()
}

/// Ids of all members.
pub async fn member_ids(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
) -> StoreResult<Vec<BusinessId>> {
    let query = sql(
        "SELECT business_id FROM campaign_member WHERE regency = $1 AND campaign_id = $2 ORDER BY region, business_id",
    );
    let rows = session.all(query.bind(regency).bind(id)).await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// How many members each region has, and how many of them nobody goes and sees yet.
pub async fn regions(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
) -> StoreResult<Vec<(String, i64, i64)>> {
    let query = sql(
        "SELECT region, COUNT(*), COUNT(CASE WHEN mentor_id IS NULL THEN 1 END) FROM campaign_member \
         WHERE regency = $1 AND campaign_id = $2 GROUP BY region ORDER BY region",
    );
    let rows = session.all(query.bind(regency).bind(id)).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}

/// How many members each mentor has.
pub async fn mentors(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
) -> StoreResult<Vec<(AccountId, i64)>> {
    let query = sql("SELECT mentor_id, COUNT(*) FROM campaign_member \
         WHERE regency = $1 AND campaign_id = $2 AND mentor_id IS NOT NULL GROUP BY mentor_id");
    let rows = session.all(query.bind(regency).bind(id)).await?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.get(1)?)))
        .collect()
}

/// Gives members of a region and below (all, if none is named) to a mentor: those whom nobody goes and sees yet, or one
/// business by name.
pub async fn assign(
    tx: &mut Tx,
    regency: &str,
    id: CampaignId,
    region: Option<&str>,
    business: Option<BusinessId>,
    mentor: AccountId,
) -> StoreResult<u64> {
    let mut query = sql("UPDATE campaign_member SET mentor_id = ");
    query
        .push_bind(mentor)
        .push(" WHERE regency = ")
        .push_bind(regency)
        .push(" AND campaign_id = ")
        .push_bind(id);
    match business {
        Some(business) => query.push(" AND business_id = ").push_bind(business),
        None => query.push(" AND mentor_id IS NULL"),
    };
    if let Some(region) = region {
        // A code's own, and everything below it: codes go on with a dot.
        query
            .push(" AND (region = ")
            .push_bind(region)
            .push(" OR region LIKE ")
            .push_bind(format!("{region}.%"))
            .push(")");
    }
    tx.execute(query).await
}

/// Notes what became of a business in a month; a second note of the same month takes the place of the first. False if
/// the business is not in the campaign, or not this mentor's when one is named.
pub async fn note(
    tx: &mut Tx,
    regency: &str,
    outcome: Outcome<'_>,
    mentor: Option<AccountId>,
) -> StoreResult<bool> {
    let mut query = sql("SELECT COUNT(*) FROM campaign_member WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND campaign_id = ")
        .push_bind(outcome.campaign)
        .push(" AND business_id = ")
        .push_bind(outcome.business);
    if let Some(mentor) = mentor {
        query.push(" AND mentor_id = ").push_bind(mentor);
    }
    if tx.one(query).await?.get::<i64>(0)? == 0 {
        return Ok(false);
    }
    let query = sql(
        "INSERT INTO campaign_outcome (regency, campaign_id, business_id, month, outcome, note, account_id, noted_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (regency, campaign_id, business_id, month) DO UPDATE SET \
         outcome = excluded.outcome, note = excluded.note, account_id = excluded.account_id, \
         noted_at = excluded.noted_at",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(outcome.campaign)
            .bind(outcome.business)
            .bind(outcome.month)
            .bind(outcome.outcome)
            .bind(outcome.note)
            .bind(outcome.account)
            .bind(outcome.now),
    )
    .await?;
    Ok(true)
}

/// What was noted, counted by month.
pub async fn months(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
) -> StoreResult<Vec<MonthCount>> {
    let query = sql(
        "SELECT month, outcome, COUNT(*) FROM campaign_outcome WHERE regency = $1 AND campaign_id = $2 \
         GROUP BY month, outcome ORDER BY month, outcome",
    );
    let rows = session.all(query.bind(regency).bind(id)).await?;
    rows.iter()
        .map(|row| {
            Ok(MonthCount {
                month: row.get(0)?,
                outcome: row.get(1)?,
                n: row.get(2)?,
            })
        })
        .collect()
}

fn read(row: &Row) -> StoreResult<Campaign> {
    Ok(Campaign {
        id: row.id(0)?,
        regency: row.get(1)?,
        name: row.get(2)?,
        filter: row.get(3)?,
        account: row.id_or_none(4)?,
        created_at: row.moment(5)?,
        closed_at: row.moment_or_none(6)?,
    })
}
