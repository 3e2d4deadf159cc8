//! Push messages.

use chrono::{DateTime, Utc};

use super::answers::state;
use super::{PushSignature, ShopeeConfig};
use crate::answer::text;
use crate::capability::ChannelId;
use crate::sign::{hmac_matches, sha256_hex};
use crate::webhook::{Event, Incoming, Notice, WebhookError, Window, id_text, object, unix};

const CHANNEL: ChannelId = ChannelId::Shopee;

pub(super) fn read(
    config: &ShopeeConfig,
    window: Window,
    incoming: &Incoming<'_>,
    now: DateTime<Utc>,
) -> Result<Notice, WebhookError> {
    // When the address is saved in the console, Shopee tries it with an empty body. It proves nothing
    // and asks for nothing, so it may pass unsigned.
    if incoming.body.is_empty() {
        return Ok(Notice {
            channel: CHANNEL,
            dedupe: "shopee:probe".to_owned(),
            sent_at: None,
            merchant: None,
            event: Event::Probe,
        });
    }
    let given = incoming
        .header(&config.push_header)
        .filter(|value| !value.is_empty());
    let given = given.ok_or(WebhookError::Unsigned { channel: CHANNEL })?;
    let (callback, body) = (config.callback.as_bytes(), incoming.body);
    let genuine = match config.push_signature {
        PushSignature::UrlAndBody => {
            hmac_matches(&config.partner_key, &[callback, b"|", body], given)
        }
        PushSignature::Body => hmac_matches(&config.partner_key, &[body], given),
    };
    if !genuine {
        return Err(WebhookError::Forged { channel: CHANNEL });
    }
    let message = object(CHANNEL, body)?;
    let shape = |detail: &str| WebhookError::Shape {
        channel: CHANNEL,
        detail: detail.to_owned(),
    };
    let code = message["code"].as_i64().ok_or_else(|| shape("no code"))?;
    let sent_at = unix(&message["timestamp"]).ok_or_else(|| shape("no timestamp"))?;
    window.admit(CHANNEL, sent_at, now)?;
    let data = &message["data"];
    let event = match code {
        0 => Event::Probe,
        2 => Event::AccessRevoked,
        12 => Event::AccessExpiring,
        3 | 4 => {
            // Names of the fields are not documented publicly; both spellings have been seen.
            let id = text(&data["ordersn"]).or_else(|| text(&data["order_sn"]));
            let id = id.ok_or_else(|| shape("no order number"))?;
            let channel_state = text(&data["status"]).unwrap_or_default();
            Event::Order {
                id,
                state: state(&channel_state),
                channel_state,
                order: None,
            }
        }
        6 => Event::ListingChanged {
            item: id_text(&data["item_id"]),
            state: text(&data["item_status"]).unwrap_or_else(|| "BANNED".to_owned()),
            problems: Vec::new(),
        },
        other => Event::Other {
            name: other.to_string(),
        },
    };
    // Messages carry no id of their own; a repeat is the same bytes.
    let dedupe = format!("shopee:{code}:{}", sha256_hex(body));
    Ok(Notice {
        channel: CHANNEL,
        dedupe,
        sent_at: Some(sent_at),
        merchant: id_text(&message["shop_id"]),
        event,
    })
}
