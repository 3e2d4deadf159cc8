//! When a kitchen is open.

use serde::{Deserialize, Serialize};

/// Days from Monday to Sunday, as Grab names them.
pub(crate) const SHORT_DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Days from Monday to Sunday, as GoBiz names them.
pub(crate) const LONG_DAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// A moment of the day, 00:00 to 23:59.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Clock {
    minutes: u16,
}

vocab::domain_error! {
    /// Why opening hours cannot be used.
    HoursError {
        /// Not `HH:MM`.
        Form { text: String } => "hours.form",
            "Jam “{text}” harus ditulis seperti 08:00.",
            "The time “{text}” must be written like 08:00.";
        /// Closes before it opens.
        Backwards { start: Clock, end: Clock } => "hours.backwards",
            "Jam tutup {end} harus sesudah jam buka {start}. Jika lewat tengah malam, tulis dua baris.",
            "Closing time {end} must be after opening time {start}. Write two lines if it passes midnight.";
        /// Two spans of a day overlap.
        Overlap { start: Clock } => "hours.overlap",
            "Jam buka {start} tumpang tindih dengan jam lain di hari yang sama.",
            "Opening time {start} overlaps with another on the same day.";
    }
}

impl TryFrom<String> for Clock {
    type Error = HoursError;

    fn try_from(text: String) -> Result<Self, HoursError> {
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        let two = |part: &str| digits(part).then(|| part.parse::<u16>().ok()).flatten();
        let parts = text
            .split_once(':')
            .and_then(|(hour, minute)| Some((two(hour)?, two(minute)?)));
        match parts {
            Some((hour @ 0..=23, minute @ 0..=59)) => Ok(Self {
                minutes: hour * 60 + minute,
            }),
            _ => Err(HoursError::Form { text }),
        }
    }
}

impl From<Clock> for String {
    fn from(clock: Clock) -> Self {
        clock.to_string()
    }
}

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

/// Open from, open until.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Span {
    pub start: Clock,
    pub end: Clock,
}

/// A week, Monday first; an empty day is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Week(pub [Vec<Span>; 7]);

impl Week {
    /// Spans run forwards and do not overlap.
    pub fn check(&self) -> Result<(), HoursError> {
        for day in &self.0 {
            let mut spans = day.clone();
            spans.sort_by_key(|span| span.start);
            for Span { start, end } in &spans {
                if start >= end {
                    return Err(HoursError::Backwards {
                        start: *start,
                        end: *end,
                    });
                }
            }
            let overlap = spans.windows(2).find_map(|pair| match pair {
                [first, second] if second.start < first.end => Some(second.start),
                _ => None,
            });
            if let Some(start) = overlap {
                return Err(HoursError::Overlap { start });
            }
        }
        Ok(())
    }

    /// The same span every day.
    pub fn daily(start: Clock, end: Clock) -> Self {
        Self(std::array::from_fn(|_| vec![Span { start, end }]))
    }
}

/// A kitchen as the food channels know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    /// The channel's number.
    pub merchant: String,
    /// Ours.
    pub own: String,
    /// Opening hours.
    pub hours: Week,
    /// Our categories with the headings of the menu, in order.
    pub headings: Vec<(String, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(text: &str) -> Clock {
        Clock::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn times_are_read_and_written() {
        assert_eq!(clock("08:05").to_string(), "08:05");
        for bad in ["8:00", "24:00", "08.00", "08:60", "", "aa:bb", "+8:00"] {
            assert!(Clock::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn hours_run_forwards_and_do_not_overlap() {
        assert_eq!(Week::daily(clock("08:00"), clock("20:00")).check(), Ok(()));
        assert!(Week::daily(clock("20:00"), clock("02:00")).check().is_err());
        let mut week = Week::daily(clock("08:00"), clock("12:00"));
        week.0[0].push(Span {
            start: clock("11:00"),
            end: clock("13:00"),
        });
        assert_eq!(
            week.check(),
            Err(HoursError::Overlap {
                start: clock("11:00")
            })
        );
    }
}
