//! Shopee: signatures as the npm client `@congminh1254/shopee-sdk` 2.7.0 makes them, requests, answers
//! with failures inside 200, push messages.

use crate::common::*;
use channels::channel::{Channel, CreatePlace, Reply, Task};
use channels::outcome::Retry;
use channels::secret::Secret;
use channels::shopee::{PushSignature, Shopee, ShopeeConfig, UploadSignature};
use channels::webhook::{Event, Incoming};
use serde_json::json;
use vocab::DomainError;

const NOW: i64 = 1_700_000_000;

fn config() -> ShopeeConfig {
    ShopeeConfig {
        base: "https://partner.shopeemobile.com/api/v2".into(),
        consent: "https://open.shopee.com/auth".into(),
        redirect: "https://umkm.example/channels/shopee/back".into(),
        partner_id: 1_000_001,
        partner_key: Secret::new("test_partner_key"),
        callback: "https://umkm.example/webhooks/shopee".into(),
        push_signature: PushSignature::UrlAndBody,
        push_header: "Authorization".into(),
        upload_signature: UploadSignature::Public,
        refresh_days: 30,
    }
}

fn shopee() -> Shopee {
    Shopee::new(config()).unwrap()
}

fn shop() -> channels::channel::Session {
    session("220001", "test_access_token", None)
}

fn stock_task() -> Task {
    Task::Stock {
        rows: vec![
            stock("a", place("7", Some("71"), None), 3),
            stock("b", place("7", Some("72"), None), 0),
        ],
    }
}

#[test]
fn signs_as_the_independent_client_does() {
    let create = Task::Create {
        listing: Box::new(listing()),
        place: CreatePlace {
            logistics: vec![8003],
            warehouse: None,
        },
        idempotency: "x".into(),
    };
    let price = Task::Price {
        rows: vec![price("a", place("7", None, None), rupiah(15_000))],
    };
    let orders = Task::Orders {
        from: at(NOW - 3600),
        to: at(NOW),
        cursor: None,
    };
    let cases = [
        (
            Task::Listings { cursor: None },
            "40278caca1f0256276f473ccef0f768aed1a90c968a5b0f504d9e6a6af93fadb",
        ),
        (
            create,
            "a605c5d776aeb85158661c65732ceb4b16f32b5978f0935993ea43ac8d4370f7",
        ),
        (
            stock_task(),
            "595bed38d326d5ff269029b37714e86ad4af789b6a145c54832df907d3ec1f63",
        ),
        (
            price,
            "2554f153e00422deda8a8a6bc7fda418a3008a743bb0fd975705c57116d6fd7b",
        ),
        (
            orders,
            "17cd52193a1119bf2b88ad42692329110cade6334b315dfa42fb57e9a2699e23",
        ),
        (
            Task::ExchangeCode {
                code: Secret::new("c"),
            },
            "688ba9344cf5287a1ad965d27c551031f6562a9632cd6f5ee5bba69bde15877e",
        ),
        (
            Task::Refresh {
                refresh: Some(Secret::new("r")),
            },
            "3f92740945b65af9a4ac9b97bc66d63a6fd66aa81c1c727cd04b17d0a8636775",
        ),
    ];
    for (task, expected) in cases {
        let call = call(&shopee(), &task, &shop(), at(NOW));
        assert_eq!(
            parameter(&call, "sign").as_deref(),
            Some(expected),
            "{task:?}"
        );
        assert_eq!(parameter(&call, "timestamp").as_deref(), Some("1700000000"));
        assert_eq!(parameter(&call, "partner_id").as_deref(), Some("1000001"));
    }
}

#[test]
fn token_calls_carry_no_token_and_the_documented_bodies() {
    let exchange = call(
        &shopee(),
        &Task::ExchangeCode {
            code: Secret::new("c"),
        },
        &shop(),
        at(NOW),
    );
    assert_eq!(
        body(&exchange),
        json!({"code": "c", "partner_id": 1_000_001, "shop_id": 220_001})
    );
    assert_eq!(parameter(&exchange, "access_token"), None);
    let told = json!({"access_token": "A", "refresh_token": "R", "expire_in": 14_400, "error": ""});
    let Ok(Reply::Tokens(tokens)) = answer(&shopee(), &exchange, 200, &told, at(NOW)) else {
        panic!()
    };
    assert_eq!(tokens.access_until, at(NOW + 14_400));
    assert_eq!(tokens.refresh.unwrap().expose(), "R");
}

#[test]
fn a_product_goes_out_with_every_required_field() {
    let create = Task::Create {
        listing: Box::new(listing()),
        place: CreatePlace {
            logistics: vec![8003],
            warehouse: None,
        },
        idempotency: "x".into(),
    };
    let sent = body(&call(&shopee(), &create, &shop(), at(NOW)));
    for field in [
        "original_price",
        "description",
        "weight",
        "item_name",
        "logistic_info",
        "category_id",
        "image",
    ] {
        assert!(!sent[field].is_null(), "{field}");
    }
    assert_eq!(sent["original_price"], 15_000);
    assert_eq!(sent["weight"], 0.25);
    let mut unready = listing();
    unready.images[0].remote = None;
    let create = Task::Create {
        listing: Box::new(unready),
        place: CreatePlace::default(),
        idempotency: "x".into(),
    };
    assert_eq!(
        shopee()
            .prepare(&create, &shop(), at(NOW))
            .unwrap_err()
            .code(),
        "channel.incomplete"
    );
}

#[test]
fn updates_are_grouped_by_item_and_cut_at_fifty() {
    let rows = (0..120).map(|n| {
        let item = if n % 2 == 0 { "7" } else { "8" };
        stock(&format!("s{n}"), place(item, Some(&n.to_string()), None), n)
    });
    let made = calls(
        &shopee(),
        &Task::Stock {
            rows: rows.collect(),
        },
        &shop(),
        at(NOW),
    );
    let sizes: Vec<_> = made
        .iter()
        .map(|call| (body(call)["item_id"].as_i64().unwrap(), call.skus.len()))
        .collect();
    assert_eq!(sizes, [(7, 50), (7, 10), (8, 50), (8, 10)]);
    assert_eq!(
        body(&made[0])["stock_list"][1],
        json!({"model_id": 2, "seller_stock": [{"stock": 2}]})
    );
}

#[test]
fn success_with_failures_inside_is_told_row_by_row() {
    let call = call(&shopee(), &stock_task(), &shop(), at(NOW));
    let told = json!({"error": "", "response": {"success_list": [{"model_id": 71}],
        "failure_list": [{"model_id": 72, "failed_reason": "model not found"}]}});
    let rows = rows(answer(&shopee(), &call, 200, &told, at(NOW)).unwrap());
    assert_eq!(
        rows,
        [
            ("a".into(), None),
            ("b".into(), Some("model not found".into()))
        ]
    );
    let silent = json!({"error": "", "response": {"success_list": [{"model_id": 71}]}});
    let Ok(Reply::Rows(outcome)) = answer(&shopee(), &call, 200, &silent, at(NOW)) else {
        panic!()
    };
    let (sku, failure) = outcome.failed().next().unwrap();
    assert_eq!(
        (sku, failure.retry),
        ("b", Retry::Later { after: None }),
        "silence is not success"
    );
}

#[test]
fn errors_are_told_by_code_whatever_the_status() {
    let cases = [
        ("error_auth", "channel.token_expired", Retry::RefreshToken),
        ("error_permission", "channel.access_lost", Retry::AskOwner),
        ("error_sign", "channel.setup", Retry::AskOffice),
        ("source_ip_undeclared", "channel.setup", Retry::AskOffice),
        (
            "error_rate_limit",
            "channel.too_fast",
            Retry::Later { after: None },
        ),
        (
            "error_server",
            "channel.broken",
            Retry::Later { after: None },
        ),
        ("product.error_param", "channel.refused", Retry::Never),
        // 1700000000 is 06:13:20 of the day in UTC+8.
        (
            "error_limit",
            "channel.quota",
            Retry::Later {
                after: Some(64_000),
            },
        ),
    ];
    let call = call(&shopee(), &stock_task(), &shop(), at(NOW));
    for status in [200, 403] {
        for (code, expected, retry) in cases {
            let told = json!({"error": code, "message": "no", "request_id": "1"});
            let error = answer(&shopee(), &call, status, &told, at(NOW)).unwrap_err();
            assert_eq!((error.code(), error.retry()), (expected, retry), "{code}");
        }
    }
    let refresh = Task::Refresh {
        refresh: Some(Secret::new("r")),
    };
    let refresh = crate::common::call(&shopee(), &refresh, &shop(), at(NOW));
    let error = answer(
        &shopee(),
        &refresh,
        200,
        &json!({"error": "error_auth"}),
        at(NOW),
    )
    .unwrap_err();
    assert_eq!(error.retry(), Retry::AskOwner);
    for (status, expected) in [
        (429, "channel.too_fast"),
        (502, "channel.broken"),
        (200, "channel.unreadable"),
    ] {
        let page = channels::http::Response {
            status,
            headers: Vec::new(),
            body: b"<html>".to_vec(),
        };
        assert_eq!(
            shopee().read(&call, &page, at(NOW)).unwrap_err().code(),
            expected
        );
    }
}

#[test]
fn orders_are_listed_and_read() {
    let task = Task::Orders {
        from: at(NOW - 86_400),
        to: at(NOW),
        cursor: Some("abc".into()),
    };
    let list = call(&shopee(), &task, &shop(), at(NOW));
    assert_eq!(parameter(&list, "cursor").as_deref(), Some("abc"));
    let told = json!({"error": "", "response": {"more": true, "next_cursor": "d",
        "order_list": [{"order_sn": "2311150ABCDEF", "order_status": "READY_TO_SHIP"}]}});
    let Ok(Reply::OrderIds(ids, next)) = answer(&shopee(), &list, 200, &told, at(NOW)) else {
        panic!()
    };
    assert_eq!(
        (ids[0].0.as_str(), next.as_deref()),
        ("2311150ABCDEF", Some("d"))
    );
    let detail = call(
        &shopee(),
        &Task::OrderDetails {
            ids: vec!["2311150ABCDEF".into()],
        },
        &shop(),
        at(NOW),
    );
    let told = json!({"error": "", "response": {"order_list": [{"order_sn": "2311150ABCDEF", "order_status": "IN_CANCEL",
        "create_time": NOW, "update_time": NOW, "total_amount": 30000.0, "item_list": [{"item_id": 7, "item_name": "Keripik",
        "item_sku": "KDL-1", "model_id": 0, "model_sku": "", "model_quantity_purchased": 2, "model_discounted_price": 15000.0}]}]}});
    let Ok(Reply::Orders(orders, None)) = answer(&shopee(), &detail, 200, &told, at(NOW)) else {
        panic!()
    };
    assert_eq!(orders[0].state, None, "a wish to cancel is not a state");
    assert_eq!(orders[0].total, Some(30_000));
    assert_eq!(
        (
            orders[0].lines[0].sku.as_deref(),
            orders[0].lines[0].quantity
        ),
        (Some("KDL-1"), 2)
    );
    let long = Task::Orders {
        from: at(NOW - 16 * 86_400),
        to: at(NOW),
        cursor: None,
    };
    assert!(shopee().prepare(&long, &shop(), at(NOW)).is_err());
}

const PUSH: &[u8] = br#"{"code":3,"shop_id":220001,"timestamp":1700000000,"data":{"ordersn":"2311150ABCDEF","status":"READY_TO_SHIP"}}"#;
const PUSH_SIGN: &str = "79b62b1d4372c0ce6b2af54b44a51574a847a7849ccb63581f53bc083a2710b8";

#[test]
fn a_push_is_proved_over_address_and_body() {
    let headers = [("authorization", PUSH_SIGN)];
    let notice = shopee()
        .webhook(
            &Incoming {
                headers: &headers,
                body: PUSH,
            },
            at(NOW),
        )
        .unwrap();
    let Event::Order {
        id, channel_state, ..
    } = &notice.event
    else {
        panic!("{notice:?}")
    };
    assert_eq!(
        (id.as_str(), channel_state.as_str()),
        ("2311150ABCDEF", "READY_TO_SHIP")
    );
    assert_eq!(notice.merchant.as_deref(), Some("220001"));
    let again = shopee()
        .webhook(
            &Incoming {
                headers: &headers,
                body: PUSH,
            },
            at(NOW + 60),
        )
        .unwrap();
    assert_eq!(again.dedupe, notice.dedupe, "a repeat is recognised");
}

#[test]
fn forged_replayed_truncated_and_garbled_pushes_are_told_apart() {
    let try_it = |headers: &[(&str, &str)], body: &[u8], now: i64| {
        shopee()
            .webhook(&Incoming { headers, body }, at(now))
            .map(|notice| notice.event)
            .map_err(|error| (error.code(), error.status()))
    };
    let signed = [("Authorization", PUSH_SIGN)];
    assert_eq!(try_it(&[], PUSH, NOW), Err(("webhook.unsigned", 401)));
    assert_eq!(
        try_it(&[("Authorization", "")], PUSH, NOW),
        Err(("webhook.unsigned", 401))
    );
    assert_eq!(
        try_it(
            &[("Authorization", &PUSH_SIGN.replace('7', "8"))],
            PUSH,
            NOW
        ),
        Err(("webhook.forged", 401))
    );
    assert_eq!(
        try_it(&signed, &PUSH[..PUSH.len() - 1], NOW),
        Err(("webhook.forged", 401))
    );
    assert_eq!(
        try_it(&signed, &[0xFF, 0xFE], NOW),
        Err(("webhook.forged", 401))
    );
    assert_eq!(
        try_it(&signed, PUSH, NOW + 4 * 86_400),
        Err(("webhook.stale", 400))
    );
    assert!(
        try_it(&signed, PUSH, NOW - 600).is_ok(),
        "ten minutes of skew"
    );
    assert_eq!(try_it(&[], b"", NOW), Ok(Event::Probe));
    let other = Shopee::new(ShopeeConfig {
        callback: "https://other.example/".into(),
        ..config()
    })
    .unwrap();
    assert!(
        other
            .webhook(
                &Incoming {
                    headers: &signed,
                    body: PUSH
                },
                at(NOW)
            )
            .is_err()
    );
}
