//! Expressions: when a question is asked, and what an answer must pass.
//!
//! They are small trees, written as arrays (`["all", ["is", "nib", true], ["over", "sales", 0]]`), so that the phone
//! needs no language of its own. They have three values: about a question that nobody answered nothing is known.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value as Json, json};

use crate::pattern::Pattern;
use crate::scope::Scope;
use crate::value;

/// True, false or not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It hangs on a question that is not answered.
    Unknown,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// Whether a question is answered; never unknown.
    Answered(String),
    /// Whether the answer is this; of many choices, whether this is among them.
    Is(String, Json),
    /// Whether the answer is one of these.
    Any(String, Vec<Json>),
    /// Whether the answer is greater.
    Over(String, Json),
    /// Whether the answer is less.
    Under(String, Json),
    /// Whether all hold; true if there are none.
    All(Vec<Expression>),
    /// Whether one holds; false if there are none.
    One(Vec<Expression>),
    /// Whether it does not hold.
    Not(Box<Expression>),
    /// Whether the answer is written as the pattern wants it.
    Matches(String, Pattern),
}

/// What is wrong with the text of an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// The part that cannot be read.
    pub part: String,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no expression: {}", self.part)
    }
}

impl std::error::Error for Malformed {}

/// Deeper ones are no expression that anybody can read.
const DEEPEST: usize = 16;

impl Expression {
    /// Reads the array.
    pub fn from_json(json: &Json) -> Result<Self, Malformed> {
        Self::read(json, 0)
    }

    fn read(json: &Json, depth: usize) -> Result<Self, Malformed> {
        let malformed = || Malformed {
            part: json.to_string().chars().take(200).collect(),
        };
        if depth > DEEPEST {
            return Err(malformed());
        }
        let parts = json.as_array().ok_or_else(malformed)?;
        let (word, rest) = parts.split_first().ok_or_else(malformed)?;
        let name = |json: &Json| json.as_str().map(str::to_owned).ok_or_else(malformed);
        let several = |json: &Json| -> Result<Vec<Self>, Malformed> {
            let inner = json.as_array().ok_or_else(malformed)?;
            inner.iter().map(|one| Self::read(one, depth + 1)).collect()
        };
        Ok(match (word.as_str().ok_or_else(malformed)?, rest) {
            ("answered", [of]) => Self::Answered(name(of)?),
            ("is", [of, to]) if value::is_plain(to) => Self::Is(name(of)?, to.clone()),
            ("any", [of, Json::Array(to)]) if to.iter().all(value::is_plain) => {
                Self::Any(name(of)?, to.clone())
            }
            ("over", [of, to]) if value::is_ordered(to) => Self::Over(name(of)?, to.clone()),
            ("under", [of, to]) if value::is_ordered(to) => Self::Under(name(of)?, to.clone()),
            ("all", [inner]) => Self::All(several(inner)?),
            ("one", [inner]) => Self::One(several(inner)?),
            ("not", [inner]) => Self::Not(Box::new(Self::read(inner, depth + 1)?)),
            ("matches", [of, pattern]) => {
                let pattern = pattern.as_str().and_then(Pattern::from_id);
                Self::Matches(name(of)?, pattern.ok_or_else(malformed)?)
            }
            _ => return Err(malformed()),
        })
    }

    /// The array.
    pub fn to_json(&self) -> Json {
        let several = |inner: &[Self]| inner.iter().map(Self::to_json).collect::<Vec<_>>();
        match self {
            Self::Answered(of) => json!(["answered", of]),
            Self::Is(of, to) => json!(["is", of, to]),
            Self::Any(of, to) => json!(["any", of, to]),
            Self::Over(of, to) => json!(["over", of, to]),
            Self::Under(of, to) => json!(["under", of, to]),
            Self::All(inner) => json!(["all", several(inner)]),
            Self::One(inner) => json!(["one", several(inner)]),
            Self::Not(inner) => json!(["not", inner.to_json()]),
            Self::Matches(of, pattern) => json!(["matches", of, pattern.id()]),
        }
    }

    /// Its value, given what is answered.
    pub fn truth(&self, scope: &Scope<'_>) -> Truth {
        let about = |of: &str, test: &dyn Fn(&Json) -> Truth| {
            scope
                .answer(of)
                .filter(|answer| !value::is_empty(answer))
                .map_or(Truth::Unknown, test)
        };
        match self {
            Self::Answered(of) => scope.is_answered(of).into(),
            Self::Is(of, to) => about(of, &|answer| value::holds(answer, to).into()),
            Self::Any(of, to) => about(of, &|answer| {
                to.iter().any(|one| value::holds(answer, one)).into()
            }),
            Self::Over(of, to) => about(of, &|answer| {
                value::order(answer, to).map_or(Truth::Unknown, |order| order.is_gt().into())
            }),
            Self::Under(of, to) => about(of, &|answer| {
                value::order(answer, to).map_or(Truth::Unknown, |order| order.is_lt().into())
            }),
            Self::All(inner) => every(inner, scope, Truth::False, Truth::True),
            Self::One(inner) => every(inner, scope, Truth::True, Truth::False),
            Self::Not(inner) => match inner.truth(scope) {
                Truth::True => Truth::False,
                Truth::False => Truth::True,
                Truth::Unknown => Truth::Unknown,
            },
            Self::Matches(of, pattern) => about(of, &|answer| {
                answer
                    .as_str()
                    .map_or(Truth::Unknown, |text| pattern.fits(text).into())
            }),
        }
    }

    /// The questions it speaks of.
    pub fn speaks_of(&self) -> Vec<&str> {
        match self {
            Self::Answered(of)
            | Self::Is(of, _)
            | Self::Any(of, _)
            | Self::Over(of, _)
            | Self::Under(of, _)
            | Self::Matches(of, _) => vec![of],
            Self::All(inner) | Self::One(inner) => inner.iter().flat_map(Self::speaks_of).collect(),
            Self::Not(inner) => inner.speaks_of(),
        }
    }
}

/// `decides` as soon as one is that; otherwise unknown if one is; otherwise `rest`.
fn every(inner: &[Expression], scope: &Scope<'_>, decides: Truth, rest: Truth) -> Truth {
    let mut unknown = false;
    for one in inner {
        let truth = one.truth(scope);
        if truth == decides {
            return decides;
        }
        unknown |= truth == Truth::Unknown;
    }
    if unknown { Truth::Unknown } else { rest }
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Expression {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        Self::from_json(&json).map_err(serde::de::Error::custom)
    }
}
