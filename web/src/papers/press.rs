//! The press behind the pages: away from the threads that answer requests, and only a few papers at once.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use documents::{
    Desk, PressError, Sheet,
    label::{Around, Draft, Label, Problem, print, read},
};
use tokio::sync::Semaphore;

use crate::{App, error::Refusal};

/// Papers on the press at once; more wait, so that a village hall full of owners cannot eat the machine's memory.
static PRESSES: Semaphore = Semaphore::const_new(2);

/// The desk, or the answer that there is none.
pub(crate) fn desk(app: &App) -> Result<&Desk, Refusal> {
    app.config.desk.as_ref().ok_or(Refusal::Busy)
}

/// Does some printing; it takes some ten milliseconds of work.
pub(crate) async fn work<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&Desk) -> T + Send + 'static,
) -> Result<T, Refusal> {
    let desk = desk(app)?.clone();
    let _turn = PRESSES.acquire().await.map_err(|_| Refusal::Busy)?;
    tokio::task::spawn_blocking(move || work(&desk))
        .await
        .map_err(|_| Refusal::Internal)
}

/// What a draft of a label becomes.
pub(crate) struct Printed {
    pub(crate) label: Label,
    pub(crate) problems: Vec<Problem>,
    pub(crate) sheet: Result<Sheet, PressError>,
}

/// Reads and prints the draft of a label.
pub(crate) async fn label(app: &App, draft: Draft) -> Result<Printed, Refusal> {
    let today = app.hall.clock().today();
    let regency = app.hall.settings().regency.parse().ok();
    work(app, move |desk| {
        let around = Around {
            today,
            regency,
            tables: &desk.tables,
        };
        let (label, problems) = read(&draft, &around);
        let sheet = print(&*desk.printer, &label, today);
        Printed {
            label,
            problems,
            sheet,
        }
    })
    .await
}

/// A sheet as a file to keep.
pub(crate) fn file(sheet: &Sheet, name: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.pdf\""),
        ),
    ];
    (headers, sheet.pdf.clone()).into_response()
}
