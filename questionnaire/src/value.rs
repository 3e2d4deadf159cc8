//! Answers as values: when one is empty, equal, greater.

use std::cmp::Ordering;

use serde_json::Value as Json;

/// Whether it says nothing.
pub(crate) fn is_empty(json: &Json) -> bool {
    match json {
        Json::Null => true,
        Json::String(text) => text.trim().is_empty(),
        Json::Array(items) => items.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(_) | Json::Number(_) => false,
    }
}

/// Whether an answer can be compared to it.
pub(crate) fn is_plain(json: &Json) -> bool {
    matches!(json, Json::String(_) | Json::Number(_) | Json::Bool(_))
}

/// Whether answers can be greater or less than it: a number, or a day.
pub(crate) fn is_ordered(json: &Json) -> bool {
    match json {
        Json::Number(_) => true,
        Json::String(day) => day.parse::<chrono::NaiveDate>().is_ok(),
        _ => false,
    }
}

/// Whether an answer is a value, or has it among several.
pub(crate) fn holds(answer: &Json, value: &Json) -> bool {
    match answer {
        Json::Array(items) => items.iter().any(|item| same(item, value)),
        _ => same(answer, value),
    }
}

/// Numbers are the same however they are written: 3 and 3.0.
fn same(a: &Json, b: &Json) -> bool {
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.total_cmp(&b).is_eq(),
        _ => a == b,
    }
}

/// Numbers by size, days by date; nothing else is greater or less.
pub(crate) fn order(answer: &Json, to: &Json) -> Option<Ordering> {
    match (answer, to) {
        (Json::Number(a), Json::Number(b)) => Some(a.as_f64()?.total_cmp(&b.as_f64()?)),
        (Json::String(a), Json::String(b)) => {
            let day = |text: &str| text.parse::<chrono::NaiveDate>().ok();
            Some(day(a)?.cmp(&day(b)?))
        }
        _ => None,
    }
}
