//! Failed tries slow further tries down: by account, and by address.
//!
//! Both keys are hashed. The account's limit is low because it protects one password; the address' limit is high
//! because a whole office may share one.

use chrono::{DateTime, TimeDelta, Utc};
use store::people::throttle::{self as kept, Throttle};
use store::{Session, Tx};

use super::PeopleError;
use crate::error::Result;
use crate::hall::Hall;
use crate::keys::Purpose;

/// Free failures before waiting begins.
const FREE_FOR_ACCOUNT: i64 = 5;
const FREE_FOR_ADDRESS: i64 = 30;
/// The longest wait.
const LONGEST: i64 = 15 * 60;
/// After so long a silence failures are forgotten.
const FORGOTTEN_HOURS: i64 = 24;

/// The two keys of one try.
#[derive(Debug, Clone)]
pub(crate) struct Try {
    account: [u8; 32],
    address: [u8; 32],
}

impl Try {
    /// For a login from an address. `what` separates passwords from codes.
    pub(crate) fn new(hall: &Hall, what: &str, login: &str, address: &str) -> Self {
        let hash = |text: String| hall.keys().hash(Purpose::Throttle, text.as_bytes());
        Self {
            account: hash(format!("{what}:account:{login}")),
            address: hash(format!("{what}:address:{address}")),
        }
    }

    /// Refuses a try that comes too early.
    pub(crate) async fn admit(&self, session: &mut Session, now: DateTime<Utc>) -> Result<()> {
        for key in [&self.account, &self.address] {
            if let Some(throttle) = kept::find(session, key).await?
                && throttle.blocked_until > now
            {
                let seconds = (throttle.blocked_until - now).num_seconds() + 1;
                return Err(PeopleError::TooManyTries { seconds }.into());
            }
        }
        Ok(())
    }

    /// Counts a failure.
    pub(crate) async fn failed(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
        for (key, free) in [
            (&self.account, FREE_FOR_ACCOUNT),
            (&self.address, FREE_FOR_ADDRESS),
        ] {
            let before = kept::find(tx, key).await?;
            kept::save(tx, key, next(before, free, now)).await?;
        }
        Ok(())
    }

    /// A success forgets the account's failures. The address keeps its own: else one good account would let an
    /// address guess at all others.
    pub(crate) async fn succeeded(&self, tx: &mut Tx) -> Result<()> {
        Ok(kept::clear(tx, &self.account).await?)
    }
}

fn next(before: Option<Throttle>, free: i64, now: DateTime<Utc>) -> Throttle {
    let failures = match before {
        Some(before) if now - before.last_at < TimeDelta::hours(FORGOTTEN_HOURS) => {
            before.failures + 1
        }
        _ => 1,
    };
    let over = (failures - free).clamp(0, 20);
    let wait = if over == 0 {
        0
    } else {
        (5 * (1_i64 << (over - 1))).min(LONGEST)
    };
    Throttle {
        failures,
        last_at: now,
        blocked_until: now + TimeDelta::seconds(wait),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waiting_doubles_after_the_free_tries_and_has_an_end() {
        let now = DateTime::from_timestamp(1_764_000_000, 0).unwrap();
        let mut throttle = None;
        let mut waits = Vec::new();
        for _ in 0..16 {
            let next = next(throttle, FREE_FOR_ACCOUNT, now);
            waits.push((next.blocked_until - now).num_seconds());
            throttle = Some(next);
        }
        assert_eq!(
            waits,
            [
                0, 0, 0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900
            ]
        );
        let later = next(throttle, FREE_FOR_ACCOUNT, now + TimeDelta::hours(25));
        assert_eq!(later.failures, 1);
    }
}
