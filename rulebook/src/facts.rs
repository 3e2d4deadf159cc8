//! What is known about one business: a packed store, and its flat JSON form.

use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::fact::{Fact, Kind};
use crate::fact_error::{FactError, Flaw};
use crate::fact_set::FactSet;
use crate::value::Value;

/// What is known about one business; a fact that is absent is unknown.
///
/// One bit per fact says what is known, and only known values take room, in table order: a business
/// of a census row takes some hundred bytes, and a look-up is a bit test and a count of bits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    known: FactSet,
    values: Vec<Value>,
}

impl Facts {
    /// Nothing is known yet.
    pub fn new() -> Facts {
        Facts::default()
    }

    /// What is known about this fact.
    pub fn get(&self, fact: Fact) -> Option<&Value> {
        if self.known.contains(fact) {
            self.values.get(self.known.rank(fact))
        } else {
            None
        }
    }

    /// States a fact, in place of what was known about it.
    ///
    /// A value which the fact cannot have (text for a yes/no) is refused, so that whatever reads
    /// facts later may trust their types.
    pub fn set(&mut self, fact: Fact, value: Value) -> Result<(), FactError> {
        if !value.fits(fact) {
            return Err(FactError {
                fact,
                flaw: Flaw::Json(name_of(&value)),
            });
        }
        let at = self.known.rank(fact);
        if self.known.contains(fact) {
            if let Some(slot) = self.values.get_mut(at) {
                *slot = value;
            }
        } else {
            self.values.insert(at, value);
            self.known.insert(fact);
        }
        Ok(())
    }

    /// Reads what a person wrote for this fact and states it.
    pub fn set_text(&mut self, fact: Fact, raw: &str) -> Result<(), FactError> {
        self.set(fact, Value::parse(fact, raw)?)
    }

    /// Forgets a fact and returns what was known.
    pub fn remove(&mut self, fact: Fact) -> Option<Value> {
        if !self.known.contains(fact) {
            return None;
        }
        let at = self.known.rank(fact);
        self.known.remove(fact);
        (at < self.values.len()).then(|| self.values.remove(at))
    }

    /// Which facts are known.
    pub fn known(&self) -> FactSet {
        self.known
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The known facts and their values, in table order.
    pub fn iter(&self) -> impl Iterator<Item = (Fact, &Value)> {
        self.known.iter().zip(&self.values)
    }

    /// Whether a permit is known to be held or not held.
    pub fn held(&self, fact: Fact) -> Option<bool> {
        self.get(fact).and_then(Value::held)
    }

    /// The id of the choice made, for a fact of that kind.
    pub fn choice(&self, fact: Fact) -> Option<&'static str> {
        match self.get(fact)? {
            Value::Choice(choice) => fact.choice_id(*choice),
            _ => None,
        }
    }

    /// The flat JSON object of these facts.
    pub fn to_json(&self) -> serde_json::Value {
        let json = |(fact, value): (Fact, &Value)| (fact.id().to_owned(), value.to_json(fact));
        serde_json::Value::Object(self.iter().map(json).collect())
    }

    /// Reads the flat JSON object; `null` and absent are both unknown.
    ///
    /// Texts are read as a person's cell is, so `"sales": "Rp 250 juta"` is as good as a number.
    pub fn from_json(json: &serde_json::Value) -> Result<Facts, FactsError> {
        let object = json.as_object().ok_or(FactsError::NotAnObject)?;
        let mut facts = Facts::new();
        for (id, json) in object {
            let fact: Fact = id.parse()?;
            if !json.is_null() {
                facts.set(fact, Value::from_json(fact, json)?)?;
            }
        }
        Ok(facts)
    }
}

/// Why a JSON text is no set of facts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FactsError {
    /// The JSON is a list, a number or something else.
    #[error("facts are a JSON object such as {{\"kbli\": \"2020:10794\"}}")]
    NotAnObject,
    /// A key names no fact.
    #[error(transparent)]
    Unknown(#[from] crate::fact_error::UnknownFact),
    /// A value does not fit its fact.
    #[error(transparent)]
    Value(#[from] FactError),
}

impl vocab::DomainError for FactsError {
    fn code(&self) -> &'static str {
        match self {
            FactsError::NotAnObject => "facts.not_an_object",
            FactsError::Unknown(error) => error.code(),
            FactsError::Value(error) => error.code(),
        }
    }

    fn id(&self) -> String {
        match self {
            FactsError::NotAnObject => {
                "Data usaha harus berupa objek JSON, misalnya {\"kbli\": \"2020:10794\"}."
                    .to_owned()
            }
            FactsError::Unknown(error) => error.id(),
            FactsError::Value(error) => format!("{}: {}", error.fact, error.id()),
        }
    }

    fn en(&self) -> String {
        match self {
            FactsError::NotAnObject => {
                "Facts must be a JSON object, such as {\"kbli\": \"2020:10794\"}.".to_owned()
            }
            FactsError::Unknown(error) => error.en(),
            FactsError::Value(error) => format!("{}: {}", error.fact, error.en()),
        }
    }
}

fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Bool(_) => "true/false",
        Value::Count(_) | Value::Rupiah(_) | Value::Year(_) => "number",
        Value::Date(_) => "date",
        Value::Text(_) => "text",
        Value::Choice(_) => "choice",
        Value::Kbli(_) => "kbli",
        Value::Region(_) => "region",
        Value::Point(_) => "point",
    }
}

impl Value {
    /// The JSON form; the fact is needed to name a choice.
    pub fn to_json(&self, fact: Fact) -> serde_json::Value {
        match self {
            Value::Bool(yes) => (*yes).into(),
            Value::Count(number) | Value::Rupiah(number) => (*number).into(),
            Value::Year(year) => (*year).into(),
            Value::Text(text) => (**text).into(),
            Value::Choice(choice) => fact.choice_id(*choice).into(),
            Value::Date(date) => date.to_string().into(),
            Value::Kbli(code) => code.to_string().into(),
            Value::Region(code) => code.to_string().into(),
            Value::Point(point) => point.to_string().into(),
        }
    }

    /// Reads the JSON form; texts are read as cells are.
    pub fn from_json(fact: Fact, json: &serde_json::Value) -> Result<Value, FactError> {
        let wrong = |found| FactError {
            fact,
            flaw: Flaw::Json(found),
        };
        let value = match json {
            serde_json::Value::String(text) => return Value::parse(fact, text),
            serde_json::Value::Bool(yes) => Value::Bool(*yes),
            serde_json::Value::Number(number) => {
                let number = number.as_i64().ok_or_else(|| wrong("fraction"))?;
                from_number(fact, number).ok_or_else(|| wrong("number"))?
            }
            serde_json::Value::Null => return Err(wrong("null")),
            serde_json::Value::Array(_) => return Err(wrong("list")),
            serde_json::Value::Object(_) => return Err(wrong("object")),
        };
        if value.fits(fact) {
            Ok(value)
        } else {
            Err(wrong(name_of(&value)))
        }
    }
}

/// A JSON number means a different thing for each kind of fact; permits and numbers written as
/// JSON numbers have lost their leading zeros, so they are not taken.
fn from_number(fact: Fact, number: i64) -> Option<Value> {
    match fact.kind() {
        Kind::Count | Kind::Days => Some(Value::Count(number)),
        Kind::Rupiah => Some(Value::Rupiah(number)),
        Kind::Year => i32::try_from(number).ok().map(Value::Year),
        _ => None,
    }
}

/// A value as JSON has it, straight into text; the fact is needed to name a choice.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a>(pub Fact, pub &'a Value);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Written(fact, value) = self;
        match value {
            Value::Bool(yes) => yes.serialize(serializer),
            Value::Count(number) | Value::Rupiah(number) => number.serialize(serializer),
            Value::Year(year) => year.serialize(serializer),
            Value::Text(text) => text.serialize(serializer),
            Value::Choice(choice) => fact.choice_id(*choice).serialize(serializer),
            Value::Date(date) => date.serialize(serializer),
            Value::Kbli(code) => code.serialize(serializer),
            Value::Region(code) => code.serialize(serializer),
            Value::Point(point) => point.to_string().serialize(serializer),
        }
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.values.len()))?;
        for (fact, value) in self.iter() {
            map.serialize_entry(fact.id(), &Written(fact, value))?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Facts, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = Facts;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object of facts")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
                let mut facts = Facts::new();
                while let Some(fact) = map.next_key::<Fact>()? {
                    let json: serde_json::Value = map.next_value()?;
                    if !json.is_null() {
                        let value = Value::from_json(fact, &json).map_err(A::Error::custom)?;
                        facts.set(fact, value).map_err(A::Error::custom)?;
                    }
                }
                Ok(facts)
            }
        }

        deserializer.deserialize_map(Object)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_goes_out_and_in_unchanged() {
        let json = serde_json::json!({
            "owner_name": "Siti Aminah", "owner_sex": "female", "start_year": 2019,
            "kbli": "2020:10794", "village": "33.24.09.2003", "sales": 250_000_000,
            "workers_female": 3, "nib": "9120001234567", "pirt": false,
            "pirt_expiry": "2027-05-01", "qris": true,
        });
        let facts = Facts::from_json(&json).expect("facts");
        assert_eq!(facts.to_json(), json);
        let text = serde_json::to_string(&facts).expect("JSON");
        assert_eq!(serde_json::from_str::<Facts>(&text).expect("facts"), facts);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).expect("JSON"),
            json
        );
    }

    #[test]
    fn null_is_unknown_and_texts_are_read_like_cells() {
        let json = serde_json::json!({ "nib": null, "sales": "Rp 1,5 jt", "qris": "belum" });
        let facts = Facts::from_json(&json).expect("facts");
        assert_eq!(facts.get(Fact::Nib), None);
        assert_eq!(facts.get(Fact::Sales), Some(&Value::Rupiah(1_500_000)));
        assert_eq!(facts.held(Fact::Qris), Some(false));
        assert_eq!(facts.known().len(), 2);
    }

    #[test]
    fn json_of_the_wrong_type_is_refused() {
        for json in [
            serde_json::json!([]),
            serde_json::json!({ "no_such_fact": 1 }),
            serde_json::json!({ "qris": 1 }),
            serde_json::json!({ "sales": -5 }),
            serde_json::json!({ "sales": 1.5 }),
            serde_json::json!({ "nib": 9_120_001_234_567_i64 }),
            serde_json::json!({ "start_year": 3000 }),
            serde_json::json!({ "premise": "moon" }),
            serde_json::json!({ "photos": {} }),
        ] {
            assert!(Facts::from_json(&json).is_err(), "{json}");
        }
    }

    #[test]
    fn facts_are_replaced_and_forgotten() {
        let mut facts = Facts::new();
        facts.set(Fact::Qris, Value::Bool(false)).expect("fits");
        facts.set(Fact::Nib, Value::Bool(true)).expect("fits");
        facts.set(Fact::Qris, Value::Bool(true)).expect("fits");
        assert_eq!(facts.get(Fact::Qris), Some(&Value::Bool(true)));
        assert_eq!(facts.remove(Fact::Nib), Some(Value::Bool(true)));
        assert_eq!(facts.remove(Fact::Nib), None);
        assert_eq!(facts.iter().count(), 1);
        assert!(facts.set(Fact::Qris, Value::Count(1)).is_err());
    }
}
