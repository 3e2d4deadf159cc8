//! What platforms tell us: proof first, meaning after, both over the raw bytes.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::capability::ChannelId;
use crate::order::{ChannelOrder, OrderState};
use crate::price::thousands;

/// A request as it came in. Nothing may have touched the body: signatures cover its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'a> {
    /// Headers.
    pub headers: &'a [(&'a str, &'a str)],
    /// Raw body.
    pub body: &'a [u8],
}

impl Incoming<'_> {
    /// Value of a header, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(header, _)| header.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }
}

/// A message that has been proved.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// From.
    pub channel: ChannelId,
    /// Equal for the same message sent again. Unique per channel; keep it as long as the window.
    pub dedupe: String,
    /// When the platform says it happened.
    pub sent_at: Option<DateTime<Utc>>,
    /// Shop, outlet or merchant it is about.
    pub merchant: Option<String>,
    /// What happened.
    pub event: Event,
}

/// What a message means.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The platform tries whether the address answers.
    Probe,
    /// An order was made or changed. Where only its number is told, fetch it.
    Order {
        /// The channel's number.
        id: String,
        /// State in our words, if it has one.
        state: Option<OrderState>,
        /// State in the channel's words.
        channel_state: String,
        /// The whole order, where the channel sends it.
        order: Option<Box<ChannelOrder>>,
    },
    /// The owner took consent back.
    AccessRevoked,
    /// Consent ends soon.
    AccessExpiring,
    /// The platform judged a product.
    ListingChanged {
        /// Its number, if told.
        item: Option<String>,
        /// The channel's words.
        state: String,
        /// Errors it tells.
        problems: Vec<String>,
    },
    /// The connection to an outlet or a menu's synchronisation changed.
    Connection {
        /// The channel's words.
        state: String,
        /// Errors it tells.
        problems: Vec<String>,
    },
    /// Something we keep but do not act on.
    Other {
        /// The channel's name for it.
        name: String,
    },
}

vocab::domain_error! {
    /// Why a message is not taken.
    WebhookError {
        /// Nothing to check.
        Unsigned { channel: ChannelId } => "webhook.unsigned",
            "Pesan {channel} tanpa tanda tangan ditolak.",
            "A message of {channel} without signature was refused.";
        /// Forged, truncated or changed, or our key is wrong.
        Forged { channel: ChannelId } => "webhook.forged",
            "Tanda tangan pesan {channel} tidak cocok: palsu, terpotong, atau kunci di pengaturan salah.",
            "The signature of a message of {channel} does not match: forged, cut off, or the key in the setup is wrong.";
        /// Outside the window.
        Stale { channel: ChannelId, age: Age } => "webhook.stale",
            "Pesan {channel} bertanggal {age} dari jam server, di luar batas. Periksa jam server.",
            "A message of {channel} is dated {age:#} by the server's clock, beyond the limit. Check the server's clock.";
        /// Proved, but not what the documents promise.
        Shape { channel: ChannelId, detail: String } => "webhook.shape",
            "Isi pesan {channel} tidak sesuai: {detail}.",
            "The contents of a message of {channel} do not fit: {detail}.";
        /// The channel sends none.
        NotOffered { channel: ChannelId } => "webhook.none",
            "{channel} tidak mengirim kabar otomatis.",
            "{channel} sends no notices.";
    }
}

impl WebhookError {
    /// HTTP status to answer with. A proved message of unknown shape is answered 200 and kept for
    /// people to read: an error would make the platform send the same forever.
    pub fn status(&self) -> u16 {
        match self {
            Self::Unsigned { .. } | Self::Forged { .. } => 401,
            Self::Stale { .. } => 400,
            Self::Shape { .. } => 200,
            Self::NotOffered { .. } => 404,
        }
    }
}

/// Seconds by which a message is old (positive) or comes from the future (negative).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Age(pub i64);

impl std::fmt::Display for Age {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = thousands(self.0.saturating_abs());
        match (f.alternate(), self.0 >= 0) {
            (false, true) => write!(f, "{seconds} detik lebih lama"),
            (false, false) => write!(f, "{seconds} detik lebih maju"),
            (true, true) => write!(f, "{seconds} seconds behind"),
            (true, false) => write!(f, "{seconds} seconds ahead"),
        }
    }
}

/// How old and how young a message may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Platforms send again for hours with the first date, so this is long, and what stops replays
    /// within it is the dedupe key, kept at least as long.
    pub past: TimeDelta,
    /// Their clock and ours differ; ten minutes have been seen.
    pub future: TimeDelta,
}

impl Default for Window {
    fn default() -> Self {
        // Shopee keeps lost messages three days; nobody documents a longer life.
        Self {
            past: TimeDelta::days(3),
            future: TimeDelta::minutes(15),
        }
    }
}

impl Window {
    /// Refuses what lies outside.
    pub fn admit(
        self,
        channel: ChannelId,
        sent_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), WebhookError> {
        let age = now - sent_at;
        if age > self.past || -age > self.future {
            return Err(WebhookError::Stale {
                channel,
                age: Age(age.num_seconds()),
            });
        }
        Ok(())
    }
}

/// Reads a proved body as a JSON object; not UTF-8 and not JSON are told apart.
pub(crate) fn object(channel: ChannelId, body: &[u8]) -> Result<Value, WebhookError> {
    let shape = |detail: &str| WebhookError::Shape {
        channel,
        detail: detail.to_owned(),
    };
    let text = std::str::from_utf8(body).map_err(|_| shape("not UTF-8"))?;
    let value: Value = serde_json::from_str(text).map_err(|_| shape("not JSON"))?;
    if value.is_object() {
        Ok(value)
    } else {
        Err(shape("not a JSON object"))
    }
}

/// A text or number as text: platforms send ids as either.
pub(crate) fn id_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A Unix time in seconds.
pub(crate) fn unix(value: &Value) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(value.as_i64()?, 0)
}

/// An RFC 3339 time.
pub(crate) fn rfc3339(value: &Value) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(value.as_str()?)
        .ok()
        .map(|time| time.to_utc())
}

#[cfg(test)]
mod tests {
    use vocab::DomainError;

    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    #[test]
    fn ten_minutes_of_clock_skew_pass_and_old_or_far_ones_do_not() {
        let admit = |sent, now| Window::default().admit(ChannelId::Shopee, at(sent), at(now));
        assert_eq!(admit(600, 0), Ok(()));
        assert_eq!(admit(0, 600), Ok(()));
        assert_eq!(admit(0, 3 * 86_400), Ok(()));
        let old = admit(0, 3 * 86_400 + 1).unwrap_err();
        assert!(old.en().contains("259.201 seconds behind"), "{}", old.en());
        let early = admit(901, 0).unwrap_err();
        assert!(
            early.id().contains("901 detik lebih maju"),
            "{}",
            early.id()
        );
    }
}
