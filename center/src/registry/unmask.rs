//! Seeing a whole identity number: an audited act with a stated purpose (UU 23/2006 art. 84).

use rulebook::Fact;
use serde_json::json;
use store::people::person;
use store::registry::business;
use vocab::id::BusinessId;

use super::{RegistryError, sealing};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::keys::Keys;
use crate::permission::Permission;

/// Which number of the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Number {
    /// NIK.
    Nik,
    /// Family card.
    Kk,
    /// Tax number.
    Npwp,
}

impl Number {
    fn fact(self) -> Fact {
        match self {
            Self::Nik => Fact::OwnerNik,
            Self::Kk => Fact::OwnerKk,
            Self::Npwp => Fact::OwnerNpwp,
        }
    }
}

/// Opens a number of a business' owner. The entry is committed before the number is given out.
pub async fn unmask(
    hall: &Hall,
    actor: &Actor,
    id: BusinessId,
    number: Number,
    purpose: &str,
) -> Result<String> {
    actor.must(Permission::Unmask)?;
    let purpose: String = purpose
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(300)
        .collect();
    if purpose
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .count()
        < 10
    {
        return Err(RegistryError::PurposeMissing.into());
    }
    let mut tx = hall.db().write().await?;
    let found = business::find(&mut tx, &actor.regency, id)
        .await?
        .filter(|business| actor.covers(&business.region))
        .ok_or(Error::NotFound("business"))?;
    let owner = match found.owner {
        Some(owner) => person::find(&mut tx, owner).await?,
        None => None,
    };
    let owner = owner.ok_or(RegistryError::NumberUnknown)?;
    let key = sealing::data_key(hall.keys(), &owner)?;
    let sealed = match number {
        Number::Nik => owner.nik_sealed,
        Number::Kk => owner.kk_sealed,
        Number::Npwp => owner.npwp_sealed,
    };
    let fact = number.fact().id();
    let opened = Keys::open_number(&key, fact, &sealed.ok_or(RegistryError::NumberUnknown)?)?;
    let detail = json!({ "number": fact, "purpose": purpose, "person": owner.id.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "number.unmasked",
        &audit::business(id),
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(opened)
}
