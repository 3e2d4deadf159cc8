//! Whatever comes in, nothing panics, and nothing without proof is believed.

use channels::channel::{Call, CallKind};
use channels::connectors::{ChannelsConfig, Connectors, OwnData};
use channels::http::{Method, Request, Response};
use channels::webhook::{Event, Incoming};
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::common::at;

const KEYS: [&str; 30] = [
    "error",
    "code",
    "message",
    "response",
    "data",
    "success_list",
    "failure_list",
    "model_id",
    "item_id",
    "item",
    "orders",
    "order_list",
    "products",
    "skus",
    "price",
    "inventory",
    "errors",
    "status",
    "menus",
    "menu_items",
    "items",
    "orderID",
    "state",
    "header",
    "body",
    "timestamp",
    "access_token",
    "expire_in",
    "currency",
    "exponent",
];

fn connectors() -> Connectors {
    let config = serde_json::json!({
        "shopee": {"redirect": "r", "partner_id": 1, "partner_key": "k", "callback": "c"},
        "tokopedia": {"service_id": "s", "app_key": "a", "app_secret": "k"},
        "grabfood": {"client_id": "i", "client_secret": "s", "partner_client_id": "p",
            "partner_client_secret": "q", "door_key": "d"},
        "gofood": {"redirect": "r", "client_id": "i", "client_secret": "s", "notification_key": "n"},
    });
    let config: ChannelsConfig = serde_json::from_value(config).unwrap();
    Connectors::new(config, OwnData::default()).unwrap()
}

/// JSON with the platforms' own keys but any values: right keys with wrong contents go deepest.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![
            "", "0", "15000.00", "-1", "success", "fail", "SUCCESS", "é"
        ])
        .prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((prop::sample::select(KEYS.to_vec()), inner), 0..6).prop_map(
                |pairs| {
                    Value::Object(
                        pairs
                            .into_iter()
                            .map(|(key, value)| (key.to_owned(), value))
                            .collect::<Map<_, _>>(),
                    )
                }
            ),
        ]
    })
}

fn try_everything(connectors: &Connectors, body: &[u8], header: &str, status: u16) {
    let kinds = [
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
    for channel in connectors.all() {
        let headers = [("authorization", header), ("x-go-signature", header)];
        if let Ok(notice) = channel.webhook(
            &Incoming {
                headers: &headers,
                body,
            },
            at(0),
        ) {
            assert_eq!(notice.event, Event::Probe, "{header:?} was believed");
        }
        for kind in kinds {
            let mut request = Request::new(Method::Post, String::new());
            request.body = body.to_vec();
            let call = Call {
                request,
                kind,
                skus: vec!["a".to_owned(), "b".to_owned()],
            };
            let response = Response {
                status,
                headers: Vec::new(),
                body: body.to_vec(),
            };
            // Whatever it says, it says it in both languages.
            if let Err(error) = channel.read(&call, &response, at(0)) {
                assert!(!vocab::DomainError::id(&error).is_empty());
            }
        }
    }
    let _ = channels::files::import(&connectors.sheets, body);
}

proptest! {
    #[test]
    fn any_json_gets_an_answer(value in json(), header in "[0-9a-f]{0,64}", status in prop::sample::select(vec![200u16, 400, 401, 404, 429, 500])) {
        try_everything(&connectors(), value.to_string().as_bytes(), &header, status);
    }

    #[test]
    fn any_bytes_get_an_answer(body in prop::collection::vec(any::<u8>(), 0..200), header in "\\PC{0,80}") {
        try_everything(&connectors(), &body, &header, 200);
    }

    #[test]
    fn any_table_gets_an_answer(text in "([a-zA-Z. ]{0,12}[,;\t\n\"]){0,60}") {
        try_everything(&connectors(), format!("No. Pesanan;Total Penghasilan;Tanggal\n{text}").as_bytes(), "", 200);
    }
}
