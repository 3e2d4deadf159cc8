//! The officers' queue, the workload, and an owner's own cases.

use std::collections::HashMap;

use chrono::NaiveDate;
use store::licensing::case::{self as kept, Case, Wanted};
use store::licensing::count::{self, Count};
use store::people::account;
use store::registry::{business, merge};
use vocab::id::{AccountId, BusinessId, CaseId};

use super::case::{State, Turn};
use crate::actor::Actor;
use crate::error::{Error, Result};
use crate::hall::Hall;
use crate::permission::{Permission, Role};
use crate::registry::find;

/// Cases on one page.
const PAGE: u32 = 50;

/// Whose cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whose {
    /// Everybody's.
    #[default]
    All,
    /// One's own.
    Mine,
    /// Another officer's.
    Of(AccountId),
}

/// Which cases a page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whose.
    pub whose: Whose,
    /// Whose turn it is; of all open ones if none is named: the office's.
    pub turn: Option<Turn>,
    /// In which state; takes the place of the turn.
    pub state: Option<State>,
    /// Of which permit.
    pub permit: Option<String>,
}

/// A case in a list.
#[derive(Debug, Clone)]
pub struct Line {
    /// The case.
    pub case: Case,
    /// What the business is called; none if it left the registry.
    pub business: Option<String>,
    /// Name of the officer.
    pub officer: Option<String>,
}

/// A page of the queue.
#[derive(Debug, Clone)]
pub struct Queue {
    /// Most urgent first.
    pub lines: Vec<Line>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Where the page before ends.
    pub previous: Option<String>,
    /// How many cases there are by whose turn it is.
    pub turns: Vec<(Turn, i64)>,
    /// How many of the office's cases are late, up to a thousand.
    pub late: i64,
    /// The day of today, for what is late.
    pub today: NaiveDate,
}

/// Late cases are counted up to here.
pub const MOST_LATE: u32 = 1_000;

/// Where a page begins or ends: `2026-11-24~id`, after it or (with a `-` before it) before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    day: NaiveDate,
    id: CaseId,
    back: bool,
}

impl std::str::FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> std::result::Result<Self, ()> {
        let (back, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (day, id) = text.split_once('~').ok_or(())?;
        Ok(Self {
            day: day.parse().map_err(|_| ())?,
            id: id.parse().map_err(|_| ())?,
            back,
        })
    }
}

/// A page of the queue. An account bound to a district sees that district's cases.
pub async fn queue(
    hall: &Hall,
    actor: &Actor,
    filter: &Filter,
    place: Option<Place>,
) -> Result<Queue> {
    actor.must(Permission::SeeCases)?;
    let regency = actor.regency.as_str();
    let today = hall.clock().today();
    let officer = match filter.whose {
        Whose::All => None,
        Whose::Mine => Some(actor.account.ok_or(Error::SignInFirst)?),
        Whose::Of(id) => Some(id),
    };
    let turn = filter.turn.unwrap_or(Turn::Office);
    let wanted = Wanted {
        region: actor.place(),
        officer,
        turn: filter.state.is_none().then_some(turn.id()),
        state: filter.state.map(State::id),
        permit: filter.permit.as_deref(),
        after: place.filter(|p| !p.back).map(|p| (p.day, p.id)),
        before: place.filter(|p| p.back).map(|p| (p.day, p.id)),
    };
    let mut session = hall.db().read().await?;
    let mut cases = kept::queue(&mut session, regency, &wanted, PAGE + 1).await?;
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let more = cases.len() > most;
    let back = place.is_some_and(|place| place.back);
    let turned = place.is_some();
    if more && back {
        cases.remove(0);
    }
    cases.truncate(most);
    let at = |case: &Case| format!("{}~{}", case.due_on, case.id);
    let next = cases.last().filter(|_| more || back).map(at);
    let earlier = turned && (!back || more);
    let previous = cases.first().filter(|_| earlier);
    let previous = previous.map(|case| format!("-{}", at(case)));
    let place = actor.place();
    let counts = count::all(&mut session, regency, place).await?;
    let late = kept::count_late(
        &mut session,
        regency,
        place,
        Turn::Office.id(),
        today,
        MOST_LATE,
    )
    .await?;
    let lines = lines(&mut session, regency, cases).await?;
    Ok(Queue {
        lines,
        next,
        previous,
        turns: turns(&counts, officer),
        late,
        today,
    })
}

fn turns(counts: &[Count], officer: Option<AccountId>) -> Vec<(Turn, i64)> {
    Turn::ALL
        .iter()
        .map(|turn| {
            let these = counts.iter().filter(|count| {
                count.turn == turn.id() && (officer.is_none() || count.officer == officer)
            });
            (*turn, these.map(|count| count.n).sum())
        })
        .collect()
}

async fn lines(session: &mut store::Session, regency: &str, cases: Vec<Case>) -> Result<Vec<Line>> {
    let ids: Vec<BusinessId> = cases.iter().map(|case| case.business).collect();
    let roots = merge::roots(session, regency, &ids).await?;
    let root = |id: BusinessId| roots.get(&id).copied().unwrap_or(id);
    let under: Vec<BusinessId> = ids.iter().map(|id| root(*id)).collect();
    let names: HashMap<BusinessId, String> = business::find_many(session, &under)
        .await?
        .into_iter()
        .map(|one| (one.id, one.name))
        .collect();
    let officers: Vec<AccountId> = cases.iter().filter_map(|case| case.officer).collect();
    let officers = account::names(session, &officers).await?;
    Ok(cases
        .into_iter()
        .map(|case| Line {
            business: names.get(&root(case.business)).cloned(),
            officer: case.officer.and_then(|id| officers.get(&id).cloned()),
            case,
        })
        .collect())
}

/// An officer and the open cases that are theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The officer.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// Open cases on which it is the office's turn.
    pub waiting: i64,
    /// All open cases.
    pub open: i64,
}

/// Who may be given cases, the least loaded first; counted are the cases that the actor sees.
pub async fn workload(hall: &Hall, actor: &Actor) -> Result<Vec<Load>> {
    actor.must(Permission::SeeCases)?;
    let mut session = hall.db().read().await?;
    let role = Some(Role::Officer.id());
    let officers = account::list(&mut session, &actor.regency, role, None, None, 500).await?;
    let counts = count::all(&mut session, &actor.regency, actor.place()).await?;
    let of = |id: AccountId, turn: Option<Turn>| {
        let these = counts.iter().filter(|count| {
            count.officer == Some(id)
                && turn.map_or(count.turn != Turn::Nobody.id(), |turn| {
                    count.turn == turn.id()
                })
        });
        these.map(|count| count.n).sum()
    };
    let mut loads: Vec<Load> = officers
        .into_iter()
        .filter(|officer| officer.state != "disabled")
        .map(|officer| Load {
            waiting: of(officer.id, Some(Turn::Office)),
            open: of(officer.id, None),
            id: officer.id,
            name: officer.name,
        })
        .collect();
    loads.sort_by(|a, b| (a.waiting, a.open, &a.name).cmp(&(b.waiting, b.open, &b.name)));
    Ok(loads)
}

/// The cases of the actor's own businesses, newest first.
pub async fn own(hall: &Hall, actor: &Actor) -> Result<Vec<Line>> {
    actor.must(Permission::SeeOwnBusiness)?;
    let businesses = find::own(hall, actor).await?;
    let ids: Vec<BusinessId> = businesses.iter().map(|business| business.id).collect();
    let mut session = hall.db().read().await?;
    let parts = merge::parts(&mut session, &actor.regency, &ids).await?;
    let all: Vec<BusinessId> = ids.into_iter().chain(parts.into_keys()).collect();
    let cases = kept::of_businesses(&mut session, &actor.regency, &all).await?;
    lines(&mut session, &actor.regency, cases).await
}

/// The cases of one business that the actor may see, newest first.
pub async fn of_business(hall: &Hall, actor: &Actor, id: BusinessId) -> Result<Vec<Case>> {
    let mut session = hall.db().read().await?;
    let found = business::find(&mut session, &actor.regency, id).await?;
    let found = found.filter(|found| crate::registry::state::may_see(actor, found));
    let found = found.ok_or(Error::NotFound("business"))?;
    let parts = merge::parts(&mut session, &actor.regency, &[found.id]).await?;
    let all: Vec<BusinessId> = parts.into_keys().chain([found.id]).collect();
    Ok(kept::of_businesses(&mut session, &actor.regency, &all).await?)
}
