//! Tasks into signed requests.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Tokopedia, TokopediaConfig};
use crate::capability::{Capability, ChannelId};
use crate::channel::{Call, CallKind, Channel, CreatePlace, Session, Task};
use crate::http::{FilePart, Method, Request, escape, query};
use crate::listing::{Listing, Place, PriceUpdate, StockUpdate, Variant};
use crate::outcome::ChannelError;
use crate::secret::Secret;
use crate::sign::hmac_hex;

const CHANNEL: ChannelId = ChannelId::Tokopedia;
/// Ids per detail call.
const ROWS: usize = 50;

fn incomplete(what: &str) -> ChannelError {
    ChannelError::Incomplete {
        channel: CHANNEL,
        what: what.to_owned(),
    }
}

/// The signature: secret, path, sorted parameters as key and value, body unless multipart, secret.
/// Parameters count as decoded; `sign` and `access_token` are left out.
pub(super) fn sign(secret: &Secret, path: &str, pairs: &[(&str, &str)], body: &[u8]) -> String {
    let mut pairs: Vec<_> = pairs
        .iter()
        .filter(|(key, _)| !["sign", "access_token"].contains(key))
        .collect();
    pairs.sort_unstable();
    let joined: String = pairs
        .iter()
        .flat_map(|(key, value)| [*key, *value])
        .collect();
    let wrap = secret.expose().as_bytes();
    hmac_hex(
        secret,
        &[wrap, path.as_bytes(), joined.as_bytes(), body, wrap],
    )
}

struct Builder<'a> {
    config: &'a TokopediaConfig,
    session: &'a Session,
    now: String,
}

/// Whether a call belongs to one shop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// It does, and carries the shop's cipher.
    Shop,
    /// It does not: authorised shops, pictures.
    App,
}

impl Builder<'_> {
    fn signed(
        &self,
        method: Method,
        path: &str,
        scope: Scope,
        more: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Request, ChannelError> {
        let access = self
            .session
            .access
            .as_ref()
            .ok_or(ChannelError::TokenExpired { channel: CHANNEL })?;
        let mut pairs = vec![
            ("app_key", self.config.app_key.as_str()),
            ("timestamp", &self.now),
        ];
        if scope == Scope::Shop {
            let cipher = self
                .session
                .cipher
                .as_ref()
                .ok_or_else(|| incomplete("shop_cipher"))?;
            pairs.push(("shop_cipher", cipher.expose()));
        }
        pairs.extend_from_slice(more);
        let signature = sign(&self.config.app_secret, path, &pairs, body);
        pairs.push(("sign", &signature));
        let url = format!(
            "{}{path}?{}",
            self.config.base.trim_end_matches('/'),
            query(&pairs)
        );
        Ok(Request::new(method, url).header("x-tts-access-token", access.expose()))
    }

    fn get(
        &self,
        path: &str,
        scope: Scope,
        more: &[(&str, &str)],
    ) -> Result<Request, ChannelError> {
        self.signed(Method::Get, path, scope, more, b"")
    }

    fn send(
        &self,
        method: Method,
        path: &str,
        more: &[(&str, &str)],
        body: &Value,
    ) -> Result<Request, ChannelError> {
        // Serialised once: the signature covers exactly the bytes that are sent.
        let bytes = body.to_string().into_bytes();
        Ok(self
            .signed(method, path, Scope::Shop, more, &bytes)?
            .json(bytes))
    }

    fn upload(&self, file_name: &str, mime: &str, bytes: &[u8]) -> Result<Vec<Call>, ChannelError> {
        let file = FilePart {
            field: "data",
            file_name,
            mime,
            bytes,
        };
        // A multipart body is not signed.
        let path = "/product/202309/images/upload";
        let request = self.signed(Method::Post, path, Scope::App, &[], b"")?;
        Ok(one(
            request.multipart(&[("use_case", "MAIN_IMAGE")], &file),
            CallKind::Upload,
        ))
    }

    fn listings(&self, cursor: Option<&str>) -> Result<Vec<Call>, ChannelError> {
        let path = format!(
            "/product/{}/products/search",
            escape(&self.config.search_version)
        );
        let mut more = vec![("page_size", "100")];
        more.extend(cursor.map(|cursor| ("page_token", cursor)));
        let body = json!({"listing_platforms": self.config.listing_platforms});
        Ok(one(
            self.send(Method::Post, &path, &more, &body)?,
            CallKind::Listings,
        ))
    }

    fn orders(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        cursor: Option<&str>,
    ) -> Result<Vec<Call>, ChannelError> {
        let mut more = vec![
            ("page_size", "100"),
            ("sort_field", "update_time"),
            ("sort_order", "ASC"),
        ];
        more.extend(cursor.map(|cursor| ("page_token", cursor)));
        let body = json!({"update_time_ge": from.timestamp(), "update_time_lt": to.timestamp()});
        let request = self.send(Method::Post, "/order/202309/orders/search", &more, &body)?;
        Ok(one(request, CallKind::Orders))
    }

    fn order_details(&self, ids: &[String]) -> Result<Call, ChannelError> {
        let path = format!("/order/{}/orders", escape(&self.config.order_version));
        let request = self.get(&path, Scope::Shop, &[("ids", &ids.join(","))])?;
        Ok(Call {
            request,
            kind: CallKind::OrderDetails,
            skus: Vec::new(),
        })
    }

    /// The token calls carry the secret in their address; `Request`'s Debug leaves the query out.
    fn token(&self, path: &str, more: &[(&str, &str)]) -> Request {
        let mut pairs = vec![
            ("app_key", self.config.app_key.as_str()),
            ("app_secret", self.config.app_secret.expose()),
        ];
        pairs.extend_from_slice(more);
        let base = self.config.auth.trim_end_matches('/');
        Request::new(Method::Get, format!("{base}{path}?{}", query(&pairs)))
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
    tokopedia: &Tokopedia,
    task: &Task,
    session: &Session,
    now: DateTime<Utc>,
) -> Result<Vec<Call>, ChannelError> {
    let config = &tokopedia.config;
    let build = Builder {
        config,
        session,
        now: now.timestamp().to_string(),
    };
    match task {
        Task::ExchangeCode { code } => {
            let more = [
                ("auth_code", code.expose()),
                ("grant_type", "authorized_code"),
            ];
            Ok(one(
                build.token("/api/v2/token/get", &more),
                CallKind::Token,
            ))
        }
        Task::Refresh {
            refresh: Some(refresh),
        } => {
            let more = [
                ("refresh_token", refresh.expose()),
                ("grant_type", "refresh_token"),
            ];
            Ok(one(
                build.token("/api/v2/token/refresh", &more),
                CallKind::Token,
            ))
        }
        Task::Refresh { refresh: None } => Err(ChannelError::AccessLost { channel: CHANNEL }),
        Task::Shops => Ok(one(
            build.get("/authorization/202309/shops", Scope::App, &[])?,
            CallKind::Shops,
        )),
        Task::Categories => {
            let more = [("locale", "id-ID"), ("listing_platform", "TOKOPEDIA")];
            let request = build.get("/product/202309/categories", Scope::Shop, &more)?;
            Ok(one(request, CallKind::Categories))
        }
        Task::Upload {
            file_name,
            mime,
            bytes,
        } => build.upload(file_name, mime, bytes),
        Task::Create {
            listing,
            place,
            idempotency,
        } => {
            let body = product(config, listing, place, idempotency)?;
            let skus = listing
                .variants
                .iter()
                .map(|variant| variant.sku.clone())
                .collect();
            let request = build.send(Method::Post, "/product/202309/products", &[], &body)?;
            Ok(vec![Call {
                request,
                kind: CallKind::Create,
                skus,
            }])
        }
        Task::Stock { rows } => {
            let names = |row: &StockUpdate| (row.place.item.clone(), row.sku.clone());
            by_product(&build, rows, "inventory", names, stock_row, CallKind::Stock)
        }
        Task::Price { rows } => {
            let names = |row: &PriceUpdate| (row.place.item.clone(), row.sku.clone());
            by_product(&build, rows, "prices", names, price_row, CallKind::Price)
        }
        Task::Listings { cursor } => build.listings(cursor.as_deref()),
        Task::Orders { from, to, cursor } => build.orders(*from, *to, cursor.as_deref()),
        Task::OrderDetails { ids } => ids
            .chunks(ROWS)
            .map(|ids| build.order_details(ids))
            .collect(),
        Task::Subscribe { event, url } => {
            let body = json!({"address": url, "event_type": event});
            let request = build.send(Method::Put, "/event/202309/webhooks", &[], &body)?;
            Ok(one(request, CallKind::Plain))
        }
        // The product search tells price and stock already, and choices come with the product.
        Task::ListingDetails { .. } | Task::AddVariants { .. } => Ok(Vec::new()),
        Task::Act { .. } | Task::Open { .. } => Err(tokopedia.cannot(Capability::OrderActions)),
        Task::Menu { .. } | Task::AnnounceMenu => Err(tokopedia.cannot(Capability::ServeCatalogue)),
    }
}

fn stock_row(row: &StockUpdate) -> Result<Value, ChannelError> {
    let mut inventory = json!({"quantity": row.stock});
    if let Some(warehouse) = &row.place.location {
        inventory["warehouse_id"] = json!(warehouse);
    }
    Ok(json!({"id": sku_id(&row.place)?, "inventory": [inventory]}))
}

fn price_row(row: &PriceUpdate) -> Result<Value, ChannelError> {
    let price = json!({"amount": row.price.rupiah().to_string(), "currency": "IDR"});
    Ok(json!({"id": sku_id(&row.place)?, "price": price}))
}

/// Every product has at least one sku here, even without choices.
fn sku_id(place: &Place) -> Result<&str, ChannelError> {
    place.variant.as_deref().ok_or_else(|| incomplete("sku id"))
}

/// One product per call; order of products and rows is kept.
fn by_product<R>(
    build: &Builder<'_>,
    rows: &[R],
    what: &str,
    names: impl Fn(&R) -> (String, String),
    row: impl Fn(&R) -> Result<Value, ChannelError>,
    kind: CallKind,
) -> Result<Vec<Call>, ChannelError> {
    let mut products: Vec<(String, Vec<&R>)> = Vec::new();
    let mut seen = HashMap::new();
    for row in rows {
        let (product, _) = names(row);
        let at = *seen.entry(product.clone()).or_insert(products.len());
        match products.get_mut(at) {
            Some((_, group)) => group.push(row),
            None => products.push((product, vec![row])),
        }
    }
    let call = |(product, group): (String, Vec<&R>)| {
        let list = group
            .iter()
            .map(|item| row(item))
            .collect::<Result<Vec<_>, _>>()?;
        let path = format!(
            "/product/202309/products/{}/{what}/update",
            escape(&product)
        );
        let request = build.send(Method::Post, &path, &[], &json!({"skus": list}))?;
        Ok(Call {
            request,
            kind,
            skus: group.iter().map(|row| names(row).1).collect(),
        })
    };
    products.into_iter().map(call).collect()
}

fn product(
    config: &TokopediaConfig,
    listing: &Listing,
    place: &CreatePlace,
    idempotency: &str,
) -> Result<Value, ChannelError> {
    let warehouse = place
        .warehouse
        .as_deref()
        .ok_or_else(|| incomplete("gudang"))?;
    let category = listing
        .remote_category
        .as_deref()
        .ok_or_else(|| incomplete("kategori"))?;
    let images: Vec<_> = listing
        .images
        .iter()
        .filter_map(|image| Some(json!({"uri": image.remote.as_ref()?})))
        .collect();
    if images.is_empty() {
        return Err(incomplete("foto"));
    }
    let mut body = json!({
        "title": listing.name,
        "description": html(&listing.description),
        "category_id": category,
        "main_images": images,
        "skus": listing.variants.iter().map(|variant| sku(variant, warehouse)).collect::<Vec<_>>(),
        "save_mode": "LISTING",
        "listing_platforms": config.listing_platforms,
        "idempotency_key": idempotency,
    });
    if let Some(grams) = listing.weight_grams {
        // Kilograms with three decimals: grams without rounding.
        let value = format!("{}.{:03}", grams / 1000, grams % 1000);
        body["package_weight"] = json!({"value": value, "unit": "KILOGRAM"});
    }
    if let Some(size) = listing.size {
        body["package_dimensions"] = json!({"length": size.length.to_string(),
            "width": size.width.to_string(), "height": size.height.to_string(), "unit": "CENTIMETER"});
    }
    Ok(body)
}

/// The description is HTML there: every line a paragraph, and nothing of ours taken for a tag.
fn html(text: &str) -> String {
    let escape = |line: &str| {
        line.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |html, line| {
        html + "<p>" + &escape(line) + "</p>"
    })
}

fn sku(variant: &Variant, warehouse: &str) -> Value {
    let stock = if variant.on_sale { variant.stock } else { 0 };
    let mut sku = json!({
        "seller_sku": variant.sku,
        "price": {"amount": variant.price.rupiah().to_string(), "currency": "IDR"},
        "inventory": [{"warehouse_id": warehouse, "quantity": stock}],
    });
    if let Some(name) = &variant.name {
        sku["sales_attributes"] = json!([{"name": "Pilihan", "value_name": name}]);
    }
    sku
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_becomes_harmless_paragraphs() {
        assert_eq!(
            html("Renyah & gurih\n\n <b>200g</b>"),
            "<p>Renyah &amp; gurih</p><p>&lt;b&gt;200g&lt;/b&gt;</p>"
        );
    }

    #[test]
    fn signs_parameters_and_body_as_the_independent_client_does() {
        let pairs = [
            ("shop_cipher", "CIPHER1"),
            ("timestamp", "1700000000"),
            ("page_size", "10"),
            ("app_key", "testkey"),
            ("sign", "left out"),
            ("access_token", "left out"),
        ];
        let body = br#"{"order_status":"AWAITING_SHIPMENT"}"#;
        let signed = sign(
            &Secret::new("testsecret"),
            "/order/202309/orders/search",
            &pairs,
            body,
        );
        assert_eq!(
            signed,
            "bff3b055fc3cae622a35c0784d02396cead33a113c39511e67ee19fe719472af"
        );
    }
}
