//! Campaigns: who does not sell online yet, by village, product and readiness; who goes and sees them; and what became
//! of them month by month.

use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use rulebook::Stage;
use serde_json::json;
use store::people::account;
use store::registry::business;
use store::registry::campaign::{self as kept, Campaign, Member, MonthCount, Outcome as Noted};
use store::registry::marks;
use store::registry::merge;
use vocab::id::{AccountId, BusinessId, CampaignId};
use vocab::{Lang, RegionCode, RegionLevel};

use super::find::{Listed, Query, matches};
use super::linking::LinkingError;
use super::listing::listed;
use super::palette::{Online, key};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::{Permission, Role};

/// Most businesses of one campaign.
const MOST: u64 = 50_000;

/// Which businesses that do not sell online are meant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// A district or a village.
    pub region: Option<RegionCode>,
    /// Choice of `product_kind`.
    pub kind: Option<String>,
    /// How ready they are: the first stage of the plan that is not done.
    pub stage: Option<Stage>,
    /// Only those who were asked and said no; else also those nobody asked.
    pub asked: bool,
}

impl Filter {
    /// The same as a question to the registry.
    pub fn query(&self) -> Query {
        Query {
            region: self.region,
            kind: self.kind.clone(),
            stage: self.stage.map(Some),
            online: if self.asked {
                vec![Online::No]
            } else {
                vec![Online::No, Online::Unknown]
            },
            ..Query::default()
        }
    }

    fn to_json(&self) -> serde_json::Value {
        json!({
            "region": self.region.map(|region| region.to_string()),
            "kind": self.kind,
            "stage": self.stage.map(Stage::id),
            "asked": self.asked,
        })
    }

    /// Reads what a campaign keeps.
    pub fn read(text: &str) -> Self {
        let json: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
        let text = |name: &str| json.get(name).and_then(|value| value.as_str());
        Self {
            region: text("region").and_then(|code| code.parse().ok()),
            kind: text("kind").map(str::to_owned),
            stage: text("stage").and_then(Stage::from_id),
            asked: json.get("asked").and_then(serde_json::Value::as_bool) == Some(true),
        }
    }
}

/// Who does not sell online, counted.
#[derive(Debug, Clone)]
pub struct NotOnline {
    /// How many there are.
    pub total: u64,
    /// How many in each district, or in each village of the chosen district; regions without any are left out.
    pub areas: Vec<(RegionCode, String, u64)>,
}

/// Counts those who do not sell online.
pub async fn not_online(hall: &Hall, actor: &Actor, filter: &Filter) -> Result<NotOnline> {
    actor.must(Permission::SeeRegistry)?;
    let regency: Option<RegionCode> = actor.regency.parse().ok();
    let mut session = hall.db().read().await?;
    let found = matches(hall, &mut session, actor, &filter.query()).await?;
    let (whole, level) = match filter.region {
        Some(code) => (code.at(RegionLevel::District), RegionLevel::Village),
        None => (regency, RegionLevel::District),
    };
    let mut areas = Vec::new();
    for place in whole
        .into_iter()
        .flat_map(|code| hall.gazetteer().within(code, level))
    {
        let Some(mark) = hall.marks().number(&key::region(place.code.as_str())) else {
            continue;
        };
        let there = marks::carrying(&mut session, &actor.regency, &[mark]).await?;
        let n = there.intersection_len(&found.matches.seqs);
        if n > 0 {
            areas.push((place.code, place.name.to_string(), n));
        }
    }
    Ok(NotOnline {
        total: found.matches.seqs.len(),
        areas,
    })
}

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
    };
    let detail = json!({ "members": members.len(), "filter": filter.to_json() });
    kept::insert(&mut tx, &campaign, members).await?;
    let subject = subject(campaign.id);
    audit::record(hall, &mut tx, actor, "campaign.created", &subject, detail).await?;
    tx.commit().await?;
    Ok(campaign.id)
}

fn subject(id: CampaignId) -> String {
    format!("campaign:{id}")
}

macro_rules! outcomes {
    ($($(#[$doc:meta])* $name:ident, $id:literal, $label_id:literal, $label_en:literal;)*) => {
        /// What became of a business in a month.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Outcome { $($(#[$doc])* $name,)* }

        impl Outcome {
            /// All of them, in order of progress.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word in the database.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// What people call it.
            pub const fn label(self, lang: Lang) -> &'static str {
                match (self, lang) { $((Self::$name, Lang::Id) => $label_id, (Self::$name, Lang::En) => $label_en,)* }
            }

            /// The one of a word.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.id() == id)
            }
        }
    };
}

outcomes! {
    /// Nobody was met.
    NotMet, "not_met", "Belum bertemu", "Not met";
    /// Met; thinks about it.
    Met, "met", "Sudah bertemu", "Met";
    /// Getting ready: photos, permits, packaging.
    Preparing, "preparing", "Sedang bersiap", "Getting ready";
    /// Has opened a shop.
    Opened, "opened", "Sudah buka toko daring", "Opened an online shop";
    /// Sells online.
    Selling, "selling", "Sudah ada penjualan daring", "Sells online";
    /// Does not want to.
    Declined, "declined", "Tidak berminat", "Not interested";
    /// Closed, moved or not to be found.
    Gone, "gone", "Tutup, pindah, atau tidak ditemukan", "Closed, moved or not found";
}

/// Campaigns, newest first, with the number of their members.
pub async fn list(hall: &Hall, actor: &Actor) -> Result<Vec<(Campaign, i64)>> {
    must_see(actor)?;
    let mut session = hall.db().read().await?;
    Ok(kept::newest(&mut session, &actor.regency, 100).await?)
}

fn must_see(actor: &Actor) -> Result<()> {
    if actor.may(Permission::WorkCampaigns) {
        Ok(())
    } else {
        actor.must(Permission::ManageCampaigns)
    }
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
}

/// A campaign as a page shows it.
#[derive(Debug, Clone)]
pub struct CampaignView {
    /// The campaign.
    pub campaign: Campaign,
    /// How many members it has.
    pub members: i64,
    /// How many of them sell online by now, whoever found out.
    pub online: i64,
    /// Region, name, members, members whom nobody goes and sees.
    pub regions: Vec<(String, String, i64, i64)>,
    /// Who goes and sees how many.
    pub mentors: Vec<(String, i64)>,
    /// Outcomes by month.
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
    let mut session = hall.db().read().await?;
    let campaign = kept::find(&mut session, regency, id)
        .await?
        .ok_or(Error::NotFound("campaign"))?;
    let regions = kept::regions(&mut session, regency, id).await?;
    let mentors = kept::mentors(&mut session, regency, id).await?;
    let months = by_month(kept::months(&mut session, regency, id).await?);
    let own = own(actor);
    let after = after.and_then(read_after);
    let after = after.as_ref().map(|(region, id)| (region.as_str(), *id));
    let members = kept::members(&mut session, regency, id, own, after, PAGE).await?;
    let full = u32::try_from(members.len()).is_ok_and(|n| n == PAGE);
    let next = members.last().filter(|_| full);
    let next = next.map(|last| format!("{}~{}", last.region, last.business));
    let online = online(hall, &mut session, regency, id).await?;
    let accounts: Vec<AccountId> = mentors
        .iter()
        .map(|(id, _)| *id)
        .chain(members.iter().filter_map(|one| one.mentor))
        .collect();
    let names = account::names(&mut session, &accounts).await?;
    let name = |id: &AccountId| names.get(id).cloned().unwrap_or_default();
    let page = rows(hall, &mut session, regency, members, &name).await?;
    Ok(CampaignView {
        members: regions.iter().map(|(_, n, _)| n).sum(),
        online,
        regions: regions
            .into_iter()
            .map(|(code, n, free)| (code.clone(), place(hall, &code), n, free))
            .collect(),
        mentors: mentors.iter().map(|(id, n)| (name(id), *n)).collect(),
        months,
        page,
        next,
        campaign,
    })
}

/// A mentor works on what is theirs; who manages campaigns works on all.
fn own(actor: &Actor) -> Option<AccountId> {
    if actor.may(Permission::ManageCampaigns) {
        None
    } else {
        actor.account
    }
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
    regency: &str,
    members: Vec<Member>,
    name: &impl Fn(&AccountId) -> String,
) -> Result<Vec<MemberView>> {
    let ids: Vec<BusinessId> = members.iter().map(|one| one.business).collect();
    let roots = merge::roots(session, regency, &ids).await?;
    let root = |id: BusinessId| roots.get(&id).copied().unwrap_or(id);
    let under: Vec<BusinessId> = ids.iter().map(|id| root(*id)).collect();
    let found: HashMap<BusinessId, Listed> = business::find_many(session, &under)
        .await?
        .into_iter()
        .map(|one| (one.id, listed(hall, one)))
        .collect();
    Ok(members
        .into_iter()
        .map(|member| MemberView {
            listed: found.get(&root(member.business)).cloned(),
            mentor: member.mentor.as_ref().map(name),
            member,
        })
        .collect())
}

/// How many members sell online by now: the intersection of the campaign with the mark, not a number that mentors keep.
async fn online(
    hall: &Hall,
    session: &mut store::Session,
    regency: &str,
    id: CampaignId,
) -> Result<i64> {
    let Some(mark) = hall.marks().number(&key::online(Online::Yes)) else {
        return Ok(0);
    };
    let seqs = seqs(session, regency, id).await?;
    let there = marks::carrying(session, regency, &[mark]).await?;
    let n = seqs.iter().filter(|seq| there.contains(**seq)).count();
    Ok(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Short keys of the members that are in the registry, in the order of their regions.
pub(super) async fn seqs(
    session: &mut store::Session,
    regency: &str,
    id: CampaignId,
) -> Result<Vec<u32>> {
    let ids = kept::member_ids(session, regency, id).await?;
    let roots = merge::roots(session, regency, &ids).await?;
    let mut ids: Vec<BusinessId> = ids
        .iter()
        .map(|id| roots.get(id).copied().unwrap_or(*id))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = business::find_many(session, &ids).await?;
    found.sort_by(|a, b| (&a.region, a.seq).cmp(&(&b.region, b.seq)));
    Ok(found
        .iter()
        .filter_map(|one| u32::try_from(one.seq).ok())
        .collect())
}

/// Gives members of a region (all, if none is named) whom nobody goes and sees yet to a mentor. Gives how many.
pub async fn assign(
    hall: &Hall,
    actor: &Actor,
    id: CampaignId,
    region: Option<&str>,
    mentor: AccountId,
) -> Result<u64> {
    actor.must(Permission::ManageCampaigns)?;
    let mut tx = hall.db().write().await?;
    kept::find(&mut tx, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("campaign"))?;
    let found = account::find(&mut tx, mentor).await?;
    let may_go = found.is_some_and(|found| {
        found.regency == actor.regency
            && found.state.as_str() != "disabled"
            && Role::from_id(&found.role).is_some_and(|role| role.may(Permission::WorkCampaigns))
    });
    if !may_go {
        return Err(LinkingError::NotAMentor.into());
    }
    let given = kept::assign(&mut tx, &actor.regency, id, region, None, mentor).await?;
    let detail = json!({ "mentor": mentor.to_string(), "region": region, "members": given });
    audit::record(
        hall,
        &mut tx,
        actor,
        "campaign.assigned",
        &subject(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(given)
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
