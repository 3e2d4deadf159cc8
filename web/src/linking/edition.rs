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
    pages::{Column, EditionPage, Part, Running},
};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    hall::view::Figure,
    import::preview::{Given, field, mended},
    page::{Answer, go_noting, page, say, wrong},
    plan::view::Choice,
    progress::{Step, events},
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
    let running = is_running(edition);
    let now = step(frame, edition);
    let (state, tone) = state(frame, edition.state);
    problems.extend(found.failure.iter().map(|message| say(frame.lang, message)));
    let may_review = found.changes.is_some() && frame.may(Permission::ReviewLinks);
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
        running: running.then(|| Running {
            events: format!("/registry/links/{}/events", edition.id),
            parts: parts(frame, &PARTS, now.part),
            words: now.text,
            done: now.done,
            total: now.total,
        }),
        rows: figures(rows),
        pairs: figures(pairs),
        review_href: may_review.then(|| format!("/registry/review?list={}", edition.source)),
        may_mend: !running && frame.may(Permission::Import) && frame.actor.scope.is_none(),
        columns: columns(frame, &found.layout()?),
    })
}

fn is_running(edition: &linking::Edition) -> bool {
    matches!(edition.state, EditionState::Reading | EditionState::Linking)
}

/// The parts of the work, in order; between reading and writing those of the engine.
const PARTS: [&str; 7] = [
    "read",
    "prepare",
    "candidates",
    "compare",
    "learn",
    "decide",
    "write",
];

/// Where an edition is.
fn step(frame: &Frame, edition: &linking::Edition) -> Step {
    let progress = edition.progress;
    let at = |word: &str| PARTS.iter().position(|part| *part == word);
    let (part, done, total, text) = match (edition.state, &edition.stage) {
        (EditionState::Reading, _) => {
            let words = frame.count("links-reading", progress.rows_at_most);
            (at("read"), progress.done_rows, progress.rows_at_most, words)
        }
        (_, Some(stage)) => {
            let words = frame.t(&format!("stage-{}", stage.word));
            (at(&stage.word), stage.done, stage.total, words)
        }
        (_, None) if progress.pairs_at_most > 0 => {
            let words = frame.count("links-writing", progress.pairs_at_most);
            (
                at("write"),
                progress.done_pairs,
                progress.pairs_at_most,
                words,
            )
        }
        (_, None) => (at("prepare"), 0, 0, frame.t("links-linking")),
    };
    Step {
        done,
        total: (total > 0).then_some(total),
        text,
        finished: !is_running(edition),
        part,
    }
}

/// The parts with their names; what is before the running one is done.
pub(super) fn parts(frame: &Frame, names: &[&str], running: Option<usize>) -> Vec<Part> {
    names
        .iter()
        .enumerate()
        .map(|(at, name)| Part {
            label: frame.t(&format!("stage-{name}")),
            state: match running {
                Some(now) if at < now => "done",
                Some(now) if at == now => "now",
                _ => "",
            },
        })
        .collect()
}

/// `GET /registry/links/{edition}/events`
pub(crate) async fn follow(State(app): State<App>, frame: Frame, Path(id): Path<String>) -> Answer {
    let id: EditionId = id.parse().map_err(|_| Refusal::NotFound)?;
    let watched = linking::follow(&app.hall, &frame.actor, id).await?;
    Ok(events(watched, move |edition| step(&frame, edition)))
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
    Form(given): Form<Given>,
) -> Answer {
    let found = find(&app, &frame, &id).await?;
    let mapping = mended(&found.layout()?, &given);
    match linking::mend(&app.hall, &frame.actor, found.edition.id, &mapping).await {
        Ok(id) => go_noting(&format!("/registry/links/{id}"), "note-list-brought"),
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&shown(&frame, &found, problems)?)
        }
        Err(error) => Err(error.into()),
    }
}
