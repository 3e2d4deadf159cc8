//! The audit trail: one append-only chain for each regency. Hashing is the use case's business; here the entries
//! are kept and read in order.

use chrono::{DateTime, Utc};
use vocab::id::AccountId;

use crate::db::Engine;
use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// The newest entry of a chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its number; 0 before the first entry.
    pub seq: i64,
    /// Its hash; empty before the first entry.
    pub hash: Vec<u8>,
}

/// One entry as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Whose chain.
    pub regency: String,
    /// Number in the chain, from 1, without gaps.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none for the system itself and for strangers.
    pub account: Option<AccountId>,
    /// In which role.
    pub role: String,
    /// What was done, such as `facts.stated`.
    pub action: String,
    /// To what, such as `business:0199…`.
    pub subject: String,
    /// More, as a JSON object without personal data.
    pub detail: String,
    /// Hash of the entry before.
    pub previous: Vec<u8>,
    /// Hash of this entry.
    pub hash: Vec<u8>,
}

const COLUMNS: &str = "regency, seq, at, account_id, role, action, subject, detail, previous, hash";

/// Takes the end of the chain and holds it until the transaction ends, so that entries form one line.
///
/// Call it as late in the transaction as possible: on PostgreSQL other writers of the regency wait from here on.
pub async fn hold_head(tx: &mut Tx, regency: &str) -> StoreResult<Head> {
    tx.execute(
        sql("INSERT INTO audit_head (regency, seq, hash) VALUES ($1, 0, $2) ON CONFLICT (regency) DO NOTHING")
            .bind(regency)
            .bind(Vec::<u8>::new()),
    )
    .await?;
    let lock = match tx.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => " FOR UPDATE",
    };
    let row = tx
        .one(
            sql(format!(
                "SELECT seq, hash FROM audit_head WHERE regency = $1{lock}"
            ))
            .bind(regency),
        )
        .await?;
    Ok(Head {
        seq: row.get(0)?,
        hash: row.get(1)?,
    })
}

/// Appends an entry whose `seq`, `previous` and `hash` follow the head held before.
pub async fn append(tx: &mut Tx, entry: &Entry) -> StoreResult<()> {
    tx.execute(
        sql(format!(
            "INSERT INTO audit ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ))
        .bind(&entry.regency)
        .bind(entry.seq)
        .bind(entry.at)
        .bind(entry.account)
        .bind(&entry.role)
        .bind(&entry.action)
        .bind(&entry.subject)
        .bind(&entry.detail)
        .bind(&entry.previous)
        .bind(&entry.hash),
    )
    .await?;
    tx.execute(
        sql("UPDATE audit_head SET seq = $2, hash = $3 WHERE regency = $1")
            .bind(&entry.regency)
            .bind(entry.seq)
            .bind(&entry.hash),
    )
    .await?;
    Ok(())
}

/// The end of the chain as last committed.
pub async fn head(session: &mut Session, regency: &str) -> StoreResult<Option<Head>> {
    let row = session
        .optional(sql("SELECT seq, hash FROM audit_head WHERE regency = $1").bind(regency))
        .await?;
    row.map(|row| {
        Ok(Head {
            seq: row.get(0)?,
            hash: row.get(1)?,
        })
    })
    .transpose()
}

/// Every regency that has a chain.
pub async fn regencies(session: &mut Session) -> StoreResult<Vec<String>> {
    let rows = session
        .all(sql("SELECT regency FROM audit_head ORDER BY regency"))
        .await?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// Entries after number `after`, oldest first.
pub async fn after(
    session: &mut Session,
    regency: &str,
    after: i64,
    limit: u32,
) -> StoreResult<Vec<Entry>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM audit WHERE regency = $1 AND seq > $2 ORDER BY seq LIMIT $3"
    ));
    let rows = session
        .all(query.bind(regency).bind(after).bind(limit))
        .await?;
    rows.iter().map(read).collect()
}

/// Newest entries before number `before` (or the very newest), newest first.
pub async fn newest(
    session: &mut Session,
    regency: &str,
    before: Option<i64>,
    limit: u32,
) -> StoreResult<Vec<Entry>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM audit WHERE regency = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3"
    ));
    let rows = session
        .all(
            query
                .bind(regency)
                .bind(before.unwrap_or(i64::MAX))
                .bind(limit),
        )
        .await?;
    rows.iter().map(read).collect()
}

/// What was done to one subject, newest first.
pub async fn of_subject(
    session: &mut Session,
    regency: &str,
    subject: &str,
    limit: u32,
) -> StoreResult<Vec<Entry>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM audit WHERE regency = $1 AND subject = $2 ORDER BY seq DESC LIMIT $3"
    ));
    let rows = session
        .all(query.bind(regency).bind(subject).bind(limit))
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> StoreResult<Entry> {
    Ok(Entry {
        regency: row.get(0)?,
        seq: row.get(1)?,
        at: row.moment(2)?,
        account: row.id_or_none(3)?,
        role: row.get(4)?,
        action: row.get(5)?,
        subject: row.get(6)?,
        detail: row.get(7)?,
        previous: row.get(8)?,
        hash: row.get(9)?,
    })
}
