//! The second factor: codes of an authenticator app, and recovery codes on paper.

use serde_json::json;
use store::Tx;
use store::people::account::Account;
use store::people::{account, code, login_session};
use vocab::id::AccountId;

use super::codes::{self, RECOVERY};
use super::sessions::{self, Origin};
use super::throttle::Try;
use super::{PeopleError, accounts, normal_login, totp};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::keys::random;

/// What an authenticator app needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// The secret, to be typed in.
    pub secret: String,
    /// The same as an address, to be shown as a QR code.
    pub uri: String,
}

/// Begins enrolment: a new secret, which counts only once a code of it was given.
pub async fn enrol(hall: &Hall, token: &str) -> Result<Enrolment> {
    let secret: [u8; 20] = random();
    let mut tx = hall.db().write().await?;
    let (login_session, mut account) = sessions::holder(hall, &mut tx, token).await?;
    if account.totp_confirmed_at.is_some() && !login_session.second_factor {
        return Err(Error::SignInFirst);
    }
    if account.totp_confirmed_at.is_some() {
        // Enrolling anew switches the old factor off only when the new one works; that needs it to be off first.
        return Err(PeopleError::NotEnrolling.into());
    }
    account.totp_sealed = Some(hall.keys().seal_for(account.id.as_uuid(), &secret));
    account.totp_last_step = None;
    account.changed_at = hall.clock().now();
    account::update(&mut tx, &account).await?;
    tx.commit().await?;
    let secret = totp::base32(&secret);
    let label: String = account
        .login
        .chars()
        .filter(|sign| sign.is_alphanumeric() || "@._-".contains(*sign))
        .collect();
    let uri = format!("otpauth://totp/Pendopo:{label}?secret={secret}&issuer=Pendopo");
    Ok(Enrolment { secret, uri })
}

/// Ends enrolment with a first code. Gives the recovery codes, which are shown once.
pub async fn confirm(hall: &Hall, token: &str, typed: &str) -> Result<Vec<String>> {
    let now = hall.clock().now();
    let mut tx = hall.db().write().await?;
    let (login_session, mut account) = sessions::holder(hall, &mut tx, token).await?;
    let sealed = account
        .totp_sealed
        .clone()
        .filter(|_| account.totp_confirmed_at.is_none());
    let sealed = sealed.ok_or(PeopleError::NotEnrolling)?;
    let secret = hall.keys().open_for(account.id.as_uuid(), &sealed)?;
    let step = totp::accept(&secret, typed, now.timestamp()).ok_or(PeopleError::WrongCode)?;
    account.totp_confirmed_at = Some(now);
    account.totp_last_step = Some(step);
    account.changed_at = now;
    account::update(&mut tx, &account).await?;
    let recovery: Vec<String> = (0..10).map(|_| codes::readable()).collect();
    let hashes: Vec<Vec<u8>> = recovery
        .iter()
        .map(|code| codes::hash(hall, account.id, code))
        .collect();
    code::replace(&mut tx, account.id, RECOVERY, &hashes, None, now, None).await?;
    // The session that enrolled has shown the factor; it gets no new token because it gains no new power.
    login_session::mark_second_factor(&mut tx, &login_session.token_hash).await?;
    login_session::end_all(&mut tx, account.id, Some(&login_session.token_hash)).await?;
    let actor = sessions::actor_of(&account)?;
    let subject = format!("account:{}", account.id);
    audit::record(
        hall,
        &mut tx,
        &actor,
        "second_factor.enrolled",
        &subject,
        json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(recovery)
}

/// Gives the code (or a recovery code) for a session that waits for it. Gives a new token: the old one, which
/// somebody may have planted, ends.
pub async fn give(hall: &Hall, token: &str, typed: &str, origin: &Origin) -> Result<String> {
    let now = hall.clock().now();
    let mut tx = hall.db().write().await?;
    let (login_session, account) = sessions::holder(hall, &mut tx, token).await?;
    let attempt = Try::new(hall, "second_factor", &account.login, &origin.address);
    attempt.admit(&mut tx, now).await?;
    let sealed = account
        .totp_sealed
        .as_deref()
        .filter(|_| account.totp_confirmed_at.is_some());
    let secret = hall.keys().open_for(
        account.id.as_uuid(),
        sealed.ok_or(PeopleError::NotEnrolling)?,
    )?;
    let by_app = match totp::accept(&secret, typed, now.timestamp()) {
        Some(step) => account::use_totp_step(&mut tx, account.id, step).await?,
        None => false,
    };
    let hash = codes::hash(hall, account.id, typed);
    let right = by_app || code::take(&mut tx, account.id, RECOVERY, &hash, now, u32::MAX).await?;
    if !right {
        attempt.failed(&mut tx, now).await?;
        tx.commit().await?;
        return Err(PeopleError::WrongCode.into());
    }
    attempt.succeeded(&mut tx).await?;
    login_session::end(&mut tx, &login_session.token_hash).await?;
    let token = sessions::begin(hall, &mut tx, &account, origin, true).await?;
    let actor = sessions::actor_of(&account)?;
    let (subject, detail) = (
        format!("account:{}", account.id),
        json!({ "recovery": !by_app }),
    );
    audit::record(
        hall,
        &mut tx,
        &actor,
        "second_factor.given",
        &subject,
        detail,
    )
    .await?;
    tx.commit().await?;
    Ok(token)
}

/// Switches the second factor off, which takes a code of it.
pub async fn switch_off(hall: &Hall, token: &str, typed: &str) -> Result<()> {
    let now = hall.clock().now();
    let mut tx = hall.db().write().await?;
    let (login_session, mut account) = sessions::holder(hall, &mut tx, token).await?;
    if !login_session.second_factor {
        return Err(Error::SignInFirst);
    }
    if sessions::must_have_second_factor(hall, sessions::role_of(&account)?) {
        return Err(PeopleError::SecondFactorNeeded.into());
    }
    let attempt = Try::new(
        hall,
        "second_factor",
        &account.login,
        &login_session.address,
    );
    attempt.admit(&mut tx, now).await?;
    let sealed = account
        .totp_sealed
        .as_deref()
        .ok_or(PeopleError::NotEnrolling)?;
    let secret = hall.keys().open_for(account.id.as_uuid(), sealed)?;
    let fresh = match totp::accept(&secret, typed, now.timestamp()) {
        Some(step) => account::use_totp_step(&mut tx, account.id, step).await?,
        None => false,
    };
    if !fresh {
        attempt.failed(&mut tx, now).await?;
        tx.commit().await?;
        return Err(PeopleError::WrongCode.into());
    }
    (
        account.totp_sealed,
        account.totp_confirmed_at,
        account.totp_last_step,
    ) = (None, None, None);
    account.changed_at = now;
    account::update(&mut tx, &account).await?;
    code::clear(&mut tx, account.id, RECOVERY).await?;
    let actor = sessions::actor_of(&account)?;
    let subject = format!("account:{}", account.id);
    audit::record(
        hall,
        &mut tx,
        &actor,
        "second_factor.removed",
        &subject,
        json!({}),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Takes the second factor off another's account, whose holder lost phone and recovery codes. Whoever does it has seen
/// who asks; the holder is signed out everywhere and must enrol anew where the installation demands it.
pub async fn take_off(hall: &Hall, actor: &Actor, id: AccountId) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let mut account = accounts::of_regency(&mut tx, actor, id).await?;
    accounts::must_manage(actor, sessions::role_of(&account)?)?;
    take_off_in(hall, &mut tx, &mut account).await?;
    let subject = format!("account:{}", account.id);
    audit::record(
        hall,
        &mut tx,
        actor,
        "second_factor.taken_off",
        &subject,
        json!({}),
    )
    .await?;
    Ok(tx.commit().await?)
}

async fn take_off_in(hall: &Hall, tx: &mut Tx, account: &mut Account) -> Result<()> {
    (
        account.totp_sealed,
        account.totp_confirmed_at,
        account.totp_last_step,
    ) = (None, None, None);
    account.changed_at = hall.clock().now();
    account::update(tx, account).await?;
    code::clear(tx, account.id, RECOVERY).await?;
    login_session::end_all(tx, account.id, None).await?;
    Ok(())
}

/// For the operator's command line, when an admin is locked out: opens the account, takes the second factor off and
/// gives a code for a new password.
pub async fn rescue(hall: &Hall, login: &str) -> Result<String> {
    let actor = Actor::system(&hall.settings().regency);
    let mut tx = hall.db().write().await?;
    let account = account::by_login(&mut tx, &normal_login(login)).await?;
    let mut account = account.ok_or(Error::NotFound("account"))?;
    "active".clone_into(&mut account.state);
    take_off_in(hall, &mut tx, &mut account).await?;
    let code = codes::issue_in(hall, &mut tx, &actor, &account).await?;
    let subject = format!("account:{}", account.id);
    audit::record(
        hall,
        &mut tx,
        &actor,
        "account.rescued",
        &subject,
        json!({}),
    )
    .await?;
    tx.commit().await?;
    Ok(code)
}
