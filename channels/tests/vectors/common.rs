//! What the tests of all channels share.

use channels::channel::{Call, Channel, Reply, Session, Task};
use channels::http::Response;
use channels::listing::{Image, Listing, Place, PriceUpdate, StockUpdate, Variant};
use channels::outcome::ChannelError;
use channels::price::Price;
use channels::secret::Secret;
use chrono::{DateTime, Utc};

pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, 0).unwrap()
}

pub(crate) fn session(merchant: &str, token: &str, cipher: Option<&str>) -> Session {
    Session {
        merchant: merchant.into(),
        cipher: cipher.map(Secret::new),
        access: Some(Secret::new(token)),
    }
}

pub(crate) fn rupiah(rupiah: i64) -> Price {
    Price::new(rupiah).unwrap()
}

pub(crate) fn listing() -> Listing {
    Listing {
        sku: "KDL-1".into(),
        name: "Keripik Tempe 200g".into(),
        description: "Keripik tempe renyah buatan Kendal, tanpa pengawet.".into(),
        category: "C1".into(),
        remote_category: Some("100182".into()),
        variants: vec![Variant {
            sku: "KDL-1".into(),
            name: None,
            price: rupiah(15_000),
            stock: 10,
            on_sale: true,
        }],
        images: vec![Image {
            url: "https://umkm.example/p/1.jpg".into(),
            remote: Some("img-1".into()),
            width: 1000,
            height: 1000,
            bytes: 200_000,
        }],
        weight_grams: Some(250),
        size: None,
        shelf_life_days: Some(90),
    }
}

pub(crate) fn place(item: &str, variant: Option<&str>, location: Option<&str>) -> Place {
    Place {
        item: item.into(),
        variant: variant.map(str::to_owned),
        location: location.map(str::to_owned),
    }
}

pub(crate) fn stock(sku: &str, place: Place, stock: u32) -> StockUpdate {
    StockUpdate {
        sku: sku.into(),
        place,
        stock,
    }
}

pub(crate) fn price(sku: &str, place: Place, price: Price) -> PriceUpdate {
    PriceUpdate {
        sku: sku.into(),
        place,
        price,
    }
}

pub(crate) fn calls(
    channel: &dyn Channel,
    task: &Task,
    session: &Session,
    now: DateTime<Utc>,
) -> Vec<Call> {
    channel.prepare(task, session, now).unwrap()
}

pub(crate) fn call(
    channel: &dyn Channel,
    task: &Task,
    session: &Session,
    now: DateTime<Utc>,
) -> Call {
    let mut all = calls(channel, task, session, now);
    assert_eq!(all.len(), 1);
    all.remove(0)
}

pub(crate) fn parameter(call: &Call, name: &str) -> Option<String> {
    let query = call.request.url.split_once('?')?.1;
    let found = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(&format!("{name}=")));
    found.map(str::to_owned)
}

pub(crate) fn body(call: &Call) -> serde_json::Value {
    serde_json::from_slice(&call.request.body).unwrap()
}

pub(crate) fn answer(
    channel: &dyn Channel,
    call: &Call,
    status: u16,
    body: &serde_json::Value,
    now: DateTime<Utc>,
) -> Result<Reply, ChannelError> {
    let response = Response {
        status,
        headers: Vec::new(),
        body: body.to_string().into_bytes(),
    };
    channel.read(call, &response, now)
}

pub(crate) fn rows(reply: Reply) -> Vec<(String, Option<String>)> {
    let Reply::Rows(outcome) = reply else {
        panic!("no rows: {reply:?}")
    };
    outcome
        .rows
        .into_iter()
        .map(|row| (row.sku, row.failure.map(|failure| failure.message)))
        .collect()
}
