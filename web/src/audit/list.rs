//! The audit trail: the latest entries, and whether the chain holds.

use std::collections::{HashMap, hash_map::Entry};

use axum::extract::{Query, State};
use center::{
    Role,
    audit::{self, Entry as Kept, Verdict as Found},
    people::accounts,
};
use serde::Deserialize;
use vocab::{AccountId, Lang};

use super::pages::{Line, ListPage, Verdict};
use crate::{
    App,
    frame::Frame,
    page::{Answer, page},
};

const PAGE: u32 = 100;

/// From which entry backwards.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct From {
    before: Option<i64>,
}

/// `GET /audit`
pub(crate) async fn show(State(app): State<App>, frame: Frame, Query(from): Query<From>) -> Answer {
    shown(&app, &frame, from.before, None).await
}

/// `POST /audit/verify`
pub(crate) async fn verify(State(app): State<App>, frame: Frame) -> Answer {
    let found = audit::verify(&app.hall, &frame.actor.regency, None).await?;
    shown(&app, &frame, None, Some(verdict(&frame, &found))).await
}

async fn shown(app: &App, frame: &Frame, before: Option<i64>, verdict: Option<Verdict>) -> Answer {
    let entries = audit::newest(&app.hall, &frame.actor, before, PAGE).await?;
    let full = u32::try_from(entries.len()).is_ok_and(|len| len == PAGE);
    let last = entries.last().filter(|last| full && last.seq > 1);
    let more_href = last.map(|last| format!("/audit?before={}", last.seq));
    let names = names(app, frame, &entries).await;
    let entries = entries
        .iter()
        .map(|entry| Line {
            number: frame.number(entry.seq),
            when: frame.moment(&entry.at),
            who: who(frame, entry, &names),
            what: action(frame.lang, &entry.action),
            about: about(entry),
        })
        .collect();
    page(&ListPage {
        f: frame,
        verdict,
        entries,
        more_href,
    })
}

/// The names of the accounts on the page, as far as this visitor may see accounts.
async fn names(app: &App, frame: &Frame, entries: &[Kept]) -> HashMap<AccountId, String> {
    let mut names = HashMap::new();
    for id in entries.iter().filter_map(|entry| entry.account) {
        if let Entry::Vacant(free) = names.entry(id)
            && let Ok(account) = accounts::find(&app.hall, &frame.actor, id).await
        {
            free.insert(account.name);
        }
    }
    names
}

fn who(frame: &Frame, entry: &Kept, names: &HashMap<AccountId, String>) -> String {
    let role = Role::from_id(&entry.role).map_or_else(
        || entry.role.clone(),
        |role| role.label(frame.lang).to_owned(),
    );
    match entry.account.map(|id| (id, names.get(&id))) {
        Some((_, Some(name))) => format!("{name} ({role})"),
        Some((id, None)) => format!("{role} {id}"),
        None => role,
    }
}

fn about(entry: &Kept) -> String {
    if entry.detail == "{}" {
        entry.subject.clone()
    } else {
        format!("{} {}", entry.subject, entry.detail)
    }
}

fn verdict(frame: &Frame, found: &Found) -> Verdict {
    match found {
        Found::Whole { entries, anchor } => {
            let end = anchor.as_ref().map(ToString::to_string).unwrap_or_default();
            let text = frame.t2(
                "audit-good",
                ("count", &frame.number(*entries)),
                ("anchor", &end),
            );
            Verdict {
                tone: "good",
                icon: "done",
                text,
            }
        }
        Found::Broken { seq, flaw } => {
            let number = frame.number(*seq);
            let text = frame.t2(
                "audit-broken",
                ("number", &number),
                ("flaw", &flaw.label(frame.lang)),
            );
            Verdict {
                tone: "bad",
                icon: "warning",
                text,
            }
        }
    }
}

/// An action's word in the trail, said as people say it; words of rooms yet to come stay as they
/// are, since the trail must never hide anything.
fn action(lang: Lang, word: &str) -> String {
    let key = format!("act-{}", word.replace(['.', '_'], "-"));
    let text = crate::language::text(lang, &key);
    if text == key { word.to_owned() } else { text }
}
