//! GrabFood and GoFood, from the menu to the finished order.

use channels::capability::ChannelId;
use channels::channel::{OrderAction, RejectReason, Reply, Session, Task};
use channels::grabfood::menu;
use channels::hours::{Clock, Outlet, Week};
use channels::http::Method;
use channels::listing::{Place, PriceUpdate, StockUpdate};
use channels::order::{OrderState, Service};
use channels::outcome::Retry;
use channels::secret::Secret;
use channels::webhook::Event;
use serde_json::{Value, json};

use crate::hall::{Hall, listing, price, session};

fn outlet(merchant: &str) -> Outlet {
    let clock = |text: &str| Clock::try_from(text.to_owned()).unwrap();
    Outlet {
        merchant: merchant.into(),
        own: "UMKM-1".into(),
        hours: Week::daily(clock("08:00"), clock("20:00")),
        headings: vec![("C1".into(), "Keripik".into())],
    }
}

fn place(item: &str) -> Place {
    Place {
        item: item.into(),
        variant: None,
        location: None,
    }
}

fn act(id: &str, action: OrderAction) -> Task {
    Task::Act {
        id: id.into(),
        service: Service::Delivery,
        action,
    }
}

async fn grab() -> (Hall, Session) {
    let hall = Hall::open().await;
    let tokens = hall
        .tokens(
            ChannelId::GrabFood,
            &Task::Refresh { refresh: None },
            "1-ABC",
        )
        .await
        .unwrap();
    let mine = session("1-ABC", &tokens.access, None);
    (hall, mine)
}

async fn update_in_batches(hall: &Hall, mine: &Session) {
    const ID: ChannelId = ChannelId::GrabFood;
    let rows = vec![
        PriceUpdate {
            sku: "KDL-1".into(),
            place: place("KDL-1"),
            price: price(16_000),
        },
        PriceUpdate {
            sku: "GONE".into(),
            place: place("GONE"),
            price: price(16_000),
        },
    ];
    let Reply::Rows(outcome) = hall.one(ID, &Task::Price { rows }, mine).await.unwrap() else {
        panic!()
    };
    assert_eq!(outcome.done().collect::<Vec<_>>(), ["KDL-1"]);
    assert_eq!(outcome.failed().next().unwrap().1.message, "item not found");
    let rows = vec![StockUpdate {
        sku: "KDL-1".into(),
        place: place("KDL-1"),
        stock: 4,
    }];
    let Reply::Rows(outcome) = hall
        .one(ID, &Task::Stock { rows: rows.clone() }, mine)
        .await
        .unwrap()
    else {
        panic!()
    };
    assert_eq!(outcome.failed().count(), 0);
    let early = hall.one(ID, &Task::Stock { rows }, mine).await.unwrap_err();
    assert_eq!(
        early.retry(),
        Retry::Later { after: Some(10) },
        "the same item within ten seconds"
    );
}

#[tokio::test]
async fn grab_comes_for_the_menu_and_sends_orders() {
    const ID: ChannelId = ChannelId::GrabFood;
    let (mut hall, mine) = grab().await;
    let made = menu::build(
        &outlet("1-ABC"),
        &[listing("KDL-1", "", None)],
        hall.channel(ID).limits(),
    )
    .unwrap();
    hall.lay_out(made);
    assert_eq!(
        hall.one(ID, &Task::AnnounceMenu, &mine).await,
        Ok(Reply::Done)
    );
    let told = hall.notices.recv().await.unwrap();
    assert!(
        matches!(&told.event, Event::ListingChanged { state, problems, .. } if state == "SUCCESS" && problems.is_empty()),
        "{told:?}"
    );
    assert_eq!(
        hall.items().await[0]["price"],
        15_000,
        "minor units were undone on the other side"
    );
    let early = hall.one(ID, &Task::AnnounceMenu, &mine).await.unwrap_err();
    assert_eq!(early.retry(), Retry::Later { after: Some(120) });

    update_in_batches(&hall, &mine).await;

    let order = json!({"platform": "grab", "merchant": "1-ABC", "lines": [{"sku": "KDL-1", "quantity": 2}]});
    let id = hall.control(Method::Post, "orders", &order).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let Event::Order {
        order: Some(order),
        state,
        ..
    } = hall.notices.recv().await.unwrap().event
    else {
        panic!()
    };
    assert_eq!((state, order.total), (Some(OrderState::New), Some(32_000)));
    assert_eq!(
        hall.one(ID, &act(&id, OrderAction::Accept), &mine).await,
        Ok(Reply::Done)
    );
    let accepted = hall.notices.recv().await.unwrap().event;
    assert!(matches!(
        accepted,
        Event::Order {
            state: Some(OrderState::Accepted),
            ..
        }
    ));
    assert_eq!(
        hall.one(ID, &act(&id, OrderAction::Ready), &mine).await,
        Ok(Reply::Done)
    );
    let twice = hall
        .one(ID, &act(&id, OrderAction::Accept), &mine)
        .await
        .unwrap_err();
    assert!(matches!(twice.retry(), Retry::Later { .. }));
    assert_eq!(
        hall.one(ID, &Task::Open { open: false }, &mine).await,
        Ok(Reply::Done)
    );
}

#[tokio::test]
async fn grab_refuses_a_menu_in_wrong_units() {
    const ID: ChannelId = ChannelId::GrabFood;
    let (mut hall, mine) = grab().await;
    let mut made: Value = menu::build(
        &outlet("1-ABC"),
        &[listing("KDL-1", "", None)],
        hall.channel(ID).limits(),
    )
    .unwrap();
    made["categories"][0]["items"][0]["price"] = json!(15_050);
    hall.lay_out(made);
    hall.one(ID, &Task::AnnounceMenu, &mine).await.unwrap();
    let told = hall.notices.recv().await.unwrap();
    assert!(
        matches!(&told.event, Event::ListingChanged { state, problems, .. } if state == "FAILED" && problems[0].contains("minor units")),
        "{told:?}"
    );
}

#[tokio::test]
async fn gofood_takes_the_catalogue_and_sends_orders() {
    const ID: ChannelId = ChannelId::GoFood;
    const OUTLET: &str = "G123456789";
    let mut hall = Hall::open().await;
    let back = hall.consent(ID).await;
    let code = Secret::new(
        back.iter()
            .find(|(key, _)| key == "code")
            .unwrap()
            .1
            .clone(),
    );
    let tokens = hall
        .tokens(ID, &Task::ExchangeCode { code }, OUTLET)
        .await
        .unwrap();
    let mine = session(OUTLET, &tokens.access, None);
    let menu = Task::Menu {
        outlet: Box::new(outlet(OUTLET)),
        listings: vec![listing("KDL-1", "", None)],
        request_id: "r1".into(),
    };
    assert_eq!(hall.one(ID, &menu, &mine).await, Ok(Reply::Done));
    let Reply::Listings(found, None) = hall
        .one(ID, &Task::Listings { cursor: None }, &mine)
        .await
        .unwrap()
    else {
        panic!()
    };
    assert_eq!(
        (found[0].sku.as_deref(), found[0].price),
        (Some("KDL-1"), Some(price(15_000)))
    );
    let rows = vec![StockUpdate {
        sku: "KDL-1".into(),
        place: found[0].place.clone(),
        stock: 0,
    }];
    assert!(hall.one(ID, &Task::Stock { rows }, &mine).await.is_ok());
    assert_eq!(hall.items().await[0]["stock"], 0);
    let foreign = session("G999", &tokens.access, None);
    assert_eq!(
        hall.one(ID, &Task::Listings { cursor: None }, &foreign)
            .await
            .unwrap_err()
            .retry(),
        Retry::AskOwner
    );
    let subscribe = Task::Subscribe {
        event: "gofood.order.created".into(),
        url: "https://umkm.example/w".into(),
    };
    assert_eq!(hall.one(ID, &subscribe, &mine).await, Ok(Reply::Done));

    let order = json!({"platform": "gobiz", "merchant": OUTLET, "lines": [{"sku": "KDL-1", "quantity": 2}]});
    for (action, expected) in [
        (OrderAction::Accept, OrderState::Accepted),
        (
            OrderAction::Reject {
                reason: RejectReason::OutOfStock,
                note: String::new(),
            },
            OrderState::Cancelled,
        ),
    ] {
        let id = hall.control(Method::Post, "orders", &order).await["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let Event::Order {
            order: Some(told),
            state,
            ..
        } = hall.notices.recv().await.unwrap().event
        else {
            panic!()
        };
        assert_eq!(
            (state, told.total, told.id.as_str()),
            (Some(OrderState::New), Some(30_000), id.as_str())
        );
        assert_eq!(
            hall.one(ID, &act(&id, action), &mine).await,
            Ok(Reply::Done)
        );
        let Event::Order { state, .. } = hall.notices.recv().await.unwrap().event else {
            panic!()
        };
        assert_eq!(state, Some(expected));
    }
    let refresh = Task::Refresh {
        refresh: tokens.refresh,
    };
    let next = hall.tokens(ID, &refresh, OUTLET).await.unwrap();
    assert!(
        hall.one(ID, &Task::Shops, &session(OUTLET, &next.access, None))
            .await
            .is_ok()
    );
}
