//! The service-level clock of a case: the office's time runs while it is the office's turn and stands still while the
//! owner is asked or the outside authority is at it. Pure.

use chrono::NaiveDate;
use store::licensing::case::Case;

use super::case::Turn;
use super::permits::Permit;
use crate::calendar::Calendar;

/// Nobody is waited for.
const NEVER: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// Sets a case's clock for whoever has the turn from today on.
pub fn hand_over(
    case: &mut Case,
    to: Turn,
    permit: &Permit,
    calendar: &Calendar,
    today: NaiveDate,
) {
    let from = Turn::from_id(&case.turn);
    to.id().clone_into(&mut case.turn);
    if from == Some(to) && to != Turn::Owner {
        // Whoever had the turn before has it still: the same clock runs on.
        return;
    }
    if let Some(since) = case.clock_from.take() {
        case.days_used += calendar.between(since, today);
    }
    case.escalated_at = None;
    case.due_on = match to {
        Turn::Office => {
            case.clock_from = Some(today);
            let left = i64::from(permit.office_days) - case.days_used;
            calendar.after(today, u32::try_from(left.max(0)).unwrap_or(0))
        }
        Turn::Owner => calendar.after(today, permit.owner_days),
        Turn::Outside => calendar.after(today, permit.outside_days),
        Turn::Nobody => NEVER,
    };
}

/// Working days of the office's time that are used up by today.
pub fn days_used(case: &Case, calendar: &Calendar, today: NaiveDate) -> i64 {
    let running = case
        .clock_from
        .map_or(0, |since| calendar.between(since, today));
    case.days_used + running
}

/// Whether nobody is waited for.
pub fn is_never(day: NaiveDate) -> bool {
    day == NEVER
}
