//! TikTok Shop Partner API 202309, as far as Tokopedia needs it.

use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::proof::hmac_hex;
use crate::world::{GrantKind, Item, Order, Platform, World};

const TIKTOK: Platform = Platform::Tiktok;
const ACCESS_SECONDS: i64 = 7 * 86_400;
const REFRESH_SECONDS: i64 = 60 * 86_400;

fn error(status: u16, code: i64, message: &str) -> Answer {
    Answer::new(
        status,
        json!({"code": code, "message": message, "request_id": "sim"}),
    )
}

fn bad(message: &str) -> Answer {
    error(400, 36_009_004, message)
}

fn done(data: &Value) -> Answer {
    Answer::ok(json!({"code": 0, "message": "Success", "request_id": "sim", "data": data}))
}

/// Shop and cipher are the same but for a prefix.
fn cipher(shop: &str) -> String {
    format!("CIPHER-{shop}")
}

pub(crate) fn consent(world: &mut World, call: &Call) -> Answer {
    let shop = call
        .param("sim_shop")
        .unwrap_or("7494049642642441621")
        .to_owned();
    let Some(hall) = world.settings.hall.clone() else {
        return bad("the simulator knows no hall to go back to");
    };
    let code = world.grant(TIKTOK, &shop, GrantKind::Code, 1_800);
    let path = &world.settings.paths.tiktok_redirect;
    let state = call.param("state").unwrap_or_default();
    Answer::redirect(format!(
        "{hall}{path}?app_key={}&code={code}&state={state}",
        world.settings.keys.tiktok_app_key
    ))
}

pub(crate) fn token(world: &mut World, call: &Call) -> Answer {
    let keys = &world.settings.keys;
    let right = call.param("app_key") == Some(&keys.tiktok_app_key)
        && call.param("app_secret") == Some(&keys.tiktok_app_secret);
    if !right {
        return error(200, 36_004_003, "app_key or app_secret");
    }
    let (kind, given, grant) = match call.path.as_str() {
        "/api/v2/token/get" => (GrantKind::Code, call.param("auth_code"), "authorized_code"),
        _ => (
            GrantKind::Refresh,
            call.param("refresh_token"),
            "refresh_token",
        ),
    };
    if call.param("grant_type") != Some(grant) {
        return error(200, 36_004_001, "grant_type");
    }
    let Some(shop) = given.and_then(|given| world.spend(TIKTOK, kind, given)) else {
        return error(200, 36_004_004, "the code or token is invalid");
    };
    let access = world.grant(TIKTOK, &shop, GrantKind::Access, ACCESS_SECONDS);
    let refresh = world.grant(TIKTOK, &shop, GrantKind::Refresh, REFRESH_SECONDS);
    let now = world.now();
    done(
        &json!({"access_token": access, "access_token_expire_in": now + world.access_seconds(ACCESS_SECONDS),
        "refresh_token": refresh, "refresh_token_expire_in": now + REFRESH_SECONDS, "open_id": "sim",
        "seller_name": "Toko Simulasi", "seller_base_region": "ID", "user_type": 0, "granted_scopes": ["seller.product"]}),
    )
}

pub(crate) fn handle(world: &mut World, call: &Call) -> Answer {
    let shop = match proved(world, call) {
        Ok(shop) => shop,
        Err(answer) => return answer,
    };
    let body = call.json().unwrap_or(Value::Null);
    match (call.method.as_str(), call.parts().as_slice()) {
        ("GET", ["authorization", "202309", "shops"]) => done(&json!({"shops": [
            {"id": shop, "name": "Toko Simulasi", "region": "ID", "seller_type": "LOCAL", "cipher": cipher(&shop), "code": "SIM"}]})),
        ("GET", ["product", "202309", "categories"]) => categories(),
        ("POST", ["product", "202309", "images", "upload"]) => upload(world, call),
        ("POST", ["product", "202309", "products"]) => create(world, &shop, &body),
        ("POST", ["product", "202309", "products", id, "inventory", "update"]) => {
            update(world, &shop, id, &body, true)
        }
        ("POST", ["product", "202309", "products", id, "prices", "update"]) => {
            update(world, &shop, id, &body, false)
        }
        (
            "POST",
            [
                "product",
                "202309" | "202312" | "202502",
                "products",
                "search",
            ],
        ) => search(world, &shop, call),
        ("POST", ["order", "202309", "orders", "search"]) => orders(world, &shop, call, &body),
        ("GET", ["order", "202309" | "202507", "orders"]) => details(world, &shop, call),
        ("PUT", ["event", "202309", "webhooks"]) => {
            let sound = body["address"]
                .as_str()
                .is_some_and(|url| url.starts_with("http"))
                && body["event_type"].is_string();
            if sound {
                done(&json!({}))
            } else {
                bad("address and event_type")
            }
        }
        _ => error(404, 36_009_009, "no such path"),
    }
}

/// App, clock, signature, token, cipher; gives the shop.
fn proved(world: &World, call: &Call) -> Result<String, Answer> {
    let keys = &world.settings.keys;
    if call.param("app_key") != Some(&keys.tiktok_app_key) {
        return Err(error(401, 106_002, "app_key"));
    }
    let time: i64 = call
        .param("timestamp")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    if (world.now() - time).abs() > 300 {
        return Err(error(401, 106_010, "timestamp is expired"));
    }
    let mut pairs: Vec<_> = call
        .query
        .iter()
        .filter(|(key, _)| key != "sign" && key != "access_token")
        .collect();
    pairs.sort();
    let mut base = format!("{}{}", keys.tiktok_app_secret, call.path).into_bytes();
    for (key, value) in pairs {
        base.extend_from_slice(key.as_bytes());
        base.extend_from_slice(value.as_bytes());
    }
    if !call.is_multipart() {
        base.extend_from_slice(&call.body);
    }
    base.extend_from_slice(keys.tiktok_app_secret.as_bytes());
    if call.param("sign") != Some(&hmac_hex(&keys.tiktok_app_secret, &base)) {
        return Err(error(401, 106_001, "the sign is invalid"));
    }
    let token = call.header("x-tts-access-token").unwrap_or_default();
    let Some(shop) = world.holder(TIKTOK, GrantKind::Access, token) else {
        return Err(error(
            401,
            105_002,
            "the access token is invalid or expired",
        ));
    };
    let free = [
        "/authorization/202309/shops",
        "/product/202309/images/upload",
    ];
    if !free.contains(&call.path.as_str()) && call.param("shop_cipher") != Some(&cipher(&shop)) {
        return Err(error(400, 36_009_004, "shop_cipher"));
    }
    Ok(shop)
}

fn categories() -> Answer {
    done(&json!({"categories": [
        {"id": "600001", "parent_id": "0", "local_name": "Makanan & Minuman", "is_leaf": false, "permission_statuses": ["AVAILABLE"]},
        {"id": "600010", "parent_id": "600001", "local_name": "Makanan Ringan", "is_leaf": false, "permission_statuses": ["AVAILABLE"]},
        {"id": "600011", "parent_id": "600010", "local_name": "Keripik", "is_leaf": true, "permission_statuses": ["AVAILABLE"]},
    ]}))
}

fn upload(world: &mut World, call: &Call) -> Answer {
    let has_data = call
        .body
        .windows(11)
        .any(|window| window == b"name=\"data\"");
    if !call.is_multipart() || !has_data {
        return bad("data must be multipart");
    }
    let uri = world.chance.token("tos");
    world.images.push(uri.clone());
    done(
        &json!({"uri": uri, "url": format!("https://sim.invalid/{uri}"), "width": 1000, "height": 1000, "use_case": "MAIN_IMAGE"}),
    )
}

/// Whole rupiah from a text; numbers are refused as the documents say.
fn rupiah(value: &Value) -> Option<i64> {
    value.as_str()?.parse().ok().filter(|rupiah| *rupiah > 0)
}

fn create(world: &mut World, shop: &str, body: &Value) -> Answer {
    let key = body["idempotency_key"]
        .as_str()
        .map(|key| format!("tiktok:{shop}:{key}"));
    if let Some(known) = key.as_ref().and_then(|key| world.answered.get(key)) {
        return done(&known.clone());
    }
    let required = ["title", "description", "category_id", "main_images", "skus"];
    if let Some(field) = required.into_iter().find(|field| body[*field].is_null()) {
        return bad(&format!("{field} is required"));
    }
    let images = body["main_images"].as_array().cloned().unwrap_or_default();
    let known = images.iter().all(|image| {
        image["uri"]
            .as_str()
            .is_some_and(|uri| world.images.contains(&uri.to_owned()))
    });
    let platforms = body["listing_platforms"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let named = platforms
        .iter()
        .all(|name| ["TIKTOK_SHOP", "TOKOPEDIA"].contains(&name.as_str().unwrap_or_default()));
    if images.is_empty() || images.len() > 9 || !known || !named {
        return bad("main_images or listing_platforms");
    }
    let rows = body["skus"].as_array().cloned().unwrap_or_default();
    let sound = |sku: &Value| {
        sku["price"]["currency"] == "IDR"
            && rupiah(&sku["price"]["amount"]).is_some()
            && sku["inventory"][0]["warehouse_id"].is_string()
            && sku["inventory"][0]["quantity"].is_u64()
    };
    if rows.is_empty() || rows.len() > 100 || !rows.iter().all(sound) {
        return error(
            400,
            12_052_048,
            "skus: price.amount is a text, inventory needs warehouse_id and quantity",
        );
    }
    let product = world.number();
    let mut made = Vec::new();
    for sku in rows {
        let item = Item {
            platform: TIKTOK,
            merchant: shop.to_owned(),
            product: product.clone(),
            variant: world.number(),
            sku: sku["seller_sku"].as_str().unwrap_or_default().to_owned(),
            name: body["title"].as_str().unwrap_or_default().to_owned(),
            price: rupiah(&sku["price"]["amount"]).unwrap_or(0),
            stock: sku["inventory"][0]["quantity"].as_i64().unwrap_or(0),
            writes: 1,
            touched: world.now(),
        };
        made.push(json!({"id": item.variant, "seller_sku": item.sku}));
        world.items.push(item);
    }
    let data = json!({"product_id": product, "skus": made, "warnings": []});
    if let Some(key) = key {
        world.answered.insert(key, data.clone());
    }
    done(&data)
}

/// Stock or price of one product; each sku may fail alone, inside a success.
fn update(world: &mut World, shop: &str, product: &str, body: &Value, stock: bool) -> Answer {
    let rows = body["skus"].as_array().cloned().unwrap_or_default();
    if rows.is_empty() {
        return bad("skus is required");
    }
    let mut errors = Vec::new();
    for row in rows {
        let id = row["id"].as_str().unwrap_or_default().to_owned();
        let value = if stock {
            row["inventory"][0]["quantity"].as_i64()
        } else {
            rupiah(&row["price"]["amount"])
        };
        let Some(value) = value.filter(|value| *value >= 0) else {
            return bad("quantity must be a number, price.amount a text");
        };
        let unlucky = world.row_fails();
        let now = world.now();
        let told = |code: i64, message: &str| json!({"code": code, "message": message, "detail": {"sku_id": id, "extra_errors": []}});
        match world.item(TIKTOK, shop, |item| {
            item.product == product && item.variant == id
        }) {
            None => errors.push(told(12_052_220, "sku not found")),
            Some(_) if unlucky => errors.push(told(12_052_901, "internal error, try again")),
            Some(item) => {
                if stock {
                    item.stock = value;
                } else {
                    item.price = value;
                }
                (item.writes, item.touched) = (item.writes + 1, now);
            }
        }
    }
    done(&json!({"errors": errors}))
}

fn size_and_skip(call: &Call) -> Option<(usize, usize)> {
    let size = call
        .param("page_size")?
        .parse()
        .ok()
        .filter(|size| (1..=100).contains(size))?;
    let skip = call.param("page_token").unwrap_or("0").parse().ok()?;
    Some((size, skip))
}

fn search(world: &World, shop: &str, call: &Call) -> Answer {
    let Some((size, skip)) = size_and_skip(call) else {
        return bad("page_size (1 to 100), page_token");
    };
    let mine: Vec<_> = world
        .items
        .iter()
        .filter(|item| item.platform == TIKTOK && item.merchant == shop)
        .collect();
    let groups: Vec<_> = mine.chunk_by(|a, b| a.product == b.product).collect();
    let page: Vec<_> = groups.iter().skip(skip).take(size).map(|group| {
        let skus: Vec<_> = group.iter().map(|item| json!({"id": item.variant, "seller_sku": item.sku,
            "price": {"currency": "IDR", "tax_exclusive_price": item.price.to_string()},
            "inventory": [{"warehouse_id": "7068", "quantity": item.stock}]})).collect();
        let first = group.first();
        json!({"id": first.map(|item| &item.product), "title": first.map(|item| &item.name), "status": "ACTIVATE", "skus": skus})
    }).collect();
    let next = skip + page.len();
    let token = if next < groups.len() {
        next.to_string()
    } else {
        String::new()
    };
    done(&json!({"products": page, "total_count": groups.len(), "next_page_token": token}))
}

fn orders(world: &World, shop: &str, call: &Call, body: &Value) -> Answer {
    let Some((size, skip)) = size_and_skip(call) else {
        return bad("page_size (1 to 100), page_token");
    };
    let from = body["update_time_ge"].as_i64().unwrap_or(0);
    let to = body["update_time_lt"].as_i64().unwrap_or(i64::MAX);
    let wanted = body["order_status"].as_str();
    let fits = |order: &&Order| {
        order.platform == TIKTOK
            && order.merchant == shop
            && (from..to).contains(&order.updated)
            && wanted.is_none_or(|state| state == order.state)
    };
    let mine: Vec<_> = world.orders.iter().filter(fits).collect();
    let page: Vec<_> = mine
        .iter()
        .skip(skip)
        .take(size)
        .map(|order| json(order))
        .collect();
    let next = skip + page.len();
    let token = if next < mine.len() {
        next.to_string()
    } else {
        String::new()
    };
    done(&json!({"orders": page, "total_count": mine.len(), "next_page_token": token}))
}

fn details(world: &World, shop: &str, call: &Call) -> Answer {
    let ids: Vec<_> = call.param("ids").unwrap_or_default().split(',').collect();
    if ids.len() > 50 {
        return bad("ids (1 to 50)");
    }
    let mine = world.orders.iter().filter(|order| {
        order.platform == TIKTOK && order.merchant == shop && ids.contains(&order.id.as_str())
    });
    done(&json!({"orders": mine.map(json).collect::<Vec<_>>()}))
}

/// One line per piece.
fn json(order: &Order) -> Value {
    let pieces: Vec<_> = order.lines.iter().flat_map(|line| {
        (0..line.quantity).map(|piece| json!({"id": format!("{}-{}-{piece}", order.id, line.variant), "product_id": line.item,
            "sku_id": line.variant, "seller_sku": line.sku, "product_name": line.name, "sale_price": line.price.to_string(),
            "original_price": line.price.to_string(), "currency": "IDR", "display_status": order.state}))
    }).collect();
    json!({"id": order.id, "status": order.state, "create_time": order.created, "update_time": order.updated,
        "payment": {"currency": "IDR", "total_amount": order.total().to_string()}, "line_items": pieces,
        "commerce_platform": "TOKOPEDIA"})
}
