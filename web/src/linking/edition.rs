//! One edition of an outside list.

use axum::{
    Form,
    extract::{Path, State},
};
use center::{
    ErrorKind, Permission,
    registry::linking::{self, Changes, EditionState, EditionView},
};
use intake::{Layout, Target};
use vocab::{DomainError, EditionId};

use super::{
    lists::state,
    pages::{Column, EditionPage},
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    hall::view::Figure,
    page::{Answer, go_noting, page, say, wrong},
    plan::view::Choice,
};

/// `GET /registry/links/{edition}`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let found = find(&app, &frame, &id).await?;
    page(&shown(&frame, &found, Vec::new())?)
}

async fn find(app: &App, frame: &Frame, id: &str) -> Result<EditionView, Refusal> {
    let id: EditionId = id.parse().map_err(|_| Refusal::NotFound)?;
    Ok(linking::find_edition(&app.hall, &frame.actor, id).await?)
}

fn shown<'a>(
    frame: &'a Frame,
    found: &EditionView,
    mut problems: Vec<String>,
) -> center::Result<EditionPage<'a>> {
    let edition = &found.edition;
    let progress = edition.progress;
    let reading = edition.state == EditionState::Reading;
    let running = reading || edition.state == EditionState::Linking;
    let (state, tone) = state(frame, edition.state);
    problems.extend(found.failure.iter().map(|message| say(frame.lang, message)));
    let may_review = found.changes.is_some() && frame.may(Permission::ReviewLinks);
    let (words, done, total) = if reading {
        let words = frame.count("links-reading", progress.rows_at_most);
        (words, progress.done_rows, progress.rows_at_most)
    } else {
        let words = frame.t("links-linking");
        (words, progress.done_pairs, progress.pairs_at_most)
    };
    let figures = |of: fn(&Frame, &Changes) -> [Figure; 5]| {
        found
            .changes
            .iter()
            .flat_map(|changes| of(frame, changes))
            .collect()
    };
    Ok(EditionPage {
        f: frame,
        id: edition.id.to_string(),
        name: found.name.clone(),
        file: edition.file_name.clone(),
        kind: found.kind.label(frame.lang),
        kind_id: found.kind.id(),
        day: frame.date(&edition.stated_on),
        state,
        tone,
        problems,
        running,
        words,
        done,
        total: total.max(1),
        rows: figures(rows),
        pairs: figures(pairs),
        review_href: may_review.then(|| format!("/registry/review?list={}", edition.source)),
        may_mend: !running && frame.may(Permission::Import),
        columns: columns(frame, &found.layout()?),
    })
}

fn figure(frame: &Frame, n: i64, label: String) -> Figure {
    Figure {
        value: frame.number(n),
        label,
    }
}

fn rows(frame: &Frame, changes: &Changes) -> [Figure; 5] {
    [
        figure(frame, changes.rows_new, frame.t("links-rows-new")),
        figure(frame, changes.rows_changed, frame.t("links-rows-changed")),
        figure(frame, changes.rows_same, frame.t("links-rows-same")),
        figure(frame, changes.rows_gone, frame.t("links-rows-gone")),
        figure(frame, changes.rows_refused, frame.t("links-rows-refused")),
    ]
}

fn pairs(frame: &Frame, changes: &Changes) -> [Figure; 5] {
    [
        figure(frame, changes.accepted, frame.t("links-accepted")),
        figure(frame, changes.proposed, frame.t("links-proposed")),
        figure(frame, changes.ended, frame.t("links-ended")),
        figure(frame, changes.dropped, frame.t("links-dropped")),
        figure(frame, changes.kept, frame.t("links-kept")),
    ]
}

/// The name of a column's select.
fn field(sheet: usize, column: usize) -> String {
    format!("s{sheet}c{column}")
}

fn columns(frame: &Frame, layout: &Layout) -> Vec<Column> {
    let sheets = layout.sheets.iter().enumerate();
    sheets
        .flat_map(|(at, sheet)| sheet.columns.iter().map(move |column| (at, column)))
        .filter(|(_, column)| !column.header.is_empty())
        .map(|(at, column)| Column {
            field: field(at, column.index),
            header: column.header.clone(),
            choices: Target::all()
                .filter(|target| *target != Target::Ignore)
                .map(|target| {
                    Choice::new(target.as_str(), target.label(frame.lang))
                        .chosen_if(target == column.target)
                })
                .collect(),
        })
        .collect()
}

/// `POST /registry/links/{edition}/mend`
pub(crate) async fn mend(
    State(app): State<App>,
    frame: Frame,
    Path(id): Path<String>,
    Form(given): Form<Vec<(String, String)>>,
) -> Answer {
    let found = find(&app, &frame, &id).await?;
    let mut layout = found.layout()?;
    for (at, sheet) in layout.sheets.iter_mut().enumerate() {
        for column in &mut sheet.columns {
            let name = field(at, column.index);
            if let Some((_, chosen)) = given.iter().find(|(key, _)| *key == name) {
                column.target = chosen.parse().unwrap_or(Target::Ignore);
                column.decided = true;
            }
        }
    }
    let mapping = layout.to_mapping();
    match linking::mend(&app.hall, &frame.actor, found.edition.id, &mapping).await {
        Ok(id) => go_noting(&format!("/registry/links/{id}"), "note-list-brought"),
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&shown(&frame, &found, problems)?)
        }
        Err(error) => Err(error.into()),
    }
}
