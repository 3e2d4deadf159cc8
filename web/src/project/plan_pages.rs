//! The pages of the programme, of the rooms, of the head and of the public.

use askama::Template;

use super::form::Typed;
use super::pages::{RankRow, Weight};
use crate::{frame::Frame, hall::view::Figure, plan::view::Choice};

/// The head's page.
#[derive(Template)]
#[template(path = "project/head.html")]
pub(crate) struct HeadPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    /// Is the centre on time: words and tone.
    pub(crate) time: Verdict,
    /// Is it within its budget.
    pub(crate) money: Verdict,
    pub(crate) figures: Vec<Figure>,
    pub(crate) waiting: Vec<Question>,
    pub(crate) decided: Vec<Question>,
    pub(crate) urgent: Vec<Urgent>,
    pub(crate) reminders: Vec<(String, String)>,
    pub(crate) risks: Vec<RiskRow>,
    pub(crate) may_decide: bool,
    pub(crate) may_ask: bool,
    pub(crate) typed: Typed,
}

/// An answer with its colour and the reason.
pub(crate) struct Verdict {
    pub(crate) word: String,
    pub(crate) tone: &'static str,
    pub(crate) text: String,
}

/// A question for the head.
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) asked: String,
    pub(crate) context: String,
    pub(crate) due: String,
    pub(crate) overdue: bool,
    pub(crate) answer: String,
}

/// A procurement that asks for something to be done.
pub(crate) struct Urgent {
    pub(crate) name: String,
    pub(crate) standing: String,
    pub(crate) tone: &'static str,
    pub(crate) last: String,
}

/// The programme.
#[derive(Template)]
#[template(path = "project/programme.html")]
pub(crate) struct ProgrammePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) example: bool,
    pub(crate) figures: Vec<Figure>,
    pub(crate) bars: Option<String>,
    pub(crate) curve: Option<String>,
    pub(crate) points: Vec<(String, String, String)>,
    pub(crate) phases: Vec<PhaseRows>,
    pub(crate) risks: Vec<RiskRow>,
    pub(crate) may_manage: bool,
    pub(crate) phase_choices: Vec<Choice>,
    pub(crate) task_choices: Vec<Choice>,
    pub(crate) typed: Typed,
}

/// The tasks of a phase.
pub(crate) struct PhaseRows {
    pub(crate) label: &'static str,
    pub(crate) rows: Vec<TaskRow>,
}

/// One task in the table.
pub(crate) struct TaskRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) planned: String,
    pub(crate) expected: String,
    pub(crate) percent: i64,
    pub(crate) slack: String,
    pub(crate) critical: bool,
    pub(crate) late: bool,
    pub(crate) milestone: bool,
    pub(crate) proof: String,
}

/// One risk.
pub(crate) struct RiskRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) size: i64,
    pub(crate) tone: &'static str,
    pub(crate) answer: String,
    pub(crate) holder: String,
}

/// One task.
#[derive(Template)]
#[template(path = "project/task.html")]
pub(crate) struct TaskPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) problems: Vec<String>,
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) percent: i64,
    pub(crate) today: String,
    pub(crate) milestone: bool,
    pub(crate) proof: String,
    pub(crate) may_manage: bool,
    pub(crate) phase_choices: Vec<Choice>,
    pub(crate) task_choices: Vec<Choice>,
    pub(crate) days: i64,
    pub(crate) weight: i64,
    pub(crate) not_before: String,
    pub(crate) due_on: String,
}

/// The rooms of the centre.
#[derive(Template)]
#[template(path = "project/space.html")]
pub(crate) struct SpacePage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) rooms: Vec<RoomRow>,
    pub(crate) sums: Vec<(String, String)>,
    pub(crate) coverage: Verdict,
    pub(crate) green: Verdict,
    pub(crate) source: String,
}

/// One room.
pub(crate) struct RoomRow {
    pub(crate) name: String,
    pub(crate) demand: String,
    pub(crate) area: String,
    pub(crate) outdoor: bool,
    pub(crate) source: String,
}

/// The project for everybody.
#[derive(Template)]
#[template(path = "project/open.html")]
pub(crate) struct OpenPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) example: bool,
    pub(crate) map: Option<String>,
    pub(crate) sites: Vec<(String, String)>,
    pub(crate) conclusion: String,
    pub(crate) rows: Vec<RankRow>,
    pub(crate) weights: Vec<Weight>,
    pub(crate) phases: Vec<OpenPhase>,
    pub(crate) years: Vec<OpenYear>,
}

/// A phase for everybody.
pub(crate) struct OpenPhase {
    pub(crate) label: &'static str,
    pub(crate) percent: i64,
    pub(crate) until: String,
}

/// A year's sums for everybody.
pub(crate) struct OpenYear {
    pub(crate) year: i64,
    pub(crate) ceiling: String,
    pub(crate) committed: String,
    pub(crate) paid: String,
    pub(crate) share: String,
}

#[cfg(test)]
#[expect(
    clippy::too_many_lines,
    reason = "invented rows of one page after the other"
)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let verdict = |tone| Verdict {
        word: f.t("head-on-time"),
        tone,
        text: "Perkiraan <b>Bu Siti".to_owned(),
    };
    let risk = || RiskRow {
        id: "1".to_owned(),
        name: "Banjir <b>Bu Siti".to_owned(),
        size: 20,
        tone: "bad",
        answer: "Tanggul".to_owned(),
        holder: "Siti <i>Aminah".to_owned(),
    };
    let question = |answer: &str| Question {
        id: "1".to_owned(),
        asked: "Lokasi <b>Bu Siti?".to_owned(),
        context: "Lihat peringkat".to_owned(),
        due: "1 Desember 2026".to_owned(),
        overdue: true,
        answer: answer.to_owned(),
    };
    let head = |waiting, decided| HeadPage {
        f,
        problems: Vec::new(),
        time: verdict("good"),
        money: verdict("bad"),
        figures: vec![Figure {
            value: "40%".to_owned(),
            label: f.t("head-real"),
        }],
        waiting,
        decided,
        urgent: vec![Urgent {
            name: "Gedung".to_owned(),
            standing: f.t("clock-too-late"),
            tone: "bad",
            last: "1 Mei 2026".to_owned(),
        }],
        reminders: vec![("15 Desember 2026".to_owned(), "Batas".to_owned())],
        risks: vec![risk()],
        may_decide: true,
        may_ask: true,
        typed: Typed::default(),
    };
    let task = TaskRow {
        id: "1".to_owned(),
        name: "Pondasi <b>Bu Siti".to_owned(),
        planned: "1 – 14 Okt".to_owned(),
        expected: "1 – 20 Okt".to_owned(),
        percent: 40,
        slack: "0".to_owned(),
        critical: true,
        late: true,
        milestone: false,
        proof: "BAST".to_owned(),
    };
    let programme = |phases, may_manage| ProgrammePage {
        f,
        problems: Vec::new(),
        example: true,
        figures: Vec::new(),
        bars: None,
        curve: None,
        points: vec![("Okt".to_owned(), "50%".to_owned(), "40%".to_owned())],
        phases,
        risks: vec![risk()],
        may_manage,
        phase_choices: vec![Choice::new("site", "Lokasi")],
        task_choices: vec![Choice::new("1", "Pondasi")],
        typed: Typed::default(),
    };
    let one = TaskPage {
        f,
        id: "1".to_owned(),
        name: "Pondasi <b>Bu Siti".to_owned(),
        problems: vec!["Salah.".to_owned()],
        facts: vec![("Rencana".to_owned(), "1 – 14 Okt".to_owned())],
        percent: 40,
        today: "2026-11-24".to_owned(),
        milestone: true,
        proof: "\"><script>alert".to_owned(),
        may_manage: true,
        phase_choices: vec![Choice::new("site", "Lokasi")],
        task_choices: vec![Choice::new("1", "Pondasi")],
        days: 10,
        weight: 5,
        not_before: "2026-10-01".to_owned(),
        due_on: String::new(),
    };
    let space = SpacePage {
        f,
        rooms: vec![RoomRow {
            name: "Galeri".to_owned(),
            demand: "39.394".to_owned(),
            area: "473 m²".to_owned(),
            outdoor: true,
            source: "M".to_owned(),
        }],
        sums: vec![("Luas".to_owned(), "1.000 m²".to_owned())],
        coverage: verdict("good"),
        green: verdict("bad"),
        source: "RTRW".to_owned(),
    };
    let open = |full: bool| OpenPage {
        f,
        example: full,
        map: None,
        sites: vec![("A · Tanah <b>Bu Siti".to_owned(), "1,2 ha".to_owned())],
        conclusion: if full { "A".to_owned() } else { String::new() },
        rows: Vec::new(),
        weights: Vec::new(),
        phases: vec![OpenPhase {
            label: "Lokasi",
            percent: 40,
            until: "1 Mei 2027".to_owned(),
        }],
        years: vec![OpenYear {
            year: 2026,
            ceiling: "Rp1".to_owned(),
            committed: "Rp1".to_owned(),
            paid: "Rp0".to_owned(),
            share: "0%".to_owned(),
        }],
    };
    let rows = vec![PhaseRows {
        label: "Pembangunan",
        rows: vec![task],
    }];
    let full = head(vec![question("")], vec![question("Lokasi A")]);
    vec![
        ("project-head", full.render().unwrap()),
        (
            "project-head-none",
            head(Vec::new(), Vec::new()).render().unwrap(),
        ),
        ("project-programme", programme(rows, true).render().unwrap()),
        (
            "project-programme-none",
            programme(Vec::new(), false).render().unwrap(),
        ),
        ("project-task", one.render().unwrap()),
        ("project-space", space.render().unwrap()),
        ("project-open", open(true).render().unwrap()),
        ("project-open-none", open(false).render().unwrap()),
    ]
}
