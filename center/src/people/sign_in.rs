//! Signing in with a password, and changing it.

use serde_json::json;
use store::people::account::{self, Account};
use store::people::login_session;

use super::sessions::{self, Origin, Pending};
use super::throttle::Try;
use super::{PeopleError, check_strength, normal_login, password};
use crate::actor::Actor;
use crate::audit;
use crate::error::Result;
use crate::hall::Hall;

/// A session that has begun.
#[derive(Debug, Clone)]
pub struct Begun {
    /// What goes into the cookie.
    pub token: String,
    /// What must happen before it is worth anything.
    pub pending: Option<Pending>,
}

/// Signs in with login and password. Failures slow down; a wrong login and a wrong password answer alike.
pub async fn sign_in(hall: &Hall, login: &str, typed: &str, origin: &Origin) -> Result<Begun> {
    let login = normal_login(login);
    let attempt = Try::new(hall, "password", &login, &origin.address);
    let mut session = hall.db().read().await?;
    attempt.admit(&mut session, hall.clock().now()).await?;
    let account = account::by_login(&mut session, &login).await?;
    // Hashing takes long; the connection goes back meanwhile.
    drop(session);
    let kept_hash = account
        .as_ref()
        .and_then(|account| account.password_hash.as_deref());
    let right = password::verify(hall, typed, kept_hash).await?;
    match account.filter(|_| right) {
        Some(account) if account.state == "disabled" => Err(PeopleError::Disabled.into()),
        Some(account) => enter(hall, &account, &attempt, origin, "session.begun").await,
        None => refuse(hall, &attempt, &login).await,
    }
}

/// Begins a session of an account whose holder has shown who they are.
pub(super) async fn enter(
    hall: &Hall,
    account: &Account,
    attempt: &Try,
    origin: &Origin,
    action: &str,
) -> Result<Begun> {
    let mut tx = hall.db().write().await?;
    attempt.succeeded(&mut tx).await?;
    let token = sessions::begin(hall, &mut tx, account, origin, false).await?;
    let actor = sessions::actor_of(account)?;
    audit::record(
        hall,
        &mut tx,
        &actor,
        action,
        &format!("account:{}", account.id),
        json!({}),
    )
    .await?;
    tx.commit().await?;
    let pending = sessions::resume(hall, &token)
        .await?
        .and_then(|signed_in| signed_in.pending);
    Ok(Begun { token, pending })
}

async fn refuse(hall: &Hall, attempt: &Try, login: &str) -> Result<Begun> {
    let mut tx = hall.db().write().await?;
    attempt.failed(&mut tx, hall.clock().now()).await?;
    let actor = Actor::public(&hall.settings().regency);
    // The login that was tried may be a mistyped password: only a keyed hash of it is kept.
    let tried = hall
        .keys()
        .short_hash(crate::keys::Purpose::Throttle, login.as_bytes());
    let detail = json!({ "login_hash": uuid::Uuid::from_bytes(tried).simple().to_string() });
    audit::record(hall, &mut tx, &actor, "session.refused", "account", detail).await?;
    tx.commit().await?;
    Err(PeopleError::WrongPassword.into())
}

/// Changes the password of the token's holder, who must know the present one. All other devices are signed out.
pub async fn change_password(hall: &Hall, token: &str, present: &str, new: &str) -> Result<()> {
    let mut session = hall.db().read().await?;
    let (login_session, mut account) = sessions::holder(hall, &mut session, token).await?;
    let attempt = Try::new(hall, "password", &account.login, &login_session.address);
    attempt.admit(&mut session, hall.clock().now()).await?;
    drop(session);
    if account.totp_confirmed_at.is_some() && !login_session.second_factor {
        return Err(crate::Error::SignInFirst);
    }
    check_strength(new, &account.login, sessions::role_of(&account)?)?;
    if !password::verify(hall, present, account.password_hash.as_deref()).await? {
        return refuse(hall, &attempt, &account.login).await.map(drop);
    }
    account.password_hash = Some(password::hash(hall, new).await?);
    "active".clone_into(&mut account.state);
    account.changed_at = hall.clock().now();
    let mut tx = hall.db().write().await?;
    account::update(&mut tx, &account).await?;
    login_session::end_all(&mut tx, account.id, Some(&login_session.token_hash)).await?;
    let actor = sessions::actor_of(&account)?;
    let subject = format!("account:{}", account.id);
    audit::record(
        hall,
        &mut tx,
        &actor,
        "password.changed",
        &subject,
        json!({}),
    )
    .await?;
    Ok(tx.commit().await?)
}
