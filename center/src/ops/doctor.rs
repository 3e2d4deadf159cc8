//! The doctor: what is misconfigured, and how to mend it, in both languages.

use store::registry::{business, import, marks, tally};
use store::{Engine, dump};
use vocab::Message;

use crate::audit::{self, Verdict};
use crate::error::Result;
use crate::hall::{Hall, SecondFactor};
use crate::permission::Role;
use crate::registry::palette::key;
use crate::registry::replan;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// As it should be.
    Fine,
    /// Works, but should be mended.
    Warning,
    /// Broken.
    Bad,
}

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// How bad.
    pub level: Level,
    /// What was found.
    pub what: Message,
    /// How to mend it; none if it is fine.
    pub mend: Option<Message>,
}

pub(super) fn message(code: &str, id: impl Into<String>, en: impl Into<String>) -> Message {
    Message {
        code: code.to_owned(),
        id: id.into(),
        en: en.into(),
    }
}

pub(super) fn fine(code: &str, id: impl Into<String>, en: impl Into<String>) -> Finding {
    Finding {
        level: Level::Fine,
        what: message(code, id, en),
        mend: None,
    }
}

pub(super) fn trouble(level: Level, what: Message, id: &str, en: &str) -> Finding {
    let mend = message(&format!("{}.mend", what.code), id, en);
    Finding {
        level,
        what,
        mend: Some(mend),
    }
}

/// Looks at everything, from the file up. Reads only.
pub async fn examine(hall: &Hall) -> Result<Vec<Finding>> {
    let mut found = vec![database(hall).await?, health(hall).await?];
    found.extend(chains(hall).await?);
    found.push(counters(hall).await?);
    found.push(admins(hall).await?);
    found.push(second_factor(hall));
    found.push(passwords(hall));
    found.push(plans(hall).await?);
    found.push(queue(hall).await?);
    found.push(specimens(hall).await?);
    found.push(clock(hall));
    found.extend(super::outside::examine(hall).await);
    Ok(found)
}

async fn database(hall: &Hall) -> Result<Finding> {
    let version = hall.db().version().await?;
    let engine = match hall.db().engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    Ok(fine(
        "doctor.database",
        format!("Basis data {engine}, susunan versi {version}, kunci cocok."),
        format!("{engine} database, schema version {version}, the key fits."),
    ))
}

async fn health(hall: &Hall) -> Result<Finding> {
    let flaws = dump::engine_check(hall.db()).await?;
    Ok(if flaws.is_empty() {
        fine(
            "doctor.health",
            "Berkas basis data utuh.",
            "The database file is whole.",
        )
    } else {
        trouble(
            Level::Bad,
            message(
                "doctor.health",
                format!("Berkas basis data rusak: {}.", flaws.join("; ")),
                format!("The database file is damaged: {}.", flaws.join("; ")),
            ),
            "Hentikan layanan, salin berkasnya, lalu pulihkan cadangan terakhir dengan `pendopo restore`.",
            "Stop the service, copy the file, then restore the last backup with `pendopo restore`.",
        )
    })
}

async fn chains(hall: &Hall) -> Result<Vec<Finding>> {
    let mut session = hall.db().read().await?;
    let regencies = store::audit::regencies(&mut session).await?;
    drop(session);
    let mut found = Vec::new();
    for regency in regencies {
        found.push(match audit::verify(hall, &regency, None).await? {
            Verdict::Whole { entries, .. } => fine(
                "doctor.audit",
                format!("Jejak audit {regency} utuh, {entries} catatan."),
                format!("The audit trail of {regency} is whole, {entries} entries."),
            ),
            Verdict::Broken { seq, flaw } => trouble(
                Level::Bad,
                message(
                    "doctor.audit",
                    format!("Jejak audit {regency} putus pada catatan {seq}: {}.", flaw.label(vocab::Lang::Id)),
                    format!("The audit trail of {regency} breaks at entry {seq}: {}.", flaw.label(vocab::Lang::En)),
                ),
                "Seseorang mengubah basis data di luar program: simpan berkasnya sebagai bukti dan laporkan.",
                "Somebody changed the database beside the program: keep the file as evidence and report it.",
            ),
        });
    }
    Ok(found)
}

/// The counter and the bitmap of all businesses must agree with each other.
async fn counters(hall: &Hall) -> Result<Finding> {
    let mut session = hall.db().snapshot().await?;
    let mut wrong = Vec::new();
    let Some(all) = hall.marks().number(key::ALL) else {
        return Ok(fine(
            "doctor.counters",
            "Belum ada usaha.",
            "There is no business yet.",
        ));
    };
    for regency in business::regencies(&mut session).await? {
        let counted: i64 = tally::under(&mut session, &regency, &regency, &[all])
            .await?
            .iter()
            .map(|count| count.n)
            .sum();
        let marked = marks::carrying(&mut session, &regency, &[all]).await?.len();
        if u64::try_from(counted) != Ok(marked) {
            wrong.push(regency);
        }
    }
    Ok(if wrong.is_empty() {
        fine(
            "doctor.counters",
            "Penghitung cocok dengan daftar.",
            "The counters agree with the lists.",
        )
    } else {
        trouble(
            Level::Bad,
            message(
                "doctor.counters",
                format!(
                    "Penghitung tidak cocok dengan daftar di {}.",
                    wrong.join(", ")
                ),
                format!(
                    "The counters disagree with the lists in {}.",
                    wrong.join(", ")
                ),
            ),
            "Buat cadangan, lalu pulihkan ke basis data kosong; laporkan ini sebagai kesalahan program.",
            "Make a backup, then restore it into an empty database; report this as a fault of the program.",
        )
    })
}

async fn admins(hall: &Hall) -> Result<Finding> {
    let mut session = hall.db().read().await?;
    let regency = &hall.settings().regency;
    let count = store::people::account::count(&mut session, regency, Role::Admin.id()).await?;
    Ok(match count {
        0 => trouble(
            Level::Bad,
            message("doctor.admins", "Belum ada admin.", "There is no admin."),
            "Buat admin pertama dengan `pendopo admin create`.",
            "Make the first admin with `pendopo admin create`.",
        ),
        1 => trouble(
            Level::Warning,
            message(
                "doctor.admins",
                "Hanya ada satu admin.",
                "There is only one admin.",
            ),
            "Buat admin kedua, supaya kehilangan satu kata sandi tidak menutup pintu.",
            "Make a second admin, so that one lost password does not shut the door.",
        ),
        _ => fine(
            "doctor.admins",
            format!("Ada {count} admin."),
            format!("There are {count} admins."),
        ),
    })
}

fn second_factor(hall: &Hall) -> Finding {
    match hall.settings().second_factor {
        SecondFactor::Optional => trouble(
            Level::Warning,
            message(
                "doctor.second_factor",
                "Kode kedua tidak diwajibkan bagi admin.",
                "No second factor is demanded of admins.",
            ),
            "Atur second_factor = \"admins\" atau \"staff\" di berkas konfigurasi.",
            "Set second_factor = \"admins\" or \"staff\" in the configuration.",
        ),
        SecondFactor::Admins | SecondFactor::Staff => fine(
            "doctor.second_factor",
            "Kode kedua diwajibkan.",
            "A second factor is demanded.",
        ),
    }
}

fn passwords(hall: &Hall) -> Finding {
    let (memory, passes) = (
        hall.settings().password_memory_kib,
        hall.settings().password_passes,
    );
    // OWASP's weakest accepted pair is 7 MiB with five passes.
    if u64::from(memory) * u64::from(passes) < 35 * 1024 || memory < 7 * 1024 {
        trouble(
            Level::Bad,
            message(
                "doctor.passwords",
                format!("Kata sandi disandikan terlalu ringan ({memory} KiB, {passes} putaran)."),
                format!("Passwords are hashed too lightly ({memory} KiB, {passes} passes)."),
            ),
            "Hapus password_memory_kib dan password_passes dari konfigurasi; bawaannya cukup.",
            "Take password_memory_kib and password_passes out of the configuration; the defaults do.",
        )
    } else {
        fine(
            "doctor.passwords",
            format!("Argon2id {memory} KiB, {passes} putaran."),
            format!("Argon2id {memory} KiB, {passes} passes."),
        )
    }
}

async fn plans(hall: &Hall) -> Result<Finding> {
    Ok(if replan::is_due(hall, &hall.settings().regency).await? {
        trouble(
            Level::Warning,
            message(
                "doctor.plans",
                "Rencana belum dihitung ulang untuk hari ini atau buku aturan ini.",
                "The plans have not been made anew for today or for this rulebook.",
            ),
            "Biarkan layanan berjalan; pekerjaannya dimulai sendiri. Bila tetap begini, lihat catatan layanan.",
            "Let the service run; the job starts by itself. If it stays so, look at the service's log.",
        )
    } else {
        fine(
            "doctor.plans",
            "Rencana berlaku untuk hari ini.",
            "The plans are of today.",
        )
    })
}

async fn queue(hall: &Hall) -> Result<Finding> {
    let counts = crate::jobs::counts(hall).await?;
    Ok(if counts.dead > 0 {
        trouble(
            Level::Warning,
            message(
                "doctor.queue",
                format!("{} pekerjaan gagal sampai percobaan terakhir.", counts.dead),
                format!("{} jobs failed to their last try.", counts.dead),
            ),
            "Cari sebabnya di catatan layanan (kata kunci \"a job failed\").",
            "Look for the cause in the service's log (\"a job failed\").",
        )
    } else {
        fine(
            "doctor.queue",
            format!("{} pekerjaan menunggu.", counts.waiting),
            format!("{} jobs wait.", counts.waiting),
        )
    })
}

/// Sample NIKs belong into a demonstration; among real people somebody has practised on the real hall.
async fn specimens(hall: &Hall) -> Result<Finding> {
    let mut session = hall.db().read().await?;
    let rows = import::specimens(&mut session, &hall.settings().regency).await?;
    Ok(if rows == 0 {
        fine(
            "doctor.specimens",
            "Tidak ada baris impor dengan NIK contoh.",
            "No imported row has a sample NIK.",
        )
    } else {
        trouble(
            Level::Warning,
            message(
                "doctor.specimens",
                format!(
                    "{rows} baris impor memakai NIK contoh (nomor urut 0000), bukan milik siapa pun."
                ),
                format!("{rows} imported rows have a sample NIK (serial 0000), which is nobody's."),
            ),
            "Di basis data peragaan ini wajar. Di basis data sungguhan, batalkan impor yang laporannya menyebut NIK contoh.",
            "In a demonstration this is as it should be. In a real hall, undo the import whose report names sample NIKs.",
        )
    })
}

fn clock(hall: &Hall) -> Finding {
    let today = hall.clock().today();
    // This program was written in 2026; an earlier date is a machine that woke up without its clock.
    if today < chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap_or_default() {
        trouble(
            Level::Bad,
            message(
                "doctor.clock",
                format!("Jam mesin menunjuk {today}."),
                format!("The machine's clock says {today}."),
            ),
            "Nyalakan penyelarasan waktu (systemd-timesyncd atau chrony).",
            "Switch time synchronisation on (systemd-timesyncd or chrony).",
        )
    } else {
        fine(
            "doctor.clock",
            format!("Hari ini {today}."),
            format!("Today is {today}."),
        )
    }
}
