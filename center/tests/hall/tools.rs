//! What several tests use.

use center::Hall;
use center::testing::actor;
use center::{Role, registry};
use chrono::NaiveDate;
use rulebook::Facts;
use serde_json::Value as Json;
use store::sql;
use vocab::id::{BusinessId, PersonId};

pub(crate) const NIK: &str = "3324096505800001";

pub(crate) fn facts(json: Json) -> Facts {
    serde_json::from_value(json).unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A business registered by an enumerator on 1 November.
pub(crate) async fn registered(hall: &Hall, json: Json) -> BusinessId {
    registry::state::register(
        hall,
        &actor(Role::Enumerator),
        &facts(json),
        day("2026-11-01"),
    )
    .await
    .unwrap()
}

pub(crate) async fn keripik(hall: &Hall) -> BusinessId {
    registered(
        hall,
        serde_json::json!({
            "business_name": "Keripik Barokah",
            "owner_name": "Siti Aminah",
            "owner_nik": NIK,
            "owner_phone": "081234567890",
            "village": "33.24.09.2003",
            "kbli": "2020:10794",
            "product_kind": "processed_food",
            "sales": 120_000_000,
            "online_shopee": false,
        }),
    )
    .await
}

pub(crate) async fn owner_of(hall: &Hall, business: BusinessId) -> PersonId {
    let mut session = hall.db().read().await.unwrap();
    let found = store::registry::business::find(&mut session, "33.24", business)
        .await
        .unwrap();
    found.unwrap().owner.unwrap()
}

/// Every text and every blob of a table, to look for what must not be there.
pub(crate) async fn everything(hall: &Hall) -> String {
    let mut all = String::new();
    let mut session = hall.db().read().await.unwrap();
    for (table, columns) in [
        ("person", "name, phone, nik_sealed, kk_sealed, npwp_sealed"),
        ("business", "name, name_key, owner_name, facts"),
        ("statement", "facts"),
        ("account", "login, name, password_hash"),
        ("consent", "wording"),
        ("audit", "subject, detail"),
    ] {
        for column in columns.split(", ") {
            for row in session
                .all(sql(format!("SELECT {column} FROM {table}")))
                .await
                .unwrap()
            {
                all.push_str(&row.get::<Option<String>>(0).unwrap().unwrap_or_default());
                all.push('\n');
            }
        }
    }
    all
}

/// The counters, added up from the rows: what `tally` must say.
pub(crate) async fn counters_agree(hall: &Hall) {
    let mut session = hall.db().read().await.unwrap();
    let mut expected = std::collections::BTreeMap::new();
    let mut after = 0;
    loop {
        let rows = store::registry::business::after(&mut session, "33.24", after, 500)
            .await
            .unwrap();
        let Some(last) = rows.last() else { break };
        after = last.seq;
        for row in &rows {
            for mark in row.marks.iter() {
                *expected.entry((row.region.clone(), mark)).or_insert(0) += 1;
            }
        }
    }
    let counted: std::collections::BTreeMap<(String, u32), i64> =
        store::registry::tally::all(&mut session, "33.24")
            .await
            .unwrap()
            .into_iter()
            .map(|count| ((count.region, count.mark), count.n))
            .collect();
    assert_eq!(counted, expected, "the counters agree with the rows");
    for mark in expected
        .keys()
        .map(|(_, mark)| *mark)
        .collect::<std::collections::BTreeSet<_>>()
    {
        let bits = store::registry::marks::carrying(&mut session, "33.24", &[mark])
            .await
            .unwrap();
        let rows: i64 = expected
            .iter()
            .filter(|((_, other), _)| *other == mark)
            .map(|(_, n)| *n)
            .sum();
        assert_eq!(
            bits.len(),
            rows.unsigned_abs(),
            "the bitmap of mark {mark} agrees with the rows"
        );
    }
}
