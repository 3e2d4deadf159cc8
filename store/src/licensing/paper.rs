//! What was filled in for the papers of a case.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, BusinessId, CaseId};

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Session, Tx};

/// Keeps what was filled in for a paper; what was filled in before is replaced.
pub async fn put(
    tx: &mut Tx,
    regency: &str,
    case: CaseId,
    paper: &str,
    filled: &str,
    account: Option<AccountId>,
    now: DateTime<Utc>,
) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO licence_paper (regency, case_id, paper, filled, account_id, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (regency, case_id, paper) DO UPDATE SET \
         filled = excluded.filled, account_id = excluded.account_id, changed_at = excluded.changed_at",
    );
    let query = query.bind(regency).bind(case).bind(paper);
    tx.execute(query.bind(filled).bind(account).bind(now))
        .await?;
    Ok(())
}

/// What was filled in for the papers of a case: the paper's word and its fields.
pub async fn of_case(
    session: &mut Session,
    regency: &str,
    case: CaseId,
) -> StoreResult<Vec<(String, String)>> {
    let query = sql(
        "SELECT paper, filled FROM licence_paper WHERE regency = $1 AND case_id = $2 ORDER BY paper",
    );
    let rows = session.all(query.bind(regency).bind(case)).await?;
    rows.iter()
        .map(|row| Ok((row.get(0)?, row.get(1)?)))
        .collect()
}

/// Takes everything that was filled in for the cases of some businesses away.
pub async fn delete_all(tx: &mut Tx, regency: &str, businesses: &[BusinessId]) -> StoreResult<()> {
    for some in businesses.chunks(500) {
        let mut query = sql("DELETE FROM licence_paper WHERE regency = ");
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
