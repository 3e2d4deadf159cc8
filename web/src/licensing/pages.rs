//! The pages of licensing.

use askama::Template;

use crate::{frame::Frame, plan::view::Choice};

/// The officers' queue.
#[derive(Template)]
#[template(path = "licensing/queue.html")]
pub(crate) struct QueuePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) filters: Vec<(&'static str, String, Vec<Choice>)>,
    /// How many of the office's cases are late, in words; empty if none is.
    pub(crate) late: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
    pub(crate) load: Vec<(String, String, String)>,
}

/// Cases by whose turn it is.
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) n: String,
    pub(crate) current: bool,
}

/// A case in a list.
pub(crate) struct Row {
    pub(crate) href: String,
    pub(crate) business: String,
    pub(crate) permit: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) due: String,
    pub(crate) late: bool,
    pub(crate) officer: String,
}

/// An owner's cases.
#[derive(Template)]
#[template(path = "licensing/own.html")]
pub(crate) struct OwnPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) rows: Vec<Row>,
}

/// A case as the office handles it.
#[derive(Template)]
#[template(path = "licensing/case.html")]
pub(crate) struct CasePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) case: CaseParts,
    pub(crate) problems: Vec<String>,
}

/// A case as its owner follows it.
#[derive(Template)]
#[template(path = "licensing/track.html")]
pub(crate) struct TrackPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) case: CaseParts,
    pub(crate) problems: Vec<String>,
}

/// What both pages of a case show.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a template asks of each form whether it is shown"
)]
pub(crate) struct CaseParts {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) permit: String,
    pub(crate) product: String,
    pub(crate) business: String,
    pub(crate) business_href: String,
    pub(crate) owner: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) turn: String,
    /// What happens next, said to the owner.
    pub(crate) next: String,
    pub(crate) closed: bool,
    pub(crate) due: String,
    pub(crate) late: bool,
    pub(crate) days: String,
    pub(crate) officer: String,
    pub(crate) officers: Vec<Choice>,
    pub(crate) outside: String,
    pub(crate) system: String,
    pub(crate) issued: String,
    pub(crate) valid_until: String,
    pub(crate) reason: String,
    pub(crate) stations: Vec<Station>,
    pub(crate) documents: Vec<Paper>,
    pub(crate) may_bring: bool,
    pub(crate) may_review: bool,
    pub(crate) may_submit: bool,
    pub(crate) may_take_up: bool,
    pub(crate) may_ask_repair: bool,
    pub(crate) may_resubmit: bool,
    pub(crate) may_issue: bool,
    pub(crate) has_number: bool,
    pub(crate) may_refuse: bool,
    pub(crate) may_withdraw: bool,
    pub(crate) events: Vec<Happened>,
    /// A conversation by WhatsApp with the owner, begun with a sentence.
    pub(crate) whatsapp: Option<String>,
    pub(crate) today: String,
    /// What was typed into a form that was refused.
    pub(crate) typed: Typed,
}

/// What was typed into a form that was refused, so that nobody types it twice.
#[derive(Debug, Clone, Default)]
pub(crate) struct Typed {
    pub(crate) number: String,
    pub(crate) system: String,
    pub(crate) reason: String,
    pub(crate) issued_on: String,
    pub(crate) valid_until: String,
}

/// A station on a case's way.
pub(crate) struct Station {
    pub(crate) label: String,
    /// `done`, `now` or nothing.
    pub(crate) state: &'static str,
}

/// A document of the checklist.
pub(crate) struct Paper {
    pub(crate) id: String,
    pub(crate) place: String,
    pub(crate) name: String,
    /// `missing`, `new`, `good` or `bad`.
    pub(crate) state: String,
    pub(crate) label: String,
    pub(crate) tone: &'static str,
    pub(crate) reason: String,
    /// The file, and what it is.
    pub(crate) file: Option<(String, String)>,
    pub(crate) thumbnail: Option<String>,
    pub(crate) unscanned: bool,
    pub(crate) wanted: bool,
}

impl Paper {
    fn is_new(&self) -> bool {
        self.state == "new"
    }

    fn is_good(&self) -> bool {
        self.state == "good"
    }
}

/// Something that happened to a case.
pub(crate) struct Happened {
    pub(crate) when: String,
    pub(crate) what: String,
    pub(crate) who: String,
    pub(crate) note: String,
}

/// The activity finder.
#[derive(Template)]
#[template(path = "licensing/kbli.html")]
pub(crate) struct KbliPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) text: String,
    pub(crate) version: Vec<Choice>,
    pub(crate) asked: bool,
    pub(crate) found: Vec<Activity>,
}

/// An activity that fits.
pub(crate) struct Activity {
    pub(crate) title: String,
    pub(crate) codes: Vec<(&'static str, String)>,
    pub(crate) crosswalk: String,
    pub(crate) warnings: Vec<String>,
    pub(crate) risk: String,
    pub(crate) rows: Vec<(String, String, String)>,
    pub(crate) steps: Vec<Required>,
}

/// A step that choosing an activity brings.
pub(crate) struct Required {
    pub(crate) title: String,
    pub(crate) duty: String,
    pub(crate) perhaps: bool,
    pub(crate) probably: bool,
    pub(crate) depends_on: String,
    pub(crate) cost: String,
    pub(crate) time: String,
    pub(crate) source: String,
}

/// Why a step is in a plan.
#[derive(Template)]
#[template(path = "licensing/why.html")]
pub(crate) struct WhyPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) business: String,
    pub(crate) back: String,
    pub(crate) title: String,
    pub(crate) why: String,
    pub(crate) state: String,
    pub(crate) duty: String,
    pub(crate) certainty: String,
    pub(crate) source: String,
    pub(crate) rule: String,
    pub(crate) valid: String,
    pub(crate) likely: bool,
    pub(crate) applies: Vec<Reason>,
    pub(crate) done: Vec<Reason>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) versions: Vec<(String, String)>,
}

/// A condition and whether it holds.
pub(crate) struct Reason {
    pub(crate) text: String,
    pub(crate) label: String,
    pub(crate) tone: &'static str,
}

/// The batch days.
#[derive(Template)]
#[template(path = "licensing/batches.html")]
pub(crate) struct BatchesPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) days: Vec<BatchLine>,
    pub(crate) permits: Vec<Choice>,
    pub(crate) regions: Vec<Choice>,
    pub(crate) name: String,
    pub(crate) place: String,
    pub(crate) held_on: String,
    pub(crate) starts_at: String,
    pub(crate) today: String,
}

/// A batch day in the list.
pub(crate) struct BatchLine {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) permit: String,
    pub(crate) when: String,
    pub(crate) place: String,
    pub(crate) invited: String,
    pub(crate) came: String,
}

/// One batch day.
#[derive(Template)]
#[template(path = "licensing/batch.html")]
pub(crate) struct BatchPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) permit: String,
    pub(crate) when: String,
    pub(crate) place: String,
    pub(crate) figures: Vec<(String, String)>,
    pub(crate) guests: Vec<GuestRow>,
    pub(crate) after: String,
    pub(crate) next: Option<String>,
}

/// An invited business.
pub(crate) struct GuestRow {
    pub(crate) business: String,
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) place: String,
    pub(crate) label: String,
    pub(crate) tone: &'static str,
    pub(crate) came: bool,
    pub(crate) case_href: String,
}

#[cfg(test)]
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
    };
    let guest = GuestRow {
        business: "1".to_owned(),
        name: "Keripik <b>Bu Siti".to_owned(),
        owner: "Siti <i>Aminah".to_owned(),
        place: "Jungsemi".to_owned(),
        label: "Diundang".to_owned(),
        tone: "blue",
        came: false,
        case_href: String::new(),
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
        ("licensing-batch-empty", draw(&batch(Vec::new()))),
    ]
}
