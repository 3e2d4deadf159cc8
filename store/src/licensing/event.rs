//! What happened to a case, for its owner and its officer to follow.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, BusinessId, CaseId};

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Session, Tx};

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub account: Option<AccountId>,
    /// On whose side: `owner`, `office` or `system`.
    pub side: String,
    /// What, by its word.
    pub event: String,
    /// State before.
    pub from: String,
    /// State after.
    pub to: String,
    /// In words, or the number that came with it.
    pub note: Option<String>,
}

/// Writes an event.
pub async fn insert(tx: &mut Tx, regency: &str, case: CaseId, event: &Event) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO licence_event (regency, case_id, at, account_id, side, event, from_state, to_state, note) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(case)
            .bind(event.at)
            .bind(event.account)
            .bind(&event.side)
            .bind(&event.event)
            .bind(&event.from)
            .bind(&event.to)
            .bind(event.note.clone()),
    )
    .await?;
    Ok(())
}

/// The events of a case, oldest first, the newest 500.
pub async fn of_case(
    session: &mut Session,
    regency: &str,
    case: CaseId,
) -> StoreResult<Vec<Event>> {
    let query = sql(
        "SELECT at, account_id, side, event, from_state, to_state, note FROM licence_event \
         WHERE regency = $1 AND case_id = $2 ORDER BY seq DESC LIMIT 500",
    );
    let rows = session.all(query.bind(regency).bind(case)).await?;
    let mut events: Vec<Event> = rows
        .iter()
        .map(|row| {
            Ok(Event {
                at: row.moment(0)?,
                account: row.id_or_none(1)?,
                side: row.get(2)?,
                event: row.get(3)?,
                from: row.get(4)?,
                to: row.get(5)?,
                note: row.get(6)?,
            })
        })
        .collect::<StoreResult<_>>()?;
    events.reverse();
    Ok(events)
}

/// Takes the words out of the events of some businesses' cases: they may name a person.
pub async fn redact(tx: &mut Tx, regency: &str, businesses: &[BusinessId]) -> StoreResult<()> {
    for some in businesses.chunks(500) {
        let mut query = sql("UPDATE licence_event SET note = NULL WHERE regency = ");
        query
            .push_bind(regency)
            .push(" AND case_id IN (SELECT id FROM licence_case WHERE regency = ")
            .push_bind(regency)
            .push(" AND business_id IN ")
            .push_list(some.iter().copied())
            .push(")");
        tx.execute(query).await?;
    }
    Ok(())
}
