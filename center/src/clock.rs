//! The one place where the time comes from.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Tells the time, cut to microseconds because PostgreSQL keeps no more.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still until it is moved, for tests and for looking at another day.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(AtomicI64::new(at.timestamp_micros()))))
    }

    /// Moves a fixed clock; the machine's clock stays as it is.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(fixed) = &self.0 {
            fixed.fetch_add(by.num_microseconds().unwrap_or(0), Ordering::SeqCst);
        }
    }

    /// Now.
    pub fn now(&self) -> DateTime<Utc> {
        let micros = match &self.0 {
            Some(fixed) => fixed.load(Ordering::SeqCst),
            None => std::time::SystemTime::now()
                .duration_since(std::time::UNIX_EPOCH)
                .map_or(0, |since| {
                    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
                }),
        };
        DateTime::from_timestamp_micros(micros).unwrap_or_default()
    }

    /// The day in Kendal (UTC+7 all year).
    pub fn today(&self) -> NaiveDate {
        (self.now() + TimeDelta::hours(7)).date_naive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_that_of_jakarta() {
        let clock = Clock::fixed(DateTime::from_timestamp(1_764_003_599, 0).unwrap());
        assert_eq!(clock.now().to_rfc3339(), "2025-11-24T16:59:59+00:00");
        assert_eq!(clock.today().to_string(), "2025-11-24");
        clock.advance(TimeDelta::seconds(1));
        assert_eq!(clock.today().to_string(), "2025-11-25");
    }

    #[test]
    fn now_has_no_nanoseconds() {
        assert_eq!(Clock::system().now().timestamp_subsec_nanos() % 1_000, 0);
    }
}
