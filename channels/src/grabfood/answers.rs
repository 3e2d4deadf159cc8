//! Answers into replies, and orders as Grab writes them.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::answer::{count, items, json, lacks, text};
use crate::capability::ChannelId;
use crate::channel::{Call, CallKind, Reply};
use crate::http::Response;
use crate::order::{ChannelOrder, OrderLine, OrderState, Service};
use crate::outcome::{ChannelError, PartialOutcome, Retry, RowFailure};
use crate::secret::Secret;
use crate::token::Tokens;
use crate::webhook::{id_text, rfc3339};

const CHANNEL: ChannelId = ChannelId::GrabFood;
/// The same item may not be updated twice within ten seconds.
const SAME_ITEM_SECONDS: u32 = 10;
/// The same menu may not be announced twice within two minutes, say integrators.
const SAME_MENU_SECONDS: u32 = 120;

pub(super) fn read(
    call: &Call,
    response: &Response,
    now: DateTime<Utc>,
) -> Result<Reply, ChannelError> {
    if !response.is_success() {
        return Err(error(call, response));
    }
    match call.kind {
        CallKind::Token => tokens(&json(CHANNEL, response)?, now),
        CallKind::Stock | CallKind::Price => rows(call, &json(CHANNEL, response)?),
        CallKind::Orders => {
            let answer = json(CHANNEL, response)?;
            let orders = items(&answer["orders"]).iter().filter_map(order).collect();
            let page: u32 = call
                .skus
                .first()
                .and_then(|page| page.parse().ok())
                .unwrap_or(1);
            let next = answer["more"]
                .as_bool()
                .unwrap_or(false)
                .then(|| (page + 1).to_string());
            Ok(Reply::Orders(orders, next))
        }
        _ => Ok(Reply::Done),
    }
}

fn error(call: &Call, response: &Response) -> ChannelError {
    let channel = CHANNEL;
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let detail = text(&body["message"]).unwrap_or_default();
    let reason = text(&body["reason"]).or_else(|| text(&body["error"]));
    let code = reason.unwrap_or_else(|| response.status.to_string());
    match response.status {
        // The token is asked for with the office's own id and secret: nobody else can mend those.
        400 | 401 | 403 if call.kind == CallKind::Token => ChannelError::SetupWrong {
            channel,
            code,
            detail,
        },
        401 => ChannelError::TokenExpired { channel },
        403 => ChannelError::AccessLost { channel },
        409 => {
            let wait = if call.skus.is_empty() {
                SAME_MENU_SECONDS
            } else {
                SAME_ITEM_SECONDS
            };
            ChannelError::TooFast {
                channel,
                after: Some(response.retry_after().unwrap_or(wait)),
            }
        }
        429 => ChannelError::TooFast {
            channel,
            after: response.retry_after(),
        },
        status @ 500.. => ChannelError::Broken {
            channel,
            status,
            detail,
        },
        _ => ChannelError::Refused {
            channel,
            code,
            detail,
        },
    }
}

fn tokens(answer: &Value, now: DateTime<Utc>) -> Result<Reply, ChannelError> {
    let access = text(&answer["access_token"]).ok_or_else(|| lacks(CHANNEL, "access_token"))?;
    let seconds = answer["expires_in"]
        .as_i64()
        .ok_or_else(|| lacks(CHANNEL, "expires_in"))?;
    Ok(Reply::Tokens(Tokens {
        access: Secret::new(access),
        access_until: now + TimeDelta::seconds(seconds.clamp(0, 31_536_000)),
        refresh: None,
        refresh_until: None,
        generation: 0,
    }))
}

/// 200 says `success`, `partial success` or `fail`; the latter without names means every row.
fn rows(call: &Call, answer: &Value) -> Result<Reply, ChannelError> {
    let status = text(&answer["status"]).ok_or_else(|| lacks(CHANNEL, "status"))?;
    if status == "success" {
        return Ok(Reply::Rows(PartialOutcome::all_done(&call.skus)));
    }
    let sent: Value = serde_json::from_slice(&call.request.body).unwrap_or_default();
    let ids: Vec<_> = items(&sent["menuEntities"])
        .iter()
        .map(|row| id_text(&row["id"]))
        .collect();
    let errors = items(&answer["errors"]);
    Ok(Reply::Rows(PartialOutcome::judged(&call.skus, |sku| {
        let at = call.skus.iter().position(|known| known == sku);
        let id = at.and_then(|at| ids.get(at)).and_then(Option::as_deref);
        let named = errors
            .iter()
            .find(|error| id_text(&error["entityID"]).as_deref() == id);
        match named {
            Some(error) => Some(failure(text(&error["errMsg"]))),
            None if status == "fail" => Some(failure(None)),
            None => None,
        }
    })))
}

fn failure(message: Option<String>) -> RowFailure {
    let message = message.unwrap_or_else(|| "failed".to_owned());
    let lower = message.to_lowercase();
    let passing = ["try again", "internal", "timeout", "too many"]
        .iter()
        .any(|word| lower.contains(word));
    let retry = if passing {
        Retry::Later {
            after: Some(SAME_ITEM_SECONDS),
        }
    } else {
        Retry::Never
    };
    RowFailure {
        code: None,
        message,
        retry,
    }
}

/// Grab's words for states in ours.
pub(super) fn state(word: &str) -> Option<OrderState> {
    Some(match word {
        "ACCEPTED" | "DRIVER_ALLOCATED" | "DRIVER_ARRIVED" => OrderState::Accepted,
        "COLLECTED" => OrderState::OnTheWay,
        "DELIVERED" => OrderState::Delivered,
        "COMPLETED" | "BILL_PAID" => OrderState::Completed,
        "CANCELLED" | "FAILED" | "REFUNDED" => OrderState::Cancelled,
        _ => return None,
    })
}

/// An order as submitted to us or as listed by day. Money is in hundredths; broken rupiah is left out
/// rather than rounded, and the order is kept all the same.
pub(super) fn order(value: &Value) -> Option<ChannelOrder> {
    let id = id_text(&value["orderID"])?;
    let exponent = value["currency"]["exponent"].as_u64().unwrap_or(2);
    let channel_state = text(&value["orderState"]).unwrap_or_else(|| "SUBMITTED".to_owned());
    let accepted = value["featureFlags"]["orderAcceptedType"].as_str() == Some("AUTO");
    let first = if accepted {
        OrderState::Accepted
    } else {
        OrderState::New
    };
    let service = match value["featureFlags"]["orderType"].as_str() {
        Some("TakeAway" | "SelfPickup") => Service::Pickup,
        Some("DineIn") => Service::DineIn,
        _ => Service::Delivery,
    };
    Some(ChannelOrder {
        channel: CHANNEL,
        id,
        short: text(&value["shortOrderNumber"]),
        merchant: text(&value["merchantID"]).unwrap_or_default(),
        state: state(&channel_state).or(Some(first)),
        channel_state,
        placed_at: rfc3339(&value["orderTime"]),
        updated_at: None,
        buyer: text(&value["receiver"]["name"]),
        service: Some(service),
        lines: items(&value["items"])
            .iter()
            .map(|item| line(item, exponent))
            .collect(),
        total: money(&value["price"]["subtotal"], exponent)
            .or_else(|| money(&value["price"]["eaterPayment"], exponent)),
    })
}

fn line(item: &Value, exponent: u64) -> OrderLine {
    let chosen = items(&item["modifiers"])
        .iter()
        .find_map(|modifier| id_text(&modifier["id"]));
    let sku = id_text(&item["id"]);
    OrderLine {
        name: text(&item["name"])
            .or_else(|| sku.clone())
            .unwrap_or_default(),
        sku: chosen.or(sku),
        item: id_text(&item["grabItemID"]),
        variant: None,
        quantity: count(&item["quantity"]).unwrap_or(0),
        unit_price: money(&item["price"], exponent),
        note: text(&item["specifications"]),
    }
}

fn money(value: &Value, exponent: u64) -> Option<i64> {
    let minor = value.as_i64()?;
    let unit = 10_i64.checked_pow(u32::try_from(exponent).ok()?)?;
    (minor % unit == 0).then_some(minor / unit)
}
