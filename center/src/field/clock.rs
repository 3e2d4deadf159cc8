//! When something happened, told by a phone's clock that may be off by years.

use chrono::{DateTime, TimeDelta, Utc};

use crate::sync::Item;

/// What a phone says about a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// Begun, by its clock.
    pub started_at: DateTime<Utc>,
    /// Ended, by its clock.
    pub ended_at: DateTime<Utc>,
    /// By how many milliseconds its clock was ahead, as it knew when it was answered.
    pub offset_then: Option<i64>,
    /// By how many it is ahead now that it sends.
    pub offset_now: i64,
}

/// A time we hold for true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// Begun.
    pub started_at: DateTime<Utc>,
    /// Ended.
    pub ended_at: DateTime<Utc>,
    /// By how many milliseconds the clock was ahead.
    pub offset: i64,
}

/// The longest an answer is believed to take.
const LONGEST: TimeDelta = TimeDelta::hours(12);

/// Sets a phone's time right. What it knew of its clock when it asked comes first (somebody may have set the clock since);
/// if that gives a time that cannot be, what is known now; if that cannot be either, it was when it came. How long it took
/// is told by one clock and stays.
pub fn settle(told: &Told, not_before: DateTime<Utc>, now: DateTime<Utc>) -> Settled {
    let length = (told.ended_at - told.started_at).clamp(TimeDelta::zero(), LONGEST);
    // Clocks of phones run a little ahead of ours.
    let can_be = |at: &DateTime<Utc>| *at >= not_before && *at <= now + TimeDelta::minutes(5);
    let shifted = |offset: i64| {
        told.ended_at
            .checked_sub_signed(TimeDelta::try_milliseconds(offset)?)
    };
    let offsets = [told.offset_then, Some(told.offset_now)];
    let found = offsets
        .into_iter()
        .flatten()
        .find_map(|offset| Some((shifted(offset).filter(can_be)?, offset)));
    let (ended_at, offset) = found.unwrap_or((now, told.offset_now));
    let ended_at = ended_at.min(now);
    Settled {
        started_at: ended_at - length,
        ended_at,
        offset,
    }
}

/// What an item and its body say about its time.
pub(crate) fn told(item: &Item, started: i64, ended: i64, offset: Option<i64>) -> Told {
    Told {
        started_at: crate::sync::moment(started),
        ended_at: crate::sync::moment(ended),
        offset_then: offset,
        offset_now: item.clock_offset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn settled(ended: &str, then: Option<i64>, now_offset: i64) -> Settled {
        let told = Told {
            started_at: at(ended) - TimeDelta::minutes(20),
            ended_at: at(ended),
            offset_then: then,
            offset_now: now_offset,
        };
        settle(
            &told,
            at("2026-11-01T00:00:00Z"),
            at("2026-11-24T05:00:00Z"),
        )
    }

    #[test]
    fn a_right_clock_is_believed() {
        let found = settled("2026-11-20T03:00:00Z", Some(0), 0);
        assert_eq!(found.ended_at, at("2026-11-20T03:00:00Z"));
        assert_eq!(found.started_at, at("2026-11-20T02:40:00Z"));
    }

    #[test]
    fn a_clock_of_2019_is_set_right_by_what_is_known_of_it() {
        let years = -(at("2026-11-20T03:00:00Z") - at("2019-01-01T00:00:00Z")).num_milliseconds();
        for (then, now) in [(Some(years), 0), (None, years), (Some(0), years)] {
            let found = settled("2019-01-01T00:00:00Z", then, now);
            assert_eq!(found.ended_at, at("2026-11-20T03:00:00Z"));
            assert_eq!(found.offset, years);
        }
    }

    #[test]
    fn a_clock_of_which_nothing_is_known_gives_the_moment_it_came_and_keeps_the_length() {
        let found = settled("2019-01-01T00:00:00Z", Some(0), 0);
        assert_eq!(found.ended_at, at("2026-11-24T05:00:00Z"));
        assert_eq!(found.ended_at - found.started_at, TimeDelta::minutes(20));
        let found = settled("2030-01-01T00:00:00Z", Some(i64::MAX), i64::MIN);
        assert_eq!(found.ended_at, at("2026-11-24T05:00:00Z"));
    }
}
