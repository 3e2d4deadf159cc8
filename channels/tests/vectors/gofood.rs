//! GoFood: catalogue in whole rupiah, orders, notices. No independent client exists; the vector is our
//! own, over the documents' sample key.

use crate::common::*;
use channels::channel::{Channel, OrderAction, RejectReason, Reply, Session, Task};
use channels::gofood::{GoFood, GoFoodConfig};
use channels::hours::{Clock, Outlet, Week};
use channels::order::{OrderState, Service};
use channels::outcome::Retry;
use channels::secret::Secret;
use channels::webhook::{Event, Incoming};
use serde_json::json;
use vocab::DomainError;

const NOW: i64 = 1_700_000_000;

fn gofood(more: &serde_json::Value) -> GoFood {
    let mut config = json!({"redirect": "https://umkm.example/back", "client_id": "id", "client_secret": "secret",
        "notification_key": "fd5cdbf52d6dbd880277b8160a0880cbe35cc8f8d62798dddf63a7abbf15c5ba"});
    config
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().cloned().unwrap());
    let config: GoFoodConfig = serde_json::from_value(config).unwrap();
    GoFood::new(config).unwrap()
}

fn ours() -> GoFood {
    gofood(&json!({}))
}

fn shop() -> Session {
    session("G123456789", "T", None)
}

#[test]
fn the_catalogue_is_whole_and_in_rupiah() {
    let clock = |text: &str| Clock::try_from(text.to_owned()).unwrap();
    let outlet = Outlet {
        merchant: "G123456789".into(),
        own: "UMKM-1".into(),
        hours: Week::daily(clock("00:00"), clock("23:59")),
        headings: vec![("C1".into(), "Keripik".into())],
    };
    let task = Task::Menu {
        outlet: Box::new(outlet),
        listings: vec![listing()],
        request_id: "r-1".into(),
    };
    let call = call(&ours(), &task, &shop(), at(NOW));
    assert_eq!(
        call.request.url,
        "https://api.gobiz.co.id/integrations/gofood/outlets/G123456789/v1/catalog"
    );
    let dish = &body(&call)["menus"][0]["menu_items"][0];
    assert_eq!(dish["price"], 15_000);
    assert_eq!(
        dish["operational_hours"]["sunday"][0],
        json!({"start": "00:00", "end": "23:59"})
    );
}

#[test]
fn stock_is_yes_or_no_by_either_id() {
    let rows = vec![stock("KDL-1", place("uuid-1", None, None), 0)];
    let sent = |gofood: &GoFood| {
        body(&call(
            gofood,
            &Task::Stock { rows: rows.clone() },
            &shop(),
            at(NOW),
        ))
    };
    assert_eq!(
        sent(&ours()),
        json!([{"external_id": "KDL-1", "in_stock": false}])
    );
    assert_eq!(
        sent(&gofood(&json!({"stock_key": "id"}))),
        json!([{"id": "uuid-1", "in_stock": false}])
    );
    let price = Task::Price {
        rows: vec![price("a", place("a", None, None), rupiah(1_000))],
    };
    assert_eq!(
        ours().prepare(&price, &shop(), at(NOW)).unwrap_err().code(),
        "channel.cannot"
    );
}

#[test]
fn orders_are_answered_by_their_service() {
    let act = |service, action| {
        let call = call(
            &ours(),
            &Task::Act {
                id: "F-1".into(),
                service,
                action,
            },
            &shop(),
            at(NOW),
        );
        (
            call.request.url.split("/v1/").nth(1).unwrap().to_owned(),
            body(&call),
        )
    };
    assert_eq!(
        act(Service::Pickup, OrderAction::Accept).0,
        "orders/pickup/F-1/accepted"
    );
    let reject = OrderAction::Reject {
        reason: RejectReason::OutOfStock,
        note: "x".into(),
    };
    let (path, body) = act(Service::Delivery, reject);
    assert_eq!(path, "orders/delivery/F-1/cancelled");
    assert_eq!(body["cancel_reason_code"], "ITEMS_OUT_OF_STOCK");
    assert!(body["cancel_reason_description"].as_str().unwrap().len() >= 3);
}

#[test]
fn a_facilitator_asks_each_merchant_and_a_direct_one_nobody() {
    let url = ours().consent_url("st").unwrap();
    assert!(
        url.contains("response_type=code") && url.contains("partner%3Aoutlet%3Aread"),
        "{url}"
    );
    let direct = gofood(&json!({"integration": "direct"}));
    assert!(direct.consent_url("st").is_err());
    let token = call(&direct, &Task::Refresh { refresh: None }, &shop(), at(NOW));
    assert_eq!(
        token.request.header_value("authorization"),
        Some("Basic aWQ6c2VjcmV0")
    );
    assert!(
        String::from_utf8_lossy(&token.request.body)
            .starts_with("grant_type=client_credentials&scope=")
    );
    let told = json!({"access_token": "A", "expires_in": 3599});
    let Ok(Reply::Tokens(tokens)) = answer(&direct, &token, 200, &told, at(NOW)) else {
        panic!()
    };
    assert_eq!(tokens.access_until, at(NOW + 3599));
    let refresh = call(
        &ours(),
        &Task::Refresh {
            refresh: Some(Secret::new("r")),
        },
        &shop(),
        at(NOW),
    );
    let gone = answer(
        &ours(),
        &refresh,
        400,
        &json!({"error": "invalid_grant"}),
        at(NOW),
    )
    .unwrap_err();
    assert_eq!(gone.retry(), Retry::AskOwner);
}

#[test]
fn refusals_stay_and_outages_pass() {
    let call = call(&ours(), &Task::Open { open: false }, &shop(), at(NOW));
    assert_eq!(body(&call), json!({"force_close": true}));
    let retry = |status, told| {
        answer(&ours(), &call, status, &told, at(NOW)).map_err(|error| error.retry())
    };
    assert_eq!(
        retry(422, json!({"errors": [{"message": "no"}]})),
        Err(Retry::Never)
    );
    assert_eq!(retry(503, json!({})), Err(Retry::Later { after: None }));
    assert_eq!(retry(200, json!({"success": false})), Err(Retry::Never));
    assert_eq!(
        retry(200, json!({"success": true, "data": {}})),
        Ok(Reply::Done)
    );
}

const BODY: &[u8] = br#"{"header":{"event_name":"gofood.order.merchant_accepted","event_id":"c1be7fa1-645e-3d57-9ca3-f2cb54212345","version":1,"timestamp":"2019-08-24T14:15:22.557+07:00"},"body":{"outlet":{"id":"G123456789"},"order":{"order_number":"F-123456789"}}}"#;
const SIGN: &str = "69dfb5828fe6e80f4431f31cc10e3b9a8e11c7244d588688e0141109beb0198b";
const SENT: i64 = 1_566_630_922;

#[test]
fn a_notice_is_proved_and_understood() {
    let headers = [("x-go-signature", SIGN)];
    let notice = ours()
        .webhook(
            &Incoming {
                headers: &headers,
                body: BODY,
            },
            at(SENT),
        )
        .unwrap();
    assert_eq!(notice.dedupe, "gofood:c1be7fa1-645e-3d57-9ca3-f2cb54212345");
    let Event::Order {
        id, state, order, ..
    } = notice.event
    else {
        panic!()
    };
    assert_eq!(
        (id.as_str(), state),
        ("F-123456789", Some(OrderState::Accepted))
    );
    assert_eq!(order.unwrap().updated_at.unwrap().timestamp(), SENT);
    for (headers, body, now, expected) in [
        (&[][..], BODY, SENT, "webhook.unsigned"),
        (&headers[..], &BODY[..40], SENT, "webhook.forged"),
        (&headers[..], BODY, NOW, "webhook.stale"),
    ] {
        let error = ours()
            .webhook(&Incoming { headers, body }, at(now))
            .unwrap_err();
        assert_eq!(error.code(), expected);
    }
}
