//! A small town, its census, and lists about it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use center::people::accounts;
use center::registry::linking::{self, Brought, EditionState, Kind, PairKind, Thresholds};
use center::registry::{import, state};
use center::testing::{REGENCY, actor, on_both_with};
use center::{Actor, Hall, Role, Settings};
use rulebook::Facts;
use store::registry::pair::{self, Pair};
use store::registry::{business, tally};
use store::sql;
use vocab::Lang;
use vocab::id::{AccountId, BusinessId};

pub(crate) const SHOPS: [&str; 8] = [
    "Keripik", "Batik", "Katering", "Bengkel", "Roti", "Jamu", "Mebel", "Tahu",
];
pub(crate) const NAMES: [&str; 12] = [
    "Sekar",
    "Barokah",
    "Maju Jaya",
    "Lestari",
    "Anugerah",
    "Mentari",
    "Cendana",
    "Rejeki",
    "Melati",
    "Sumber",
    "Kurnia",
    "Dewi",
];
pub(crate) const OWNERS: [&str; 10] = [
    "Siti Aminah",
    "Budi Santoso",
    "Rina Wulandari",
    "Slamet Riyadi",
    "Endang Purwanti",
    "Joko Susilo",
    "Wahyu Nugroho",
    "Tri Hartati",
    "Agus Prasetyo",
    "Murni Handayani",
];
pub(crate) const VILLAGES: [(&str, &str); 4] = [
    ("Jungsemi", "Kangkung"),
    ("Kangkung", "Kangkung"),
    ("Truko", "Kangkung"),
    ("Sendangdawung", "Kangkung"),
];

#[expect(
    clippy::needless_pass_by_value,
    reason = "reads like the helper of the store"
)]
pub(crate) fn with_hall(test: impl AsyncFn(Hall, &Path)) {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        files: folder.path().join("files"),
        import_chunk: 60,
        ..Settings::default()
    };
    on_both_with(&settings, async |hall| test(hall, folder.path()).await);
}

pub(crate) fn officer() -> Actor {
    actor(Role::Officer)
}

pub(crate) fn mentor() -> Actor {
    actor(Role::Mentor)
}

pub(crate) struct One {
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) phone: String,
    pub(crate) village: (&'static str, &'static str),
}

/// The n-th business of the town; the numbers are spread so that neighbours have little in common.
pub(crate) fn one(n: usize) -> One {
    let shop = SHOPS[n % SHOPS.len()];
    let name = NAMES[(n / SHOPS.len()) % NAMES.len()];
    One {
        name: format!("{shop} {name} {}", NAMES[(n * 7 + 3) % NAMES.len()]),
        owner: format!(
            "{} {}",
            OWNERS[(n * 3) % OWNERS.len()],
            NAMES[(n * 5) % NAMES.len()]
        ),
        phone: format!("0813{:08}", (n * 7_919 + 11_111_111) % 100_000_000),
        village: VILLAGES[(n * 5 + n / 9) % VILLAGES.len()],
    }
}

pub(crate) fn census(count: usize) -> String {
    let mut text = "Nama Pemilik,Nama Usaha,Desa,Kecamatan,No HP,Shopee\n".to_owned();
    for n in 0..count {
        let One {
            name,
            owner,
            phone,
            village,
        } = one(n);
        writeln!(text, "{owner},{name},{},{},{phone},", village.0, village.1).unwrap();
    }
    text
}

/// A merchant list: `sure` rows agree with the census in all but spelling; `doubtful` ones have only a like name.
pub(crate) fn merchants(sure: std::ops::Range<usize>, doubtful: std::ops::Range<usize>) -> String {
    let mut text = "Merchant ID,Nama Toko,Nama Pemilik,Telepon,Desa,Kecamatan\n".to_owned();
    for n in sure {
        let One {
            name,
            owner,
            phone,
            village,
        } = one(n);
        writeln!(
            text,
            "M{n},{} Official Store,{owner},{},{},{}",
            name.to_uppercase(),
            phone.replacen('0', "+62", 1),
            village.0,
            village.1
        )
        .unwrap();
    }
    for n in doubtful {
        let One {
            name,
            owner,
            village,
            ..
        } = one(n);
        let first = owner.split(' ').next().unwrap_or_default();
        writeln!(text, "M{n},{name},{first},,{},{}", village.0, village.1).unwrap();
    }
    // Strangers, so that there is something not to be linked.
    for n in 0..40 {
        writeln!(
            text,
            "X{n},Toko Asing {n} Zq{n},Orang {n}wx,0899{n:08},Truko,Kangkung"
        )
        .unwrap();
    }
    text
}

pub(crate) async fn take_census(hall: &Hall, folder: &Path, text: &str) {
    let path = folder.join(format!("{}.csv", uuid::Uuid::now_v7()));
    std::fs::write(&path, text).unwrap();
    let brought = import::Brought {
        path,
        file_name: "sensus.csv".to_owned(),
        source: "Sensus 2026".to_owned(),
        mapping: None,
        stated_on: None,
        forgiven: Vec::new(),
    };
    let id = import::create(hall, &officer(), &brought).await.unwrap();
    let done = import::run(hall, &officer(), id, None).await.unwrap();
    assert_eq!(done.counts.rejected, 0);
}

pub(crate) fn brought(folder: &Path, text: &str) -> Brought {
    let path = folder.join(format!("{}.csv", uuid::Uuid::now_v7()));
    std::fs::write(&path, text).unwrap();
    Brought {
        path,
        file_name: "merchant.csv".to_owned(),
        name: "Merchant ShopeeFood".to_owned(),
        kind: Kind::Shopeefood,
        mapping: None,
        stated_on: None,
        thresholds: None,
    }
}

pub(crate) async fn link(hall: &Hall, folder: &Path, text: &str) -> linking::Changes {
    link_from(hall, folder, text, Thresholds::default()).await
}

/// Nothing but the surest is taken without a reader.
pub(crate) const CAREFUL: Thresholds = Thresholds {
    accept: 1.0,
    review: 0.3,
    second_below: 0.75,
};

pub(crate) async fn link_from(
    hall: &Hall,
    folder: &Path,
    text: &str,
    thresholds: Thresholds,
) -> linking::Changes {
    hall.clock().advance(chrono::TimeDelta::minutes(1));
    let list = Brought {
        thresholds: Some(thresholds),
        ..brought(folder, text)
    };
    let id = linking::bring(hall, &officer(), &list).await.unwrap();
    let edition = linking::run(hall, &officer(), id).await.unwrap();
    assert_eq!(edition.state, EditionState::Done, "{:?}", edition.failure);
    serde_json::from_str(edition.changes.as_deref().unwrap()).unwrap()
}

pub(crate) async fn pairs(hall: &Hall) -> Vec<Pair> {
    let mut session = hall.db().read().await.unwrap();
    pair::all(&mut session, REGENCY, PairKind::Link, None)
        .await
        .unwrap()
}

pub(crate) async fn online(hall: &Hall) -> usize {
    let mut session = hall.db().read().await.unwrap();
    let all = business::after(&mut session, REGENCY, 0, 10_000)
        .await
        .unwrap();
    all.iter()
        .filter(|one| one.facts.contains("\"online_shopeefood\":true"))
        .count()
}

pub(crate) async fn written(hall: &Hall) -> i64 {
    let mut session = hall.db().read().await.unwrap();
    let query = sql("SELECT (SELECT COUNT(*) FROM statement) + (SELECT COUNT(*) FROM record_pair)");
    session.one(query).await.unwrap().get(0).unwrap()
}

pub(crate) type Picture = (
    Vec<(i64, BusinessId, String, String, Vec<u32>)>,
    BTreeMap<(String, u32), i64>,
);

/// What lists and counters show.
pub(crate) async fn picture(hall: &Hall) -> Picture {
    let mut session = hall.db().read().await.unwrap();
    let all = business::after(&mut session, REGENCY, 0, 10_000)
        .await
        .unwrap();
    let counts = tally::all(&mut session, REGENCY).await.unwrap();
    (
        all.into_iter()
            .map(|one| {
                (
                    one.seq,
                    one.id,
                    one.name,
                    one.facts,
                    one.marks.iter().collect(),
                )
            })
            .collect(),
        counts
            .into_iter()
            .filter(|one| one.n != 0)
            .map(|one| ((one.region, one.mark), one.n))
            .collect(),
    )
}

pub(crate) async fn registered(hall: &Hall, json: serde_json::Value) -> BusinessId {
    let facts: Facts = serde_json::from_value(json).unwrap();
    let day = "2026-11-01".parse().unwrap();
    state::register(hall, &actor(Role::Enumerator), &facts, day)
        .await
        .unwrap()
}

/// A mentor with an account, who may be sent.
pub(crate) async fn real_mentor(hall: &Hall) -> AccountId {
    let new = accounts::NewAccount {
        login: "rina".to_owned(),
        name: "Rina Pendamping".to_owned(),
        role: Role::Mentor,
        scope: None,
        language: Lang::Id,
    };
    let made = accounts::create(hall, &actor(Role::Admin), &new).await;
    made.unwrap().account
}
