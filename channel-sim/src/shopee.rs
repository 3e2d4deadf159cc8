//! Shopee Open Platform v2, as its parameter lists say.

use serde_json::{Value, json};

use crate::call::{Answer, Call};
use crate::proof::hmac_hex;
use crate::world::{GrantKind, Item, Platform, World};

const SHOPEE: Platform = Platform::Shopee;
const ACCESS_SECONDS: i64 = 4 * 3600;
const REFRESH_SECONDS: i64 = 30 * 86_400;

fn error(code: &str, message: &str) -> Answer {
    let body = json!({"error": code, "message": message, "request_id": "sim"});
    Answer::new(
        if code == "error_auth" || code == "error_sign" {
            403
        } else {
            200
        },
        body,
    )
}

fn done(response: &Value) -> Answer {
    Answer::ok(json!({"error": "", "message": "", "request_id": "sim", "response": response}))
}

/// The consent page, where everybody consents at once.
pub(crate) fn consent(world: &mut World, call: &Call) -> Answer {
    let known =
        call.param("partner_id") == Some(&world.settings.keys.shopee_partner_id.to_string());
    let (Some(back), true) = (call.param("redirect_uri"), known) else {
        return error("error_param", "partner_id or redirect_uri");
    };
    let shop = call.param("sim_shop").unwrap_or("220001");
    let code = world.grant(SHOPEE, shop, GrantKind::Code, 600);
    let mark = if back.contains('?') { '&' } else { '?' };
    let state = call.param("state").unwrap_or_default();
    Answer::redirect(format!(
        "{back}{mark}code={code}&shop_id={shop}&state={state}"
    ))
}

pub(crate) fn handle(world: &mut World, call: &Call) -> Answer {
    let path = call.path.trim_start_matches("/api/v2").to_owned();
    let public = path.starts_with("/auth/");
    let shop = match proved(world, call, public, path == "/media_space/upload_image") {
        Ok(shop) => shop,
        Err(answer) => return answer,
    };
    let body = call.json().unwrap_or(Value::Null);
    match (call.method.as_str(), path.as_str()) {
        ("POST", "/auth/token/get") => token(world, &body, "code", GrantKind::Code),
        ("POST", "/auth/access_token/get") => {
            token(world, &body, "refresh_token", GrantKind::Refresh)
        }
        ("POST", "/product/add_item") => add_item(world, &shop, &body),
        ("POST", "/product/init_tier_variation") => variants(world, &shop, &body),
        ("POST", "/product/update_stock") => update(world, &shop, &body, "stock_list"),
        ("POST", "/product/update_price") => update(world, &shop, &body, "price_list"),
        ("GET", "/product/get_item_list") => item_list(world, &shop, call),
        ("GET", "/product/get_item_base_info") => base_info(world, &shop, call),
        ("GET", "/product/get_model_list") => models(world, &shop, call),
        ("GET", "/product/get_category") => categories(),
        ("POST", "/media_space/upload_image") => upload(world, call),
        ("GET", "/order/get_order_list") => order_list(world, &shop, call),
        ("GET", "/order/get_order_detail") => order_detail(world, &shop, call),
        _ => error("error_not_found", "no such path"),
    }
}

/// Partner, clock, signature, token; gives the shop.
fn proved(world: &World, call: &Call, public: bool, either: bool) -> Result<String, Answer> {
    let keys = &world.settings.keys;
    let param = |name: &str| call.param(name).unwrap_or_default();
    if param("partner_id") != keys.shopee_partner_id.to_string() {
        return Err(error("invalid_partner_id", "partner_id"));
    }
    let time: i64 = param("timestamp")
        .parse()
        .map_err(|_| error("error_param", "timestamp"))?;
    if (world.now() - time).abs() > 300 {
        return Err(error("invalid_timestamp", "timestamp is expired"));
    }
    let (token, shop) = (param("access_token"), param("shop_id"));
    let sign = |tail: &str| {
        let base = format!("{}{}{time}{tail}", keys.shopee_partner_id, call.path);
        hmac_hex(&keys.shopee_partner_key, base.as_bytes())
    };
    let for_shop = param("sign") == sign(&format!("{token}{shop}"));
    let for_partner = param("sign") == sign("");
    let right = if either {
        for_shop || for_partner
    } else if public {
        for_partner
    } else {
        for_shop
    };
    if !right {
        return Err(error("error_sign", "Wrong sign."));
    }
    if public || (either && for_partner) {
        return Ok(String::new());
    }
    match world.holder(SHOPEE, GrantKind::Access, token) {
        Some(holder) if holder == shop => Ok(holder),
        Some(_) => Err(error("error_permission", "the token is of another shop")),
        None => Err(error("error_auth", "Invalid access_token")),
    }
}

fn token(world: &mut World, body: &Value, name: &str, kind: GrantKind) -> Answer {
    let partner = body["partner_id"].as_i64();
    if partner != Some(world.settings.keys.shopee_partner_id) || !body["shop_id"].is_i64() {
        return error("error_param", "partner_id and shop_id must be numbers");
    }
    let shop = body["shop_id"].to_string();
    let given = body[name].as_str().unwrap_or_default();
    if world.spend(SHOPEE, kind, given) != Some(shop.clone()) {
        return error("error_auth", "invalid or used code or refresh_token");
    }
    let access = world.grant(SHOPEE, &shop, GrantKind::Access, ACCESS_SECONDS);
    let refresh = world.grant(SHOPEE, &shop, GrantKind::Refresh, REFRESH_SECONDS);
    Answer::ok(
        json!({"error": "", "message": "", "request_id": "sim", "access_token": access,
        "refresh_token": refresh, "expire_in": world.access_seconds(ACCESS_SECONDS)}),
    )
}

fn add_item(world: &mut World, shop: &str, body: &Value) -> Answer {
    let required = [
        "original_price",
        "description",
        "weight",
        "item_name",
        "logistic_info",
        "category_id",
        "image",
    ];
    if let Some(field) = required.into_iter().find(|field| body[*field].is_null()) {
        return error(
            "product.error_param",
            &format!("invalid field {field}: value must Not Null"),
        );
    }
    let images = body["image"]["image_id_list"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let known = images.iter().all(|image| {
        image
            .as_str()
            .is_some_and(|id| world.images.contains(&id.to_owned()))
    });
    if images.is_empty() || images.len() > 9 || !known {
        return error("product.error_param", "image_id_list");
    }
    let logistics = body["logistic_info"].as_array().is_some_and(|list| {
        !list.is_empty()
            && list
                .iter()
                .all(|one| one["logistic_id"].is_i64() && one["enabled"].is_boolean())
    });
    let price = body["original_price"].as_f64().unwrap_or(0.0);
    let sound = logistics
        && price >= 1.0
        && body["weight"].as_f64().unwrap_or(0.0) > 0.0
        && body["category_id"].is_i64();
    if !sound {
        return error(
            "product.error_param",
            "logistic_info, original_price, weight or category_id",
        );
    }
    let item = Item {
        platform: SHOPEE,
        merchant: shop.to_owned(),
        product: world.number(),
        variant: "0".to_owned(),
        sku: body["item_sku"].as_str().unwrap_or_default().to_owned(),
        name: body["item_name"].as_str().unwrap_or_default().to_owned(),
        price: body["original_price"].as_i64().unwrap_or(0),
        stock: body["seller_stock"][0]["stock"].as_i64().unwrap_or(0),
        writes: 1,
        touched: world.now(),
    };
    let id: i64 = item.product.parse().unwrap_or(0);
    world.items.push(item);
    done(&json!({"item_id": id}))
}

/// Puts one to fifty models in the place of the item without choices.
fn variants(world: &mut World, shop: &str, body: &Value) -> Answer {
    let rows = body["model"].as_array().cloned().unwrap_or_default();
    let options = body["tier_variation"][0]["option_list"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let sound = |row: &Value| {
        row["tier_index"][0]
            .as_u64()
            .is_some_and(|at| options.len() as u64 > at)
            && row["original_price"]
                .as_i64()
                .is_some_and(|price| price > 0)
            && row["seller_stock"][0]["stock"].is_u64()
    };
    if rows.is_empty() || rows.len() > 50 || rows.len() != options.len() || !rows.iter().all(sound)
    {
        return error("product.error_param", "tier_variation or model (1 to 50)");
    }
    let id = body["item_id"].to_string();
    let Some(plain) = world
        .item(SHOPEE, shop, |item| {
            item.product == id && item.variant == "0"
        })
        .cloned()
    else {
        return error("product.error_item_not_found", "item_id");
    };
    world
        .items
        .retain(|item| item.platform != SHOPEE || item.product != id);
    let mut made = Vec::new();
    for row in rows {
        let model = world.number();
        let item = Item {
            variant: model.clone(),
            sku: row["model_sku"].as_str().unwrap_or_default().to_owned(),
            price: row["original_price"].as_i64().unwrap_or(0),
            stock: row["seller_stock"][0]["stock"].as_i64().unwrap_or(0),
            ..plain.clone()
        };
        let model: i64 = model.parse().unwrap_or(0);
        made.push(
            json!({"model_id": model, "model_sku": item.sku, "tier_index": row["tier_index"]}),
        );
        world.items.push(item);
    }
    done(
        &json!({"item_id": body["item_id"], "tier_variation": body["tier_variation"], "model": made}),
    )
}

fn models(world: &World, shop: &str, call: &Call) -> Answer {
    let id = call.param("item_id").unwrap_or_default();
    let mine = world.items.iter().filter(|item| {
        item.platform == SHOPEE
            && item.merchant == shop
            && item.product == id
            && item.variant != "0"
    });
    let list: Vec<_> = mine.map(|item| json!({
        "model_id": item.variant.parse::<i64>().unwrap_or(0), "model_sku": item.sku, "model_status": "NORMAL",
        "price_info": [{"currency": "IDR", "original_price": item.price, "current_price": item.price}],
        "stock_info_v2": {"summary_info": {"total_available_stock": item.stock}},
    })).collect();
    done(&json!({"model": list}))
}

/// Stock or price of one item, one to fifty models; each may fail alone.
fn update(world: &mut World, shop: &str, body: &Value, list: &str) -> Answer {
    let rows = body[list].as_array().cloned().unwrap_or_default();
    if !body["item_id"].is_i64() || rows.is_empty() || rows.len() > 50 {
        return error(
            "product.error_param",
            &format!("item_id or {list} (1 to 50)"),
        );
    }
    let id = body["item_id"].to_string();
    let (mut success, mut failure) = (Vec::new(), Vec::new());
    for row in rows {
        let model = row["model_id"].as_i64().unwrap_or(0);
        let value = if list == "stock_list" {
            &row["seller_stock"][0]["stock"]
        } else {
            &row["original_price"]
        };
        let Some(value) = value.as_i64().filter(|value| *value >= 0) else {
            failure.push(json!({"model_id": model, "failed_reason": "invalid value"}));
            continue;
        };
        let unlucky = world.row_fails();
        let now = world.now();
        let found = world.item(SHOPEE, shop, |item| {
            item.product == id && item.variant == model.to_string()
        });
        match found {
            None => failure.push(json!({"model_id": model, "failed_reason": "model not found"})),
            Some(_) if unlucky => {
                failure.push(json!({"model_id": model, "failed_reason": "system busy, try again"}));
            }
            Some(item) => {
                if list == "stock_list" {
                    item.stock = value;
                } else {
                    item.price = value;
                }
                (item.writes, item.touched) = (item.writes + 1, now);
                success.push(json!({"model_id": model}));
            }
        }
    }
    done(&json!({"success_list": success, "failure_list": failure}))
}

/// Every product once, whatever its models.
fn products<'a>(world: &'a World, shop: &str) -> impl Iterator<Item = &'a Item> {
    let mine = world
        .items
        .iter()
        .filter(move |item| item.platform == SHOPEE && item.merchant == shop);
    let mut seen = std::collections::BTreeSet::new();
    mine.filter(move |item| seen.insert(item.product.clone()))
}

fn item_list(world: &World, shop: &str, call: &Call) -> Answer {
    let number = |name: &str| call.param(name).and_then(|text| text.parse::<usize>().ok());
    let (Some(offset), Some(size @ 1..=100), Some(_)) = (
        number("offset"),
        number("page_size"),
        call.param("item_status"),
    ) else {
        return error(
            "product.error_param",
            "offset, page_size (1 to 100), item_status",
        );
    };
    let mine: Vec<_> = products(world, shop).collect();
    let page: Vec<_> = mine.iter().skip(offset).take(size)
        .map(|item| json!({"item_id": item.product.parse::<i64>().unwrap_or(0), "item_status": "NORMAL", "update_time": item.touched}))
        .collect();
    let next = offset + page.len();
    done(
        &json!({"item": page, "total_count": mine.len(), "has_next_page": next < mine.len(), "next_offset": next}),
    )
}

fn base_info(world: &World, shop: &str, call: &Call) -> Answer {
    let ids: Vec<_> = call
        .param("item_id_list")
        .unwrap_or_default()
        .split(',')
        .collect();
    if ids.len() > 50 {
        return error("product.error_param", "item_id_list (1 to 50)");
    }
    let found = products(world, shop).filter(|item| ids.contains(&item.product.as_str()));
    let list: Vec<_> = found.map(|item| json!({
        "item_id": item.product.parse::<i64>().unwrap_or(0), "item_name": item.name, "item_sku": item.sku,
        "item_status": "NORMAL", "has_model": item.variant != "0",
        "price_info": [{"currency": "IDR", "original_price": item.price, "current_price": item.price}],
        "stock_info_v2": {"summary_info": {"total_available_stock": item.stock}},
    })).collect();
    done(&json!({"item_list": list}))
}

fn categories() -> Answer {
    done(&json!({"category_list": [
        {"category_id": 100_182, "parent_category_id": 0, "original_category_name": "Food & Beverages", "display_category_name": "Makanan & Minuman", "has_children": true},
        {"category_id": 100_780, "parent_category_id": 100_182, "original_category_name": "Snacks", "display_category_name": "Makanan Ringan", "has_children": true},
        {"category_id": 100_781, "parent_category_id": 100_780, "original_category_name": "Chips", "display_category_name": "Keripik & Kerupuk", "has_children": false},
    ]}))
}

fn upload(world: &mut World, call: &Call) -> Answer {
    let has_image = call
        .body
        .windows(12)
        .any(|window| window == b"name=\"image\"");
    if !call.is_multipart() || !has_image || call.body.len() > 10 * 1024 * 1024 + 4096 {
        return error("error_param", "image must be multipart, at most 10 MB");
    }
    let id = world.chance.token("img");
    world.images.push(id.clone());
    done(&json!({"image_info": {"image_id": id}}))
}

fn order_list(world: &World, shop: &str, call: &Call) -> Answer {
    let number = |name: &str| call.param(name).and_then(|text| text.parse::<i64>().ok());
    let field = call.param("time_range_field");
    let (Some(from), Some(to), Some(size @ 1..=100), Some("create_time" | "update_time")) = (
        number("time_from"),
        number("time_to"),
        number("page_size"),
        field,
    ) else {
        return error(
            "order.error_param",
            "time_range_field, time_from, time_to, page_size",
        );
    };
    if to - from > 15 * 86_400 || to < from {
        return error("order.error_param", "time range must be within 15 days");
    }
    let skip: usize = call
        .param("cursor")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let time = |order: &&crate::world::Order| {
        if field == Some("create_time") {
            order.created
        } else {
            order.updated
        }
    };
    let mine: Vec<_> = world
        .orders
        .iter()
        .filter(|order| {
            order.platform == SHOPEE && order.merchant == shop && (from..=to).contains(&time(order))
        })
        .collect();
    let page: Vec<_> = mine
        .iter()
        .skip(skip)
        .take(usize::try_from(size).unwrap_or(100))
        .map(|order| json!({"order_sn": order.id, "order_status": order.state}))
        .collect();
    let next = skip + page.len();
    let more = next < mine.len();
    done(
        &json!({"more": more, "next_cursor": if more { next.to_string() } else { String::new() }, "order_list": page}),
    )
}

fn order_detail(world: &World, shop: &str, call: &Call) -> Answer {
    let ids: Vec<_> = call
        .param("order_sn_list")
        .unwrap_or_default()
        .split(',')
        .collect();
    if ids.len() > 50 {
        return error("order.error_param", "order_sn_list (1 to 50)");
    }
    let found = world.orders.iter().filter(|order| {
        order.platform == SHOPEE && order.merchant == shop && ids.contains(&order.id.as_str())
    });
    let list: Vec<_> = found.map(|order| {
        let lines: Vec<_> = order.lines.iter().map(|line| json!({
            "item_id": line.item.parse::<i64>().unwrap_or(0), "item_name": line.name, "item_sku": line.sku, "model_id": 0,
            "model_sku": "", "model_quantity_purchased": line.quantity, "model_discounted_price": line.price,
        })).collect();
        json!({"order_sn": order.id, "order_status": order.state, "create_time": order.created, "update_time": order.updated,
            "total_amount": order.total(), "buyer_username": "pembeli_sim", "item_list": lines})
    }).collect();
    done(&json!({"order_list": list}))
}
