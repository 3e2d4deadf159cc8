//! The documents of a case: bringing them, and saying what is good and what is not.

use serde_json::json;
use store::Tx;
use store::licensing::document;
use vocab::id::{CaseId, DocumentId};

use super::act::{Held, hold, in_words, subject};
use super::case::{Event, State};
use super::error::LicensingError;
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::files::{self, Prepared};
use crate::hall::Hall;
use crate::notify::{self, About, News};
use crate::permission::Permission;

/// What a reviewer says about a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is good.
    Good,
    /// It is good, and the reviewer saw the paper itself: no file is needed.
    SeenOnPaper,
    /// It is not, and why, in words for the owner.
    Bad(String),
}

/// Whether the actor could bring this document now: asked before a long upload is looked at.
pub async fn must_be_wanted(
    hall: &Hall,
    actor: &Actor,
    id: CaseId,
    document: DocumentId,
) -> Result<()> {
    actor.must(Permission::OpenCases)?;
    let mut tx = hall.db().write().await?;
    let mut held = hold(hall, &mut tx, actor, id, None).await?;
    wanted(&held, document)?;
    held.happen(hall, Event::Bring)
}

fn wanted(held: &Held, document: DocumentId) -> Result<usize> {
    let place = held.documents.iter().position(|one| one.id == document);
    let place = place.ok_or(LicensingError::DocumentUnknown)?;
    let good = held
        .documents
        .get(place)
        .is_some_and(|one| one.state == "good");
    // What the office found good may still not please the authority.
    if good && held.state()? != State::NeedsRepair {
        return Err(LicensingError::AlreadyGood.into());
    }
    Ok(place)
}

/// Brings a document. Whoever brings one need not have seen the newest state of the case: what is asked for is what counts.
pub async fn bring(
    hall: &Hall,
    actor: &Actor,
    id: CaseId,
    document: DocumentId,
    file: &Prepared,
) -> Result<()> {
    let brought = bring_in(hall, actor, id, document, file).await;
    if brought.is_err() {
        files::drop_prepared(hall, file).await;
    }
    brought
}

async fn bring_in(
    hall: &Hall,
    actor: &Actor,
    id: CaseId,
    document: DocumentId,
    file: &Prepared,
) -> Result<()> {
    actor.must(Permission::OpenCases)?;
    let mut tx = hall.db().write().await?;
    let mut held = hold(hall, &mut tx, actor, id, None).await?;
    let place = wanted(&held, document)?;
    let about = subject(id);
    files::keep(hall, &mut tx, actor, held.case.business, &about, file).await?;
    let name = {
        let one = held.documents.get_mut(place);
        let one = one.ok_or(LicensingError::DocumentUnknown)?;
        one.file = Some(file.id());
        "new".clone_into(&mut one.state);
        one.reason = None;
        one.seen_on_paper = false;
        one.reviewed_by = None;
        one.reviewed_at = None;
        one.changed_at = hall.clock().now();
        document::update(&mut tx, one).await?;
        one.name_id.clone()
    };
    held.happen(hall, Event::Bring)?;
    held.write(hall, &mut tx, actor, Event::Bring, Some(name.clone()))
        .await?;
    if let Some(officer) = held.case.officer.filter(|id| Some(*id) != actor.account) {
        let about = About {
            document: name,
            ..held.about()
        };
        let regency = &actor.regency;
        notify::tell(hall, &mut tx, regency, officer, News::DocumentNew, &about).await?;
    }
    let detail = json!({ "document": document.to_string(), "file": file.id().to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "case.document_brought",
        &about,
        detail,
    )
    .await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(())
}

/// Says what is to be said about a document. When the last one is good, the case is ready.
pub async fn review(
    hall: &Hall,
    actor: &Actor,
    id: CaseId,
    version: i64,
    document: DocumentId,
    verdict: &Verdict,
) -> Result<()> {
    actor.must(Permission::WorkCases)?;
    let mut tx = hall.db().write().await?;
    let mut held = hold(hall, &mut tx, actor, id, Some(version)).await?;
    let name = judge(hall, &mut tx, actor, &mut held, document, verdict).await?;
    let event = event(&held, verdict)?;
    held.happen(hall, event)?;
    let about = About {
        document: name.clone(),
        words: match verdict {
            Verdict::Bad(reason) => reason.trim().to_owned(),
            _ => String::new(),
        },
        ..held.about()
    };
    let note = match verdict {
        Verdict::Bad(reason) => format!("{name}: {}", reason.trim()),
        _ => name,
    };
    held.write(hall, &mut tx, actor, event, Some(note)).await?;
    let news = match event {
        Event::Fault => Some(News::DocumentBad),
        Event::Complete => Some(News::Ready),
        _ => None,
    };
    if let Some(news) = news {
        held.tell_owner(hall, &mut tx, actor, news, &about).await?;
    }
    let word = match verdict {
        Verdict::Good => "good",
        Verdict::SeenOnPaper => "seen_on_paper",
        Verdict::Bad(_) => "bad",
    };
    let detail = json!({
        "document": document.to_string(), "verdict": word, "event": event.id(), "to": held.case.state,
    });
    audit::record(
        hall,
        &mut tx,
        actor,
        "case.document_reviewed",
        &subject(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    hall.wake_worker();
    Ok(())
}

async fn judge(
    hall: &Hall,
    tx: &mut Tx,
    actor: &Actor,
    held: &mut Held,
    document: DocumentId,
    verdict: &Verdict,
) -> Result<String> {
    let one = held.documents.iter_mut().find(|one| one.id == document);
    let one = one.ok_or(LicensingError::DocumentUnknown)?;
    let now = hall.clock().now();
    match verdict {
        Verdict::Good if one.file.is_none() => {
            return Err(LicensingError::NothingBrought.into());
        }
        Verdict::Good | Verdict::SeenOnPaper => {
            "good".clone_into(&mut one.state);
            one.reason = None;
            one.seen_on_paper = *verdict == Verdict::SeenOnPaper;
        }
        Verdict::Bad(reason) => {
            "bad".clone_into(&mut one.state);
            one.reason = Some(in_words(reason)?);
            one.seen_on_paper = false;
        }
    }
    one.reviewed_by = actor.account;
    one.reviewed_at = Some(now);
    one.changed_at = now;
    document::update(tx, one).await?;
    Ok(one.name_id.clone())
}

fn event(held: &Held, verdict: &Verdict) -> Result<Event> {
    let gathering = matches!(held.state()?, State::Draft | State::Documents);
    Ok(match verdict {
        Verdict::Bad(_) => Event::Fault,
        _ if held.standing().complete() && gathering => Event::Complete,
        _ => Event::Approve,
    })
}
