//! Messages of the merged platform.

use chrono::{DateTime, Utc};

use super::TokopediaConfig;
use super::answers::state;
use crate::answer::text;
use crate::capability::ChannelId;
use crate::sign::{hmac_matches, sha256_hex};
use crate::webhook::{Event, Incoming, Notice, WebhookError, Window, id_text, object, unix};

const CHANNEL: ChannelId = ChannelId::Tokopedia;

pub(super) fn read(
    config: &TokopediaConfig,
    window: Window,
    incoming: &Incoming<'_>,
    now: DateTime<Utc>,
) -> Result<Notice, WebhookError> {
    let given = incoming
        .header("authorization")
        .filter(|value| !value.is_empty());
    let given = given.ok_or(WebhookError::Unsigned { channel: CHANNEL })?;
    let parts: [&[u8]; 2] = [config.app_key.as_bytes(), incoming.body];
    if !hmac_matches(&config.app_secret, &parts, given) {
        return Err(WebhookError::Forged { channel: CHANNEL });
    }
    let message = object(CHANNEL, incoming.body)?;
    let shape = |detail: &str| WebhookError::Shape {
        channel: CHANNEL,
        detail: detail.to_owned(),
    };
    let kind = message["type"].as_i64().ok_or_else(|| shape("no type"))?;
    let sent_at = unix(&message["timestamp"]).ok_or_else(|| shape("no timestamp"))?;
    window.admit(CHANNEL, sent_at, now)?;
    let data = &message["data"];
    let event = match kind {
        1 => {
            let id = id_text(&data["order_id"]).ok_or_else(|| shape("no order_id"))?;
            let channel_state = text(&data["order_status"]).unwrap_or_default();
            Event::Order {
                id,
                state: state(&channel_state),
                channel_state,
                order: None,
            }
        }
        // Address, parcel, cancellation and return change an order without naming its state: fetch it.
        3 | 4 | 11 | 12 => {
            let id = id_text(&data["order_id"]).ok_or_else(|| shape("no order_id"))?;
            Event::Order {
                id,
                state: None,
                channel_state: format!("type {kind}"),
                order: None,
            }
        }
        5 | 15 | 16 => Event::ListingChanged {
            item: id_text(&data["product_id"]),
            state: text(&data["status"]).unwrap_or_default(),
            problems: text(&data["suspended_reason"]).into_iter().collect(),
        },
        6 => Event::AccessRevoked,
        7 => Event::AccessExpiring,
        other => Event::Other {
            name: other.to_string(),
        },
    };
    let dedupe =
        id_text(&message["tts_notification_id"]).unwrap_or_else(|| sha256_hex(incoming.body));
    Ok(Notice {
        channel: CHANNEL,
        dedupe: format!("tokopedia:{dedupe}"),
        sent_at: Some(sent_at),
        merchant: id_text(&message["shop_id"]),
        event,
    })
}
