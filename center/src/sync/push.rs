//! Taking in what phones send: one transaction for a request, with a savepoint for each item, so that what is wrong with
//! one thing stops nothing about another.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::sync::conflict::{self, Conflict};
use store::sync::device;
use store::sync::file;
use store::sync::item::{self as kept};
use store::{Tx, sql};
use uuid::Uuid;
use vocab::id::AccountId;
use vocab::{DomainError, Message};

use super::collection::{Item, Pushed, Theirs, moment};
use super::device::account_of;
use super::{Collection, SyncError, collection};
use crate::actor::Actor;
use crate::audit;
use crate::error::{ErrorKind, Result};
use crate::hall::Hall;
use crate::keys::Purpose;

/// Items of one request.
const MOST: usize = 50;

/// What a phone sends.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sent {
    /// Which phone.
    pub device: Uuid,
    /// What its clock says, in milliseconds.
    pub clock: i64,
    /// Its items, in the order in which they were made.
    pub items: Vec<Item>,
}

/// What became of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is written.
    Accepted,
    /// It was written before.
    Duplicate,
    /// Somebody else was first; it is kept beside.
    Conflict,
    /// It cannot be taken as it is; nothing was written.
    Refused,
    /// It comes after one that was not taken, or before its turn; to be sent again.
    Waiting,
}

/// The answer to an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answered {
    /// Which.
    pub id: Uuid,
    /// What became of it.
    pub state: Outcome,
    /// The thing's version now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// What stands against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs: Option<Theirs>,
    /// What is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Flaw>,
    /// The order that is expected next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<i64>,
}

/// What is wrong with an item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flaw {
    /// Code and both texts.
    #[serde(flatten)]
    pub message: Message,
    /// Which part of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

impl Answered {
    fn new(id: Uuid, state: Outcome) -> Self {
        Self {
            id,
            state,
            version: None,
            theirs: None,
            error: None,
            expected: None,
        }
    }

    fn refused(id: Uuid, message: Message, field: Option<String>) -> Self {
        Self {
            error: Some(Flaw { message, field }),
            ..Self::new(id, Outcome::Refused)
        }
    }
}

type Thing = (String, Uuid);

/// What is written once for the whole request, after its items.
struct Request<'a> {
    hall: &'a Hall,
    actor: &'a Actor,
    account: AccountId,
    device: Uuid,
    offset: i64,
    known: HashMap<Uuid, (String, i64, Vec<u8>)>,
    counts: HashMap<Thing, i64>,
    versions: HashMap<Thing, i64>,
    /// Things with an undecided conflict from this phone.
    undecided: HashSet<Thing>,
    /// Things of which an item was not taken in this request.
    stopped: HashSet<Thing>,
    changed: HashMap<Thing, i64>,
    items: Vec<kept::Item>,
    files: Vec<(Uuid, Uuid, Uuid)>,
}

/// Takes items in; gives an answer for each, in their order.
pub async fn push(hall: &Hall, actor: &Actor, sent: Sent) -> Result<Vec<Answered>> {
    let account = account_of(actor)?;
    if sent.items.len() > MOST {
        let count = sent.items.len();
        return Err(SyncError::TooMany { count, most: MOST }.into());
    }
    let mut tx = hall.db().write().await?;
    let regency = actor.regency.as_str();
    let phone = device::find(&mut tx, regency, account, sent.device)
        .await?
        .ok_or(SyncError::UnknownDevice)?;
    if phone.revoked_at.is_some() {
        return Err(SyncError::Revoked.into());
    }
    let now = hall.clock().now();
    let offset = sent.clock.saturating_sub(now.timestamp_millis());
    let app = sent
        .items
        .last()
        .map_or(phone.app.as_str(), |item| &item.app);
    device::seen(&mut tx, &phone, app, Some(offset), now).await?;
    let ids: Vec<Uuid> = sent.items.iter().map(|item| item.id).collect();
    let entities: Vec<Uuid> = sent.items.iter().map(|item| item.entity).collect();
    let things = sent
        .items
        .iter()
        .map(|item| (item.collection.clone(), item.entity));
    let mut request = Request {
        hall,
        actor,
        account,
        device: sent.device,
        offset,
        // The versions first: with them the things are held, so that what is read next stays true.
        versions: kept::hold(&mut tx, regency, things.collect()).await?,
        known: kept::known(&mut tx, regency, &ids).await?,
        counts: kept::counts(&mut tx, regency, sent.device, &entities).await?,
        undecided: conflict::undecided(&mut tx, regency, sent.device, &entities).await?,
        stopped: HashSet::new(),
        changed: HashMap::new(),
        items: Vec::new(),
        files: Vec::new(),
    };
    let mut answers = Vec::with_capacity(sent.items.len());
    for item in sent.items {
        answers.push(request.item(&mut tx, item).await?);
    }
    request.write(&mut tx).await?;
    tx.commit().await?;
    Ok(answers)
}

impl Request<'_> {
    async fn item(&mut self, tx: &mut Tx, mut item: Item) -> Result<Answered> {
        item.device = self.device;
        item.clock_offset = self.offset;
        let thing = (item.collection.clone(), item.entity);
        let hash = self.hash(&item);
        if let Some((state, version, before)) = self.known.get(&item.id) {
            if *before != hash {
                let message = SyncError::OtherContent.message();
                return Ok(Answered::refused(item.id, message, None));
            }
            let state = state.clone();
            return self.again(tx, &item, &state, *version).await;
        }
        let collection = match collection(self.actor, &item.collection) {
            Ok(collection) => collection,
            Err(error) => {
                self.stopped.insert(thing);
                return refuse(item.id, error);
            }
        };
        let expected = self.counts.get(&thing).copied().unwrap_or(0) + 1;
        let decides = resolves(&item).is_some();
        let blocked = self.undecided.contains(&thing) && !decides;
        if self.stopped.contains(&thing) || blocked || item.order != expected {
            self.stopped.insert(thing);
            return Ok(Answered {
                expected: Some(expected),
                ..Answered::new(item.id, Outcome::Waiting)
            });
        }
        let version = self.versions.get(&thing).copied().unwrap_or(0);
        item.version = version + 1;
        if !collection.adds() && item.base.unwrap_or(0) != version {
            return self.conflicting(tx, collection, item, version, hash).await;
        }
        self.take(tx, collection, item, hash).await
    }

    /// An item that was kept before: what it was told then, it is told again.
    async fn again(&self, tx: &mut Tx, item: &Item, state: &str, version: i64) -> Result<Answered> {
        let thing = (item.collection.clone(), item.entity);
        let conflict = state == "conflict" && self.undecided.contains(&thing);
        if !conflict {
            return Ok(Answered {
                version: Some(version),
                ..Answered::new(item.id, Outcome::Duplicate)
            });
        }
        let collection = collection(self.actor, &item.collection)?;
        let theirs = collection
            .theirs(self.hall, tx, self.actor, item.entity)
            .await?;
        Ok(Answered {
            version: Some(theirs.version),
            theirs: Some(theirs),
            ..Answered::new(item.id, Outcome::Conflict)
        })
    }

    async fn conflicting(
        &mut self,
        tx: &mut Tx,
        collection: &'static dyn Collection,
        item: Item,
        version: i64,
        hash: Vec<u8>,
    ) -> Result<Answered> {
        let text = serde_json::to_vec(&item).unwrap_or_default();
        let kept = Conflict {
            item: item.id,
            regency: self.actor.regency.clone(),
            collection: item.collection.clone(),
            entity: item.entity,
            account: self.account,
            device: self.device,
            base: item.base.unwrap_or(0),
            version,
            sealed: Some(self.hall.keys().seal_for(item.id, &text)),
            came_at: self.hall.clock().now(),
            resolved_at: None,
        };
        conflict::insert(tx, &kept).await?;
        let mut theirs = collection
            .theirs(self.hall, tx, self.actor, item.entity)
            .await?;
        theirs.version = version;
        let thing = (item.collection.clone(), item.entity);
        self.undecided.insert(thing.clone());
        self.stopped.insert(thing);
        let id = item.id;
        self.note(item, "conflict", version, hash);
        Ok(Answered {
            version: Some(version),
            theirs: Some(theirs),
            ..Answered::new(id, Outcome::Conflict)
        })
    }

    async fn take(
        &mut self,
        tx: &mut Tx,
        collection: &'static dyn Collection,
        item: Item,
        hash: Vec<u8>,
    ) -> Result<Answered> {
        let thing = (item.collection.clone(), item.entity);
        tx.execute(sql("SAVEPOINT item")).await?;
        let taken = self.decide_and_push(tx, collection, &item).await;
        let refused = match taken {
            Ok(Pushed::Taken) => None,
            Ok(Pushed::Refused { message, field }) => {
                Some(Answered::refused(item.id, message, field))
            }
            Err(error) => Some(refuse(item.id, error)?),
        };
        if let Some(refused) = refused {
            tx.execute(sql("ROLLBACK TO SAVEPOINT item")).await?;
            tx.execute(sql("RELEASE SAVEPOINT item")).await?;
            self.stopped.insert(thing);
            return Ok(refused);
        }
        tx.execute(sql("RELEASE SAVEPOINT item")).await?;
        let (id, version) = (item.id, item.version);
        let keeps_theirs = keeps_theirs(&item);
        let version = if keeps_theirs { version - 1 } else { version };
        if resolves(&item).is_some() {
            self.undecided.remove(&thing);
        }
        if !keeps_theirs {
            self.versions.insert(thing.clone(), version);
            self.changed.insert(thing, version);
        }
        self.note(item, "accepted", version, hash);
        Ok(Answered {
            version: Some(version),
            ..Answered::new(id, Outcome::Accepted)
        })
    }

    /// An item that decides a conflict closes it; one that keeps what stands says nothing else.
    async fn decide_and_push(
        &self,
        tx: &mut Tx,
        collection: &'static dyn Collection,
        item: &Item,
    ) -> Result<Pushed> {
        if let Some(conflict) = resolves(item) {
            let now = self.hall.clock().now();
            let found = conflict::find(tx, &self.actor.regency, conflict).await?;
            let fits = found.is_some_and(|one| {
                one.entity == item.entity
                    && one.account == self.account
                    && one.collection == item.collection
            });
            if !fits || !conflict::resolve(tx, &self.actor.regency, conflict, item.id, now).await? {
                return Err(SyncError::NothingToDecide.into());
            }
            if keeps_theirs(item) {
                return Ok(Pushed::Taken);
            }
        }
        collection.push(self.hall, tx, self.actor, item).await
    }

    fn hash(&self, item: &Item) -> Vec<u8> {
        let said = json!([
            item.collection,
            item.entity,
            item.form,
            item.files,
            item.body
        ]);
        self.hall
            .keys()
            .short_hash(Purpose::Item, said.to_string().as_bytes())
            .to_vec()
    }

    /// Writes down, with the others at the end, that an item was kept.
    fn note(&mut self, item: Item, state: &str, version: i64, hash: Vec<u8>) {
        let thing = (item.collection.clone(), item.entity);
        *self.counts.entry(thing).or_insert(0) += 1;
        let named = item.files.iter().map(|file| (*file, item.id, item.entity));
        self.files.extend(named);
        self.known
            .insert(item.id, (state.to_owned(), version, hash.clone()));
        self.items.push(kept::Item {
            id: item.id,
            regency: self.actor.regency.clone(),
            account: self.account,
            device: self.device,
            collection: item.collection,
            entity: item.entity,
            place: item.order,
            state: state.to_owned(),
            version,
            hash,
            made_at: moment(item.made_at),
            came_at: self.hall.clock().now(),
        });
    }

    async fn write(self, tx: &mut Tx) -> Result<()> {
        if self.items.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = self.items.iter().map(|item| item.id.to_string()).collect();
        let mut by_state: HashMap<&str, usize> = HashMap::new();
        for item in &self.items {
            *by_state.entry(&item.state).or_default() += 1;
        }
        let detail = json!({ "device": self.device.to_string(), "items": ids, "states": by_state });
        let subject = format!("account:{}", self.account);
        audit::record(self.hall, tx, self.actor, "sync.pushed", &subject, detail).await?;
        let now = self.hall.clock().now();
        let regency = self.actor.regency.as_str();
        let mut files = self.files;
        files.sort_unstable();
        files.dedup_by_key(|(file, ..)| *file);
        if !files.is_empty() {
            file::await_many(tx, regency, self.account, &files, now).await?;
        }
        kept::insert_many(tx, self.items).await?;
        kept::set_versions(tx, regency, self.changed.into_iter().collect()).await?;
        Ok(())
    }
}

/// The conflict that an item decides.
fn resolves(item: &Item) -> Option<Uuid> {
    item.body.get("resolves")?.as_str()?.parse().ok()
}

/// Whether it decides for what stands.
fn keeps_theirs(item: &Item) -> bool {
    resolves(item).is_some() && item.body.get("keep").and_then(Json::as_str) == Some("theirs")
}

/// An error that is the sender's becomes an answer; one of ours undoes the request, to be sent again.
fn refuse(id: Uuid, error: crate::error::Error) -> Result<Answered> {
    match error.kind() {
        ErrorKind::Fault | ErrorKind::SignIn | ErrorKind::TooMany => Err(error),
        ErrorKind::Invalid | ErrorKind::Forbidden | ErrorKind::NotFound | ErrorKind::Conflict => {
            Ok(Answered::refused(id, error.message(), None))
        }
    }
}
