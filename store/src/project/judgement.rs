//! How much more each judge minds one criterion than another, and what they say beside the figures.

use chrono::{DateTime, Utc};
use vocab::id::AccountId;

use crate::error::StoreResult;
use crate::query::{Value, sql};
use crate::session::{Session, Tx};

/// One comparison by one judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Who.
    pub judge: AccountId,
    /// The criterion whose name sorts first.
    pub first: String,
    /// The other.
    pub second: String,
    /// Steps of Saaty's scale, -8 to 8; above 0 the first is more important.
    pub step: i64,
}

/// Writes comparisons of one judge; a later word about a pair takes the place of the earlier.
pub async fn save(
    tx: &mut Tx,
    regency: &str,
    judge: AccountId,
    pairs: &[(String, String, i64)],
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let rows: Vec<Vec<Value>> = pairs
        .iter()
        .map(|(first, second, step)| {
            vec![
                regency.into(),
                judge.into(),
                first.into(),
                second.into(),
                (*step).into(),
                now.into(),
            ]
        })
        .collect();
    tx.insert_many(
        "site_judgement",
        &["regency", "account_id", "first", "second", "step", "judged_at"],
        rows,
        "ON CONFLICT (regency, account_id, first, second) DO UPDATE SET step = excluded.step, judged_at = excluded.judged_at",
    )
    .await?;
    Ok(())
}

/// All comparisons, judge by judge.
pub async fn all(session: &mut Session, regency: &str) -> StoreResult<Vec<Judgement>> {
    let query = sql(
        "SELECT account_id, first, second, step FROM site_judgement WHERE regency = $1 \
         ORDER BY account_id, first, second",
    );
    let rows = session.all(query.bind(regency)).await?;
    rows.iter()
        .map(|row| {
            Ok(Judgement {
                judge: row.id(0)?,
                first: row.get(1)?,
                second: row.get(2)?,
                step: row.get(3)?,
            })
        })
        .collect()
}

/// Writes what a judge says beside the figures.
pub async fn state(
    tx: &mut Tx,
    regency: &str,
    judge: AccountId,
    text: &str,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO site_opinion (regency, account_id, text, stated_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (regency, account_id) DO UPDATE SET text = excluded.text, stated_at = excluded.stated_at",
    );
    tx.execute(query.bind(regency).bind(judge).bind(text).bind(now))
        .await?;
    Ok(())
}

/// What all judges said.
pub async fn opinions(
    session: &mut Session,
    regency: &str,
) -> StoreResult<Vec<(AccountId, String)>> {
    let query = sql(
        "SELECT account_id, text FROM site_opinion WHERE regency = $1 AND text <> '' ORDER BY stated_at",
    );
    let rows = session.all(query.bind(regency)).await?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.get(1)?)))
        .collect()
}
