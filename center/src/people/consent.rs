//! Consent of a person, explicit and provable (UU 27/2022 art. 20 and 22), and its withdrawal.

use serde_json::json;
use store::Session;
use store::people::consent::{self as kept, Consent};
use store::people::person;
use vocab::id::PersonId;

use super::PeopleError;
use super::accounts::reaches;
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::{Permission, Role};

/// What somebody consents to. What the office must do by law needs no consent and is not in this list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Show the business in the public shop window.
    Listing,
    /// Be written to by phone or WhatsApp.
    Contact,
    /// Pass data on to marketplaces.
    Marketplace,
    /// Show photos.
    Photos,
}

impl Purpose {
    /// All purposes.
    pub const ALL: [Self; 4] = [
        Self::Listing,
        Self::Contact,
        Self::Marketplace,
        Self::Photos,
    ];

    /// The word in the database.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Listing => "listing",
            Self::Contact => "contact",
            Self::Marketplace => "marketplace",
            Self::Photos => "photos",
        }
    }
}

/// An owner speaks for oneself only; staff write down what a person said whose business lies where they work.
async fn must_speak_for(session: &mut Session, actor: &Actor, person: PersonId) -> Result<()> {
    actor.must(Permission::RecordConsent)?;
    let may = match actor.role {
        Role::Owner => actor.person == Some(person),
        _ => reaches(session, actor, person).await?,
    };
    if may {
        Ok(())
    } else {
        Err(Error::NotFound("person"))
    }
}

/// Writes a consent down, with the sentence that was shown or read out.
pub async fn record(
    hall: &Hall,
    actor: &Actor,
    person: PersonId,
    purpose: Purpose,
    wording: &str,
) -> Result<()> {
    let mut tx = hall.db().write().await?;
    must_speak_for(&mut tx, actor, person).await?;
    let wording = wording.trim();
    if wording.is_empty() {
        return Err(PeopleError::ConsentEmpty.into());
    }
    let known = person::find(&mut tx, person).await?;
    known
        .filter(|known| known.regency == actor.regency && known.erased_at.is_none())
        .ok_or(Error::NotFound("person"))?;
    kept::insert(
        &mut tx,
        &Consent {
            id: hall.new_id(),
            regency: actor.regency.clone(),
            person,
            purpose: purpose.id().to_owned(),
            wording: wording.chars().take(2_000).collect(),
            door: actor.role.id().to_owned(),
            account: actor.account,
            given_at: hall.clock().now(),
            withdrawn_at: None,
        },
    )
    .await?;
    let (subject, detail) = (
        format!("person:{person}"),
        json!({ "purpose": purpose.id() }),
    );
    audit::record(hall, &mut tx, actor, "consent.given", &subject, detail).await?;
    Ok(tx.commit().await?)
}

/// Withdraws consent to a purpose. It takes effect at once (the law gives 3×24 hours).
pub async fn withdraw(
    hall: &Hall,
    actor: &Actor,
    person: PersonId,
    purpose: Purpose,
) -> Result<()> {
    let mut tx = hall.db().write().await?;
    must_speak_for(&mut tx, actor, person).await?;
    let now = hall.clock().now();
    let stood = kept::withdraw(&mut tx, &actor.regency, person, purpose.id(), now).await?;
    if stood > 0 {
        let (subject, detail) = (
            format!("person:{person}"),
            json!({ "purpose": purpose.id() }),
        );
        audit::record(hall, &mut tx, actor, "consent.withdrawn", &subject, detail).await?;
    }
    Ok(tx.commit().await?)
}

/// All consents of a person, newest first.
pub async fn of_person(hall: &Hall, actor: &Actor, person: PersonId) -> Result<Vec<Consent>> {
    let mut session = hall.db().read().await?;
    must_speak_for(&mut session, actor, person).await?;
    Ok(kept::of_person(&mut session, &actor.regency, person).await?)
}
