//! Phones: made known at the first hello, given their key at each, revoked by the office.

use serde_json::json;
use store::people::account;
use store::sync::device::{self as kept, Device};
use uuid::Uuid;
use vocab::id::AccountId;

use super::{SyncError, collections};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::keys::{Purpose, random};
use crate::permission::Permission;

/// What a phone is told when it says hello.
#[derive(Debug, Clone)]
pub struct Hello {
    /// The key that seals what lies on it.
    pub key: Vec<u8>,
    /// The key by which it tells whether a NIK is on its list.
    pub nik_key: [u8; 32],
    /// Our clock, in milliseconds.
    pub now: i64,
    /// The collections that it may use.
    pub collections: Vec<&'static str>,
}

/// Who stands behind an account that works offline.
pub(super) fn account_of(actor: &Actor) -> Result<AccountId> {
    actor.must(Permission::WorkOffline)?;
    actor.account.ok_or(Error::SignInFirst)
}

/// A phone says hello. Its key is made at the first one, and the same ever after.
pub async fn hello(
    hall: &Hall,
    actor: &Actor,
    device: Uuid,
    name: &str,
    app: &str,
) -> Result<Hello> {
    let account = account_of(actor)?;
    if device.is_nil() {
        return Err(SyncError::BadDevice.into());
    }
    let mut tx = hall.db().write().await?;
    let now = hall.clock().now();
    let app: String = app.chars().take(40).collect();
    let known = if let Some(known) = kept::find(&mut tx, &actor.regency, account, device).await? {
        known
    } else {
        let key: [u8; 32] = random();
        let new = Device {
            regency: actor.regency.clone(),
            account,
            device,
            key_sealed: hall.keys().seal_for(device, &key),
            name: name.chars().take(80).collect(),
            app: app.clone(),
            clock_offset: 0,
            made_at: now,
            seen_at: now,
            revoked_at: None,
        };
        kept::insert(&mut tx, &new).await?;
        let detail = json!({ "device": device.to_string() });
        audit::record(
            hall,
            &mut tx,
            actor,
            "device.known",
            &subject(account),
            detail,
        )
        .await?;
        // Two hellos at once: whichever was first made the key that counts.
        kept::find(&mut tx, &actor.regency, account, device)
            .await?
            .ok_or(Error::NotFound("device"))?
    };
    if known.revoked_at.is_some() {
        return Err(SyncError::Revoked.into());
    }
    kept::seen(&mut tx, &known, &app, None, now).await?;
    tx.commit().await?;
    Ok(Hello {
        key: hall.keys().open_for(device, &known.key_sealed)?,
        nik_key: nik_key(hall, account),
        now: now.timestamp_millis(),
        collections: collections()
            .iter()
            .filter(|one| actor.may(one.permission()))
            .map(|one| one.name())
            .collect(),
    })
}

/// The key by which the phones of an account tell whether a NIK is on their list.
pub(crate) fn nik_key(hall: &Hall, account: AccountId) -> [u8; 32] {
    hall.keys()
        .hash(Purpose::NikCheck, account.as_uuid().as_bytes())
}

fn subject(account: AccountId) -> String {
    format!("account:{account}")
}

/// A phone, as the office sees it.
#[derive(Debug, Clone)]
pub struct Phone {
    /// The phone.
    pub device: Device,
    /// Whose it is.
    pub holder: String,
}

/// The phones of the hall, last seen first.
pub async fn list(hall: &Hall, actor: &Actor) -> Result<Vec<Phone>> {
    actor.must(Permission::ManageCensus)?;
    let mut session = hall.db().read().await?;
    let devices = kept::list(&mut session, &actor.regency, 500).await?;
    let accounts: Vec<AccountId> = devices.iter().map(|device| device.account).collect();
    let names = account::names(&mut session, &accounts).await?;
    Ok(devices
        .into_iter()
        .map(|device| Phone {
            holder: names.get(&device.account).cloned().unwrap_or_default(),
            device,
        })
        .collect())
}

/// Revokes a phone: it gets no key, gives and takes nothing any more.
pub async fn revoke(hall: &Hall, actor: &Actor, account: AccountId, device: Uuid) -> Result<()> {
    actor.must(Permission::ManageCensus)?;
    let mut tx = hall.db().write().await?;
    let now = hall.clock().now();
    if !kept::revoke(&mut tx, &actor.regency, account, device, actor.account, now).await? {
        return Err(Error::NotFound("device"));
    }
    let detail = json!({ "device": device.to_string() });
    audit::record(
        hall,
        &mut tx,
        actor,
        "device.revoked",
        &subject(account),
        detail,
    )
    .await?;
    Ok(tx.commit().await?)
}
