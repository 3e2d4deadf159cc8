//! With everything going wrong at once, states become equal and orders end where they ended.

use std::collections::BTreeMap;

use channel_sim::Faults;
use channels::capability::ChannelId;
use channels::channel::{CreatePlace, Reply, Session, Task, carry_out};
use channels::http::Method;
use channels::listing::RemoteListing;
use channels::order::{News, OrderState, judge};
use channels::outcome::Retry;
use channels::secret::Secret;
use channels::sync::{Changes, Desired, compare};
use channels::webhook::Event;
use serde_json::json;

use crate::hall::{Hall, listing, now, price, session};

const STORM: Faults = Faults {
    slow: 20,
    slow_ms: 3,
    too_many: 50,
    down: 50,
    lost_answer: 50,
    partial: 100,
    hook_lost: 0,
    hook_repeated: 300,
    hook_late: 300,
    token_seconds: 0,
    clock_ahead: 0,
};

/// Carries out a task to the end, again and again where that helps. A worker of the hall would wait
/// in between; the simulator does not need that.
async fn stubborn(hall: &Hall, id: ChannelId, task: &Task, session: &Session) -> Vec<Reply> {
    let mut replies = Vec::new();
    for call in hall.channel(id).prepare(task, session, now()).unwrap() {
        loop {
            match carry_out(hall.channel(id), &hall.transport, &call, now()).await {
                Ok(reply) => {
                    replies.push(reply);
                    break;
                }
                Err(error) => assert!(matches!(error.retry(), Retry::Later { .. }), "{error}"),
            }
        }
    }
    replies
}

/// Everything the channel shows, page by page.
async fn shown(hall: &Hall, id: ChannelId, session: &Session) -> Vec<RemoteListing> {
    let mut remote = Vec::new();
    let mut cursor = None;
    loop {
        let list = Task::Listings { cursor };
        let Some(Reply::Listings(page, next)) = stubborn(hall, id, &list, session).await.pop()
        else {
            panic!()
        };
        remote.extend(page);
        if next.is_none() {
            return remote;
        }
        cursor = next;
    }
}

#[tokio::test]
async fn two_hundred_listings_become_equal_in_a_storm() {
    const ID: ChannelId = ChannelId::Tokopedia;
    const SHOP: &str = "749404";
    let hall = Hall::open_with(STORM).await;
    let given = hall
        .control(
            Method::Post,
            "tokens",
            &json!({"platform": "tiktok", "merchant": SHOP}),
        )
        .await;
    let mine = session(
        SHOP,
        &Secret::new(given["access_token"].as_str().unwrap()),
        Some(Secret::new(format!("CIPHER-{SHOP}"))),
    );
    let upload = Task::Upload {
        file_name: "1.jpg".into(),
        mime: "image/jpeg".into(),
        bytes: vec![1],
    };
    let Some(Reply::Uploaded(image)) = stubborn(&hall, ID, &upload, &mine).await.pop() else {
        panic!()
    };
    let mut desired: Vec<_> = (0..200)
        .map(|n| Desired {
            sku: format!("KDL-{n:03}"),
            place: None,
            price: price(10_000 + n),
            stock: u32::try_from(n % 17).unwrap(),
            reserved: 0,
            safety: 1,
            price_confirmed: None,
        })
        .collect();
    let can = hall.channel(ID).capabilities();
    let mut rounds = 0;
    loop {
        rounds += 1;
        assert!(rounds < 60, "it does not converge");
        let remote = shown(&hall, ID, &mine).await;
        let changes = compare(ID, can, &desired, &remote, 5);
        if changes == Changes::default() {
            break;
        }
        assert!(changes.unknown.is_empty(), "nothing was doubled");
        for sku in &changes.create {
            let task = Task::Create {
                listing: Box::new(listing(sku, "600011", Some(&image))),
                place: CreatePlace {
                    logistics: Vec::new(),
                    warehouse: Some("7068".into()),
                },
                idempotency: format!("create-{sku}"),
            };
            let Some(Reply::Created { item, variants }) =
                stubborn(&hall, ID, &task, &mine).await.pop()
            else {
                panic!()
            };
            let variant = variants.into_iter().next().map(|(_, variant)| variant);
            let place = channels::listing::Place {
                item,
                variant,
                location: Some("7068".into()),
            };
            desired
                .iter_mut()
                .find(|want| want.sku == *sku)
                .unwrap()
                .place = Some(place);
        }
        for task in [
            Task::Stock {
                rows: changes.stock,
            },
            Task::Price {
                rows: changes.price,
            },
        ] {
            // Rows that failed inside a success show up again in the next comparison.
            stubborn(&hall, ID, &task, &mine).await;
        }
    }
    let items = hall.items().await;
    assert_eq!(items.len(), 200, "none lost, none doubled");
    for want in desired {
        let item = items
            .iter()
            .find(|item| item["sku"] == want.sku.as_str())
            .unwrap();
        assert_eq!(
            (item["price"].as_i64(), item["stock"].as_u64()),
            (Some(want.price.rupiah()), Some(u64::from(want.shown())))
        );
    }
}

#[tokio::test]
async fn repeated_and_late_notices_end_where_the_orders_ended() {
    let mut hall = Hall::open_with(STORM).await;
    let mut ids = Vec::new();
    for _ in 0..25 {
        let order = json!({"platform": "gobiz", "merchant": "G1", "lines": [{"sku": "X"}]});
        let id = hall.control(Method::Post, "orders", &order).await["id"]
            .as_str()
            .unwrap()
            .to_owned();
        for state in ["MERCHANT_ACCEPTED", "PLACED", "COMPLETED"] {
            hall.control(Method::Post, &format!("orders/{id}/{state}"), &json!({}))
                .await;
        }
        ids.push(id);
    }
    let mut known = BTreeMap::new();
    // None is lost here, so each of the four notices of each order comes exactly once past the keys.
    for _ in 0..ids.len() * 4 {
        let notice = hall.notices.recv().await.unwrap();
        let Event::Order {
            id,
            state: Some(state),
            order: Some(order),
            ..
        } = notice.event
        else {
            panic!()
        };
        let news = (state, order.updated_at);
        let entry = known.entry(id).or_insert(news);
        if judge(*entry, news) == News::Apply {
            *entry = news;
        }
    }
    assert_eq!(known.len(), ids.len());
    assert!(
        known
            .values()
            .all(|(state, _)| *state == OrderState::Completed),
        "{known:?}"
    );
}
