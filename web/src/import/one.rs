//! One import: running, or what became of its rows; its report and taking it back.

use std::io::{Cursor, Seek, SeekFrom, Write};

use axum::{
    Form,
    extract::{Path, State},
    response::Response,
};
use center::registry::import::{self, LookedAt, Progress, Shown, State as Standing};
use serde::Deserialize;
use vocab::ImportId;

use super::{
    list::state,
    pages::{Rejected, ReportPage, RunningPage},
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    hall::view::Figure,
    page::{Answer, go, go_noting, page, say},
    registry::export::workbook,
};

/// Refused rows shown on the page; the workbook has them all.
const SHOWN: u32 = 50;

/// `GET /import/{id}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: ImportId = id.parse().map_err(|_| Refusal::NotFound)?;
    let shown = import::find(&app.hall, &frame.actor, id).await?;
    let now = Progress::of(&shown.import);
    if !now.is_over() {
        return page(&RunningPage {
            f: &frame,
            id: id.to_string(),
            file: shown.import.file_name,
            words: words(&frame, &now),
            done: now.counts.done,
            total: (now.rows > 0).then_some(now.rows),
        });
    }
    let rows = import::rows(&app.hall, &frame.actor, id, true, (0, 0), SHOWN).await?;
    page(&report_page(&frame, &shown, &now, &rows))
}

/// How far it is, in words.
pub(super) fn words(frame: &Frame, now: &Progress) -> String {
    frame.count("running-words", now.counts.done)
}

fn report_page<'a>(
    frame: &'a Frame,
    shown: &Shown,
    now: &Progress,
    rows: &[LookedAt],
) -> ReportPage<'a> {
    let counts = now.counts;
    let figure = |n: i64, key: &str| Figure {
        value: frame.number(n),
        label: frame.t(key),
    };
    let (state, tone) = state(frame, shown.import.state);
    let on_page = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    ReportPage {
        f: frame,
        id: shown.import.id.to_string(),
        file: shown.import.file_name.clone(),
        source: shown.source.clone(),
        when: frame.moment(&shown.import.started_at),
        state,
        tone,
        problems: now
            .failure
            .iter()
            .map(|message| say(frame.lang, message))
            .collect(),
        figures: vec![
            figure(counts.new, "import-new"),
            figure(counts.updated, "import-updated"),
            figure(counts.unchanged, "import-unchanged"),
            figure(counts.rejected, "import-rejected"),
            figure(counts.noted, "import-noted"),
        ],
        specimens: (counts.specimen > 0).then(|| frame.count("report-specimens", counts.specimen)),
        rejected: rows.iter().map(|row| rejected(frame, row)).collect(),
        more_rejected: counts.rejected.saturating_sub(on_page),
        may_undo: matches!(shown.import.state, Standing::Done | Standing::Failed),
    }
}

fn rejected(frame: &Frame, row: &LookedAt) -> Rejected {
    Rejected {
        line: frame.number(row.row),
        problems: row
            .problems
            .iter()
            .map(|problem| say(frame.lang, &problem.message))
            .collect(),
    }
}

/// `GET /import/{id}/report.xlsx`
pub(crate) async fn report(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: ImportId = id.parse().map_err(|_| Refusal::NotFound)?;
    let sheet = Sheet::default();
    import::report(&app.hall, &frame.actor, id, sheet.clone()).await?;
    let name = format!(
        "attachment; filename=\"perbaiki-{}.xlsx\"",
        app.hall.clock().today()
    );
    let answer: Response = workbook(&name, sheet.bytes());
    Ok(answer)
}

/// A file in memory which stays readable after its writer is done with it.
#[derive(Debug, Clone, Default)]
struct Sheet(std::sync::Arc<std::sync::Mutex<Cursor<Vec<u8>>>>);

impl Sheet {
    fn with<T>(&self, work: impl FnOnce(&mut Cursor<Vec<u8>>) -> T) -> T {
        work(
            &mut self
                .0
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner),
        )
    }

    fn bytes(&self) -> Vec<u8> {
        self.with(|cursor| std::mem::take(cursor.get_mut()))
    }
}

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.with(|cursor| cursor.write(bytes))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Seek for Sheet {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.with(|cursor| cursor.seek(to))
    }
}

/// Whether the visitor ticked that they mean it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Sure {
    sure: String,
}

/// `POST /import/{id}/undo`
pub(crate) async fn undo(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(sure): Form<Sure>,
) -> Answer {
    let id: ImportId = id.parse().map_err(|_| Refusal::NotFound)?;
    if sure.sure != "yes" {
        return go(&format!("/import/{id}"));
    }
    import::undo(&app.hall, &frame.actor, id).await?;
    go_noting(&format!("/import/{id}"), "note-import-undone")
}
