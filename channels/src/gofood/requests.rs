//! Tasks into requests.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{GoFood, GoFoodConfig, Integration, StockKey, menu};
use crate::capability::{Capability, ChannelId};
use crate::channel::{Call, CallKind, Channel, OrderAction, RejectReason, Session, Task};
use crate::http::{Method, Request, escape};
use crate::listing::StockUpdate;
use crate::order::Service;
use crate::outcome::ChannelError;

const CHANNEL: ChannelId = ChannelId::GoFood;
/// Rows per stock call. No limit is documented; this keeps answers small.
const ROWS: usize = 100;

fn incomplete(what: &str) -> ChannelError {
    ChannelError::Incomplete {
        channel: CHANNEL,
        what: what.to_owned(),
    }
}

struct Builder<'a> {
    config: &'a GoFoodConfig,
    session: &'a Session,
}

impl Builder<'_> {
    fn request(&self, method: Method, path: &str) -> Result<Request, ChannelError> {
        let access = self
            .session
            .access
            .as_ref()
            .ok_or(ChannelError::TokenExpired { channel: CHANNEL })?;
        let url = format!("{}{path}", self.config.base.trim_end_matches('/'));
        Ok(
            Request::new(method, url)
                .header("authorization", format!("Bearer {}", access.expose())),
        )
    }

    fn outlet(&self, path: &str) -> String {
        format!(
            "/integrations/gofood/outlets/{}{path}",
            escape(&self.session.merchant)
        )
    }

    fn call(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        kind: CallKind,
    ) -> Result<Vec<Call>, ChannelError> {
        let request = self
            .request(method, path)?
            .json(body.to_string().into_bytes());
        Ok(vec![Call {
            request,
            kind,
            skus: Vec::new(),
        }])
    }

    fn token(&self, pairs: &[(&str, &str)]) -> Vec<Call> {
        let url = format!("{}/oauth2/token", self.config.oauth.trim_end_matches('/'));
        let pair = format!(
            "{}:{}",
            self.config.client_id,
            self.config.client_secret.expose()
        );
        let request = Request::new(Method::Post, url)
            .header("authorization", format!("Basic {}", STANDARD.encode(pair)))
            .form(pairs);
        vec![Call {
            request,
            kind: CallKind::Token,
            skus: Vec::new(),
        }]
    }
}

pub(super) fn prepare(
    gofood: &GoFood,
    task: &Task,
    session: &Session,
) -> Result<Vec<Call>, ChannelError> {
    let config = &gofood.config;
    let build = Builder { config, session };
    match task {
        Task::ExchangeCode { code } => Ok(build.token(&[
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", &config.redirect),
        ])),
        Task::Refresh { refresh } => match (config.integration, refresh) {
            (Integration::Direct, _) => Ok(build.token(&[
                ("grant_type", "client_credentials"),
                ("scope", &config.scope()),
            ])),
            (Integration::Facilitator, Some(refresh)) => Ok(build.token(&[
                ("grant_type", "refresh_token"),
                ("refresh_token", refresh.expose()),
            ])),
            (Integration::Facilitator, None) => Err(ChannelError::AccessLost { channel: CHANNEL }),
        },
        Task::Shops => {
            let request = build.request(Method::Get, "/integrations/partner/v1/token-info")?;
            Ok(vec![Call {
                request,
                kind: CallKind::Shops,
                skus: Vec::new(),
            }])
        }
        Task::Menu {
            outlet,
            listings,
            request_id,
        } => {
            outlet
                .hours
                .check()
                .map_err(|_| incomplete("jam buka outlet salah"))?;
            let body = menu::build(outlet, listings, gofood.limits(), request_id);
            build.call(
                Method::Put,
                &build.outlet("/v1/catalog"),
                &body,
                CallKind::Menu,
            )
        }
        Task::Stock { rows } => stock(&build, rows),
        Task::Listings { .. } => {
            let request = build.request(Method::Get, &build.outlet("/v2/catalog"))?;
            Ok(vec![Call {
                request,
                kind: CallKind::Listings,
                skus: Vec::new(),
            }])
        }
        Task::ListingDetails { .. } => Ok(Vec::new()),
        Task::Act {
            id,
            service,
            action,
        } => act(&build, id, *service, action),
        Task::Open { open } => build.call(
            Method::Patch,
            &build.outlet("/v1/properties"),
            &json!({"force_close": !open}),
            CallKind::Plain,
        ),
        Task::Subscribe { event, url } => {
            let body = json!({"event": event, "url": url, "active": true});
            build.call(
                Method::Post,
                "/integrations/partner/v1/notification-subscriptions",
                &body,
                CallKind::Plain,
            )
        }
        // A price is changed by replacing the catalogue.
        Task::Price { .. } => Err(gofood.cannot(Capability::Price)),
        Task::Create { .. } | Task::AddVariants { .. } | Task::Categories => {
            Err(gofood.cannot(Capability::PushCatalogue))
        }
        Task::AnnounceMenu => Err(gofood.cannot(Capability::ServeCatalogue)),
        Task::Upload { .. } => Err(gofood.cannot(Capability::Media)),
        // Orders arrive by notices only; no list is documented.
        Task::Orders { .. } | Task::OrderDetails { .. } => Err(gofood.cannot(Capability::OrdersIn)),
    }
}

/// GoFood knows only "in stock" or not.
fn stock(build: &Builder<'_>, rows: &[StockUpdate]) -> Result<Vec<Call>, ChannelError> {
    rows.chunks(ROWS)
        .map(|part| {
            let key = match build.config.stock_key {
                StockKey::ExternalId => "external_id",
                StockKey::Id => "id",
            };
            let name = |row: &StockUpdate| match build.config.stock_key {
                StockKey::ExternalId => row.sku.clone(),
                StockKey::Id => row.place.item.clone(),
            };
            let list: Vec<_> = part
                .iter()
                .map(|row| json!({key: name(row), "in_stock": row.stock > 0}))
                .collect();
            let request = build.request(Method::Patch, &build.outlet("/v2/menu_item_stocks"))?;
            let request = request.json(Value::from(list).to_string().into_bytes());
            Ok(Call {
                request,
                kind: CallKind::Stock,
                skus: part.iter().map(|row| row.sku.clone()).collect(),
            })
        })
        .collect()
}

fn act(
    build: &Builder<'_>,
    id: &str,
    service: Service,
    action: &OrderAction,
) -> Result<Vec<Call>, ChannelError> {
    let kind = if service == Service::Delivery {
        "delivery"
    } else {
        "pickup"
    };
    let path = |step: &str| build.outlet(&format!("/v1/orders/{kind}/{}/{step}", escape(id)));
    match action {
        OrderAction::Accept => {
            build.call(Method::Put, &path("accepted"), &json!({}), CallKind::Plain)
        }
        OrderAction::Reject { reason, note } => {
            let code = match reason {
                RejectReason::OutOfStock => "ITEMS_OUT_OF_STOCK",
                RejectReason::TooBusy => "HIGH_DEMAND",
                RejectReason::Closed => "RESTAURANT_CLOSED",
                RejectReason::Other => "OTHERS",
            };
            // At least three letters are demanded.
            let note = if note.trim().chars().count() < 3 {
                "Maaf, pesanan tidak dapat dilayani"
            } else {
                note.trim()
            };
            let body = json!({"cancel_reason_code": code, "cancel_reason_description": note});
            build.call(Method::Put, &path("cancelled"), &body, CallKind::Plain)
        }
        OrderAction::Ready => build.call(
            Method::Put,
            &path("food-prepared"),
            &json!({}),
            CallKind::Plain,
        ),
    }
}
