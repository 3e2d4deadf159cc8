//! Persons: whom the facts speak of, with their sealed numbers.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use vocab::id::PersonId;

use crate::db::Engine;
use crate::error::StoreResult;
use crate::query::{Query, Row, Value, sql};
use crate::session::{Many, Session, Tx, by_regency};

/// A person as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// Where.
    pub regency: String,
    /// Name as written.
    pub name: Option<String>,
    /// Phone in E.164.
    pub phone: Option<String>,
    /// The person's data key, wrapped by the master key; none once erased.
    pub data_key: Option<Vec<u8>>,
    /// Keyed hash of the NIK, to find the person again.
    pub nik_hash: Option<Vec<u8>>,
    /// Sealed NIK.
    pub nik_sealed: Option<String>,
    /// Sealed family card number.
    pub kk_sealed: Option<String>,
    /// Sealed tax number.
    pub npwp_sealed: Option<String>,
    /// When first seen.
    pub created_at: DateTime<Utc>,
    /// When erased on request.
    pub erased_at: Option<DateTime<Utc>>,
}

const COLUMNS: &[&str] = &[
    "id",
    "name",
    "phone",
    "data_key",
    "nik_hash",
    "nik_sealed",
    "kk_sealed",
    "npwp_sealed",
    "created_at",
    "erased_at",
];
const SELECT: &str = "SELECT id, regency, name, phone, data_key, nik_hash, nik_sealed, kk_sealed, npwp_sealed, \
                      created_at, erased_at FROM person";

/// Writes new persons in few statements.
pub async fn insert_many(tx: &mut Tx, people: Vec<Person>) -> StoreResult<()> {
    for (regency, some) in by_regency(people, |person| &person.regency) {
        let many = Many {
            table: "person",
            same: &[("regency", regency.into())],
            columns: COLUMNS,
            ..Many::default()
        };
        tx.insert_rows(&many, some.into_iter().map(values)).await?;
    }
    Ok(())
}

fn values(person: Person) -> Vec<Value> {
    vec![
        person.id.into(),
        person.name.into(),
        person.phone.into(),
        person.data_key.into(),
        person.nik_hash.into(),
        person.nik_sealed.into(),
        person.kk_sealed.into(),
        person.npwp_sealed.into(),
        person.created_at.into(),
        person.erased_at.into(),
    ]
}

/// Writes what may change back.
pub async fn update(tx: &mut Tx, person: &Person) -> StoreResult<()> {
    let query = sql(
        "UPDATE person SET name = $2, phone = $3, data_key = $4, nik_hash = $5, nik_sealed = $6, \
                     kk_sealed = $7, npwp_sealed = $8, erased_at = $9 WHERE id = $1",
    );
    tx.execute(
        query
            .bind(person.id)
            .bind(person.name.clone())
            .bind(person.phone.clone())
            .bind(person.data_key.clone())
            .bind(person.nik_hash.clone())
            .bind(person.nik_sealed.clone())
            .bind(person.kk_sealed.clone())
            .bind(person.npwp_sealed.clone())
            .bind(person.erased_at),
    )
    .await?;
    Ok(())
}

/// Throws away the rows of imports that ended before `before`: rejected rows hold personal data of people who never came
/// into the registry, and are of no use once the list was mended.
pub async fn sweep_rows(tx: &mut Tx, before: DateTime<Utc>) -> StoreResult<u64> {
    let query = sql("DELETE FROM import_row WHERE import_id IN \
                     (SELECT id FROM import WHERE finished_at IS NOT NULL AND finished_at < $1)");
    tx.execute(query.bind(before)).await
}

/// By id.
pub async fn find(session: &mut Session, id: PersonId) -> StoreResult<Option<Person>> {
    session
        .optional(sql(format!("{SELECT} WHERE id = $1")).bind(id))
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Many at once, in no order.
pub async fn find_many(session: &mut Session, ids: &[PersonId]) -> StoreResult<Vec<Person>> {
    let mut people = Vec::with_capacity(ids.len());
    for some in ids.chunks(500) {
        let mut query = sql(format!("{SELECT} WHERE id IN "));
        query.push_list(some.iter().copied());
        for row in &session.all(query).await? {
            people.push(read(row)?);
        }
    }
    Ok(people)
}

/// The person with this NIK, by its keyed hash.
pub async fn by_nik(
    session: &mut Session,
    regency: &str,
    nik_hash: &[u8],
) -> StoreResult<Option<Person>> {
    let query = sql(format!(
        "{SELECT} WHERE regency = $1 AND nik_hash = $2 ORDER BY id LIMIT 1"
    ));
    session
        .optional(query.bind(regency).bind(nik_hash))
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Which of many NIK hashes are known, for a bulk load: one query for some hundred rows.
pub async fn ids_by_nik(
    session: &mut Session,
    regency: &str,
    hashes: &[Vec<u8>],
) -> StoreResult<HashMap<Vec<u8>, PersonId>> {
    let mut known = HashMap::new();
    for some in hashes.chunks(500) {
        let query = with_nik(session.engine(), regency, some);
        for row in &session.all(query).await? {
            known.insert(row.get(0)?, row.id(1)?);
        }
    }
    Ok(known)
}

/// PostgreSQL, which knows nothing yet of a table that is being filled, would read all persons of the regency and sift
/// them: so each NIK is looked up in the index by itself there, as SQLite does anyway.
fn with_nik(engine: Engine, regency: &str, hashes: &[Vec<u8>]) -> Query {
    if engine == Engine::Sqlite {
        let mut query = sql("SELECT nik_hash, id FROM person WHERE regency = ");
        query
            .push_bind(regency)
            .push(" AND nik_hash IN ")
            .push_list(hashes);
        return query;
    }
    let mut query = sql("SELECT person.nik_hash, person.id FROM (VALUES ");
    for (place, hash) in hashes.iter().enumerate() {
        query.push(if place == 0 { "(" } else { ",(" });
        query.push_bind(hash).push(")");
    }
    query
        .push(") AS wanted (nik_hash) CROSS JOIN LATERAL (SELECT nik_hash, id FROM person WHERE regency = ")
        .push_bind(regency)
        .push(" AND nik_hash = wanted.nik_hash OFFSET 0) AS person");
    query
}

fn read(row: &Row) -> StoreResult<Person> {
    Ok(Person {
        id: row.id(0)?,
        regency: row.get(1)?,
        name: row.get(2)?,
        phone: row.get(3)?,
        data_key: row.get(4)?,
        nik_hash: row.get(5)?,
        nik_sealed: row.get(6)?,
        kk_sealed: row.get(7)?,
        npwp_sealed: row.get(8)?,
        created_at: row.moment(9)?,
        erased_at: row.moment_or_none(10)?,
    })
}
