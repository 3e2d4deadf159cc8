//! Campaigns as pages show them: their members, who goes where, how they stand month by month.

use std::collections::{BTreeMap, HashMap, HashSet};

use store::people::{account, person};
use store::registry::business;
use store::registry::campaign::{self as kept, Campaign, Member, Month, MonthCount, Which};
use store::registry::marks;
use store::registry::merge;
use vocab::id::{AccountId, BusinessId, CampaignId, PersonId};
use vocab::{Lang, RegionCode};

use super::act::MOST;
use super::{Outcome, must_see, own};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::{Permission, Role};
use crate::registry::export::BESIDE;
use crate::registry::find::Listed;
use crate::registry::listing::listed;
use crate::registry::palette::{Online, key};

/// A campaign in the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// The campaign.
    pub campaign: Campaign,
    /// How many members it has where the account works.
    pub members: i64,
    /// How many of them nobody goes and sees yet.
    pub free: i64,
}

/// Campaigns, newest first. An account that is bound to a place sees those with members there, and counts these.
pub async fn list(hall: &Hall, actor: &Actor) -> Result<Vec<Line>> {
    must_see(actor)?;
    let mut session = hall.db().read().await?;
    let found = kept::newest(&mut session, &actor.regency, actor.place(), 100).await?;
    Ok(found
        .into_iter()
        .map(|(campaign, members, free)| Line {
            campaign,
            members,
            free,
        })
        .collect())
}

/// A member as a page shows it.
#[derive(Debug, Clone)]
pub struct MemberView {
    /// The member.
    pub member: Member,
    /// Its line in the registry; none if it left it.
    pub listed: Option<Listed>,
    /// Name of who goes and sees it.
    pub mentor: Option<String>,
    /// The owner's phone; only for those who may see personal data.
    pub phone: Option<String>,
}

/// A campaign as a page shows it.
#[derive(Debug, Clone)]
pub struct CampaignView {
    /// The campaign.
    pub campaign: Campaign,
    /// Name of who closed it.
    pub closed_by: Option<String>,
    /// How many members it has.
    pub members: i64,
    /// How many of them sell online by now, whoever found out.
    pub online: i64,
    /// Region, name, members, members whom nobody goes and sees.
    pub regions: Vec<(String, String, i64, i64)>,
    /// Who goes and sees how many.
    pub mentors: Vec<(AccountId, String, i64)>,
    /// How the members stood at the end of each month, by outcome.
    pub months: BTreeMap<String, HashMap<String, i64>>,
    /// A page of its members; of a mentor, their own.
    pub page: Vec<MemberView>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// Members on one page.
const PAGE: u32 = 50;

/// A campaign and a page of its members. A mentor sees the members that are theirs.
pub async fn view(
    hall: &Hall,
    actor: &Actor,
    id: CampaignId,
    after: Option<&str>,
) -> Result<CampaignView> {
    must_see(actor)?;
    let regency = actor.regency.as_str();
    let here = Which {
        scope: actor.place(),
        mentor: None,
    };
    let mut session = hall.db().read().await?;
    let campaign = kept::find(&mut session, regency, id)
        .await?
        .ok_or(Error::NotFound("campaign"))?;
    let regions = kept::regions(&mut session, regency, id, here).await?;
    if regions.is_empty() && here.scope.is_some() {
        // None of it lies where the account works.
        return Err(Error::NotFound("campaign"));
    }
    let mentors = kept::mentors(&mut session, regency, id, here).await?;
    let months = by_month(kept::months(&mut session, regency, id, here).await?);
    let after = after.and_then(read_after);
    let after = after.as_ref().map(|(region, id)| (region.as_str(), *id));
    let members = kept::members(&mut session, regency, id, own(actor), after, PAGE).await?;
    let next = following(&members, PAGE);
    let online = online(hall, &mut session, regency, id, here).await?;
    let accounts: Vec<AccountId> = mentors
        .iter()
        .map(|(id, _)| *id)
        .chain(members.iter().filter_map(|one| one.mentor))
        .chain(campaign.closed_by)
        .collect();
    let names = account::names(&mut session, &accounts).await?;
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    let page = rows(hall, &mut session, actor, members, &name).await?;
    Ok(CampaignView {
        members: regions.iter().map(|(_, n, _)| n).sum(),
        online,
        regions: regions
            .into_iter()
            .map(|(code, n, free)| (code.clone(), place(hall, &code), n, free))
            .collect(),
        mentors: mentors.iter().map(|(id, n)| (*id, name(id), *n)).collect(),
        months,
        page,
        next,
        closed_by: campaign.closed_by.as_ref().map(name),
        campaign,
    })
}

/// Where the page after a full one begins.
fn following(members: &[Member], limit: u32) -> Option<String> {
    let full = u32::try_from(members.len()).is_ok_and(|n| n == limit);
    let last = members.last().filter(|_| full)?;
    Some(format!("{}~{}", last.region, last.business))
}

/// Members on one printed sheet.
const SHEET: u32 = 300;

/// The members as a sheet to be printed and taken along.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The campaign.
    pub campaign: Campaign,
    /// Whose members they are, if one mentor's.
    pub mentor: Option<String>,
    /// The members, by place.
    pub rows: Vec<MemberView>,
    /// Where the next sheet begins.
    pub next: Option<String>,
}

/// A sheet of members: those of one mentor, or all that the account has to do with.
pub async fn sheet(
    hall: &Hall,
    actor: &Actor,
    id: CampaignId,
    mentor: Option<AccountId>,
    after: Option<&str>,
) -> Result<Sheet> {
    must_see(actor)?;
    let regency = actor.regency.as_str();
    let mut session = hall.db().read().await?;
    let campaign = kept::find(&mut session, regency, id)
        .await?
        .ok_or(Error::NotFound("campaign"))?;
    let mine = own(actor);
    let which = Which {
        mentor: mine.mentor.or(mentor),
        ..mine
    };
    let after = after.and_then(read_after);
    let after = after.as_ref().map(|(region, id)| (region.as_str(), *id));
    let members = kept::members(&mut session, regency, id, which, after, SHEET).await?;
    let next = following(&members, SHEET);
    let accounts: Vec<AccountId> = members
        .iter()
        .filter_map(|one| one.mentor)
        .chain(which.mentor)
        .collect();
    let names = account::names(&mut session, &accounts).await?;
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    Ok(Sheet {
        rows: rows(hall, &mut session, actor, members, &name).await?,
        mentor: which.mentor.as_ref().map(name),
        next,
        campaign,
    })
}

/// One business of a campaign, with what became of it.
#[derive(Debug, Clone)]
pub struct OneMember {
    /// The campaign.
    pub campaign: Campaign,
    /// The business.
    pub member: MemberView,
    /// What became of it, the newest month first, and who noted it.
    pub months: Vec<(Month, String)>,
}

/// A business of a campaign; of a mentor, one of theirs.
pub async fn member(
    hall: &Hall,
    actor: &Actor,
    id: CampaignId,
    business: BusinessId,
) -> Result<OneMember> {
    must_see(actor)?;
    let regency = actor.regency.as_str();
    let mut session = hall.db().read().await?;
    let campaign = kept::find(&mut session, regency, id)
        .await?
        .ok_or(Error::NotFound("campaign"))?;
    let member = kept::member(&mut session, regency, id, business, own(actor))
        .await?
        .ok_or(Error::NotFound("member"))?;
    let months = kept::of_member(&mut session, regency, id, business).await?;
    let accounts: Vec<AccountId> = months
        .iter()
        .filter_map(|month| month.account)
        .chain(member.mentor)
        .collect();
    let names = account::names(&mut session, &accounts).await?;
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    let mut found = rows(hall, &mut session, actor, vec![member], &name).await?;
    let member = found.pop().ok_or(Error::NotFound("member"))?;
    Ok(OneMember {
        campaign,
        member,
        months: months
            .into_iter()
            .map(|month| {
                let who = month.account.as_ref().map(name).unwrap_or_default();
                (month, who)
            })
            .collect(),
    })
}

fn by_month(counts: Vec<MonthCount>) -> BTreeMap<String, HashMap<String, i64>> {
    let mut months: BTreeMap<String, HashMap<String, i64>> = BTreeMap::new();
    for count in counts {
        months
            .entry(count.month)
            .or_default()
            .insert(count.outcome, count.n);
    }
    months
}

fn read_after(text: &str) -> Option<(String, BusinessId)> {
    let (region, id) = text.split_once('~')?;
    Some((region.to_owned(), id.parse().ok()?))
}

fn place(hall: &Hall, code: &str) -> String {
    let code: Option<RegionCode> = code.parse().ok();
    let name = code.and_then(|code| hall.gazetteer().name(&code));
    name.unwrap_or_default().to_owned()
}

async fn rows(
    hall: &Hall,
    session: &mut store::Session,
    actor: &Actor,
    members: Vec<Member>,
    name: &impl Fn(&AccountId) -> String,
) -> Result<Vec<MemberView>> {
    let regency = actor.regency.as_str();
    let ids: Vec<BusinessId> = members.iter().map(|one| one.business).collect();
    let roots = merge::roots(session, regency, &ids).await?;
    let root = |id: BusinessId| roots.get(&id).copied().unwrap_or(id);
    let under: Vec<BusinessId> = ids.iter().map(|id| root(*id)).collect();
    let found: HashMap<BusinessId, Listed> = business::find_many(session, &under)
        .await?
        .into_iter()
        .map(|one| (one.id, listed(hall, one)))
        .collect();
    let owners: Vec<PersonId> = found.values().filter_map(|one| one.owner).collect();
    let people = if actor.may(Permission::SeePersonal) {
        person::find_many(session, &owners).await?
    } else {
        Vec::new()
    };
    let phones: HashMap<PersonId, String> = people
        .into_iter()
        .filter_map(|person| Some((person.id, person.phone?)))
        .collect();
    Ok(members
        .into_iter()
        .map(|member| {
            let listed = found.get(&root(member.business)).cloned();
            let owner = listed.as_ref().and_then(|listed| listed.owner);
            MemberView {
                phone: owner.and_then(|owner| phones.get(&owner).cloned()),
                mentor: member.mentor.as_ref().map(name),
                listed,
                member,
            }
        })
        .collect())
}

/// How many members sell online by now: the intersection of the campaign with the mark, not a number that mentors keep.
async fn online(
    hall: &Hall,
    session: &mut store::Session,
    regency: &str,
    id: CampaignId,
    which: Which<'_>,
) -> Result<i64> {
    let Some(mark) = hall.marks().number(&key::online(Online::Yes)) else {
        return Ok(0);
    };
    let seqs = seqs(session, regency, id, which).await?;
    let there = marks::carrying(session, regency, &[mark]).await?;
    let n = seqs.iter().filter(|seq| there.contains(**seq)).count();
    Ok(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Short keys of the members that are in the registry.
async fn seqs(
    session: &mut store::Session,
    regency: &str,
    id: CampaignId,
    which: Which<'_>,
) -> Result<Vec<u32>> {
    let ids = kept::member_ids(session, regency, id, which).await?;
    let found = under(session, regency, &ids).await?;
    Ok(found.into_values().map(|(_, seq)| seq).collect())
}

/// Where some businesses are found now, merged ones under what they were merged into: region and short key.
async fn under(
    session: &mut store::Session,
    regency: &str,
    ids: &[BusinessId],
) -> Result<HashMap<BusinessId, (String, u32)>> {
    let roots = merge::roots(session, regency, ids).await?;
    let mut ids: Vec<BusinessId> = ids
        .iter()
        .map(|id| roots.get(id).copied().unwrap_or(*id))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let found = business::find_many(session, &ids).await?;
    Ok(found
        .into_iter()
        .filter_map(|one| Some((one.id, (one.region, u32::try_from(one.seq).ok()?))))
        .collect())
}

/// The members that an account has to do with, by place, and what their lines in a file say besides.
pub(in crate::registry) async fn beside(
    session: &mut store::Session,
    actor: &Actor,
    id: CampaignId,
    lang: Lang,
) -> Result<Vec<(u32, [String; BESIDE])>> {
    let regency = actor.regency.as_str();
    let most = u32::try_from(MOST).unwrap_or(u32::MAX);
    let members = kept::members(session, regency, id, own(actor), None, most).await?;
    let ids: Vec<BusinessId> = members.iter().map(|one| one.business).collect();
    let roots = merge::roots(session, regency, &ids).await?;
    let found = under(session, regency, &ids).await?;
    let accounts: Vec<AccountId> = members.iter().filter_map(|one| one.mentor).collect();
    let names = account::names(session, &accounts).await?;
    let mut seen = HashSet::new();
    let mut lines = Vec::with_capacity(members.len());
    for member in members {
        let root = roots.get(&member.business).copied();
        let Some((region, seq)) = found.get(&root.unwrap_or(member.business)) else {
            continue;
        };
        // Two members that were merged since are one line.
        if !seen.insert(*seq) {
            continue;
        }
        let mentor = member.mentor.and_then(|mentor| names.get(&mentor).cloned());
        let (month, outcome, note) = member.last.unwrap_or_default();
        let outcome = Outcome::from_id(&outcome).map_or("", |outcome| outcome.label(lang));
        let cells = [mentor.unwrap_or_default(), month, outcome.to_owned(), note];
        lines.push((region.clone(), *seq, cells));
    }
    lines.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    Ok(lines
        .into_iter()
        .map(|(_, seq, cells)| (seq, cells))
        .collect())
}

/// Those who may be sent, by name.
pub async fn mentors(hall: &Hall, actor: &Actor) -> Result<Vec<(AccountId, String)>> {
    actor.must(Permission::ManageCampaigns)?;
    let mut session = hall.db().read().await?;
    let mut all = Vec::new();
    for role in [Role::Mentor, Role::Officer] {
        let found = account::list(
            &mut session,
            &actor.regency,
            Some(role.id()),
            None,
            None,
            500,
        )
        .await?;
        all.extend(
            found
                .into_iter()
                .filter(|one| one.state.as_str() != "disabled")
                .map(|one| (one.id, one.name)),
        );
    }
    all.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(all)
}
