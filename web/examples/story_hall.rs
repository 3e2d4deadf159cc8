//! A small hall for the browser stories and the screenshots: a fresh database in a temporary
//! folder, one account for every role, and made-up businesses. Nobody in it exists.
//!
//! `cargo run -p web --example story_hall -- 8991`

use std::{error::Error, net::SocketAddr};

use center::{
    Actor, Clock, Hall, Keys, MasterKey, Role, Settings,
    field::round,
    jobs::Worker,
    licensing::{
        self,
        documents::{Verdict, review},
        view::view,
    },
    mentoring::{agree, assess, care, mentor, visit},
    people::{
        accounts::{self, NewAccount},
        codes,
        sessions::Origin,
    },
    registry::{find, import, state},
};
use rulebook::{Fact, Facts, Rulebook};
use vocab::{BusinessId, Gazetteer, Lang, RegionLevel};

const PASSWORD: &str = "kopi pagi di alun-alun";
const OWNER_PHONE: &str = "081234567890";

type Done<T> = Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Done<()> {
    let port: u16 = std::env::args()
        .nth(1)
        .unwrap_or_default()
        .parse()
        .unwrap_or(8991);
    let folder = tempfile::tempdir()?;
    let db = store::Db::connect(&format!(
        "sqlite:{}",
        folder.path().join("hall.db").display()
    ))
    .await?;
    let rulebook = Rulebook::builtin().map_err(|problems| format!("{problems:?}"))?;
    let keys = Keys::new(&MasterKey::generate());
    let settings = Settings {
        password_memory_kib: 64,
        password_passes: 1,
        files: folder.path().join("files"),
        ..Settings::default()
    };
    let hall = Hall::open(
        db,
        rulebook,
        Gazetteer::kendal(),
        keys,
        Clock::system(),
        settings,
    )
    .await?;
    let officer = people(&hall).await?;
    businesses(&hall, &officer).await?;
    cases(&hall, &officer).await?;
    census(&hall, &officer).await?;
    center::project::example::fill(&hall).await?;
    let worker = Worker::new(&hall).with(import::JOB, import::job);
    let (_keep, stop) = tokio::sync::watch::channel(false);
    tokio::spawn(async move { worker.run(stop).await });
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let config = web::WebConfig::loopback(port);
    println!("http://127.0.0.1:{port}  (owner {OWNER_PHONE}, staff by role, password: {PASSWORD})");
    let service = web::router(hall, config).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).await?;
    Ok(())
}

/// An open round of the census, with the villages of two districts given to the enumerator.
async fn census(hall: &Hall, officer: &Actor) -> Done<()> {
    let today = hall.clock().today();
    let new = round::New {
        name: "Pendataan UMKM".to_owned(),
        form: "sensus@1".to_owned(),
        opens_on: today - chrono::TimeDelta::days(7),
        closes_on: today + chrono::TimeDelta::days(60),
    };
    let made = round::make(hall, officer, &new).await?;
    let enumerators = round::enumerators(hall, officer).await?;
    let enumerator = enumerators.first().map(|(account, _)| *account);
    let regency = "33.24".parse()?;
    let districts = hall.gazetteer().within(regency, RegionLevel::District);
    for district in districts.take(2).map(|place| place.code.to_string()) {
        round::add_areas(hall, officer, made, &district, ("", "")).await?;
    }
    for area in round::view(hall, officer, made)
        .await?
        .areas
        .into_iter()
        .take(6)
    {
        round::assign(hall, officer, area.area.id, enumerator, 25).await?;
    }
    Ok(())
}

async fn people(hall: &Hall) -> Done<Actor> {
    let system = Actor::system("33.24");
    accounts::first_admin(hall, "admin", "Adi Nugroho", PASSWORD).await?;
    let names = [
        "Rini Wulandari",
        "Bagus Prasetyo",
        "Dewi Lestari",
        "Tono Wibowo",
        "Endang Rahayu",
    ];
    let staff = Role::STAFF.into_iter().filter(|role| *role != Role::Admin);
    let mut officer = None;
    for (role, name) in staff.zip(names) {
        let (login, name) = (role.id().to_owned(), name.to_owned());
        let new = NewAccount {
            login,
            name: name.clone(),
            role,
            scope: None,
            language: Lang::Id,
        };
        let made = accounts::create(hall, &system, &new).await?;
        codes::redeem(hall, role.id(), &made.code, PASSWORD, &Origin::default()).await?;
        if role == Role::Officer {
            officer = Some(Actor::signed_in(
                made.account,
                name,
                role,
                "33.24",
                None,
                None,
            ));
        }
    }
    officer.ok_or_else(|| "no officer".into())
}

/// Name, owner, kind, further facts.
type Made = (
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const BUSINESSES: &[Made] = &[
    (
        "Keripik Tempe Bu Siti",
        "Siti Aminah",
        "processed_food",
        &[
            ("nib", "belum"),
            ("sales", "24 jt"),
            ("capital", "5 jt"),
            ("online_shopee", "tidak"),
            ("online_tokopedia", "tidak"),
            ("preservation", "dry"),
            ("shelf_life_days", "3 bulan"),
            ("workers_female", "2"),
            ("packaging", "plain"),
        ],
    ),
    (
        "Batik Tulis Kaliwungu",
        "Budi Santoso",
        "craft",
        &[
            ("nib", "ya"),
            ("sales", "180 jt"),
            ("online_shopee", "ya"),
            ("photos", "ya"),
        ],
    ),
    (
        "Warung Soto Pak Darmo",
        "Sudarmo",
        "ready_food",
        &[
            ("nib", "belum"),
            ("online_gofood", "tidak"),
            ("sales", "90 jt"),
        ],
    ),
    (
        "Kopi Robusta Gonoharjo",
        "Agus Riyanto",
        "beverage",
        &[
            ("nib", "ya"),
            ("online_tokopedia", "ya"),
            ("sales", "320 jt"),
        ],
    ),
    (
        "Mebel Jati Sukodono",
        "Slamet Widodo",
        "furniture",
        &[
            ("nib", "ya"),
            ("sales", "3,2 miliar"),
            ("online_other", "tidak"),
        ],
    ),
    (
        "Jahit Mbak Yuni",
        "Yuni Astuti",
        "clothing",
        &[("online_shopee", "tidak")],
    ),
    (
        "Bandeng Presto Rowosari",
        "Kasmirah",
        "processed_food",
        &[
            ("nib", "ya"),
            ("preservation", "sterilised"),
            ("online_shopee", "ya"),
        ],
    ),
    (
        "Laundry Kilat Weleri",
        "Hendra Gunawan",
        "service",
        &[("nib", "belum")],
    ),
    (
        "Gula Aren Limbangan",
        "Ngatinah",
        "processed_food",
        &[
            ("nib", "belum"),
            ("online_shopee", "tidak"),
            ("pirt", "belum"),
        ],
    ),
    (
        "Telur Asin Brangsong",
        "Mujiono",
        "processed_food",
        &[("online_shopee", "tidak"), ("nib", "ya")],
    ),
    (
        "Tas Anyaman Pandan",
        "Tri Handayani",
        "craft",
        &[("online_tiktok", "ya")],
    ),
    (
        "Bengkel Las Mandiri",
        "Joko Susilo",
        "service",
        &[("online_other", "tidak")],
    ),
];

async fn businesses(hall: &Hall, officer: &Actor) -> Done<()> {
    let today = hall.clock().today();
    let villages: Vec<String> = hall
        .gazetteer()
        .places()
        .iter()
        .filter(|place| place.code.level() == RegionLevel::Village)
        .map(|place| place.code.to_string())
        .collect();
    let mut first: Option<BusinessId> = None;
    for round in 0..10_usize {
        for (at, (name, owner, kind, more)) in BUSINESSES.iter().enumerate() {
            let mut facts = Facts::new();
            let name = if round == 0 {
                (*name).to_owned()
            } else {
                format!("{name} {}", round + 1)
            };
            let place = villages
                .get((at * 23 + round * 37) % villages.len().max(1))
                .cloned();
            for (fact, value) in [
                (Fact::BusinessName, name.as_str()),
                (Fact::OwnerName, owner),
                (Fact::Status, "active"),
                (Fact::ProductKind, kind),
                (Fact::Village, place.as_deref().unwrap_or_default()),
            ] {
                facts.set_text(fact, value)?;
            }
            if round == 0 && at == 0 {
                facts.set_text(Fact::OwnerPhone, OWNER_PHONE)?;
                // A serial of 9999 is never given out, so this number is nobody's.
                facts.set_text(Fact::OwnerNik, "3324094101909999")?;
            }
            for (fact, value) in *more {
                let fact = Fact::from_id(fact).ok_or("an unknown fact")?;
                facts.set_text(fact, value)?;
            }
            let id = state::register(hall, officer, &facts, today).await?;
            first.get_or_insert(id);
        }
    }
    let mine = first.ok_or("no business")?;
    let phone = OWNER_PHONE.parse()?;
    let made = accounts::create_for_owner(hall, officer, mine, &phone).await?;
    codes::redeem(hall, OWNER_PHONE, &made.code, PASSWORD, &Origin::default()).await?;
    mentoring(hall, officer, mine).await
}

/// The owner's business in the mentor's care: assessed, with a goal, and visited.
async fn mentoring(hall: &Hall, officer: &Actor, mine: BusinessId) -> Done<()> {
    let mentor = mentor::all(hall, officer).await?;
    let mentor = mentor.first().ok_or("no mentor")?.account;
    let case = care::open(hall, officer, mine, Some(mentor)).await?;
    let instrument = assess::instrument(hall, officer, case, "pendampingan", None).await?;
    let levels = instrument
        .questions()
        .zip([1_u8, 0, 2, 1, 0, 1, 0, 1, 0].into_iter().cycle());
    let given = assess::Given {
        instrument: instrument.id.clone(),
        version: instrument.version,
        answers: growth::Answers(
            levels
                .map(|((_, question), level)| (question.id.clone(), level))
                .collect(),
        ),
        note: String::new(),
    };
    assess::assess(hall, officer, case, &given).await?;
    let today = hall.clock().today();
    let later = (today + chrono::Days::new(30)).to_string();
    agree::agree(hall, officer, case, "nib", "", &later).await?;
    let noted = visit::Noted {
        day: (today - chrono::Days::new(1)).to_string(),
        began: "09:00".to_owned(),
        ended: "10:00".to_owned(),
        notes: "Dapur bersih, label belum lengkap.".to_owned(),
        owner_tasks: "Cetak label baru".to_owned(),
        mentor_tasks: "Kirim contoh label".to_owned(),
        next: (today + chrono::Days::new(7)).to_string(),
        ..visit::Noted::default()
    };
    visit::note(hall, officer, case, &noted).await?;
    Ok(())
}

/// Some cases in the queue, each at the office's turn: their papers were seen at the counter.
async fn cases(hall: &Hall, officer: &Actor) -> Done<()> {
    let query = find::Query {
        text: "laundry".to_owned(),
        ..find::Query::default()
    };
    let found = find::find(hall, officer, &query, None, 6).await?;
    for (number, row) in found.rows.iter().enumerate() {
        let case = licensing::open::open(hall, officer, row.id, "nib", "").await?;
        let papers = view(hall, officer, case).await?.documents;
        for paper in papers.iter().take(number % 3) {
            let version = view(hall, officer, case).await?.case.version;
            let verdict = Verdict::SeenOnPaper;
            review(hall, officer, case, version, paper.document.id, &verdict).await?;
        }
    }
    Ok(())
}
