//! Answers into replies.

use chrono::DateTime;
use serde_json::Value;

use crate::answer::{items, json, lacks, rupiah, text};
use crate::capability::ChannelId;
use crate::channel::{Call, CallKind, RemoteCategory, Reply, Shop};
use crate::http::Response;
use crate::listing::{Place, RemoteListing};
use crate::order::{ChannelOrder, OrderLine, OrderState, Service};
use crate::outcome::{ChannelError, PartialOutcome, Retry, RowFailure};
use crate::price::Price;
use crate::secret::Secret;
use crate::token::Tokens;
use crate::webhook::{id_text, unix};

const CHANNEL: ChannelId = ChannelId::Tokopedia;

pub(super) fn read(call: &Call, response: &Response) -> Result<Reply, ChannelError> {
    let answer = json(CHANNEL, response)?;
    let code = answer["code"].as_i64();
    if code != Some(0) || !response.is_success() {
        return Err(error(code, &answer, response, call.kind));
    }
    let data = &answer["data"];
    match call.kind {
        CallKind::Token => tokens(data),
        CallKind::Shops => Ok(Reply::Shops(
            items(&data["shops"]).iter().filter_map(shop).collect(),
        )),
        CallKind::Categories => Ok(Reply::Categories(
            items(&data["categories"])
                .iter()
                .filter_map(category)
                .collect(),
        )),
        CallKind::Upload => text(&data["uri"])
            .map(Reply::Uploaded)
            .ok_or_else(|| lacks(CHANNEL, "uri")),
        CallKind::Create => created(data),
        CallKind::Stock | CallKind::Price => Ok(Reply::Rows(rows(call, data))),
        CallKind::Listings => Ok(listings(data)),
        CallKind::Orders => {
            let ids = items(&data["orders"]).iter();
            let ids = ids.filter_map(|order| {
                Some((
                    id_text(&order["id"])?,
                    text(&order["status"]).as_deref().and_then(state),
                ))
            });
            Ok(Reply::OrderIds(ids.collect(), next(data)))
        }
        CallKind::OrderDetails => Ok(Reply::Orders(
            items(&data["orders"]).iter().filter_map(order).collect(),
            None,
        )),
        CallKind::Models | CallKind::Menu | CallKind::Plain => Ok(Reply::Done),
    }
}

/// Codes are grouped by their first digits; few are documented in public, so the HTTP status decides
/// where the code is unknown.
fn error(code: Option<i64>, answer: &Value, response: &Response, kind: CallKind) -> ChannelError {
    let channel = CHANNEL;
    let detail = text(&answer["message"]).unwrap_or_default();
    let named = code.map_or_else(|| response.status.to_string(), |code| code.to_string());
    match (code, response.status) {
        // A token call has nothing to refresh with: consent itself is gone.
        (_, 400 | 401 | 403) if kind == CallKind::Token => ChannelError::AccessLost { channel },
        (Some(105_001 | 105_002 | 36_004_004), _) if kind != CallKind::Token => {
            ChannelError::TokenExpired { channel }
        }
        (Some(105_001..=105_999), _) => ChannelError::AccessLost { channel },
        (Some(106_000..=106_999), _) => ChannelError::SetupWrong {
            channel,
            code: named,
            detail,
        },
        (_, 429) | (Some(36_009_005), _) => ChannelError::TooFast {
            channel,
            after: response.retry_after(),
        },
        (_, status @ 500..) => ChannelError::Broken {
            channel,
            status,
            detail,
        },
        (None, 200..=299) => lacks(channel, "code"),
        _ if kind == CallKind::Token => ChannelError::AccessLost { channel },
        _ => ChannelError::Refused {
            channel,
            code: named,
            detail,
        },
    }
}

fn next(data: &Value) -> Option<String> {
    text(&data["next_page_token"])
}

/// Despite their names, `*_expire_in` are absolute Unix seconds.
fn tokens(data: &Value) -> Result<Reply, ChannelError> {
    let absolute = |name: &str| {
        data[name]
            .as_i64()
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
    };
    Ok(Reply::Tokens(Tokens {
        access: Secret::new(
            text(&data["access_token"]).ok_or_else(|| lacks(CHANNEL, "access_token"))?,
        ),
        access_until: absolute("access_token_expire_in")
            .ok_or_else(|| lacks(CHANNEL, "access_token_expire_in"))?,
        refresh: text(&data["refresh_token"]).map(Secret::new),
        refresh_until: absolute("refresh_token_expire_in"),
        generation: 0,
    }))
}

fn shop(value: &Value) -> Option<Shop> {
    Some(Shop {
        id: id_text(&value["id"])?,
        name: text(&value["name"]).unwrap_or_default(),
        cipher: text(&value["cipher"]).map(Secret::new),
    })
}

fn category(value: &Value) -> Option<RemoteCategory> {
    Some(RemoteCategory {
        id: id_text(&value["id"])?,
        parent: id_text(&value["parent_id"]).filter(|parent| parent != "0"),
        name: text(&value["local_name"])?,
        leaf: value["is_leaf"].as_bool().unwrap_or(false),
    })
}

fn created(data: &Value) -> Result<Reply, ChannelError> {
    let item = id_text(&data["product_id"]).ok_or_else(|| lacks(CHANNEL, "product_id"))?;
    let pair = |sku: &Value| Some((text(&sku["seller_sku"])?, id_text(&sku["id"])?));
    Ok(Reply::Created {
        item,
        variants: items(&data["skus"]).iter().filter_map(pair).collect(),
    })
}

/// Silence means success here; `data.errors[]` names what failed, each by sku or by warehouse of a sku.
fn rows(call: &Call, data: &Value) -> PartialOutcome {
    let sent: Value = serde_json::from_slice(&call.request.body).unwrap_or_default();
    let ids: Vec<_> = items(&sent["skus"])
        .iter()
        .map(|sku| id_text(&sku["id"]))
        .collect();
    PartialOutcome::judged(&call.skus, |sku| {
        let at = call.skus.iter().position(|known| known == sku)?;
        let id = ids.get(at)?.as_deref()?;
        let about = |error: &&Value| {
            let detail = &error["detail"];
            [&detail["sku_id"], &error["sku_id"]]
                .into_iter()
                .any(|value| id_text(value).as_deref() == Some(id))
        };
        let found = items(&data["errors"]).iter().find(about)?;
        let code = id_text(&found["code"]);
        let message = text(&found["message"]).unwrap_or_else(|| "failed".to_owned());
        let passing = message.to_lowercase().contains("try again");
        let retry = if passing {
            Retry::Later { after: None }
        } else {
            Retry::Never
        };
        Some(RowFailure {
            code,
            message,
            retry,
        })
    })
}

fn listings(data: &Value) -> Reply {
    let found = items(&data["products"]).iter().flat_map(|product| {
        let state = text(&product["status"]).unwrap_or_default();
        items(&product["skus"]).iter().filter_map(move |sku| {
            let place = Place {
                item: id_text(&product["id"])?,
                variant: id_text(&sku["id"]),
                location: items(&sku["inventory"])
                    .first()
                    .and_then(|first| id_text(&first["warehouse_id"])),
            };
            let amount = [
                &sku["price"]["tax_exclusive_price"],
                &sku["price"]["sale_price"],
                &sku["price"]["amount"],
            ];
            let price = amount
                .into_iter()
                .find_map(rupiah)
                .and_then(|rupiah| Price::new(rupiah).ok());
            let stock = items(&sku["inventory"])
                .iter()
                .filter_map(|row| row["quantity"].as_u64())
                .sum::<u64>();
            Some(RemoteListing {
                place,
                sku: text(&sku["seller_sku"]),
                price,
                stock: u32::try_from(stock).ok(),
                state: state.clone(),
            })
        })
    });
    Reply::Listings(found.collect(), next(data))
}

/// The platform's words for states in ours.
pub(super) fn state(word: &str) -> Option<OrderState> {
    Some(match word {
        "UNPAID" => OrderState::Unpaid,
        "ON_HOLD" | "AWAITING_SHIPMENT" => OrderState::Accepted,
        "PARTIALLY_SHIPPING" | "AWAITING_COLLECTION" => OrderState::Ready,
        "IN_TRANSIT" => OrderState::OnTheWay,
        "DELIVERED" => OrderState::Delivered,
        "COMPLETED" => OrderState::Completed,
        "CANCELLED" | "CANCEL" => OrderState::Cancelled,
        _ => return None,
    })
}

fn order(value: &Value) -> Option<ChannelOrder> {
    let channel_state = text(&value["status"]).unwrap_or_default();
    Some(ChannelOrder {
        channel: CHANNEL,
        id: id_text(&value["id"])?,
        short: None,
        merchant: id_text(&value["shop_id"]).unwrap_or_default(),
        state: state(&channel_state),
        channel_state,
        placed_at: unix(&value["create_time"]),
        updated_at: unix(&value["update_time"]),
        buyer: text(&value["recipient_address"]["name"]),
        service: Some(Service::Delivery),
        lines: lines(items(&value["line_items"])),
        total: rupiah(&value["payment"]["total_amount"]),
    })
}

/// The platform writes one line per piece; pieces of one sku are counted together.
fn lines(pieces: &[Value]) -> Vec<OrderLine> {
    let mut lines: Vec<OrderLine> = Vec::new();
    for piece in pieces {
        let names = [text(&piece["product_name"]), text(&piece["sku_name"])];
        let line = OrderLine {
            sku: text(&piece["seller_sku"]),
            item: id_text(&piece["product_id"]),
            variant: id_text(&piece["sku_id"]),
            name: names.into_iter().flatten().collect::<Vec<_>>().join(" – "),
            quantity: 1,
            unit_price: rupiah(&piece["sale_price"]),
            note: None,
        };
        let same = |known: &&mut OrderLine| {
            known.variant == line.variant
                && known.item == line.item
                && known.unit_price == line.unit_price
        };
        match lines.iter_mut().find(same) {
            Some(known) => known.quantity += 1,
            None => lines.push(line),
        }
    }
    lines
}
