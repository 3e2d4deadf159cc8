//! Statements: what somebody said about a business, through one door, on one day.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use vocab::id::{AccountId, BusinessId, ImportId, SourceId, StatementId};

use super::merge;
use crate::error::StoreResult;
use crate::query::{Row, Value, sql};
use crate::session::{Many, Session, Tx};

/// A statement as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Id.
    pub id: StatementId,
    /// Where.
    pub regency: String,
    /// About which business.
    pub business: BusinessId,
    /// Through which door, by its word.
    pub door: String,
    /// From which list.
    pub source: Option<SourceId>,
    /// In which import.
    pub import: Option<ImportId>,
    /// For which day it holds.
    pub stated_on: NaiveDate,
    /// Who wrote it down.
    pub account: Option<AccountId>,
    /// Fact ids and values as JSON; sealed facts as sealed text.
    pub facts: String,
    /// When it was written down.
    pub said_at: DateTime<Utc>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// The columns that tell the statements of one import apart, and those that do not.
const OWN: &[&str] = &[
    "id",
    "business_id",
    "facts",
    "said_at",
    "withdrawn_at",
    "content",
];
const COMMON: [&str; 6] = [
    "regency",
    "door",
    "source_id",
    "import_id",
    "stated_on",
    "account_id",
];
const SELECT: &str = "SELECT id, regency, business_id, door, source_id, import_id, stated_on, account_id, facts, \
                      said_at, withdrawn_at FROM statement";

/// Writes statements in few database statements.
pub async fn insert_many(tx: &mut Tx, statements: Vec<Statement>) -> StoreResult<()> {
    let statements = statements.into_iter().map(|one| (one, None));
    insert(tx, statements.collect()).await
}

/// Writes statements of a list, each with the hash of what its row said.
pub(crate) async fn insert_with_content(
    tx: &mut Tx,
    statements: Vec<(Statement, i64)>,
) -> StoreResult<()> {
    let statements = statements
        .into_iter()
        .map(|(one, content)| (one, Some(content)));
    insert(tx, statements.collect()).await
}

/// Writes statements, those of one origin together: what they have in common is bound once for some hundred of them.
async fn insert(tx: &mut Tx, mut statements: Vec<(Statement, Option<i64>)>) -> StoreResult<()> {
    while let Some((first, _)) = statements.first() {
        let values = COMMON.into_iter().zip(common(first));
        let same: Vec<(&str, Value)> = values.collect();
        let other = statements
            .iter()
            .position(|(one, _)| !of_one_origin(first, one));
        let rest = other.map(|place| statements.split_off(place));
        let many = Many {
            table: "statement",
            same: &same,
            columns: OWN,
            ..Many::default()
        };
        tx.insert_rows(&many, statements.into_iter().map(own))
            .await?;
        statements = rest.unwrap_or_default();
    }
    Ok(())
}

fn of_one_origin(one: &Statement, other: &Statement) -> bool {
    let ids = |it: &Statement| (it.source, it.import, it.account, it.stated_on);
    ids(one) == ids(other) && one.regency == other.regency && one.door == other.door
}

fn common(statement: &Statement) -> [Value; 6] {
    [
        (&statement.regency).into(),
        (&statement.door).into(),
        statement.source.into(),
        statement.import.into(),
        statement.stated_on.into(),
        statement.account.into(),
    ]
}

fn own((statement, content): (Statement, Option<i64>)) -> Vec<Value> {
    vec![
        statement.id.into(),
        statement.business.into(),
        statement.facts.into(),
        statement.said_at.into(),
        statement.withdrawn_at.into(),
        content.into(),
    ]
}

/// Everything said about a business and those merged into it, oldest first, withdrawn statements too.
pub async fn of_business(
    session: &mut Session,
    regency: &str,
    business: BusinessId,
) -> StoreResult<Vec<Statement>> {
    let mut found = of_businesses(session, regency, &[business]).await?;
    Ok(found.remove(&business).unwrap_or_default())
}

/// Everything said about many businesses, oldest first each: a query or two for some hundred, never one each. What was
/// said about a merged business stands under the one that was kept, and still names the one it was said about.
pub async fn of_businesses(
    session: &mut Session,
    regency: &str,
    businesses: &[BusinessId],
) -> StoreResult<HashMap<BusinessId, Vec<Statement>>> {
    let mut found: HashMap<BusinessId, Vec<Statement>> = HashMap::with_capacity(businesses.len());
    for some in businesses.chunks(500) {
        let parts = merge::parts(session, regency, some).await?;
        let mut query = sql(format!("{SELECT} WHERE regency = "));
        query
            .push_bind(regency)
            .push(" AND business_id IN ")
            .push_list(some.iter().chain(parts.keys()).copied())
            .push(" ORDER BY seq");
        for row in &session.all(query).await? {
            let statement = read(row)?;
            let under = parts.get(&statement.business).copied();
            let under = under.unwrap_or(statement.business);
            found.entry(under).or_default().push(statement);
        }
    }
    Ok(found)
}

/// Withdraws one statement of a business, or of one merged into it. False if there is none that stands.
pub async fn withdraw(
    tx: &mut Tx,
    regency: &str,
    business: BusinessId,
    id: StatementId,
    at: DateTime<Utc>,
) -> StoreResult<bool> {
    Ok(withdraw_many(tx, regency, &[(business, id)], at).await? > 0)
}

/// Withdraws many, each named with its business, or one it was merged into. Gives how many stood.
pub async fn withdraw_many(
    tx: &mut Tx,
    regency: &str,
    statements: &[(BusinessId, StatementId)],
    at: DateTime<Utc>,
) -> StoreResult<u64> {
    let mut touched = 0;
    for some in statements.chunks(500) {
        let businesses: BTreeSet<BusinessId> = some.iter().map(|(business, _)| *business).collect();
        let businesses: Vec<BusinessId> = businesses.into_iter().collect();
        let parts = merge::parts(tx, regency, &businesses).await?;
        let mut query = sql("UPDATE statement SET withdrawn_at = ");
        query
            .push_bind(at)
            .push(" WHERE regency = ")
            .push_bind(regency)
            .push(" AND business_id IN ")
            .push_list(parts.into_keys().chain(businesses))
            .push(" AND withdrawn_at IS NULL AND id IN ")
            .push_list(some.iter().map(|(_, id)| *id));
        touched += tx.execute(query).await?;
    }
    Ok(touched)
}

/// The businesses an import spoke of, after `after`, in order of id: how an undo walks through it in chunks.
pub async fn businesses_of_import(
    session: &mut Session,
    regency: &str,
    import: ImportId,
    after: Option<BusinessId>,
    limit: u32,
) -> StoreResult<Vec<BusinessId>> {
    let mut query = sql("SELECT DISTINCT business_id FROM statement WHERE regency = ");
    query
        .push_bind(regency)
        .push(" AND import_id = ")
        .push_bind(import)
        .push(" AND withdrawn_at IS NULL");
    if let Some(after) = after {
        query.push(" AND business_id > ").push_bind(after);
    }
    query.push(" ORDER BY business_id LIMIT ").push_bind(limit);
    session
        .all(query)
        .await?
        .iter()
        .map(|row| row.id(0))
        .collect()
}

/// Withdraws what an import said about some businesses.
pub async fn withdraw_import(
    tx: &mut Tx,
    regency: &str,
    import: ImportId,
    businesses: &[BusinessId],
    at: DateTime<Utc>,
) -> StoreResult<u64> {
    let mut touched = 0;
    for some in businesses.chunks(500) {
        let mut query = sql("UPDATE statement SET withdrawn_at = ");
        query
            .push_bind(at)
            .push(" WHERE regency = ")
            .push_bind(regency);
        query
            .push(" AND import_id = ")
            .push_bind(import)
            .push(" AND withdrawn_at IS NULL AND business_id IN ");
        query.push_list(some.iter().copied());
        touched += tx.execute(query).await?;
    }
    Ok(touched)
}

/// Rewrites the facts of a statement: only to take a person's data out of it.
pub async fn redact(tx: &mut Tx, statement: &Statement) -> StoreResult<()> {
    let query =
        sql("UPDATE statement SET facts = $4 WHERE regency = $1 AND business_id = $2 AND id = $3");
    tx.execute(
        query
            .bind(&statement.regency)
            .bind(statement.business)
            .bind(statement.id)
            .bind(&statement.facts),
    )
    .await?;
    Ok(())
}

fn read(row: &Row) -> StoreResult<Statement> {
    Ok(Statement {
        id: row.id(0)?,
        regency: row.get(1)?,
        business: row.id(2)?,
        door: row.get(3)?,
        source: row.id_or_none(4)?,
        import: row.id_or_none(5)?,
        stated_on: row.parse(6)?,
        account: row.id_or_none(7)?,
        facts: row.get(8)?,
        said_at: row.moment(9)?,
        withdrawn_at: row.moment_or_none(10)?,
    })
}
