//! What a room says of a collection.

use std::future::Future;
use std::pin::Pin;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use store::{Session, Tx};
use uuid::Uuid;
use vocab::Message;

use super::SyncError;
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

/// An answer that comes later.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// One thing as it is given to a phone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Its id.
    pub id: Uuid,
    /// Its version: what a phone gives back as `base`.
    pub version: i64,
    /// Whether it, or the access to it, is gone.
    pub deleted: bool,
    /// What it is.
    pub body: Json,
}

/// A page of things.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pulled {
    /// The things.
    pub items: Vec<Row>,
    /// Where to go on.
    pub cursor: String,
    /// Whether there is more already.
    pub more: bool,
    /// Whether the phone must forget what it has of this collection.
    pub reset: bool,
}

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// Where the last page ended; empty at first.
    pub cursor: &'a str,
    /// How many are wanted at most.
    pub limit: u32,
}

/// An item from a phone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Item {
    /// Id, made on the phone.
    pub id: Uuid,
    /// Of which collection.
    pub collection: String,
    /// About what.
    pub entity: Uuid,
    /// Its place among what this phone says about it, from 1.
    pub order: i64,
    /// The version its sender saw.
    #[serde(default)]
    pub base: Option<i64>,
    /// When it was made, by the phone's clock, in milliseconds.
    pub made_at: i64,
    /// Name and version of its questionnaire.
    #[serde(default)]
    pub form: Option<String>,
    /// Version of the app.
    #[serde(default)]
    pub app: String,
    /// Files it names.
    #[serde(default)]
    pub files: Vec<Uuid>,
    /// What it says.
    #[serde(default)]
    pub body: Json,
    /// From which phone; filled in here.
    #[serde(skip)]
    pub device: Uuid,
    /// By how many milliseconds the phone's clock is ahead now; filled in here.
    #[serde(skip)]
    pub clock_offset: i64,
    /// The thing's version once it is taken; filled in here.
    #[serde(skip)]
    pub version: i64,
}

/// What a room answers to an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Pushed {
    /// It is written.
    Taken,
    /// It cannot be taken as it is; nothing was written.
    Refused {
        /// Why, and how to mend it.
        message: Message,
        /// Which question of it.
        field: Option<String>,
    },
}

/// What stands against a conflicting item.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Theirs {
    /// The version there is.
    pub version: i64,
    /// What it says.
    pub body: Json,
    /// Who said it.
    pub by: Option<String>,
    /// When, in milliseconds.
    pub at: Option<i64>,
}

/// A collection, as a room registers it.
pub trait Collection: Sync {
    /// Its name, such as `field.answer`.
    fn name(&self) -> &'static str;

    /// Who may use it.
    fn permission(&self) -> Permission;

    /// Whether items only add something, so that two phones never contradict each other.
    fn adds(&self) -> bool {
        false
    }

    /// A page of what phones of this actor hold.
    fn pull<'a>(&'a self, hall: &'a Hall, actor: &'a Actor, given: Given<'a>) -> Reply<'a, Pulled>;

    /// Takes one item in. Order, repetition and conflicts were seen to. An error that is the sender's is answered to the
    /// phone and undoes what was written for this item alone.
    fn push<'a>(
        &'a self,
        _hall: &'a Hall,
        _tx: &'a mut Tx,
        _actor: &'a Actor,
        _item: &'a Item,
    ) -> Reply<'a, Pushed> {
        let name = self.name().to_owned();
        Box::pin(async { Err(SyncError::GivenOnly { name }.into()) })
    }

    /// What stands about a thing, to be shown beside an item that contradicts it.
    fn theirs<'a>(
        &'a self,
        _hall: &'a Hall,
        _session: &'a mut Session,
        _actor: &'a Actor,
        _entity: Uuid,
    ) -> Reply<'a, Theirs> {
        Box::pin(async {
            Ok(Theirs {
                version: 0,
                body: Json::Null,
                by: None,
                at: None,
            })
        })
    }
}

/// A moment of milliseconds since 1970; one that no calendar has is taken for the beginning of 1970.
pub(crate) fn moment(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}
