//! Campaigns: lists of businesses that somebody goes and sees, and what becomes of them month by month.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, BusinessId, CampaignId};

use crate::error::StoreResult;
use crate::query::{Query, Row, Value, sql};
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
    /// Who closed it.
    pub closed_by: Option<AccountId>,
    /// What they wrote at its end.
    pub closing: Option<String>,
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

/// How many members stood so at the end of a month.
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

const COLUMNS: &str =
    "id, regency, name, filter, account_id, created_at, closed_at, closed_by, closing";

/// Writes a campaign with its members.
pub async fn insert(
    tx: &mut Tx,
    campaign: &Campaign,
    members: Vec<(BusinessId, String)>,
) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO campaign ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    ));
    tx.execute(
        query
            .bind(campaign.id)
            .bind(&campaign.regency)
            .bind(&campaign.name)
            .bind(&campaign.filter)
            .bind(campaign.account)
            .bind(campaign.created_at)
            .bind(campaign.closed_at)
            .bind(campaign.closed_by)
            .bind(campaign.closing.clone()),
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

/// Which members of a campaign are meant.
#[derive(Debug, Clone, Copy, Default)]
pub struct Which<'a> {
    /// Those in a place and below it.
    pub scope: Option<&'a str>,
    /// Those of one mentor.
    pub mentor: Option<AccountId>,
}

impl Which<'_> {
    /// Adds the conditions to a query whose members are called `m`.
    fn narrow(&self, query: &mut Query) {
        if let Some(place) = self.scope {
            query.push(" AND ").push_under("m.region", place);
        }
        if let Some(mentor) = self.mentor {
            query.push(" AND m.mentor_id = ").push_bind(mentor);
        }
    }
}

/// The newest campaigns with the number of their members, and of those nobody goes and sees yet, in a place; where a
/// place is named, campaigns without members in it are left out.
pub async fn newest(
    session: &mut Session,
    regency: &str,
    scope: Option<&str>,
    limit: u32,
) -> StoreResult<Vec<(Campaign, i64, i64)>> {
    let mut query = sql(
        "SELECT c.id, c.regency, c.name, c.filter, c.account_id, c.created_at, c.closed_at, c.closed_by, c.closing, \
         n.members, n.free FROM campaign c LEFT JOIN (SELECT m.campaign_id, COUNT(*) AS members, \
         COUNT(CASE WHEN m.mentor_id IS NULL THEN 1 END) AS free FROM campaign_member m WHERE m.regency = ",
    );
    query.push_bind(regency);
    let which = Which {
        scope,
        mentor: None,
    };
    which.narrow(&mut query);
    query
        .push(" GROUP BY m.campaign_id) n ON n.campaign_id = c.id WHERE c.regency = ")
        .push_bind(regency);
    if scope.is_some() {
        query.push(" AND n.members > 0");
    }
    query
        .push(" ORDER BY c.created_at DESC, c.id DESC LIMIT ")
        .push_bind(limit);
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| {
            let count = |at| StoreResult::Ok(row.get::<Option<i64>>(at)?.unwrap_or(0));
            Ok((read(row)?, count(9)?, count(10)?))
        })
        .collect()
}

/// Closes a campaign, or opens it again. False if it stands so already.
pub async fn close(
    tx: &mut Tx,
    regency: &str,
    id: CampaignId,
    closed: Option<(DateTime<Utc>, Option<AccountId>, &str)>,
) -> StoreResult<bool> {
    let stands = if closed.is_some() {
        "closed_at IS NULL"
    } else {
        "closed_at IS NOT NULL"
    };
    let query = sql(format!(
        "UPDATE campaign SET closed_at = $3, closed_by = $4, closing = $5 WHERE regency = $1 AND id = $2 AND {stands}"
    ));
    let (at, by, words) = match closed {
        Some((at, by, words)) => (Some(at), by, Some(words.to_owned())),
        None => (None, None, None),
    };
    let query = query.bind(regency).bind(id).bind(at).bind(by).bind(words);
    Ok(tx.execute(query).await? > 0)
}

/// The businesses of a campaign by region, after one of them.
pub async fn members(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
    which: Which<'_>,
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
    which.narrow(&mut query);
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

/// One business of a campaign.
pub async fn member(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
    business: BusinessId,
    which: Which<'_>,
) -> StoreResult<Option<Member>> {
    let mut query = sql(
        "SELECT m.business_id, m.region, m.mentor_id FROM campaign_member m WHERE m.regency = ",
    );
    query
        .push_bind(regency)
        .push(" AND m.campaign_id = ")
        .push_bind(id)
        .push(" AND m.business_id = ")
        .push_bind(business);
    which.narrow(&mut query);
    let row = session.optional(query).await?;
    row.map(|row| {
        Ok(Member {
            business: row.id(0)?,
            region: row.get(1)?,
            mentor: row.id_or_none(2)?,
            last: None,
        })
    })
    .transpose()
}

/// What was noted of a business in a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Month {
    /// The month, such as `2026-11`.
    pub month: String,
    /// What became of it, by its word.
    pub outcome: String,
    /// In somebody's words.
    pub note: String,
    /// Who noted it.
    pub account: Option<AccountId>,
    /// When.
    pub noted_at: DateTime<Utc>,
}

/// What became of one business, the newest month first.
pub async fn of_member(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
    business: BusinessId,
) -> StoreResult<Vec<Month>> {
    let query = sql(
        "SELECT month, outcome, note, account_id, noted_at FROM campaign_outcome \
         WHERE regency = $1 AND campaign_id = $2 AND business_id = $3 ORDER BY month DESC",
    );
    let rows = session
        .all(query.bind(regency).bind(id).bind(business))
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Month {
                month: row.get(0)?,
                outcome: row.get(1)?,
                note: row.get(2)?,
                account: row.id_or_none(3)?,
                noted_at: row.moment(4)?,
            })
        })
        .collect()
}

/// Ids of the members, by region.
pub async fn member_ids(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
    which: Which<'_>,
) -> StoreResult<Vec<BusinessId>> {
    let mut query = sql("SELECT m.business_id FROM campaign_member m WHERE m.regency = ");
    query
        .push_bind(regency)
        .push(" AND m.campaign_id = ")
        .push_bind(id);
    which.narrow(&mut query);
    query.push(" ORDER BY m.region, m.business_id");
    let rows = session.all(query).await?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// How many members each region has, and how many of them nobody goes and sees yet.
pub async fn regions(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
    which: Which<'_>,
) -> StoreResult<Vec<(String, i64, i64)>> {
    let mut query = sql(
        "SELECT m.region, COUNT(*), COUNT(CASE WHEN m.mentor_id IS NULL THEN 1 END) FROM campaign_member m \
         WHERE m.regency = ",
    );
    query
        .push_bind(regency)
        .push(" AND m.campaign_id = ")
        .push_bind(id);
    which.narrow(&mut query);
    query.push(" GROUP BY m.region ORDER BY m.region");
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}

/// How many members each mentor has.
pub async fn mentors(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
    which: Which<'_>,
) -> StoreResult<Vec<(AccountId, i64)>> {
    let mut query = sql("SELECT m.mentor_id, COUNT(*) FROM campaign_member m WHERE m.regency = ");
    query
        .push_bind(regency)
        .push(" AND m.campaign_id = ")
        .push_bind(id)
        .push(" AND m.mentor_id IS NOT NULL");
    which.narrow(&mut query);
    query.push(" GROUP BY m.mentor_id");
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.get(1)?)))
        .collect()
}

/// Which members are given to whom.
#[derive(Debug, Clone, Copy, Default)]
pub struct Given<'a> {
    /// Whose they were: those whom nobody goes and sees, if none is named.
    pub from: Option<AccountId>,
    /// Only those in a region and below it.
    pub region: Option<&'a str>,
    /// And, at the same time, only those in another.
    pub scope: Option<&'a str>,
    /// Only one business, whosever it was.
    pub business: Option<BusinessId>,
}

/// Gives members to a mentor, or to nobody. Gives how many.
pub async fn give(
    tx: &mut Tx,
    regency: &str,
    id: CampaignId,
    given: Given<'_>,
    to: Option<AccountId>,
) -> StoreResult<u64> {
    let mut query = sql("UPDATE campaign_member SET mentor_id = ");
    query
        .push_bind(to)
        .push(" WHERE regency = ")
        .push_bind(regency)
        .push(" AND campaign_id = ")
        .push_bind(id);
    match (given.business, given.from) {
        (Some(business), _) => query.push(" AND business_id = ").push_bind(business),
        (None, Some(from)) => query.push(" AND mentor_id = ").push_bind(from),
        (None, None) => query.push(" AND mentor_id IS NULL"),
    };
    for region in [given.region, given.scope].into_iter().flatten() {
        query.push(" AND ").push_under("region", region);
    }
    tx.execute(query).await
}

/// Notes what became of a business in a month; a second note of the same month takes the place of the first. False if
/// the business is none of the members meant.
pub async fn note(
    tx: &mut Tx,
    regency: &str,
    outcome: Outcome<'_>,
    which: Which<'_>,
) -> StoreResult<bool> {
    let found = member(tx, regency, outcome.campaign, outcome.business, which).await?;
    if found.is_none() {
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

/// How the members stood at the end of every month of which anything was noted: what was noted last counts until
/// something else is.
pub async fn months(
    session: &mut Session,
    regency: &str,
    id: CampaignId,
    which: Which<'_>,
) -> StoreResult<Vec<MonthCount>> {
    let mut query = sql(
        "WITH noted AS (SELECT o.month, o.outcome, LEAD(o.month) OVER (PARTITION BY o.business_id ORDER BY o.month) \
         AS until FROM campaign_outcome o JOIN campaign_member m ON m.regency = o.regency \
         AND m.campaign_id = o.campaign_id AND m.business_id = o.business_id WHERE o.regency = ",
    );
    query
        .push_bind(regency)
        .push(" AND o.campaign_id = ")
        .push_bind(id);
    which.narrow(&mut query);
    query.push(
        "), months AS (SELECT DISTINCT month FROM noted) SELECT months.month, noted.outcome, COUNT(*) FROM months \
         JOIN noted ON noted.month <= months.month AND (noted.until IS NULL OR noted.until > months.month) \
         GROUP BY months.month, noted.outcome ORDER BY months.month, noted.outcome",
    );
    let rows = session.all(query).await?;
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
        closed_by: row.id_or_none(7)?,
        closing: row.get(8)?,
    })
}
