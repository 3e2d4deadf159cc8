//! Tokopedia: signatures as the official example and PyPI's `tiktok-shop-api` 0.1.0 make them.

use crate::common::*;
use channels::channel::{Channel, CreatePlace, Reply, Session, Task};
use channels::outcome::Retry;
use channels::secret::Secret;
use channels::tokopedia::{Tokopedia, TokopediaConfig};
use channels::webhook::{Event, Incoming};
use serde_json::json;
use vocab::DomainError;

const NOW: i64 = 1_700_000_000;

fn tokopedia(key: &str, secret: &str) -> Tokopedia {
    let config = json!({"service_id": "svc", "app_key": key, "app_secret": secret});
    let config: TokopediaConfig = serde_json::from_value(config).unwrap();
    Tokopedia::new(config).unwrap()
}

fn shop() -> Session {
    session("7494049642642441621", "TOKEN", Some("CIPHER1"))
}

fn ours() -> Tokopedia {
    tokopedia("testkey", "testsecret")
}

#[test]
fn signs_the_official_example() {
    let call = call(
        &tokopedia("29a39d", "e59af819cc"),
        &Task::Shops,
        &shop(),
        at(1_623_812_664),
    );
    let sign = parameter(&call, "sign");
    assert_eq!(
        sign.as_deref(),
        Some("b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8")
    );
    assert_eq!(parameter(&call, "shop_cipher"), None);
    assert_eq!(
        call.request.header_value("x-tts-access-token"),
        Some("TOKEN")
    );
}

#[test]
fn signs_a_stock_update_as_the_independent_client_does() {
    let rows = vec![stock(
        "KDL-1",
        place("1729", Some("17291"), Some("7068")),
        7,
    )];
    let call = call(&ours(), &Task::Stock { rows }, &shop(), at(NOW));
    assert_eq!(
        String::from_utf8_lossy(&call.request.body),
        r#"{"skus":[{"id":"17291","inventory":[{"quantity":7,"warehouse_id":"7068"}]}]}"#
    );
    let sign = parameter(&call, "sign");
    assert_eq!(
        sign.as_deref(),
        Some("1c3fbce550dd6755107af7780c531e471776f12cf57a49bab928f7e4c748946f")
    );
}

#[test]
fn lists_on_tokopedia_with_text_prices() {
    let create = Task::Create {
        listing: Box::new(listing()),
        place: CreatePlace {
            logistics: Vec::new(),
            warehouse: Some("7068".into()),
        },
        idempotency: "idem-1".into(),
    };
    let sent = body(&call(&ours(), &create, &shop(), at(NOW)));
    assert_eq!(sent["listing_platforms"], json!(["TOKOPEDIA"]));
    assert_eq!(
        sent["skus"][0]["price"],
        json!({"amount": "15000", "currency": "IDR"})
    );
    assert_eq!(
        sent["package_weight"],
        json!({"unit": "KILOGRAM", "value": "0.250"})
    );
    assert_eq!(sent["idempotency_key"], "idem-1");
    let told = json!({"code": 0, "data": {"product_id": "1729", "skus": [{"id": "17291", "seller_sku": "KDL-1"}]}});
    let create = call(&ours(), &create, &shop(), at(NOW));
    let reply = answer(&ours(), &create, 200, &told, at(NOW)).unwrap();
    let variants = vec![("KDL-1".to_owned(), "17291".to_owned())];
    assert_eq!(
        reply,
        Reply::Created {
            item: "1729".into(),
            variants
        }
    );
}

#[test]
fn errors_within_success_are_told_row_by_row() {
    let rows = vec![
        stock("a", place("1", Some("11"), None), 1),
        stock("b", place("1", Some("12"), None), 2),
        stock("c", place("2", Some("21"), None), 3),
    ];
    let made = calls(&ours(), &Task::Stock { rows }, &shop(), at(NOW));
    assert_eq!(made.len(), 2, "one call per product");
    let told = json!({"code": 0, "message": "Success", "data": {"errors": [
        {"code": 12_052_900, "message": "sku locked", "detail": {"sku_id": "12"}}]}});
    let rows = crate::common::rows(answer(&ours(), &made[0], 200, &told, at(NOW)).unwrap());
    assert_eq!(
        rows,
        [("a".into(), None), ("b".into(), Some("sku locked".into()))]
    );
}

#[test]
fn tokens_end_at_absolute_times() {
    let refresh = call(
        &ours(),
        &Task::Refresh {
            refresh: Some(Secret::new("r")),
        },
        &shop(),
        at(NOW),
    );
    assert!(refresh.request.url.contains("/api/v2/token/refresh?"));
    assert!(
        !format!("{:?}", refresh.request).contains("testsecret"),
        "the secret is in the address"
    );
    let told = json!({"code": 0, "data": {"access_token": "A", "access_token_expire_in": NOW + 600,
        "refresh_token": "R", "refresh_token_expire_in": NOW + 9_000}});
    let Ok(Reply::Tokens(tokens)) = answer(&ours(), &refresh, 200, &told, at(NOW)) else {
        panic!()
    };
    assert_eq!(
        (tokens.access_until, tokens.refresh_until),
        (at(NOW + 600), Some(at(NOW + 9_000)))
    );
    let gone = answer(
        &ours(),
        &refresh,
        200,
        &json!({"code": 36_004_004, "message": "invalid"}),
        at(NOW),
    );
    assert_eq!(gone.unwrap_err().retry(), Retry::AskOwner);
}

#[test]
fn codes_are_told_apart() {
    let call = call(&ours(), &Task::Listings { cursor: None }, &shop(), at(NOW));
    for (status, code, expected) in [
        (401, 106_001, "channel.setup"),
        (401, 105_002, "channel.token_expired"),
        (403, 105_005, "channel.access_lost"),
        (429, 36_009_005, "channel.too_fast"),
        (500, 1, "channel.broken"),
        (200, 12_052_700, "channel.refused"),
    ] {
        let told = json!({"code": code, "message": "no"});
        assert_eq!(
            answer(&ours(), &call, status, &told, at(NOW))
                .unwrap_err()
                .code(),
            expected,
            "{code}"
        );
    }
}

#[test]
fn pieces_of_one_sku_are_one_line() {
    let detail = call(
        &ours(),
        &Task::OrderDetails {
            ids: vec!["5".into()],
        },
        &shop(),
        at(NOW),
    );
    let piece = json!({"product_id": "1729", "sku_id": "17291", "seller_sku": "KDL-1", "product_name": "Keripik", "sale_price": "15000"});
    let told = json!({"code": 0, "data": {"orders": [{"id": "5", "status": "AWAITING_SHIPMENT", "create_time": NOW,
        "update_time": NOW, "payment": {"total_amount": "30000"}, "line_items": [piece, piece]}]}});
    let Ok(Reply::Orders(orders, _)) = answer(&ours(), &detail, 200, &told, at(NOW)) else {
        panic!()
    };
    assert_eq!((orders[0].lines.len(), orders[0].lines[0].quantity), (1, 2));
    assert_eq!(orders[0].total, Some(30_000));
}

const BODY: &[u8] = br#"{"type":1,"tts_notification_id":"7327112393057371910","shop_id":"7494049642642441621","timestamp":1644412885,"data":{"order_id":"576486316948490001","order_status":"UNPAID","is_on_hold_order":false,"update_time":1644412885}}"#;
const SIGN: &str = "6fe838c8e6b62036d272b7b618bb37e918577c9d5d8d62df5616194497227184";

#[test]
fn a_message_is_proved_and_understood() {
    let headers = [("Authorization", SIGN)];
    let notice = ours()
        .webhook(
            &Incoming {
                headers: &headers,
                body: BODY,
            },
            at(1_644_412_900),
        )
        .unwrap();
    assert_eq!(notice.dedupe, "tokopedia:7327112393057371910");
    assert!(matches!(&notice.event, Event::Order { id, .. } if id == "576486316948490001"));
    for (headers, body, now, expected) in [
        (
            &[("Authorization", SIGN)][..],
            &BODY[1..],
            1_644_412_900,
            "webhook.forged",
        ),
        (&[][..], BODY, 1_644_412_900, "webhook.unsigned"),
        (&headers[..], BODY, NOW, "webhook.stale"),
    ] {
        let error = ours()
            .webhook(&Incoming { headers, body }, at(now))
            .unwrap_err();
        assert_eq!(error.code(), expected);
    }
}
