//! The officers' queue over many cases, and many uploads at once.
//!
//! `cargo bench -p center --bench licensing -- [CASES] [UPLOADS] [DATABASE ADDRESS]`; without an address a temporary
//! SQLite file is used.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a benchmark prints, and fails by panicking"
)]

use std::time::{Duration, Instant};

use center::files::{self, Brought};
use center::licensing::case::{State, Turn};
use center::licensing::queue::{Filter, Whose, queue};
use center::testing::{actor, hall};
use center::{Hall, Role, Settings};
use chrono::{Days, NaiveDate};
use store::Db;
use store::licensing::case::{self, Case};
use store::licensing::count;
use vocab::RegionLevel;
use vocab::id::{AccountId, BusinessId, CaseId};

const REGENCY: &str = "33.24";
const CHUNK: usize = 10_000;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with("--"));
    let mut number = |usual: usize| {
        let given = arguments.next();
        given.and_then(|n| n.parse().ok()).unwrap_or(usual)
    };
    let (cases, uploads) = (number(200_000), number(100));
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
        let settings = Settings {
            files: folder.path().join("files"),
            ..Settings::default()
        };
        let hall = hall(db, settings).await;
        println!("| licensing | p50 | p99 | |\n| --- | ---: | ---: | --- |");
        write(&hall, cases).await;
        hall.db().analyze().await.unwrap();
        pages(&hall).await;
        finder(&hall);
        brought(&hall, folder.path(), uploads).await;
    });
}

async fn write(hall: &Hall, cases: usize) {
    let villages: Vec<String> = hall
        .gazetteer()
        .within(REGENCY.parse().unwrap(), RegionLevel::Village)
        .map(|place| place.code.to_string())
        .collect();
    let begun = Instant::now();
    for from in (0..cases).step_by(CHUNK) {
        let mut tx = hall.db().write().await.unwrap();
        for n in from..(from + CHUNK).min(cases) {
            let one = made(hall, n, &villages[n * 7 % villages.len()]);
            case::insert(&mut tx, &one).await.unwrap();
            count::moved(&mut tx, None, &one).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    // How long the bench itself takes to write them says nothing about the hall.
    eprintln!("{cases} cases written in {:.1?}", begun.elapsed());
}

/// Cases as a busy office has them: four of five are closed, the others wait for one or the other.
fn made(hall: &Hall, n: usize, village: &str) -> Case {
    let today: NaiveDate = hall.clock().today();
    let (state, turn) = match n % 25 {
        0 => (State::Documents, Turn::Office),
        1 => (State::Documents, Turn::Owner),
        2 => (State::Ready, Turn::Office),
        3 => (State::InVerification, Turn::Outside),
        4 => (State::NeedsRepair, Turn::Owner),
        _ => (State::Issued, Turn::Nobody),
    };
    let closed = state.is_closed();
    let officer = AccountId::from_parts(1_700_000_000_000, [Role::Officer as u8; 10]);
    let id = u64::try_from(n).unwrap();
    Case {
        id: CaseId::from_parts(1_790_000_000_000 + id, [3; 10]),
        regency: REGENCY.to_owned(),
        business: BusinessId::from_parts(id, [4; 10]),
        region: village.to_owned(),
        district: village.chars().take(8).collect(),
        permit: ["nib", "spp_irt", "halal_self_declare", "sppl"][n % 4].to_owned(),
        product: String::new(),
        state: state.id().to_owned(),
        turn: turn.id().to_owned(),
        version: 1,
        officer: n.is_multiple_of(3).then_some(officer),
        outside_system: None,
        outside_number: None,
        issued_number: None,
        issued_on: closed.then_some(today),
        valid_until: None,
        reason: None,
        due_on: if closed {
            NaiveDate::from_ymd_opt(9999, 12, 31).unwrap()
        } else {
            today - Days::new(20) + Days::new(id % 60)
        },
        days_used: 0,
        clock_from: None,
        escalated_at: None,
        statement: None,
        opened_by: None,
        opened_at: hall.clock().now(),
        changed_at: hall.clock().now(),
        closed_at: closed.then(|| hall.clock().now()),
    }
}

async fn pages(hall: &Hall) {
    let officer = actor(Role::Officer);
    let mut bound = officer.clone();
    bound.scope = Some("33.24.09".parse().unwrap());
    let mut village = officer.clone();
    village.scope = Some("33.24.09.2003".parse().unwrap());
    let filter = Filter::default();
    let mine = Filter {
        whose: Whose::Mine,
        ..Filter::default()
    };
    let state = Filter {
        state: Some(State::Issued),
        ..Filter::default()
    };
    let permit = Filter {
        permit: Some("sppl".to_owned()),
        turn: Some(Turn::Owner),
        ..Filter::default()
    };
    for (what, who, filter) in [
        ("the office's turn, page by page", &officer, &filter),
        ("mine, page by page", &officer, &mine),
        ("issued, page by page", &officer, &state),
        ("one permit, the owner's turn", &officer, &permit),
        ("an account bound to a district", &bound, &filter),
        ("an account bound to a village", &village, &filter),
    ] {
        let mut times = Vec::new();
        let mut place = None;
        for _ in 0..300 {
            let at = Instant::now();
            let page = queue(hall, who, filter, place).await.unwrap();
            times.push(at.elapsed());
            place = page.next.and_then(|next| next.parse().ok());
        }
        row(&format!("queue, {what}"), &mut times, "p99 < 30 ms");
    }
}

/// What the finder's page works out: eight activities, each with what choosing it requires.
fn finder(hall: &Hall) {
    let rulebook = hall.rulebook();
    let today = hall.clock().today();
    let phrases = [
        "jual keripik tempe",
        "jahit baju",
        "warung soto",
        "bengkel las",
        "gawe tempe",
    ];
    let mut times = Vec::new();
    for phrase in phrases.iter().cycle().take(500) {
        let at = Instant::now();
        let found = rulebook.find_activity(phrase, None, 8);
        for one in &found {
            std::hint::black_box(rulebook.requirements(one.code, today));
        }
        times.push(at.elapsed());
    }
    row(
        "activity finder with requirements",
        &mut times,
        "p99 < 20 ms",
    );
}

/// A line of the table.
fn row(what: &str, times: &mut [Duration], promised: &str) {
    times.sort();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)];
    println!("| {what} | {:.1?} | {:.1?} | {promised} |", at(50), at(99));
}

/// Photos of some five megabytes, all at once.
async fn brought(hall: &Hall, folder: &std::path::Path, uploads: usize) {
    let noise = image::RgbImage::from_fn(3_000, 2_200, |x, y| {
        let grain = x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503);
        let [red, green, blue, _] = grain.rotate_left(x % 13).to_le_bytes();
        image::Rgb([red, green, blue])
    });
    let mut photo = std::io::Cursor::new(Vec::new());
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut photo, 80)
        .encode_image(&noise)
        .unwrap();
    let photo = photo.into_inner();
    drop(noise);
    let bound = files::most_memory(hall);
    let before = memory("VmRSS:");
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let begun = Instant::now();
    let all: Vec<_> = (0..uploads)
        .map(|n| {
            let (hall, path) = (hall.clone(), folder.join(format!("sent-{n}")));
            std::fs::write(&path, &photo).unwrap();
            tokio::spawn(async move {
                let name = format!("foto {n}.jpg");
                let kept = files::prepare(&hall, &Brought { path, name }).await;
                kept.unwrap().id()
            })
        })
        .collect();
    let mut ids = std::collections::BTreeSet::new();
    for one in all {
        ids.insert(one.await.unwrap());
    }
    assert_eq!(ids.len(), uploads, "none is lost");
    println!(
        "\n{uploads} uploads of {} kB at once: all kept in {:.1?}; resident {before} MB before, at most {} MB; \
         the bound for what is looked at is {} MB.",
        photo.len() / 1_000,
        begun.elapsed(),
        memory("VmHWM:"),
        bound / 1_000_000,
    );
}

/// A figure of this process in megabytes.
fn memory(what: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
    kib.unwrap_or(0) / 1_024
}
