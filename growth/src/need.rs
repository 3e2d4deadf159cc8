//! Whom to visit first, and why.
//!
//! When a visit is due is a day, and how much it is needed is a number that does not depend on the day. So both can be
//! kept beside the engagement and a mentor's morning is one sorted query, whatever day it is.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// How often at least somebody in care is visited when no date was agreed. The office's to change.
pub const VISIT_EVERY_DAYS: u64 = 30;

/// Within so many days of opening the first visit is due.
pub const FIRST_VISIT_DAYS: u64 = 7;

/// What is known of somebody in care.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Signals {
    /// When mentoring began.
    pub opened_on: NaiveDate,
    /// The day agreed for the next visit.
    pub agreed_on: Option<NaiveDate>,
    /// The day of the last visit.
    pub visited_on: Option<NaiveDate>,
    /// The earliest day of an open goal or task.
    pub promised_on: Option<NaiveDate>,
    /// Open goals and tasks.
    pub open_promises: u32,
    /// The last total, 0 to 100.
    pub total: Option<f64>,
    /// Questions that wait for an answer.
    pub questions: u32,
    /// When the oldest of them was asked.
    pub asked_on: Option<NaiveDate>,
}

/// A reason, with what it needs to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Reason {
    /// Nobody has been there yet.
    NeverVisited,
    /// A date was agreed.
    Agreed {
        /// For which day.
        on: NaiveDate,
    },
    /// The last visit was long ago.
    LongAgo {
        /// When it was.
        on: NaiveDate,
    },
    /// The owner asks something.
    Asks {
        /// How many questions.
        n: u32,
    },
    /// Something was promised for a day.
    Promised {
        /// How many promises are open.
        n: u32,
        /// The earliest day.
        on: NaiveDate,
    },
    /// There was no assessment.
    NotAssessed,
    /// The last score is low.
    LowScore {
        /// The total, rounded.
        total: u8,
    },
}

/// When a visit is due, how much it is needed, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Urgency {
    /// The day.
    pub due_on: NaiveDate,
    /// 0 to 100.
    pub need: u8,
    /// Why, the strongest first.
    pub reasons: Vec<Reason>,
}

/// Weighs what is known.
pub fn urgency(signals: &Signals) -> Urgency {
    let mut reasons = Vec::new();
    let mut due = signals
        .agreed_on
        .unwrap_or_else(|| match signals.visited_on {
            Some(last) => last + Days::new(VISIT_EVERY_DAYS),
            None => signals.opened_on + Days::new(FIRST_VISIT_DAYS),
        });
    if signals.questions > 0 {
        reasons.push(Reason::Asks {
            n: signals.questions,
        });
        due = due.min(signals.asked_on.unwrap_or(due));
    }
    match (signals.agreed_on, signals.visited_on) {
        (Some(on), _) => reasons.push(Reason::Agreed { on }),
        (None, Some(on)) => reasons.push(Reason::LongAgo { on }),
        (None, None) => reasons.push(Reason::NeverVisited),
    }
    if let Some(on) = signals.promised_on {
        reasons.push(Reason::Promised {
            n: signals.open_promises,
            on,
        });
        due = due.min(on);
    }
    match signals.total {
        None => reasons.push(Reason::NotAssessed),
        Some(total) if total < 40.0 => reasons.push(Reason::LowScore {
            total: rounded(total),
        }),
        Some(_) => {}
    }
    Urgency {
        due_on: due,
        need: need(signals),
        reasons,
    }
}

/// Half of it is how much there is to gain, the rest that nobody was there, open questions and promises.
fn need(signals: &Signals) -> u8 {
    let gain = signals
        .total
        .map_or(30.0, |total| (100.0 - total.clamp(0.0, 100.0)) / 2.0);
    let unseen = if signals.visited_on.is_none() {
        20.0
    } else {
        0.0
    };
    let asks = f64::from(signals.questions.min(2)) * 7.5;
    let promises = f64::from(signals.open_promises.min(5)) * 3.0;
    rounded(gain + unseen + asks + promises)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0 to 100"
)]
fn rounded(value: f64) -> u8 {
    value.round().clamp(0.0, 100.0) as u8
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_agreed_date_goes_before_habit_and_a_promise_before_both() {
        let mut signals = Signals {
            opened_on: day("2026-10-01"),
            visited_on: Some(day("2026-11-01")),
            total: Some(70.0),
            ..Signals::default()
        };
        assert_eq!(urgency(&signals).due_on, day("2026-12-01"));
        signals.agreed_on = Some(day("2026-11-20"));
        assert_eq!(urgency(&signals).due_on, day("2026-11-20"));
        signals.promised_on = Some(day("2026-11-15"));
        signals.open_promises = 2;
        let found = urgency(&signals);
        assert_eq!(found.due_on, day("2026-11-15"));
        assert!(found.reasons.contains(&Reason::Promised {
            n: 2,
            on: day("2026-11-15")
        }));
    }

    #[test]
    fn whoever_was_never_visited_is_due_in_the_first_week() {
        let signals = Signals {
            opened_on: day("2026-11-01"),
            ..Signals::default()
        };
        let found = urgency(&signals);
        assert_eq!(found.due_on, day("2026-11-08"));
        assert_eq!(found.reasons, [Reason::NeverVisited, Reason::NotAssessed]);
    }

    proptest! {
        #[test]
        fn a_lower_score_is_never_less_need(a in 0.0..100.0_f64, b in 0.0..100.0_f64) {
            let of = |total| urgency(&Signals { total: Some(total), ..Signals::default() }).need;
            prop_assert!(of(a.min(b)) >= of(a.max(b)));
        }
    }
}
