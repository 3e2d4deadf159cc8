//! Small tools for reading the platforms' JSON, which often differs from their documents.

use serde_json::Value;

use crate::capability::ChannelId;
use crate::http::Response;
use crate::outcome::ChannelError;

/// The body as JSON, or what its absence means.
pub(crate) fn json(channel: ChannelId, response: &Response) -> Result<Value, ChannelError> {
    serde_json::from_slice(&response.body).map_err(|_| match response.status {
        429 => ChannelError::TooFast {
            channel,
            after: response.retry_after(),
        },
        status @ 500.. => ChannelError::Broken {
            channel,
            status,
            detail: "no JSON".to_owned(),
        },
        status => ChannelError::Unreadable {
            channel,
            detail: format!("status {status}, no JSON"),
        },
    })
}

/// A missing part of an answer.
pub(crate) fn lacks(channel: ChannelId, what: &str) -> ChannelError {
    ChannelError::Unreadable {
        channel,
        detail: format!("no {what}"),
    }
}

/// Text at a place.
pub(crate) fn text(value: &Value) -> Option<String> {
    value
        .as_str()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// Items of an array, or none.
pub(crate) fn items(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Whole rupiah from `15000`, `15000.0` or `"15000.00"`; `None` for anything broken, since money is
/// never rounded.
pub(crate) fn rupiah(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| rupiah_text(&number.to_string())),
        Value::String(text) => rupiah_text(text),
        _ => None,
    }
}

fn rupiah_text(text: &str) -> Option<i64> {
    let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if decimals.bytes().any(|digit| digit != b'0') {
        return None;
    }
    whole.parse().ok()
}

/// A count.
pub(crate) fn count(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn money_is_read_whole_or_not_at_all() {
        for (value, expected) in [
            (json!(15000), Some(15_000)),
            (json!(15000.0), Some(15_000)),
            (json!("15000"), Some(15_000)),
            (json!("15000.00"), Some(15_000)),
            (json!("15000.50"), None),
            (json!(15000.5), None),
            (json!("15.000"), Some(15)),
            (json!(null), None),
        ] {
            assert_eq!(rupiah(&value), expected, "{value}");
        }
    }
}
