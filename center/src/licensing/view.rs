//! A case as its page shows it, to its owner and to the office.

use std::collections::HashMap;

use store::files::{self, StoredFile};
use store::licensing::case::{self as kept, Case};
use store::licensing::document::{self, Document};
use store::licensing::event;
use store::people::{account, person};
use store::registry::business;
use vocab::id::{AccountId, CaseId, FileId};
use vocab::{Lang, PhoneNumber};

use super::act::{permit_of, side, state_of};
use super::case::{Event, Side, State, Turn};
use super::clock;
use super::permits::Permit;
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::Permission;
use crate::registry::state::may_see;

/// A case as its page shows it.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// The case.
    pub case: Case,
    /// Its state.
    pub state: State,
    /// Whose turn it is.
    pub turn: Turn,
    /// What is known of the permit.
    pub permit: Permit,
    /// What the business is called.
    pub business: String,
    /// The owner's name.
    pub owner: Option<String>,
    /// Name of the officer it is given to.
    pub officer: Option<String>,
    /// The checklist with what was brought.
    pub documents: Vec<DocumentView>,
    /// What happened, oldest first.
    pub events: Vec<EventView>,
    /// What the actor may do by hand.
    pub may: Vec<Event>,
    /// Whether the actor may bring documents now.
    pub may_bring: bool,
    /// Whether the actor may review documents now.
    pub may_review: bool,
    /// Working days of the office's time that are used up, and how many it has.
    pub days: (i64, u32),
    /// The owner's phone, for a conversation by WhatsApp; only for those who see personal data.
    pub phone: Option<PhoneNumber>,
}

/// A document of the checklist.
#[derive(Debug, Clone)]
pub struct DocumentView {
    /// The document.
    pub document: Document,
    /// The newest file brought for it.
    pub file: Option<StoredFile>,
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct EventView {
    /// What and when.
    pub event: event::Event,
    /// Which it was.
    pub what: Option<Event>,
    /// Who; for an owner, staff of the office has no name of its own.
    pub who: Option<String>,
}

/// A case that the actor may see.
pub async fn view(hall: &Hall, actor: &Actor, id: CaseId) -> Result<CaseView> {
    let office = actor.may(Permission::SeeCases);
    let mut session = hall.db().read().await?;
    let case = kept::find(&mut session, &actor.regency, id).await?;
    let case = case.ok_or(Error::NotFound("case"))?;
    let found = business::find(&mut session, &actor.regency, case.business).await?;
    let business = found
        .filter(|found| may_see(actor, found))
        .ok_or(Error::NotFound("case"))?;
    let permit = permit_of(hall, &case)?;
    let documents = document::of_case(&mut session, &actor.regency, id).await?;
    let ids: Vec<FileId> = documents.iter().filter_map(|one| one.file).collect();
    let mut brought: HashMap<FileId, StoredFile> =
        files::find_many(&mut session, &actor.regency, &ids)
            .await?
            .into_iter()
            .map(|file| (file.id, file))
            .collect();
    let events = event::of_case(&mut session, &actor.regency, id).await?;
    let who: Vec<AccountId> = events
        .iter()
        .filter_map(|event| event.account)
        .chain(case.officer)
        .collect();
    let names = account::names(&mut session, &who).await?;
    let phone = match business
        .owner
        .filter(|_| actor.may(Permission::SeePersonal))
    {
        Some(owner) => person::find(&mut session, owner)
            .await?
            .and_then(|owner| owner.phone)
            .and_then(|phone| phone.parse().ok()),
        None => None,
    };
    drop(session);
    let state = state_of(&case)?;
    let side = side(actor);
    let may_act = actor.may(Permission::OpenCases);
    let today = hall.clock().today();
    Ok(CaseView {
        turn: Turn::from_id(&case.turn).unwrap_or(Turn::Nobody),
        business: business.name,
        owner: business
            .owner_name
            .filter(|_| !office || actor.may(Permission::SeeRegistry)),
        officer: case.officer.and_then(|id| names.get(&id).cloned()),
        documents: documents
            .into_iter()
            .map(|document| DocumentView {
                file: document.file.and_then(|id| brought.remove(&id)),
                document,
            })
            .collect(),
        events: events
            .into_iter()
            .map(|event| EventView {
                what: Event::from_id(&event.event),
                who: event
                    .account
                    .filter(|_| office || event.side == Side::Owner.id())
                    .and_then(|id| names.get(&id).cloned()),
                event,
            })
            .collect(),
        may: if may_act {
            state.open_to(side)
        } else {
            Vec::new()
        },
        may_bring: may_act && state.after(Event::Bring, side).is_ok(),
        may_review: actor.may(Permission::WorkCases)
            && (state.after(Event::Approve, side).is_ok()
                || state.after(Event::Fault, side).is_ok()),
        days: (
            clock::days_used(&case, hall.calendar(), today),
            permit.office_days,
        ),
        state,
        permit,
        phone,
        case,
    })
}

/// What a permit's step is called.
pub fn permit_title(hall: &Hall, id: &str, lang: Lang) -> String {
    let rulebook = hall.rulebook();
    let found = rulebook.find(id, hall.clock().today());
    let rule = found.or_else(|| rulebook.versions(id).last());
    rule.map_or_else(
        || id.to_owned(),
        |(_, rule)| rule.title.get(lang).to_owned(),
    )
}
