//! GrabFood: the menu we serve, the door, batches in hundredths of a rupiah, orders.

use crate::common::*;
use channels::capability::{Capability, ChannelId};
use channels::channel::{Channel, OrderAction, Reply, Session, Task};
use channels::grabfood::door::DoorRequest;
use channels::grabfood::{GrabFood, GrabFoodConfig, menu};
use channels::hours::{Clock, Outlet, Week};
use channels::limits::Limits;
use channels::listing::Variant;
use channels::order::{OrderState, Service};
use channels::outcome::Retry;
use channels::secret::Secret;
use channels::webhook::{Event, Incoming};
use serde_json::{Value, json};
use vocab::DomainError;

const NOW: i64 = 1_700_000_000;

fn grab() -> GrabFood {
    let config = json!({"client_id": "us", "client_secret": "our-secret", "partner_client_id": "grab",
        "partner_client_secret": "their-secret", "door_key": "door"});
    let config: GrabFoodConfig = serde_json::from_value(config).unwrap();
    GrabFood::new(config).unwrap()
}

fn shop() -> Session {
    session("1-ABC", "T", None)
}

fn outlet() -> Outlet {
    let clock = |text: &str| Clock::try_from(text.to_owned()).unwrap();
    Outlet {
        merchant: "1-ABC".into(),
        own: "UMKM-1".into(),
        hours: Week::daily(clock("08:00"), clock("20:00")),
        headings: vec![
            ("C1".into(), "Keripik".into()),
            ("C2".into(), "Minuman".into()),
        ],
    }
}

fn limits() -> Limits {
    Limits::built_in(ChannelId::GrabFood).unwrap()
}

fn token() -> String {
    let request = json!({"client_id": "grab", "client_secret": "their-secret", "grant_type": "client_credentials"});
    let request: DoorRequest = serde_json::from_value(request).unwrap();
    format!(
        "Bearer {}",
        grab()
            .door()
            .open(&request, at(NOW))
            .unwrap()
            .access_token
            .expose()
    )
}

fn receive(message: &Value) -> channels::webhook::Notice {
    let token = token();
    let body = message.to_string();
    grab()
        .webhook(
            &Incoming {
                headers: &[("Authorization", &token)],
                body: body.as_bytes(),
            },
            at(NOW),
        )
        .unwrap()
}

#[test]
fn the_menu_has_the_form_that_grabs_own_models_accept() {
    let made = menu::build(&outlet(), &[listing()], &limits()).unwrap();
    assert_eq!(
        made["currency"],
        json!({"code": "IDR", "symbol": "Rp", "exponent": 2})
    );
    let item = &made["categories"][0]["items"][0];
    assert_eq!(item["price"], 1_500_000, "Rp15.000 in minor units");
    assert_eq!(
        (&item["availableStatus"], &item["maxStock"]),
        (&json!("AVAILABLE"), &json!(10))
    );
    assert_eq!(
        made["categories"].as_array().unwrap().len(),
        1,
        "empty headings are left out"
    );
    let days = made["sellingTimes"][0]["serviceHours"].as_object().unwrap();
    assert_eq!(days.len(), 7);
    assert_eq!(
        days["mon"]["periods"][0],
        json!({"startTime": "08:00", "endTime": "20:00"})
    );
}

#[test]
fn what_is_sold_out_says_so_twice_and_choices_add_their_difference() {
    let mut dish = listing();
    dish.variants[0].stock = 0;
    let made = menu::build(&outlet(), &[dish.clone()], &limits()).unwrap();
    let item = &made["categories"][0]["items"][0];
    assert_eq!(
        (&item["availableStatus"], &item["maxStock"]),
        (&json!("UNAVAILABLE"), &json!(0))
    );
    dish.variants[0].name = Some("asli".into());
    dish.variants.push(Variant {
        sku: "KDL-1P".into(),
        name: Some("pedas".into()),
        price: rupiah(16_500),
        stock: 3,
        on_sale: true,
    });
    let made = menu::build(&outlet(), &[dish], &limits()).unwrap();
    let item = &made["categories"][0]["items"][0];
    assert_eq!(item["modifierGroups"][0]["modifiers"][1]["price"], 150_000);
    assert_eq!(item["maxStock"], 3);
}

#[test]
fn menus_that_grab_would_refuse_are_not_served() {
    assert_eq!(
        menu::build(&outlet(), &[], &limits()).unwrap_err().code(),
        "menu.empty"
    );
    let many = vec![listing(); 301];
    assert_eq!(
        menu::build(&outlet(), &many, &limits()).unwrap_err().code(),
        "menu.full"
    );
}

#[test]
fn batches_carry_minor_units_and_at_most_two_hundred_rows() {
    let rows: Vec<_> = (0..450)
        .map(|n| {
            price(
                &format!("s{n}"),
                place(&format!("s{n}"), None, None),
                rupiah(15_000),
            )
        })
        .collect();
    let made = calls(&grab(), &Task::Price { rows }, &shop(), at(NOW));
    assert_eq!(
        made.iter().map(|call| call.skus.len()).collect::<Vec<_>>(),
        [200, 200, 50]
    );
    assert_eq!(
        body(&made[0])["menuEntities"][0],
        json!({"id": "s0", "price": 1_500_000})
    );
    assert_eq!(
        made[0].request.header_value("authorization"),
        Some("Bearer T")
    );
    let stock = Task::Stock {
        rows: vec![stock("a", place("a", None, None), 0)],
    };
    let sent = body(&call(&grab(), &stock, &shop(), at(NOW)));
    assert_eq!(
        sent["menuEntities"][0],
        json!({"id": "a", "availableStatus": "UNAVAILABLE", "maxStock": 0})
    );
}

#[test]
fn partial_success_is_told_row_by_row() {
    let rows = ["a", "b"]
        .map(|sku| price(sku, place(sku, None, None), rupiah(1_000)))
        .to_vec();
    let call = call(&grab(), &Task::Price { rows }, &shop(), at(NOW));
    let cases = [
        (json!({"status": "success", "errors": null}), [None, None]),
        (
            json!({"status": "partial success", "errors": [{"entityID": "b", "errMsg": "not found"}]}),
            [None, Some("not found")],
        ),
        (
            json!({"status": "fail", "errors": []}),
            [Some("failed"), Some("failed")],
        ),
    ];
    for (told, expected) in cases {
        let found = rows_of(&call, &told);
        assert_eq!(
            found,
            expected.map(|message| message.map(str::to_owned)),
            "{told}"
        );
    }
    let busy = answer(&grab(), &call, 409, &json!({}), at(NOW)).unwrap_err();
    assert_eq!(busy.retry(), Retry::Later { after: Some(10) });
}

fn rows_of(call: &channels::channel::Call, told: &Value) -> Vec<Option<String>> {
    crate::common::rows(answer(&grab(), call, 200, told, at(NOW)).unwrap())
        .into_iter()
        .map(|(_, message)| message)
        .collect()
}

#[test]
fn orders_are_answered() {
    let act = |action| {
        let call = call(
            &grab(),
            &Task::Act {
                id: "O1".into(),
                service: Service::Delivery,
                action,
            },
            &shop(),
            at(NOW),
        );
        (
            call.request
                .url
                .rsplit("/partner/v1/")
                .next()
                .unwrap()
                .to_owned(),
            body(&call),
        )
    };
    assert_eq!(
        act(OrderAction::Accept),
        (
            "order/prepare".into(),
            json!({"orderID": "O1", "toState": "Accepted"})
        )
    );
    assert_eq!(
        act(OrderAction::Ready),
        (
            "orders/mark".into(),
            json!({"orderID": "O1", "markStatus": 1})
        )
    );
}

#[test]
fn the_door_opens_only_for_grab_and_its_tokens_end() {
    let ask = |id: &str, secret: &str, grant: &str| {
        let request = json!({"client_id": id, "client_secret": secret, "grant_type": grant});
        let request: DoorRequest = serde_json::from_value(request).unwrap();
        grab()
            .door()
            .open(&request, at(NOW))
            .map(|answer| answer.expires_in)
            .map_err(|error| error.code())
    };
    assert_eq!(
        ask("grab", "their-secret", "client_credentials"),
        Ok(604_799)
    );
    assert_eq!(
        ask("grab", "guess", "client_credentials"),
        Err("invalid_client")
    );
    assert_eq!(ask("", "", "client_credentials"), Err("invalid_client"));
    assert_eq!(
        ask("grab", "their-secret", "password"),
        Err("unsupported_grant_type")
    );
    assert!(grab().door().admits(&token(), at(NOW + 604_798)));
    assert!(!grab().door().admits(&token(), at(NOW + 604_799)));
    for forged in [
        "",
        "Bearer",
        "Bearer x",
        "Basic abc",
        &token().replace("Bearer ", ""),
        &format!("{}A", token()),
    ] {
        assert!(!grab().door().admits(forged, at(NOW)), "{forged}");
    }
}

#[test]
fn a_submitted_order_is_kept_whole_in_rupiah() {
    let notice = receive(
        &json!({"orderID": "O1", "shortOrderNumber": "GF-123", "merchantID": "1-ABC", "paymentType": "CASHLESS",
        "cutlery": false, "orderTime": "2026-11-24T03:00:00Z", "currency": {"code": "IDR", "symbol": "Rp", "exponent": 2},
        "featureFlags": {"orderAcceptedType": "MANUAL", "orderType": "DeliveredByGrab"},
        "items": [{"id": "UNKNOWN", "grabItemID": "G1", "quantity": 2, "price": 1_500_000, "tax": 0, "specifications": "pedas", "modifiers": []}],
        "price": {"subtotal": 3_000_000, "eaterPayment": 3_500_000}}),
    );
    assert_eq!(notice.dedupe, "grabfood:order:O1");
    let Event::Order {
        order: Some(order),
        state,
        ..
    } = notice.event
    else {
        panic!()
    };
    assert_eq!(state, Some(OrderState::New));
    assert_eq!(
        (order.total, order.lines[0].unit_price),
        (Some(30_000), Some(15_000))
    );
    assert_eq!(
        order.lines[0].sku.as_deref(),
        Some("UNKNOWN"),
        "an unknown product is kept"
    );
    assert_eq!(order.short.as_deref(), Some("GF-123"));
}

#[test]
fn states_menus_and_connections_are_understood() {
    let state = receive(
        &json!({"merchantID": "1-ABC", "orderID": "O1", "state": "COLLECTED", "driverETA": 0}),
    );
    assert!(matches!(
        state.event,
        Event::Order {
            state: Some(OrderState::OnTheWay),
            ..
        }
    ));
    let menu = receive(
        &json!({"requestID": "R1", "merchantID": "1-ABC", "jobID": "J", "updatedAt": "2026-11-24T03:00:00Z",
        "status": "FAILED", "errors": ["price too high"]}),
    );
    assert_eq!(menu.dedupe, "grabfood:menu:R1");
    assert!(
        matches!(&menu.event, Event::ListingChanged { problems, .. } if problems == &["price too high"])
    );
    let link = receive(
        &json!({"partnerMerchantID": "UMKM-1", "grabMerchantID": "1-ABC", "integrationStatus": "ACTIVE"}),
    );
    assert!(matches!(link.event, Event::Connection { .. }));
    let unsigned = grab()
        .webhook(
            &Incoming {
                headers: &[],
                body: b"{}",
            },
            at(NOW),
        )
        .unwrap_err();
    assert_eq!(unsigned.status(), 401);
    let token = token();
    let strange = grab()
        .webhook(
            &Incoming {
                headers: &[("authorization", &token)],
                body: b"{}",
            },
            at(NOW),
        )
        .unwrap_err();
    assert_eq!(strange.status(), 200, "kept for people to read");
}

#[test]
fn one_token_serves_all_outlets() {
    let call = call(&grab(), &Task::Refresh { refresh: None }, &shop(), at(NOW));
    assert_eq!(body(&call)["scope"], "food.partner_api");
    let told = json!({"access_token": "A", "token_type": "Bearer", "expires_in": 604_799});
    let Ok(Reply::Tokens(tokens)) = answer(&grab(), &call, 200, &told, at(NOW)) else {
        panic!()
    };
    assert_eq!(tokens.access_until, at(NOW + 604_799));
    assert_eq!(tokens.access, Secret::new("A"));
    assert!(!grab().capabilities().has(Capability::PushCatalogue));
}
