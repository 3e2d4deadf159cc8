//! One-time codes. An owner without e-mail who forgot the password goes to an officer, who sees who it is and reads
//! out a code; with it the owner chooses a new password.

use chrono::TimeDelta;
use serde_json::json;
use store::people::account::{self, Account};
use store::people::{code, login_session};
use vocab::id::AccountId;

use super::sessions::{self, Origin};
use super::sign_in::{Begun, enter};
use super::throttle::Try;
use super::{PeopleError, accounts, check_strength, normal_login, password};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::keys::{Purpose, random};

pub(super) const RESET: &str = "reset";
pub(super) const RECOVERY: &str = "recovery";
const RESET_HOURS: i64 = 24;
const MOST_TRIES: u32 = 5;

/// Letters and digits that cannot be taken for each other when read out or copied by hand.
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// A code to be read out: `K7QM-P3XA`, 40 bits, which five tries and a day leave no hope of guessing.
pub(super) fn readable() -> String {
    let bytes: [u8; 8] = random();
    let mut text: String = bytes
        .iter()
        .filter_map(|byte| SIGNS.get(usize::from(byte & 31)))
        .map(|sign| char::from(*sign))
        .collect();
    text.insert(4, '-');
    text
}

pub(super) fn hash(hall: &Hall, account: AccountId, typed: &str) -> Vec<u8> {
    let plain: String = typed
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect();
    hall.keys()
        .hash(Purpose::Code, format!("{account}:{plain}").as_bytes())
        .to_vec()
}

/// Issues a code with which the holder of an account chooses a new password. Older codes end. The present password
/// goes on working, so that nobody is shut out by somebody else's request.
pub async fn issue(hall: &Hall, actor: &Actor, id: AccountId) -> Result<String> {
    let mut tx = hall.db().write().await?;
    let account = accounts::of_regency(&mut tx, actor, id).await?;
    accounts::must_manage(actor, sessions::role_of(&account)?)?;
    if account.state == "disabled" {
        return Err(PeopleError::Disabled.into());
    }
    let code = issue_in(hall, &mut tx, actor, &account).await?;
    let subject = format!("account:{}", account.id);
    audit::record(hall, &mut tx, actor, "code.issued", &subject, json!({})).await?;
    tx.commit().await?;
    Ok(code)
}

pub(super) async fn issue_in(
    hall: &Hall,
    tx: &mut store::Tx,
    actor: &Actor,
    account: &Account,
) -> Result<String> {
    let now = hall.clock().now();
    let text = readable();
    let hashes = [hash(hall, account.id, &text)];
    let ends = now + TimeDelta::hours(RESET_HOURS);
    code::replace(
        tx,
        account.id,
        RESET,
        &hashes,
        actor.account,
        now,
        Some(ends),
    )
    .await?;
    Ok(text)
}

/// Chooses a new password with a code, and signs in. All other devices are signed out.
pub async fn redeem(
    hall: &Hall,
    login: &str,
    typed: &str,
    new: &str,
    origin: &Origin,
) -> Result<Begun> {
    let now = hall.clock().now();
    let login = normal_login(login);
    let attempt = Try::new(hall, "code", &login, &origin.address);
    let mut session = hall.db().read().await?;
    attempt.admit(&mut session, now).await?;
    let account = account::by_login(&mut session, &login).await?;
    drop(session);
    if let Some(account) = &account {
        check_strength(new, &account.login, sessions::role_of(account)?)?;
    }
    // Hashed before the code is tried, so that unknown logins take as long as known ones.
    let new_hash = password::hash(hall, new).await?;
    let mut tx = hall.db().write().await?;
    let taken = match &account {
        Some(account) if account.state != "disabled" => {
            let hash = hash(hall, account.id, typed);
            code::take(&mut tx, account.id, RESET, &hash, now, MOST_TRIES).await?
        }
        _ => false,
    };
    let Some(mut account) = account.filter(|_| taken) else {
        return refuse(hall, tx, &attempt, &login).await;
    };
    account.password_hash = Some(new_hash);
    "active".clone_into(&mut account.state);
    account.changed_at = now;
    account::update(&mut tx, &account).await?;
    login_session::end_all(&mut tx, account.id, None).await?;
    tx.commit().await?;
    enter(hall, &account, &attempt, origin, "code.redeemed").await
}

async fn refuse(hall: &Hall, mut tx: store::Tx, attempt: &Try, login: &str) -> Result<Begun> {
    if let Some(account) = account::by_login(&mut tx, login).await? {
        code::count_try(&mut tx, account.id, RESET).await?;
    }
    attempt.failed(&mut tx, hall.clock().now()).await?;
    let actor = Actor::public(&hall.settings().regency);
    audit::record(hall, &mut tx, &actor, "code.refused", "account", json!({})).await?;
    tx.commit().await?;
    Err(Error::People(PeopleError::WrongResetCode))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_can_be_read_out() {
        let code = readable();
        assert_eq!(code.len(), 9);
        assert!(
            code.chars()
                .all(|sign| sign == '-' || SIGNS.contains(&(sign as u8))),
            "{code}"
        );
    }
}
