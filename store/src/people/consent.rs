//! Consent: explicit and provable (UU 27/2022 art. 22), so each record keeps the wording that was shown.

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vocab::id::{AccountId, PersonId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// One consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// Id.
    pub id: Uuid,
    /// Where.
    pub regency: String,
    /// Who consented.
    pub person: PersonId,
    /// To what, by its word (`listing`, `contact`, …).
    pub purpose: String,
    /// The sentence that was shown or read out.
    pub wording: String,
    /// Through which door it was given.
    pub door: String,
    /// Which account wrote it down.
    pub account: Option<AccountId>,
    /// When given.
    pub given_at: DateTime<Utc>,
    /// When withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

const COLUMNS: &str =
    "id, regency, person_id, purpose, wording, door, account_id, given_at, withdrawn_at";

/// Writes a consent.
pub async fn insert(tx: &mut Tx, consent: &Consent) -> StoreResult<()> {
    let query = sql(format!(
        "INSERT INTO consent ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    ));
    tx.execute(
        query
            .bind(consent.id)
            .bind(&consent.regency)
            .bind(consent.person)
            .bind(&consent.purpose)
            .bind(&consent.wording)
            .bind(&consent.door)
            .bind(consent.account)
            .bind(consent.given_at)
            .bind(consent.withdrawn_at),
    )
    .await?;
    Ok(())
}

/// Withdraws every consent of a person to a purpose. Gives how many stood.
pub async fn withdraw(
    tx: &mut Tx,
    regency: &str,
    person: PersonId,
    purpose: &str,
    at: DateTime<Utc>,
) -> StoreResult<u64> {
    let query = sql("UPDATE consent SET withdrawn_at = $4 \
                     WHERE regency = $1 AND person_id = $2 AND purpose = $3 AND withdrawn_at IS NULL");
    tx.execute(query.bind(regency).bind(person).bind(purpose).bind(at))
        .await
}

/// Empties the wording of an erased person's consents and withdraws them; that they were given stays provable.
pub async fn erase_wording(
    tx: &mut Tx,
    regency: &str,
    person: PersonId,
    at: DateTime<Utc>,
) -> StoreResult<u64> {
    let query = sql(
        "UPDATE consent SET wording = '', withdrawn_at = COALESCE(withdrawn_at, $3) \
                     WHERE regency = $1 AND person_id = $2",
    );
    tx.execute(query.bind(regency).bind(person).bind(at)).await
}

/// All consents of a person, newest first.
pub async fn of_person(
    session: &mut Session,
    regency: &str,
    person: PersonId,
) -> StoreResult<Vec<Consent>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM consent WHERE regency = $1 AND person_id = $2 ORDER BY given_at DESC, id DESC"
    ));
    session
        .all(query.bind(regency).bind(person))
        .await?
        .iter()
        .map(read)
        .collect()
}

fn read(row: &Row) -> StoreResult<Consent> {
    Ok(Consent {
        id: row.get(0)?,
        regency: row.get(1)?,
        person: row.id(2)?,
        purpose: row.get(3)?,
        wording: row.get(4)?,
        door: row.get(5)?,
        account: row.id_or_none(6)?,
        given_at: row.moment(7)?,
        withdrawn_at: row.moment_or_none(8)?,
    })
}
