//! Tasks into requests.

use serde_json::{Value, json};

use super::{GrabFood, menu};
use crate::capability::{Capability, ChannelId};
use crate::channel::{Call, CallKind, Channel, OrderAction, Session, Task};
use crate::http::{Method, Request, query};
use crate::limits::Limits;
use crate::listing::{PriceUpdate, StockUpdate};
use crate::outcome::ChannelError;

const CHANNEL: ChannelId = ChannelId::GrabFood;
/// Rows of one batch.
const ROWS: usize = 200;

struct Builder<'a> {
    base: &'a str,
    session: &'a Session,
}

impl Builder<'_> {
    fn request(&self, method: Method, path: &str) -> Result<Request, ChannelError> {
        let access = self
            .session
            .access
            .as_ref()
            .ok_or(ChannelError::TokenExpired { channel: CHANNEL })?;
        let url = format!("{}{path}", self.base.trim_end_matches('/'));
        Ok(
            Request::new(method, url)
                .header("authorization", format!("Bearer {}", access.expose())),
        )
    }

    fn send(&self, method: Method, path: &str, body: &Value) -> Result<Request, ChannelError> {
        Ok(self
            .request(method, path)?
            .json(body.to_string().into_bytes()))
    }

    fn plain(&self, method: Method, path: &str, body: &Value) -> Result<Vec<Call>, ChannelError> {
        Ok(vec![Call {
            request: self.send(method, path, body)?,
            kind: CallKind::Plain,
            skus: Vec::new(),
        }])
    }
}

pub(super) fn prepare(
    grab: &GrabFood,
    task: &Task,
    session: &Session,
) -> Result<Vec<Call>, ChannelError> {
    let build = Builder {
        base: &grab.config.base,
        session,
    };
    let merchant = &session.merchant;
    match task {
        // One token serves all outlets; there is nothing to refresh with, one simply asks again.
        Task::Refresh { .. } => {
            let body = json!({"client_id": grab.config.client_id, "client_secret": grab.config.client_secret.expose(),
                "grant_type": "client_credentials", "scope": "food.partner_api"});
            let request = Request::new(Method::Post, grab.config.token.clone())
                .json(body.to_string().into_bytes());
            Ok(vec![Call {
                request,
                kind: CallKind::Token,
                skus: Vec::new(),
            }])
        }
        Task::AnnounceMenu => build.plain(
            Method::Post,
            "/partner/v1/merchant/menu/notification",
            &json!({"merchantID": merchant}),
        ),
        Task::Stock { rows } => batches(
            &build,
            rows,
            |row| stock_row(row, grab.limits()),
            |row| &row.sku,
            CallKind::Stock,
        ),
        Task::Price { rows } => batches(&build, rows, price_row, |row| &row.sku, CallKind::Price),
        Task::Orders { from, cursor, .. } => {
            // Grab lists by day, in the day of the outlet.
            let date = (*from + chrono::TimeDelta::hours(7))
                .format("%Y-%m-%d")
                .to_string();
            let page = cursor.as_deref().unwrap_or("1");
            let pairs = query(&[("merchantID", merchant), ("date", &date), ("page", page)]);
            let request = build.request(Method::Get, &format!("/partner/v1/orders?{pairs}"))?;
            Ok(vec![Call {
                request,
                kind: CallKind::Orders,
                skus: vec![page.to_owned()],
            }])
        }
        Task::Act { id, action, .. } => act(&build, id, action),
        Task::Open { open } => {
            let mut body = json!({"merchantID": merchant, "isPause": !open});
            if !open {
                // The longest there is; closing for longer is a matter of opening hours.
                body["duration"] = json!("24h");
            }
            build.plain(Method::Put, "/partner/v1/merchant/pause", &body)
        }
        Task::ExchangeCode { .. } | Task::Shops | Task::Subscribe { .. } => {
            Err(grab.cannot(Capability::Webhooks))
        }
        Task::Create { .. }
        | Task::AddVariants { .. }
        | Task::Menu { .. }
        | Task::Categories
        | Task::Listings { .. }
        | Task::ListingDetails { .. } => Err(grab.cannot(Capability::PushCatalogue)),
        Task::Upload { .. } => Err(grab.cannot(Capability::Media)),
        // Orders come whole through the door; the daily list is whole too.
        Task::OrderDetails { .. } => Err(grab.cannot(Capability::OrdersIn)),
    }
}

fn act(build: &Builder<'_>, id: &str, action: &OrderAction) -> Result<Vec<Call>, ChannelError> {
    match action {
        OrderAction::Accept => build.plain(
            Method::Post,
            "/partner/v1/order/prepare",
            &json!({"orderID": id, "toState": "Accepted"}),
        ),
        // Grab takes no reason here.
        OrderAction::Reject { .. } => build.plain(
            Method::Post,
            "/partner/v1/order/prepare",
            &json!({"orderID": id, "toState": "Rejected"}),
        ),
        OrderAction::Ready => build.plain(
            Method::Post,
            "/partner/v1/orders/mark",
            &json!({"orderID": id, "markStatus": 1}),
        ),
    }
}

fn stock_row(row: &StockUpdate, limits: &Limits) -> Value {
    let (status, stock) = menu::availability(row.stock > 0, row.stock, limits);
    json!({"id": row.place.item, "availableStatus": status, "maxStock": stock})
}

fn price_row(row: &PriceUpdate) -> Value {
    json!({"id": row.place.item, "price": row.price.minor_units()})
}

fn batches<R>(
    build: &Builder<'_>,
    rows: &[R],
    row: impl Fn(&R) -> Value,
    sku: impl Fn(&R) -> &String,
    kind: CallKind,
) -> Result<Vec<Call>, ChannelError> {
    rows.chunks(ROWS).map(|part| {
        let entities: Vec<_> = part.iter().map(&row).collect();
        let body = json!({"merchantID": build.session.merchant, "field": "ITEM", "menuEntities": entities});
        let request = build.send(Method::Put, "/partner/v1/batch/menu", &body)?;
        Ok(Call { request, kind, skus: part.iter().map(|row| sku(row).clone()).collect() })
    }).collect()
}
