//! The construction clock against the budget year: the last day on which each procurement can start and still be paid in
//! its year, and what of the year's money will be left over. Pure.

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::error::ProjectError;
use super::workdays::Workdays;

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

impl Label {
    /// Both, as pages take them.
    pub fn both(&self) -> (String, String) {
        (self.id.clone(), self.en.clone())
    }
}

/// A step of a way of procurement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is done.
    pub label: Label,
    /// Working days it takes.
    pub days: u32,
}

/// A way of procurement.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Its word.
    pub id: String,
    /// For people.
    pub label: Label,
    /// What has to be done up to the contract.
    pub steps: Vec<Step>,
}

impl Method {
    /// Working days up to the contract.
    pub fn days(&self) -> u32 {
        self.steps.iter().map(|step| step.days).sum()
    }
}

/// A day that comes every year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YearDay {
    /// Month and day, such as `12-18`; with `-1` before it, of the year before.
    pub on: String,
    /// What happens.
    pub label: Label,
    /// Whether it is a last day, of which is warned.
    #[serde(default)]
    pub deadline: bool,
}

impl YearDay {
    /// The day in a budget year.
    pub fn in_year(&self, year: i32) -> Option<NaiveDate> {
        let (year, text) = match self.on.strip_prefix("-1 ") {
            Some(rest) => (year - 1, rest),
            None => (year, self.on.as_str()),
        };
        let (month, day) = text.split_once('-')?;
        NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
    }
}

/// The settings of the clock and of the budget year.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRules {
    /// Last day on which a bill can be brought and still be paid.
    last_payment: String,
    /// Last day on which amounts can be moved into the revision.
    revision_until: String,
    /// Working days from hand-over to payment.
    pub payment_days: u32,
    /// So many working days before a last day it is warned of.
    pub warn_days: u32,
    /// Ways of procurement.
    #[serde(rename = "method")]
    pub methods: Vec<Method>,
    /// Days of the budget year.
    #[serde(rename = "day", default)]
    pub days: Vec<YearDay>,
    /// Holidays, day and name.
    #[serde(rename = "holiday", default)]
    holidays: Vec<Holiday>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Holiday {
    on: String,
    /// What it is, for whoever reads the settings.
    name: String,
}

impl ClockRules {
    /// Refuses what no year could be planned with.
    pub fn check(&self) -> Result<(), ProjectError> {
        let refuse = |what: String| ProjectError::SettingRange {
            name: "clock",
            what,
        };
        let days = [&self.last_payment, &self.revision_until];
        let mut words: Vec<&str> = days.iter().map(|text| text.as_str()).collect();
        words.extend(self.days.iter().map(|day| day.on.as_str()));
        for text in words {
            let day = YearDay {
                on: text.to_owned(),
                label: Label {
                    id: String::new(),
                    en: String::new(),
                },
                deadline: false,
            };
            // 2027 is no leap year: the 29th of February is no day of every year.
            if day.in_year(2027).is_none() {
                return Err(refuse(format!("\"{text}\"")));
            }
        }
        if let Some(bad) = self
            .holidays
            .iter()
            .find(|holiday| holiday.on.parse::<NaiveDate>().is_err())
        {
            return Err(refuse(format!("holiday \"{}\" ({})", bad.on, bad.name)));
        }
        if self.payment_days > 250 || self.warn_days > 250 {
            return Err(refuse("payment_days, warn_days".to_owned()));
        }
        if self.methods.is_empty() {
            return Err(refuse("method".to_owned()));
        }
        for method in &self.methods {
            if method.steps.iter().any(|step| step.days > 250) || method.days() > 500 {
                return Err(refuse(format!("method {}", method.id)));
            }
        }
        Ok(())
    }

    /// The working days.
    pub fn workdays(&self) -> Workdays {
        Workdays::new(
            self.holidays
                .iter()
                .filter_map(|holiday| holiday.on.parse().ok()),
        )
    }

    /// A way of procurement by its word.
    pub fn method(&self, id: &str) -> Option<&Method> {
        self.methods.iter().find(|method| method.id == id)
    }

    fn day(text: &str, year: i32) -> NaiveDate {
        let (month, day) = text.split_once('-').unwrap_or(("12", "31"));
        let day = month
            .parse()
            .ok()
            .zip(day.parse().ok())
            .and_then(|(month, day)| NaiveDate::from_ymd_opt(year, month, day));
        // `check` has looked at it; a year beyond the calendar has no days at all.
        day.unwrap_or(NaiveDate::MAX)
    }

    /// Last day of payment in a budget year.
    pub fn last_payment(&self, year: i32) -> NaiveDate {
        Self::day(&self.last_payment, year)
    }

    /// Last day for the revision in a budget year.
    pub fn revision_until(&self, year: i32) -> NaiveDate {
        Self::day(&self.revision_until, year)
    }
}

/// The days of one procurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// It starts.
    pub start: NaiveDate,
    /// The contract is signed.
    pub contract: NaiveDate,
    /// The work is handed over.
    pub handover: NaiveDate,
    /// It is paid.
    pub paid: NaiveDate,
}

/// The days of a procurement that starts on a day.
pub fn course(
    workdays: &Workdays,
    start: NaiveDate,
    procurement: u32,
    work: u32,
    payment: u32,
) -> Course {
    let start = workdays.at_or_after(start);
    let contract = workdays.after(start, procurement);
    let handover = workdays.after(contract, work);
    Course {
        start,
        contract,
        handover,
        paid: workdays.after(handover, payment),
    }
}

/// The last day on which a procurement can start and be paid by a day.
pub fn last_start(
    workdays: &Workdays,
    paid_by: NaiveDate,
    procurement: u32,
    work: u32,
    payment: u32,
) -> NaiveDate {
    workdays.before(
        paid_by,
        procurement.saturating_add(work).saturating_add(payment),
    )
}

/// How a procurement stands against the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// There is time.
    Fine,
    /// The last day is near.
    Soon,
    /// The plan starts after the last day, which has not passed yet: it must be moved forward.
    PlannedTooLate,
    /// It can no longer be paid in its year.
    TooLate,
    /// It has started and will be paid in time.
    Running,
    /// It has started and will not be paid in time.
    RunningLate,
}

impl Standing {
    /// Whether its money can still be spent in its year if the plan holds.
    pub fn in_time(self) -> bool {
        matches!(self, Self::Fine | Self::Soon | Self::Running)
    }
}

/// A procurement against the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The last day on which it can start.
    pub last_start: NaiveDate,
    /// Its course as planned, or from when it was started; never from a day that has passed.
    pub course: Course,
    /// How it stands.
    pub standing: Standing,
}

/// What is bought, as far as the clock is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purchase {
    /// Working days up to the contract.
    pub procurement: u32,
    /// Working days from contract to hand-over.
    pub work: u32,
    /// When it is to be started.
    pub planned_on: NaiveDate,
    /// When it was.
    pub started_on: Option<NaiveDate>,
}

/// Reads the clock for one procurement.
pub fn read(
    rules: &ClockRules,
    workdays: &Workdays,
    year: i32,
    today: NaiveDate,
    one: Purchase,
) -> Reading {
    let paid_by = rules.last_payment(year);
    let payment = rules.payment_days;
    let last = last_start(workdays, paid_by, one.procurement, one.work, payment);
    let start = one.started_on.unwrap_or(one.planned_on.max(today));
    let course = course(workdays, start, one.procurement, one.work, payment);
    let standing = match one.started_on {
        Some(_) if course.paid <= paid_by => Standing::Running,
        Some(_) => Standing::RunningLate,
        None if today > last => Standing::TooLate,
        None if course.start > last => Standing::PlannedTooLate,
        None if workdays.between(today, last) < rules.warn_days => Standing::Soon,
        None => Standing::Fine,
    };
    Reading {
        last_start: last,
        course,
        standing,
    }
}

/// What is promised, as far as the forecast is concerned; rupiah.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// Not yet paid of it.
    pub left: i64,
    /// When the work is to be done.
    pub ends_on: Option<NaiveDate>,
}

/// What becomes of a line's money by the end of its year; rupiah.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forecast {
    /// Was paid already.
    pub paid: i64,
    /// Promised, and will be paid in time.
    pub promised: i64,
    /// To be bought, and can be paid in time.
    pub planned: i64,
    /// Promised, but ends too late to be paid.
    pub late_promised: i64,
    /// To be bought, but too late to be paid.
    pub late_planned: i64,
    /// For which there is no plan.
    pub unplanned: i64,
}

impl Forecast {
    /// What will be left over: SILPA of this line.
    pub fn left(&self) -> i64 {
        self.late_promised + self.late_planned + self.unplanned
    }
}

/// What becomes of a line's money. `plans` are values of procurements without a contract, with whether they can be paid
/// in time; what they ask beyond the ceiling is not counted.
pub fn forecast(
    rules: &ClockRules,
    workdays: &Workdays,
    year: i32,
    ceiling: i64,
    paid: i64,
    promises: &[Promise],
    plans: &[(i64, bool)],
) -> Forecast {
    let paid_by = rules.last_payment(year);
    let mut found = Forecast {
        paid,
        ..Forecast::default()
    };
    for promise in promises {
        let in_time = promise
            .ends_on
            .is_none_or(|day| workdays.after(day, rules.payment_days) <= paid_by);
        if in_time {
            found.promised += promise.left;
        } else {
            found.late_promised += promise.left;
        }
    }
    let mut room = (ceiling - paid - found.promised - found.late_promised).max(0);
    // In time first: of two plans for the same money the one that can be carried out takes it.
    for wanted in [true, false] {
        for &(value, _) in plans.iter().filter(|(_, in_time)| *in_time == wanted) {
            let value = value.clamp(0, room);
            room -= value;
            if wanted {
                found.planned += value;
            } else {
                found.late_planned += value;
            }
        }
    }
    found.unplanned = room;
    found
}

/// A day of the budget year and how near it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// When.
    pub on: NaiveDate,
    /// What, in Indonesian and English.
    pub label: (String, String),
    /// It is a last day and so near that one must act now.
    pub warn: bool,
    /// It has passed.
    pub passed: bool,
}

/// The days of a budget year in order.
pub fn reminders(
    rules: &ClockRules,
    workdays: &Workdays,
    year: i32,
    today: NaiveDate,
) -> Vec<Reminder> {
    let mut all: Vec<Reminder> = rules
        .days
        .iter()
        .filter_map(|day| {
            let on = day.in_year(year)?;
            let passed = on < today;
            let near = workdays.between(today, on) <= rules.warn_days;
            Some(Reminder {
                on,
                label: day.label.both(),
                warn: day.deadline && !passed && near,
                passed,
            })
        })
        .collect();
    all.sort_by_key(|one| (one.on.year(), one.on));
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::setting::Setting;
    use super::super::workdays::tests::{calendars, days};
    use super::*;

    fn rules() -> ClockRules {
        toml::from_str(Setting::Clock.builtin()).unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_procurement_is_warned_of_before_its_last_day_and_given_up_after_it() {
        let rules = rules();
        let workdays = rules.workdays();
        let tender = rules.method("tender").unwrap().days();
        let one = |planned: &str, started: Option<&str>| Purchase {
            procurement: tender,
            work: 90,
            planned_on: day(planned),
            started_on: started.map(day),
        };
        let read = |today: &str, one| read(&rules, &workdays, 2027, day(today), one);
        let last = read("2027-01-04", one("2027-01-11", None)).last_start;
        assert!(
            (day("2027-03-01")..day("2027-07-01")).contains(&last),
            "{last}"
        );
        assert_eq!(
            read("2027-01-04", one("2027-01-11", None)).standing,
            Standing::Fine
        );
        assert_eq!(
            read("2027-01-04", one("2027-09-01", None)).standing,
            Standing::PlannedTooLate
        );
        let near = workdays.before(last, 3).to_string();
        assert_eq!(read(&near, one(&near, None)).standing, Standing::Soon);
        let after = last.succ_opt().unwrap().to_string();
        assert_eq!(read(&after, one(&near, None)).standing, Standing::TooLate);
        let start = last.to_string();
        assert_eq!(
            read(&after, one(&near, Some(&start))).standing,
            Standing::Running
        );
        let late = workdays.after(last, 1).to_string();
        assert_eq!(
            read(&after, one(&near, Some(&late))).standing,
            Standing::RunningLate
        );
    }

    #[test]
    fn money_without_a_plan_or_too_late_is_left_over() {
        let rules = rules();
        let workdays = rules.workdays();
        let promises = [
            Promise {
                left: 30,
                ends_on: Some(day("2027-11-01")),
            },
            Promise {
                left: 20,
                ends_on: Some(day("2027-12-30")),
            },
        ];
        let found = forecast(
            &rules,
            &workdays,
            2027,
            200,
            10,
            &promises,
            &[(50, true), (40, false), (70, true)],
        );
        let expected = Forecast {
            paid: 10,
            promised: 30,
            planned: 120,
            late_promised: 20,
            late_planned: 20,
            unplanned: 0,
        };
        assert_eq!(found, expected);
        assert_eq!(found.left(), 40);
    }

    #[test]
    fn days_of_the_year_come_in_order_and_warn_when_they_are_near() {
        let rules = rules();
        let all = reminders(&rules, &rules.workdays(), 2027, day("2027-09-25"));
        assert!(all.windows(2).all(|pair| pair[0].on <= pair[1].on));
        let near: Vec<_> = all.iter().filter(|one| one.warn).collect();
        assert!(!near.is_empty() && near.iter().all(|one| !one.passed));
    }

    proptest! {
        /// The last day is the last: from it the money is paid in time, from the next working day on it is not.
        #[test]
        fn the_last_start_is_the_last(
            workdays in calendars(), paid_by in days(), procurement in 0_u32..60, work in 0_u32..200, payment in 0_u32..30
        ) {
            let last = last_start(&workdays, paid_by, procurement, work, payment);
            prop_assert!(course(&workdays, last, procurement, work, payment).paid <= paid_by);
            let next = workdays.after(last, 1);
            prop_assert!(course(&workdays, next, procurement, work, payment).paid > paid_by);
        }

        /// Every rupiah of the ceiling is somewhere, once.
        #[test]
        fn a_forecast_adds_up(
            ceiling in 0_i64..1_000, paid in 0_i64..300,
            lefts in proptest::collection::vec((0_i64..100, proptest::option::of(days())), 0..5),
            plans in proptest::collection::vec((0_i64..500, any::<bool>()), 0..6),
        ) {
            let rules = rules();
            let promises: Vec<Promise> = lefts.iter().map(|&(left, ends_on)| Promise { left, ends_on }).collect();
            let committed = paid + lefts.iter().map(|(left, _)| left).sum::<i64>();
            let ceiling = ceiling.max(committed);
            let found = forecast(&rules, &rules.workdays(), 2027, ceiling, paid, &promises, &plans);
            prop_assert_eq!(found.paid + found.promised + found.planned + found.left(), ceiling);
            prop_assert!(found.unplanned >= 0 && found.planned >= 0 && found.late_planned >= 0);
        }
    }
}
