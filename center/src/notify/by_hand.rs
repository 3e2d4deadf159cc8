//! WhatsApp by a person's hand: the hall writes the message and makes the link, an officer or mentor sends it from their
//! own phone. It costs nothing and needs no account with Meta; the outbox and its quiet hours are those of every way.

use std::future::Future;
use std::pin::Pin;

use serde_json::json;
use store::notify as kept;
use store::people::{account, person};
use vocab::Lang;
use vocab::id::{AccountId, DeliveryId};

use super::outbox::address_of;
use super::text::{Letter, letter};
use super::way::{Address, Channel, Sending, Sent, Stuck, Way};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;

/// Messages on the page of those to be sent.
const PAGE: u32 = 50;

/// The way.
#[derive(Debug, Clone, Copy, Default)]
pub struct WhatsAppLink;

impl Way for WhatsAppLink {
    fn send<'a>(&'a self, _: DeliveryId, to: &'a Address, letter: &'a Letter) -> Sending<'a> {
        Box::pin(async move {
            let Address::Phone(phone) = to else {
                return Err(Stuck::ForGood("no phone number".to_owned()));
            };
            let link = phone.whatsapp_link(&letter.body());
            let link = link.ok_or_else(|| Stuck::ForGood("no mobile phone".to_owned()))?;
            Ok(Sent {
                outside_id: None,
                by_hand: Some(link),
            })
        })
    }

    fn check(&self) -> Pin<Box<dyn Future<Output = std::result::Result<(), String>> + Send + '_>> {
        Box::pin(async { Ok(()) })
    }
}

/// A message that waits for somebody to send it.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Which.
    pub id: DeliveryId,
    /// Whom it is for.
    pub name: String,
    /// In words.
    pub letter: Letter,
    /// The link that opens WhatsApp with the message.
    pub link: String,
    /// Since when.
    pub since: chrono::DateTime<chrono::Utc>,
}

/// The messages that wait, oldest first, for owners whom the actor may see.
pub async fn waiting(hall: &Hall, actor: &Actor) -> Result<Vec<Waiting>> {
    actor.must(Permission::SendNews)?;
    let mut session = hall.db().read().await?;
    let rows = kept::by_hand(&mut session, &actor.regency, actor.place(), PAGE).await?;
    let ids: Vec<AccountId> = rows.iter().map(|row| row.notice.account).collect();
    let accounts = account::find_many(&mut session, &ids).await?;
    let people: Vec<_> = accounts.iter().filter_map(|one| one.person).collect();
    let people = person::find_many(&mut session, &people).await?;
    drop(session);
    let mut waiting = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(to) = accounts.iter().find(|one| one.id == row.notice.account) else {
            continue;
        };
        let person = people.iter().find(|one| Some(one.id) == to.person);
        let phone = person.and_then(|person| person.phone.clone());
        let lang = Lang::from_tag(&to.language).unwrap_or(Lang::Id);
        let letter = letter(hall, &row.notice, lang);
        let way = hall.settings().ways.of(Channel::WhatsAppLink);
        let (Some(way), Some(address)) = (way, address_of(phone, &to.login)) else {
            continue;
        };
        if let Ok(Sent {
            by_hand: Some(link),
            ..
        }) = way.send(row.delivery, &address, &letter).await
        {
            waiting.push(Waiting {
                id: row.delivery,
                name: to.name.clone(),
                since: row.notice.created_at,
                letter,
                link,
            });
        }
    }
    Ok(waiting)
}

/// Notes that a message was sent by hand. One that was noted before stays as it is.
pub async fn sent(hall: &Hall, actor: &Actor, id: DeliveryId) -> Result<()> {
    actor.must(Permission::SendNews)?;
    if actor.place().is_some() && waiting(hall, actor).await?.iter().all(|one| one.id != id) {
        return Err(Error::NotFound("delivery"));
    }
    let mut tx = hall.db().write().await?;
    let found = kept::find_delivery(&mut tx, &actor.regency, id).await?;
    let mut delivery = found
        .filter(|found| found.state != "waiting")
        .ok_or(Error::NotFound("delivery"))?;
    if delivery.state != "by_hand" {
        return Ok(());
    }
    "sent".clone_into(&mut delivery.state);
    delivery.ended_at = Some(hall.clock().now());
    kept::end_delivery(&mut tx, &delivery).await?;
    let subject = format!("delivery:{id}");
    audit::record(
        hall,
        &mut tx,
        actor,
        "notify.sent_by_hand",
        &subject,
        json!({}),
    )
    .await?;
    Ok(tx.commit().await?)
}
