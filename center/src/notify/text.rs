//! News in words: one place for the inbox, e-mail and WhatsApp.

use store::notify::Notice;
use vocab::Lang;

use super::{About, News};
use crate::hall::Hall;
use crate::licensing::view::permit_title;

/// News in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// In which tongue.
    pub lang: Lang,
    /// What it is about, in one line.
    pub subject: String,
    /// What happened and what to do.
    pub text: String,
    /// Where one reads on, within the hall.
    pub path: String,
    /// The same as a whole address; empty if the hall has none.
    pub link: String,
}

impl Letter {
    /// The text with the address where one reads on.
    pub fn body(&self) -> String {
        if self.link.is_empty() {
            self.text.clone()
        } else {
            format!("{}\n\n{}\n", self.text, self.link)
        }
    }
}

/// A notice in words.
pub fn letter(hall: &Hall, notice: &Notice, lang: Lang) -> Letter {
    let about: About = serde_json::from_str(&notice.about).unwrap_or_default();
    let permit = permit_title(hall, &about.permit, lang);
    let (subject, text) = News::from_id(&notice.kind).map_or_else(
        || (notice.kind.clone(), String::new()),
        |news| match lang {
            Lang::Id => indonesian(news, &about, &permit),
            Lang::En => english(news, &about, &permit),
        },
    );
    let base = &hall.settings().ways.base_url;
    Letter {
        lang,
        subject,
        text,
        link: if base.is_empty() || about.path.is_empty() {
            String::new()
        } else {
            format!("{base}{}", about.path)
        },
        path: about.path,
    }
}

fn day(text: &str, lang: Lang) -> String {
    text.parse()
        .map_or_else(|_| text.to_owned(), |day| vocab::date::long_form(day, lang))
}

#[expect(clippy::too_many_lines, reason = "one sentence for each sort of news")]
fn indonesian(news: News, about: &About, permit: &str) -> (String, String) {
    let About {
        business,
        document,
        words,
        place,
        count,
        ..
    } = about;
    let day = day(&about.day, Lang::Id);
    let (subject, text) = match news {
        News::Opened => (
            format!("Pengajuan dimulai: {permit}"),
            format!(
                "Dinas mencatat pengajuan \"{permit}\" untuk {business}. Buka tautan ini dan kirim berkasnya dari HP."
            ),
        ),
        News::DocumentBad => (
            format!("Berkas perlu diganti: {document}"),
            format!(
                "Berkas \"{document}\" untuk {business} perlu dikirim ulang. Alasannya: {words}"
            ),
        ),
        News::Ready => (
            format!("Berkas lengkap: {permit}"),
            format!("Semua berkas {business} sudah baik. Dinas akan mengajukannya."),
        ),
        News::Submitted => (
            format!("Sudah diajukan: {permit}"),
            format!(
                "Pengajuan {business} sudah dikirim ke {place}. Anda tidak perlu melakukan apa-apa; kami kabari kalau ada perkembangan."
            ),
        ),
        News::TakenUp => (
            format!("Sedang diperiksa: {permit}"),
            format!("Pengajuan {business} sedang diperiksa oleh {place}."),
        ),
        News::NeedsRepair => (
            format!("Perlu diperbaiki: {permit}"),
            format!("Ada yang harus diperbaiki untuk {business}: {words}"),
        ),
        News::Issued => (
            format!("Selamat, izin terbit: {permit}"),
            format!(
                "Izin untuk {business} sudah terbit. {words} Rencana usaha Anda sudah diperbarui; lihat langkah berikutnya."
            ),
        ),
        News::Refused => (
            format!("Ditolak: {permit}"),
            format!(
                "Pengajuan {business} ditolak. Alasannya: {words} Hubungi dinas untuk langkah selanjutnya."
            ),
        ),
        News::Withdrawn => (
            format!("Pengajuan dibatalkan: {permit}"),
            format!("Pengajuan {business} dibatalkan. Alasannya: {words}"),
        ),
        News::OwnerWaited => (
            format!("Berkas Anda ditunggu: {permit}"),
            format!(
                "Pengajuan {business} menunggu berkas dari Anda. Kirim fotonya lewat tautan ini; kalau sulit, datanglah ke dinas atau kantor desa."
            ),
        ),
        News::Expiring => (
            format!("Izin berakhir {day}"),
            format!(
                "Izin P-IRT {business} berakhir {day}. Urus perpanjangan paling lambat 6 bulan sebelumnya; kami bantu."
            ),
        ),
        News::Ending => (
            format!("Izin berakhir {day}: {permit}"),
            format!(
                "Izin {words} untuk {business} berlaku sampai {day}. Urus perpanjangannya sebelum hari itu; kami bantu."
            ),
        ),
        News::CommitmentDue => (
            "Janji P-IRT perlu dipenuhi".to_owned(),
            format!(
                "Setelah P-IRT terbit, {business} harus menyelesaikan penyuluhan (PKP), pemeriksaan tempat, dan label paling lambat {day}."
            ),
        ),
        News::Invited => (
            format!("Undangan: {permit}"),
            format!(
                "{business} diundang mengurus \"{permit}\" bersama-sama pada {day} di {place}. Bawa berkas asli; petugas memeriksa di tempat."
            ),
        ),
        News::BatchWanting => (
            format!("Masih kurang {count} berkas: {permit}"),
            format!(
                "Terima kasih sudah datang pada {day}. Untuk {business} masih kurang {count} berkas; kirim fotonya lewat tautan ini."
            ),
        ),
        News::BatchMissed => (
            format!("Masih bisa diurus: {permit}"),
            format!(
                "{business} belum sempat datang pada {day}. Izinnya tetap bisa diurus: buka rencana usaha Anda dari HP, atau datang ke dinas."
            ),
        ),
        News::DocumentNew => (
            format!("Berkas baru: {business}"),
            format!("{business} mengirim \"{document}\" untuk \"{permit}\"."),
        ),
        News::Assigned => (
            format!("Pengajuan untuk Anda: {business}"),
            format!("Pengajuan \"{permit}\" dari {business} diserahkan kepada Anda."),
        ),
        News::OutsideLate => (
            format!("Belum ada jawaban: {business}"),
            format!(
                "\"{permit}\" untuk {business} belum dijawab {place} dalam waktu yang lazim. Tanyakan."
            ),
        ),
        News::Escalated => (
            format!("{count} pengajuan melewati batas waktu"),
            format!("{count} pengajuan menunggu dinas lebih lama dari batas waktu layanan."),
        ),
    };
    (subject, text)
}

#[expect(clippy::too_many_lines, reason = "one sentence for each sort of news")]
fn english(news: News, about: &About, permit: &str) -> (String, String) {
    let About {
        business,
        document,
        words,
        place,
        count,
        ..
    } = about;
    let day = day(&about.day, Lang::En);
    match news {
        News::Opened => (
            format!("Case begun: {permit}"),
            format!(
                "The office has noted the case \"{permit}\" for {business}. Open this link and send the documents from your phone."
            ),
        ),
        News::DocumentBad => (
            format!("Document to be replaced: {document}"),
            format!(
                "The document \"{document}\" of {business} must be sent again. The reason: {words}"
            ),
        ),
        News::Ready => (
            format!("Documents complete: {permit}"),
            format!(
                "All documents of {business} are good. The office will submit the application."
            ),
        ),
        News::Submitted => (
            format!("Submitted: {permit}"),
            format!(
                "The application of {business} was sent to {place}. You need do nothing; we tell you what comes of it."
            ),
        ),
        News::TakenUp => (
            format!("Being verified: {permit}"),
            format!("The application of {business} is being verified by {place}."),
        ),
        News::NeedsRepair => (
            format!("Needs repair: {permit}"),
            format!("Something must be mended for {business}: {words}"),
        ),
        News::Issued => (
            format!("Congratulations, the permit is there: {permit}"),
            format!(
                "The permit of {business} was issued. {words} Your plan was brought up to date; see the next step."
            ),
        ),
        News::Refused => (
            format!("Refused: {permit}"),
            format!(
                "The application of {business} was refused. The reason: {words} Ask the office what to do next."
            ),
        ),
        News::Withdrawn => (
            format!("Case withdrawn: {permit}"),
            format!("The case of {business} was withdrawn. The reason: {words}"),
        ),
        News::OwnerWaited => (
            format!("Your documents are waited for: {permit}"),
            format!(
                "The case of {business} waits for documents from you. Send photos by this link; if that is hard, come to the office or the village hall."
            ),
        ),
        News::Expiring => (
            format!("Permit ends on {day}"),
            format!(
                "The P-IRT of {business} ends on {day}. Renew it at least 6 months before; we help."
            ),
        ),
        News::Ending => (
            format!("Permit ends on {day}: {permit}"),
            format!(
                "The permit {words} of {business} is good until {day}. Renew it before that day; we help."
            ),
        ),
        News::CommitmentDue => (
            "P-IRT promises are due".to_owned(),
            format!(
                "After its P-IRT was issued, {business} must finish the food safety course (PKP), the inspection and the label by {day}."
            ),
        ),
        News::Invited => (
            format!("Invitation: {permit}"),
            format!(
                "{business} is invited to do \"{permit}\" together with others on {day} at {place}. Bring the papers themselves; an officer checks them there."
            ),
        ),
        News::BatchWanting => (
            format!("{count} documents are still missing: {permit}"),
            format!(
                "Thank you for coming on {day}. {count} documents of {business} are still missing; send photos by this link."
            ),
        ),
        News::BatchMissed => (
            format!("It can still be done: {permit}"),
            format!(
                "{business} could not come on {day}. The permit can still be got: open your plan on your phone, or come to the office."
            ),
        ),
        News::DocumentNew => (
            format!("New document: {business}"),
            format!("{business} sent \"{document}\" for \"{permit}\"."),
        ),
        News::Assigned => (
            format!("A case for you: {business}"),
            format!("The case \"{permit}\" of {business} was given to you."),
        ),
        News::OutsideLate => (
            format!("No answer yet: {business}"),
            format!(
                "\"{permit}\" for {business} was not answered by {place} within the usual time. Ask them."
            ),
        ),
        News::Escalated => (
            format!("{count} cases are late"),
            format!("{count} cases have waited for the office longer than its service level."),
        ),
    }
}
