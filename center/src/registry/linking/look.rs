//! Lists, editions and presence, as pages show them.

use std::collections::HashMap;

use chrono::NaiveDate;
use intake::Layout;
use store::registry::business;
use store::registry::merge;
use store::registry::outside::{self, Edition, EditionState, OutsideList};
use store::registry::pair::{self, PairKind, PairState};
use store::registry::presence::{self as kept, Presence};
use store::registry::source::{self, Source};
use tokio::sync::watch;
use vocab::Message;
use vocab::id::{BusinessId, EditionId, SourceId};

use super::review::waits;
use super::{Changes, Kind, LinkingError};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::follow::follow as follow_work;
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::RegistryError;
use crate::registry::state::may_see;

/// A list as a page shows it.
#[derive(Debug, Clone)]
pub struct ListView {
    /// Its source.
    pub source: SourceId,
    /// What people call it.
    pub name: String,
    /// What it is a list of.
    pub kind: Kind,
    /// Links that stand.
    pub linked: i64,
    /// Pairs that wait for a reader.
    pub waiting: i64,
}

/// An edition as a page shows it.
#[derive(Debug, Clone)]
pub struct EditionView {
    /// The edition.
    pub edition: Edition,
    /// The list's name.
    pub name: String,
    /// What it is a list of.
    pub kind: Kind,
    /// What changed, once it is done.
    pub changes: Option<Changes>,
    /// Why it failed.
    pub failure: Option<Message>,
}

impl EditionView {
    fn of(
        edition: Edition,
        sources: &HashMap<SourceId, Source>,
        lists: &HashMap<SourceId, OutsideList>,
    ) -> Result<Self> {
        let kind = lists
            .get(&edition.source)
            .and_then(|list| Kind::from_id(&list.kind))
            .ok_or(LinkingError::Damaged)?;
        let read = |text: &Option<String>| {
            text.as_deref()
                .and_then(|text| serde_json::from_str(text).ok())
        };
        Ok(Self {
            name: sources
                .get(&edition.source)
                .map(|source| source.name.clone())
                .unwrap_or_default(),
            kind,
            changes: read(&edition.changes),
            failure: edition
                .failure
                .as_deref()
                .and_then(|text| serde_json::from_str(text).ok()),
            edition,
        })
    }

    /// Where its columns lead.
    pub fn layout(&self) -> Result<Layout> {
        Ok(serde_json::from_str(&self.edition.layout).map_err(|_| LinkingError::Damaged)?)
    }
}

/// All lists, by name.
pub async fn lists(hall: &Hall, actor: &Actor) -> Result<Vec<ListView>> {
    actor.must(Permission::SeeLists)?;
    let mut session = hall.db().read().await?;
    let sources = source::all(&mut session, &actor.regency).await?;
    let lists = outside::lists(&mut session, &actor.regency).await?;
    let counts = pair::counts(&mut session, &actor.regency, PairKind::Link, actor.place()).await?;
    let sum = |source: SourceId, wanted: fn(PairState) -> bool| {
        let of_list = counts
            .iter()
            .filter(|((of, state), _)| *of == Some(source) && wanted(*state));
        of_list.map(|(_, n)| n).sum()
    };
    let mut views: Vec<ListView> = lists
        .values()
        .filter_map(|list| {
            Some(ListView {
                source: list.source,
                name: sources.get(&list.source)?.name.clone(),
                kind: Kind::from_id(&list.kind)?,
                linked: sum(list.source, |state| state == PairState::Accepted),
                waiting: sum(list.source, waits),
            })
        })
        .collect();
    views.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(views)
}

/// The newest editions of all lists.
pub async fn editions(hall: &Hall, actor: &Actor, limit: u32) -> Result<Vec<EditionView>> {
    actor.must(Permission::SeeLists)?;
    let mut session = hall.db().read().await?;
    let sources = source::all(&mut session, &actor.regency).await?;
    let lists = outside::lists(&mut session, &actor.regency).await?;
    let editions = outside::newest_editions(&mut session, &actor.regency, limit).await?;
    editions
        .into_iter()
        .map(|edition| EditionView::of(edition, &sources, &lists))
        .collect()
}

/// An edition.
pub async fn find_edition(hall: &Hall, actor: &Actor, id: EditionId) -> Result<EditionView> {
    actor.must(Permission::SeeLists)?;
    let mut session = hall.db().read().await?;
    let edition = outside::edition(&mut session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("edition"))?;
    let sources = source::all(&mut session, &actor.regency).await?;
    let lists = outside::lists(&mut session, &actor.regency).await?;
    EditionView::of(edition, &sources, &lists)
}

/// Follows an edition until it is over.
pub async fn follow(hall: &Hall, actor: &Actor, id: EditionId) -> Result<watch::Receiver<Edition>> {
    actor.must(Permission::SeeLists)?;
    let first = edition(hall, actor, id).await?;
    let (hall, actor) = (hall.clone(), actor.clone());
    let is_over =
        |edition: &Edition| matches!(edition.state, EditionState::Done | EditionState::Failed);
    Ok(follow_work(first, is_over, move || {
        let (hall, actor) = (hall.clone(), actor.clone());
        async move { edition(&hall, &actor, id).await }
    }))
}

async fn edition(hall: &Hall, actor: &Actor, id: EditionId) -> Result<Edition> {
    let mut session = hall.db().read().await?;
    outside::edition(&mut session, &actor.regency, id)
        .await?
        .ok_or(Error::NotFound("edition"))
}

/// Evidence that a business is on a channel or in a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresenceView {
    /// The business.
    pub business: BusinessId,
    /// Its name in the registry.
    pub name: String,
    /// Its name on the list.
    pub name_there: String,
    /// Which channel or register.
    pub kind: Kind,
    /// Which list says so.
    pub source: String,
    /// First seen there.
    pub first_on: NaiveDate,
    /// Last seen there.
    pub last_on: NaiveDate,
    /// No longer there.
    pub gone_on: Option<NaiveDate>,
}

/// Where a business is, and was. One outside the account's place answers like one that is not there.
pub async fn presence(hall: &Hall, actor: &Actor, id: BusinessId) -> Result<Vec<PresenceView>> {
    let mut session = hall.db().read().await?;
    let root = merge::root(&mut session, &actor.regency, id).await?;
    let found = business::find(&mut session, &actor.regency, root).await?;
    if !found.is_some_and(|found| may_see(actor, &found)) {
        return Err(Error::NotFound("business"));
    }
    let parts = merge::parts(&mut session, &actor.regency, &[root]).await?;
    let ids: Vec<BusinessId> = parts.into_keys().chain([root]).collect();
    let found = kept::of_businesses(&mut session, &actor.regency, &ids).await?;
    named(&mut session, actor, found).await
}

/// A page of who is on a channel or in a register, newest first, and where the next one begins.
pub async fn on_channel(
    hall: &Hall,
    actor: &Actor,
    kind: Kind,
    after: Option<&str>,
    limit: u32,
) -> Result<(Vec<PresenceView>, Option<String>)> {
    actor.must(Permission::SeeRegistry)?;
    let after = after.map(|text| read_after(text).ok_or(RegistryError::CursorMalformed));
    let after = after.transpose()?;
    let mut session = hall.db().read().await?;
    let regency = actor.regency.as_str();
    let place = actor.place();
    let found = kept::on_channel(&mut session, regency, kind.id(), place, after, limit).await?;
    let full = u32::try_from(found.len()).is_ok_and(|n| n == limit);
    let next = found.last().filter(|_| full);
    let next = next.map(|last| format!("{}~{}", last.first_on, last.business));
    Ok((named(&mut session, actor, found).await?, next))
}

fn read_after(text: &str) -> Option<kept::After> {
    let (day, business) = text.split_once('~')?;
    Some((day.parse().ok()?, business.parse().ok()?))
}

/// How many businesses are on each channel and in each register, by evidence of a list.
pub async fn channels(hall: &Hall, actor: &Actor) -> Result<Vec<(Kind, i64)>> {
    actor.must(Permission::SeeRegistry)?;
    let mut session = hall.db().read().await?;
    let counts = kept::counts(&mut session, &actor.regency, actor.place()).await?;
    Ok(Kind::all()
        .filter_map(|kind| Some((kind, *counts.get(kind.id())?)))
        .collect())
}

async fn named(
    session: &mut store::Session,
    actor: &Actor,
    found: Vec<Presence>,
) -> Result<Vec<PresenceView>> {
    let ids: Vec<BusinessId> = found.iter().map(|one| one.business).collect();
    let roots = merge::roots(session, &actor.regency, &ids).await?;
    let root = |id: BusinessId| roots.get(&id).copied().unwrap_or(id);
    let under: Vec<BusinessId> = ids.iter().map(|id| root(*id)).collect();
    let names: HashMap<BusinessId, String> = business::find_many(session, &under)
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let sources = source::all(session, &actor.regency).await?;
    Ok(found
        .into_iter()
        .filter_map(|one| {
            let business = root(one.business);
            Some(PresenceView {
                business,
                name: names.get(&business)?.clone(),
                name_there: one.name.unwrap_or_default(),
                kind: Kind::from_id(&one.channel)?,
                source: sources.get(&one.source)?.name.clone(),
                first_on: one.first_on,
                last_on: one.last_on,
                gone_on: one.gone_on,
            })
        })
        .collect())
}
