//! Telling people: an inbox in the hall for everybody, and by e-mail or WhatsApp for those who chose that.
//!
//! A use case calls [`tell`] in its own transaction: the notice is written, and if the account wants to hear another way,
//! a delivery and its job (the outbox) with it. A worker carries deliveries out, again with growing pauses if the way is
//! blocked. It may die after a message went out and before that was written down, so a message can go out twice; its
//! number is the delivery's own, by which a mail reader or the service can tell.

mod by_hand;
mod choice;
mod mail;
mod outbox;
mod quiet;
mod text;
mod way;
mod whatsapp;

use serde::{Deserialize, Serialize};
use store::Tx;
use store::notify::{self as kept, Delivery, Notice};
use store::people::account;
use vocab::id::{AccountId, DeliveryId, PersonId};
use vocab::{Lang, Message};

pub use by_hand::{Waiting, WhatsAppLink, sent, waiting};
pub use choice::{Choice, choice, choose};
pub use mail::{Mail, Security};
pub use outbox::{JOB, job};
pub use quiet::Quiet;
pub use text::{Letter, letter};
pub use way::{Address, Channel, Sending, Sent, Stuck, Way, Ways};
pub use whatsapp::WhatsApp;

use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::hall::Hall;

macro_rules! news {
    ($($(#[$doc:meta])* $name:ident = $id:literal;)*) => {
        /// Which sort of news.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum News { $($(#[$doc])* $name,)* }

        impl News {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The word in the database.
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// The one of a word.
            pub fn from_id(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.id() == id)
            }
        }
    };
}

news! {
    /// To the owner: a case was opened for them.
    Opened = "opened";
    /// To the owner: a document must be replaced.
    DocumentBad = "document_bad";
    /// To the owner: all documents are good.
    Ready = "ready";
    /// To the owner: it was submitted.
    Submitted = "submitted";
    /// To the owner: the authority is at it.
    TakenUp = "taken_up";
    /// To the owner: the authority wants something mended.
    NeedsRepair = "needs_repair";
    /// To the owner: the permit is there.
    Issued = "issued";
    /// To the owner: the authority said no.
    Refused = "refused";
    /// To the owner: the case was given up.
    Withdrawn = "withdrawn";
    /// To the owner: something of theirs is waited for.
    OwnerWaited = "owner_waited";
    /// To the owner: a permit ends in some months.
    Expiring = "expiring";
    /// To the owner: another permit ends in some months.
    Ending = "ending";
    /// To the owner: promises made with a permit are due.
    CommitmentDue = "commitment_due";
    /// To the owner: an invitation to a batch day.
    Invited = "invited";
    /// To the owner: came to a batch day, and some documents are still waited for.
    BatchWanting = "batch_wanting";
    /// To the owner: did not come to a batch day.
    BatchMissed = "batch_missed";
    /// To the officer: a document was brought.
    DocumentNew = "document_new";
    /// To the officer: a case was given to them.
    Assigned = "assigned";
    /// To the officer: the outside authority takes longer than it should.
    OutsideLate = "outside_late";
    /// To the head of the office: cases are late.
    Escalated = "escalated";
}

/// What a notice is about. Everything may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// The address within the hall where one reads on.
    pub path: String,
    /// The business' name.
    pub business: String,
    /// Id of the permit's rule.
    pub permit: String,
    /// The document's name.
    pub document: String,
    /// A reason in somebody's words, or a number.
    pub words: String,
    /// A day, as `2026-11-24`.
    pub day: String,
    /// A place.
    pub place: String,
    /// How many.
    pub count: i64,
}

/// Tells an account something, in the caller's transaction. Call [`Hall::wake_worker`] once that is committed.
pub async fn tell(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    account: AccountId,
    news: News,
    about: &About,
) -> Result<()> {
    let now = hall.clock().now();
    let notice = Notice {
        id: hall.new_id(),
        regency: regency.to_owned(),
        account,
        kind: news.id().to_owned(),
        about: serde_json::to_string(about).unwrap_or_default(),
        created_at: now,
        read_at: None,
    };
    kept::insert(tx, &notice).await?;
    let Some(choice) = kept::choice(tx, account).await? else {
        return Ok(());
    };
    let channel = Channel::from_id(&choice.channel).unwrap_or(Channel::Hall);
    if hall.settings().ways.of(channel).is_none() {
        return Ok(());
    }
    let delivery = Delivery {
        id: hall.new_id::<DeliveryId>(),
        regency: regency.to_owned(),
        notice: notice.id,
        channel: channel.id().to_owned(),
        state: "waiting".to_owned(),
        outside_id: None,
        failure: None,
        created_at: now,
        ended_at: None,
    };
    kept::insert_delivery(tx, &delivery).await?;
    outbox::enqueue(hall, tx, &delivery, Quiet::of(&choice).next_loud(now)).await
}

/// Tells the owner of a business, if the owner has an account. Gives whether.
pub async fn tell_owner(
    hall: &Hall,
    tx: &mut Tx,
    regency: &str,
    owner: Option<PersonId>,
    news: News,
    about: &About,
) -> Result<bool> {
    let Some(owner) = owner else {
        return Ok(false);
    };
    match account::by_person(tx, regency, owner).await? {
        Some(found) => {
            tell(hall, tx, regency, found.id, news, about).await?;
            Ok(true)
        }
        None => Ok(false),
    }
}

/// A line of an inbox.
#[derive(Debug, Clone)]
pub struct Line {
    /// The notice.
    pub notice: Notice,
    /// In words.
    pub letter: Letter,
}

/// Lines of an inbox.
const LINES: u32 = 100;

/// One's own inbox, newest first.
pub async fn inbox(hall: &Hall, actor: &Actor, lang: Lang) -> Result<Vec<Line>> {
    let account = actor.account.ok_or(Error::SignInFirst)?;
    let mut session = hall.db().read().await?;
    let notices = kept::inbox(&mut session, &actor.regency, account, LINES).await?;
    Ok(notices
        .into_iter()
        .map(|notice| Line {
            letter: letter(hall, &notice, lang),
            notice,
        })
        .collect())
}

/// How many notices one has not read.
pub async fn unread(hall: &Hall, actor: &Actor) -> Result<i64> {
    let Some(account) = actor.account else {
        return Ok(0);
    };
    let mut session = hall.db().read().await?;
    Ok(kept::unread(&mut session, &actor.regency, account).await?)
}

/// Notes that one has read everything.
pub async fn read_all(hall: &Hall, actor: &Actor) -> Result<()> {
    let account = actor.account.ok_or(Error::SignInFirst)?;
    let mut tx = hall.db().write().await?;
    kept::read_all(&mut tx, &actor.regency, account, hall.clock().now()).await?;
    Ok(tx.commit().await?)
}

/// A message of our own making.
fn message(code: &str, id: &str, en: &str) -> Message {
    Message {
        code: code.to_owned(),
        id: id.to_owned(),
        en: en.to_owned(),
    }
}
