//! Answers into replies, and orders as GoBiz writes them.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::answer::{count, items, json, lacks, rupiah, text};
use crate::capability::ChannelId;
use crate::channel::{Call, CallKind, Reply, Shop};
use crate::http::Response;
use crate::listing::{Place, RemoteListing};
use crate::order::{ChannelOrder, OrderLine, OrderState, Service};
use crate::outcome::{ChannelError, PartialOutcome};
use crate::price::Price;
use crate::secret::Secret;
use crate::token::Tokens;
use crate::webhook::{id_text, rfc3339};

const CHANNEL: ChannelId = ChannelId::GoFood;

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
        CallKind::Shops => {
            let answer = json(CHANNEL, response)?;
            let outlets = [&answer["data"]["outlets"], &answer["outlets"]]
                .into_iter()
                .flat_map(items);
            Ok(Reply::Shops(outlets.filter_map(shop).collect()))
        }
        // No success body of the catalogue is documented: 2xx is all there is to go by.
        CallKind::Stock => Ok(Reply::Rows(PartialOutcome::all_done(&call.skus))),
        CallKind::Listings => Ok(Reply::Listings(catalogue(&json(CHANNEL, response)?), None)),
        CallKind::Plain => done(response),
        _ => Ok(Reply::Done),
    }
}

/// A 2xx that says `success: false` did nothing.
fn done(response: &Response) -> Result<Reply, ChannelError> {
    let answer: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    if answer["success"].as_bool() == Some(false) {
        let (code, detail) = told(&answer, response);
        return Err(ChannelError::Refused {
            channel: CHANNEL,
            code,
            detail,
        });
    }
    Ok(Reply::Done)
}

/// The form of errors is not documented; these are the places where they have been seen.
fn told(answer: &Value, response: &Response) -> (String, String) {
    let first = items(&answer["errors"]).first().unwrap_or(&Value::Null);
    let code = [&first["code"], &answer["code"], &answer["error"]]
        .into_iter()
        .find_map(id_text);
    let detail = [
        &first["message"],
        &answer["message"],
        &answer["error_description"],
    ]
    .into_iter()
    .find_map(text);
    (
        code.unwrap_or_else(|| response.status.to_string()),
        detail.unwrap_or_default(),
    )
}

/// 4xx will not get better by itself, 5xx will, say the documents.
fn error(call: &Call, response: &Response) -> ChannelError {
    let channel = CHANNEL;
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    let (code, detail) = told(&body, response);
    match response.status {
        400 | 401 if call.kind == CallKind::Token => match code.as_str() {
            "invalid_client" | "unauthorized_client" | "invalid_scope" => {
                ChannelError::SetupWrong {
                    channel,
                    code,
                    detail,
                }
            }
            _ => ChannelError::AccessLost { channel },
        },
        401 => ChannelError::TokenExpired { channel },
        403 => ChannelError::AccessLost { channel },
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
        refresh: text(&answer["refresh_token"]).map(Secret::new),
        // Not documented; a refused refresh is what tells.
        refresh_until: None,
        generation: 0,
    }))
}

fn shop(value: &Value) -> Option<Shop> {
    let id = id_text(&value["id"]).or_else(|| id_text(value))?;
    Some(Shop {
        id,
        name: text(&value["name"]).unwrap_or_default(),
        cipher: None,
    })
}

fn catalogue(answer: &Value) -> Vec<RemoteListing> {
    let body = if answer["data"].is_object() {
        &answer["data"]
    } else {
        answer
    };
    let menus = items(&body["menus"]).iter();
    let dishes = menus.flat_map(|menu| items(&menu["menu_items"]));
    dishes
        .filter_map(|dish| {
            let sku = id_text(&dish["external_id"]);
            let item = id_text(&dish["id"]).or_else(|| sku.clone())?;
            let in_stock = dish["in_stock"].as_bool();
            Some(RemoteListing {
                place: Place {
                    item,
                    variant: None,
                    location: None,
                },
                sku,
                price: rupiah(&dish["price"]).and_then(|rupiah| Price::new(rupiah).ok()),
                // Only yes or no is told: nothing is surely zero, "yes" is no number.
                stock: in_stock.and_then(|yes| (!yes).then_some(0)),
                state: if in_stock == Some(false) {
                    "OUT_OF_STOCK"
                } else {
                    "IN_STOCK"
                }
                .to_owned(),
            })
        })
        .collect()
}

/// GoBiz's words for states in ours, with or without the name of the event around them.
pub(super) fn state(word: &str) -> Option<OrderState> {
    Some(match word.to_ascii_uppercase().as_str() {
        "CREATED" | "AWAITING_MERCHANT_ACCEPTANCE" => OrderState::New,
        "MERCHANT_ACCEPTED" | "DRIVER_OTW_PICKUP" | "DRIVER_ARRIVED" => OrderState::Accepted,
        "PLACED" => OrderState::OnTheWay,
        "COMPLETED" => OrderState::Completed,
        "CANCELLED" => OrderState::Cancelled,
        _ => return None,
    })
}

/// The order within a notice.
pub(super) fn order(
    body: &Value,
    event_state: &str,
    at: Option<DateTime<Utc>>,
) -> Option<ChannelOrder> {
    let order = &body["order"];
    let channel_state = text(&order["status"]).unwrap_or_else(|| event_state.to_owned());
    let service = match body["service_type"].as_str() {
        Some("gofood_pickup") => Service::Pickup,
        _ => Service::Delivery,
    };
    Some(ChannelOrder {
        channel: CHANNEL,
        id: id_text(&order["order_number"])?,
        short: text(&order["pin"]),
        merchant: text(&body["outlet"]["id"]).unwrap_or_default(),
        state: state(event_state).or_else(|| state(&channel_state)),
        channel_state,
        placed_at: rfc3339(&order["created_at"]),
        updated_at: at,
        buyer: text(&body["customer"]["name"]),
        service: Some(service),
        lines: items(&order["order_items"]).iter().map(line).collect(),
        total: rupiah(&order["order_total"]),
    })
}

fn line(item: &Value) -> OrderLine {
    let variant = items(&item["variants"])
        .first()
        .and_then(|variant| id_text(&variant["external_id"]));
    let sku = id_text(&item["external_id"]);
    OrderLine {
        name: text(&item["name"]).unwrap_or_default(),
        sku: variant.or(sku),
        item: id_text(&item["id"]),
        variant: None,
        quantity: count(&item["quantity"]).unwrap_or(0),
        unit_price: rupiah(&item["price"]),
        note: text(&item["notes"]),
    }
}
