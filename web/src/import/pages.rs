//! The pages of bringing a list in.

use askama::Template;

use crate::{frame::Frame, hall::view::Figure, plan::view::Choice};

/// Uploading, and what was imported before.
#[derive(Template)]
#[template(path = "import/list.html")]
pub(crate) struct ListPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) problems: Vec<String>,
    pub(crate) source: String,
    pub(crate) sources: Vec<String>,
    pub(crate) today: String,
    pub(crate) limit: String,
    pub(crate) imports: Vec<Line>,
}

/// One import in the list.
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) source: String,
    pub(crate) when: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) rows: String,
    pub(crate) rejected: String,
}

/// The first rows with the guessed columns.
#[derive(Template)]
#[template(path = "import/preview.html")]
pub(crate) struct PreviewPage<'a> {
    pub(crate) f: &'a Frame,
    /// Where its forms go.
    pub(crate) base: String,
    pub(crate) file: String,
    pub(crate) lead: String,
    /// How much there is in the file.
    pub(crate) about: String,
    /// The page above this one: address and name.
    pub(crate) up: (&'static str, String),
    /// What the button says.
    pub(crate) run: String,
    pub(crate) problems: Vec<String>,
    pub(crate) sheets: Vec<Sheet>,
}

/// One sheet of the file.
pub(crate) struct Sheet {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<PreviewRow>,
}

/// One column with what it is taken for.
pub(crate) struct Column {
    pub(crate) field: String,
    pub(crate) header: String,
    pub(crate) choices: Vec<Choice>,
    pub(crate) score: String,
    pub(crate) tone: &'static str,
}

/// One row of the preview.
pub(crate) struct PreviewRow {
    pub(crate) line: String,
    pub(crate) cells: Vec<String>,
    /// `refused`, `skipped` or nothing.
    pub(crate) tone: &'static str,
    pub(crate) problems: Vec<String>,
}

/// A running import.
#[derive(Template)]
#[template(path = "import/running.html")]
pub(crate) struct RunningPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) words: String,
    pub(crate) done: i64,
    pub(crate) total: Option<i64>,
}

/// What became of the rows.
#[derive(Template)]
#[template(path = "import/report.html")]
pub(crate) struct ReportPage<'a> {
    pub(crate) f: &'a Frame,
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) source: String,
    pub(crate) when: String,
    pub(crate) state: String,
    pub(crate) tone: &'static str,
    pub(crate) problems: Vec<String>,
    pub(crate) figures: Vec<Figure>,
    /// That rows have sample NIKs.
    pub(crate) specimens: Option<String>,
    pub(crate) rejected: Vec<Rejected>,
    pub(crate) more_rejected: i64,
    pub(crate) may_undo: bool,
}

/// One rejected row.
pub(crate) struct Rejected {
    pub(crate) line: String,
    pub(crate) problems: Vec<String>,
}

#[cfg(test)]
pub(crate) fn samples(f: &Frame) -> Vec<(&'static str, String)> {
    let line = Line {
        id: "1".to_owned(),
        file: "Pendataan UMKM Weleri <final>.xlsx".to_owned(),
        source: "Sensus 2026".to_owned(),
        when: "24 November 2026".to_owned(),
        state: f.t("import-state-done"),
        tone: "good",
        rows: "2.114".to_owned(),
        rejected: "31".to_owned(),
    };
    let list = |imports| ListPage {
        f,
        problems: Vec::new(),
        source: String::new(),
        sources: vec!["Sensus 2026".to_owned()],
        today: "2026-11-24".to_owned(),
        limit: "256 MB".to_owned(),
        imports,
    };
    let column = |n: usize, header: &str| Column {
        field: format!("s0c{n}"),
        header: header.to_owned(),
        choices: vec![Choice::new("owner_name", "Nama pemilik").chosen_if(true)],
        score: f.t("preview-sure"),
        tone: "good",
    };
    let preview = PreviewPage {
        f,
        base: "/import/staged/1".to_owned(),
        file: "a.xlsx".to_owned(),
        lead: f.t("preview-lead"),
        about: f.count("preview-total", 2114),
        up: ("/import", f.t("import-title")),
        run: f.t("preview-run"),
        problems: Vec::new(),
        sheets: vec![Sheet {
            name: "Sheet1".to_owned(),
            columns: vec![column(0, "NAMA PELAKU USAHA"), column(1, "NIK")],
            rows: vec![PreviewRow {
                line: "4".to_owned(),
                cells: vec!["SITI AMINAH".to_owned(), "'3324".to_owned()],
                tone: "refused",
                problems: vec!["NIK: 4 angka.".to_owned()],
            }],
        }],
    };
    let running = RunningPage {
        f,
        id: "1".to_owned(),
        file: "a.xlsx".to_owned(),
        words: f.count("running-words", 1200),
        done: 1200,
        total: Some(2114),
    };
    let report = |rejected, may_undo| ReportPage {
        f,
        id: "1".to_owned(),
        file: "a.xlsx".to_owned(),
        source: "Sensus 2026".to_owned(),
        when: "24 November 2026".to_owned(),
        state: f.t("import-state-done"),
        tone: "good",
        problems: Vec::new(),
        figures: vec![Figure {
            value: "2.114".to_owned(),
            label: f.t("import-new"),
        }],
        specimens: Some(f.count("report-specimens", 4)),
        rejected,
        more_rejected: 12,
        may_undo,
    };
    let rejected = vec![Rejected {
        line: "17".to_owned(),
        problems: vec!["NIK: 15 angka, seharusnya 16.".to_owned()],
    }];
    vec![
        ("import-list", list(vec![line]).render().unwrap()),
        ("import-none", list(Vec::new()).render().unwrap()),
        ("import-preview", preview.render().unwrap()),
        ("import-running", running.render().unwrap()),
        ("import-report", report(rejected, true).render().unwrap()),
        ("import-clean", report(Vec::new(), false).render().unwrap()),
    ]
}
