//! Proposals of who goes to whom.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, BusinessId, ProposalId};

use crate::error::StoreResult;
use crate::query::{Row, Value, sql};
use crate::session::{Session, Tx};

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Id.
    pub id: ProposalId,
    /// When made.
    pub made_at: DateTime<Utc>,
    /// By whom.
    pub account: Option<AccountId>,
    /// How many businesses were looked at.
    pub seekers: i64,
    /// How many mentors had room.
    pub helpers: i64,
    /// What it costs, in metres.
    pub cost: i64,
    /// No proposal could cost less.
    pub bound: i64,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
}

/// One line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which business.
    pub business: BusinessId,
    /// Which mentor.
    pub mentor: AccountId,
    /// How much it needs one.
    pub need: i64,
    /// The way, in metres.
    pub metres: Option<i64>,
    /// Whether the mentor has the field that is needed.
    pub field: bool,
    /// Whether it lies in the mentor's area.
    pub area: bool,
    /// The mentor that would have been nearer, but is full.
    pub nearer: Option<AccountId>,
    /// `proposed`, `taken` or `refused`.
    pub state: String,
}

/// Writes a proposal; what was open before is closed.
pub async fn insert(
    tx: &mut Tx,
    regency: &str,
    one: &Proposal,
    choices: Vec<Choice>,
) -> StoreResult<()> {
    let close = sql(
        "UPDATE assignment_proposal SET closed_at = $2 WHERE regency = $1 AND closed_at IS NULL",
    );
    tx.execute(close.bind(regency).bind(one.made_at)).await?;
    let query = sql(
        "INSERT INTO assignment_proposal (regency, id, made_at, account_id, seekers, helpers, cost, bound) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(one.id)
            .bind(one.made_at)
            .bind(one.account)
            .bind(one.seekers)
            .bind(one.helpers)
            .bind(one.cost)
            .bind(one.bound),
    )
    .await?;
    let rows: Vec<Vec<Value>> = choices
        .into_iter()
        .map(|choice| {
            vec![
                regency.into(),
                one.id.into(),
                choice.business.into(),
                choice.mentor.into(),
                choice.need.into(),
                choice.metres.into(),
                choice.field.into(),
                choice.area.into(),
                choice.nearer.into(),
                choice.state.into(),
            ]
        })
        .collect();
    let columns = &[
        "regency",
        "proposal_id",
        "business_id",
        "mentor_id",
        "need",
        "metres",
        "field",
        "area",
        "nearer_id",
        "state",
    ];
    tx.insert_many("assignment_choice", columns, rows, "")
        .await?;
    Ok(())
}

/// The open proposal, if there is one.
pub async fn open(session: &mut Session, regency: &str) -> StoreResult<Option<Proposal>> {
    let query = sql(
        "SELECT id, made_at, account_id, seekers, helpers, cost, bound, closed_at FROM assignment_proposal \
         WHERE regency = $1 AND closed_at IS NULL ORDER BY made_at DESC LIMIT 1",
    );
    let row = session.optional(query.bind(regency)).await?;
    row.as_ref()
        .map(|row| {
            Ok(Proposal {
                id: row.id(0)?,
                made_at: row.moment(1)?,
                account: row.id_or_none(2)?,
                seekers: row.get(3)?,
                helpers: row.get(4)?,
                cost: row.get(5)?,
                bound: row.get(6)?,
                closed_at: row.moment_or_none(7)?,
            })
        })
        .transpose()
}

/// Lines still proposed, of one mentor or one business or all, the greatest need first.
pub async fn choices(
    session: &mut Session,
    regency: &str,
    id: ProposalId,
    mentor: Option<AccountId>,
    business: Option<BusinessId>,
    limit: u32,
) -> StoreResult<Vec<Choice>> {
    let mut query = sql(
        "SELECT business_id, mentor_id, need, metres, field, area, nearer_id, state FROM assignment_choice \
         WHERE regency = ",
    );
    query
        .push_bind(regency)
        .push(" AND proposal_id = ")
        .push_bind(id)
        .push(" AND state = 'proposed'");
    if let Some(mentor) = mentor {
        query.push(" AND mentor_id = ").push_bind(mentor);
    }
    if let Some(business) = business {
        query.push(" AND business_id = ").push_bind(business);
    }
    query
        .push(" ORDER BY need DESC, business_id LIMIT ")
        .push_bind(limit);
    let rows = session.all(query).await?;
    rows.iter().map(read).collect()
}

/// How many lines are still proposed for each mentor.
pub async fn by_mentor(
    session: &mut Session,
    regency: &str,
    id: ProposalId,
) -> StoreResult<Vec<(AccountId, i64)>> {
    let query = sql(
        "SELECT mentor_id, COUNT(*) FROM assignment_choice WHERE regency = $1 AND proposal_id = $2 \
         AND state = 'proposed' GROUP BY mentor_id",
    );
    let rows = session.all(query.bind(regency).bind(id)).await?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.get(1)?)))
        .collect()
}

/// Says what became of lines.
pub async fn settle(
    tx: &mut Tx,
    regency: &str,
    id: ProposalId,
    businesses: &[BusinessId],
    state: &str,
) -> StoreResult<()> {
    for some in businesses.chunks(400) {
        let mut query = sql("UPDATE assignment_choice SET state = ");
        query
            .push_bind(state)
            .push(" WHERE regency = ")
            .push_bind(regency)
            .push(" AND proposal_id = ")
            .push_bind(id)
            .push(" AND business_id IN ")
            .push_list(some.iter().copied());
        tx.execute(query).await?;
    }
    Ok(())
}

fn read(row: &Row) -> StoreResult<Choice> {
    Ok(Choice {
        business: row.id(0)?,
        mentor: row.id(1)?,
        need: row.get(2)?,
        metres: row.get(3)?,
        field: row.get(4)?,
        area: row.get(5)?,
        nearer: row.id_or_none(6)?,
        state: row.get(7)?,
    })
}
