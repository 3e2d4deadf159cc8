//! The life of an access token.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::secret::Secret;

/// What a merchant's consent gave us. Store it encrypted.
///
/// `generation` settles the race of two workers: a worker reads the set, refreshes, and writes the new
/// one only where the generation is still the one it read. The loser throws its answer away and reads
/// again. Where refresh tokens are used up by use, take a lease before the call as well.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// For calls.
    pub access: Secret,
    /// When it ends.
    pub access_until: DateTime<Utc>,
    /// For the next one; `None` with client credentials, which simply ask again.
    pub refresh: Option<Secret>,
    /// When it ends, if known.
    pub refresh_until: Option<DateTime<Utc>>,
    /// Counts refreshes.
    pub generation: u64,
}

/// What is to be done about a token now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenState {
    /// Use it.
    Fresh,
    /// Use it, but get the next one.
    RefreshDue,
    /// Get the next one before any call.
    Expired,
    /// Consent must be given again.
    Lost,
}

impl Tokens {
    /// State at a moment; refresh is due from `margin` before the end.
    pub fn state(&self, now: DateTime<Utc>, margin: TimeDelta) -> TokenState {
        let can_refresh = self.refresh_until.is_none_or(|until| until > now);
        if self.access_until <= now {
            return if can_refresh {
                TokenState::Expired
            } else {
                TokenState::Lost
            };
        }
        if self.access_until - now <= margin && can_refresh {
            TokenState::RefreshDue
        } else {
            TokenState::Fresh
        }
    }

    /// Takes the place of `old`, one generation on. A platform that sends no new refresh token means
    /// that the old one goes on.
    #[must_use]
    pub fn following(mut self, old: &Self) -> Self {
        self.generation = old.generation + 1;
        if self.refresh.is_none() {
            self.refresh.clone_from(&old.refresh);
            self.refresh_until = old.refresh_until;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(seconds, 0).unwrap()
    }

    fn tokens() -> Tokens {
        Tokens {
            access: Secret::new("a"),
            access_until: at(14_400),
            refresh: Some(Secret::new("r")),
            refresh_until: Some(at(1_000_000)),
            generation: 3,
        }
    }

    #[test]
    fn a_token_ages_and_dies() {
        let margin = TimeDelta::minutes(10);
        for (now, expected) in [
            (0, TokenState::Fresh),
            (13_799, TokenState::Fresh),
            (13_800, TokenState::RefreshDue),
            (14_400, TokenState::Expired),
            (1_000_000, TokenState::Lost),
        ] {
            assert_eq!(tokens().state(at(now), margin), expected, "{now}");
        }
    }

    #[test]
    fn the_next_generation_keeps_a_refresh_token_that_was_not_replaced() {
        let next = Tokens {
            refresh: None,
            refresh_until: None,
            generation: 0,
            ..tokens()
        };
        let next = next.following(&tokens());
        assert_eq!(next.generation, 4);
        assert_eq!(next.refresh, Some(Secret::new("r")));
    }
}
