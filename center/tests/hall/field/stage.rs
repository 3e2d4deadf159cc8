//! A round, its enumerators, and phones.
#![expect(
    clippy::needless_pass_by_value,
    reason = "bodies are written where they are given"
)]

use center::field::round;
use center::people::accounts::{self, NewAccount};
use center::sync::{self, Answered, Item, Outcome, Pulled, Sent};
use center::testing::actor;
use center::{Actor, Hall, Role};
use serde_json::{Value as Json, json};
use uuid::Uuid;
use vocab::Lang;
use vocab::id::{AreaId, RoundId};

use crate::tools::day;

pub(super) const VILLAGE: &str = "33.24.09.2003";

/// Noon of the tests, in milliseconds.
pub(super) const NOW: i64 = 1_795_496_400_000;

/// An account of a role, with a name.
pub(super) async fn account(hall: &Hall, role: Role, login: &str) -> Actor {
    let new = NewAccount {
        login: login.to_owned(),
        name: format!("Siti {login}"),
        role,
        scope: None,
        language: Lang::Id,
    };
    let made = accounts::create(hall, &Actor::system("33.24"), &new)
        .await
        .unwrap();
    Actor::signed_in(made.account, new.name, role, "33.24", None, None)
}

/// A round that is open, with one village given to somebody.
pub(super) async fn round_for(hall: &Hall, to: &Actor) -> (RoundId, AreaId) {
    let officer = actor(Role::Officer);
    let new = round::New {
        name: "Pendataan 2026".to_owned(),
        form: "sensus@1".to_owned(),
        opens_on: day("2026-11-01"),
        closes_on: day("2026-12-31"),
    };
    let id = round::make(hall, &officer, &new).await.unwrap();
    round::add_areas(hall, &officer, id, VILLAGE, ("", ""))
        .await
        .unwrap();
    let area = round::view(hall, &officer, id).await.unwrap().areas[0]
        .area
        .id;
    round::assign(hall, &officer, area, to.account, 40)
        .await
        .unwrap();
    (id, area)
}

/// A phone in somebody's hand.
#[derive(Clone)]
pub(super) struct Phone {
    pub(super) holder: Actor,
    pub(super) device: Uuid,
    /// By how many milliseconds its clock is ahead.
    pub(super) ahead: i64,
}

pub(super) fn id() -> Uuid {
    Uuid::now_v7()
}

impl Phone {
    pub(super) async fn new(hall: &Hall, holder: &Actor) -> Self {
        let phone = Self {
            holder: holder.clone(),
            device: id(),
            ahead: 0,
        };
        sync::device::hello(hall, holder, phone.device, "Chrome, Android", "1")
            .await
            .unwrap();
        phone
    }

    pub(super) async fn push(&self, hall: &Hall, items: Vec<Item>) -> Vec<Answered> {
        let sent = Sent {
            device: self.device,
            clock: NOW + self.ahead,
            items,
        };
        sync::push(hall, &self.holder, sent).await.unwrap()
    }

    pub(super) async fn push_one(&self, hall: &Hall, item: Item) -> Answered {
        self.push(hall, vec![item]).await.remove(0)
    }

    /// All pages of a collection.
    pub(super) async fn pull(&self, hall: &Hall, collection: &str, cursor: &str) -> Pulled {
        let mut all = sync::pull(hall, &self.holder, collection, cursor, 2)
            .await
            .unwrap();
        while all.more {
            let next = sync::pull(hall, &self.holder, collection, &all.cursor, 2)
                .await
                .unwrap();
            all.items.extend(next.items);
            all.cursor = next.cursor;
            all.more = next.more;
        }
        all
    }
}

/// What is answered at a door.
pub(super) fn answers(name: &str, owner: &str, nik: &str) -> Json {
    json!({
        "village": VILLAGE, "rt": "3", "rw": "1", "premise": "home", "owner_name": owner, "nik_shown": true,
        "owner_nik": nik, "owner_sex": "female", "consent": true, "business_name": name,
        "activity": "membuat keripik", "product_kind": "processed_food", "legal_form": "perorangan",
        "workers_male": 0, "workers_female": 2, "nib_held": false, "online": true,
        "channels": ["online_shopee"], "sales": 90_000_000,
    })
}

pub(super) fn item(entity: Uuid, order: i64, base: Option<i64>, body: Json) -> Item {
    serde_json::from_value(json!({
        "id": id(), "collection": "field.answer", "entity": entity, "order": order, "base": base,
        "made_at": NOW - 60_000, "form": "sensus@1", "app": "1", "files": [], "body": body,
    }))
    .unwrap()
}

pub(super) fn body(business: Option<Uuid>, answers: Json) -> Json {
    json!({
        "business": business, "questionnaire": "sensus@1", "outcome": "complete",
        "started_at": NOW - 1_800_000, "ended_at": NOW - 60_000, "clock_offset_ms": 0,
        "location": { "lat": -6.95, "lon": 110.2, "accuracy_m": 8 }, "answers": answers, "photos": {},
    })
}

/// A set about a business that is not on the list.
pub(super) fn new_one(name: &str, nik: &str) -> Item {
    item(id(), 1, None, body(None, answers(name, "Sri Rahayu", nik)))
}

pub(super) fn states(answered: &[Answered]) -> Vec<Outcome> {
    answered.iter().map(|one| one.state).collect()
}
