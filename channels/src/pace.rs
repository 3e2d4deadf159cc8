//! How fast, and when again: rate, backoff and circuit breaker as plain values with the time given in.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::outcome::{ChannelError, Retry};

/// So many calls per time. No platform publishes its numbers, so these are the office's to set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// Calls at once.
    pub burst: u32,
    /// Calls per minute in the long run.
    pub per_minute: u32,
}

impl Default for Rate {
    fn default() -> Self {
        // Slow enough for every limit integrators report.
        Self {
            burst: 5,
            per_minute: 100,
        }
    }
}

/// A bucket of permissions, one per channel and merchant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bucket {
    rate: Rate,
    /// When the bucket would be full again.
    full_at: DateTime<Utc>,
}

impl Bucket {
    /// Full.
    pub fn new(rate: Rate, now: DateTime<Utc>) -> Self {
        Self { rate, full_at: now }
    }

    /// Takes one permission, or tells how long to wait.
    pub fn take(&mut self, now: DateTime<Utc>) -> Result<(), TimeDelta> {
        let each = TimeDelta::milliseconds(60_000 / i64::from(self.rate.per_minute.max(1)));
        let depth = each * i32::try_from(self.rate.burst.max(1)).unwrap_or(i32::MAX);
        let next = self.full_at.max(now) + each;
        let over = (next - now) - depth;
        if over > TimeDelta::zero() {
            return Err(over);
        }
        self.full_at = next;
        Ok(())
    }

    /// Empties it, when the platform itself asks for a pause.
    pub fn pause(&mut self, now: DateTime<Utc>, seconds: u32) {
        let each = TimeDelta::milliseconds(60_000 / i64::from(self.rate.per_minute.max(1)));
        let depth = each * i32::try_from(self.rate.burst.max(1)).unwrap_or(i32::MAX);
        self.full_at = self
            .full_at
            .max(now + depth + TimeDelta::seconds(i64::from(seconds)));
    }
}

/// How long to wait after the n-th failure (from 1): doubling from two seconds to an hour, of which a
/// random half is taken off. `chance` is a fresh random number; a parameter, so that tests can choose.
pub fn backoff(failures: u32, chance: u32) -> TimeDelta {
    const MOST: i64 = 3_600_000;
    let whole = 2_000_i64
        .checked_shl(failures.saturating_sub(1).min(20))
        .unwrap_or(MOST)
        .min(MOST);
    let half = whole / 2;
    TimeDelta::milliseconds(half + half * i64::from(chance) / i64::from(u32::MAX))
}

/// When to try again after an error, if by itself at all.
pub fn next_try(
    error: &ChannelError,
    failures: u32,
    chance: u32,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    match error.retry() {
        Retry::Later { after } => {
            let asked = TimeDelta::seconds(after.map_or(0, i64::from));
            Some(now + asked.max(backoff(failures, chance)))
        }
        // The refresh is a job of its own; this one follows right after it.
        Retry::RefreshToken => Some(now + TimeDelta::seconds(5)),
        Retry::Never | Retry::AskOwner | Retry::AskOffice => None,
    }
}

/// Stops calls to a platform that is down, so that workers serve the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Breaker {
    failures: u32,
    open_until: Option<DateTime<Utc>>,
}

/// Outages in a row before it opens.
const TRIP: u32 = 5;

impl Breaker {
    /// Whether a call may be made. After the pause one is let through at a time.
    pub fn admits(&mut self, now: DateTime<Utc>) -> bool {
        match self.open_until {
            None => true,
            Some(until) if now >= until => {
                // The next one waits until this one tells.
                self.open_until = Some(now + TimeDelta::seconds(30));
                true
            }
            Some(_) => false,
        }
    }

    /// A call went through: refusals count too, they prove that the platform is up.
    pub fn up(&mut self) {
        *self = Self::default();
    }

    /// A call met an outage.
    pub fn down(&mut self, now: DateTime<Utc>, chance: u32) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= TRIP {
            // 32 seconds after the fifth, an hour at most.
            self.open_until = Some(now + backoff(self.failures, chance));
        }
    }

    /// Takes the outcome of a call.
    pub fn learn(&mut self, outcome: Result<(), &ChannelError>, now: DateTime<Utc>, chance: u32) {
        match outcome {
            Err(error) if error.is_outage() => self.down(now, chance),
            _ => self.up(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::capability::ChannelId;

    fn at(milliseconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(milliseconds).unwrap()
    }

    #[test]
    fn a_bucket_gives_its_burst_and_then_its_rate() {
        let mut bucket = Bucket::new(
            Rate {
                burst: 3,
                per_minute: 60,
            },
            at(0),
        );
        for _ in 0..3 {
            assert_eq!(bucket.take(at(0)), Ok(()));
        }
        assert_eq!(bucket.take(at(0)), Err(TimeDelta::seconds(1)));
        assert_eq!(bucket.take(at(1_000)), Ok(()));
        bucket.pause(at(1_000), 10);
        assert!(bucket.take(at(10_999)).is_err());
        assert!(bucket.take(at(12_001)).is_ok());
    }

    #[test]
    fn a_breaker_opens_after_five_outages_and_tries_one() {
        let mut breaker = Breaker::default();
        for _ in 0..5 {
            assert!(breaker.admits(at(0)));
            breaker.down(at(0), 0);
        }
        assert!(!breaker.admits(at(15_999)));
        assert!(breaker.admits(at(16_000)));
        assert!(!breaker.admits(at(16_001)), "one at a time");
        breaker.up();
        assert!(breaker.admits(at(16_002)));
    }

    #[test]
    fn a_refusal_is_not_an_outage_and_is_not_tried_again() {
        let refused = ChannelError::Refused {
            channel: ChannelId::Shopee,
            code: "x".into(),
            detail: "y".into(),
        };
        let mut breaker = Breaker::default();
        for _ in 0..10 {
            breaker.learn(Err(&refused), at(0), 0);
        }
        assert!(breaker.admits(at(0)));
        assert_eq!(next_try(&refused, 1, 0, at(0)), None);
    }

    #[test]
    fn a_pause_the_platform_asked_for_is_kept() {
        let fast = ChannelError::TooFast {
            channel: ChannelId::GrabFood,
            after: Some(120),
        };
        assert_eq!(next_try(&fast, 1, 0, at(0)), Some(at(120_000)));
    }

    proptest! {
        #[test]
        fn backoff_stays_between_a_second_and_an_hour(failures in 0u32..1000, chance in any::<u32>()) {
            let wait = backoff(failures, chance);
            prop_assert!(wait >= TimeDelta::seconds(1) && wait <= TimeDelta::hours(1));
        }

        #[test]
        fn a_bucket_never_gives_more_than_its_rate(steps in proptest::collection::vec(0i64..500, 1..200)) {
            let rate = Rate { burst: 5, per_minute: 120 };
            let mut bucket = Bucket::new(rate, at(0));
            let (mut now, mut given) = (0, 0i64);
            for step in steps {
                now += step;
                given += i64::from(bucket.take(at(now)).is_ok());
            }
            prop_assert!(given <= 5 + now / 500);
        }
    }
}
