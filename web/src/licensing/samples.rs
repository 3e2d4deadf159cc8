//! Every page of licensing with made-up content, for the tests that look at all pages.

use super::pages::{
    Activity, BatchLine, BatchPage, BatchesPage, CasePage, CaseParts, GuestRow, Happened, KbliPage,
    MadePaper, MessageRow, MessagesPage, OwnPage, Paper, PaperField, PaperPage, QueuePage, Reason,
    Required, Row, Station, Tab, TrackPage, WhyPage,
};
use crate::{frame::Frame, plan::view::Choice};

#[expect(
    clippy::too_many_lines,
    reason = "one sample for each page and its empty state"
)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let row = |late| Row {
        href: "/licensing/cases/1".to_owned(),
        business: "Keripik <b>Bu Siti".to_owned(),
        permit: "Urus izin P-IRT (SPP-IRT)".to_owned(),
        state: "Mengumpulkan berkas".to_owned(),
        tone: "blue",
        due: "26 November 2026".to_owned(),
        late,
        officer: "Rina".to_owned(),
    };
    let queue = |rows: Vec<Row>| QueuePage {
        f,
        problems: Vec::new(),
        tabs: vec![Tab {
            href: "/licensing?turn=office".to_owned(),
            label: "Giliran dinas".to_owned(),
            n: "2".to_owned(),
            current: true,
        }],
        filters: vec![(
            "whose",
            f.t("case-whose"),
            vec![Choice::new("", f.t("case-everybody")).chosen_if(true)],
        )],
        late: "2".to_owned(),
        rows,
        previous: None,
        next: Some("/licensing?after=x".to_owned()),
        load: vec![("Rina".to_owned(), "2".to_owned(), "5".to_owned())],
    };
    let own = |rows| OwnPage { f, rows };
    let paper = |state: &str, file: bool| Paper {
        id: format!("{state}-1"),
        place: "0".to_owned(),
        name: "KTP <i>Aminah".to_owned(),
        state: state.to_owned(),
        label: "Perlu diganti".to_owned(),
        tone: "bad",
        reason: "Fotonya buram.".to_owned(),
        file: file.then(|| ("/licensing/files/1".to_owned(), "ktp.jpg".to_owned())),
        thumbnail: file.then(|| "/licensing/files/1/small".to_owned()),
        unscanned: true,
        wanted: state != "good",
    };
    let parts = || CaseParts {
        id: "1".to_owned(),
        version: "3".to_owned(),
        permit: "Urus izin P-IRT (SPP-IRT)".to_owned(),
        business: "Keripik <b>Bu Siti".to_owned(),
        business_href: "/registry/1".to_owned(),
        owner: "Siti <i>Aminah".to_owned(),
        state: "Mengumpulkan berkas".to_owned(),
        tone: "blue",
        turn: "Giliran pemilik".to_owned(),
        next: "Kirim berkas.".to_owned(),
        due: "26 November 2026".to_owned(),
        days: "1 / 3".to_owned(),
        officers: vec![Choice::new("1", "Rina")],
        system: "sppirt.pom.go.id".to_owned(),
        stations: vec![Station {
            label: "Berkas".to_owned(),
            state: "now",
        }],
        documents: vec![
            paper("missing", false),
            paper("new", true),
            paper("bad", true),
            paper("good", true),
        ],
        may_bring: true,
        may_review: true,
        may_submit: true,
        may_take_up: true,
        may_ask_repair: true,
        may_resubmit: true,
        may_issue: true,
        has_number: true,
        may_refuse: true,
        may_withdraw: true,
        events: vec![Happened {
            when: "24 November 2026".to_owned(),
            what: "Berkas dikirim".to_owned(),
            who: "Siti <i>Aminah".to_owned(),
            note: "KTP".to_owned(),
        }],
        made: vec![
            MadePaper {
                label: "Tanda terima".to_owned(),
                form: String::new(),
                pdf: "/licensing/cases/1/papers/receipt/pdf".to_owned(),
                missing: String::new(),
            },
            MadePaper {
                label: "Ringkasan SPP-IRT".to_owned(),
                form: "/licensing/cases/1/papers/pirt".to_owned(),
                pdf: String::new(),
                missing: "Isi dulu.".to_owned(),
            },
        ],
        further: "spp_irt".to_owned(),
        whatsapp: Some("https://wa.me/62".to_owned()),
        today: "2026-11-24".to_owned(),
        ..CaseParts::default()
    };
    let activity = Activity {
        title: "Membuat kerupuk dan keripik".to_owned(),
        codes: vec![("KBLI 2020", "10794".to_owned())],
        crosswalk: "Sesuai sumber resmi".to_owned(),
        warnings: vec!["Periksa artinya.".to_owned()],
        risk: "Rendah".to_owned(),
        rows: vec![(
            "mikro".to_owned(),
            "rendah".to_owned(),
            "PP 28/2025".to_owned(),
        )],
        steps: vec![Required {
            title: "Urus NIB".to_owned(),
            duty: "Wajib".to_owned(),
            perhaps: true,
            probably: true,
            depends_on: "umur simpan".to_owned(),
            cost: "Gratis".to_owned(),
            time: "1 hari".to_owned(),
            source: "PP 28/2025".to_owned(),
        }],
    };
    let kbli = |asked, found| KbliPage {
        f,
        text: "keripik \"><script>alert".to_owned(),
        version: vec![Choice::new("", "-")],
        asked,
        found,
    };
    let why = WhyPage {
        f,
        business: "Keripik <b>Bu Siti".to_owned(),
        back: "/plan".to_owned(),
        title: "Urus NIB".to_owned(),
        why: "Tanda pengenal usaha.".to_owned(),
        state: "next".to_owned(),
        duty: "Wajib".to_owned(),
        certainty: "Sumber sekunder".to_owned(),
        source: "PP 28/2025".to_owned(),
        rule: "nib".to_owned(),
        valid: String::new(),
        likely: true,
        applies: vec![Reason {
            text: "Usaha berjalan".to_owned(),
            label: "Ya".to_owned(),
            tone: "good",
        }],
        done: Vec::new(),
        facts: vec![("Keadaan".to_owned(), "Berjalan".to_owned())],
        versions: vec![("2026-10-17".to_owned(), "Urus".to_owned())],
    };
    let batches = |days| BatchesPage {
        f,
        problems: vec!["Isi tempat.".to_owned()],
        days,
        permits: vec![Choice::new("nib", "Urus NIB")],
        regions: vec![Choice::new("33.24.09", "Kangkung")],
        name: String::new(),
        place: String::new(),
        held_on: String::new(),
        starts_at: "09:00".to_owned(),
        today: "2026-11-24".to_owned(),
    };
    let batch = |guests| BatchPage {
        f,
        id: "1".to_owned(),
        name: "NIB bersama <b>Siti".to_owned(),
        permit: "Urus NIB".to_owned(),
        when: "1 Desember 2026".to_owned(),
        place: "Balai Desa".to_owned(),
        figures: vec![("3".to_owned(), "Diundang".to_owned())],
        problems: Vec::new(),
        closed: false,
        may_close: true,
        guests,
        after: String::new(),
        next: Some("/licensing/batches/1?after=x".to_owned()),
    };
    let line = BatchLine {
        href: "/licensing/batches/1".to_owned(),
        name: "NIB bersama".to_owned(),
        permit: "Urus NIB".to_owned(),
        when: "1 Desember 2026".to_owned(),
        place: "Balai Desa".to_owned(),
        invited: "12".to_owned(),
        came: "0".to_owned(),
        closed: true,
    };
    let guest = GuestRow {
        business: "1".to_owned(),
        name: "Keripik <b>Bu Siti".to_owned(),
        owner: "Siti <i>Aminah".to_owned(),
        place: "Jungsemi".to_owned(),
        label: "Diundang".to_owned(),
        tone: "blue",
        came: true,
        case_href: "/licensing/cases/1".to_owned(),
        follows: "1 dari 2 berkas baik".to_owned(),
    };
    let paper_page = PaperPage {
        f,
        title: "Surat rekomendasi merek".to_owned(),
        business: "Keripik <b>Bu Siti".to_owned(),
        permit: "Urus NIB".to_owned(),
        case_href: "/licensing/cases/1".to_owned(),
        at: "/licensing/cases/1/papers/mark_letter".to_owned(),
        fields: vec![
            PaperField {
                name: "mark",
                label: "Merek".to_owned(),
                hint: "Seperti tertulis.".to_owned(),
                value: "Sari \"><b>".to_owned(),
                lines: false,
                needed: true,
            },
            PaperField {
                name: "process",
                label: "Cara membuat".to_owned(),
                hint: String::new(),
                value: "Diiris\n<b>Digoreng".to_owned(),
                lines: true,
                needed: false,
            },
        ],
        may_fill: true,
        ready: true,
        problems: vec!["Kelas merek.".to_owned()],
    };
    let messages = |messages| MessagesPage { f, messages };
    let message = MessageRow {
        id: "1".to_owned(),
        name: "Siti <i>Aminah".to_owned(),
        subject: "Berkas perlu diganti".to_owned(),
        text: "Fotonya <b>buram.".to_owned(),
        link: "https://wa.me/62".to_owned(),
        when: "24 November 2026".to_owned(),
    };
    let draw = |template: &dyn askama::DynTemplate| template.dyn_render().unwrap();
    vec![
        ("licensing-queue", draw(&queue(vec![row(false), row(true)]))),
        ("licensing-queue-empty", draw(&queue(Vec::new()))),
        ("licensing-own", draw(&own(vec![row(false)]))),
        ("licensing-own-empty", draw(&own(Vec::new()))),
        (
            "licensing-case",
            draw(&CasePage {
                f,
                case: parts(),
                problems: vec!["Ada yang salah.".to_owned()],
            }),
        ),
        (
            "licensing-case-closed",
            draw(&CasePage {
                f,
                case: CaseParts {
                    closed: true,
                    issued: "1234567890123".to_owned(),
                    permit: "Urus NIB".to_owned(),
                    ..CaseParts::default()
                },
                problems: Vec::new(),
            }),
        ),
        (
            "licensing-track",
            draw(&TrackPage {
                f,
                case: parts(),
                problems: Vec::new(),
            }),
        ),
        ("licensing-kbli", draw(&kbli(true, vec![activity]))),
        ("licensing-kbli-empty", draw(&kbli(true, Vec::new()))),
        ("licensing-kbli-start", draw(&kbli(false, Vec::new()))),
        ("licensing-why", draw(&why)),
        ("licensing-batches", draw(&batches(vec![line]))),
        ("licensing-batches-empty", draw(&batches(Vec::new()))),
        ("licensing-batch", draw(&batch(vec![guest]))),
        ("licensing-paper", draw(&paper_page)),
        ("licensing-messages", draw(&messages(vec![message]))),
        ("licensing-messages-empty", draw(&messages(Vec::new()))),
        ("licensing-batch-empty", draw(&batch(Vec::new()))),
    ]
}
