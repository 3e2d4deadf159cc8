//! The documents of a case: what the rule asks for, what was brought, and what a reviewer said of it.

use chrono::{DateTime, Utc};
use vocab::id::{AccountId, BusinessId, CaseId, DocumentId, FileId};

use crate::error::StoreResult;
use crate::query::{Row, Value, sql};
use crate::session::{Session, Tx};

/// A document of a case's checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Id.
    pub id: DocumentId,
    /// Where.
    pub regency: String,
    /// Of which case.
    pub case: CaseId,
    /// Place in the list, from 0.
    pub place: i64,
    /// What it is, in Indonesian.
    pub name_id: String,
    /// What it is, in English.
    pub name_en: String,
    /// The newest file brought for it.
    pub file: Option<FileId>,
    /// `missing`, `new`, `good` or `bad`.
    pub state: String,
    /// What is wrong with it.
    pub reason: Option<String>,
    /// Whether a reviewer saw the paper itself, so that no file is needed.
    pub seen_on_paper: bool,
    /// Who reviewed it.
    pub reviewed_by: Option<AccountId>,
    /// When.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// When last changed.
    pub changed_at: DateTime<Utc>,
}

const COLUMNS: &[&str] = &[
    "id",
    "regency",
    "case_id",
    "place",
    "name_id",
    "name_en",
    "file_id",
    "state",
    "reason",
    "seen_on_paper",
    "reviewed_by",
    "reviewed_at",
    "changed_at",
];

/// Writes the checklist of a new case.
pub async fn insert_many(tx: &mut Tx, documents: Vec<Document>) -> StoreResult<()> {
    let rows: Vec<Vec<Value>> = documents
        .into_iter()
        .map(|one| {
            vec![
                one.id.into(),
                one.regency.into(),
                one.case.into(),
                one.place.into(),
                one.name_id.into(),
                one.name_en.into(),
                one.file.into(),
                one.state.into(),
                one.reason.into(),
                one.seen_on_paper.into(),
                one.reviewed_by.into(),
                one.reviewed_at.into(),
                one.changed_at.into(),
            ]
        })
        .collect();
    tx.insert_many("licence_document", COLUMNS, rows, "")
        .await?;
    Ok(())
}

/// Writes what may change back.
pub async fn update(tx: &mut Tx, document: &Document) -> StoreResult<()> {
    let query = sql(
        "UPDATE licence_document SET file_id = $3, state = $4, reason = $5, seen_on_paper = $6, reviewed_by = $7, \
         reviewed_at = $8, changed_at = $9 WHERE regency = $1 AND id = $2",
    );
    tx.execute(
        query
            .bind(&document.regency)
            .bind(document.id)
            .bind(document.file)
            .bind(&document.state)
            .bind(document.reason.clone())
            .bind(document.seen_on_paper)
            .bind(document.reviewed_by)
            .bind(document.reviewed_at)
            .bind(document.changed_at),
    )
    .await?;
    Ok(())
}

/// The checklist of a case.
pub async fn of_case(
    session: &mut Session,
    regency: &str,
    case: CaseId,
) -> StoreResult<Vec<Document>> {
    let query = sql(format!(
        "SELECT {} FROM licence_document WHERE regency = $1 AND case_id = $2 ORDER BY place",
        COLUMNS.join(", ")
    ));
    let rows = session.all(query.bind(regency).bind(case)).await?;
    rows.iter().map(read).collect()
}

/// How many documents of each state some cases have.
pub async fn tally(
    session: &mut Session,
    regency: &str,
    cases: &[CaseId],
) -> StoreResult<Vec<(CaseId, String, i64)>> {
    let mut query = sql("SELECT case_id, state, COUNT(*) FROM licence_document WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND case_id IN ")
        .push_list(cases.iter().copied())
        .push(" GROUP BY case_id, state");
    let rows = session.all(query).await?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.get(1)?, row.get(2)?)))
        .collect()
}

/// Takes the words about the documents of some businesses out, and the files away from them.
pub async fn redact(tx: &mut Tx, regency: &str, businesses: &[BusinessId]) -> StoreResult<()> {
    for some in businesses.chunks(500) {
        let mut query =
            sql("UPDATE licence_document SET reason = NULL, file_id = NULL WHERE regency = ");
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

fn read(row: &Row) -> StoreResult<Document> {
    Ok(Document {
        id: row.id(0)?,
        regency: row.get(1)?,
        case: row.id(2)?,
        place: row.get(3)?,
        name_id: row.get(4)?,
        name_en: row.get(5)?,
        file: row.id_or_none(6)?,
        state: row.get(7)?,
        reason: row.get(8)?,
        seen_on_paper: row.get(9)?,
        reviewed_by: row.id_or_none(10)?,
        reviewed_at: row.moment_or_none(11)?,
        changed_at: row.moment(12)?,
    })
}
