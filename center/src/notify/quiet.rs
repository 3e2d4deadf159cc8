//! Hours in which nobody is disturbed. Pure.

use chrono::{DateTime, Duration, NaiveTime, TimeDelta, Timelike, Utc};
use store::notify::Choice;

/// Jakarta is seven hours ahead all year.
const JAKARTA: TimeDelta = TimeDelta::hours(7);

/// Hours of the day in Jakarta, from the first to before the second, in which nothing is sent; equal hours are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quiet {
    /// From this hour, 0 to 23.
    pub from: u32,
    /// Until this hour, 0 to 23.
    pub to: u32,
}

impl Default for Quiet {
    /// From eight in the evening until six in the morning.
    fn default() -> Self {
        Self { from: 20, to: 6 }
    }
}

impl Quiet {
    /// Those an account chose.
    pub fn of(choice: &Choice) -> Self {
        let hour = |hour: i64| u32::try_from(hour.rem_euclid(24)).unwrap_or(0);
        Self {
            from: hour(choice.quiet_from),
            to: hour(choice.quiet_to),
        }
    }

    fn holds(self, hour: u32) -> bool {
        if self.from <= self.to {
            (self.from..self.to).contains(&hour)
        } else {
            hour >= self.from || hour < self.to
        }
    }

    /// The next moment at which something may be sent: now, or the end of the quiet hours.
    pub fn next_loud(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let here = now + JAKARTA;
        if !self.holds(here.hour()) {
            return now;
        }
        let end = NaiveTime::from_hms_opt(self.to, 0, 0).unwrap_or_default();
        let mut at = here.date_naive().and_time(end).and_utc();
        if at <= here {
            at += Duration::days(1);
        }
        at - JAKARTA
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text).unwrap().to_utc()
    }

    #[test]
    fn what_comes_up_in_the_night_waits_for_the_morning() {
        let quiet = Quiet::default();
        for (now, then) in [
            ("2026-11-24T12:00:00+07:00", "2026-11-24T12:00:00+07:00"),
            ("2026-11-24T19:59:59+07:00", "2026-11-24T19:59:59+07:00"),
            ("2026-11-24T20:00:00+07:00", "2026-11-25T06:00:00+07:00"),
            ("2026-11-25T05:59:59+07:00", "2026-11-25T06:00:00+07:00"),
            ("2026-11-25T06:00:00+07:00", "2026-11-25T06:00:00+07:00"),
        ] {
            assert_eq!(quiet.next_loud(at(now)), at(then), "{now}");
        }
    }

    #[test]
    fn equal_hours_are_never_quiet() {
        let now = at("2026-11-24T03:00:00+07:00");
        assert_eq!(Quiet { from: 5, to: 5 }.next_loud(now), now);
    }

    proptest! {
        #[test]
        fn the_moment_given_is_loud_and_at_most_a_day_away(from in 0u32..24, to in 0u32..24, minutes in 0i64..3000) {
            let now = at("2026-11-24T00:00:00+07:00") + Duration::minutes(minutes);
            let quiet = Quiet { from, to };
            let loud = quiet.next_loud(now);
            prop_assert!(loud >= now && loud <= now + Duration::days(1));
            prop_assert!(!quiet.holds((loud + JAKARTA).hour()));
        }
    }
}
