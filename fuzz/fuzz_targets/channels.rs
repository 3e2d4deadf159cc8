//! No message, answer or file makes a connector panic, and no message without proof is believed.
#![no_main]

use std::sync::LazyLock;

use channels::channel::{Call, CallKind};
use channels::connectors::{ChannelsConfig, Connectors, OwnData};
use channels::files;
use channels::http::{Method, Request, Response};
use channels::webhook::{Event, Incoming};
use chrono::DateTime;
use libfuzzer_sys::fuzz_target;

static CONNECTORS: LazyLock<Connectors> = LazyLock::new(|| {
    let config = r#"{
        "shopee": {"redirect": "r", "partner_id": 1, "partner_key": "k", "callback": "c"},
        "tokopedia": {"service_id": "s", "app_key": "a", "app_secret": "k"},
        "grabfood": {"client_id": "i", "client_secret": "s", "partner_client_id": "p",
            "partner_client_secret": "q", "door_key": "d"},
        "gofood": {"redirect": "r", "client_id": "i", "client_secret": "s", "notification_key": "n"}
    }"#;
    let config: ChannelsConfig = serde_json::from_str(config).expect("the configuration is valid");
    Connectors::new(config, OwnData::default()).expect("the built-in data is valid")
});

const KINDS: [CallKind; 13] = [
    CallKind::Token,
    CallKind::Shops,
    CallKind::Categories,
    CallKind::Upload,
    CallKind::Create,
    CallKind::Menu,
    CallKind::Stock,
    CallKind::Price,
    CallKind::Listings,
    CallKind::Models,
    CallKind::Orders,
    CallKind::OrderDetails,
    CallKind::Plain,
];

fuzz_target!(|input: (&[u8], &str, u16)| {
    let (body, header, status) = input;
    let now = DateTime::UNIX_EPOCH;
    for channel in CONNECTORS.all() {
        let headers = [("authorization", header), ("x-go-signature", header)];
        if let Ok(notice) = channel.webhook(&Incoming { headers: &headers, body }, now) {
            assert_eq!(notice.event, Event::Probe, "{header:?} was believed");
        }
        for kind in KINDS {
            let mut request = Request::new(Method::Post, String::new());
            request.body = body.to_vec();
            let call = Call { request, kind, skus: vec!["a".to_owned(), "b".to_owned()] };
            let response = Response { status, headers: Vec::new(), body: body.to_vec() };
            let _ = channel.read(&call, &response, now);
        }
    }
    let _ = files::import(&CONNECTORS.sheets, body);
});
