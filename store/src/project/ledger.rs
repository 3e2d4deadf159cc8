//! What was promised and paid from the lines of a budget. Sums stand on the line and move in the same statement that
//! checks them, so that two people who promise the last rupiah at once cannot both succeed.

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, BudgetLineId, CommitmentId, PaymentId, ProcurementId};

use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// Money promised, in rupiah.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// Id.
    pub id: CommitmentId,
    /// From which line.
    pub line: BudgetLineId,
    /// What was bought by it.
    pub procurement: Option<ProcurementId>,
    /// For what.
    pub what: String,
    /// To whom.
    pub partner: String,
    /// How much.
    pub amount: i64,
    /// How much of it was paid.
    pub paid: i64,
    /// When it was signed.
    pub signed_on: NaiveDate,
    /// When the work is to be done.
    pub ends_on: Option<NaiveDate>,
    /// When it ended below its amount.
    pub released_at: Option<DateTime<Utc>>,
}

/// Money paid, in rupiah.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Id.
    pub id: PaymentId,
    /// On which commitment.
    pub commitment: CommitmentId,
    /// How much.
    pub amount: i64,
    /// When.
    pub paid_on: NaiveDate,
    /// Number of the payment order (SP2D).
    pub paper: String,
}

const COLUMNS: &str =
    "id, line_id, procurement_id, what, partner, amount, paid, signed_on, ends_on, released_at";

/// Promises money if the line still has it; false if not.
pub async fn commit(
    tx: &mut Tx,
    regency: &str,
    one: &Commitment,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE budget_line SET committed = committed + $1 WHERE regency = $2 AND id = $3 AND committed + $1 <= ceiling",
    );
    let taken = tx
        .execute(query.bind(one.amount).bind(regency).bind(one.line))
        .await?;
    if taken != 1 {
        return Ok(false);
    }
    let query = sql(
        "INSERT INTO budget_commitment (id, regency, line_id, procurement_id, what, partner, amount, paid, signed_on, \
         ends_on, account_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11)",
    );
    tx.execute(
        query
            .bind(one.id)
            .bind(regency)
            .bind(one.line)
            .bind(one.procurement)
            .bind(&one.what)
            .bind(&one.partner)
            .bind(one.amount)
            .bind(one.signed_on)
            .bind(one.ends_on)
            .bind(account)
            .bind(now),
    )
    .await?;
    Ok(true)
}

/// Pays if the commitment still has it; false if not.
pub async fn pay(
    tx: &mut Tx,
    regency: &str,
    one: &Payment,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql("UPDATE budget_commitment SET paid = paid + $1 \
         WHERE regency = $2 AND id = $3 AND released_at IS NULL AND paid + $1 <= amount RETURNING line_id");
    let row = tx
        .optional(query.bind(one.amount).bind(regency).bind(one.commitment))
        .await?;
    let Some(row) = row else { return Ok(false) };
    let line: BudgetLineId = row.id(0)?;
    let query = sql("UPDATE budget_line SET paid = paid + $1 WHERE regency = $2 AND id = $3");
    tx.execute(query.bind(one.amount).bind(regency).bind(line))
        .await?;
    let query = sql(
        "INSERT INTO budget_payment (id, regency, commitment_id, line_id, amount, paid_on, paper, account_id, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    tx.execute(
        query
            .bind(one.id)
            .bind(regency)
            .bind(one.commitment)
            .bind(line)
            .bind(one.amount)
            .bind(one.paid_on)
            .bind(&one.paper)
            .bind(account)
            .bind(now),
    )
    .await?;
    Ok(true)
}

/// Ends a commitment; what was not paid goes back to the line. Gives how much, none if it is not open.
pub async fn release(
    tx: &mut Tx,
    regency: &str,
    id: CommitmentId,
    now: DateTime<Utc>,
) -> StoreResult<Option<i64>> {
    let query = sql("UPDATE budget_commitment SET released_at = $1 \
         WHERE regency = $2 AND id = $3 AND released_at IS NULL RETURNING line_id, amount - paid");
    let row = tx.optional(query.bind(now).bind(regency).bind(id)).await?;
    let Some(row) = row else { return Ok(None) };
    let (line, rest): (BudgetLineId, i64) = (row.id(0)?, row.get(1)?);
    let query =
        sql("UPDATE budget_line SET committed = committed - $1 WHERE regency = $2 AND id = $3");
    tx.execute(query.bind(rest).bind(regency).bind(line))
        .await?;
    Ok(Some(rest))
}

/// By id.
pub async fn find(
    session: &mut Session,
    regency: &str,
    id: CommitmentId,
) -> StoreResult<Option<Commitment>> {
    let query = sql(format!(
        "SELECT {COLUMNS} FROM budget_commitment WHERE regency = $1 AND id = $2"
    ));
    let row = session.optional(query.bind(regency).bind(id)).await?;
    row.as_ref().map(read).transpose()
}

/// The commitments of a year by the day they were signed; never more than `limit`.
pub async fn of_year(
    session: &mut Session,
    regency: &str,
    year: i64,
    limit: u32,
) -> StoreResult<Vec<Commitment>> {
    let names: Vec<String> = COLUMNS
        .split(", ")
        .map(|name| format!("c.{name}"))
        .collect();
    let query = sql(format!(
        "SELECT {} FROM budget_commitment c JOIN budget_line l ON l.id = c.line_id \
         WHERE c.regency = $1 AND l.year = $2 ORDER BY c.signed_on, c.id LIMIT $3",
        names.join(", ")
    ));
    let rows = session
        .all(query.bind(regency).bind(year).bind(limit))
        .await?;
    rows.iter().map(read).collect()
}

/// What was paid in each month of a year, 1 to 12.
pub async fn paid_by_month(
    session: &mut Session,
    regency: &str,
    year: i64,
) -> StoreResult<[i64; 12]> {
    // A date's month stands at its sixth and seventh sign.
    let query = sql(
        "SELECT SUBSTR(p.paid_on, 6, 2), CAST(SUM(p.amount) AS BIGINT) FROM budget_payment p \
         JOIN budget_line l ON l.id = p.line_id WHERE p.regency = $1 AND l.year = $2 GROUP BY SUBSTR(p.paid_on, 6, 2)",
    );
    let rows = session.all(query.bind(regency).bind(year)).await?;
    let mut months = [0; 12];
    for row in &rows {
        let month: usize = row.get::<String>(0)?.parse().unwrap_or(0);
        if let Some(cell) = month.checked_sub(1).and_then(|at| months.get_mut(at)) {
            *cell += row.get::<i64>(1)?;
        }
    }
    Ok(months)
}

fn read(row: &Row) -> StoreResult<Commitment> {
    Ok(Commitment {
        id: row.id(0)?,
        line: row.id(1)?,
        procurement: row.id_or_none(2)?,
        what: row.get(3)?,
        partner: row.get(4)?,
        amount: row.get(5)?,
        paid: row.get(6)?,
        signed_on: row.parse(7)?,
        ends_on: row.parse_or_none(8)?,
        released_at: row.moment_or_none(9)?,
    })
}
