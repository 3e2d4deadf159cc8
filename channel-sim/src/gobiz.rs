//! GoBiz: GoFood for facilitators and for outlets of one's own.

use serde_json::{Value, json};

use crate::call::{Answer, Call, pairs};
use crate::hooks::Hook;
use crate::world::{GrantKind, Item, Platform, World};

const GOBIZ: Platform = Platform::Gobiz;
const ACCESS_SECONDS: i64 = 3599;
const REFRESH_SECONDS: i64 = 30 * 86_400;
const NAME: usize = 150;
const DESCRIPTION: usize = 200;

fn error(status: u16, code: &str, message: &str) -> Answer {
    Answer::new(
        status,
        json!({"success": false, "errors": [{"code": code, "message": message}]}),
    )
}

fn done(data: &Value) -> Answer {
    Answer::ok(json!({"success": true, "data": data}))
}

pub(crate) fn consent(world: &mut World, call: &Call) -> Answer {
    let known = call.param("client_id") == Some(&world.settings.keys.gobiz_client_id);
    let (Some(back), true) = (call.param("redirect_uri"), known) else {
        return error(400, "invalid_request", "client_id or redirect_uri");
    };
    let outlet = call.param("sim_shop").unwrap_or("G123456789");
    let code = world.grant(GOBIZ, outlet, GrantKind::Code, 600);
    let mark = if back.contains('?') { '&' } else { '?' };
    let state = call.param("state").unwrap_or_default();
    Answer::redirect(format!("{back}{mark}code={code}&state={state}"))
}

pub(crate) fn token(world: &mut World, call: &Call) -> Answer {
    let oauth = |code: &str| {
        Answer::new(
            if code == "invalid_client" { 401 } else { 400 },
            json!({"error": code, "error_description": code}),
        )
    };
    let keys = &world.settings.keys;
    let basic = format!(
        "Basic {}",
        base64(format!("{}:{}", keys.gobiz_client_id, keys.gobiz_client_secret).as_bytes())
    );
    if call.header("authorization") != Some(&basic) {
        return oauth("invalid_client");
    }
    let form = pairs(&String::from_utf8_lossy(&call.body));
    let field = |name: &str| {
        form.iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .unwrap_or_default()
    };
    let outlet = match field("grant_type") {
        "client_credentials" if field("scope").is_empty() => return oauth("invalid_scope"),
        // An outlet of one's own: the token serves every outlet.
        "client_credentials" => Some("*".to_owned()),
        "authorization_code" => world.spend(GOBIZ, GrantKind::Code, field("code")),
        "refresh_token" => world.spend(GOBIZ, GrantKind::Refresh, field("refresh_token")),
        _ => return oauth("unsupported_grant_type"),
    };
    let Some(outlet) = outlet else {
        return oauth("invalid_grant");
    };
    let access = world.grant(GOBIZ, &outlet, GrantKind::Access, ACCESS_SECONDS);
    let mut answer = json!({"access_token": access, "token_type": "bearer", "expires_in": world.access_seconds(ACCESS_SECONDS)});
    if outlet != "*" {
        answer["refresh_token"] =
            json!(world.grant(GOBIZ, &outlet, GrantKind::Refresh, REFRESH_SECONDS));
    }
    Answer::ok(answer)
}

/// Standard base64, for the one header that needs it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let bits = (at(0) << 16) | (at(1) << 8) | at(2);
        for part in 0..4_usize {
            let index = (bits >> (18 - 6 * part)) & 63;
            let letter = LETTERS.get(index as usize).copied().unwrap_or(b'=');
            text.push(if part > chunk.len() {
                '='
            } else {
                char::from(letter)
            });
        }
    }
    text
}

pub(crate) fn handle(world: &mut World, call: &Call) -> Answer {
    let Some(holder) = call
        .bearer()
        .and_then(|token| world.holder(GOBIZ, GrantKind::Access, token))
    else {
        return error(
            401,
            "unauthorized",
            "the token is missing, wrong or expired",
        );
    };
    let body = call.json().unwrap_or(Value::Null);
    let parts = call.parts();
    if let ["integrations", "gofood", "outlets", outlet, ..] = parts.as_slice()
        && holder != "*"
        && holder != *outlet
    {
        return error(403, "forbidden", "the token is of another outlet");
    }
    match (call.method.as_str(), parts.as_slice()) {
        ("GET", ["integrations", "partner", "v1", "token-info"]) => {
            done(&json!({"outlets": [{"id": holder, "name": "Warung Simulasi"}]}))
        }
        (
            "POST",
            [
                "integrations",
                "partner",
                "v1",
                "notification-subscriptions",
            ],
        ) => subscribe(world, &body),
        ("PUT", ["integrations", "gofood", "outlets", outlet, "v1", "catalog"]) => {
            take_catalogue(world, outlet, &body)
        }
        ("GET", ["integrations", "gofood", "outlets", outlet, "v2", "catalog"]) => {
            catalogue(world, outlet)
        }
        (
            "PATCH",
            [
                "integrations",
                "gofood",
                "outlets",
                outlet,
                "v2",
                "menu_item_stocks",
            ],
        ) => stocks(world, outlet, &body),
        (
            "PATCH",
            [
                "integrations",
                "gofood",
                "outlets",
                outlet,
                "v1",
                "properties",
            ],
        ) => {
            let Some(closed) = body["force_close"].as_bool() else {
                return error(422, "invalid", "force_close");
            };
            world.closed.insert(format!("gobiz:{outlet}"), closed);
            done(&json!({"force_close": closed}))
        }
        (
            "PUT",
            [
                "integrations",
                "gofood",
                "outlets",
                outlet,
                "v1",
                "orders",
                "delivery" | "pickup",
                id,
                step,
            ],
        ) => act(world, outlet, id, step, &body),
        _ => error(404, "not_found", "no such path"),
    }
}

fn subscribe(world: &mut World, body: &Value) -> Answer {
    let sound = body["event"]
        .as_str()
        .is_some_and(|event| event.contains('.'))
        && body["url"].is_string()
        && body["active"].is_boolean();
    if !sound {
        return error(422, "invalid", "event, url, active");
    }
    let id = world.chance.uuid();
    let data = json!({"subscription": {"id": id, "event": body["event"], "url": body["url"], "active": body["active"]}});
    Answer::new(201, json!({"success": true, "data": data}))
}

fn short(value: &Value, most: usize) -> bool {
    value
        .as_str()
        .is_some_and(|text| (1..=most).contains(&text.chars().count()))
}

/// Replaces the whole catalogue, or refuses it whole.
fn take_catalogue(world: &mut World, outlet: &str, body: &Value) -> Answer {
    let Some(request) = body["request_id"].as_str() else {
        return error(422, "invalid", "request_id");
    };
    if world
        .answered
        .contains_key(&format!("gobiz:{outlet}:{request}"))
    {
        return done(&json!({}));
    }
    let menus = body["menus"].as_array().cloned().unwrap_or_default();
    let categories = body["variant_categories"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let dishes: Vec<_> = menus
        .iter()
        .flat_map(|menu| menu["menu_items"].as_array().cloned().unwrap_or_default())
        .collect();
    for dish in &dishes {
        let name = dish["name"].as_str().unwrap_or_default();
        let described = dish["description"]
            .as_str()
            .is_none_or(|text| text.chars().count() <= DESCRIPTION);
        if !short(&dish["external_id"], 64) || !short(&dish["name"], NAME) || !described {
            return error(
                422,
                "invalid",
                &format!("{name}: external_id, name (150) or description (200)"),
            );
        }
        if !dish["price"]
            .as_i64()
            .is_some_and(|price| (1..=10_000_000).contains(&price))
            || !dish["in_stock"].is_boolean()
        {
            return error(
                422,
                "invalid",
                &format!("{name}: price in whole rupiah, at most 10000000, and in_stock"),
            );
        }
        if dish["operational_hours"]
            .as_object()
            .map_or(0, serde_json::Map::len)
            != 7
        {
            return error(
                422,
                "invalid",
                &format!("{name}: operational_hours of seven days"),
            );
        }
        let named = dish["variant_category_external_ids"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        if !named.iter().all(|id| {
            categories
                .iter()
                .any(|category| category["external_id"] == *id)
        }) {
            return error(
                422,
                "invalid",
                &format!("{name}: variant_category_external_ids"),
            );
        }
    }
    let now = world.now();
    world
        .items
        .retain(|item| item.platform != GOBIZ || item.merchant != outlet);
    for dish in dishes {
        let text = |name: &str| dish[name].as_str().unwrap_or_default().to_owned();
        let item = Item {
            platform: GOBIZ,
            merchant: outlet.to_owned(),
            product: world.chance.uuid(),
            variant: "0".into(),
            sku: text("external_id"),
            name: text("name"),
            price: dish["price"].as_i64().unwrap_or(0),
            stock: i64::from(dish["in_stock"] == true),
            writes: 1,
            touched: now,
        };
        world.items.push(item);
    }
    world.menus.insert(format!("gobiz:{outlet}"), body.clone());
    world
        .answered
        .insert(format!("gobiz:{outlet}:{request}"), Value::Null);
    done(&json!({}))
}

fn catalogue(world: &World, outlet: &str) -> Answer {
    let mine = world
        .items
        .iter()
        .filter(|item| item.platform == GOBIZ && item.merchant == outlet);
    let dishes: Vec<_> = mine.map(|item| json!({"id": item.product, "external_id": item.sku, "name": item.name, "price": item.price, "in_stock": item.stock > 0})).collect();
    done(&json!({"menus": [{"name": "Menu", "menu_items": dishes}]}))
}

/// By either id, since the documents and integrators disagree.
fn stocks(world: &mut World, outlet: &str, body: &Value) -> Answer {
    let Some(rows) = body.as_array().filter(|rows| !rows.is_empty()) else {
        return error(422, "invalid", "a list is needed");
    };
    let now = world.now();
    for row in rows {
        let (id, external) = (row["id"].as_str(), row["external_id"].as_str());
        let Some(in_stock) = row["in_stock"].as_bool() else {
            return error(422, "invalid", "in_stock");
        };
        let found = world.item(GOBIZ, outlet, |item| {
            Some(item.product.as_str()) == id || Some(item.sku.as_str()) == external
        });
        let Some(item) = found else {
            return error(404, "not_found", "menu item");
        };
        item.stock = i64::from(in_stock);
        (item.writes, item.touched) = (item.writes + 1, now);
    }
    done(&json!({}))
}

fn act(world: &mut World, outlet: &str, id: &str, step: &str, body: &Value) -> Answer {
    let now = world.now();
    let Some(order) = world
        .orders
        .iter_mut()
        .find(|order| order.platform == GOBIZ && order.merchant == outlet && order.id == id)
    else {
        return error(404, "not_found", "order");
    };
    let waiting = order.state == "AWAITING_MERCHANT_ACCEPTANCE";
    let state = match step {
        "accepted" if waiting => "MERCHANT_ACCEPTED",
        "cancelled" => {
            let codes = [
                "HIGH_DEMAND",
                "RESTAURANT_CLOSED",
                "ITEMS_OUT_OF_STOCK",
                "OTHERS",
            ];
            let told = body["cancel_reason_description"]
                .as_str()
                .is_some_and(|text| text.chars().count() >= 3);
            if !codes.contains(&body["cancel_reason_code"].as_str().unwrap_or_default()) || !told {
                return error(
                    422,
                    "invalid",
                    "cancel_reason_code or cancel_reason_description (3)",
                );
            }
            "CANCELLED"
        }
        "food-prepared" if order.state == "MERCHANT_ACCEPTED" => "MERCHANT_ACCEPTED",
        "accepted" | "food-prepared" => {
            return error(409, "conflict", "the order is in another state");
        }
        _ => return error(404, "not_found", "no such step"),
    };
    if order.state != state {
        (order.state, order.updated) = (state.to_owned(), now);
        let order = order.clone();
        world.outbox.push(Hook::order(&order));
    }
    done(&json!({}))
}
