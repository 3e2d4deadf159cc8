//! What may go wrong.

use chrono::{DateTime, Utc};
use vocab::id::RiskId;

use crate::error::StoreResult;
use crate::query::sql;
use crate::session::{Session, Tx};

/// A risk of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// Id.
    pub id: RiskId,
    /// What may happen.
    pub name: String,
    /// How likely, 1 to 5.
    pub chance: i64,
    /// How bad, 1 to 5.
    pub impact: i64,
    /// What is done about it.
    pub answer: String,
    /// Who watches it.
    pub holder: String,
    /// Since when it is known.
    pub created_at: DateTime<Utc>,
}

/// Writes a risk.
pub async fn insert(tx: &mut Tx, regency: &str, risk: &Risk) -> StoreResult<()> {
    let query = sql(
        "INSERT INTO project_risk (id, regency, name, chance, impact, answer, holder, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    tx.execute(
        query
            .bind(risk.id)
            .bind(regency)
            .bind(&risk.name)
            .bind(risk.chance)
            .bind(risk.impact)
            .bind(&risk.answer)
            .bind(&risk.holder)
            .bind(risk.created_at),
    )
    .await?;
    Ok(())
}

/// Closes an open risk; false if there is none.
pub async fn close(
    tx: &mut Tx,
    regency: &str,
    id: RiskId,
    now: DateTime<Utc>,
) -> StoreResult<bool> {
    let query = sql(
        "UPDATE project_risk SET closed_at = $1 WHERE regency = $2 AND id = $3 AND closed_at IS NULL",
    );
    Ok(tx.execute(query.bind(now).bind(regency).bind(id)).await? == 1)
}

/// The open risks, gravest first.
pub async fn open(session: &mut Session, regency: &str, limit: u32) -> StoreResult<Vec<Risk>> {
    let query = sql(
        "SELECT id, name, chance, impact, answer, holder, created_at FROM project_risk \
         WHERE regency = $1 AND closed_at IS NULL ORDER BY chance * impact DESC, created_at LIMIT $2",
    );
    let rows = session.all(query.bind(regency).bind(limit)).await?;
    rows.iter()
        .map(|row| {
            Ok(Risk {
                id: row.id(0)?,
                name: row.get(1)?,
                chance: row.get(2)?,
                impact: row.get(3)?,
                answer: row.get(4)?,
                holder: row.get(5)?,
                created_at: row.moment(6)?,
            })
        })
        .collect()
}
