//! GrabFood Partner API 1.1.3.

use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::hooks::Hook;
use crate::world::{GrantKind, Item, Order, Platform, World};

const GRAB: Platform = Platform::Grab;
const TOKEN_SECONDS: i64 = 604_799;
/// Rows of one batch.
const ROWS: usize = 200;
const STATUSES: [&str; 4] = ["AVAILABLE", "UNAVAILABLE", "UNAVAILABLETODAY", "HIDE"];
const MOST_STOCK: i64 = 9_999_999;

fn error(status: u16, reason: &str, message: &str) -> Answer {
    Answer::new(
        status,
        json!({"target": "", "reason": reason, "message": message}),
    )
}

pub(crate) fn token(world: &mut World, call: &Call) -> Answer {
    let body = call.json().unwrap_or(Value::Null);
    let keys = &world.settings.keys;
    let right = body["client_id"] == keys.grab_client_id.as_str()
        && body["client_secret"] == keys.grab_client_secret.as_str()
        && body["grant_type"] == "client_credentials"
        && body["scope"] == "food.partner_api";
    if !right {
        return Answer::new(
            401,
            json!({"error": "invalid_client", "error_description": "client or scope"}),
        );
    }
    let token = world.grant(GRAB, "*", GrantKind::Access, TOKEN_SECONDS);
    Answer::ok(
        json!({"access_token": token, "token_type": "Bearer", "expires_in": world.access_seconds(TOKEN_SECONDS)}),
    )
}

pub(crate) fn handle(world: &mut World, call: &Call) -> Answer {
    let holder = call
        .bearer()
        .and_then(|token| world.holder(GRAB, GrantKind::Access, token));
    if holder.is_none() {
        return error(
            401,
            "unauthorized",
            "the token is missing, wrong or expired",
        );
    }
    let body = call.json().unwrap_or(Value::Null);
    let path = call
        .path
        .split_once("/partner/v1/")
        .map_or("", |(_, path)| path);
    match (call.method.as_str(), path) {
        ("POST", "merchant/menu/notification") => announce(world, &body),
        ("PUT", "batch/menu") => batch(world, &body),
        ("POST", "order/prepare") => prepare(world, &body),
        ("POST", "orders/mark") => mark(world, &body),
        ("GET", "orders") => orders(world, call),
        ("PUT", "merchant/pause") => pause(world, &body),
        _ => error(404, "not_found", "no such path"),
    }
}

fn merchant(body: &Value) -> Option<String> {
    body["merchantID"]
        .as_str()
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
}

/// 204 at once; the menu is fetched after, and its fate is told by a webhook.
fn announce(world: &mut World, body: &Value) -> Answer {
    let Some(merchant) = merchant(body) else {
        return error(400, "invalid", "merchantID");
    };
    if world.too_soon(format!("grab-menu:{merchant}"), 120) {
        return error(
            409,
            "conflict",
            "the menu was announced less than 120 seconds ago",
        );
    }
    let job = world.chance.uuid();
    world.outbox.push(Hook::FetchMenu {
        merchant,
        job: job.clone(),
    });
    Answer::empty(204).header("x-job-id", job)
}

/// A price in hundredths that is no mistake: whole rupiah, and not above ten million.
fn minor(value: &Value) -> Result<i64, &'static str> {
    let minor = value
        .as_i64()
        .ok_or("price must be an integer in minor units")?;
    match minor {
        0..=1_000_000_000 if minor % 100 == 0 => Ok(minor / 100),
        _ => Err("price must be whole rupiah in minor units, at most 1000000000"),
    }
}

fn batch(world: &mut World, body: &Value) -> Answer {
    let rows = body["menuEntities"].as_array().cloned().unwrap_or_default();
    let Some(merchant) = merchant(body) else {
        return error(400, "invalid", "merchantID");
    };
    if rows.is_empty()
        || rows.len() > ROWS
        || !["ITEM", "MODIFIER"].contains(&body["field"].as_str().unwrap_or_default())
    {
        return error(
            400,
            "invalid",
            "field is ITEM or MODIFIER, menuEntities 1 to 200",
        );
    }
    let count = rows.len();
    let mut errors = Vec::new();
    for row in rows {
        let id = row["id"].as_str().unwrap_or_default().to_owned();
        let told = match entity(world, &merchant, &id, &row) {
            Ok(()) => continue,
            Err(Row::Conflict) => {
                return error(
                    409,
                    "conflict",
                    "the same item was updated less than 10 seconds ago",
                );
            }
            Err(Row::Told(message)) => message,
        };
        errors.push(json!({"entityID": id, "errMsg": told}));
    }
    let status = match errors.len() {
        0 => "success",
        failed if failed == count => "fail",
        _ => "partial success",
    };
    let errors = if errors.is_empty() {
        Value::Null
    } else {
        Value::from(errors)
    };
    Answer::ok(json!({"merchantID": merchant, "status": status, "errors": errors}))
}

enum Row {
    Conflict,
    Told(&'static str),
}

fn entity(world: &mut World, merchant: &str, id: &str, row: &Value) -> Result<(), Row> {
    let price = if row["price"].is_null() {
        None
    } else {
        Some(minor(&row["price"]).map_err(Row::Told)?)
    };
    let status = row["availableStatus"].as_str();
    if status.is_some_and(|status| !STATUSES.contains(&status)) {
        return Err(Row::Told("availableStatus"));
    }
    let stock = row["maxStock"].as_i64();
    if stock.is_some_and(|stock| !(0..=MOST_STOCK).contains(&stock)) {
        return Err(Row::Told("maxStock"));
    }
    if status == Some("UNAVAILABLE") && stock != Some(0) {
        return Err(Row::Told("UNAVAILABLE requires maxStock 0"));
    }
    if world
        .item(Platform::Grab, merchant, |item| item.sku == id)
        .is_none()
    {
        return Err(Row::Told("item not found"));
    }
    if world.row_fails() {
        return Err(Row::Told("internal error, try again"));
    }
    // Price and stock of one item may come right after each other; the same kind may not.
    let kind = if price.is_some() { "price" } else { "stock" };
    if world.too_soon(format!("grab-item:{merchant}:{id}:{kind}"), 10) {
        return Err(Row::Conflict);
    }
    let now = world.now();
    if let Some(item) = world.item(Platform::Grab, merchant, |item| item.sku == id) {
        item.price = price.unwrap_or(item.price);
        item.stock = stock.unwrap_or(item.stock);
        (item.writes, item.touched) = (item.writes + 1, now);
    }
    Ok(())
}

fn order_of<'a>(world: &'a mut World, body: &Value) -> Option<&'a mut Order> {
    let id = body["orderID"].as_str()?.to_owned();
    world
        .orders
        .iter_mut()
        .find(|order| order.platform == GRAB && order.id == id)
}

fn prepare(world: &mut World, body: &Value) -> Answer {
    let state = match body["toState"].as_str() {
        Some("Accepted") => "ACCEPTED",
        Some("Rejected") => "CANCELLED",
        _ => return error(400, "invalid", "toState is Accepted or Rejected"),
    };
    let now = world.now();
    let Some(order) = order_of(world, body) else {
        return error(404, "not_found", "orderID");
    };
    if order.state != "SUBMITTED" {
        return error(409, "conflict", "the order was answered already");
    }
    (order.state, order.updated) = (state.to_owned(), now);
    let order = order.clone();
    world.outbox.push(Hook::order(&order));
    Answer::empty(204)
}

fn mark(world: &mut World, body: &Value) -> Answer {
    if ![Some(1), Some(2)].contains(&body["markStatus"].as_i64()) {
        return error(400, "invalid", "markStatus is 1 or 2");
    }
    if order_of(world, body).is_none() {
        error(404, "not_found", "orderID")
    } else {
        Answer::empty(204)
    }
}

fn orders(world: &World, call: &Call) -> Answer {
    let (Some(merchant), Some(_), Some(page)) = (
        call.param("merchantID"),
        call.param("date"),
        call.param("page"),
    ) else {
        return error(400, "invalid", "merchantID, date, page");
    };
    let page: usize = page.parse().unwrap_or(1).max(1);
    let mine: Vec<_> = world
        .orders
        .iter()
        .filter(|order| order.platform == GRAB && order.merchant == merchant)
        .collect();
    let list: Vec<_> = mine
        .iter()
        .skip((page - 1) * 50)
        .take(50)
        .map(|order| submitted(order))
        .collect();
    Answer::ok(json!({"more": mine.len() > page * 50, "orders": list}))
}

fn pause(world: &mut World, body: &Value) -> Answer {
    let Some(merchant) = merchant(body) else {
        return error(400, "invalid", "merchantID");
    };
    let Some(closed) = body["isPause"].as_bool() else {
        return error(400, "invalid", "isPause");
    };
    if closed && !["30m", "1h", "24h"].contains(&body["duration"].as_str().unwrap_or_default()) {
        return error(400, "invalid", "duration is 30m, 1h or 24h");
    }
    world.closed.insert(format!("grab:{merchant}"), closed);
    Answer::empty(204)
}

/// An order as it is submitted to the partner.
pub(crate) fn submitted(order: &Order) -> Value {
    let items: Vec<_> = order.lines.iter().map(|line| json!({"id": line.sku, "grabItemID": format!("GRAB-{}", line.sku),
        "quantity": line.quantity, "price": line.price * 100, "tax": 0, "specifications": "", "modifiers": []})).collect();
    let time = crate::hooks::rfc3339(order.created);
    json!({"orderID": order.id, "shortOrderNumber": format!("GF-{}", order.id.len()), "merchantID": order.merchant,
        "paymentType": "CASHLESS", "cutlery": false, "orderTime": time, "orderState": order.state,
        "currency": {"code": "IDR", "symbol": "Rp", "exponent": 2},
        "featureFlags": {"orderAcceptedType": "MANUAL", "orderType": "DeliveredByGrab"},
        "items": items, "price": {"subtotal": order.total() * 100, "eaterPayment": order.total() * 100}})
}

/// Takes a menu in, or says everything that is wrong with it.
pub(crate) fn take_menu(world: &mut World, merchant: &str, menu: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut check = |right: bool, message: &str| {
        if !right {
            wrong.push(message.to_owned());
        }
    };
    check(menu["merchantID"] == merchant, "merchantID differs");
    let money = menu["currency"]["code"] == "IDR" && menu["currency"]["exponent"] == 2;
    check(money, "currency must be IDR with exponent 2");
    let times = menu["sellingTimes"].as_array().cloned().unwrap_or_default();
    check((1..=20).contains(&times.len()), "sellingTimes 1 to 20");
    for time in &times {
        let days = time["serviceHours"]
            .as_object()
            .map_or(0, serde_json::Map::len);
        check(
            days == 7 && time["id"].is_string(),
            "serviceHours needs seven days",
        );
    }
    let categories = menu["categories"].as_array().cloned().unwrap_or_default();
    check((1..=100).contains(&categories.len()), "categories 1 to 100");
    let mut found = Vec::new();
    for category in &categories {
        let fits = short(&category["id"], 64)
            && short(&category["name"], 60)
            && category["availableStatus"] != "UNAVAILABLETODAY";
        check(fits, "category id, name or availableStatus");
        let known = times
            .iter()
            .any(|time| time["id"] == category["sellingTimeID"]);
        check(known, "sellingTimeID is unknown");
        let items = category["items"].as_array().cloned().unwrap_or_default();
        check(items.len() <= 300, "items at most 300");
        for item in items {
            match dish(&item) {
                Ok(price) => found.push((item, price)),
                Err(message) => check(false, &format!("item {}: {message}", item["id"])),
            }
        }
    }
    if wrong.is_empty() {
        let now = world.now();
        world
            .items
            .retain(|item| item.platform != GRAB || item.merchant != merchant);
        for (item, price) in found {
            let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
            let stock = item["maxStock"].as_i64().unwrap_or(MOST_STOCK);
            world.items.push(Item {
                platform: GRAB,
                merchant: merchant.to_owned(),
                product: text("id"),
                variant: "0".into(),
                sku: text("id"),
                name: text("name"),
                price,
                stock,
                writes: 1,
                touched: now,
            });
        }
        world.menus.insert(format!("grab:{merchant}"), menu.clone());
    }
    wrong
}

fn short(value: &Value, most: usize) -> bool {
    value
        .as_str()
        .is_some_and(|text| (1..=most).contains(&text.chars().count()))
}

fn dish(item: &Value) -> Result<i64, &'static str> {
    let status = item["availableStatus"].as_str().unwrap_or_default();
    let stock = item["maxStock"].as_i64();
    if !short(&item["id"], 64) || !short(&item["name"], 80) {
        return Err("id at most 64, name at most 80");
    }
    if item["description"]
        .as_str()
        .is_some_and(|text| text.chars().count() > 300)
    {
        return Err("description at most 300");
    }
    if !STATUSES.contains(&status)
        || (status == "UNAVAILABLE" && stock.is_some_and(|stock| stock != 0))
    {
        return Err("availableStatus");
    }
    if stock.is_some_and(|stock| !(0..=MOST_STOCK).contains(&stock))
        || item["photos"].as_array().is_some_and(|list| list.len() > 1)
    {
        return Err("maxStock or photos");
    }
    let groups = item["modifierGroups"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let sound = |group: &Value| {
        let modifiers = group["modifiers"].as_array().cloned().unwrap_or_default();
        short(&group["name"], 50)
            && modifiers.len() <= 100
            && modifiers
                .iter()
                .all(|one| short(&one["name"], 40) && minor(&one["price"]).is_ok())
    };
    if groups.len() > 30 || !groups.iter().all(sound) {
        return Err("modifierGroups");
    }
    minor(&item["price"])
}
