//! Bringing a file, and what was brought before.

use axum::extract::State;
use center::registry::import::{self, Shown, State as Standing};

use super::pages::{Line, ListPage};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
};

const SHOWN: u32 = 100;

/// `GET /import`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    page(&form(&app, &frame, String::new(), Vec::new()).await?)
}

/// The page, with what is wrong on it.
pub(super) async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    source: String,
    problems: Vec<String>,
) -> center::Result<ListPage<'a>> {
    let imports = import::list(&app.hall, &frame.actor, SHOWN).await?;
    let mut sources: Vec<String> = imports.iter().map(|shown| shown.source.clone()).collect();
    sources.sort_unstable();
    sources.dedup();
    Ok(ListPage {
        f: frame,
        problems,
        source,
        sources,
        today: app.hall.clock().today().to_string(),
        limit: format!("{} MB", app.config.upload_limit / (1024 * 1024)),
        imports: imports.iter().map(|shown| line(frame, shown)).collect(),
    })
}

fn line(frame: &Frame, shown: &Shown) -> Line {
    let (state, tone) = state(frame, shown.import.state);
    Line {
        id: shown.import.id.to_string(),
        file: shown.import.file_name.clone(),
        source: shown.source.clone(),
        when: frame.moment(&shown.import.started_at),
        state,
        tone,
        rows: frame.number(shown.import.counts.done),
        rejected: frame.number(shown.import.counts.rejected),
    }
}

/// How an import stands, in words, and the colour of the mark.
pub(super) fn state(frame: &Frame, state: Standing) -> (String, &'static str) {
    match state {
        Standing::Running => (frame.t("import-state-running"), "blue"),
        Standing::Done => (frame.t("import-state-done"), "good"),
        Standing::Failed => (frame.t("import-state-failed"), "bad"),
        Standing::Undoing => (frame.t("import-state-undoing"), "mind"),
        Standing::Undone => (frame.t("import-state-undone"), "mind"),
    }
}
