//! How many cases there are: counters kept in the transaction that changes a case, so that a queue's head costs a few
//! rows and not a walk over all cases.

use vocab::id::AccountId;

use super::case::Case;
use crate::error::StoreResult;
use crate::query::{Row, sql};
use crate::session::{Session, Tx};

/// One counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// Officer; none for cases that are nobody's.
    pub officer: Option<AccountId>,
    /// State, by its word.
    pub state: String,
    /// Whose turn it is, by its word.
    pub turn: String,
    /// How many.
    pub n: i64,
}

/// Counts a case as it is now, and no more as it was.
pub async fn moved(tx: &mut Tx, before: Option<&Case>, after: &Case) -> StoreResult<()> {
    let key = |case: &Case| {
        (
            case.district.clone(),
            case.officer,
            case.state.clone(),
            case.turn.clone(),
        )
    };
    if before.map(key) == Some(key(after)) {
        return Ok(());
    }
    if let Some(before) = before {
        add(tx, before, -1).await?;
    }
    add(tx, after, 1).await
}

async fn add(tx: &mut Tx, case: &Case, n: i64) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO licence_case_count (regency, district, officer, state, turn, n) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT (regency, district, officer, state, turn) DO UPDATE SET n = licence_case_count.n + excluded.n",
    );
    tx.execute(
        query
            .bind(&case.regency)
            .bind(&case.district)
            .bind(word(case.officer))
            .bind(&case.state)
            .bind(&case.turn)
            .bind(n),
    )
    .await?;
    Ok(())
}

fn word(officer: Option<AccountId>) -> String {
    officer.map(|id| id.to_string()).unwrap_or_default()
}

/// How many cases a place has: the counters of the regency or of a district; for a village its own cases are counted,
/// which are few and lie together in an index.
pub async fn all(
    session: &mut Session,
    regency: &str,
    place: Option<&str>,
) -> StoreResult<Vec<Count>> {
    if let Some(village) = place.filter(|place| place.len() > DISTRICT) {
        return of_village(session, regency, village).await;
    }
    let mut query = sql(
        "SELECT officer, state, turn, CAST(SUM(n) AS BIGINT) FROM licence_case_count WHERE regency = ",
    );
    query.push_bind(regency);
    if let Some(district) = place {
        query.push(" AND district = ").push_bind(district);
    }
    query.push(" GROUP BY officer, state, turn HAVING SUM(n) <> 0 ORDER BY officer, state, turn");
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| {
            let officer: String = row.get(0)?;
            Ok(Count {
                officer: officer.parse().ok(),
                state: row.get(1)?,
                turn: row.get(2)?,
                n: row.get(3)?,
            })
        })
        .collect()
}

/// Letters of a district's code, such as `33.24.09`.
const DISTRICT: usize = 8;

async fn of_village(
    session: &mut Session,
    regency: &str,
    village: &str,
) -> StoreResult<Vec<Count>> {
    let query = sql(
        "SELECT officer_id, state, turn, COUNT(*) FROM licence_case WHERE regency = $1 AND region = $2 \
         GROUP BY officer_id, state, turn",
    );
    let rows = session.all(query.bind(regency).bind(village)).await?;
    rows.iter().map(read).collect()
}

/// The same counted from the cases themselves: what the counters must say.
pub async fn counted(session: &mut Session, regency: &str) -> StoreResult<Vec<Count>> {
    let query = sql(
        "SELECT officer_id, state, turn, COUNT(*) FROM licence_case WHERE regency = $1 \
         GROUP BY officer_id, state, turn",
    );
    let rows = session.all(query.bind(regency)).await?;
    let mut counts: Vec<Count> = rows.iter().map(read).collect::<StoreResult<_>>()?;
    counts.sort_by_key(|count| (word(count.officer), count.state.clone(), count.turn.clone()));
    Ok(counts)
}

fn read(row: &Row) -> StoreResult<Count> {
    Ok(Count {
        officer: row.id_or_none(0)?,
        state: row.get(1)?,
        turn: row.get(2)?,
        n: row.get(3)?,
    })
}
