//! What the doctor says of the services beside the hall: file storage, virus scanner, mail, WhatsApp, calendar.

use chrono::Datelike as _;
use vocab::DomainError as _;

use super::doctor::{Finding, Level, fine, message, trouble};
use crate::calendar::Certainty;
use crate::hall::Hall;
use crate::notify::Channel;

/// Looks at them. A small file is written to the storage and removed; nothing is sent to anybody.
pub(super) async fn examine(hall: &Hall) -> Vec<Finding> {
    let mut found = vec![storage(hall).await, scanner(hall).await];
    for channel in [Channel::Email, Channel::WhatsApp] {
        found.push(way(hall, channel).await);
    }
    found.push(calendar(hall));
    found
}

async fn storage(hall: &Hall) -> Finding {
    let checked = async { hall.storage()?.check().await };
    match checked.await {
        Ok(()) => fine(
            "doctor.storage",
            "Tempat berkas bisa ditulis dan dibaca.",
            "The file storage can be written and read.",
        ),
        Err(error) => trouble(
            Level::Bad,
            message("doctor.storage", error.id(), error.en()),
            "Periksa bagian [files] di konfigurasi, izin folder, dan sambungan ke penyimpanan.",
            "Check [files] in the configuration, the folder's rights, and the line to the storage.",
        ),
    }
}

async fn scanner(hall: &Hall) -> Finding {
    match &hall.settings().scanner {
        None => trouble(
            Level::Warning,
            message(
                "doctor.scanner",
                "Pemindai virus belum dipasang; berkas disimpan dengan tanda belum dipindai.",
                "There is no virus scanner; files are kept and marked as not scanned.",
            ),
            "Pasang ClamAV dan isi files.scanner, misalnya \"tcp:127.0.0.1:3310\".",
            "Install ClamAV and set files.scanner, such as \"tcp:127.0.0.1:3310\".",
        ),
        Some(scanner) if scanner.answers().await => fine(
            "doctor.scanner",
            "Pemindai virus menjawab.",
            "The virus scanner answers.",
        ),
        Some(_) => trouble(
            Level::Bad,
            message(
                "doctor.scanner",
                "Pemindai virus tidak menjawab; berkas baru ditolak.",
                "The virus scanner does not answer; new files are refused.",
            ),
            "Jalankan clamd, atau perbaiki files.scanner.",
            "Start clamd, or mend files.scanner.",
        ),
    }
}

async fn way(hall: &Hall, channel: Channel) -> Finding {
    let code = format!("doctor.{}", channel.id());
    let name = match channel {
        Channel::WhatsApp | Channel::WhatsAppLink => "WhatsApp",
        Channel::Hall | Channel::Email => "E-mail",
    };
    let Some(way) = hall.settings().ways.of(channel) else {
        return fine(
            &code,
            format!("{name} tidak dipakai."),
            format!("{name} is not used."),
        );
    };
    match way.check().await {
        Ok(()) => fine(
            &code,
            format!("{name} tersambung."),
            format!("{name} is connected."),
        ),
        Err(reason) => trouble(
            Level::Warning,
            message(
                &code,
                format!("{name} tidak tersambung: {reason}."),
                format!("{name} is not connected: {reason}."),
            ),
            "Periksa bagian [mail] atau [whatsapp] di konfigurasi; kabar menunggu di antrean sampai tersambung.",
            "Check [mail] or [whatsapp] in the configuration; news waits in the queue until then.",
        ),
    }
}

fn calendar(hall: &Hall) -> Finding {
    let year = hall.clock().today().year();
    match hall.calendar().certainty(year) {
        Some(Certainty::Decreed) => fine(
            "doctor.calendar",
            format!("Hari libur {year} sesuai keputusan bersama."),
            format!("The holidays of {year} are those of the joint decree."),
        ),
        known => trouble(
            Level::Warning,
            message(
                "doctor.calendar",
                if known.is_some() {
                    format!("Hari libur {year} baru perkiraan; batas waktu bisa meleset sehari.")
                } else {
                    format!("Hari libur {year} belum dikenal; hanya akhir pekan yang dilewati.")
                },
                if known.is_some() {
                    format!("The holidays of {year} are expected only; deadlines may be a day off.")
                } else {
                    format!("The holidays of {year} are not known; only weekends are skipped.")
                },
            ),
            "Isi hari libur dan cuti bersama dari SKB tiga menteri di calendar.closed.",
            "Put the holidays of the joint decree into calendar.closed.",
        ),
    }
}
