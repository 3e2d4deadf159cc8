//! What phones of enumerators hold and send.

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value as Json, json};
use sha2::Sha256;
use store::field::area::{self, Area};
use store::field::{answer as kept, revisit, round, target};
use store::people::person;
use store::sync::item;
use store::{Session, Tx};
use uuid::Uuid;
use vocab::id::{AccountId, AnswerId, BusinessId, PersonId};

use super::answer::{self, Body};
use super::{form, list};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::keys::Keys;
use crate::permission::Permission;
use crate::registry::sealing;
use crate::sync::device::nik_key;
use crate::sync::{Collection, Given, Item, Pulled, Pushed, Reply, Row, Theirs, digest_page};

pub(super) fn account_of(actor: &Actor) -> Result<AccountId> {
    actor.account.ok_or(Error::SignInFirst)
}

async fn areas_of(hall: &Hall, session: &mut Session, actor: &Actor) -> Result<Vec<Area>> {
    let today = hall.clock().today();
    let account = account_of(actor)?;
    Ok(area::of_account(session, &actor.regency, account, today).await?)
}

/// Questionnaires, every version in use.
#[derive(Debug)]
pub struct Questionnaires;

impl Collection for Questionnaires {
    fn name(&self) -> &'static str {
        "field.questionnaire"
    }

    fn permission(&self) -> Permission {
        Permission::WorkOffline
    }

    fn pull<'a>(&'a self, hall: &'a Hall, actor: &'a Actor, given: Given<'a>) -> Reply<'a, Pulled> {
        Box::pin(async move {
            let mut session = hall.db().read().await?;
            let forms = form::all(&mut session, &actor.regency).await?;
            let rows = forms.iter().map(|form| {
                let name = form.name();
                // The same questionnaire has the same id on every phone of every hall.
                let hash = blake3::hash(name.as_bytes());
                let id = hash.as_bytes().first_chunk::<16>().copied();
                Row {
                    id: Uuid::from_bytes(id.unwrap_or_default()),
                    version: i64::from(form.version),
                    deleted: false,
                    body: form.to_json(),
                }
            });
            Ok(digest_page(hall, given, rows.collect()))
        })
    }
}

/// The areas of an enumerator.
#[derive(Debug)]
pub struct Assignments;

impl Collection for Assignments {
    fn name(&self) -> &'static str {
        "field.assignment"
    }

    fn permission(&self) -> Permission {
        Permission::Enumerate
    }

    fn pull<'a>(&'a self, hall: &'a Hall, actor: &'a Actor, given: Given<'a>) -> Reply<'a, Pulled> {
        Box::pin(async move {
            let mut session = hall.db().read().await?;
            let areas = areas_of(hall, &mut session, actor).await?;
            let ids: Vec<_> = areas.iter().map(|area| area.id).collect();
            let progress = area::progress(&mut session, &ids).await?;
            let rounds = round::list(&mut session, &actor.regency).await?;
            let mut rows = Vec::with_capacity(areas.len());
            for area in &areas {
                let Some(round) = rounds.iter().find(|round| round.id == area.round) else {
                    continue;
                };
                let (listed, done) = progress.get(&area.id).copied().unwrap_or_default();
                let place = area.region.parse().ok();
                let name = place.and_then(|code| hall.gazetteer().name(&code));
                let part = |part: &str| (!part.is_empty()).then(|| part.to_owned());
                rows.push(Row {
                    id: area.id.as_uuid(),
                    version: 0,
                    deleted: false,
                    body: json!({
                        "round": round.id.to_string(),
                        "name": round.name,
                        "questionnaire": round.form,
                        "closes_on": round.closes_on,
                        "area": { "code": area.region, "name": name, "rt": part(&area.rt), "rw": part(&area.rw) },
                        "target": area.target.max(listed),
                        "done": done,
                    }),
                });
            }
            Ok(digest_page(hall, given, rows))
        })
    }
}

/// The businesses of an enumerator's areas, and those to be visited a second time.
#[derive(Debug)]
pub struct Businesses;

/// Where a pull of businesses stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    /// Which areas it was for.
    areas: String,
    stamp: i64,
    business: Uuid,
    /// Whether it is in the middle of its pages.
    within: bool,
}

impl Place {
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let areas = parts.next()?.to_owned();
        let stamp = parts.next()?.parse().ok()?;
        let business = parts.next()?.parse().ok()?;
        let within = parts.next()? == "w";
        Some(Self {
            areas,
            stamp,
            business,
            within,
        })
    }

    fn write(&self) -> String {
        let end = if self.within { "w" } else { "e" };
        let Self {
            areas,
            stamp,
            business,
            ..
        } = self;
        format!("{areas}.{stamp}.{}.{end}", business.simple())
    }
}

/// What areas, revisits and phone a list was made for: another one is another list, and the phone begins anew.
fn fingerprint(areas: &[Area], revisits: &[revisit::Revisit]) -> String {
    let mut hasher = blake3::Hasher::new();
    for area in areas {
        hasher.update(area.id.as_uuid().as_bytes());
    }
    for revisit in revisits {
        hasher.update(revisit.id.as_uuid().as_bytes());
    }
    hasher.finalize().to_hex().chars().take(16).collect()
}

impl Collection for Businesses {
    fn name(&self) -> &'static str {
        "field.business"
    }

    fn permission(&self) -> Permission {
        Permission::Enumerate
    }

    fn pull<'a>(&'a self, hall: &'a Hall, actor: &'a Actor, given: Given<'a>) -> Reply<'a, Pulled> {
        Box::pin(businesses(hall, actor, given))
    }
}

async fn businesses(hall: &Hall, actor: &Actor, given: Given<'_>) -> Result<Pulled> {
    let account = account_of(actor)?;
    let regency = actor.regency.as_str();
    let mut session = hall.db().read().await?;
    let areas = areas_of(hall, &mut session, actor).await?;
    let revisits = revisit::of_account(&mut session, regency, account).await?;
    drop(session);
    let print = fingerprint(&areas, &revisits);
    let before = Place::read(given.cursor).filter(|place| place.areas == print);
    let reset = before.is_none();
    if !before.as_ref().is_some_and(|place| place.within) {
        list::keep(hall, regency, &areas).await?;
    }
    let start = before.unwrap_or(Place {
        areas: print,
        stamp: 0,
        business: Uuid::nil(),
        within: false,
    });
    let mut session = hall.db().read().await?;
    let ids: Vec<_> = areas.iter().map(|area| area.id).collect();
    let after = (start.stamp, BusinessId::from_uuid(start.business));
    let mut lines = target::after(&mut session, regency, &ids, after, given.limit + 1).await?;
    let more = lines.len() > given.limit as usize;
    lines.truncate(given.limit as usize);
    let mut place = start;
    if let Some(last) = lines.last() {
        place.stamp = last.stamp;
        place.business = last.business.as_uuid();
    }
    place.within = more;
    let mut items = rows(hall, &mut session, actor, &areas, lines).await?;
    if reset {
        items.extend(second_visits(hall, &mut session, actor, &revisits).await?);
    }
    Ok(Pulled {
        items,
        cursor: place.write(),
        more,
        reset,
    })
}

async fn rows(
    hall: &Hall,
    session: &mut Session,
    actor: &Actor,
    areas: &[Area],
    lines: Vec<target::Line>,
) -> Result<Vec<Row>> {
    let owners: Vec<PersonId> = lines
        .iter()
        .filter_map(|line| line.known.as_ref()?.owner)
        .collect();
    let known = Owners::load(hall, session, account_of(actor)?, &owners).await?;
    let entities: Vec<Uuid> = lines.iter().map(|line| line.business.as_uuid()).collect();
    let versions = item::versions(session, &actor.regency, &entities).await?;
    Ok(lines
        .into_iter()
        .map(|line| {
            let id = line.business.as_uuid();
            let version = versions.get(&("field.answer".to_owned(), id)).copied();
            let body = line.known.as_ref().filter(|_| !line.gone).map(|known_as| {
                let region = areas
                    .iter()
                    .find(|area| area.id == line.area)
                    .map_or("", |area| &area.region);
                described(known_as, region, &line.state, &known)
            });
            Row {
                id,
                version: version.unwrap_or(0),
                deleted: body.is_none(),
                body: body.unwrap_or(Json::Null),
            }
        })
        .collect())
}

fn described(known: &target::Known, region: &str, state: &str, owners: &Owners) -> Json {
    let facts: Json = serde_json::from_str(&known.facts).unwrap_or(Json::Null);
    let text = |name: &str| facts.get(name).and_then(Json::as_str);
    let owner = known.owner.and_then(|owner| owners.0.get(&owner));
    json!({
        "name": known.name,
        "owner": known.owner_name,
        "village": region,
        "rt": text("rt"),
        "rw": text("rw"),
        "address": text("address"),
        "phone_last4": owner.and_then(|one| one.phone.clone()),
        "nik_check": owner.and_then(|one| one.nik.clone()),
        "location": text("location").and_then(point),
        "state": state,
    })
}

fn point(text: &str) -> Option<Json> {
    let at: vocab::GeoPoint = text.parse().ok()?;
    Some(json!({ "lat": at.lat(), "lon": at.lng() }))
}

/// What a phone may know of owners.
#[derive(Debug, Default)]
struct Owners(std::collections::HashMap<PersonId, Owner>);

#[derive(Debug)]
struct Owner {
    phone: Option<String>,
    nik: Option<String>,
}

/// Hexadecimal digits of a check: 24 bits are too few to find a NIK by trying all, and enough to warn rightly in a list
/// of 5,000.
const CHECK_DIGITS: usize = 6;

impl Owners {
    async fn load(
        hall: &Hall,
        session: &mut Session,
        account: AccountId,
        ids: &[PersonId],
    ) -> Result<Self> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let key = nik_key(hall, account);
        let people = person::find_many(session, &ids).await?;
        let owners = people.into_iter().map(|one| {
            let nik = one.nik_sealed.as_deref().and_then(|sealed| {
                let data_key = sealing::data_key(hall.keys(), &one).ok()?;
                let nik = Keys::open_number(&data_key, "owner_nik", sealed).ok()?;
                nik_check(&key, &nik)
            });
            let phone = one.phone.as_deref().map(last_four);
            (one.id, Owner { phone, nik })
        });
        Ok(Self(owners.collect()))
    }
}

fn last_four(phone: &str) -> String {
    let from = phone.len().saturating_sub(4);
    phone.get(from..).unwrap_or_default().to_owned()
}

/// By which a phone sees that a NIK is on its list, without the list holding the NIK.
pub(crate) fn nik_check(key: &[u8; 32], nik: &str) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(nik.as_bytes());
    let digest = mac.finalize().into_bytes();
    let hash = blake3::Hash::from_bytes(digest.as_slice().try_into().ok()?);
    Some(hash.to_hex().chars().take(CHECK_DIGITS).collect())
}

/// Second visits stand on the list under their own ids: what is answered there is held against the first visit, and is
/// no change of the business.
async fn second_visits(
    hall: &Hall,
    session: &mut Session,
    actor: &Actor,
    revisits: &[revisit::Revisit],
) -> Result<Vec<Row>> {
    let mut rows = Vec::with_capacity(revisits.len());
    for one in revisits {
        let Some(first) = kept::find(session, &actor.regency, one.answer).await? else {
            continue;
        };
        let business = first
            .business
            .unwrap_or(BusinessId::from_uuid(first.entity));
        let found = store::registry::business::find(session, &actor.regency, business).await?;
        let Some(found) = found else { continue };
        let owners: Vec<PersonId> = found.owner.into_iter().collect();
        let owners = Owners::load(hall, session, account_of(actor)?, &owners).await?;
        let known = target::Known {
            name: found.name,
            owner_name: found.owner_name,
            owner: found.owner,
            facts: found.facts,
        };
        let mut body = described(&known, &found.region, "to_visit", &owners);
        if let Some(body) = body.as_object_mut() {
            body.insert("revisit".to_owned(), Json::Bool(true));
            body.insert("business".to_owned(), Json::from(found.id.to_string()));
        }
        rows.push(Row {
            id: one.id.as_uuid(),
            version: 0,
            deleted: false,
            body,
        });
    }
    Ok(rows)
}

/// Sets of answers; pulled, what became of them.
#[derive(Debug)]
pub struct Answers;

impl Collection for Answers {
    fn name(&self) -> &'static str {
        "field.answer"
    }

    fn permission(&self) -> Permission {
        Permission::Enumerate
    }

    fn pull<'a>(&'a self, hall: &'a Hall, actor: &'a Actor, given: Given<'a>) -> Reply<'a, Pulled> {
        Box::pin(async move {
            let place = given.cursor.split_once('.').and_then(|(stamp, id)| {
                Some((stamp.parse::<i64>().ok()?, id.parse::<AnswerId>().ok()?))
            });
            let reset = place.is_none();
            let start = place.unwrap_or((0, AnswerId::from_uuid(Uuid::nil())));
            let mut session = hall.db().read().await?;
            let account = account_of(actor)?;
            let mut decided = kept::decided_after(
                &mut session,
                &actor.regency,
                account,
                start,
                given.limit + 1,
            )
            .await?;
            let more = decided.len() > given.limit as usize;
            decided.truncate(given.limit as usize);
            let end = decided.last().map_or(start, |last| (last.stamp, last.id));
            let items = decided.into_iter().map(|one| Row {
                id: one.id.as_uuid(),
                version: one.version,
                deleted: false,
                body: json!({
                    "entity": one.entity,
                    "business": one.business.map(|id| id.to_string()),
                    "state": one.state,
                    "reason": one.reason,
                }),
            });
            Ok(Pulled {
                items: items.collect(),
                cursor: format!("{}.{}", end.0, end.1),
                more,
                reset,
            })
        })
    }

    fn push<'a>(
        &'a self,
        hall: &'a Hall,
        tx: &'a mut Tx,
        actor: &'a Actor,
        item: &'a Item,
    ) -> Reply<'a, Pushed> {
        Box::pin(answer::take(hall, tx, actor, item))
    }

    fn theirs<'a>(
        &'a self,
        hall: &'a Hall,
        session: &'a mut Session,
        actor: &'a Actor,
        entity: Uuid,
    ) -> Reply<'a, Theirs> {
        Box::pin(async move {
            let newest = kept::newest(session, &actor.regency, entity).await?;
            let Some(newest) = newest else {
                return Ok(Theirs {
                    version: 0,
                    body: Json::Null,
                    by: None,
                    at: None,
                });
            };
            let form = form::find(session, &actor.regency, &newest.form).await?;
            let body = answer::opened(hall, &newest)?.unwrap_or_default();
            let names = store::people::account::names(session, &[newest.account]).await?;
            let Body { answers, .. } = answer::without_numbers(&form, body);
            Ok(Theirs {
                version: newest.version,
                body: json!({ "answers": answers, "outcome": newest.outcome }),
                by: names.get(&newest.account).cloned(),
                at: Some(newest.ended_at.timestamp_millis()),
            })
        })
    }
}
