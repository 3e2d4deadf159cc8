//! Tasks into signed requests.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Shopee, ShopeeConfig, UploadSignature};
use crate::capability::{Capability, ChannelId};
use crate::channel::{Call, CallKind, Channel, CreatePlace, Session, Task};
use crate::http::{FilePart, Method, Request, query};
use crate::listing::{Listing, Place, PriceUpdate, StockUpdate, Variant};
use crate::outcome::ChannelError;
use crate::secret::Secret;
use crate::sign::hmac_hex;

const CHANNEL: ChannelId = ChannelId::Shopee;
/// Rows of one item that fit one call.
const ROWS: usize = 50;

fn incomplete(what: &str) -> ChannelError {
    ChannelError::Incomplete {
        channel: CHANNEL,
        what: what.to_owned(),
    }
}

fn number(text: &str, what: &str) -> Result<i64, ChannelError> {
    text.parse().map_err(|_| incomplete(what))
}

/// Who signs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signer {
    /// The partner alone.
    Public,
    /// The partner for the session's shop.
    Shop,
}

/// The signature: partner, path, time, and for a shop its token and number, without separators. Body
/// and other parameters are not covered.
pub(super) fn sign(
    config: &ShopeeConfig,
    path: &str,
    time: i64,
    shop: Option<(&str, &str)>,
) -> String {
    let (token, id) = shop.unwrap_or_default();
    let base = format!("{}{path}{time}{token}{id}", config.partner_id);
    hmac_hex(&config.partner_key, &[base.as_bytes()])
}

/// The path part of the API's address, which is signed too.
fn path_of(base: &str) -> &str {
    let host = base.split_once("://").map_or(base, |(_, rest)| rest);
    host.find('/')
        .and_then(|at| host.get(at..))
        .unwrap_or_default()
}

struct Builder<'a> {
    config: &'a ShopeeConfig,
    session: &'a Session,
    now: i64,
}

impl Builder<'_> {
    fn request(
        &self,
        method: Method,
        path: &str,
        signer: Signer,
        more: &[(&str, &str)],
    ) -> Result<Request, ChannelError> {
        let base = self.config.base.trim_end_matches('/');
        let signed_path = format!("{}{path}", path_of(base));
        let expired = ChannelError::TokenExpired { channel: CHANNEL };
        let shop = match signer {
            Signer::Public => None,
            Signer::Shop => {
                let access = self.session.access.as_ref().ok_or(expired)?;
                Some((access.expose(), self.session.merchant.as_str()))
            }
        };
        let signature = sign(self.config, &signed_path, self.now, shop);
        let (partner, time) = (self.config.partner_id.to_string(), self.now.to_string());
        let mut pairs = vec![("partner_id", partner.as_str()), ("timestamp", &time)];
        if let Some((token, id)) = shop {
            pairs.extend([("access_token", token), ("shop_id", id)]);
        }
        pairs.push(("sign", &signature));
        pairs.extend_from_slice(more);
        Ok(Request::new(
            method,
            format!("{base}{path}?{}", query(&pairs)),
        ))
    }

    fn get(&self, path: &str, more: &[(&str, &str)]) -> Result<Request, ChannelError> {
        self.request(Method::Get, path, Signer::Shop, more)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Request, ChannelError> {
        let request = self.request(Method::Post, path, Signer::Shop, &[])?;
        Ok(request.json(body.to_string().into_bytes()))
    }

    fn token(&self, path: &str, name: &str, secret: &Secret) -> Result<Vec<Call>, ChannelError> {
        let shop = number(&self.session.merchant, "shop_id")?;
        let body =
            json!({name: secret.expose(), "partner_id": self.config.partner_id, "shop_id": shop});
        let request = self.request(Method::Post, path, Signer::Public, &[])?;
        Ok(one(
            request.json(body.to_string().into_bytes()),
            CallKind::Token,
        ))
    }

    fn upload(&self, file_name: &str, mime: &str, bytes: &[u8]) -> Result<Vec<Call>, ChannelError> {
        let signer = match self.config.upload_signature {
            UploadSignature::Public => Signer::Public,
            UploadSignature::Shop => Signer::Shop,
        };
        let file = FilePart {
            field: "image",
            file_name,
            mime,
            bytes,
        };
        let request = self.request(Method::Post, "/media_space/upload_image", signer, &[])?;
        Ok(one(
            request.multipart(&[("scene", "normal")], &file),
            CallKind::Upload,
        ))
    }

    fn stock(&self, rows: &[StockUpdate]) -> Result<Vec<Call>, ChannelError> {
        let names = |row: &StockUpdate| (row.place.item.clone(), row.sku.clone());
        by_item(rows, names, CallKind::Stock, |item, rows| {
            let list = rows
                .iter()
                .map(|row| stock_row(row))
                .collect::<Result<Vec<_>, _>>()?;
            let body = json!({"item_id": number(item, "item_id")?, "stock_list": list});
            self.post("/product/update_stock", &body)
        })
    }

    fn price(&self, rows: &[PriceUpdate]) -> Result<Vec<Call>, ChannelError> {
        let names = |row: &PriceUpdate| (row.place.item.clone(), row.sku.clone());
        by_item(rows, names, CallKind::Price, |item, rows| {
            let list = rows
                .iter()
                .map(|row| price_row(row))
                .collect::<Result<Vec<_>, _>>()?;
            let body = json!({"item_id": number(item, "item_id")?, "price_list": list});
            self.post("/product/update_price", &body)
        })
    }

    fn orders(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        cursor: Option<&str>,
    ) -> Result<Vec<Call>, ChannelError> {
        if to - from > TimeDelta::days(15) {
            return Err(incomplete("rentang waktu pesanan paling lama 15 hari"));
        }
        let (from, to) = (from.timestamp().to_string(), to.timestamp().to_string());
        let mut more = vec![
            ("time_range_field", "update_time"),
            ("time_from", from.as_str()),
            ("time_to", to.as_str()),
            ("page_size", "100"),
            ("response_optional_fields", "order_status"),
        ];
        more.extend(cursor.map(|cursor| ("cursor", cursor)));
        Ok(one(
            self.get("/order/get_order_list", &more)?,
            CallKind::Orders,
        ))
    }

    fn order_details(&self, ids: &[String]) -> Result<Call, ChannelError> {
        let list = ids.join(",");
        let fields = "buyer_username,item_list,total_amount";
        let more = [
            ("order_sn_list", list.as_str()),
            ("response_optional_fields", fields),
        ];
        let request = self.get("/order/get_order_detail", &more)?;
        Ok(Call {
            request,
            kind: CallKind::OrderDetails,
            skus: Vec::new(),
        })
    }
}

fn one(request: Request, kind: CallKind) -> Vec<Call> {
    vec![Call {
        request,
        kind,
        skus: Vec::new(),
    }]
}

pub(super) fn prepare(
    shopee: &Shopee,
    task: &Task,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<Vec<Call>, ChannelError> {
    let build = Builder {
        config: &shopee.config,
        session,
        now: now.timestamp(),
    };
    match task {
        Task::ExchangeCode { code } => build.token("/auth/token/get", "code", code),
        Task::Refresh {
            refresh: Some(refresh),
        } => build.token("/auth/access_token/get", "refresh_token", refresh),
        Task::Refresh { refresh: None } => Err(ChannelError::AccessLost { channel: CHANNEL }),
        Task::Categories => {
            let request = build.get("/product/get_category", &[("language", "id")])?;
            Ok(one(request, CallKind::Categories))
        }
        Task::Upload {
            file_name,
            mime,
            bytes,
        } => build.upload(file_name, mime, bytes),
        Task::Create { listing, place, .. } => {
            let skus = listing
                .variants
                .iter()
                .map(|variant| variant.sku.clone())
                .collect();
            let request = build.post("/product/add_item", &add_item(listing, place)?)?;
            Ok(vec![Call {
                request,
                kind: CallKind::Create,
                skus,
            }])
        }
        Task::AddVariants { item, listing } => {
            let skus = listing
                .variants
                .iter()
                .map(|variant| variant.sku.clone())
                .collect();
            let request = build.post("/product/init_tier_variation", &variants(item, listing)?)?;
            Ok(vec![Call {
                request,
                kind: CallKind::Create,
                skus,
            }])
        }
        Task::Stock { rows } => build.stock(rows),
        Task::Price { rows } => build.price(rows),
        Task::Listings { cursor } => {
            let offset = cursor.as_deref().unwrap_or("0");
            let more = [
                ("offset", offset),
                ("page_size", "100"),
                ("item_status", "NORMAL"),
            ];
            Ok(one(
                build.get("/product/get_item_list", &more)?,
                CallKind::Listings,
            ))
        }
        Task::ListingDetails { items } => details(&build, items),
        Task::Orders { from, to, cursor } => build.orders(*from, *to, cursor.as_deref()),
        Task::OrderDetails { ids } => ids
            .chunks(ROWS)
            .map(|ids| build.order_details(ids))
            .collect(),
        // Shopee orders are paid before we hear of them; there is nothing to accept.
        Task::Act { .. } | Task::Open { .. } => Err(shopee.cannot(Capability::OrderActions)),
        Task::Menu { .. } | Task::AnnounceMenu => Err(shopee.cannot(Capability::ServeCatalogue)),
        // Push addresses are registered once for the whole app, in the console.
        Task::Subscribe { .. } | Task::Shops => Err(shopee.cannot(Capability::Webhooks)),
    }
}

fn model(place: &Place) -> Result<i64, ChannelError> {
    place
        .variant
        .as_deref()
        .map_or(Ok(0), |variant| number(variant, "model_id"))
}

fn stock_row(row: &StockUpdate) -> Result<Value, ChannelError> {
    let mut stock = json!({"stock": row.stock});
    if let Some(location) = &row.place.location {
        stock["location_id"] = json!(location);
    }
    Ok(json!({"model_id": model(&row.place)?, "seller_stock": [stock]}))
}

fn price_row(row: &PriceUpdate) -> Result<Value, ChannelError> {
    Ok(json!({"model_id": model(&row.place)?, "original_price": row.price.rupiah()}))
}

/// One item per call, at most fifty rows; order of items and rows is kept.
fn by_item<R>(
    rows: &[R],
    names: impl Fn(&R) -> (String, String),
    kind: CallKind,
    build: impl Fn(&str, &[&R]) -> Result<Request, ChannelError>,
) -> Result<Vec<Call>, ChannelError> {
    let mut items: Vec<(String, Vec<&R>)> = Vec::new();
    let mut seen = HashMap::new();
    for row in rows {
        let (item, _) = names(row);
        let at = *seen.entry(item.clone()).or_insert(items.len());
        match items.get_mut(at) {
            Some((_, group)) => group.push(row),
            None => items.push((item, vec![row])),
        }
    }
    let mut calls = Vec::new();
    for (item, group) in &items {
        for part in group.chunks(ROWS) {
            let skus = part.iter().map(|row| names(row).1).collect();
            calls.push(Call {
                request: build(item, part)?,
                kind,
                skus,
            });
        }
    }
    Ok(calls)
}

fn details(build: &Builder<'_>, items: &[(String, bool)]) -> Result<Vec<Call>, ChannelError> {
    let mut calls = Vec::new();
    for part in items.chunks(ROWS) {
        let list = part
            .iter()
            .map(|(item, _)| item.as_str())
            .collect::<Vec<_>>()
            .join(",");
        let request = build.get("/product/get_item_base_info", &[("item_id_list", &list)])?;
        calls.push(Call {
            request,
            kind: CallKind::Listings,
            skus: Vec::new(),
        });
    }
    for (item, _) in items.iter().filter(|(_, has_variants)| *has_variants) {
        let request = build.get("/product/get_model_list", &[("item_id", item)])?;
        // The answer does not repeat the item's number.
        calls.push(Call {
            request,
            kind: CallKind::Models,
            skus: vec![item.clone()],
        });
    }
    Ok(calls)
}

/// The product itself. One with choices starts as its cheapest; `init_tier_variation` adds the choices.
fn add_item(listing: &Listing, place: &CreatePlace) -> Result<Value, ChannelError> {
    let cheapest = listing.variants.iter().min_by_key(|variant| variant.price);
    let variant = cheapest.ok_or_else(|| incomplete("pilihan"))?;
    let sku = if listing.variants.len() > 1 {
        &listing.sku
    } else {
        &variant.sku
    };
    let images: Vec<_> = listing
        .images
        .iter()
        .filter_map(|image| image.remote.as_ref())
        .collect();
    let category = listing
        .remote_category
        .as_deref()
        .ok_or_else(|| incomplete("kategori"))?;
    let grams = listing.weight_grams.ok_or_else(|| incomplete("berat"))?;
    if images.is_empty() {
        return Err(incomplete("foto"));
    }
    if place.logistics.is_empty() {
        return Err(incomplete("jasa kirim"));
    }
    let logistics: Vec<_> = place
        .logistics
        .iter()
        .map(|id| json!({"logistic_id": id, "enabled": true}))
        .collect();
    let mut body = json!({
        "original_price": variant.price.rupiah(),
        "description": listing.description,
        "weight": f64::from(grams) / 1000.0,
        "item_name": listing.name,
        "item_sku": sku,
        "item_status": "NORMAL",
        "condition": "NEW",
        "logistic_info": logistics,
        "category_id": number(category, "category_id")?,
        "image": {"image_id_list": images},
        "seller_stock": [{"stock": variant.stock}],
    });
    if let Some(size) = listing.size {
        body["dimension"] = json!({"package_length": size.length, "package_width": size.width,
            "package_height": size.height});
    }
    Ok(body)
}

/// One tier of choices, one model for each.
fn variants(item: &str, listing: &Listing) -> Result<Value, ChannelError> {
    if listing.variants.len() > ROWS {
        return Err(incomplete("paling banyak 50 pilihan"));
    }
    let name = |variant: &Variant| variant.name.clone().unwrap_or_else(|| variant.sku.clone());
    let options: Vec<_> = listing
        .variants
        .iter()
        .map(|variant| json!({"option": name(variant)}))
        .collect();
    let models: Vec<_> = (0..).zip(&listing.variants).map(|(at, variant): (u32, &Variant)| {
        let stock = if variant.on_sale { variant.stock } else { 0 };
        json!({"tier_index": [at], "original_price": variant.price.rupiah(), "model_sku": variant.sku,
            "seller_stock": [{"stock": stock}]})
    }).collect();
    Ok(json!({
        "item_id": number(item, "item_id")?,
        "tier_variation": [{"name": "Pilihan", "option_list": options}],
        "model": models,
    }))
}
