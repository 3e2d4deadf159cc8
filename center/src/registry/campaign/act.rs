//! Making a campaign, giving its members to mentors, noting what became of them, closing it.

use chrono::{Datelike, NaiveDate};
use serde_json::json;
use store::Tx;
use store::people::account;
use store::registry::business;
use store::registry::campaign::{self as kept, Campaign, Given, Outcome as Noted, Which};
use vocab::id::{AccountId, BusinessId, CampaignId};

use super::{Filter, Outcome, own, subject};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::{Permission, Role};
use crate::registry::find::matches;
use crate::registry::linking::LinkingError;

/// Most businesses of one campaign.
pub(super) const MOST: u64 = 50_000;

/// Makes a campaign of everybody whom a filter holds now. Who joins the registry later is for the next campaign.
pub async fn create(hall: &Hall, actor: &Actor, name: &str, filter: &Filter) -> Result<CampaignId> {
    actor.must(Permission::ManageCampaigns)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 120 {
        return Err(LinkingError::CampaignName.into());
    }
    let mut tx = hall.db().write().await?;
    let found = matches(hall, &mut tx, actor, &filter.query()).await?;
    let rows = found.matches.seqs.len();
    if rows == 0 {
        return Err(LinkingError::CampaignEmpty.into());
    }
    if rows > MOST {
        return Err(LinkingError::CampaignTooLarge { rows }.into());
    }
    let seqs: Vec<u32> = found.matches.seqs.iter().collect();
    let members = business::by_seqs(&mut tx, &seqs).await?;
    let members: Vec<_> = members
        .into_iter()
        .map(|one| (one.id, one.region))
        .collect();
    let campaign = Campaign {
        id: hall.new_id(),
        regency: actor.regency.clone(),
        name: name.to_owned(),
        filter: filter.to_json().to_string(),
        account: actor.account,
        created_at: hall.clock().now(),
        closed_at: None,
        closed_by: None,
        closing: None,
    };
    let detail = json!({ "members": members.len(), "filter": filter.to_json() });
    kept::insert(&mut tx, &campaign, members).await?;
    let subject = subject(campaign.id);
    audit::record(hall, &mut tx, actor, "campaign.created", &subject, detail).await?;
    tx.commit().await?;
    Ok(campaign.id)
}

/// A campaign that goes on, for somebody who wants to work on it.
async fn open(tx: &mut Tx, actor: &Actor, id: CampaignId) -> Result<Campaign> {
    let found = kept::find(tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("campaign"))?;
    if found.closed_at.is_some() {
        return Err(LinkingError::CampaignClosed.into());
    }
    Ok(found)
}

/// Gives members to a mentor, or takes them from everybody. Only members where the account works are touched. Gives how
/// many.
pub async fn give(
    hall: &Hall,
    actor: &Actor,
    id: CampaignId,
    given: Given<'_>,
    to: Option<AccountId>,
) -> Result<u64> {
    actor.must(Permission::ManageCampaigns)?;
    let mut tx = hall.db().write().await?;
    open(&mut tx, actor, id).await?;
    if let Some(mentor) = to
        && !may_go(&mut tx, actor, mentor).await?
    {
        return Err(LinkingError::NotAMentor.into());
    }
    let given = Given {
        scope: actor.place(),
        ..given
    };
    let touched = kept::give(&mut tx, &actor.regency, id, given, to).await?;
    let detail = json!({
        "mentor": to.map(|mentor| mentor.to_string()),
        "from": given.from.map(|mentor| mentor.to_string()),
        "region": given.region,
        "business": given.business.map(|business| business.to_string()),
        "members": touched,
    });
    let action = if given.from.is_some() || given.business.is_some() {
        "campaign.moved"
    } else {
        "campaign.assigned"
    };
    audit::record(hall, &mut tx, actor, action, &subject(id), detail).await?;
    tx.commit().await?;
    Ok(touched)
}

async fn may_go(tx: &mut Tx, actor: &Actor, mentor: AccountId) -> Result<bool> {
    let found = account::find(tx, mentor).await?;
    Ok(found.is_some_and(|found| {
        found.regency == actor.regency
            && found.state.as_str() != "disabled"
            && Role::from_id(&found.role).is_some_and(|role| role.may(Permission::WorkCampaigns))
    }))
}

/// Closes a campaign with a word about it: nothing is given or noted any more, and everything stays to be read.
pub async fn close(hall: &Hall, actor: &Actor, id: CampaignId, words: &str) -> Result<()> {
    let words: String = words.trim().chars().take(2_000).collect();
    let closed = Some((hall.clock().now(), actor.account, words.as_str()));
    turn(hall, actor, id, closed, "campaign.closed").await
}

/// Opens a closed campaign again.
pub async fn reopen(hall: &Hall, actor: &Actor, id: CampaignId) -> Result<()> {
    turn(hall, actor, id, None, "campaign.reopened").await
}

async fn turn(
    hall: &Hall,
    actor: &Actor,
    id: CampaignId,
    closed: Option<(chrono::DateTime<chrono::Utc>, Option<AccountId>, &str)>,
    action: &str,
) -> Result<()> {
    actor.must(Permission::ManageCampaigns)?;
    let mut tx = hall.db().write().await?;
    let regency = actor.regency.as_str();
    if kept::find(&mut tx, regency, id).await?.is_none() {
        return Err(Error::NotFound("campaign"));
    }
    // Who sees a part of it may not end it for the others.
    let count = async |tx: &mut Tx, which| -> Result<i64> {
        let regions = kept::regions(tx, regency, id, which).await?;
        Ok(regions.iter().map(|(_, n, _)| n).sum())
    };
    let (mine, all) = (
        count(&mut tx, own(actor)).await?,
        count(&mut tx, Which::default()).await?,
    );
    if mine < all {
        return Err(LinkingError::CampaignWider.into());
    }
    if !kept::close(&mut tx, regency, id, closed).await? {
        return Err(LinkingError::CampaignStands.into());
    }
    audit::record(hall, &mut tx, actor, action, &subject(id), json!({})).await?;
    Ok(tx.commit().await?)
}

/// Notes what became of a business in a month; again in the same month, the new note stands.
pub async fn note(
    hall: &Hall,
    actor: &Actor,
    id: CampaignId,
    business: BusinessId,
    month: &str,
    outcome: Outcome,
    note: &str,
) -> Result<()> {
    actor.must(Permission::WorkCampaigns)?;
    let month = month_of(hall, month)?;
    let note: String = note.trim().chars().take(500).collect();
    let mut tx = hall.db().write().await?;
    open(&mut tx, actor, id).await?;
    let noted = Noted {
        campaign: id,
        business,
        month: &month,
        outcome: outcome.id(),
        note: &note,
        account: actor.account,
        now: hall.clock().now(),
    };
    if !kept::note(&mut tx, &actor.regency, noted, own(actor)).await? {
        return Err(LinkingError::NotYours.into());
    }
    let detail =
        json!({ "business": business.to_string(), "month": month, "outcome": outcome.id() });
    audit::record(hall, &mut tx, actor, "campaign.noted", &subject(id), detail).await?;
    Ok(tx.commit().await?)
}

fn month_of(hall: &Hall, text: &str) -> Result<String> {
    let today = hall.clock().today();
    if text.trim().is_empty() {
        return Ok(format!("{:04}-{:02}", today.year(), today.month()));
    }
    let first = NaiveDate::parse_from_str(&format!("{}-01", text.trim()), "%Y-%m-%d");
    match first {
        Ok(first) if first <= today => Ok(format!("{:04}-{:02}", first.year(), first.month())),
        _ => Err(LinkingError::MonthInvalid.into()),
    }
}
