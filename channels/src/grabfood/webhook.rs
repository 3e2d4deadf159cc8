//! What Grab sends to our door: orders, states, the fate of a menu, the state of the connection. Told
//! apart by their fields, since the paths are ours to choose.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::GrabFood;
use super::answers::{order, state};
use crate::answer::{items, text};
use crate::capability::ChannelId;
use crate::sign::sha256_hex;
use crate::webhook::{Event, Incoming, Notice, WebhookError, id_text, object, rfc3339};

const CHANNEL: ChannelId = ChannelId::GrabFood;

/// No signature of the body is documented: the proof is the token that our own door gave.
pub(super) fn read(
    grab: &GrabFood,
    incoming: &Incoming<'_>,
    now: DateTime<Utc>,
) -> Result<Notice, WebhookError> {
    let given = incoming
        .header("authorization")
        .filter(|value| !value.is_empty());
    let given = given.ok_or(WebhookError::Unsigned { channel: CHANNEL })?;
    if !grab.door().admits(given, now) {
        return Err(WebhookError::Forged { channel: CHANNEL });
    }
    let message = object(CHANNEL, incoming.body)?;
    let (event, key) = understand(&message).ok_or_else(|| WebhookError::Shape {
        channel: CHANNEL,
        detail: "neither order, state, menu nor connection".to_owned(),
    })?;
    // A connection can come and go and come again in the same words: only the second tells them apart,
    // and taking such a message twice changes nothing.
    let key = key.unwrap_or_else(|| format!("{}:{}", now.timestamp(), sha256_hex(incoming.body)));
    Ok(Notice {
        channel: CHANNEL,
        dedupe: format!("grabfood:{key}"),
        // Tokens end and orders are known by number, so old messages do no harm: there is no window.
        sent_at: rfc3339(&message["updatedAt"]),
        merchant: text(&message["merchantID"]).or_else(|| text(&message["grabMerchantID"])),
        event,
    })
}

fn understand(message: &Value) -> Option<(Event, Option<String>)> {
    let problems = || {
        items(&message["errors"])
            .iter()
            .filter_map(problem)
            .collect()
    };
    if message["items"].is_array() {
        let order = order(message)?;
        let key = format!("order:{}", order.id);
        let event = Event::Order {
            id: order.id.clone(),
            state: order.state,
            channel_state: order.channel_state.clone(),
            order: Some(Box::new(order)),
        };
        return Some((event, Some(key)));
    }
    if let Some(word) = text(&message["state"]) {
        let id = id_text(&message["orderID"])?;
        let key = format!("state:{id}:{word}");
        return Some((
            Event::Order {
                id,
                state: state(&word),
                channel_state: word,
                order: None,
            },
            Some(key),
        ));
    }
    if let Some(job) = text(&message["jobID"]) {
        let word = text(&message["status"])?;
        let key = id_text(&message["requestID"]).unwrap_or_else(|| format!("{job}:{word}"));
        let event = Event::ListingChanged {
            item: None,
            state: word,
            problems: problems(),
        };
        return Some((event, Some(format!("menu:{key}"))));
    }
    let word = text(&message["integrationStatus"])?;
    Some((
        Event::Connection {
            state: word,
            problems: problems(),
        },
        None,
    ))
}

fn problem(value: &Value) -> Option<String> {
    text(value)
        .or_else(|| text(&value["errMsg"]))
        .or_else(|| text(&value["message"]))
}
