//! Working days: Monday to Friday but for national holidays and joint leave. A pure calendar over a list of days.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

const BUILTIN: &str = include_str!("holidays.toml");

/// How sure the holidays of a year are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// A decree says so.
    Decreed,
    /// Reckoned before the decree is out: may be off by a day.
    Expected,
}

#[derive(Debug, Deserialize)]
struct File {
    year: Vec<Year>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Year {
    #[serde(rename = "year")]
    number: i32,
    certainty: Certainty,
    national: Vec<NaiveDate>,
    joint_leave: Vec<NaiveDate>,
}

/// The days on which offices do not work.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    holidays: BTreeSet<NaiveDate>,
    years: Vec<(i32, Certainty)>,
}

impl Calendar {
    /// The calendar that comes with the program: 2026 and 2027.
    pub fn builtin() -> Self {
        // The text is part of the program; a test reads it.
        Self::parse(BUILTIN).unwrap_or_default()
    }

    fn parse(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let mut calendar = Self::default();
        for year in file.year {
            calendar.years.push((year.number, year.certainty));
            calendar.holidays.extend(year.national);
            calendar.holidays.extend(year.joint_leave);
        }
        Ok(calendar)
    }

    /// The same with the operator's own days: offices closed, and days worked although they are listed.
    #[must_use]
    pub fn with(mut self, closed: &[NaiveDate], worked: &[NaiveDate]) -> Self {
        self.holidays.extend(closed);
        for day in worked {
            self.holidays.remove(day);
        }
        self
    }

    /// How sure the holidays of a year are; none if nothing is known, and only weekends count.
    pub fn certainty(&self, year: i32) -> Option<Certainty> {
        self.years
            .iter()
            .find(|(known, _)| *known == year)
            .map(|(_, certainty)| *certainty)
    }

    /// Whether offices work on a day.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(&day)
    }

    /// The day that lies this many working days after another: the day itself is not counted, as usual for periods set
    /// in days. Zero gives the day itself, or the next working day if offices are closed.
    pub fn after(&self, day: NaiveDate, working_days: u32) -> NaiveDate {
        let mut at = day;
        let mut left = working_days;
        while left > 0 || !self.is_working_day(at) {
            let Some(next) = at.checked_add_days(Days::new(1)) else {
                return at;
            };
            at = next;
            if left > 0 && self.is_working_day(at) {
                left -= 1;
            }
        }
        at
    }

    /// How many working days lie after `from`, up to and with `to`; none if `to` is not later.
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        let worked = days.filter(|day| self.is_working_day(*day)).count();
        i64::try_from(worked).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_builtin_list_reads_and_says_how_sure_it_is() {
        let calendar = Calendar::parse(BUILTIN).unwrap();
        assert_eq!(calendar, Calendar::builtin());
        assert_eq!(calendar.holidays.len(), 17 + 8 + 17);
        assert_eq!(calendar.certainty(2026), Some(Certainty::Decreed));
        assert_eq!(calendar.certainty(2027), Some(Certainty::Expected));
        assert_eq!(calendar.certainty(2028), None);
    }

    #[test]
    fn a_period_over_christmas_and_joint_leave_skips_them() {
        let calendar = Calendar::builtin();
        // Wednesday; 24 December is joint leave and 25 December a holiday, then a weekend.
        assert_eq!(calendar.after(day("2026-12-23"), 1), day("2026-12-28"));
        assert_eq!(calendar.between(day("2026-12-23"), day("2026-12-28")), 1);
        // Idulfitri: from Tuesday 17 March five days later.
        assert_eq!(calendar.after(day("2026-03-17"), 1), day("2026-03-25"));
    }

    #[test]
    fn no_days_from_a_holiday_is_the_next_working_day() {
        let calendar = Calendar::builtin();
        assert_eq!(calendar.after(day("2026-11-28"), 0), day("2026-11-30"));
        assert_eq!(calendar.after(day("2026-11-27"), 0), day("2026-11-27"));
    }

    #[test]
    fn the_operator_closes_and_opens_days() {
        let calendar = Calendar::builtin().with(&[day("2026-11-30")], &[day("2026-12-24")]);
        assert!(!calendar.is_working_day(day("2026-11-30")));
        assert!(calendar.is_working_day(day("2026-12-24")));
    }

    proptest! {
        #[test]
        fn counting_back_gives_what_was_added(start in 0u64..700, days in 1u32..80) {
            let calendar = Calendar::builtin();
            let from = day("2026-01-01") + Days::new(start);
            let to = calendar.after(from, days);
            prop_assert!(calendar.is_working_day(to));
            prop_assert_eq!(calendar.between(from, to), i64::from(days));
        }
    }
}
