//! The pages of the budget: lines, versions, the clock, the ledger.

use askama::Template;

use super::form::Typed;
use crate::{frame::Frame, hall::view::Figure, plan::view::Choice};

/// The budget of a year.
#[derive(Template)]
#[template(path = "project/budget.html")]
pub(crate) struct BudgetPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) year: i64,
    pub(crate) years: Vec<i64>,
    pub(crate) example: bool,
    pub(crate) figures: Vec<Figure>,
    pub(crate) versions: Vec<VersionRow>,
    pub(crate) reminders: Vec<ReminderRow>,
    pub(crate) lines: Vec<LineRow>,
    pub(crate) months: Vec<MonthRow>,
    pub(crate) revision: String,
    pub(crate) moves: Vec<(String, String)>,
    pub(crate) may_manage: bool,
    pub(crate) typed: Typed,
}

/// One version.
pub(crate) struct VersionRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
}

/// One day of the year.
pub(crate) struct ReminderRow {
    pub(crate) on: String,
    pub(crate) label: String,
    pub(crate) warn: bool,
    pub(crate) passed: bool,
}

/// One line.
pub(crate) struct LineRow {
    pub(crate) code: String,
    pub(crate) account_code: String,
    pub(crate) name: String,
    pub(crate) ceiling: String,
    pub(crate) committed: String,
    pub(crate) paid: String,
    pub(crate) remaining: String,
    pub(crate) left: String,
}

/// One month, plan and payments added up since January.
pub(crate) struct MonthRow {
    pub(crate) label: &'static str,
    pub(crate) planned: String,
    pub(crate) paid: String,
    pub(crate) planned_sum: String,
    pub(crate) paid_sum: String,
}

/// A version beside the one before it.
#[derive(Template)]
#[template(path = "project/version.html")]
pub(crate) struct VersionPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) year: i64,
    pub(crate) before: String,
    pub(crate) problems: Vec<String>,
    pub(crate) notes: Vec<String>,
    pub(crate) rows: Vec<DifferenceRow>,
    pub(crate) sum: DifferenceRow,
    pub(crate) is_draft: bool,
    pub(crate) may_manage: bool,
    pub(crate) today: String,
}

/// One line in two versions.
pub(crate) struct DifferenceRow {
    pub(crate) name: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) difference: String,
    pub(crate) committed: String,
    pub(crate) tone: &'static str,
}

/// Procurements against the clock.
#[derive(Template)]
#[template(path = "project/clock.html")]
pub(crate) struct ClockPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) year: i64,
    pub(crate) years: Vec<i64>,
    pub(crate) rows: Vec<ClockRow>,
    pub(crate) may_manage: bool,
    pub(crate) lines: Vec<Choice>,
    pub(crate) methods: Vec<Choice>,
    pub(crate) today: String,
    pub(crate) typed: Typed,
}

/// One procurement.
pub(crate) struct ClockRow {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) value: String,
    pub(crate) last: String,
    pub(crate) start: String,
    pub(crate) paid: String,
    pub(crate) standing: String,
    pub(crate) tone: &'static str,
    pub(crate) example: bool,
    pub(crate) started: bool,
    pub(crate) contracted: bool,
}

/// What was promised and paid.
#[derive(Template)]
#[template(path = "project/ledger.html")]
pub(crate) struct LedgerPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) year: i64,
    pub(crate) years: Vec<i64>,
    pub(crate) rows: Vec<CommitmentRow>,
    pub(crate) may_manage: bool,
    pub(crate) lines: Vec<Choice>,
    pub(crate) procurements: Vec<Choice>,
    pub(crate) today: String,
    pub(crate) typed: Typed,
}

/// One commitment.
pub(crate) struct CommitmentRow {
    pub(crate) id: String,
    pub(crate) what: String,
    pub(crate) partner: String,
    pub(crate) amount: String,
    pub(crate) paid: String,
    pub(crate) left: String,
    pub(crate) days: String,
    pub(crate) open: bool,
    pub(crate) released: bool,
}

#[cfg(test)]
#[expect(
    clippy::too_many_lines,
    reason = "invented rows of one page after the other"
)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let budget = |lines, versions| BudgetPage {
        f,
        problems: Vec::new(),
        year: 2026,
        years: vec![2026, 2027],
        example: true,
        figures: vec![Figure {
            value: "Rp1".to_owned(),
            label: f.t("budget-ceiling"),
        }],
        versions,
        reminders: vec![ReminderRow {
            on: "15 Desember 2026".to_owned(),
            label: "Batas".to_owned(),
            warn: true,
            passed: false,
        }],
        lines,
        months: vec![MonthRow {
            label: "Januari",
            planned: "Rp1".to_owned(),
            paid: "Rp0".to_owned(),
            planned_sum: "Rp1".to_owned(),
            paid_sum: "Rp0".to_owned(),
        }],
        revision: "14 Agustus 2026".to_owned(),
        moves: vec![("2.17".to_owned(), "Rp1".to_owned())],
        may_manage: true,
        typed: Typed::default(),
    };
    let line = LineRow {
        code: "2.17.07".to_owned(),
        account_code: "5.2".to_owned(),
        name: "Gedung <b>Bu Siti".to_owned(),
        ceiling: "Rp1".to_owned(),
        committed: "Rp1".to_owned(),
        paid: "Rp1".to_owned(),
        remaining: "Rp0".to_owned(),
        left: "Rp0".to_owned(),
    };
    let version_row = VersionRow {
        id: "1".to_owned(),
        name: "DPA <b>Bu Siti".to_owned(),
        state: f.t("budget-draft"),
        tone: "mind",
    };
    let difference = || DifferenceRow {
        name: "Gedung <b>Bu Siti".to_owned(),
        before: "Rp1".to_owned(),
        after: "Rp2".to_owned(),
        difference: "Rp1".to_owned(),
        committed: "Rp0".to_owned(),
        tone: "good",
    };
    let version = VersionPage {
        f,
        id: "1".to_owned(),
        name: "DPPA".to_owned(),
        year: 2026,
        before: "DPA".to_owned(),
        problems: vec!["Salah.".to_owned()],
        notes: vec!["Baris 2".to_owned()],
        rows: vec![difference()],
        sum: difference(),
        is_draft: true,
        may_manage: true,
        today: "2026-11-24".to_owned(),
    };
    let clock = |rows| ClockPage {
        f,
        problems: Vec::new(),
        year: 2026,
        years: vec![2026],
        rows,
        may_manage: true,
        lines: vec![Choice::new("1", "2.17")],
        methods: vec![Choice::new("tender", "Tender")],
        today: "2026-11-24".to_owned(),
        typed: Typed::default(),
    };
    let clock_row = ClockRow {
        id: "1".to_owned(),
        name: "Gedung <b>Bu Siti".to_owned(),
        method: "Tender".to_owned(),
        value: "Rp1".to_owned(),
        last: "1 Mei 2026".to_owned(),
        start: "1 Juni 2026".to_owned(),
        paid: "1 Januari 2027".to_owned(),
        standing: f.t("clock-too-late"),
        tone: "bad",
        example: true,
        started: false,
        contracted: false,
    };
    let ledger = |rows| LedgerPage {
        f,
        problems: Vec::new(),
        year: 2026,
        years: vec![2026],
        rows,
        may_manage: true,
        lines: vec![Choice::new("1", "2.17")],
        procurements: vec![Choice::new("1", "Gedung")],
        today: "2026-11-24".to_owned(),
        typed: Typed::default(),
    };
    let commitment = CommitmentRow {
        id: "1".to_owned(),
        what: "Gedung <b>Bu Siti".to_owned(),
        partner: "CV <i>Aminah".to_owned(),
        amount: "Rp2".to_owned(),
        paid: "Rp1".to_owned(),
        left: "Rp1".to_owned(),
        days: "1 Mei".to_owned(),
        open: true,
        released: false,
    };
    vec![
        (
            "project-budget",
            budget(vec![line], vec![version_row]).render().unwrap(),
        ),
        (
            "project-budget-none",
            budget(Vec::new(), Vec::new()).render().unwrap(),
        ),
        ("project-version", version.render().unwrap()),
        ("project-clock", clock(vec![clock_row]).render().unwrap()),
        ("project-clock-none", clock(Vec::new()).render().unwrap()),
        ("project-ledger", ledger(vec![commitment]).render().unwrap()),
        ("project-ledger-none", ledger(Vec::new()).render().unwrap()),
    ]
}
