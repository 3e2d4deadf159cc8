//! The registry over many businesses: how fast they are written, and how long a list, a page and an overview take.
//!
//! `cargo bench -p center --bench registry -- [BUSINESSES] [DATABASE ADDRESS]`; without an address a temporary SQLite
//! file is used.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints, and fails by panicking"
)]

use std::time::{Duration, Instant};

use center::registry::find::{Query, Sort, StepFilter, find};
use center::registry::palette::{Online, Standing};
use center::registry::project::Projector;
use center::registry::{plan, sealing};
use center::testing::{actor, hall};
use center::{Hall, Role, Settings, insight};
use rulebook::{Facts, Stage};
use serde_json::json;
use store::Db;
use store::people::person;
use store::registry::bulk::{self, NewBusiness};
use store::registry::business::Business;
use store::registry::ledger::Ledger;
use store::registry::statement::Statement;
use vocab::id::BusinessId;
use vocab::{RegionLevel, SizeClass};

const CHUNK: usize = 5_000;
const REGENCY: &str = "33.24";

const GOODS: [&str; 16] = [
    "Keripik",
    "Warung",
    "Bandeng",
    "Batik",
    "Gula Aren",
    "Kerupuk",
    "Toko",
    "Bengkel",
    "Katering",
    "Konveksi",
    "Laundry",
    "Jamu",
    "Madu",
    "Tempe",
    "Mebel",
    "Salon",
];
const NAMES: [&str; 24] = [
    "Siti", "Aminah", "Budi", "Santoso", "Rahayu", "Slamet", "Wulan", "Agus", "Sri", "Lestari",
    "Hadi", "Puji", "Nur", "Hidayah", "Eko", "Prasetyo", "Dewi", "Ratna", "Joko", "Susilo", "Tini",
    "Wahyu", "Endang", "Mulyono",
];
const KBLI: [&str; 8] = [
    "2020:10794",
    "2020:56102",
    "2020:10213",
    "2020:13134",
    "2020:10722",
    "2020:47112",
    "2020:14111",
    "2020:31001",
];

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"));
    let count = arguments
        .next()
        .and_then(|count| count.parse().ok())
        .unwrap_or(1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let address = arguments
        .next()
        .unwrap_or_else(|| format!("sqlite:{}", folder.path().join("bench.db").display()));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let db = Db::connect(&address).await.unwrap();
        let hall = hall(db, Settings::default()).await;
        let ids = write(&hall, count).await;
        hall.db().analyze().await.unwrap();
        lists(&hall).await;
        pages(&hall, &ids).await;
        println!(
            "resident memory now: {} MB, at most: {} MB",
            memory("VmRSS:"),
            memory("VmHWM:")
        );
    });
}

/// Writes businesses as a bulk load does: projections on this side, one transaction for each chunk.
async fn write(hall: &Hall, count: usize) -> Vec<BusinessId> {
    let villages: Vec<String> = hall
        .gazetteer()
        .within(REGENCY.parse().unwrap(), RegionLevel::Village)
        .map(|place| place.code.to_string())
        .collect();
    let projector = Projector::new(hall, REGENCY);
    let (mut ids, begun) = (Vec::new(), Instant::now());
    let (mut projecting, mut writing) = (Duration::ZERO, Duration::ZERO);
    for from in (0..count).step_by(CHUNK) {
        let at = Instant::now();
        let facts: Vec<Facts> = (from..(from + CHUNK).min(count))
            .map(|n| facts(n, &villages))
            .collect();
        let made: Vec<_> = facts
            .iter()
            .map(|facts| (facts, projector.project(facts)))
            .collect();
        projecting += at.elapsed();
        let at = Instant::now();
        let mut tx = hall.db().write().await.unwrap();
        let mut new = Vec::with_capacity(made.len());
        let mut people = Vec::with_capacity(made.len());
        for (n, (facts, mut projection)) in made.into_iter().enumerate() {
            projection
                .number_marks(&mut tx, hall.marks())
                .await
                .unwrap();
            let marks = projection.marks();
            let (mut owner, key) = sealing::new_person(hall, REGENCY);
            let content = sealing::seal(hall.keys(), &key, &mut owner, facts);
            // The clock of the tests stands still; ids must follow each other as they do in life.
            hall.clock().advance(chrono::TimeDelta::milliseconds(1));
            let business: BusinessId = hall.new_id();
            if n.is_multiple_of(97) {
                ids.push(business);
            }
            let now = hall.clock().now();
            new.push(NewBusiness {
                statement: Statement {
                    id: hall.new_id(),
                    regency: REGENCY.to_owned(),
                    business,
                    door: "census".to_owned(),
                    source: None,
                    import: None,
                    stated_on: hall.clock().today(),
                    account: None,
                    facts: content.to_json(),
                    said_at: now,
                    withdrawn_at: None,
                },
                content: i64::try_from(from + n).unwrap(),
                business: Business {
                    seq: 0,
                    id: business,
                    regency: REGENCY.to_owned(),
                    region: projection.region,
                    name: projection.name,
                    name_key: projection.name_key,
                    owner: Some(owner.id),
                    owner_name: projection.owner_name,
                    kbli: projection.kbli,
                    facts: projection.facts,
                    marks,
                    created_at: now,
                    changed_at: now,
                },
                words: projection.words,
            });
            people.push(owner);
        }
        person::insert_many(&mut tx, people).await.unwrap();
        let mut ledger = Ledger::new(REGENCY);
        bulk::insert(&mut tx, REGENCY, &mut ledger, new.into_iter())
            .await
            .unwrap();
        ledger
            .flush(&mut tx, hall.words(), hall.clock().now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        hall.words()
            .refresh(&mut hall.db().read().await.unwrap(), REGENCY)
            .await
            .unwrap();
        writing += at.elapsed();
    }
    let all = begun.elapsed();
    println!(
        "{count} businesses written in {all:.1?}: facts and plans {projecting:.1?}, sealing and writing {writing:.1?}"
    );
    ids
}

fn facts(n: usize, villages: &[String]) -> Facts {
    let pick = |list: &'static [&'static str], by: usize| {
        list[(n.wrapping_mul(2_654_435_761) >> by) % list.len()]
    };
    let owner = format!(
        "{} {} {}",
        pick(&NAMES, 3),
        pick(&NAMES, 7),
        pick(&NAMES, 12)
    );
    let name = format!("{} {} {}", pick(&GOODS, 5), pick(&NAMES, 9), n % 5_000);
    let sales = match n % 1_000 {
        0 => 20_000_000_000_i64,
        1..12 => 3_000_000_000,
        _ => 50_000_000 + i64::try_from(n % 1_000).unwrap() * 1_000_000,
    };
    serde_json::from_value(json!({
        "business_name": name,
        "owner_name": owner,
        "owner_nik": format!("33240965{:02}80{:04}", 1 + n % 12, n % 10_000),
        "owner_phone": format!("0812{:08}", n % 100_000_000),
        "village": villages[n.wrapping_mul(31) % villages.len()],
        "kbli": pick(&KBLI, 4),
        "product_kind": if n.is_multiple_of(3) { "processed_food" } else { "trade" },
        "start_year": 1995 + n % 30,
        "sales": sales,
        "workers_male": n % 4,
        "online_shopee": n.is_multiple_of(11),
        "qris": n.is_multiple_of(5),
        "pirt": n.is_multiple_of(7),
        "nib": n.is_multiple_of(2),
    }))
    .unwrap()
}

fn step(rule: &str, standing: Standing) -> StepFilter {
    StepFilter {
        rule: rule.to_owned(),
        standings: vec![standing],
    }
}

fn filters() -> Vec<(&'static str, Query)> {
    let base = Query::default;
    let village = Some("33.24.09.2003".parse().unwrap());
    vec![
        ("no filter, by name", base()),
        (
            "no filter, newest",
            Query {
                sort: Sort::Newest,
                ..base()
            },
        ),
        (
            "district",
            Query {
                region: Some("33.24.09".parse().unwrap()),
                ..base()
            },
        ),
        (
            "village",
            Query {
                region: village,
                ..base()
            },
        ),
        (
            "rare size (0.1 %)",
            Query {
                size: Some(Some(SizeClass::Menengah)),
                ..base()
            },
        ),
        (
            "uncommon size (1.1 %)",
            Query {
                size: Some(Some(SizeClass::Kecil)),
                ..base()
            },
        ),
        (
            "not online",
            Query {
                online: vec![Online::No, Online::Unknown],
                ..base()
            },
        ),
        (
            "stage",
            Query {
                stage: Some(Some(Stage::Legality)),
                ..base()
            },
        ),
        (
            "P-IRT not told in a village",
            Query {
                step: Some(step("spp_irt", Standing::Ask)),
                region: village,
                ..base()
            },
        ),
        (
            "five filters",
            Query {
                region: Some("33.24.10".parse().unwrap()),
                size: Some(Some(SizeClass::Mikro)),
                online: vec![Online::No],
                step: Some(step("nib", Standing::Open)),
                kbli: Some("2020:10794".parse().unwrap()),
                ..base()
            },
        ),
    ]
}

fn words() -> Vec<(&'static str, Query)> {
    let text = |text: &str| Query {
        text: text.to_owned(),
        ..Query::default()
    };
    vec![
        ("word, frequent", text("warung ")),
        ("word, unfinished", text("ker")),
        ("one letter", text("k")),
        ("two words", text("keripik lestari")),
        ("name and owner", text("batik siti rah")),
        ("typo", text("bandneg sri")),
        (
            "word and rare filter",
            Query {
                size: Some(Some(SizeClass::Menengah)),
                ..text("warung")
            },
        ),
        ("nothing found", text("zzzzzz")),
    ]
}

async fn lists(hall: &Hall) {
    for (name, query) in filters().into_iter().chain(words()) {
        let mut total = 0;
        let line = measure(async || {
            let first = find(hall, &actor(Role::Officer), &query, None, 50)
                .await
                .unwrap();
            total = first.total;
        })
        .await;
        println!("list, {name:28} {line}  {total} found");
        let first = find(hall, &actor(Role::Officer), &query, None, 50)
            .await
            .unwrap();
        if let Some(next) = first.next {
            let line = measure(async || {
                find(hall, &actor(Role::Officer), &query, Some(&next), 50)
                    .await
                    .unwrap();
            })
            .await;
            println!("      second page                  {line}");
        }
    }
}

async fn pages(hall: &Hall, ids: &[BusinessId]) {
    let mut turn = ids.iter().cycle();
    let line = measure(async || {
        let id = turn.next().unwrap();
        plan::plan(hall, &actor(Role::Officer), *id).await.unwrap();
    })
    .await;
    println!("plan of one business              {line}");
    let line = measure(async || {
        center::registry::view::view(hall, &actor(Role::Officer), *turn.next().unwrap())
            .await
            .unwrap();
    })
    .await;
    println!("page of one business              {line}");
    for region in [None, Some("33.24.09".parse().unwrap())] {
        let line = measure(async || {
            insight::overview(hall, &actor(Role::Officer), region)
                .await
                .unwrap();
        })
        .await;
        println!(
            "overview {:24} {line}",
            region.map_or("of the regency", |_| "of a district")
        );
    }
    let said = Facts::from_json(&json!({ "qris": true, "workers_female": 3 })).unwrap();
    let line = measure(async || {
        let id = *turn.next().unwrap();
        center::registry::state::state(
            hall,
            &actor(Role::Officer),
            id,
            &said,
            hall.clock().today(),
        )
        .await
        .unwrap();
    })
    .await;
    println!("stating two facts                 {line}");
}

async fn measure(mut work: impl AsyncFnMut()) -> String {
    let mut times = Vec::new();
    let begun = Instant::now();
    while times.len() < 200 && (begun.elapsed() < Duration::from_secs(4) || times.len() < 20) {
        let at = Instant::now();
        work().await;
        times.push(at.elapsed());
    }
    times.sort();
    let at = |share: usize| {
        times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1_000.0
    };
    format!("p50 {:7.2} ms  p99 {:7.2} ms", at(50), at(99))
}

fn memory(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|line| line.starts_with(field))
        .unwrap_or_default();
    line.split_whitespace()
        .nth(1)
        .and_then(|kib| kib.parse::<u64>().ok())
        .unwrap_or(0)
        / 1_024
}
