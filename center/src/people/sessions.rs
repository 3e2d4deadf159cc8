//! Who holds a token: the way from a cookie to an [`Actor`].

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use store::people::account::{self, Account};
use store::people::login_session::{self as kept, LoginSession};
use store::{Session, Tx};
use uuid::Uuid;
use vocab::Lang;
use vocab::id::AccountId;

use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::{Hall, SecondFactor};
use crate::keys::{Purpose, token};
use crate::permission::Role;

/// A session that waits for its second factor lives so long.
const HALF_WAY: Duration = Duration::from_mins(10);
/// Use is noted at most so often, so that reading a page does not write.
const NOTED_EVERY: i64 = 5;

/// What must happen before a session is worth anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// Give the code of the second factor.
    SecondFactor,
    /// Set the second factor up: the installation demands it of this role.
    Enrol,
    /// Choose a password of one's own.
    ChangePassword,
}

/// What a token stands for.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// Who acts. As long as something is pending it is the public.
    pub actor: Actor,
    /// The account.
    pub account: AccountId,
    /// The holder's name.
    pub name: String,
    /// The account's role, also while something is pending.
    pub role: Role,
    /// The language of the pages.
    pub language: Lang,
    /// The session's name in lists.
    pub session: Uuid,
    /// What must happen first.
    pub pending: Option<Pending>,
}

/// A device that is signed in.
#[derive(Debug, Clone)]
pub struct Device {
    /// Name of the session.
    pub id: Uuid,
    /// When signed in.
    pub created_at: DateTime<Utc>,
    /// When last used.
    pub seen_at: DateTime<Utc>,
    /// From which address.
    pub address: String,
    /// What the browser calls itself.
    pub device: String,
    /// Whether it is the one that asks.
    pub this_one: bool,
}

/// From where somebody signs in.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Network address.
    pub address: String,
    /// What the browser calls itself.
    pub device: String,
}

pub(super) fn token_hash(hall: &Hall, token: &str) -> [u8; 32] {
    hall.keys().hash(Purpose::Session, token.as_bytes())
}

/// The token that a form of this session must carry.
pub fn form_token(hall: &Hall, session_token: &str) -> String {
    let hash = hall.keys().hash(Purpose::Csrf, session_token.as_bytes());
    blake3::Hash::from_bytes(hash).to_hex().as_str().to_owned()
}

/// Writes a session and gives its token.
pub(super) async fn begin(
    hall: &Hall,
    tx: &mut Tx,
    account: &Account,
    origin: &Origin,
    second_factor: bool,
) -> Result<String> {
    let token = token();
    let now = hall.clock().now();
    let half_way = account.totp_confirmed_at.is_some() && !second_factor;
    let life = if half_way {
        HALF_WAY
    } else {
        life(hall, &account.role)
    };
    kept::insert(
        tx,
        &LoginSession {
            token_hash: token_hash(hall, &token).to_vec(),
            account: account.id,
            id: hall.new_id(),
            created_at: now,
            seen_at: now,
            expires_at: now + delta(life),
            second_factor,
            address: shorten(&origin.address, 64),
            device: shorten(&origin.device, 200),
        },
    )
    .await?;
    Ok(token)
}

fn shorten(text: &str, most: usize) -> String {
    text.chars()
        .filter(|sign| !sign.is_control())
        .take(most)
        .collect()
}

fn life(hall: &Hall, role: &str) -> Duration {
    if role == Role::Owner.id() {
        hall.settings().owner_session
    } else {
        hall.settings().staff_session
    }
}

fn delta(duration: Duration) -> TimeDelta {
    TimeDelta::from_std(duration).unwrap_or(TimeDelta::MAX / 4)
}

/// What a token stands for; none if it is unknown, ended, or its account shut.
pub async fn resume(hall: &Hall, token: &str) -> Result<Option<SignedIn>> {
    let now = hall.clock().now();
    let hash = token_hash(hall, token);
    let mut session = hall.db().read().await?;
    let Some((login_session, account)) = look_up(&mut session, &hash, now).await? else {
        return Ok(None);
    };
    drop(session);
    let signed_in = signed_in(hall, &login_session, &account)?;
    if signed_in.pending.is_none() && now - login_session.seen_at >= TimeDelta::minutes(NOTED_EVERY)
    {
        let mut tx = hall.db().write().await?;
        kept::touch(&mut tx, &hash, now, now + delta(life(hall, &account.role))).await?;
        tx.commit().await?;
    }
    Ok(Some(signed_in))
}

pub(super) async fn look_up(
    session: &mut Session,
    hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<(LoginSession, Account)>> {
    let Some(login_session) = kept::find(session, hash, now).await? else {
        return Ok(None);
    };
    let account = account::find(session, login_session.account).await?;
    Ok(account
        .filter(|account| account.state != "disabled")
        .map(|account| (login_session, account)))
}

/// The session and account of a token, or the order to sign in.
pub(super) async fn holder(
    hall: &Hall,
    session: &mut Session,
    token: &str,
) -> Result<(LoginSession, Account)> {
    look_up(session, &token_hash(hall, token), hall.clock().now())
        .await?
        .ok_or(Error::SignInFirst)
}

fn signed_in(hall: &Hall, session: &LoginSession, account: &Account) -> Result<SignedIn> {
    let role = role_of(account)?;
    let pending = pending(hall, session, account, role);
    let actor = if pending.is_some() {
        Actor::public(&account.regency)
    } else {
        actor_of(account)?
    };
    Ok(SignedIn {
        actor,
        account: account.id,
        name: account.name.clone(),
        role,
        language: account.language.parse().unwrap_or_default(),
        session: session.id,
        pending,
    })
}

fn pending(hall: &Hall, session: &LoginSession, account: &Account, role: Role) -> Option<Pending> {
    if account.totp_confirmed_at.is_some() && !session.second_factor {
        Some(Pending::SecondFactor)
    } else if account.state == "must_change" {
        Some(Pending::ChangePassword)
    } else if account.totp_confirmed_at.is_none() && must_have_second_factor(hall, role) {
        Some(Pending::Enrol)
    } else {
        None
    }
}

pub(super) fn must_have_second_factor(hall: &Hall, role: Role) -> bool {
    match hall.settings().second_factor {
        SecondFactor::Optional => false,
        SecondFactor::Admins => role == Role::Admin,
        SecondFactor::Staff => role.is_staff(),
    }
}

pub(super) fn role_of(account: &Account) -> Result<Role> {
    Ok(
        Role::from_id(&account.role).ok_or(store::StoreError::Damaged {
            table: "account",
            column: "role",
        })?,
    )
}

pub(super) fn actor_of(account: &Account) -> Result<Actor> {
    let scope = account
        .scope
        .as_deref()
        .and_then(|scope| scope.parse().ok());
    Ok(Actor::signed_in(
        account.id,
        account.name.clone(),
        role_of(account)?,
        account.regency.clone(),
        account.person,
        scope,
    ))
}

/// Ends the session of a token. An unknown token is no error: it is ended already.
pub async fn sign_out(hall: &Hall, token: &str) -> Result<()> {
    let hash = token_hash(hall, token);
    let mut tx = hall.db().write().await?;
    if let Some((_, account)) = look_up(&mut tx, &hash, hall.clock().now()).await? {
        kept::end(&mut tx, &hash).await?;
        let actor = actor_of(&account)?;
        let subject = format!("account:{}", account.id);
        audit::record(
            hall,
            &mut tx,
            &actor,
            "session.ended",
            &subject,
            serde_json::json!({}),
        )
        .await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The devices signed in to the account that asks.
pub async fn devices(hall: &Hall, token: &str) -> Result<Vec<Device>> {
    let mut session = hall.db().read().await?;
    let (this, account) = holder(hall, &mut session, token).await?;
    let all = kept::of_account(&mut session, account.id, hall.clock().now()).await?;
    Ok(all
        .into_iter()
        .map(|one| Device {
            this_one: one.id == this.id,
            id: one.id,
            created_at: one.created_at,
            seen_at: one.seen_at,
            address: one.address,
            device: one.device,
        })
        .collect())
}

/// Ends another device's session; all but this one if none is named.
pub async fn end_device(
    hall: &Hall,
    actor: &Actor,
    token: &str,
    device: Option<Uuid>,
) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let (this, account) = holder(hall, &mut tx, token).await?;
    let ended = match device {
        Some(device) => kept::end_by_id(&mut tx, account.id, device).await?,
        None => kept::end_all(&mut tx, account.id, Some(&this.token_hash)).await?,
    };
    if ended > 0 {
        let subject = format!("account:{}", account.id);
        let detail = serde_json::json!({ "ended": ended });
        audit::record(hall, &mut tx, actor, "session.revoked", &subject, detail).await?;
    }
    Ok(tx.commit().await?)
}
