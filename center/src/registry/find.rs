//! Finding businesses: words with a slip of the finger forgiven, filters, sort, pages.

use std::fmt::Write as _;

use rulebook::Stage;
use store::Session;
use store::registry::search::{self, Cursor, Filter, Matches};
use vocab::id::BusinessId;
use vocab::{KbliCode, RegionCode, SizeClass};

pub use store::registry::search::Sort;

use super::RegistryError;
pub use super::listing::Listed;
use super::listing::listed;
use super::palette::{Online, Standing, key};
use super::reading::{self, Care};
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

/// With fewer hits than this, words near to the typed ones are looked for too.
const FEW: u64 = 10;

/// What a list is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Words: of name, owner, district, village or KBLI. The last one may be unfinished.
    pub text: String,
    /// A district or a village.
    pub region: Option<RegionCode>,
    /// Size class; `Some(None)` for those whose class is not known.
    pub size: Option<Option<SizeClass>>,
    /// First stage that is not done; `Some(None)` for those who are done.
    pub stage: Option<Option<Stage>>,
    /// Any of these; "not online" is no and unknown.
    pub online: Vec<Online>,
    /// How a step stands: a missing permit is `pirt` with open and ask.
    pub step: Option<StepFilter>,
    /// Code of activity.
    pub kbli: Option<KbliCode>,
    /// Choice of `product_kind`.
    pub kind: Option<String>,
    /// Choice of `status`.
    pub status: Option<String>,
    /// Order.
    pub sort: Sort,
}

/// A step and how it may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepFilter {
    /// Id of the rule.
    pub rule: String,
    /// Any of these.
    pub standings: Vec<Standing>,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Rows.
    pub rows: Vec<Listed>,
    /// How many there are in all.
    pub total: u64,
    /// Where to go on: to be given back as it is.
    pub next: Option<String>,
    /// Words that were typed, and the near ones they were read as too.
    pub read_as: Vec<(String, Vec<String>)>,
}

/// A page of the list, after where `after` left off.
pub async fn find(
    hall: &Hall,
    actor: &Actor,
    query: &Query,
    after: Option<&str>,
    limit: usize,
) -> Result<Listing> {
    actor.must(Permission::SeeRegistry)?;
    let cursor = after.map(read_cursor).transpose()?;
    let mut session = hall.db().read().await?;
    let found = matches(hall, &mut session, actor, query).await?;
    let limit = limit.clamp(1, 200);
    let page = search::page(
        &mut session,
        hall.name_orders(),
        &actor.regency,
        &found.matches,
        query.sort,
        cursor.as_ref(),
        limit,
    )
    .await?;
    Ok(Listing {
        total: found.matches.seqs.len(),
        next: page.next.as_ref().map(write_cursor),
        rows: page.rows.into_iter().map(|row| listed(hall, row)).collect(),
        read_as: found.read_as,
    })
}

/// What a query matches, and how its words were read.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) matches: Matches,
    pub(crate) read_as: Vec<(String, Vec<String>)>,
}

pub(crate) async fn matches(
    hall: &Hall,
    session: &mut Session,
    actor: &Actor,
    query: &Query,
) -> Result<Found> {
    let regency = actor.regency.as_str();
    let mut found = Found::default();
    let Some(marks) = marks(hall, session, actor.scope, query).await? else {
        return Ok(found);
    };
    let mut filter = Filter {
        regency: regency.to_owned(),
        marks,
        words: Vec::new(),
    };
    if query.text.trim().is_empty() {
        found.matches = search::matches(session, &filter).await?;
        return Ok(found);
    }
    hall.words().refresh(session, regency).await?;
    if let Some(reading) = reading::read(hall, regency, &query.text, Care::Exact) {
        filter.words = reading.groups;
        found = Found {
            matches: search::matches(session, &filter).await?,
            read_as: reading.read_as,
        };
    }
    if found.matches.seqs.len() < FEW
        && let Some(reading) = reading::read(hall, regency, &query.text, Care::Forgiving)
    {
        filter.words = reading.groups;
        let more = search::matches(session, &filter).await?;
        if more.seqs.len() > found.matches.seqs.len() {
            found = Found {
                matches: more,
                read_as: reading.read_as,
            };
        }
    }
    Ok(found)
}

/// The groups of marks a query asks for; none if a mark was never given, so that nothing can match.
async fn marks(
    hall: &Hall,
    session: &mut Session,
    scope: Option<RegionCode>,
    query: &Query,
) -> Result<Option<Vec<Vec<u32>>>> {
    let mut groups: Vec<Vec<String>> = vec![vec![key::ALL.to_owned()]];
    // What is asked for, within where the account works.
    for region in [scope, query.region].into_iter().flatten() {
        if region.level() > vocab::RegionLevel::Regency {
            groups.push(vec![key::region(region.as_str())]);
        }
    }
    groups.extend(query.size.map(|size| vec![key::size(size)]));
    groups.extend(query.stage.map(|stage| vec![key::stage(stage)]));
    if !query.online.is_empty() {
        groups.push(
            query
                .online
                .iter()
                .map(|online| key::online(*online))
                .collect(),
        );
    }
    if let Some(step) = &query.step {
        if hall.rulebook().versions(&step.rule).next().is_none() {
            return Err(RegistryError::StepUnknown {
                rule: step.rule.clone(),
            }
            .into());
        }
        groups.push(
            step.standings
                .iter()
                .map(|standing| key::step(*standing, &step.rule))
                .collect(),
        );
    }
    groups.extend(query.kbli.map(|code| vec![key::kbli(&code.to_string())]));
    groups.extend(
        query
            .kind
            .as_ref()
            .map(|kind| vec![key::choice("kind", kind)]),
    );
    groups.extend(
        query
            .status
            .as_ref()
            .map(|status| vec![key::choice("status", status)]),
    );
    let unknown = groups
        .iter()
        .flatten()
        .any(|key| hall.marks().number(key).is_none());
    if unknown {
        // Another program, or an import that has just ended, may have made it.
        hall.marks().refresh(session).await?;
    }
    let numbers: Vec<Vec<u32>> = groups
        .iter()
        .map(|group| {
            group
                .iter()
                .filter_map(|key| hall.marks().number(key))
                .collect()
        })
        .collect();
    Ok((!numbers.iter().any(Vec::is_empty)).then_some(numbers))
}

/// Two parts: the short key, and the sort key as hexadecimal digits.
fn write_cursor(cursor: &Cursor) -> String {
    let mut text = format!("{}-", cursor.seq);
    for byte in cursor.name_key.bytes() {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn read_cursor(text: &str) -> std::result::Result<Cursor, RegistryError> {
    let read = || {
        let (seq, key) = text.split_once('-')?;
        let seq = seq.parse().ok()?;
        if key.len() > 1_024 || !key.is_ascii() || key.len() % 2 == 1 {
            return None;
        }
        let bytes: Option<Vec<u8>> = (0..key.len() / 2)
            .map(|at| u8::from_str_radix(key.get(at * 2..at * 2 + 2)?, 16).ok())
            .collect();
        Some(Cursor {
            seq,
            name_key: String::from_utf8(bytes?).ok()?,
        })
    };
    read().ok_or(RegistryError::CursorMalformed)
}

/// The businesses of an owner.
pub async fn own(hall: &Hall, actor: &Actor) -> Result<Vec<Listed>> {
    actor.must(Permission::SeeOwnBusiness)?;
    let Some(person) = actor.person else {
        return Ok(Vec::new());
    };
    let mut session = hall.db().read().await?;
    let found = store::registry::business::of_owner(&mut session, &actor.regency, person).await?;
    Ok(found.into_iter().map(|row| listed(hall, row)).collect())
}

/// Rows of a list by id, for other rooms.
pub async fn by_ids(hall: &Hall, actor: &Actor, ids: &[BusinessId]) -> Result<Vec<Listed>> {
    actor.must(Permission::SeeRegistry)?;
    let mut session = hall.db().read().await?;
    let found = store::registry::business::find_many(&mut session, ids).await?;
    let own = found
        .into_iter()
        .filter(|row| row.regency == actor.regency && actor.covers(&row.region));
    Ok(own.map(|row| listed(hall, row)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_comes_back_as_it_was(name_key in ".{0,40}", seq in any::<i64>().prop_filter("keys are positive", |seq| *seq > 0)) {
            let cursor = Cursor { name_key, seq };
            prop_assert_eq!(read_cursor(&write_cursor(&cursor)), Ok(cursor));
        }

        #[test]
        fn a_made_up_cursor_never_panics(text in ".{0,40}") {
            let _ = read_cursor(&text);
        }
    }
}
