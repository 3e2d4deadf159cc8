//! Shopee and Tokopedia, from consent to the order.

use channels::capability::ChannelId;
use channels::channel::{CreatePlace, Reply, Session, Task};
use channels::http::Method;
use channels::listing::{Place, PriceUpdate, StockUpdate};
use channels::outcome::Retry;
use channels::price::Price;
use channels::secret::Secret;
use channels::webhook::Event;
use serde_json::json;
use vocab::DomainError;

use crate::hall::{Hall, listing, now, price, session};

fn upload() -> Task {
    Task::Upload {
        file_name: "1.jpg".into(),
        mime: "image/jpeg".into(),
        bytes: vec![0xFF, 0xD8, 0xFF, 0xD9],
    }
}

fn create(sku: &str, category: &str, image: &str, attempt: &str) -> Task {
    Task::Create {
        listing: Box::new(listing(sku, category, Some(image))),
        place: CreatePlace {
            logistics: vec![8003],
            warehouse: Some("7068".into()),
        },
        idempotency: attempt.into(),
    }
}

async fn uploaded(hall: &Hall, id: ChannelId, session: &Session) -> String {
    let reply = hall.one(id, &upload(), session).await.unwrap();
    let Reply::Uploaded(image) = reply else {
        panic!("{reply:?}")
    };
    image
}

async fn set(
    hall: &Hall,
    id: ChannelId,
    session: &Session,
    place: &Place,
    stock: u32,
    rupiah: Price,
) {
    let stock = Task::Stock {
        rows: vec![StockUpdate {
            sku: "KDL-1".into(),
            place: place.clone(),
            stock,
        }],
    };
    let prices = Task::Price {
        rows: vec![PriceUpdate {
            sku: "KDL-1".into(),
            place: place.clone(),
            price: rupiah,
        }],
    };
    for task in [stock, prices] {
        let Reply::Rows(outcome) = hall.one(id, &task, session).await.unwrap() else {
            panic!()
        };
        assert_eq!(outcome.failed().count(), 0);
    }
}

#[tokio::test]
async fn a_product_lives_on_shopee() {
    const ID: ChannelId = ChannelId::Shopee;
    let mut hall = Hall::open().await;
    let back = hall.consent(ID).await;
    let shop = back
        .iter()
        .find(|(key, _)| key == "shop_id")
        .unwrap()
        .1
        .clone();
    let code = Secret::new(
        back.iter()
            .find(|(key, _)| key == "code")
            .unwrap()
            .1
            .clone(),
    );
    let tokens = hall
        .tokens(ID, &Task::ExchangeCode { code: code.clone() }, &shop)
        .await
        .unwrap();
    let again = hall
        .tokens(ID, &Task::ExchangeCode { code }, &shop)
        .await
        .unwrap_err();
    assert_eq!(again.retry(), Retry::AskOwner, "a code works once");
    let mine = session(&shop, &tokens.access, None);

    let Reply::Categories(categories) = hall.one(ID, &Task::Categories, &mine).await.unwrap()
    else {
        panic!()
    };
    let own = hall.connectors.taxonomy.find("snack.chips").unwrap();
    let category = channels::category::suggest(own, "Keripik tempe", &categories, 1)
        .remove(0)
        .id;
    let image = uploaded(&hall, ID, &mine).await;
    let reply = hall
        .one(ID, &create("KDL-1", &category, &image, "a"), &mine)
        .await
        .unwrap();
    let Reply::Created { item, .. } = reply else {
        panic!("{reply:?}")
    };
    let place = Place {
        item: item.clone(),
        variant: None,
        location: None,
    };
    set(&hall, ID, &mine, &place, 7, price(16_000)).await;

    let Reply::Listings(found, None) = hall
        .one(ID, &Task::Listings { cursor: None }, &mine)
        .await
        .unwrap()
    else {
        panic!()
    };
    assert_eq!(found[0].place, place);
    let details = Task::ListingDetails {
        items: vec![(item, false)],
    };
    let Reply::Listings(found, None) = hall.one(ID, &details, &mine).await.unwrap() else {
        panic!()
    };
    assert_eq!(
        (found[0].price, found[0].stock, found[0].sku.as_deref()),
        (Some(price(16_000)), Some(7), Some("KDL-1"))
    );

    let order = json!({"platform": "shopee", "merchant": shop, "lines": [{"sku": "KDL-1", "quantity": 2}, {"sku": "STRANGE"}]});
    let id = hall.control(Method::Post, "orders", &order).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let notice = hall.notices.recv().await.unwrap();
    assert!(matches!(&notice.event, Event::Order { id: told, .. } if *told == id));
    assert_eq!(notice.merchant, Some(shop));
    let list = Task::Orders {
        from: now() - chrono::TimeDelta::hours(1),
        to: now() + chrono::TimeDelta::minutes(1),
        cursor: None,
    };
    let Reply::OrderIds(ids, None) = hall.one(ID, &list, &mine).await.unwrap() else {
        panic!()
    };
    assert_eq!(ids.len(), 1);
    let reply = hall
        .one(ID, &Task::OrderDetails { ids: vec![id] }, &mine)
        .await
        .unwrap();
    let Reply::Orders(orders, _) = reply else {
        panic!()
    };
    assert_eq!(orders[0].lines.len(), 2, "an unknown product is kept");
    assert_eq!(orders[0].total, Some(42_000));
}

#[tokio::test]
async fn choices_follow_a_product_on_shopee() {
    const ID: ChannelId = ChannelId::Shopee;
    let hall = Hall::open().await;
    let given = hall
        .control(
            Method::Post,
            "tokens",
            &json!({"platform": "shopee", "merchant": "220001"}),
        )
        .await;
    let mine = session(
        "220001",
        &Secret::new(given["access_token"].as_str().unwrap()),
        None,
    );
    let image = uploaded(&hall, ID, &mine).await;
    let Task::Create {
        mut listing,
        place,
        idempotency,
    } = create("KDL-1", "100781", &image, "a")
    else {
        panic!()
    };
    let mut hot = listing.variants[0].clone();
    (hot.sku, hot.name, hot.price) = ("KDL-1P".into(), Some("pedas".into()), price(16_000));
    listing.variants[0].name = Some("asli".into());
    listing.variants.push(hot);
    let task = Task::Create {
        listing,
        place,
        idempotency,
    };
    let made = hall.one(ID, &task, &mine).await.unwrap();
    let (next, wait) = hall.channel(ID).follow_up(&task, &made).unwrap();
    assert_eq!(wait, 5);
    let made = hall.one(ID, &next, &mine).await.unwrap();
    assert_eq!(hall.channel(ID).follow_up(&next, &made), None);
    let Reply::Created { item, variants } = made else {
        panic!()
    };
    assert_eq!(
        variants
            .iter()
            .map(|(sku, _)| sku.as_str())
            .collect::<Vec<_>>(),
        ["KDL-1", "KDL-1P"]
    );
    let place = Place {
        item: item.clone(),
        variant: Some(variants[1].1.clone()),
        location: None,
    };
    let rows = vec![StockUpdate {
        sku: "KDL-1P".into(),
        place: place.clone(),
        stock: 2,
    }];
    hall.one(ID, &Task::Stock { rows }, &mine).await.unwrap();
    let replies = hall
        .all(
            ID,
            &Task::ListingDetails {
                items: vec![(item, true)],
            },
            &mine,
        )
        .await
        .unwrap();
    assert_eq!(
        replies[0],
        Reply::Listings(Vec::new(), None),
        "the product itself is not for sale"
    );
    let Some(Reply::Listings(models, None)) = replies.last() else {
        panic!("{replies:?}")
    };
    assert_eq!(
        (&models[1].place, models[1].stock, models[1].price),
        (&place, Some(2), Some(price(16_000)))
    );
}

#[tokio::test]
async fn tokens_expire_are_refreshed_once_and_revoked() {
    for (id, platform, shop) in [
        (ChannelId::Shopee, "shopee", "220001"),
        (ChannelId::Tokopedia, "tiktok", "749404"),
    ] {
        let mut hall = Hall::open().await;
        let whose = json!({"platform": platform, "merchant": shop});
        let given = hall.control(Method::Post, "tokens", &whose).await;
        let text = |name: &str| Secret::new(given[name].as_str().unwrap());
        let cipher = Some(Secret::new(format!("CIPHER-{shop}")));
        let mine = session(shop, &text("access_token"), cipher.clone());
        let list = Task::Listings { cursor: None };
        assert!(hall.one(id, &list, &mine).await.is_ok());
        hall.control(Method::Post, "expire", &json!({})).await;
        let expired = hall.one(id, &list, &mine).await.unwrap_err();
        assert_eq!(expired.retry(), Retry::RefreshToken, "{id}");
        let refresh = Task::Refresh {
            refresh: Some(text("refresh_token")),
        };
        let next = hall.tokens(id, &refresh, shop).await.unwrap();
        let mine = session(shop, &next.access, cipher);
        assert!(hall.one(id, &list, &mine).await.is_ok());
        let used_up = hall.tokens(id, &refresh, shop).await.unwrap_err();
        assert_eq!(
            used_up.retry(),
            Retry::AskOwner,
            "{id}: a refresh token works once"
        );
        hall.control(Method::Post, "revoke", &whose).await;
        assert_eq!(
            hall.notices.recv().await.unwrap().event,
            Event::AccessRevoked
        );
        assert!(hall.one(id, &list, &mine).await.is_err());
    }
}

#[tokio::test]
async fn a_product_lives_on_tokopedia() {
    const ID: ChannelId = ChannelId::Tokopedia;
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
        .tokens(ID, &Task::ExchangeCode { code }, "")
        .await
        .unwrap();
    let unknown = session("", &tokens.access, None);
    let Reply::Shops(shops) = hall.one(ID, &Task::Shops, &unknown).await.unwrap() else {
        panic!()
    };
    let mine = session(&shops[0].id, &tokens.access, shops[0].cipher.clone());
    let image = uploaded(&hall, ID, &mine).await;
    let first = hall
        .one(ID, &create("KDL-1", "600011", &image, "attempt"), &mine)
        .await
        .unwrap();
    let second = hall
        .one(ID, &create("KDL-1", "600011", &image, "attempt"), &mine)
        .await
        .unwrap();
    assert_eq!(first, second, "a repeated create makes one product");
    assert_eq!(hall.items().await.len(), 1);
    let Reply::Created { item, variants } = first else {
        panic!()
    };
    let place = Place {
        item,
        variant: Some(variants[0].1.clone()),
        location: Some("7068".into()),
    };
    set(&hall, ID, &mine, &place, 3, price(17_500)).await;
    let Reply::Listings(found, None) = hall
        .one(ID, &Task::Listings { cursor: None }, &mine)
        .await
        .unwrap()
    else {
        panic!()
    };
    assert_eq!(
        (found[0].place.clone(), found[0].price, found[0].stock),
        (place, Some(price(17_500)), Some(3))
    );
    let subscribe = Task::Subscribe {
        event: "ORDER_STATUS_CHANGE".into(),
        url: "https://umkm.example/w".into(),
    };
    assert_eq!(hall.one(ID, &subscribe, &mine).await, Ok(Reply::Done));

    let order = json!({"platform": "tiktok", "merchant": shops[0].id, "lines": [{"sku": "KDL-1", "quantity": 2}]});
    let id = hall.control(Method::Post, "orders", &order).await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let notice = hall.notices.recv().await.unwrap();
    assert!(matches!(&notice.event, Event::Order { id: told, .. } if *told == id));
    let Reply::Orders(orders, _) = hall
        .one(ID, &Task::OrderDetails { ids: vec![id] }, &mine)
        .await
        .unwrap()
    else {
        panic!()
    };
    assert_eq!(
        (orders[0].lines[0].quantity, orders[0].total),
        (2, Some(35_000))
    );
}

#[tokio::test]
async fn wrong_keys_and_a_wrong_clock_are_the_offices_to_mend() {
    let hall = Hall::open().await;
    let mine = session(
        "220001",
        &Secret::new("x"),
        Some(Secret::new("CIPHER-220001")),
    );
    hall.control(Method::Put, "faults", &json!({"clock_ahead": 600}))
        .await;
    for id in [ChannelId::Shopee, ChannelId::Tokopedia] {
        let error = hall
            .one(id, &Task::Listings { cursor: None }, &mine)
            .await
            .unwrap_err();
        assert_eq!(
            (error.code(), error.retry()),
            ("channel.setup", Retry::AskOffice),
            "{id}: {error}"
        );
    }
}
