//! Notices of GoBiz.

use chrono::{DateTime, Utc};

use super::GoFoodConfig;
use super::answers::order;
use crate::answer::text;
use crate::capability::ChannelId;
use crate::sign::hmac_matches;
use crate::webhook::{Event, Incoming, Notice, WebhookError, Window, object, rfc3339};

const CHANNEL: ChannelId = ChannelId::GoFood;

pub(super) fn read(
    config: &GoFoodConfig,
    window: Window,
    incoming: &Incoming<'_>,
    now: DateTime<Utc>,
) -> Result<Notice, WebhookError> {
    let given = incoming
        .header("x-go-signature")
        .filter(|value| !value.is_empty());
    let given = given.ok_or(WebhookError::Unsigned { channel: CHANNEL })?;
    if !hmac_matches(&config.notification_key, &[incoming.body], given) {
        return Err(WebhookError::Forged { channel: CHANNEL });
    }
    let message = object(CHANNEL, incoming.body)?;
    let shape = |detail: &str| WebhookError::Shape {
        channel: CHANNEL,
        detail: detail.to_owned(),
    };
    let header = &message["header"];
    let name = text(&header["event_name"]).ok_or_else(|| shape("no event_name"))?;
    let id = text(&header["event_id"]).ok_or_else(|| shape("no event_id"))?;
    let sent_at = rfc3339(&header["timestamp"]).ok_or_else(|| shape("no timestamp"))?;
    window.admit(CHANNEL, sent_at, now)?;
    let body = &message["body"];
    let event = match name.strip_prefix("gofood.order.") {
        Some("webhook_error") | None => other(&name),
        Some(step) => {
            let order = order(body, step, Some(sent_at)).ok_or_else(|| shape("no order_number"))?;
            Event::Order {
                id: order.id.clone(),
                state: order.state,
                channel_state: order.channel_state.clone(),
                order: Some(Box::new(order)),
            }
        }
    };
    Ok(Notice {
        channel: CHANNEL,
        dedupe: format!("gofood:{id}"),
        sent_at: Some(sent_at),
        merchant: text(&body["outlet"]["id"]),
        event,
    })
}

fn other(name: &str) -> Event {
    match name {
        "gofood.catalog.menu_mapping_updated" => Event::ListingChanged {
            item: None,
            state: name.to_owned(),
            problems: Vec::new(),
        },
        _ => Event::Other {
            name: name.to_owned(),
        },
    }
}
