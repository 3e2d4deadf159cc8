//! Answers into replies. Everything keys on `error`, since the HTTP status means nothing here.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::ShopeeConfig;
use crate::answer::{count, items, json, lacks, rupiah, text};
use crate::capability::ChannelId;
use crate::channel::{Call, CallKind, RemoteCategory, Reply};
use crate::http::Response;
use crate::listing::{Place, RemoteListing};
use crate::order::{ChannelOrder, OrderLine, OrderState, Service};
use crate::outcome::{ChannelError, PartialOutcome, Retry, RowFailure, unmentioned};
use crate::price::Price;
use crate::secret::Secret;
use crate::token::Tokens;
use crate::webhook::{id_text, unix};

const CHANNEL: ChannelId = ChannelId::Shopee;

pub(super) fn read(
    config: &ShopeeConfig,
    call: &Call,
    response: &Response,
    now: DateTime<Utc>,
) -> Result<Reply, ChannelError> {
    let answer = json(CHANNEL, response)?;
    if let Some(code) = text(&answer["error"]) {
        let message = text(&answer["message"]).unwrap_or_default();
        return Err(error(&code, message, response, call.kind, now));
    }
    if !response.is_success() {
        let detail = text(&answer["message"]).unwrap_or_default();
        return Err(by_status(response, detail));
    }
    let body = &answer["response"];
    match call.kind {
        CallKind::Token => tokens(config, &answer, now),
        CallKind::Categories => Ok(Reply::Categories(
            items(&body["category_list"])
                .iter()
                .filter_map(category)
                .collect(),
        )),
        CallKind::Upload => text(&body["image_info"]["image_id"])
            .map(Reply::Uploaded)
            .ok_or_else(|| lacks(CHANNEL, "image_id")),
        CallKind::Create => {
            let item = id_text(&body["item_id"]).ok_or_else(|| lacks(CHANNEL, "item_id"))?;
            let pair =
                |model: &Value| Some((text(&model["model_sku"])?, id_text(&model["model_id"])?));
            let variants = items(&body["model"]).iter().filter_map(pair).collect();
            Ok(Reply::Created { item, variants })
        }
        CallKind::Stock | CallKind::Price => Ok(Reply::Rows(rows(call, body))),
        CallKind::Listings => Ok(listings(body)),
        CallKind::Models => Ok(models(call, body)),
        CallKind::Orders => Ok(order_ids(body)),
        CallKind::OrderDetails => Ok(Reply::Orders(
            items(&body["order_list"])
                .iter()
                .filter_map(order)
                .collect(),
            None,
        )),
        CallKind::Shops | CallKind::Menu | CallKind::Plain => Ok(Reply::Done),
    }
}

fn by_status(response: &Response, detail: String) -> ChannelError {
    match response.status {
        429 => ChannelError::TooFast {
            channel: CHANNEL,
            after: response.retry_after(),
        },
        status @ 500.. => ChannelError::Broken {
            channel: CHANNEL,
            status,
            detail,
        },
        status => ChannelError::Refused {
            channel: CHANNEL,
            code: status.to_string(),
            detail,
        },
    }
}

/// The codes of the common list; module prefixes such as `product.` are dropped first.
fn error(
    code: &str,
    detail: String,
    response: &Response,
    kind: CallKind,
    now: DateTime<Utc>,
) -> ChannelError {
    let channel = CHANNEL;
    let owned = code.to_owned();
    match code.rsplit('.').next().unwrap_or(code) {
        // On a token call these mean that the refresh token or the code itself is worth nothing.
        "error_auth"
        | "error_permission"
        | "invalid_refresh_token"
        | "refresh_token_expired"
        | "invalid_code"
            if kind == CallKind::Token =>
        {
            ChannelError::AccessLost { channel }
        }
        "error_auth" | "invalid_access_token" | "invalid_acceess_token" => {
            ChannelError::TokenExpired { channel }
        }
        "error_permission" | "shop_not_authorized" => ChannelError::AccessLost { channel },
        "error_sign" | "invalid_partner_id" | "source_ip_undeclared" | "invalid_timestamp" => {
            ChannelError::SetupWrong {
                channel,
                code: owned,
                detail,
            }
        }
        "error_limit" => ChannelError::QuotaSpent {
            channel,
            after: seconds_to_reset(now),
        },
        "error_rate_limit" => ChannelError::TooFast {
            channel,
            after: response.retry_after(),
        },
        "error_server" | "error_inner" | "error_network" | "system_error" => ChannelError::Broken {
            channel,
            status: response.status,
            detail,
        },
        _ => ChannelError::Refused {
            channel,
            code: owned,
            detail,
        },
    }
}

/// The daily quota starts anew at midnight of UTC+8.
fn seconds_to_reset(now: DateTime<Utc>) -> u32 {
    const DAY: i64 = 86_400;
    let into_day = (now.timestamp() + 8 * 3_600).rem_euclid(DAY);
    u32::try_from(DAY - into_day).unwrap_or(86_400)
}

fn tokens(
    config: &ShopeeConfig,
    answer: &Value,
    now: DateTime<Utc>,
) -> Result<Reply, ChannelError> {
    let access = text(&answer["access_token"]).ok_or_else(|| lacks(CHANNEL, "access_token"))?;
    let refresh = text(&answer["refresh_token"]).ok_or_else(|| lacks(CHANNEL, "refresh_token"))?;
    let seconds = answer["expire_in"]
        .as_i64()
        .ok_or_else(|| lacks(CHANNEL, "expire_in"))?;
    Ok(Reply::Tokens(Tokens {
        access: Secret::new(access),
        access_until: now + TimeDelta::seconds(seconds.clamp(0, 31_536_000)),
        refresh: Some(Secret::new(refresh)),
        refresh_until: Some(now + TimeDelta::days(i64::from(config.refresh_days))),
        generation: 0,
    }))
}

fn category(value: &Value) -> Option<RemoteCategory> {
    let parent = id_text(&value["parent_category_id"]).filter(|parent| parent != "0");
    Some(RemoteCategory {
        id: id_text(&value["category_id"])?,
        parent,
        name: text(&value["display_category_name"])
            .or_else(|| text(&value["original_category_name"]))?,
        leaf: value["has_children"].as_bool() == Some(false),
    })
}

/// Rows are named by model only, and all rows of a call are of one item. The model numbers of the
/// rows are in the request we sent, in the order of `skus`.
fn rows(call: &Call, body: &Value) -> PartialOutcome {
    let models = sent_models(call);
    let failed = |model: i64| {
        let found = items(&body["failure_list"])
            .iter()
            .find(|row| row["model_id"].as_i64().unwrap_or(0) == model)?;
        let message = text(&found["failed_reason"]).unwrap_or_else(|| "failed".to_owned());
        Some(RowFailure {
            code: None,
            retry: row_retry(&message),
            message,
        })
    };
    let done = |model: i64| {
        items(&body["success_list"])
            .iter()
            .any(|row| row["model_id"].as_i64().unwrap_or(0) == model)
    };
    PartialOutcome::judged(&call.skus, |sku| {
        let model = call
            .skus
            .iter()
            .position(|known| known == sku)
            .and_then(|at| models.get(at).copied())
            .unwrap_or(0);
        failed(model).or_else(|| (!done(model)).then(unmentioned))
    })
}

fn sent_models(call: &Call) -> Vec<i64> {
    let body: Value = serde_json::from_slice(&call.request.body).unwrap_or_default();
    let list = [&body["stock_list"], &body["price_list"]]
        .into_iter()
        .flat_map(items);
    list.map(|row| row["model_id"].as_i64().unwrap_or(0))
        .collect()
}

/// Reasons are free text. What smells of load is tried again, the rest goes to a person.
fn row_retry(message: &str) -> Retry {
    let lower = message.to_lowercase();
    let passing = ["try again", "timeout", "system", "busy", "rate limit"];
    if passing.iter().any(|word| lower.contains(word)) {
        Retry::Later { after: None }
    } else {
        Retry::Never
    }
}

fn listings(body: &Value) -> Reply {
    let plain = items(&body["item"])
        .iter()
        .filter_map(|item| remote(item, None));
    // Of a product with choices the models are what is sold; `get_model_list` tells them.
    let whole = items(&body["item_list"])
        .iter()
        .filter(|item| item["has_model"].as_bool() != Some(true));
    let detailed = whole.filter_map(|item| remote(item, Some(item)));
    let next = body["has_next_page"]
        .as_bool()
        .unwrap_or(false)
        .then(|| id_text(&body["next_offset"]))
        .flatten();
    Reply::Listings(plain.chain(detailed).collect(), next)
}

fn remote(item: &Value, detail: Option<&Value>) -> Option<RemoteListing> {
    let place = Place {
        item: id_text(&item["item_id"])?,
        variant: None,
        location: None,
    };
    Some(RemoteListing {
        place,
        sku: detail.and_then(|detail| text(&detail["item_sku"])),
        price: detail.and_then(price),
        stock: detail.and_then(stock),
        state: text(&item["item_status"]).unwrap_or_default(),
    })
}

fn price(value: &Value) -> Option<Price> {
    let info = items(&value["price_info"]).first()?;
    Price::new(rupiah(&info["original_price"])?).ok()
}

fn stock(value: &Value) -> Option<u32> {
    count(&value["stock_info_v2"]["summary_info"]["total_available_stock"])
}

fn models(call: &Call, body: &Value) -> Reply {
    let item = call.skus.first().cloned().unwrap_or_default();
    let found = items(&body["model"]).iter().filter_map(|model| {
        let place = Place {
            item: item.clone(),
            variant: Some(id_text(&model["model_id"])?),
            location: None,
        };
        let state = text(&model["model_status"]).unwrap_or_else(|| "NORMAL".to_owned());
        Some(RemoteListing {
            place,
            sku: text(&model["model_sku"]),
            price: price(model),
            stock: stock(model),
            state,
        })
    });
    Reply::Listings(found.collect(), None)
}

/// Shopee's words for states in ours.
pub(super) fn state(word: &str) -> Option<OrderState> {
    Some(match word {
        "UNPAID" => OrderState::Unpaid,
        "READY_TO_SHIP" | "INVOICE_PENDING" | "RETRY_SHIP" => OrderState::Accepted,
        "PROCESSED" => OrderState::Ready,
        "SHIPPED" => OrderState::OnTheWay,
        "TO_CONFIRM_RECEIVE" => OrderState::Delivered,
        "COMPLETED" => OrderState::Completed,
        "CANCELLED" => OrderState::Cancelled,
        // IN_CANCEL is a request that may be turned down: the order lives on in the state it had.
        _ => return None,
    })
}

fn order_ids(body: &Value) -> Reply {
    let ids = items(&body["order_list"]).iter().filter_map(|order| {
        Some((
            text(&order["order_sn"])?,
            text(&order["order_status"]).as_deref().and_then(state),
        ))
    });
    let next = body["more"]
        .as_bool()
        .unwrap_or(false)
        .then(|| text(&body["next_cursor"]))
        .flatten();
    Reply::OrderIds(ids.collect(), next)
}

fn order(value: &Value) -> Option<ChannelOrder> {
    let channel_state = text(&value["order_status"]).unwrap_or_default();
    Some(ChannelOrder {
        channel: CHANNEL,
        id: text(&value["order_sn"])?,
        short: None,
        merchant: id_text(&value["shop_id"]).unwrap_or_default(),
        state: state(&channel_state),
        channel_state,
        placed_at: unix(&value["create_time"]),
        updated_at: unix(&value["update_time"]),
        buyer: text(&value["buyer_username"]),
        service: Some(Service::Delivery),
        lines: items(&value["item_list"]).iter().map(line).collect(),
        total: rupiah(&value["total_amount"]),
    })
}

fn line(value: &Value) -> OrderLine {
    let name = [text(&value["item_name"]), text(&value["model_name"])];
    OrderLine {
        sku: text(&value["model_sku"]).or_else(|| text(&value["item_sku"])),
        item: id_text(&value["item_id"]),
        variant: id_text(&value["model_id"]).filter(|model| model != "0"),
        name: name.into_iter().flatten().collect::<Vec<_>>().join(" – "),
        quantity: count(&value["model_quantity_purchased"]).unwrap_or(0),
        unit_price: rupiah(&value["model_discounted_price"]),
        note: None,
    }
}
