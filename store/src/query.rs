//! One SQL text and its values, for either engine.
//!
//! Texts use `$1`, `$2`, … which both engines read. Everything that reaches the text itself is written in this
//! crate; everything that comes from a person is bound as a [`Value`].

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Decode, Postgres, Row as _, Sqlite, Type};
use uuid::Uuid;
use vocab::id::{
    AccountId, AnswerId, AreaId, AssessmentId, BatchId, BudgetLineId, BudgetVersionId, BusinessId,
    CampaignId, CaseId, CommitmentId, DecisionId, DeliveryId, DocumentId, EditionId, EngagementId,
    FileId, GoalId, ImportId, JobId, ListRowId, MentoringTaskId, MergeId, NoticeId, PairId,
    PaymentId, PersonId, ProcurementId, ProposalId, QuestionId, RevisitId, RiskId, RoundId,
    SearchId, SiteId, SourceId, StatementId, TaskId, TrainingId, TrainingSessionId, VisitId,
};

use crate::error::StoreResult;

/// A value to bind. `None` is NULL and keeps its type, because PostgreSQL wants one.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Whole number; also rupiah and microseconds since 1970.
    Int(Option<i64>),
    /// Text; also ISO dates.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// Id.
    Uuid(Option<Uuid>),
    /// Yes or no.
    Bool(Option<bool>),
    /// Fraction.
    Real(Option<f64>),
}

macro_rules! value_from {
    ($($from:ty => $variant:ident, |$v:ident| $make:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($v: $from) -> Self { Self::$variant(Some($make)) }
        }
        impl From<Option<$from>> for Value {
            fn from(value: Option<$from>) -> Self { Self::$variant(value.map(|$v| $make)) }
        }
    )*};
}

value_from! {
    i64 => Int, |v| v;
    i32 => Int, |v| i64::from(v);
    u32 => Int, |v| i64::from(v);
    u16 => Int, |v| i64::from(v);
    u8 => Int, |v| i64::from(v);
    String => Text, |v| v;
    &str => Text, |v| v.to_owned();
    &String => Text, |v| v.clone();
    Box<str> => Text, |v| v.into();
    Vec<u8> => Bytes, |v| v;
    &[u8] => Bytes, |v| v.to_vec();
    &Vec<u8> => Bytes, |v| v.clone();
    [u8; 16] => Bytes, |v| v.to_vec();
    [u8; 32] => Bytes, |v| v.to_vec();
    Uuid => Uuid, |v| v;
    bool => Bool, |v| v;
    f64 => Real, |v| v;
    DateTime<Utc> => Int, |v| v.timestamp_micros();
    AccountId => Uuid, |v| v.as_uuid();
    BusinessId => Uuid, |v| v.as_uuid();
    BatchId => Uuid, |v| v.as_uuid();
    CampaignId => Uuid, |v| v.as_uuid();
    SiteId => Uuid, |v| v.as_uuid();
    TaskId => Uuid, |v| v.as_uuid();
    RiskId => Uuid, |v| v.as_uuid();
    DecisionId => Uuid, |v| v.as_uuid();
    BudgetVersionId => Uuid, |v| v.as_uuid();
    BudgetLineId => Uuid, |v| v.as_uuid();
    CommitmentId => Uuid, |v| v.as_uuid();
    PaymentId => Uuid, |v| v.as_uuid();
    ProcurementId => Uuid, |v| v.as_uuid();
    CaseId => Uuid, |v| v.as_uuid();
    DeliveryId => Uuid, |v| v.as_uuid();
    DocumentId => Uuid, |v| v.as_uuid();
    FileId => Uuid, |v| v.as_uuid();
    NoticeId => Uuid, |v| v.as_uuid();
    EngagementId => Uuid, |v| v.as_uuid();
    AssessmentId => Uuid, |v| v.as_uuid();
    GoalId => Uuid, |v| v.as_uuid();
    VisitId => Uuid, |v| v.as_uuid();
    MentoringTaskId => Uuid, |v| v.as_uuid();
    QuestionId => Uuid, |v| v.as_uuid();
    TrainingId => Uuid, |v| v.as_uuid();
    TrainingSessionId => Uuid, |v| v.as_uuid();
    ProposalId => Uuid, |v| v.as_uuid();
    RoundId => Uuid, |v| v.as_uuid();
    AreaId => Uuid, |v| v.as_uuid();
    AnswerId => Uuid, |v| v.as_uuid();
    RevisitId => Uuid, |v| v.as_uuid();
    EditionId => Uuid, |v| v.as_uuid();
    ListRowId => Uuid, |v| v.as_uuid();
    MergeId => Uuid, |v| v.as_uuid();
    PairId => Uuid, |v| v.as_uuid();
    ImportId => Uuid, |v| v.as_uuid();
    JobId => Uuid, |v| v.as_uuid();
    PersonId => Uuid, |v| v.as_uuid();
    SearchId => Uuid, |v| v.as_uuid();
    SourceId => Uuid, |v| v.as_uuid();
    StatementId => Uuid, |v| v.as_uuid();
    NaiveDate => Text, |v| v.format("%Y-%m-%d").to_string();
}

/// A text with its values.
#[derive(Debug, Clone)]
pub struct Query {
    pub(crate) text: Cow<'static, str>,
    pub(crate) values: Vec<Value>,
}

/// Begins a query.
pub fn sql(text: impl Into<Cow<'static, str>>) -> Query {
    Query {
        text: text.into(),
        values: Vec::new(),
    }
}

impl Query {
    /// Binds the next value.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.to_mut().push_str(text);
        self
    }

    /// Adds `$n` for a value and binds it.
    pub fn push_bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        let place = format!("${}", self.values.len());
        self.push(&place)
    }

    /// Adds `($n, $n+1, …)` for a list, for `IN`. An empty list becomes `(NULL)`, which matches nothing.
    pub fn push_list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        self.push("(");
        let mut first = true;
        for value in values {
            if !first {
                self.push(",");
            }
            first = false;
            self.push_bind(value);
        }
        if first {
            self.push("NULL");
        }
        self.push(")")
    }

    /// Adds the condition that a region's code is this one or one below it. Codes go on with a dot, and the slash is the
    /// sign after the dot, so that an index of codes serves.
    pub fn push_under(&mut self, column: &str, region: &str) -> &mut Self {
        self.push("(")
            .push(column)
            .push(" = ")
            .push_bind(region)
            .push(" OR (")
            .push(column)
            .push(" > ")
            .push_bind(format!("{region}."))
            .push(" AND ")
            .push(column)
            .push(" < ")
            .push_bind(format!("{region}/"))
            .push("))")
    }

    pub(crate) fn into_sqlite(self) -> StoreResult<(Cow<'static, str>, SqliteArguments)> {
        let count = self.values.len();
        let mut arguments = SqliteArguments::default();
        arguments.reserve(count, 0);
        for value in self.values {
            match value {
                Value::Int(v) => arguments.add(v),
                Value::Text(v) => arguments.add(v),
                Value::Bytes(v) => arguments.add(v),
                Value::Uuid(v) => arguments.add(v),
                Value::Bool(v) => arguments.add(v),
                Value::Real(v) => arguments.add(v),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        Ok((counted(self.text, count), arguments))
    }

    pub(crate) fn into_postgres(self) -> StoreResult<(Cow<'static, str>, PgArguments)> {
        let mut arguments = PgArguments::default();
        arguments.reserve(self.values.len(), 0);
        for value in self.values {
            match value {
                Value::Int(v) => arguments.add(v),
                Value::Text(v) => arguments.add(v),
                Value::Bytes(v) => arguments.add(v),
                Value::Uuid(v) => arguments.add(v),
                Value::Bool(v) => arguments.add(v),
                Value::Real(v) => arguments.add(v),
            }
            .map_err(sqlx::Error::Encode)?;
        }
        Ok((self.text, arguments))
    }
}

/// Plain `?` in place of `$1`, `$2`, … where they stand once each and in order, as in long lists: a named parameter is
/// looked up among all others when SQLite parses and again when it is bound, which for a thousand is a million looks.
fn counted(text: Cow<'static, str>, count: usize) -> Cow<'static, str> {
    const FEW: usize = 16;
    if count <= FEW {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut pieces = text.split('$');
    plain.push_str(pieces.next().unwrap_or_default());
    let mut place = 0;
    for piece in pieces {
        place += 1;
        let digits = piece
            .find(|letter: char| !letter.is_ascii_digit())
            .unwrap_or(piece.len());
        let (number, rest) = piece.split_at(digits);
        if number.parse() != Ok(place) {
            return text;
        }
        plain.push('?');
        plain.push_str(rest);
    }
    // A text that has plain ones already, such as an INSERT of many rows, stays as it is.
    if place == count { plain.into() } else { text }
}

/// One row of an answer.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

/// What a column may be read as.
pub trait Column:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

impl<T> Column for T where
    T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

impl Row {
    /// The value of the column at `index`, counted from 0.
    pub fn get<T: Column>(&self, index: usize) -> StoreResult<T> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(index)?,
            Self::Postgres(row) => row.try_get(index)?,
        })
    }

    /// A moment kept as microseconds.
    pub fn moment(&self, index: usize) -> StoreResult<DateTime<Utc>> {
        let micros: i64 = self.get(index)?;
        DateTime::from_timestamp_micros(micros).ok_or_else(|| damaged(index))
    }

    /// A moment that may be missing.
    pub fn moment_or_none(&self, index: usize) -> StoreResult<Option<DateTime<Utc>>> {
        let micros: Option<i64> = self.get(index)?;
        micros
            .map(|micros| DateTime::from_timestamp_micros(micros).ok_or_else(|| damaged(index)))
            .transpose()
    }

    /// A text that parses, such as a date or a region code.
    pub fn parse<T: std::str::FromStr>(&self, index: usize) -> StoreResult<T> {
        let text: String = self.get(index)?;
        text.parse().map_err(|_| damaged(index))
    }

    /// A text that parses, or nothing.
    pub fn parse_or_none<T: std::str::FromStr>(&self, index: usize) -> StoreResult<Option<T>> {
        let text: Option<String> = self.get(index)?;
        text.map(|text| text.parse().map_err(|_| damaged(index)))
            .transpose()
    }

    /// An id newtype.
    pub fn id<T: From<Uuid>>(&self, index: usize) -> StoreResult<T> {
        self.get::<Uuid>(index).map(T::from)
    }

    /// An id newtype, or nothing.
    pub fn id_or_none<T: From<Uuid>>(&self, index: usize) -> StoreResult<Option<T>> {
        Ok(self.get::<Option<Uuid>>(index)?.map(T::from))
    }
}

fn damaged(index: usize) -> crate::error::StoreError {
    crate::error::StoreError::Database(sqlx::Error::ColumnDecode {
        index: index.to_string(),
        source: "the stored value does not parse".into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_is_bound_by_place() {
        let mut query = sql("SELECT 1 WHERE a = ");
        query
            .push_bind("x")
            .push(" AND b IN ")
            .push_list(1..=20_i64);
        let (text, _) = query.into_sqlite().unwrap();
        assert!(text.starts_with("SELECT 1 WHERE a = ? AND b IN (?,?,"));
        assert!(!text.contains('$'));
    }

    #[test]
    fn values_named_twice_out_of_order_or_in_a_literal_keep_their_names() {
        for text in [
            "a = $1 OR b = $1",
            "a = $2 AND b = $1",
            "a = '$.x' AND b = $1",
        ] {
            let mut query = sql(text);
            query.values = (0..20_i64).map(Value::from).collect();
            assert_eq!(query.into_sqlite().unwrap().0, text);
        }
    }
}
