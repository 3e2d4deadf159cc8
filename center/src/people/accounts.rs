//! Accounts: made by those who may, never by strangers.

use serde_json::json;
use store::mentoring::engagement;
use store::people::account::{self as kept, Account};
use store::people::{login_session, person};
use store::registry::business;
use store::{Session, Tx};
use vocab::id::{AccountId, BusinessId, PersonId};
use vocab::{Lang, PhoneNumber, RegionCode, RegionLevel};

use super::{PeopleError, check_strength, codes, normal_login, password, sessions};
use crate::actor::Actor;
use crate::audit;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::mentoring::MentoringError;
use crate::permission::{Permission, Role};

/// What an account page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountView {
    /// Id.
    pub id: AccountId,
    /// What is typed to sign in.
    pub login: String,
    /// The holder.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// District or village it is bound to.
    pub scope: Option<RegionCode>,
    /// The person behind an owner's account.
    pub person: Option<PersonId>,
    /// Whether it may sign in.
    pub open: bool,
    /// Whether a second factor is set up.
    pub second_factor: bool,
    /// Language of its pages.
    pub language: Lang,
}

/// An account of staff to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What will be typed to sign in.
    pub login: String,
    /// The holder.
    pub name: String,
    /// In which role.
    pub role: Role,
    /// District or village it is bound to.
    pub scope: Option<RegionCode>,
    /// Language of its pages.
    pub language: Lang,
}

/// An account that was made, and the code with which its holder chooses a password.
#[derive(Debug, Clone)]
pub struct Made {
    /// The account.
    pub account: AccountId,
    /// To be handed over; shown once.
    pub code: String,
}

/// Who may manage accounts of a role.
pub(super) fn must_manage(actor: &Actor, role: Role) -> Result<()> {
    match role {
        Role::Owner => actor.must(Permission::ManageOwnerAccounts),
        _ => actor.must(Permission::ManageAccounts),
    }
}

pub(super) async fn of_regency(
    session: &mut Session,
    actor: &Actor,
    id: AccountId,
) -> Result<Account> {
    let account = kept::find(session, id)
        .await?
        .filter(|account| account.regency == actor.regency)
        .ok_or(Error::NotFound("account"))?;
    match account.person {
        Some(person) if !reaches(session, actor, person).await? => Err(Error::NotFound("account")),
        _ => Ok(account),
    }
}

/// Whether a person has a business where the actor works.
pub(super) async fn reaches(
    session: &mut Session,
    actor: &Actor,
    person: PersonId,
) -> Result<bool> {
    if actor.scope.is_none() {
        return Ok(true);
    }
    let own = business::of_owner(session, &actor.regency, person).await?;
    Ok(own.iter().any(|business| actor.covers(&business.region)))
}

/// Makes the first admin of a hall that has none. For the command line.
pub async fn first_admin(hall: &Hall, login: &str, name: &str, new: &str) -> Result<AccountId> {
    let actor = Actor::system(&hall.settings().regency);
    let login = checked_login(login)?;
    let name = checked_name(name)?;
    check_strength(new, &login, Role::Admin)?;
    let hash = password::hash(hall, new).await?;
    let mut tx = hall.db().write().await?;
    if kept::count(&mut tx, &actor.regency, Role::Admin.id()).await? > 0 {
        return Err(PeopleError::AdminExists.into());
    }
    let mut account = blank(hall, &actor, login, name, Role::Admin);
    account.password_hash = Some(hash);
    insert(hall, &mut tx, &actor, &account).await?;
    tx.commit().await?;
    Ok(account.id)
}

/// Makes an account of staff. The holder chooses the password with the code.
pub async fn create(hall: &Hall, actor: &Actor, new: &NewAccount) -> Result<Made> {
    must_manage(actor, new.role)?;
    match new.role {
        Role::Public => return Err(PeopleError::RoleWithoutAccount.into()),
        Role::Owner => return Err(PeopleError::OwnerWithoutPerson.into()),
        _ => {}
    }
    let mut account = blank(
        hall,
        actor,
        checked_login(&new.login)?,
        checked_name(&new.name)?,
        new.role,
    );
    account.scope = checked_scope(actor, new)?;
    account.language = new.language.to_string();
    make(hall, actor, &account).await
}

/// Makes the account of a business' owner, who signs in with the phone number.
pub async fn create_for_owner(
    hall: &Hall,
    actor: &Actor,
    business: BusinessId,
    phone: &PhoneNumber,
) -> Result<Made> {
    actor.must(Permission::ManageOwnerAccounts)?;
    let mut session = hall.db().read().await?;
    let found = business::find(&mut session, &actor.regency, business).await?;
    let owner = found
        .filter(|business| actor.covers(&business.region))
        .and_then(|business| business.owner)
        .ok_or(Error::NotFound("owner"))?;
    let person = person::find(&mut session, owner)
        .await?
        .filter(|person| person.erased_at.is_none());
    let person = person.ok_or(Error::NotFound("owner"))?;
    if kept::by_person(&mut session, &actor.regency, owner)
        .await?
        .is_some()
    {
        return Err(PeopleError::HasAccount.into());
    }
    drop(session);
    let name = checked_name(person.name.as_deref().unwrap_or_default())?;
    let mut account = blank(hall, actor, phone.to_string(), name, Role::Owner);
    account.person = Some(owner);
    make(hall, actor, &account).await
}

async fn make(hall: &Hall, actor: &Actor, account: &Account) -> Result<Made> {
    let mut tx = hall.db().write().await?;
    kept_insert(&mut tx, account).await?;
    let code = codes::issue_in(hall, &mut tx, actor, account).await?;
    record_made(hall, &mut tx, actor, account).await?;
    tx.commit().await?;
    Ok(Made {
        account: account.id,
        code,
    })
}

async fn insert(hall: &Hall, tx: &mut Tx, actor: &Actor, account: &Account) -> Result<()> {
    kept_insert(tx, account).await?;
    record_made(hall, tx, actor, account).await
}

async fn kept_insert(tx: &mut Tx, account: &Account) -> Result<()> {
    match kept::insert(tx, account).await {
        Err(error) if error.is_duplicate() => Err(PeopleError::LoginTaken {
            login: account.login.clone(),
        }
        .into()),
        other => Ok(other?),
    }
}

async fn record_made(hall: &Hall, tx: &mut Tx, actor: &Actor, account: &Account) -> Result<()> {
    let (subject, detail) = (
        format!("account:{}", account.id),
        json!({ "role": account.role }),
    );
    audit::record(hall, tx, actor, "account.made", &subject, detail).await
}

fn blank(hall: &Hall, actor: &Actor, login: String, name: String, role: Role) -> Account {
    let now = hall.clock().now();
    Account {
        id: hall.new_id(),
        regency: actor.regency.clone(),
        login,
        name,
        role: role.id().to_owned(),
        password_hash: None,
        state: "active".to_owned(),
        language: Lang::Id.to_string(),
        scope: None,
        person: None,
        totp_sealed: None,
        totp_confirmed_at: None,
        totp_last_step: None,
        created_at: now,
        created_by: actor.account,
        changed_at: now,
    }
}

/// Those who work with businesses can be bound to a place. Heads, gallery and admins work for the whole regency.
fn checked_scope(actor: &Actor, new: &NewAccount) -> Result<Option<String>> {
    let Some(scope) = new.scope else {
        return Ok(None);
    };
    if !matches!(new.role, Role::Enumerator | Role::Mentor | Role::Officer) {
        return Err(PeopleError::ScopeOfRole.into());
    }
    if scope.level() < RegionLevel::District || !scope.as_str().starts_with(&actor.regency) {
        return Err(PeopleError::ScopeElsewhere {
            region: scope.to_string(),
        }
        .into());
    }
    Ok(Some(scope.to_string()))
}

fn checked_login(typed: &str) -> Result<String> {
    let login = normal_login(typed);
    let length = login.chars().count();
    let plain = login
        .chars()
        .all(|sign| sign.is_alphanumeric() || "@.+_-".contains(sign));
    if plain && (3..=60).contains(&length) {
        Ok(login)
    } else {
        Err(PeopleError::LoginMalformed.into())
    }
}

fn checked_name(typed: &str) -> Result<String> {
    let name: String = typed
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(120)
        .collect();
    if name.is_empty() {
        Err(PeopleError::NameEmpty.into())
    } else {
        Ok(name)
    }
}

/// One account.
pub async fn find(hall: &Hall, actor: &Actor, id: AccountId) -> Result<AccountView> {
    let mut session = hall.db().read().await?;
    let account = of_regency(&mut session, actor, id).await?;
    let view = view(&account)?;
    if actor.account != Some(id) {
        must_manage(actor, view.role)?;
    }
    Ok(view)
}

/// Accounts by role and name. Without the right to manage staff, only owners' accounts are shown.
pub async fn list(
    hall: &Hall,
    actor: &Actor,
    role: Option<Role>,
    after: Option<AccountId>,
    limit: u32,
) -> Result<Vec<AccountView>> {
    let role = if actor.may(Permission::ManageAccounts) {
        role
    } else {
        Some(Role::Owner)
    };
    must_manage(actor, role.unwrap_or(Role::Admin))?;
    let mut session = hall.db().read().await?;
    let accounts = kept::list(
        &mut session,
        &actor.regency,
        role.map(Role::id),
        actor.scope.map(|scope| scope.to_string()).as_deref(),
        after,
        limit.min(200),
    )
    .await?;
    accounts.iter().map(view).collect()
}

/// Opens or shuts an account. Shutting signs all its devices out.
pub async fn set_open(hall: &Hall, actor: &Actor, id: AccountId, open: bool) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let mut account = of_regency(&mut tx, actor, id).await?;
    let role = sessions::role_of(&account)?;
    must_manage(actor, role)?;
    if !open {
        if role == Role::Admin && kept::count(&mut tx, &actor.regency, Role::Admin.id()).await? <= 1
        {
            return Err(PeopleError::LastAdmin.into());
        }
        // Whoever is in their care would be in nobody's: that is handed over first.
        let today = hall.clock().today();
        let (open, ..) = engagement::counts(&mut tx, &actor.regency, Some(id), today).await?;
        if open > 0 {
            return Err(MentoringError::OpenCases { n: open }.into());
        }
        login_session::end_all(&mut tx, id, None).await?;
    }
    let state = if open { "active" } else { "disabled" };
    state.clone_into(&mut account.state);
    account.changed_at = hall.clock().now();
    kept::update(&mut tx, &account).await?;
    let action = if open {
        "account.opened"
    } else {
        "account.shut"
    };
    audit::record(
        hall,
        &mut tx,
        actor,
        action,
        &format!("account:{id}"),
        json!({}),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Chooses the language of one's own pages.
pub async fn set_language(hall: &Hall, token: &str, language: Lang) -> Result<()> {
    let mut tx = hall.db().write().await?;
    let (_, mut account) = sessions::holder(hall, &mut tx, token).await?;
    account.language = language.to_string();
    account.changed_at = hall.clock().now();
    kept::update(&mut tx, &account).await?;
    Ok(tx.commit().await?)
}

fn view(account: &Account) -> Result<AccountView> {
    Ok(AccountView {
        id: account.id,
        login: account.login.clone(),
        name: account.name.clone(),
        role: sessions::role_of(account)?,
        scope: account
            .scope
            .as_deref()
            .and_then(|scope| scope.parse().ok()),
        person: account.person,
        open: account.state != "disabled",
        second_factor: account.totp_confirmed_at.is_some(),
        language: account.language.parse().unwrap_or_default(),
    })
}
