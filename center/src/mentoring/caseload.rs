//! A mentor's morning: whom to visit and why, those overdue longest first, and in which order to drive.

use chrono::NaiveDate;
use growth::need::Reason;
use growth::route::{self, Route};
use store::mentoring::engagement::{self as kept, After, Case};
use store::mentoring::mentor;
use vocab::id::AccountId;
use vocab::{GeoPoint, RegionCode};

use super::care::state_of;
use super::state::State;
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

/// Lines on one page.
const PAGE: u32 = 30;

/// Visits in one day's route.
const ROUTE_STOPS: usize = 12;

/// A line of a caseload.
#[derive(Debug, Clone)]
pub struct Line {
    /// The engagement with the names of its business.
    pub case: Case,
    /// Where it stands.
    pub state: State,
    /// Why it should be visited.
    pub reasons: Vec<Reason>,
    /// Days it is overdue; below 0 for days to come.
    pub overdue: i64,
    /// Village or district.
    pub place: String,
    /// Its position in the day's route, from 1.
    pub stop: Option<usize>,
}

/// A stop of the day's route.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    /// Name of the business.
    pub name: String,
    /// Where.
    pub at: GeoPoint,
    /// Whether only the village's middle is known.
    pub rough: bool,
}

/// A page of a caseload.
#[derive(Debug, Clone)]
pub struct Caseload {
    /// Whose; none for all.
    pub mentor: Option<AccountId>,
    /// The day.
    pub today: NaiveDate,
    /// How many are in care.
    pub open: i64,
    /// How many are due today or overdue.
    pub due: i64,
    /// How many were never visited.
    pub never: i64,
    /// The lines.
    pub lines: Vec<Line>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Where the route starts, the stops in order, and how long it is; on the first page only.
    pub route: Option<(Option<GeoPoint>, Vec<Stop>, Route)>,
}

/// The caseload: a mentor's own; for whoever manages mentoring, anybody's or all.
pub async fn caseload(
    hall: &Hall,
    actor: &Actor,
    mentor: Option<AccountId>,
    after: Option<&str>,
) -> Result<Caseload> {
    actor.must(Permission::SeeMentoring)?;
    let mentor = if actor.may(Permission::ManageMentoring) {
        mentor
    } else {
        actor.account
    };
    let regency = actor.regency.as_str();
    let today = hall.clock().today();
    let after = after.and_then(read_after);
    let mut session = hall.db().read().await?;
    let cases = kept::caseload(&mut session, regency, mentor, after.as_ref(), PAGE).await?;
    let (open, due, never) = kept::counts(&mut session, regency, mentor, today).await?;
    let full = u32::try_from(cases.len()).is_ok_and(|n| n == PAGE);
    let next = cases
        .last()
        .filter(|_| full)
        .map(|last| write_after(&last.engagement));
    let start = match mentor.filter(|_| after.is_none()) {
        Some(mentor) => mentor::start(&mut session, regency, mentor).await?,
        None => None,
    };
    let mut lines = cases
        .into_iter()
        .map(|case| line(hall, case, today))
        .collect::<Result<Vec<Line>>>()?;
    let start = start.and_then(|(lat, lng)| GeoPoint::new(lat, lng).ok());
    let route = (mentor.is_some() && after.is_none())
        .then(|| drive(hall, start, &mut lines))
        .flatten();
    Ok(Caseload {
        mentor,
        today,
        open,
        due,
        never,
        lines,
        next,
        route,
    })
}

fn line(hall: &Hall, case: Case, today: NaiveDate) -> Result<Line> {
    let code: Option<RegionCode> = case.engagement.region.parse().ok();
    let place = code.and_then(|code| hall.gazetteer().name(&code));
    Ok(Line {
        state: state_of(&case.engagement)?,
        reasons: serde_json::from_str(&case.engagement.reasons).unwrap_or_default(),
        overdue: (today - case.engagement.due_on).num_days(),
        place: place.unwrap_or_default().to_owned(),
        stop: None,
        case,
    })
}

/// Where a business is: the point that was stated, else the middle of its village, which is rough.
pub(super) fn whereabouts(
    hall: &Hall,
    location: Option<&str>,
    region: &str,
) -> Option<(GeoPoint, bool)> {
    if let Some(point) = location.and_then(|text| text.parse::<GeoPoint>().ok()) {
        return Some((point, false));
    }
    let code: RegionCode = region.parse().ok()?;
    let place = hall.gazetteer().place(&code)?;
    Some((place.centre?, true))
}

/// The route through those who are due, at most a day's worth.
fn drive(
    hall: &Hall,
    start: Option<GeoPoint>,
    lines: &mut [Line],
) -> Option<(Option<GeoPoint>, Vec<Stop>, Route)> {
    let due: Vec<(usize, GeoPoint, bool)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.overdue >= 0)
        .filter_map(|(at, line)| {
            let (point, rough) = whereabouts(
                hall,
                line.case.location.as_deref(),
                &line.case.engagement.region,
            )?;
            Some((at, point, rough))
        })
        .take(ROUTE_STOPS)
        .collect();
    if due.len() < 2 {
        return None;
    }
    let points: Vec<GeoPoint> = due.iter().map(|(_, point, _)| *point).collect();
    let found = route::shortest(start, &points);
    let mut stops = Vec::with_capacity(due.len());
    for (position, stop) in found.order.iter().enumerate() {
        let (at, point, rough) = due.get(*stop).copied()?;
        let line = lines.get_mut(at)?;
        line.stop = Some(position + 1);
        stops.push(Stop {
            name: line.case.name.clone(),
            at: point,
            rough,
        });
    }
    Some((start, stops, found))
}

fn write_after(one: &kept::Engagement) -> String {
    format!("{}~{}~{}", one.due_on, one.need, one.id)
}

fn read_after(text: &str) -> Option<After> {
    let mut parts = text.split('~');
    let due_on: NaiveDate = parts.next()?.parse().ok()?;
    Some(After {
        due_on: due_on.to_string(),
        need: parts.next()?.parse().ok()?,
        id: parts.next()?.parse().ok()?,
    })
}
