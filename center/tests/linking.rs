//! From an outside list to a fact, through readers, and on to a campaign; on both engines.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use center::jobs::Worker;
use center::registry::campaign::{self, Filter, Outcome};
use center::registry::linking::{
    self, Answer, Brought, EditionState, Kind, LinkingError, PairKind, PairState, Thresholds,
    duplicates, merge, review,
};
use center::registry::{export, import, state, view};
use center::testing::{REGENCY, actor, on_both_with};
use center::{Actor, Error, Hall, Role, Settings};
use rulebook::{Fact, Facts};
use store::registry::pair::{self, Pair};
use store::registry::{business, merge as merges, tally};
use store::sql;
use vocab::Lang;
use vocab::id::BusinessId;

const SHOPS: [&str; 8] = [
    "Keripik", "Batik", "Katering", "Bengkel", "Roti", "Jamu", "Mebel", "Tahu",
];
const NAMES: [&str; 12] = [
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
const OWNERS: [&str; 10] = [
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
const VILLAGES: [(&str, &str); 4] = [
    ("Jungsemi", "Kangkung"),
    ("Kangkung", "Kangkung"),
    ("Truko", "Kangkung"),
    ("Sendangdawung", "Kangkung"),
];

#[expect(
    clippy::needless_pass_by_value,
    reason = "reads like the helper of the store"
)]
fn with_hall(test: impl AsyncFn(Hall, &Path)) {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        files: folder.path().join("files"),
        import_chunk: 60,
        ..Settings::default()
    };
    on_both_with(&settings, async |hall| test(hall, folder.path()).await);
}

fn officer() -> Actor {
    actor(Role::Officer)
}

fn mentor() -> Actor {
    actor(Role::Mentor)
}

struct One {
    name: String,
    owner: String,
    phone: String,
    village: (&'static str, &'static str),
}

/// The n-th business of the town; the numbers are spread so that neighbours have little in common.
fn one(n: usize) -> One {
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

fn census(count: usize) -> String {
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
fn merchants(sure: std::ops::Range<usize>, doubtful: std::ops::Range<usize>) -> String {
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

async fn take_census(hall: &Hall, folder: &Path, text: &str) {
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

fn brought(folder: &Path, text: &str) -> Brought {
    let path = folder.join(format!("{}.csv", uuid::Uuid::now_v7()));
    std::fs::write(&path, text).unwrap();
    Brought {
        path,
        file_name: "merchant.csv".to_owned(),
        name: "Merchant ShopeeFood".to_owned(),
        kind: Kind::Shopeefood,
        mapping: None,
        stated_on: None,
        thresholds: Thresholds::default(),
    }
}

async fn link(hall: &Hall, folder: &Path, text: &str) -> linking::Changes {
    link_from(hall, folder, text, Thresholds::default()).await
}

/// Nothing but the surest is taken without a reader.
const CAREFUL: Thresholds = Thresholds {
    accept: 1.0,
    review: 0.3,
    second_below: 0.75,
};

async fn link_from(
    hall: &Hall,
    folder: &Path,
    text: &str,
    thresholds: Thresholds,
) -> linking::Changes {
    hall.clock().advance(chrono::TimeDelta::minutes(1));
    let list = Brought {
        thresholds,
        ..brought(folder, text)
    };
    let id = linking::bring(hall, &officer(), &list).await.unwrap();
    let edition = linking::run(hall, &officer(), id).await.unwrap();
    assert_eq!(edition.state, EditionState::Done, "{:?}", edition.failure);
    serde_json::from_str(edition.changes.as_deref().unwrap()).unwrap()
}

async fn pairs(hall: &Hall) -> Vec<Pair> {
    let mut session = hall.db().read().await.unwrap();
    pair::all(&mut session, REGENCY, PairKind::Link, None)
        .await
        .unwrap()
}

async fn online(hall: &Hall) -> usize {
    let mut session = hall.db().read().await.unwrap();
    let all = business::after(&mut session, REGENCY, 0, 10_000)
        .await
        .unwrap();
    all.iter()
        .filter(|one| one.facts.contains("\"online_shopeefood\":true"))
        .count()
}

async fn written(hall: &Hall) -> i64 {
    let mut session = hall.db().read().await.unwrap();
    let query = sql("SELECT (SELECT COUNT(*) FROM statement) + (SELECT COUNT(*) FROM record_pair)");
    session.one(query).await.unwrap().get(0).unwrap()
}

type Picture = (
    Vec<(i64, BusinessId, String, String, Vec<u32>)>,
    BTreeMap<(String, u32), i64>,
);

/// What lists and counters show.
async fn picture(hall: &Hall) -> Picture {
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

#[test]
fn a_list_becomes_facts_and_the_next_month_changes_only_what_changed() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(240)).await;
        let first = link(&hall, folder, &merchants(0..80, 0..0)).await;
        assert_eq!(
            (first.rows_new, first.rows_same, first.rows_gone),
            (120, 0, 0)
        );
        assert!(first.accepted >= 76, "{first:?}");
        assert_eq!(
            online(&hall).await,
            usize::try_from(first.accepted).unwrap()
        );
        let right = pairs(&hall)
            .await
            .iter()
            .filter(|one| one.state == PairState::Accepted)
            .count();
        assert_eq!(right, online(&hall).await);

        let before = written(&hall).await;
        let again = link(&hall, folder, &merchants(0..80, 0..0)).await;
        assert_eq!(
            (again.rows_new, again.rows_changed, again.rows_same),
            (0, 0, 120)
        );
        assert_eq!(
            (again.accepted, again.ended, again.dropped),
            (0, 0, 0),
            "{again:?}"
        );
        assert_eq!(
            written(&hall).await,
            before,
            "the same list again writes nothing"
        );

        let month = link(&hall, folder, &merchants(10..90, 0..0)).await;
        assert_eq!(
            (month.rows_new, month.rows_gone, month.rows_same),
            (10, 10, 110)
        );
        assert!(month.accepted >= 8 && month.accepted <= 12, "{month:?}");
        assert!(
            month.ended >= 8,
            "who left the list is no longer said to be on it: {month:?}"
        );
        let standing = pairs(&hall)
            .await
            .iter()
            .filter(|one| one.state == PairState::Accepted)
            .count();
        assert_eq!(online(&hall).await, standing);
    });
}

#[test]
fn a_killed_run_goes_on_and_doubles_nothing() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(120)).await;
        let id = linking::bring(&hall, &officer(), &brought(folder, &merchants(0..60, 0..0)))
            .await
            .unwrap();
        // The job is taken, and done, by whoever works the queue; once more finds nothing to do.
        let worker = Worker::new(&hall).with(linking::JOB, linking::job);
        assert_eq!(
            worker.run_due().await.unwrap(),
            1,
            "the import has no handler here"
        );
        let before = written(&hall).await;
        let mut tx = hall.db().write().await.unwrap();
        tx.execute(sql(
            "UPDATE list_edition SET state = 'linking', finished_at = NULL",
        ))
        .await
        .unwrap();
        tx.commit().await.unwrap();
        linking::run(&hall, &officer(), id).await.unwrap();
        assert_eq!(written(&hall).await, before);
    });
}

#[test]
fn readers_decide_and_take_back_what_the_engine_leaves_open() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(240)).await;
        link_from(&hall, folder, &merchants(0..80, 100..140), CAREFUL).await;
        let open: Vec<Pair> = pairs(&hall)
            .await
            .into_iter()
            .filter(|one| one.state == PairState::Proposed)
            .collect();
        assert!(!open.is_empty(), "doubtful rows wait for readers");
        let shown = review::next(&hall, &officer(), PairKind::Link, None)
            .await
            .unwrap()
            .unwrap();
        assert!(shown.fields.iter().any(|field| field.field == "name"));
        assert_eq!(shown.waiting, i64::try_from(open.len()).unwrap());

        let id = shown.pair.id;
        let mut tx = hall.db().write().await.unwrap();
        tx.execute(sql("UPDATE record_pair SET needs = 2 WHERE id = $1").bind(id))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let before = online(&hall).await;
        assert_eq!(
            review::decide(&hall, &officer(), id, Answer::Same)
                .await
                .unwrap(),
            PairState::Second
        );
        assert_eq!(
            online(&hall).await,
            before,
            "one reader is not enough for this one"
        );
        let again = review::decide(&hall, &officer(), id, Answer::Same).await;
        assert!(
            matches!(again, Err(Error::Linking(LinkingError::SecondReader))),
            "{again:?}"
        );
        assert_eq!(
            review::decide(&hall, &mentor(), id, Answer::Same)
                .await
                .unwrap(),
            PairState::Accepted
        );
        assert_eq!(online(&hall).await, before + 1);
        let late = review::decide(&hall, &mentor(), id, Answer::Different).await;
        assert!(
            matches!(late, Err(Error::Linking(LinkingError::Decided))),
            "{late:?}"
        );

        assert_eq!(review::undo(&hall, &mentor()).await.unwrap(), id);
        assert_eq!(online(&hall).await, before);
        assert_eq!(
            review::find(&hall, &mentor(), id).await.unwrap().pair.state,
            PairState::Second
        );
        let none = review::undo(&hall, &mentor()).await;
        assert!(
            matches!(none, Err(Error::Linking(LinkingError::NothingToUndo))),
            "{none:?}"
        );
        review::decide(&hall, &mentor(), id, Answer::Different)
            .await
            .unwrap();
        assert_eq!(
            review::find(&hall, &officer(), id)
                .await
                .unwrap()
                .pair
                .state,
            PairState::Unsure
        );

        let public = review::next(&hall, &actor(Role::Gallery), PairKind::Link, None).await;
        assert!(matches!(public, Err(Error::Forbidden(_))), "{public:?}");
    });
}

#[test]
fn a_rejected_pair_is_not_proposed_by_the_next_edition() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(240)).await;
        link_from(&hall, folder, &merchants(0..80, 100..140), CAREFUL).await;
        let shown = review::next(&hall, &officer(), PairKind::Link, None)
            .await
            .unwrap()
            .unwrap();
        let id = shown.pair.id;
        let mut answerers = [officer(), mentor()].into_iter();
        while review::find(&hall, &officer(), id)
            .await
            .unwrap()
            .pair
            .state
            != PairState::Rejected
        {
            let reader = answerers.next().unwrap();
            review::decide(&hall, &reader, id, Answer::Different)
                .await
                .unwrap();
        }
        link_from(&hall, folder, &merchants(0..80, 100..140), CAREFUL).await;
        let pair = review::find(&hall, &officer(), id).await.unwrap().pair;
        assert_eq!((pair.state, pair.by_reader), (PairState::Rejected, true));
    });
}

async fn registered(hall: &Hall, json: serde_json::Value) -> BusinessId {
    let facts: Facts = serde_json::from_value(json).unwrap();
    let day = "2026-11-01".parse().unwrap();
    state::register(hall, &actor(Role::Enumerator), &facts, day)
        .await
        .unwrap()
}

async fn two(hall: &Hall) -> (BusinessId, BusinessId) {
    let one = registered(
        hall,
        serde_json::json!({ "business_name": "Keripik Barokah", "owner_name": "Siti Aminah",
            "owner_nik": "3324096505800001", "village": "33.24.09.2003", "sales": 120_000_000 }),
    )
    .await;
    hall.clock().advance(chrono::TimeDelta::minutes(1));
    let other = registered(
        hall,
        serde_json::json!({ "business_name": "Kripik Barokah Bu Siti", "owner_name": "Siti Aminah",
            "village": "33.24.09.2003", "online_shopee": true }),
    )
    .await;
    (one, other)
}

#[test]
fn a_merge_joins_what_is_known_and_taking_it_back_restores_both() {
    with_hall(async |hall, _| {
        let (one, other) = two(&hall).await;
        let before = picture(&hall).await;
        let id = merge::merge(&hall, &officer(), one, other).await.unwrap();
        let merged = picture(&hall).await;
        assert_eq!(merged.0.len(), 1);
        assert!(
            merged.0[0].3.contains("\"online_shopee\":true")
                && merged.0[0].3.contains("\"sales\":120000000")
        );
        let view = view::view(&hall, &officer(), other).await.unwrap();
        assert_eq!(
            view.business.id, one,
            "the old address leads to the kept one"
        );
        assert_eq!(view.history.len(), 2);

        // What is said while they are one belongs to the one it is said about, and a third can never take their place.
        let mut said = Facts::new();
        said.set_text(Fact::Qris, "ya").unwrap();
        state::state(&hall, &officer(), one, &said, "2026-11-02".parse().unwrap())
            .await
            .unwrap();
        registered(
            &hall,
            serde_json::json!({ "business_name": "Batik Lain", "owner_name": "Budi" }),
        )
        .await;

        merge::unmerge(&hall, &officer(), id).await.unwrap();
        let mut after = picture(&hall).await;
        assert_eq!(after.0.len(), 3);
        let restored = after.0.iter().find(|row| row.1 == other).unwrap();
        assert_eq!(Some(restored), before.0.iter().find(|row| row.1 == other));
        after.0.retain(|row| row.1 == one);
        assert!(after.0[0].3.contains("\"qris\":true") && !after.0[0].3.contains("online_shopee"));
        let twice = merge::unmerge(&hall, &officer(), id).await;
        assert!(
            matches!(twice, Err(Error::Linking(LinkingError::MergeGone))),
            "{twice:?}"
        );
    });
}

#[test]
fn merging_and_unmerging_at_once_leaves_lists_and_counters_as_they_were() {
    with_hall(async |hall, _| {
        let (one, other) = two(&hall).await;
        let third = registered(
            &hall,
            serde_json::json!({ "business_name": "Keripik Barokah 2", "owner_name": "Siti A" }),
        )
        .await;
        let before = picture(&hall).await;
        let inner = merge::merge(&hall, &officer(), other, third).await.unwrap();
        let outer = merge::merge(&hall, &officer(), one, third).await.unwrap();
        let mut session = hall.db().read().await.unwrap();
        assert_eq!(
            merges::root(&mut session, REGENCY, third).await.unwrap(),
            one
        );
        drop(session);
        assert_eq!(picture(&hall).await.0.len(), 1);
        // The inner one first: what is under it leaves the outer one's root.
        merge::unmerge(&hall, &officer(), inner).await.unwrap();
        merge::unmerge(&hall, &officer(), outer).await.unwrap();
        assert_eq!(picture(&hall).await, before);
        let itself = merge::merge(&hall, &officer(), one, one).await;
        assert!(
            matches!(itself, Err(Error::Linking(LinkingError::SameBusiness))),
            "{itself:?}"
        );
        assert!(matches!(
            merge::merge(&hall, &mentor(), one, other).await,
            Err(Error::Forbidden(_))
        ));
    });
}

#[test]
fn the_census_again_after_a_merge_changes_nothing() {
    with_hall(async |hall, folder| {
        let text = census(30);
        take_census(&hall, folder, &text).await;
        let mut session = hall.db().read().await.unwrap();
        let all = business::after(&mut session, REGENCY, 0, 100)
            .await
            .unwrap();
        drop(session);
        merge::merge(&hall, &officer(), all[3].id, all[8].id)
            .await
            .unwrap();
        let before = (picture(&hall).await, written(&hall).await);
        take_census(&hall, folder, &text).await;
        assert_eq!((picture(&hall).await, written(&hall).await), before);
    });
}

#[test]
fn duplicates_are_proposed_and_merged_by_readers_only() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(200)).await;
        for n in 0..12 {
            let One {
                name,
                owner,
                phone,
                village,
            } = one(n * 11);
            let vocab::Resolution::One(code) = hall.gazetteer().resolve(village.0, Some(village.1))
            else {
                panic!("{village:?} is one village");
            };
            let code = code.to_string();
            registered(
                &hall,
                serde_json::json!({ "business_name": format!("{name} UMKM"), "owner_name": owner,
                    "owner_phone": phone, "village": code }),
            )
            .await;
        }
        let count = picture(&hall).await.0.len();
        assert!(duplicates::look_for(&hall, &officer()).await.unwrap());
        assert!(
            !duplicates::look_for(&hall, &officer()).await.unwrap(),
            "it is under way"
        );
        Worker::new(&hall)
            .with(duplicates::JOB, duplicates::job)
            .run_due()
            .await
            .unwrap();
        let waiting = duplicates::waiting(&hall, &officer(), 100).await.unwrap();
        assert!(waiting.len() >= 10, "{}", waiting.len());
        assert_eq!(
            picture(&hall).await.0.len(),
            count,
            "nothing is merged without a reader"
        );
        let id = waiting[0].what.id;
        assert_eq!(
            review::decide(&hall, &officer(), id, Answer::Same)
                .await
                .unwrap(),
            PairState::Accepted
        );
        assert_eq!(picture(&hall).await.0.len(), count - 1);
        assert_eq!(
            duplicates::merges(&hall, &officer(), 10)
                .await
                .unwrap()
                .len(),
            1
        );
        review::undo(&hall, &officer()).await.unwrap();
        assert_eq!(picture(&hall).await.0.len(), count);
        assert_eq!(
            duplicates::run(&hall, &officer()).await.unwrap(),
            0,
            "the same registry again changes nothing"
        );
    });
}

#[test]
fn a_campaign_holds_who_does_not_sell_online_and_tells_what_became_of_them() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(120)).await;
        link(&hall, folder, &merchants(0..60, 0..0)).await;
        let sold = online(&hall).await;
        let filter = Filter::default();
        let not_yet = campaign::not_online(&hall, &officer(), &filter)
            .await
            .unwrap();
        assert_eq!(usize::try_from(not_yet.total).unwrap(), 120 - sold);
        assert_eq!(
            not_yet.areas.iter().map(|(.., n)| n).sum::<u64>(),
            not_yet.total
        );
        let empty = campaign::create(
            &hall,
            &officer(),
            "Tidak ada",
            &Filter {
                asked: true,
                ..filter.clone()
            },
        )
        .await;
        assert!(
            matches!(empty, Err(Error::Linking(LinkingError::CampaignEmpty))),
            "{empty:?}"
        );

        let id = campaign::create(&hall, &officer(), "Ayo daring", &filter)
            .await
            .unwrap();
        let stranger = center::testing::actor(Role::Gallery).account.unwrap();
        let refused = campaign::assign(&hall, &officer(), id, None, stranger).await;
        assert!(
            matches!(refused, Err(Error::Linking(LinkingError::NotAMentor))),
            "{refused:?}"
        );
        let view = campaign::view(&hall, &officer(), id, None).await.unwrap();
        assert_eq!(
            (view.members, view.online),
            (i64::try_from(not_yet.total).unwrap(), 0)
        );
        let member = view.page[0].member.business;

        let mine = campaign::note(&hall, &mentor(), id, member, "", Outcome::Met, "").await;
        assert!(
            matches!(mine, Err(Error::Linking(LinkingError::NotYours))),
            "{mine:?}"
        );
        campaign::note(
            &hall,
            &officer(),
            id,
            member,
            "2026-10",
            Outcome::Met,
            "tertarik",
        )
        .await
        .unwrap();
        campaign::note(&hall, &officer(), id, member, "", Outcome::Opened, "")
            .await
            .unwrap();
        let future =
            campaign::note(&hall, &officer(), id, member, "2027-01", Outcome::Met, "").await;
        assert!(
            matches!(future, Err(Error::Linking(LinkingError::MonthInvalid))),
            "{future:?}"
        );
        let mut said = Facts::new();
        said.set_text(Fact::OnlineGofood, "ya").unwrap();
        state::state(&hall, &officer(), member, &said, hall.clock().today())
            .await
            .unwrap();
        let view = campaign::view(&hall, &officer(), id, None).await.unwrap();
        assert_eq!(view.online, 1, "who sells by now is seen from the facts");
        assert_eq!(view.months.len(), 2);
        assert_eq!(view.months["2026-11"]["opened"], 1);

        let mut file = export::begin_campaign(&hall, &officer(), id, Lang::Id)
            .await
            .unwrap();
        assert_eq!(file.rows(), usize::try_from(not_yet.total).unwrap());
        let mut lines = 0;
        while let Some(piece) = file.csv_piece().await.unwrap() {
            lines += String::from_utf8(piece).unwrap().lines().count();
        }
        assert_eq!(lines, file.rows() + 1);
    });
}

#[test]
fn evidence_names_the_list_and_its_days() {
    with_hall(async |hall, folder| {
        take_census(&hall, folder, &census(120)).await;
        link(&hall, folder, &merchants(0..60, 0..0)).await;
        let there = linking::on_channel(&hall, &officer(), Kind::Shopeefood, 100)
            .await
            .unwrap();
        assert_eq!(there.len(), online(&hall).await);
        assert_eq!(there[0].source, "Merchant ShopeeFood");
        assert_eq!(there[0].first_on, hall.clock().today());
        let own = linking::presence(&hall, &officer(), there[0].business)
            .await
            .unwrap();
        assert_eq!(own.len(), 1);
        hall.clock().advance(chrono::TimeDelta::days(30));
        link(&hall, folder, &merchants(30..60, 0..0)).await;
        let mut gone = 0;
        for one in &there {
            for seen in linking::presence(&hall, &officer(), one.business)
                .await
                .unwrap()
            {
                gone += usize::from(seen.gone_on == Some(hall.clock().today()));
            }
        }
        assert!((25..=30).contains(&gone), "{gone}");
    });
}

#[test]
fn a_list_is_refused_where_it_cannot_be_right() {
    with_hall(async |hall, folder| {
        let list = brought(folder, &merchants(0..5, 0..0));
        let refused = linking::bring(&hall, &mentor(), &list).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        let thresholds = Thresholds {
            accept: 0.4,
            review: 0.6,
            second_below: 0.7,
        };
        let refused = linking::bring(
            &hall,
            &officer(),
            &Brought {
                thresholds,
                ..list.clone()
            },
        )
        .await;
        assert!(
            matches!(refused, Err(Error::Linking(LinkingError::Thresholds))),
            "{refused:?}"
        );
        linking::bring(&hall, &officer(), &list).await.unwrap();
        let refused = linking::bring(&hall, &officer(), &list).await;
        assert!(
            matches!(refused, Err(Error::Linking(LinkingError::Busy))),
            "{refused:?}"
        );
        let refused = linking::bring(
            &hall,
            &officer(),
            &Brought {
                kind: Kind::Oss,
                ..list.clone()
            },
        )
        .await;
        assert!(
            matches!(refused, Err(Error::Linking(LinkingError::OtherKind { .. }))),
            "{refused:?}"
        );
        // An empty registry has no pairs, and that is no error.
        let worker = Worker::new(&hall).with(linking::JOB, linking::job);
        assert_eq!(worker.run_due().await.unwrap(), 1);
        let nameless = brought(folder, "Kode,Harga\n1,2\n3,4\n");
        assert!(matches!(
            linking::bring(&hall, &officer(), &nameless).await,
            Err(Error::Import(_))
        ));
    });
}

#[test]
fn identity_numbers_of_a_list_are_not_kept() {
    with_hall(async |hall, folder| {
        let text = "Nama Usaha,Nama Pemilik,NIK,Desa,Kecamatan\nKeripik A,Siti,3324096505800001,Jungsemi,Kangkung\n";
        link(&hall, folder, text).await;
        let mut session = hall.db().read().await.unwrap();
        let row = session
            .one(sql("SELECT cells, facts, nik_hash FROM list_row"))
            .await
            .unwrap();
        let cells: String = row.get(0).unwrap();
        assert!(
            cells.contains("Keripik A") && !cells.contains("3324096505800001"),
            "{cells}"
        );
        assert!(row.get::<Option<Vec<u8>>>(2).unwrap().is_some());
    });
}
