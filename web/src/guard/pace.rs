//! How often one address may knock: a leaky bucket per address and kind of door. The hall's own
//! throttling of one account's logins is in `center`; this one stops a machine that tries many.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The kinds of doors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Pace {
    /// Reading pages: not counted here.
    Free,
    /// Sending a form.
    Form,
    /// Logging in, and using a reset code. A village hall's visitors share one address, so this is
    /// wider than one person needs.
    Login,
    /// What costs the machine much: exports and uploads.
    Heavy,
}

impl Pace {
    /// How many at once, and how long until one more is allowed.
    fn allowance(self) -> Option<(f64, Duration)> {
        match self {
            Self::Free => None,
            Self::Form => Some((60.0, Duration::from_secs(1))),
            Self::Login => Some((20.0, Duration::from_secs(6))),
            Self::Heavy => Some((12.0, Duration::from_secs(5))),
        }
    }
}

struct Bucket {
    level: f64,
    at: Instant,
}

/// The buckets of all addresses.
#[derive(Default)]
pub(crate) struct Throttle {
    buckets: Mutex<HashMap<(Pace, IpAddr), Bucket>>,
}

/// Above this many buckets the drained ones are thrown away, so that memory is bounded by the
/// addresses which knocked in the last minutes.
const SWEEP_ABOVE: usize = 10_000;

impl Throttle {
    /// Takes one from the allowance, or says how many seconds to wait.
    pub(crate) fn take(&self, pace: Pace, from: IpAddr, now: Instant) -> Result<(), u64> {
        let Some((size, refill)) = pace.allowance() else {
            return Ok(());
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > SWEEP_ABOVE {
            buckets.retain(|(kind, _), bucket| {
                kind.allowance()
                    .is_some_and(|(_, refill)| bucket.drained(refill, now) > 0.0)
            });
        }
        let bucket = buckets.entry((pace, from)).or_insert(Bucket {
            level: 0.0,
            at: now,
        });
        bucket.level = bucket.drained(refill, now);
        bucket.at = now;
        if bucket.level + 1.0 > size {
            let over = bucket.level + 1.0 - size;
            return Err(refill.mul_f64(over).as_secs().max(1));
        }
        bucket.level += 1.0;
        Ok(())
    }
}

impl Bucket {
    fn drained(&self, refill: Duration, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(self.at).as_secs_f64();
        (self.level - passed / refill.as_secs_f64()).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const THERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 7));

    #[test]
    fn an_address_which_knocks_too_often_waits_and_others_do_not() {
        let throttle = Throttle::default();
        let start = Instant::now();
        for _ in 0..20 {
            assert_eq!(throttle.take(Pace::Login, HERE, start), Ok(()));
        }
        assert!(throttle.take(Pace::Login, HERE, start).is_err());
        assert_eq!(throttle.take(Pace::Login, THERE, start), Ok(()));
        assert_eq!(throttle.take(Pace::Form, HERE, start), Ok(()));
        let later = start + Duration::from_secs(7);
        assert_eq!(throttle.take(Pace::Login, HERE, later), Ok(()));
        assert!(throttle.take(Pace::Login, HERE, later).is_err());
    }

    #[test]
    fn reading_is_never_refused() {
        let throttle = Throttle::default();
        let now = Instant::now();
        assert!((0..1000).all(|_| throttle.take(Pace::Free, HERE, now).is_ok()));
    }
}
