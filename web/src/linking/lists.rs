//! Outside lists and their editions.

use axum::extract::State;
use center::{
    Permission,
    registry::linking::{self, EditionState, EditionView, Kind, ListView, Thresholds},
};

use super::pages::{Channel, Edition, List, ListsPage, Threshold};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
    plan::view::Choice,
};

const SHOWN: u32 = 60;

/// `GET /registry/links`
pub(crate) async fn show(State(app): State<App>, frame: Frame) -> Answer {
    page(&form(&app, &frame, &Typed::default(), Vec::new()).await?)
}

/// What was typed into the form, to be shown again if something is wrong with it.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) day: String,
    /// Percent, as typed: taken, shown to a reader, shown to two.
    pub(super) thresholds: [String; 3],
}

pub(super) async fn form<'a>(
    app: &App,
    frame: &'a Frame,
    typed: &Typed,
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
        may_bring: frame.may(Permission::Import) && actor.scope.is_none(),
        name: typed.name.clone(),
        kinds: Kind::all()
            .map(|one| {
                Choice::new(one.id(), one.label(frame.lang)).chosen_if(one.id() == typed.kind)
            })
            .collect(),
        day: typed.day.clone(),
        today: hall.clock().today().to_string(),
        thresholds: thresholds(frame, typed),
        limit: format!("{} MB", app.config.upload_limit / (1024 * 1024)),
        lists: lists.iter().map(|one| list(frame, one)).collect(),
        editions: editions.iter().map(|one| edition(frame, one)).collect(),
    })
}

/// The three fields of the thresholds; an empty one is as for the list's last file.
fn thresholds(frame: &Frame, typed: &Typed) -> Vec<Threshold> {
    let usual = Thresholds::default();
    let usual = [usual.accept, usual.review, usual.second_below];
    THRESHOLDS
        .iter()
        .zip(usual)
        .zip(&typed.thresholds)
        .map(|(((name, label, hint), usual), typed)| Threshold {
            name,
            label: frame.t(label),
            hint: frame.t1(hint, "usual", format!("{:.0}", usual * 100.0)),
            value: typed.clone(),
        })
        .collect()
}

/// Their fields: name, label, hint.
pub(super) const THRESHOLDS: [(&str, &str, &str); 3] = [
    ("accept", "links-accept", "links-accept-hint"),
    ("review", "links-review", "links-review-hint"),
    ("second", "links-second", "links-second-hint"),
];

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
