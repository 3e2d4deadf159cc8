//! Outside lists, and bringing an edition of one.

use axum::extract::{Multipart, State};
use center::{
    ErrorKind, Permission,
    registry::linking::{
        self, Brought, EditionState, EditionView, Kind, LinkingError, ListView, Thresholds,
    },
};
use vocab::DomainError;

use super::pages::{Channel, Edition, List, ListsPage};
use crate::{
    App,
    error::Refusal,
    frame::Frame,
    guard::same,
    import::{staged, upload},
    page::{Answer, go_noting, page, say, wrong},
    plan::view::Choice,
};

const SHOWN: u32 = 60;

/// `GET /registry/links`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    page(&form(&app, &frame, (String::new(), String::new()), Vec::new()).await?)
}

async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    (name, kind): (String, String),
    problems: Vec<String>,
) -> center::Result<ListsPage<'a>> {
    let (hall, actor) = (&app.hall, &frame.actor);
    let lists = linking::lists(hall, actor).await?;
    let editions = linking::editions(hall, actor, SHOWN).await?;
    let channels = linking::channels(hall, actor).await?;
    Ok(ListsPage {
        f: frame,
        problems,
        channels: channels
            .into_iter()
            .map(|(kind, n)| Channel {
                id: kind.id(),
                value: frame.number(n),
                label: kind.label(frame.lang),
            })
            .collect(),
        may_bring: frame.may(Permission::Import),
        name,
        kinds: Kind::all()
            .map(|one| Choice::new(one.id(), one.label(frame.lang)).chosen_if(one.id() == kind))
            .collect(),
        limit: format!("{} MB", app.config.upload_limit / (1024 * 1024)),
        lists: lists.iter().map(|one| list(frame, one)).collect(),
        editions: editions.iter().map(|one| edition(frame, one)).collect(),
    })
}

fn list(frame: &Frame, one: &ListView) -> List {
    List {
        id: one.source.to_string(),
        name: one.name.clone(),
        kind: one.kind.label(frame.lang),
        linked: frame.number(one.linked),
        waiting: frame.number(one.waiting),
        reviewable: one.waiting > 0 && frame.may(Permission::ReviewLinks),
    }
}

fn edition(frame: &Frame, one: &EditionView) -> Edition {
    let (state, tone) = state(frame, one.edition.state);
    let changed = one.changes.map(|changes| {
        let new = frame.number(changes.rows_new);
        let gone = frame.number(changes.rows_gone);
        frame.t2("links-changes", ("new", &new), ("gone", &gone))
    });
    Edition {
        id: one.edition.id.to_string(),
        file: one.edition.file_name.clone(),
        name: one.name.clone(),
        day: frame.date(&one.edition.stated_on),
        state,
        tone,
        changed: changed.unwrap_or_default(),
    }
}

/// How an edition stands, in words, and the colour of the mark.
pub(super) fn state(frame: &Frame, state: EditionState) -> (String, &'static str) {
    match state {
        EditionState::Reading => (frame.t("links-state-reading"), "blue"),
        EditionState::Linking => (frame.t("links-state-linking"), "blue"),
        EditionState::Done => (frame.t("links-state-done"), "good"),
        EditionState::Failed => (frame.t("links-state-failed"), "bad"),
    }
}

/// `POST /registry/links`. The form sends its token first and the file last.
pub(crate) async fn bring(State(app): State<App>, frame: Frame, mut parts: Multipart) -> Answer {
    let token = upload::text(&mut parts, "csrf").await?;
    if !same(&token, &frame.csrf) {
        return Err(Refusal::StaleForm);
    }
    let name = upload::text(&mut parts, "name").await?;
    let kind = upload::text(&mut parts, "kind").await?;
    let file = upload::next(&mut parts).await?;
    let file_name = file.file_name().unwrap_or_default().to_owned();
    let (_, path) = staged::open(&app).await?;
    upload::keep(file, &path).await?;
    let brought = match Kind::from_id(&kind) {
        Some(kind) => {
            let brought = Brought {
                path: path.clone(),
                file_name,
                name: name.clone(),
                kind,
                mapping: None,
                stated_on: None,
                thresholds: Thresholds::default(),
            };
            linking::bring(&app.hall, &frame.actor, &brought).await
        }
        None => Err(LinkingError::KindUnknown { kind: kind.clone() }.into()),
    };
    // What was taken lies in the hall's own files by now.
    upload::remove(&path).await;
    match brought {
        Ok(id) => go_noting(&format!("/registry/links/{id}"), "note-list-brought"),
        Err(error) if matches!(error.kind(), ErrorKind::Invalid | ErrorKind::Conflict) => {
            let problems = vec![say(frame.lang, &error.message())];
            wrong(&form(&app, &frame, (name, kind), problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}
