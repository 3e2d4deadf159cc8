//! What accounts are told: the inbox, what is on its way out of the hall, and by which way each wants to hear.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, DeliveryId, NoticeId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// Something an account was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Id.
    pub id: NoticeId,
    /// Where.
    pub regency: String,
    /// Whom.
    pub account: AccountId,
    /// Which sort of news, by its word.
    pub kind: String,
    /// What it is about, as JSON.
    pub about: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
}

/// A notice on its way out of the hall.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Id: what makes a repeated sending recognisable.
    pub id: DeliveryId,
    /// Where.
    pub regency: String,
    /// Which notice.
    pub notice: NoticeId,
    /// By which way.
    pub channel: String,
    /// `waiting`, `by_hand`, `sent` or `given_up`.
    pub state: String,
    /// Its number at the service that took it.
    pub outside_id: Option<String>,
    /// Why it could not be sent; no personal data.
    pub failure: Option<String>,
    /// When written.
    pub created_at: DateTime<Utc>,
    /// When sent or given up.
    pub ended_at: Option<DateTime<Utc>>,
}

/// By which way an account wants to hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Whose.
    pub account: AccountId,
    /// By its word.
    pub channel: String,
    /// For e-mail.
    pub email: Option<String>,
    /// From this hour in Jakarta nothing is sent …
    pub quiet_from: i64,
    /// … until this one.
    pub quiet_to: i64,
    /// When chosen.
    pub changed_at: DateTime<Utc>,
}

/// Writes a notice.
pub async fn insert(tx: &mut Tx, notice: &Notice) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO notice (id, regency, account_id, kind, about, created_at, read_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    );
    tx.execute(
        query
            .bind(notice.id)
            .bind(&notice.regency)
            .bind(notice.account)
            .bind(&notice.kind)
            .bind(&notice.about)
            .bind(notice.created_at)
            .bind(notice.read_at),
    )
    .await?;
    Ok(())
}

const NOTICE: &str = "SELECT id, regency, account_id, kind, about, created_at, read_at FROM notice";

/// A notice by id.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: NoticeId,
) -> StoreResult<Option<Notice>> {
    let query = sql(format!("{NOTICE} WHERE regency = $1 AND id = $2"));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The inbox of an account, newest first.
pub async fn inbox(
    session: &mut Session,
    regency: &str,
    account: AccountId,
    limit: u32,
) -> StoreResult<Vec<Notice>> {
    let query = sql(format!(
        "{NOTICE} WHERE regency = $1 AND account_id = $2 ORDER BY created_at DESC, id DESC LIMIT $3"
    ));
    let rows = session
        .all(query.bind(regency).bind(account).bind(limit))
        .await?;
    rows.iter().map(read).collect()
}

/// How many notices an account has not read.
pub async fn unread(session: &mut Session, regency: &str, account: AccountId) -> StoreResult<i64> {
    let query = sql(
        "SELECT COUNT(*) FROM notice WHERE regency = $1 AND account_id = $2 AND read_at IS NULL",
    );
    session.one(query.bind(regency).bind(account)).await?.get(0)
}

/// Notes that an account has read everything.
pub async fn read_all(
    tx: &mut Tx,
    regency: &str,
    account: AccountId,
    now: DateTime<Utc>,
) -> StoreResult<u64> {
    let query = sql(
        "UPDATE notice SET read_at = $3 WHERE regency = $1 AND account_id = $2 AND read_at IS NULL",
    );
    tx.execute(query.bind(regency).bind(account).bind(now))
        .await
}

/// Writes a delivery.
pub async fn insert_delivery(tx: &mut Tx, delivery: &Delivery) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO delivery (id, regency, notice_id, channel, state, outside_id, failure, created_at, ended_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    tx.execute(
        query
            .bind(delivery.id)
            .bind(&delivery.regency)
            .bind(delivery.notice)
            .bind(&delivery.channel)
            .bind(&delivery.state)
            .bind(delivery.outside_id.clone())
            .bind(delivery.failure.clone())
            .bind(delivery.created_at)
            .bind(delivery.ended_at),
    )
    .await?;
    Ok(())
}

/// Writes how a delivery ended.
pub async fn end_delivery(tx: &mut Tx, delivery: &Delivery) -> StoreResult<()> {
    let query = sql(
        "UPDATE delivery SET state = $3, outside_id = $4, failure = $5, ended_at = $6 WHERE regency = $1 AND id = $2",
    );
    tx.execute(
        query
            .bind(&delivery.regency)
            .bind(delivery.id)
            .bind(&delivery.state)
            .bind(delivery.outside_id.clone())
            .bind(delivery.failure.clone())
            .bind(delivery.ended_at),
    )
    .await?;
    Ok(())
}

/// A delivery by id.
pub async fn find_delivery(
    session: &mut Session,
    regency: &str,
    id: DeliveryId,
) -> StoreResult<Option<Delivery>> {
    let query = sql(
        "SELECT id, regency, notice_id, channel, state, outside_id, failure, created_at, ended_at FROM delivery \
         WHERE regency = $1 AND id = $2",
    );
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read_delivery).transpose()
}

/// The deliveries of a notice.
pub async fn deliveries(
    session: &mut Session,
    regency: &str,
    notice: NoticeId,
) -> StoreResult<Vec<Delivery>> {
    let query = sql(
        "SELECT id, regency, notice_id, channel, state, outside_id, failure, created_at, ended_at FROM delivery \
         WHERE regency = $1 AND notice_id = $2 ORDER BY created_at, id",
    );
    let rows = session.all(query.bind(regency).bind(notice)).await?;
    rows.iter().map(read_delivery).collect()
}

/// A message that somebody of the office is to send: its delivery, its notice, and who is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByHand {
    /// The delivery.
    pub delivery: DeliveryId,
    /// The notice.
    pub notice: Notice,
}

/// Messages to be sent by hand, oldest first; where a place is named, to owners of businesses in it.
pub async fn by_hand(
    session: &mut Session,
    regency: &str,
    place: Option<&str>,
    limit: u32,
) -> StoreResult<Vec<ByHand>> {
    let mut query = sql(
        "SELECT n.id, n.regency, n.account_id, n.kind, n.about, n.created_at, n.read_at, d.id FROM delivery d \
         JOIN notice n ON n.regency = d.regency AND n.id = d.notice_id WHERE d.state = 'by_hand' AND d.regency = ",
    );
    query.push_bind(regency);
    if let Some(place) = place {
        query
            .push(
                " AND EXISTS (SELECT 1 FROM account a JOIN business b ON b.regency = a.regency \
                 AND b.owner_id = a.person_id WHERE a.id = n.account_id AND ",
            )
            .push_under("b.region", place)
            .push(")");
    }
    query
        .push(" ORDER BY d.created_at, d.id LIMIT ")
        .push_bind(limit);
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| {
            Ok(ByHand {
                notice: read(row)?,
                delivery: row.id(7)?,
            })
        })
        .collect()
}

/// Writes by which way an account wants to hear.
pub async fn choose(tx: &mut Tx, choice: &Choice) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO notify_choice (account_id, channel, email, quiet_from, quiet_to, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (account_id) DO UPDATE SET channel = excluded.channel, \
         email = excluded.email, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, \
         changed_at = excluded.changed_at",
    );
    tx.execute(
        query
            .bind(choice.account)
            .bind(&choice.channel)
            .bind(choice.email.clone())
            .bind(choice.quiet_from)
            .bind(choice.quiet_to)
            .bind(choice.changed_at),
    )
    .await?;
    Ok(())
}

/// By which way an account wants to hear, if it has chosen.
pub async fn choice(session: &mut Session, account: AccountId) -> StoreResult<Option<Choice>> {
    let query = sql(
        "SELECT account_id, channel, email, quiet_from, quiet_to, changed_at FROM notify_choice WHERE account_id = $1",
    );
    let row = session.optional(query.bind(account)).await?;
    row.map(|row| {
        Ok(Choice {
            account: row.id(0)?,
            channel: row.get(1)?,
            email: row.get(2)?,
            quiet_from: row.get(3)?,
            quiet_to: row.get(4)?,
            changed_at: row.moment(5)?,
        })
    })
    .transpose()
}

/// Forgets what an account was told and how to reach it.
pub async fn erase(tx: &mut Tx, regency: &str, account: AccountId) -> StoreResult<()> {
    tx.execute(
        sql("DELETE FROM delivery WHERE regency = $1 AND notice_id IN (SELECT id FROM notice WHERE regency = $1 \
             AND account_id = $2)")
        .bind(regency)
        .bind(account),
    )
    .await?;
    tx.execute(
        sql("DELETE FROM notice WHERE regency = $1 AND account_id = $2")
            .bind(regency)
            .bind(account),
    )
    .await?;
    tx.execute(sql("DELETE FROM notify_choice WHERE account_id = $1").bind(account))
        .await?;
    Ok(())
}

fn read(row: &Row) -> StoreResult<Notice> {
    Ok(Notice {
        id: row.id(0)?,
        regency: row.get(1)?,
        account: row.id(2)?,
        kind: row.get(3)?,
        about: row.get(4)?,
        created_at: row.moment(5)?,
        read_at: row.moment_or_none(6)?,
    })
}

fn read_delivery(row: &Row) -> StoreResult<Delivery> {
    Ok(Delivery {
        id: row.id(0)?,
        regency: row.get(1)?,
        notice: row.id(2)?,
        channel: row.get(3)?,
        state: row.get(4)?,
        outside_id: row.get(5)?,
        failure: row.get(6)?,
        created_at: row.moment(7)?,
        ended_at: row.moment_or_none(8)?,
    })
}
