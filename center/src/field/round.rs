//! Rounds, their areas, and who goes where.

use chrono::{DateTime, NaiveDate};
use serde_json::json;
use store::field::answer as answers;
use store::field::area::{self, Area};
use store::field::round::{self as kept, Round};
use store::people::account;
use store::registry::source::{self, Source};
use vocab::id::{AccountId, AreaId, RoundId};
use vocab::{RegionCode, RegionLevel};

use super::{FieldError, form, list};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::{Permission, Role};
use crate::registry::door::Door;

/// A round as it is asked for.
#[derive(Debug, Clone)]
pub struct New {
    /// What people call it.
    pub name: String,
    /// Name and version of its questionnaire.
    pub form: String,
    /// First day.
    pub opens_on: NaiveDate,
    /// Last day.
    pub closes_on: NaiveDate,
}

pub(super) fn subject(id: RoundId) -> String {
    format!("round:{id}")
}

/// Makes a round, and the source under which its answers will be stated.
pub async fn make(hall: &Hall, actor: &Actor, new: &New) -> Result<RoundId> {
    actor.must(Permission::ManageCensus)?;
    let name: String = new.name.trim().chars().take(80).collect();
    if name.is_empty() {
        return Err(FieldError::RoundName.into());
    }
    if new.closes_on <= new.opens_on {
        return Err(FieldError::RoundDays.into());
    }
    let mut tx = hall.db().write().await?;
    let form = form::find(&mut tx, &actor.regency, &new.form).await?;
    let now = hall.clock().now();
    let named = format!("Pendataan lapangan: {name}");
    let made = Source {
        id: hall.new_id(),
        regency: actor.regency.clone(),
        name: named.clone(),
        door: Door::Census.id().to_owned(),
        authority: String::new(),
        mapping: None,
        created_at: now,
    };
    source::insert(&mut tx, &made).await?;
    let source = source::by_name(&mut tx, &actor.regency, &named).await?;
    let round = Round {
        id: hall.new_id(),
        regency: actor.regency.clone(),
        name: name.clone(),
        form: form.name(),
        source: source.ok_or(Error::NotFound("source"))?.id,
        opens_on: new.opens_on,
        closes_on: new.closes_on,
        closed_at: None,
        account: actor.account,
        made_at: now,
    };
    if !kept::insert(&mut tx, &round).await? {
        return Err(FieldError::RoundTaken { name }.into());
    }
    let detail = json!({ "name": name, "form": round.form });
    audit::record(
        hall,
        &mut tx,
        actor,
        "census.round_made",
        &subject(round.id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(round.id)
}

/// Closes a round, or opens it again. Answers that are still out are taken whenever they come.
pub async fn close(hall: &Hall, actor: &Actor, id: RoundId, closed: bool) -> Result<()> {
    actor.must(Permission::ManageCensus)?;
    let mut tx = hall.db().write().await?;
    let at = closed.then(|| hall.clock().now());
    if !kept::close(&mut tx, &actor.regency, id, at).await? {
        return Err(Error::NotFound("round"));
    }
    let action = if closed {
        "census.round_closed"
    } else {
        "census.round_opened"
    };
    audit::record(hall, &mut tx, actor, action, &subject(id), json!({})).await?;
    Ok(tx.commit().await?)
}

/// Numbers of RT or RW such as `1, 2, 5-8`.
fn parts(typed: &str) -> Result<Vec<String>> {
    let bad = |part: &str| FieldError::AreaPart {
        part: part.to_owned(),
    };
    let mut all = Vec::new();
    for part in typed.split([',', ' ']).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let number = |text: &str| text.parse::<u16>().ok().filter(|n| (1..=999).contains(n));
        let (Some(from), Some(to)) = (number(from), number(to)) else {
            return Err(bad(part).into());
        };
        if to < from || to - from > 200 {
            return Err(bad(part).into());
        }
        all.extend((from..=to).map(|n| n.to_string()));
    }
    if all.is_empty() {
        all.push(String::new());
    }
    Ok(all)
}

/// Adds a village to a round, whole or by its RW and RT; or all villages of a district. Gives how many areas are new.
pub async fn add_areas(
    hall: &Hall,
    actor: &Actor,
    id: RoundId,
    region: &str,
    (rw, rt): (&str, &str),
) -> Result<u64> {
    actor.must(Permission::ManageCensus)?;
    let bad = || FieldError::AreaRegion {
        region: region.to_owned(),
    };
    let code: RegionCode = region.parse().map_err(|_| bad())?;
    if !code.as_str().starts_with(&actor.regency) {
        return Err(bad().into());
    }
    let villages: Vec<String> = if code.level() == RegionLevel::Village {
        hall.gazetteer().name(&code).ok_or_else(bad)?;
        vec![code.to_string()]
    } else {
        let within = hall.gazetteer().within(code, RegionLevel::Village);
        within.map(|place| place.code.to_string()).collect()
    };
    if villages.is_empty() {
        return Err(bad().into());
    }
    let (rws, rts) = (parts(rw)?, parts(rt)?);
    let mut tx = hall.db().write().await?;
    let round = kept::find(&mut tx, &actor.regency, id).await?;
    let round = round.ok_or(Error::NotFound("round"))?;
    let mut areas = Vec::new();
    for village in &villages {
        for rw in &rws {
            areas.extend(rts.iter().map(|rt| Area {
                id: hall.new_id(),
                regency: actor.regency.clone(),
                round: round.id,
                region: village.clone(),
                rt: rt.clone(),
                rw: rw.clone(),
                target: 0,
                account: None,
                swept_at: DateTime::UNIX_EPOCH + chrono::TimeDelta::days(1),
            }));
        }
    }
    let added = area::insert_many(&mut tx, areas).await?;
    let detail = json!({ "region": region, "rw": rw, "rt": rt, "areas": added });
    audit::record(
        hall,
        &mut tx,
        actor,
        "census.areas_added",
        &subject(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(added)
}

/// Gives an area to somebody, or takes it away, and says how many businesses are expected there.
pub async fn assign(
    hall: &Hall,
    actor: &Actor,
    id: AreaId,
    to: Option<AccountId>,
    target: i64,
) -> Result<()> {
    actor.must(Permission::ManageCensus)?;
    let mut tx = hall.db().write().await?;
    let area = area::find(&mut tx, &actor.regency, id).await?;
    let area = area.ok_or(Error::NotFound("area"))?;
    if let Some(to) = to {
        let account = account::find(&mut tx, to).await?;
        let may = account.is_some_and(|account| {
            account.regency == actor.regency
                && Role::from_id(&account.role).is_some_and(|role| role.may(Permission::Enumerate))
        });
        if !may {
            return Err(FieldError::NoEnumerator.into());
        }
    }
    let target = target.clamp(0, 100_000);
    area::assign(&mut tx, &actor.regency, id, to, target).await?;
    let detail =
        json!({ "area": id.to_string(), "to": to.map(|to| to.to_string()), "target": target });
    audit::record(
        hall,
        &mut tx,
        actor,
        "census.area_assigned",
        &subject(area.round),
        detail,
    )
    .await?;
    tx.commit().await?;
    list::keep(hall, &actor.regency, &[area]).await
}

/// An area, as the office sees it.
#[derive(Debug, Clone)]
pub struct AreaView {
    /// The area.
    pub area: Area,
    /// Name of its village.
    pub village: String,
    /// Name of its district.
    pub district: String,
    /// Who goes there.
    pub by: Option<String>,
    /// How many are on its list.
    pub listed: i64,
    /// Of how many something came.
    pub done: i64,
}

/// A round, as the office sees it.
#[derive(Debug, Clone)]
pub struct View {
    /// The round.
    pub round: Round,
    /// Its areas.
    pub areas: Vec<AreaView>,
    /// How many sets of answers there are in each state.
    pub counts: std::collections::BTreeMap<String, i64>,
}

/// The rounds, newest first.
pub async fn rounds(hall: &Hall, actor: &Actor) -> Result<Vec<Round>> {
    actor.must(Permission::SeeCensus)?;
    let mut session = hall.db().read().await?;
    Ok(kept::list(&mut session, &actor.regency).await?)
}

/// One round with its areas.
pub async fn view(hall: &Hall, actor: &Actor, id: RoundId) -> Result<View> {
    actor.must(Permission::SeeCensus)?;
    let mut session = hall.db().read().await?;
    let round = kept::find(&mut session, &actor.regency, id).await?;
    let round = round.ok_or(Error::NotFound("round"))?;
    let areas = area::of_round(&mut session, &actor.regency, id).await?;
    let ids: Vec<AreaId> = areas.iter().map(|area| area.id).collect();
    let progress = area::progress(&mut session, &ids).await?;
    let accounts: Vec<AccountId> = areas.iter().filter_map(|area| area.account).collect();
    let names = account::names(&mut session, &accounts).await?;
    let counts = answers::counts(&mut session, &actor.regency, id).await?;
    let place = |code: &str, level| {
        let code: RegionCode = code.parse().ok()?;
        let name = hall.gazetteer().name(&code.at(level)?)?;
        Some(name.to_owned())
    };
    let areas = areas
        .into_iter()
        .map(|area| {
            let (listed, done) = progress.get(&area.id).copied().unwrap_or_default();
            AreaView {
                village: place(&area.region, RegionLevel::Village).unwrap_or_default(),
                district: place(&area.region, RegionLevel::District).unwrap_or_default(),
                by: area.account.and_then(|id| names.get(&id).cloned()),
                listed,
                done,
                area,
            }
        })
        .collect();
    Ok(View {
        round,
        areas,
        counts,
    })
}

/// Those who may answer the census: enumerators first, then mentors, then officers.
pub async fn enumerators(hall: &Hall, actor: &Actor) -> Result<Vec<(AccountId, String)>> {
    actor.must(Permission::SeeCensus)?;
    let mut session = hall.db().read().await?;
    let mut all = Vec::new();
    for role in Permission::Enumerate.roles() {
        let some = account::list(
            &mut session,
            &actor.regency,
            Some(role.id()),
            None,
            None,
            500,
        )
        .await?;
        let open = some.into_iter().filter(|account| account.state != "closed");
        all.extend(open.map(|account| (account.id, account.name)));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn parts_are_numbers_and_spans_of_them() {
        assert_eq!(parts("").unwrap(), [""]);
        assert_eq!(parts("1, 3-5").unwrap(), ["1", "3", "4", "5"]);
        for bad in ["a", "5-3", "0", "1-900", "1000"] {
            assert!(parts(bad).is_err(), "{bad}");
        }
    }
}
