//! Accounts: who may sign in.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, PersonId};

use crate::error::{StoreError, StoreResult};
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// An account as it is kept.
#[derive(Debug, Clone)]
pub struct Account {
    /// Id.
    pub id: AccountId,
    /// Where it belongs.
    pub regency: String,
    /// What is typed to sign in: a phone number in E.164, an e-mail address or a name; lower case.
    pub login: String,
    /// What pages call the holder.
    pub name: String,
    /// Role, by its word.
    pub role: String,
    /// Argon2id in PHC form; none until a password has been chosen.
    pub password_hash: Option<String>,
    /// `active`, `must_change` or `disabled`.
    pub state: String,
    /// `id` or `en`.
    pub language: String,
    /// District or village whose cases are this account's own, if it is bound to one.
    pub scope: Option<String>,
    /// The owner behind, for owners' accounts.
    pub person: Option<PersonId>,
    /// Sealed secret of the second factor.
    pub totp_sealed: Option<Vec<u8>>,
    /// When the second factor was first shown to work; before that it does not count.
    pub totp_confirmed_at: Option<DateTime<Utc>>,
    /// Last time step that was accepted: a code works once.
    pub totp_last_step: Option<i64>,
    /// When made.
    pub created_at: DateTime<Utc>,
    /// By whom; none for the first admin.
    pub created_by: Option<AccountId>,
    /// When last changed.
    pub changed_at: DateTime<Utc>,
}

const COLUMNS: &str = "id, regency, login, name, role, password_hash, state, language, scope, person_id, \
                       totp_sealed, totp_confirmed_at, totp_last_step, created_at, created_by, changed_at";

/// Writes a new account. A login that is taken is a duplicate (see [`StoreError::is_duplicate`]).
pub async fn insert(tx: &mut Tx, account: &Account) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO account ({COLUMNS}) VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)"
    ));
    tx.execute(
        query
            .bind(account.id)
            .bind(&account.regency)
            .bind(&account.login)
            .bind(&account.name)
            .bind(&account.role)
            .bind(account.password_hash.clone())
            .bind(&account.state)
            .bind(&account.language)
            .bind(account.scope.clone())
            .bind(account.person)
            .bind(account.totp_sealed.clone())
            .bind(account.totp_confirmed_at)
            .bind(account.totp_last_step)
            .bind(account.created_at)
            .bind(account.created_by)
            .bind(account.changed_at),
    )
    .await?;
    Ok(())
}

/// Writes everything that may change back.
pub async fn update(tx: &mut Tx, account: &Account) -> StoreResult<()> {
    let touched = tx
        .execute(
            sql("UPDATE account SET login = $2, name = $3, role = $4, password_hash = $5, state = $6, language = $7, \
                 scope = $8, person_id = $9, totp_sealed = $10, totp_confirmed_at = $11, totp_last_step = $12, \
                 changed_at = $13 WHERE id = $1")
            .bind(account.id)
            .bind(&account.login)
            .bind(&account.name)
            .bind(&account.role)
            .bind(account.password_hash.clone())
            .bind(&account.state)
            .bind(&account.language)
            .bind(account.scope.clone())
            .bind(account.person)
            .bind(account.totp_sealed.clone())
            .bind(account.totp_confirmed_at)
            .bind(account.totp_last_step)
            .bind(account.changed_at),
        )
        .await?;
    if touched == 0 {
        Err(StoreError::Missing { what: "account" })
    } else {
        Ok(())
    }
}

/// Notes that a time step's code has been used. False if it, or a later one, was used before: a code works once,
/// also when two requests race.
pub async fn use_totp_step(tx: &mut Tx, id: AccountId, step: i64) -> StoreResult<bool> {
    let query = sql("UPDATE account SET totp_last_step = $2 \
                     WHERE id = $1 AND (totp_last_step IS NULL OR totp_last_step < $2)");
    Ok(tx.execute(query.bind(id).bind(step)).await? > 0)
}

/// By its id.
pub async fn find(session: &mut Session, id: AccountId) -> StoreResult<Option<Account>> {
    let query = sql(format!("SELECT {COLUMNS} FROM account WHERE id = $1")).bind(id);
    session
        .optional(query)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Many by id, in no order.
pub async fn find_many(session: &mut Session, ids: &[AccountId]) -> StoreResult<Vec<Account>> {
    let mut query = sql(format!("SELECT {COLUMNS} FROM account WHERE id IN "));
    query.push_list(ids.iter().copied());
    session.all(query).await?.iter().map(read).collect()
}

/// By what is typed to sign in, in its normal form.
pub async fn by_login(session: &mut Session, login: &str) -> StoreResult<Option<Account>> {
    let query = sql(format!("SELECT {COLUMNS} FROM account WHERE login = $1")).bind(login);
    session
        .optional(query)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// The owner's account of a person, if there is one.
pub async fn by_person(
    session: &mut Session,
    regency: &str,
    person: PersonId,
) -> StoreResult<Option<Account>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM account WHERE regency = $1 AND person_id = $2"
    ));
    session
        .optional(query.bind(regency).bind(person))
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Accounts of a regency by role and name; `after` is the id of the last one seen. `within` leaves only those of owners
/// who have a business in that district or village.
pub async fn list(
    session: &mut Session,
    regency: &str,
    role: Option<&str>,
    within: Option<&str>,
    after: Option<AccountId>,
    limit: u32,
) -> StoreResult<Vec<Account>> {
    let mut query = sql(format!("SELECT {COLUMNS} FROM account WHERE regency = "));
    query.push_bind(regency);
    if let Some(role) = role {
        query.push(" AND role = ").push_bind(role);
    }
    if let Some(within) = within {
        query
            .push(" AND person_id IN (SELECT owner_id FROM business WHERE regency = ")
            .push_bind(regency);
        query
            .push(" AND region LIKE ")
            .push_bind(format!("{within}%"));
        query.push(")");
    }
    if let Some(after) = after {
        query
            .push(" AND (role, name, id) > (SELECT role, name, id FROM account WHERE id = ")
            .push_bind(after);
        query.push(")");
    }
    query
        .push(" ORDER BY role, name, id LIMIT ")
        .push_bind(limit);
    session.all(query).await?.iter().map(read).collect()
}

/// Names of some accounts, for pages that say who did something.
pub async fn names(
    session: &mut Session,
    ids: &[AccountId],
) -> StoreResult<HashMap<AccountId, String>> {
    let mut names = HashMap::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let mut query = sql("SELECT id, name FROM account WHERE id IN ");
        query.push_list(some.iter().copied());
        for row in &session.all(query).await? {
            names.insert(row.id(0)?, row.get(1)?);
        }
    }
    Ok(names)
}

/// How many accounts have the role.
pub async fn count(session: &mut Session, regency: &str, role: &str) -> StoreResult<i64> {
    let query = sql(
        "SELECT COUNT(*) FROM account WHERE regency = $1 AND role = $2 AND state <> 'disabled'",
    );
    session.one(query.bind(regency).bind(role)).await?.get(0)
}

/// Takes the personal columns out of an account whose holder is erased, and shuts it.
pub async fn erase(
    tx: &mut Tx,
    regency: &str,
    person: PersonId,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let prefix = "erased:";
    let query = match tx.engine() {
        crate::Engine::Sqlite => "lower(hex(id))",
        crate::Engine::Postgres => "id::text",
    };
    let query = sql(format!(
        "UPDATE account SET login = $3 || {query}, name = '', password_hash = NULL, state = 'disabled', \
         totp_sealed = NULL, changed_at = $4 WHERE regency = $1 AND person_id = $2"
    ));
    tx.execute(query.bind(regency).bind(person).bind(prefix).bind(now))
        .await
}

fn read(row: &Row) -> StoreResult<Account> {
    Ok(Account {
        id: row.id(0)?,
        regency: row.get(1)?,
        login: row.get(2)?,
        name: row.get(3)?,
        role: row.get(4)?,
        password_hash: row.get(5)?,
        state: row.get(6)?,
        language: row.get(7)?,
        scope: row.get(8)?,
        person: row.id_or_none(9)?,
        totp_sealed: row.get(10)?,
        totp_confirmed_at: row.moment_or_none(11)?,
        totp_last_step: row.get(12)?,
        created_at: row.moment(13)?,
        created_by: row.id_or_none(14)?,
        changed_at: row.moment(15)?,
    })
}
