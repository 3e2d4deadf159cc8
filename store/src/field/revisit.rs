//! Second visits that were drawn.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, AnswerId, RevisitId, RoundId};

use crate::error::StoreResult;
use crate::query::{Row, Value, sql};
use crate::session::{Session, Tx};

/// A second visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revisit {
    /// Id.
    pub id: RevisitId,
    /// Where.
    pub regency: String,
    /// Of which round.
    pub round: RoundId,
    /// The set that is held against a second one.
    pub answer: AnswerId,
    /// Who goes.
    pub account: Option<AccountId>,
    /// The seed of the draw.
    pub seed: String,
    /// When it was drawn.
    pub drawn_at: DateTime<Utc>,
    /// The set of the second visit.
    pub second: Option<AnswerId>,
    /// Questions that both answer.
    pub compared: Option<i64>,
    /// Of these, answered alike.
    pub agreed: Option<i64>,
}

const SELECT: &str = "SELECT id, regency, round_id, answer_id, account_id, seed, drawn_at, second_id, compared, agreed FROM field_revisit";

/// Writes second visits; one that was drawn before stays.
pub async fn insert_many(tx: &mut Tx, revisits: Vec<Revisit>) -> StoreResult<u64> {
    let rows: Vec<Vec<Value>> = revisits
        .into_iter()
        .map(|one| {
            vec![
                one.id.into(),
                one.regency.into(),
                one.round.into(),
                one.answer.into(),
                one.account.into(),
                one.seed.into(),
                one.drawn_at.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "field_revisit",
        &[
            "id",
            "regency",
            "round_id",
            "answer_id",
            "account_id",
            "seed",
            "drawn_at",
        ],
        rows,
        "ON CONFLICT (round_id, answer_id) DO NOTHING",
    )
    .await
}

/// The second visits of a round.
pub async fn of_round(
    session: &mut Session,
    regency: &str,
    round: RoundId,
) -> StoreResult<Vec<Revisit>> {
    let query = sql(format!(
        "{SELECT} WHERE regency = $1 AND round_id = $2 ORDER BY drawn_at, id LIMIT 2000"
    ));
    let rows = session.all(query.bind(regency).bind(round)).await?;
    rows.iter().map(read).collect()
}

/// Second visits that somebody still has to make.
pub async fn of_account(
    session: &mut Session,
    regency: &str,
    account: AccountId,
) -> StoreResult<Vec<Revisit>> {
    let query = sql(format!(
        "{SELECT} WHERE regency = $1 AND account_id = $2 AND second_id IS NULL ORDER BY id LIMIT 500"
    ));
    let rows = session.all(query.bind(regency).bind(account)).await?;
    rows.iter().map(read).collect()
}

/// One second visit.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: RevisitId,
) -> StoreResult<Option<Revisit>> {
    let query = sql(format!("{SELECT} WHERE regency = $1 AND id = $2"));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// Notes what came of a second visit.
pub async fn made(
    tx: &mut Tx,
    regency: &str,
    id: RevisitId,
    second: AnswerId,
    (compared, agreed): (i64, i64),
) -> StoreResult<()> {
    let query = sql(
        "UPDATE field_revisit SET second_id = $3, compared = $4, agreed = $5 WHERE regency = $1 AND id = $2",
    );
    tx.execute(
        query
            .bind(regency)
            .bind(id)
            .bind(second)
            .bind(compared)
            .bind(agreed),
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> StoreResult<Revisit> {
    Ok(Revisit {
        id: row.id(0)?,
        regency: row.get(1)?,
        round: row.id(2)?,
        answer: row.id(3)?,
        account: row.id_or_none(4)?,
        seed: row.get(5)?,
        drawn_at: row.moment(6)?,
        second: row.id_or_none(7)?,
        compared: row.get(8)?,
        agreed: row.get(9)?,
    })
}
