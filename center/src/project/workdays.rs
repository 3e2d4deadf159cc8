//! Working days: Monday to Friday but for the holidays of the settings. Pure.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Which days are worked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Workdays {
    holidays: BTreeSet<NaiveDate>,
}

impl Workdays {
    /// Every weekday but these.
    pub fn new(holidays: impl IntoIterator<Item = NaiveDate>) -> Self {
        Self {
            holidays: holidays.into_iter().collect(),
        }
    }

    /// Whether a day is worked.
    pub fn is_working(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !self.holidays.contains(&day)
    }

    /// The first working day at or after a day.
    pub fn at_or_after(&self, day: NaiveDate) -> NaiveDate {
        self.seek(day, true)
    }

    /// The last working day at or before a day.
    pub fn at_or_before(&self, day: NaiveDate) -> NaiveDate {
        self.seek(day, false)
    }

    fn seek(&self, day: NaiveDate, forward: bool) -> NaiveDate {
        let mut day = day;
        while !self.is_working(day) {
            // At the end of the calendar there is nothing left to count.
            let Some(next) = step(day, forward) else {
                break;
            };
            day = next;
        }
        day
    }

    /// So many working days after the first one at or after `day`.
    pub fn after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        self.walk(self.at_or_after(day), count, true)
    }

    /// So many working days before the last one at or before `day`.
    pub fn before(&self, day: NaiveDate, count: u32) -> NaiveDate {
        self.walk(self.at_or_before(day), count, false)
    }

    fn walk(&self, day: NaiveDate, count: u32, forward: bool) -> NaiveDate {
        let mut day = day;
        for _ in 0..count {
            let Some(next) = step(day, forward) else {
                break;
            };
            day = self.seek(next, forward);
        }
        day
    }

    /// How many working days lie from `from` on and before `until`.
    pub fn between(&self, from: NaiveDate, until: NaiveDate) -> u32 {
        let days = from.iter_days().take_while(|day| *day < until);
        u32::try_from(days.filter(|day| self.is_working(*day)).count()).unwrap_or(u32::MAX)
    }
}

fn step(day: NaiveDate, forward: bool) -> Option<NaiveDate> {
    if forward {
        day.checked_add_days(Days::new(1))
    } else {
        day.checked_sub_days(Days::new(1))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(in crate::project) fn days() -> impl Strategy<Value = NaiveDate> {
        (0_u64..3_000).prop_map(|n| NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + Days::new(n))
    }

    pub(in crate::project) fn calendars() -> impl Strategy<Value = Workdays> {
        proptest::collection::vec(days(), 0..40).prop_map(Workdays::new)
    }

    #[test]
    fn weekends_and_holidays_are_stepped_over() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let workdays = Workdays::new([day("2026-08-17")]);
        // Friday 14 August 2026; Monday is Independence Day.
        assert_eq!(workdays.after(day("2026-08-14"), 1), day("2026-08-18"));
        assert_eq!(workdays.before(day("2026-08-18"), 1), day("2026-08-14"));
        assert_eq!(workdays.after(day("2026-08-15"), 0), day("2026-08-18"));
        assert_eq!(workdays.between(day("2026-08-14"), day("2026-08-19")), 2);
    }

    proptest! {
        #[test]
        fn going_there_and_back_ends_where_it_began(workdays in calendars(), day in days(), count in 0_u32..300) {
            let first = workdays.at_or_after(day);
            prop_assert_eq!(workdays.before(workdays.after(day, count), count), first);
            prop_assert_eq!(workdays.between(first, workdays.after(day, count)), count);
            prop_assert!(workdays.is_working(workdays.after(day, count)));
        }
    }
}
