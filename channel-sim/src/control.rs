//! The control address under `/_sim`: what tests and demonstrations do to the world.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::hooks::Hook;
use crate::settings::Faults;
use crate::world::{GrantKind, Line, Order, Platform, World};

#[derive(Deserialize)]
struct NewOrder {
    platform: Platform,
    merchant: String,
    lines: Vec<NewLine>,
}

#[derive(Deserialize)]
struct NewLine {
    sku: String,
    #[serde(default = "one")]
    quantity: i64,
}

fn one() -> i64 {
    1
}

#[derive(Deserialize)]
struct Whose {
    platform: Platform,
    merchant: String,
}

pub(crate) fn handle(world: &mut World, call: &Call) -> Answer {
    let body = call.json().unwrap_or(Value::Null);
    match (call.method.as_str(), call.parts().as_slice()) {
        ("GET", ["_sim", "state"]) => Answer::ok(
            json!({"items": world.items, "orders": world.orders, "menus": world.menus,
            "closed": world.closed, "journal": world.journal, "faults": world.faults, "now": world.now()}),
        ),
        ("PUT", ["_sim", "faults"]) => match serde_json::from_value::<Faults>(body) {
            Ok(faults) => {
                world.faults = faults;
                Answer::ok(json!(faults))
            }
            Err(error) => Answer::new(422, json!({"error": error.to_string()})),
        },
        ("PUT", ["_sim", "hall"]) => {
            world.settings.hall = body["url"].as_str().map(str::to_owned);
            Answer::ok(json!({"hall": world.settings.hall}))
        }
        ("POST", ["_sim", "orders"]) => parsed(body, |order: NewOrder| new_order(world, &order)),
        ("POST", ["_sim", "orders", id, state]) => change(world, id, state),
        ("POST", ["_sim", "tokens"]) => parsed(body, |whose: Whose| {
            let access = world.grant(whose.platform, &whose.merchant, GrantKind::Access, 4 * 3600);
            let refresh = world.grant(
                whose.platform,
                &whose.merchant,
                GrantKind::Refresh,
                30 * 86_400,
            );
            Answer::ok(json!({"access_token": access, "refresh_token": refresh}))
        }),
        ("POST", ["_sim", "expire"]) => {
            world
                .grants
                .retain(|_, grant| grant.kind != GrantKind::Access);
            Answer::ok(json!({}))
        }
        ("POST", ["_sim", "revoke"]) => parsed(body, |whose: Whose| {
            world.grants.retain(|_, grant| {
                grant.platform != whose.platform || grant.merchant != whose.merchant
            });
            let now = world.now();
            world
                .outbox
                .extend(Hook::revoked(whose.platform, &whose.merchant, now));
            Answer::ok(json!({}))
        }),
        _ => Answer::not_found(),
    }
}

fn parsed<T: serde::de::DeserializeOwned>(body: Value, act: impl FnOnce(T) -> Answer) -> Answer {
    match serde_json::from_value(body) {
        Ok(value) => act(value),
        Err(error) => Answer::new(422, json!({"error": error.to_string()})),
    }
}

/// The first state a seller hears of.
fn first_state(platform: Platform) -> &'static str {
    match platform {
        Platform::Shopee => "READY_TO_SHIP",
        Platform::Tiktok => "AWAITING_SHIPMENT",
        Platform::Grab => "SUBMITTED",
        Platform::Gobiz => "AWAITING_MERCHANT_ACCEPTANCE",
    }
}

/// A buyer buys. What is not on sale can be ordered too, as an unknown product.
fn new_order(world: &mut World, new: &NewOrder) -> Answer {
    let mut lines = Vec::new();
    for line in &new.lines {
        let found = world.item(new.platform, &new.merchant, |item| item.sku == line.sku);
        let line = match found {
            Some(item) if item.stock < line.quantity && new.platform != Platform::Gobiz => {
                return Answer::new(409, json!({"error": "sold out", "sku": line.sku}));
            }
            Some(item) => {
                if new.platform != Platform::Gobiz {
                    item.stock -= line.quantity;
                }
                Line {
                    item: item.product.clone(),
                    variant: item.variant.clone(),
                    sku: item.sku.clone(),
                    name: item.name.clone(),
                    quantity: line.quantity,
                    price: item.price,
                }
            }
            None => Line {
                item: "0".into(),
                variant: "0".into(),
                sku: line.sku.clone(),
                name: format!("Produk {}", line.sku),
                quantity: line.quantity,
                price: 10_000,
            },
        };
        lines.push(line);
    }
    let now = world.now();
    let id = format!("SIM{}", world.number());
    let order = Order {
        platform: new.platform,
        merchant: new.merchant.clone(),
        id: id.clone(),
        state: first_state(new.platform).to_owned(),
        created: now,
        updated: now,
        lines,
    };
    world.outbox.push(Hook::order(&order));
    let total = order.total();
    world.orders.push(order);
    Answer::ok(json!({"id": id, "total": total}))
}

fn change(world: &mut World, id: &str, state: &str) -> Answer {
    let now = world.now();
    let Some(order) = world.orders.iter_mut().find(|order| order.id == id) else {
        return Answer::not_found();
    };
    // A later state has a later second, as on the real platforms; their clocks only tick in seconds.
    (order.state, order.updated) = (state.to_owned(), now.max(order.updated + 1));
    let order = order.clone();
    world.outbox.push(Hook::order(&order));
    Answer::ok(json!(order))
}
