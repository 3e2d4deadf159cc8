//! An invented project for a hall that is to be looked at: parcels that nobody offered, sums that nobody granted. All of
//! it goes through the use cases, and all of it is marked as an example.

use chrono::{Datelike, Days, NaiveDate};
use vocab::id::{BudgetLineId, TaskId};

use super::budget::{self, BudgetRow, NewCommitment};
use super::judge;
use super::site::{self, NewSite};
use super::task::{self, NewTask, Noted};
use super::watch::{self, NewDecision, NewRisk};
use super::year::{self, NewProcurement};
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::people::accounts;
use crate::permission::{Permission, Role};

/// Code, name, middle (latitude, longitude), width and depth in metres.
type Parcel = (&'static str, &'static str, (f64, f64), (f64, f64));

const PARCELS: [Parcel; 5] = [
    (
        "A",
        "Jalan Soekarno-Hatta, Kendal (contoh)",
        (-6.9235, 110.2045),
        (128.0, 104.0),
    ),
    (
        "B",
        "Tepi Pantura, Kaliwungu (contoh)",
        (-6.9630, 110.2520),
        (150.0, 92.0),
    ),
    (
        "C",
        "Bekas gudang, Weleri (contoh)",
        (-6.9705, 110.0740),
        (118.0, 98.0),
    ),
    (
        "D",
        "Lapangan lama, Cepiring (contoh)",
        (-6.9200, 110.1300),
        (95.0, 84.0),
    ),
    (
        "E",
        "Tanah kas desa, Brangsong (contoh)",
        (-6.9440, 110.2280),
        (132.0, 110.0),
    ),
];

/// What is known of each parcel, in the order of [`PARCELS`].
const KNOWN: [(&str, [&str; 5]); 11] = [
    ("road_km", ["0.3", "0.1", "0.6", "0.8", "1.4"]),
    (
        "transport",
        ["sering", "sering", "sering", "jarang", "jarang"],
    ),
    ("price", ["1.9", "2.3", "1.1", "0.9", "0.6"]),
    (
        "utilities",
        ["lengkap", "lengkap", "cukup", "cukup", "kurang"],
    ),
    ("flood_years", ["2", "4", "1", "3", "2"]),
    ("slope", ["1", "1", "2", "1", "2"]),
    ("visitors", ["14000", "26000", "19000", "9000", "5000"]),
    ("tourism_km", ["1.2", "3.5", "2.1", "4.8", "5.5"]),
    ("flood_zone", ["tidak", "tidak", "tidak", "tidak", "tidak"]),
    ("zoning", ["tidak", "tidak", "tidak", "tidak", "tidak"]),
    ("title", ["tidak", "tidak", "tidak", "tidak", "sengketa"]),
];

/// Fills an empty project; one that has sites is left as it is.
pub async fn fill(hall: &Hall) -> Result<()> {
    let system = Actor::system(hall.settings().regency.clone());
    if !site::list(hall, &system).await?.is_empty() {
        return Ok(());
    }
    let today = hall.clock().today();
    sites(hall, &system, today).await?;
    for (at, role) in [Role::Head, Role::Officer, Role::Mentor]
        .into_iter()
        .enumerate()
    {
        judges(hall, &system, role, at).await?;
    }
    tasks(hall, &system, today).await?;
    money(hall, &system, today).await?;
    questions(hall, &system, today).await
}

/// A rectangle in metres around a point, as corners. Good to a metre, which is all that an invented parcel needs.
fn corners((lat, lng): (f64, f64), (wide, deep): (f64, f64)) -> String {
    let north = deep / 2.0 / 110_600.0;
    let east = wide / 2.0 / (111_320.0 * lat.to_radians().cos());
    let corner = |n: f64, e: f64| format!("{:.6}, {:.6}", lat + n * north, lng + e * east);
    [
        corner(1.0, -1.0),
        corner(1.0, 0.9),
        corner(-1.0, 1.0),
        corner(-0.92, -1.0),
    ]
    .join("\n")
}

async fn sites(hall: &Hall, system: &Actor, today: NaiveDate) -> Result<()> {
    for (at, (code, name, middle, size)) in PARCELS.iter().enumerate() {
        let new = NewSite {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
            parcel: corners(*middle, *size),
            example: true,
        };
        let made = site::offer(hall, system, &new).await?;
        for (criterion, values) in KNOWN {
            let value = values.get(at).copied().unwrap_or_default();
            let source = "Contoh rekaan";
            site::note(hall, system, made.id, criterion, value, source, today).await?;
        }
    }
    Ok(())
}

/// One account of a role compares the criteria, each in another way.
async fn judges(hall: &Hall, system: &Actor, role: Role, at: usize) -> Result<()> {
    let found = accounts::list(hall, system, Some(role), None, 1).await?;
    let Some(account) = found.into_iter().next() else {
        return Ok(());
    };
    let regency = hall.settings().regency.clone();
    let me = Actor::signed_in(account.id, account.name, role, regency, None, None);
    if !me.may(Permission::JudgeSites) {
        return Ok(());
    }
    // How much each judge minds what, in steps of the scale.
    let minds = |id: &str| -> i64 {
        let table: [(&str, [i64; 3]); 4] = [
            ("reach", [3, 1, 4]),
            ("land", [1, 4, 0]),
            ("safety", [4, 3, 2]),
            ("market", [2, 2, 3]),
        ];
        let row = table.iter().find(|(known, _)| *known == id);
        row.and_then(|(_, steps)| steps.get(at).copied())
            .unwrap_or(0)
    };
    let sheet = judge::sheet(hall, &me).await?;
    let pairs = sheet.groups.iter().flat_map(|group| &group.pairs);
    let answers: Vec<(String, String, i64)> = pairs
        .map(|pair| {
            let step = minds(&pair.first) - minds(&pair.second);
            (pair.first.clone(), pair.second.clone(), step)
        })
        .collect();
    let words = [
        "Pilih yang aman dari banjir lebih dulu (contoh).",
        "Harga tanah menentukan sisa untuk gedung (contoh).",
        "Pelaku usaha harus mudah datang (contoh).",
    ];
    let opinion = words.get(at).copied().unwrap_or_default();
    judge::judge(hall, &me, &answers, opinion).await
}

/// Phase, name, working days, weight, what it waits for by position, share done if it has begun.
type Planned = (&'static str, &'static str, i64, i64, &'static [usize], i64);

const TASKS: [Planned; 14] = [
    ("site", "Menghimpun calon lokasi", 40, 2, &[], 100),
    ("site", "Penilaian dan keputusan lokasi", 30, 2, &[0], 60),
    ("land", "Pengukuran dan appraisal", 25, 3, &[1], 0),
    (
        "land",
        "Sertipikat atas nama pemerintah daerah",
        0,
        0,
        &[2],
        0,
    ),
    ("design", "Perencanaan teknis (DED)", 45, 6, &[1], 0),
    ("design", "PBG dan dokumen lingkungan", 30, 2, &[4], 0),
    ("procurement", "Tender pembangunan", 40, 2, &[3, 5], 0),
    ("building", "Pondasi dan struktur", 70, 35, &[6], 0),
    ("building", "Atap, dinding, dan instalasi", 45, 25, &[7], 0),
    ("building", "Serah terima pertama (PHO)", 0, 0, &[8], 0),
    (
        "fitting_out",
        "Mebel, galeri, dan studio foto",
        25,
        12,
        &[9],
        0,
    ),
    ("staffing", "Pengelola dan pendamping", 30, 4, &[7], 0),
    ("opening", "Uji coba layanan", 10, 5, &[10, 11], 0),
    ("opening", "Pembukaan", 0, 2, &[12], 0),
];

async fn tasks(hall: &Hall, system: &Actor, today: NaiveDate) -> Result<()> {
    let begun = today - Days::new(75);
    let mut ids: Vec<TaskId> = Vec::new();
    for (at, (phase, name, days, weight, after, _)) in TASKS.iter().enumerate() {
        let new = NewTask {
            phase: (*phase).to_owned(),
            name: (*name).to_owned(),
            days: *days,
            not_before: (at == 0).then_some(begun),
            due_on: (at + 1 == TASKS.len())
                .then(|| NaiveDate::from_ymd_opt(today.year() + 1, 12, 20))
                .flatten(),
            weight: *weight,
            after: after
                .iter()
                .filter_map(|&before| ids.get(before).copied())
                .collect(),
            example: true,
        };
        ids.push(task::add(hall, system, &new).await?);
    }
    let noted = |percent, ago| Noted {
        percent,
        on: today - Days::new(ago),
        note: "Contoh".to_owned(),
        proof: String::new(),
    };
    for (&id, (.., percent)) in ids.iter().zip(&TASKS) {
        match percent {
            0 => {}
            100 => {
                task::note(hall, system, id, &noted(50, 45)).await?;
                task::note(hall, system, id, &noted(100, 16)).await?;
            }
            part => {
                task::note(hall, system, id, &noted(part / 2, 8)).await?;
                task::note(hall, system, id, &noted(*part, 0)).await?;
            }
        }
    }
    Ok(())
}

fn row(code: &str, account_code: &str, name: &str, ceiling: i64, month: usize) -> BudgetRow {
    let mut months = [0; 12];
    if let Some(cell) = months.get_mut(month) {
        *cell = ceiling;
    }
    BudgetRow {
        row: 0,
        code: code.to_owned(),
        account_code: account_code.to_owned(),
        name: name.to_owned(),
        ceiling,
        months,
    }
}

/// The lines of the year: licensing stands in the regency's own programme, the sums of all are invented.
fn lines(land: i64, design: i64) -> Vec<BudgetRow> {
    let licensing = "2.17.07.2.01.0003";
    let institution = "2.17.07.2.01.0004";
    vec![
        row(
            licensing,
            "5.1.02.01.01.0052",
            "Fasilitasi kemudahan perizinan usaha mikro (contoh)",
            20_000_000,
            9,
        ),
        row(
            institution,
            "5.2.01.01.01.0001",
            "Tanah UMKM Center (contoh)",
            land,
            10,
        ),
        row(
            institution,
            "5.2.03.01.01.0030",
            "Perencanaan teknis UMKM Center (contoh)",
            design,
            11,
        ),
    ]
}

async fn money(hall: &Hall, system: &Actor, today: NaiveDate) -> Result<()> {
    let this = i64::from(today.year());
    let day = |year: i64, month: u32, day: u32| {
        let year = i32::try_from(year).unwrap_or(2026);
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or(today)
    };
    let name = format!("DPA {this} (contoh)");
    let first = lines(17_500_000_000, 350_000_000);
    let dpa = budget::draft(hall, system, this, &name, first, true).await?;
    budget::enact(hall, system, dpa.version, day(this, 1, 2)).await?;
    if today >= day(this, 9, 30) {
        let name = format!("DPPA {this} (contoh)");
        let second = lines(16_900_000_000, 950_000_000);
        let revision = budget::draft(hall, system, this, &name, second, true).await?;
        budget::enact(hall, system, revision.version, day(this, 9, 30)).await?;
    }
    let found = year::year(hall, system, Some(this)).await?.lines;
    let line = |account: &str| {
        found
            .iter()
            .find(|one| one.line.account_code.starts_with(account))
    };
    if let Some(licensing) = line("5.1") {
        let signed = day(this, 1, 5);
        let id = budget::commit(
            hall,
            system,
            &NewCommitment {
                line: licensing.line.id,
                procurement: None,
                what: "Pendampingan NIB di kecamatan (contoh)".to_owned(),
                partner: "Swakelola dinas".to_owned(),
                amount: 18_000_000,
                signed_on: signed,
                ends_on: Some(day(this, 11, 30)),
            },
        )
        .await?;
        let paid = day(this, 6, 15);
        if paid <= today {
            budget::pay(hall, system, id, 9_500_000, paid, "SP2D contoh 0001").await?;
        }
    }
    if let Some(design) = line("5.2.03") {
        plan(
            hall,
            system,
            design.line.id,
            "Konsultan perencana (contoh)",
            "selection",
            900_000_000,
            45,
            day(this, 11, 30),
        )
        .await?;
    }
    if let Some(land) = line("5.2.01") {
        plan(
            hall,
            system,
            land.line.id,
            "Pengadaan tanah tahap 1 (contoh)",
            "direct",
            9_000_000_000,
            5,
            day(this, 11, 27),
        )
        .await?;
    }
    next_year(hall, system, this + 1, &day).await
}

#[expect(clippy::too_many_arguments, reason = "a line of a table of examples")]
async fn plan(
    hall: &Hall,
    system: &Actor,
    line: BudgetLineId,
    name: &str,
    method: &str,
    value: i64,
    work_days: i64,
    planned_on: NaiveDate,
) -> Result<()> {
    let new = NewProcurement {
        line,
        name: name.to_owned(),
        method: method.to_owned(),
        value,
        work_days,
        planned_on,
        example: true,
    };
    year::plan_procurement(hall, system, &new).await?;
    Ok(())
}

/// The year of the building, whose budget still waits for its enactment.
async fn next_year(
    hall: &Hall,
    system: &Actor,
    next: i64,
    day: &(dyn Fn(i64, u32, u32) -> NaiveDate + Sync),
) -> Result<()> {
    let institution = "2.17.07.2.01.0004";
    let rows = vec![
        row(
            institution,
            "5.2.03.01.01.0001",
            "Gedung UMKM Center (contoh)",
            12_500_000_000,
            11,
        ),
        row(
            institution,
            "5.2.02.05.01.0001",
            "Mebel dan peralatan galeri (contoh)",
            1_400_000_000,
            10,
        ),
    ];
    let name = format!("Rancangan DPA {next} (contoh)");
    budget::draft(hall, system, next, &name, rows, true).await?;
    let found = year::year(hall, system, Some(next)).await?.lines;
    for one in &found {
        if one.line.account_code.starts_with("5.2.03") {
            plan(
                hall,
                system,
                one.line.id,
                "Pembangunan gedung (contoh)",
                "tender",
                12_000_000_000,
                150,
                day(next, 1, 18),
            )
            .await?;
        } else {
            plan(
                hall,
                system,
                one.line.id,
                "Mebel galeri lewat katalog (contoh)",
                "e_purchasing",
                1_350_000_000,
                30,
                day(next, 8, 2),
            )
            .await?;
        }
    }
    Ok(())
}

async fn questions(hall: &Hall, system: &Actor, today: NaiveDate) -> Result<()> {
    let ask = NewDecision {
        question: "Lokasi mana yang diajukan ke DPRD? (contoh)".to_owned(),
        context: "Peringkat dan pandangan penilai ada di halaman Peringkat.".to_owned(),
        due_on: today + Days::new(12),
    };
    watch::ask(hall, system, &ask).await?;
    for (name, chance, impact, answer, holder) in [
        (
            "Harga tanah naik setelah lokasi diumumkan (contoh)",
            3,
            4,
            "Appraisal independen sebelum diumumkan",
            "Bidang Aset",
        ),
        (
            "Tender gagal dan diulang (contoh)",
            3,
            5,
            "Dokumen direviu APIP sebelum tayang",
            "Pokja",
        ),
        (
            "Banjir rob saat pekerjaan pondasi (contoh)",
            2,
            3,
            "Pondasi selesai sebelum musim hujan",
            "Konsultan pengawas",
        ),
    ] {
        let risk = NewRisk {
            name: name.to_owned(),
            chance,
            impact,
            answer: answer.to_owned(),
            holder: holder.to_owned(),
        };
        watch::add_risk(hall, system, &risk).await?;
    }
    Ok(())
}
