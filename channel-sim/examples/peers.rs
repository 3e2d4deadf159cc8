//! Our side of the talk with independent implementations: one JSON line in, one JSON line out.
//!
//! `bench/channels/peers` starts it and compares what the connectors and the QRIS crate say with what
//! `@congminh1254/shopee-sdk`, `tiktok-shop-api` and `qriskit` say.

use std::io::{self, BufRead, Write};

use channels::capability::ChannelId;
use channels::channel::{Channel, CreatePlace, Session, Task};
use channels::connectors::{ChannelsConfig, Connectors, OwnData};
use channels::listing::{Image, Listing, Place, PriceUpdate, StockUpdate, Variant};
use channels::price::Price;
use channels::secret::Secret;
use channels::webhook::Incoming;
use chrono::{DateTime, TimeDelta, Utc};
use qris::{Amount, Qris, Reference};
use serde::Deserialize;
use serde_json::{Value, json};
use vocab::DomainError;

/// What can be asked.
#[derive(Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
enum Question {
    /// Signed requests for every task.
    Requests {
        config: ChannelsConfig,
        channel: ChannelId,
        session: Session,
        now: i64,
    },
    /// Is this message genuine?
    Webhook {
        config: ChannelsConfig,
        channel: ChannelId,
        headers: Vec<(String, String)>,
        body: String,
        now: i64,
    },
    /// What does this code say?
    Qris { text: String },
    /// The code for an order.
    Amount {
        text: String,
        rupiah: i64,
        reference: Option<String>,
    },
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let answer = match serde_json::from_str(&line?) {
            Ok(question) => answer(question),
            Err(error) => json!({"error": error.to_string()}),
        };
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}

fn answer(question: Question) -> Value {
    match question {
        Question::Requests {
            config,
            channel,
            session,
            now,
        } => with(config, channel, now, |connector, now| {
            requests(connector, &session, now)
        }),
        Question::Webhook {
            config,
            channel,
            headers,
            body,
            now,
        } => with(config, channel, now, |connector, now| {
            let headers: Vec<_> = headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            match connector.webhook(
                &Incoming {
                    headers: &headers,
                    body: body.as_bytes(),
                },
                now,
            ) {
                Ok(notice) => {
                    json!({"ok": true, "dedupe": notice.dedupe, "event": format!("{:?}", notice.event)})
                }
                Err(error) => json!({"ok": false, "code": error.code()}),
            }
        }),
        Question::Qris { text } => json!(qris::report(&text)),
        Question::Amount {
            text,
            rupiah,
            reference,
        } => match dynamic(&text, rupiah, reference.as_deref()) {
            Ok(code) => json!({"qris": code}),
            Err(code) => json!({"error": code}),
        },
    }
}

fn with(
    config: ChannelsConfig,
    id: ChannelId,
    now: i64,
    act: impl Fn(&dyn Channel, DateTime<Utc>) -> Value,
) -> Value {
    let now = DateTime::from_timestamp(now, 0).unwrap_or_default();
    match Connectors::new(config, OwnData::default()) {
        Ok(connectors) => connectors
            .find(id)
            .map_or(Value::Null, |connector| act(connector, now)),
        Err(error) => json!({"error": error.to_string()}),
    }
}

fn dynamic(text: &str, rupiah: i64, reference: Option<&str>) -> Result<String, &'static str> {
    let code = Qris::parse(text).map_err(|error| error.code())?;
    let amount = Amount::whole(rupiah).map_err(|error| error.code())?;
    let reference = reference
        .map(str::parse::<Reference>)
        .transpose()
        .map_err(|error| error.code())?;
    code.dynamic(amount, reference.as_ref())
        .map(|code| code.to_string())
        .map_err(|error| error.code())
}

fn requests(connector: &dyn Channel, session: &Session, now: DateTime<Utc>) -> Value {
    let made = tasks(now).into_iter().flat_map(|task| {
        // What a channel cannot do is no request.
        let calls = connector.prepare(&task, session, now).unwrap_or_default();
        calls.into_iter().map(|call| call.request)
    });
    let shown = made.map(|request| {
        json!({
            "method": request.method.as_str(),
            "url": request.url,
            "content_type": request.header_value("content-type"),
            "body": String::from_utf8_lossy(&request.body),
        })
    });
    Value::from(shown.collect::<Vec<_>>())
}

fn tasks(now: DateTime<Utc>) -> Vec<Task> {
    let Ok(price) = Price::new(15_000) else {
        return Vec::new();
    };
    let place = Place {
        item: "1729".into(),
        variant: Some("17291".into()),
        location: Some("7068".into()),
    };
    let listing = Listing {
        sku: "KDL-1".into(),
        name: "Keripik Tempe & Sambal “Pedas”".into(),
        description: "Renyah, gurih – buatan Kendal.\nTanpa pengawet.".into(),
        category: "snack.chips".into(),
        remote_category: Some("100182".into()),
        variants: vec![Variant {
            sku: "KDL-1".into(),
            name: None,
            price,
            stock: 10,
            on_sale: true,
        }],
        images: vec![Image {
            url: "https://umkm.example/1.jpg".into(),
            remote: Some("img".into()),
            width: 900,
            height: 900,
            bytes: 9,
        }],
        weight_grams: Some(250),
        size: None,
        shelf_life_days: None,
    };
    vec![
        Task::ExchangeCode {
            code: Secret::new("code"),
        },
        Task::Refresh {
            refresh: Some(Secret::new("refresh")),
        },
        Task::Shops,
        Task::Categories,
        Task::Create {
            listing: Box::new(listing),
            place: CreatePlace {
                logistics: vec![8003],
                warehouse: Some("7068".into()),
            },
            idempotency: "idem 1".into(),
        },
        Task::Stock {
            rows: vec![StockUpdate {
                sku: "KDL-1".into(),
                place: place.clone(),
                stock: 7,
            }],
        },
        Task::Price {
            rows: vec![PriceUpdate {
                sku: "KDL-1".into(),
                place,
                price,
            }],
        },
        Task::Listings {
            cursor: Some("20".into()),
        },
        Task::Orders {
            from: now - TimeDelta::hours(1),
            to: now,
            cursor: Some("a+b/c=".into()),
        },
        Task::OrderDetails {
            ids: vec!["1".into(), "2".into()],
        },
        Task::Subscribe {
            event: "ORDER_STATUS_CHANGE".into(),
            url: "https://umkm.example/w?x=1".into(),
        },
    ]
}
