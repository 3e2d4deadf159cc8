//! Carrying deliveries out.

use chrono::{DateTime, Utc};
use serde_json::json;
use store::Tx;
use store::notify::{self as kept, Delivery, Notice};
use store::people::account::{self, Account};
use store::people::person;
use vocab::{Lang, PhoneNumber};

use super::text::letter;
use super::way::{Address, Channel, Sent, Stuck};
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::jobs::{self, Job};

/// The job that carries one delivery out.
pub const JOB: &str = "notify.deliver";

/// Puts a delivery into the outbox, not to be sent before a moment.
pub(super) async fn enqueue(
    hall: &Hall,
    tx: &mut Tx,
    delivery: &Delivery,
    not_before: DateTime<Utc>,
) -> Result<()> {
    let payload = json!({ "delivery": delivery.id.to_string() });
    let once = Some(format!("{JOB}:{}", delivery.id));
    jobs::enqueue_at(hall, tx, &delivery.regency, JOB, &payload, once, not_before).await?;
    Ok(())
}

/// Carries a delivery out; one that has ended is left alone, so that a job which runs twice sends once.
pub async fn job(job: Job) -> std::result::Result<(), String> {
    let id = job.payload.get("delivery").and_then(|id| id.as_str());
    let id = id.and_then(|id| id.parse().ok()).ok_or("no delivery")?;
    let waiting = load(&job.hall, &job.regency, id).await;
    let waiting = waiting.map_err(|error| error.to_string())?;
    let Some((delivery, notice, account)) = waiting else {
        return Ok(());
    };
    let sent = send(&job.hall, &delivery, &notice, &account).await;
    let outcome = match sent {
        Err(Stuck::ForNow(reason)) if !job.is_last_try() => return Err(reason),
        other => other,
    };
    end(&job.hall, delivery, outcome)
        .await
        .map_err(|error| error.to_string())
}

async fn load(
    hall: &Hall,
    regency: &str,
    id: vocab::id::DeliveryId,
) -> Result<Option<(Delivery, Notice, Account)>> {
    let mut session = hall.db().read().await?;
    let delivery = kept::find_delivery(&mut session, regency, id).await?;
    let Some(delivery) = delivery.filter(|delivery| delivery.state == "waiting") else {
        return Ok(None);
    };
    let notice = kept::find(&mut session, regency, delivery.notice).await?;
    let notice = notice.ok_or(Error::NotFound("notice"))?;
    let account = account::find(&mut session, notice.account).await?;
    Ok(account.map(|account| (delivery, notice, account)))
}

async fn send(
    hall: &Hall,
    delivery: &Delivery,
    notice: &Notice,
    account: &Account,
) -> std::result::Result<Sent, Stuck> {
    let gone = |what: &str| Stuck::ForGood(what.to_owned());
    if account.state == "disabled" {
        return Err(gone("the account is closed"));
    }
    let channel = Channel::from_id(&delivery.channel).ok_or_else(|| gone("no such way"))?;
    let way = hall.settings().ways.of(channel).cloned();
    let way = way.ok_or_else(|| Stuck::ForNow("this way is not set up".to_owned()))?;
    let address = address(hall, channel, account).await;
    let address = address.map_err(|_| Stuck::ForNow("the database failed".to_owned()))?;
    let address = address.ok_or_else(|| gone("no address"))?;
    let lang = Lang::from_tag(&account.language).unwrap_or(Lang::Id);
    way.send(delivery.id, &address, &letter(hall, notice, lang))
        .await
}

async fn address(hall: &Hall, channel: Channel, account: &Account) -> Result<Option<Address>> {
    let mut session = hall.db().read().await?;
    Ok(match channel {
        Channel::Hall => None,
        Channel::Email => kept::choice(&mut session, account.id)
            .await?
            .and_then(|choice| choice.email)
            .map(Address::Email),
        Channel::WhatsApp | Channel::WhatsAppLink => {
            let owner = match account.person {
                Some(id) => person::find(&mut session, id).await?,
                None => None,
            };
            address_of(owner.and_then(|owner| owner.phone), &account.login)
        }
    })
}

/// The phone of a person. Owners sign in by their phone number; staff may too.
pub(super) fn address_of(phone: Option<String>, login: &str) -> Option<Address> {
    let phone = phone.unwrap_or_else(|| login.to_owned());
    phone.parse::<PhoneNumber>().ok().map(Address::Phone)
}

async fn end(
    hall: &Hall,
    mut delivery: Delivery,
    outcome: std::result::Result<Sent, Stuck>,
) -> Result<()> {
    delivery.ended_at = Some(hall.clock().now());
    match outcome {
        // It is on the list of those who send by hand, and ends when one of them says so.
        Ok(Sent {
            by_hand: Some(_), ..
        }) => {
            "by_hand".clone_into(&mut delivery.state);
            delivery.ended_at = None;
        }
        Ok(sent) => {
            "sent".clone_into(&mut delivery.state);
            delivery.outside_id = sent.outside_id;
        }
        Err(Stuck::ForGood(reason) | Stuck::ForNow(reason)) => {
            "given_up".clone_into(&mut delivery.state);
            delivery.failure = Some(reason);
        }
    }
    let mut tx = hall.db().write().await?;
    kept::end_delivery(&mut tx, &delivery).await?;
    Ok(tx.commit().await?)
}
