//! Finding businesses: words with a slip of the finger forgiven, filters, sort, pages.

use std::fmt::Write as _;

use rulebook::Stage;
use store::Session;
use store::registry::search::{self, Cursor, Filter, Matches, Term};
use vocab::id::BusinessId;
use vocab::{BusinessName, KbliCode, RegionCode, SizeClass};

pub use store::registry::search::Sort;

use super::RegistryError;
pub use super::listing::Listed;
use super::listing::listed;
use super::palette::{Online, Standing, key};
use super::project::words_of;
use crate::actor::Actor;
use crate::error::Result;
use crate::hall::Hall;
use crate::permission::Permission;

/// Words looked at of a query; more narrow nothing down.
const MOST_WORDS: usize = 8;
/// Words that one typed word may stand for.
const MOST_READINGS: usize = 48;
/// Words a beginning may stand for before it is left to the engine's own prefix search.
const MOST_ENDINGS: usize = 200;

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
    /// The words found more than could be looked at: only the newest [`search::MOST_HITS`] are counted.
    pub capped: bool,
    /// Where to go on: to be given back as it is.
    pub next: Option<String>,
    /// Words that were typed but do not occur, and what they were read as.
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
    let found = matches(hall, &mut session, &actor.regency, query).await?;
    let limit = limit.clamp(1, 200);
    let page = search::page(
        &mut session,
        &actor.regency,
        &found.matches,
        query.sort,
        cursor.as_ref(),
        limit,
    )
    .await?;
    Ok(Listing {
        total: found.matches.seqs.len(),
        capped: found.matches.capped,
        next: page.next.as_ref().map(write_cursor),
        rows: page.rows.into_iter().map(|row| listed(hall, row)).collect(),
        read_as: found.read_as,
    })
}

/// What a query matches, and how its words were read.
pub(crate) struct Found {
    pub(crate) matches: Matches,
    pub(crate) read_as: Vec<(String, Vec<String>)>,
}

pub(crate) async fn matches(
    hall: &Hall,
    session: &mut Session,
    regency: &str,
    query: &Query,
) -> Result<Found> {
    let nothing = Matches::default;
    let mut read_as = Vec::new();
    let Some(marks) = marks(hall, session, query).await? else {
        return Ok(Found {
            matches: nothing(),
            read_as,
        });
    };
    let mut words = Vec::new();
    if !query.text.trim().is_empty() {
        hall.words().refresh(session, regency).await?;
        match read_words(hall, regency, &query.text, &mut read_as) {
            Some(groups) => words = groups,
            None => {
                return Ok(Found {
                    matches: nothing(),
                    read_as,
                });
            }
        }
    }
    let filter = Filter {
        regency: regency.to_owned(),
        marks,
        words,
    };
    Ok(Found {
        matches: search::matches(session, &filter).await?,
        read_as,
    })
}

/// The groups of marks a query asks for; none if a mark was never given, so that nothing can match.
async fn marks(hall: &Hall, session: &mut Session, query: &Query) -> Result<Option<Vec<Vec<u32>>>> {
    let mut groups: Vec<Vec<String>> = vec![vec![key::ALL.to_owned()]];
    if let Some(region) = query.region
        && region.level() > vocab::RegionLevel::Regency
    {
        groups.push(vec![key::region(region.as_str())]);
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

/// What each typed word may stand for; none if one stands for nothing.
fn read_words(
    hall: &Hall,
    regency: &str,
    text: &str,
    read_as: &mut Vec<(String, Vec<String>)>,
) -> Option<Vec<Vec<Term>>> {
    let typed: Vec<String> = words_of(text).take(MOST_WORDS).collect();
    let unfinished = text.chars().last().is_some_and(char::is_alphanumeric);
    let mut groups = Vec::with_capacity(typed.len());
    for (place, word) in typed.iter().enumerate() {
        let prefix = unfinished && place + 1 == typed.len();
        let mut known = known_words(hall, regency, word, prefix);
        known.extend(
            normal_form(word)
                .iter()
                .flat_map(|word| known_words(hall, regency, word, prefix)),
        );
        if !known.is_empty() {
            groups.push(known);
            continue;
        }
        // One or two letters are near to everything.
        if word.chars().count() < 3 {
            return None;
        }
        let near = hall.words().near(regency, word, prefix, MOST_READINGS);
        if near.is_empty() {
            return None;
        }
        groups.push(
            near.iter()
                .map(|word| Term {
                    word: word.clone(),
                    prefix: false,
                })
                .collect(),
        );
        read_as.push((word.clone(), near));
    }
    Some(groups)
}

/// The common spelling of a word, if it is another: businesses are found by both, so "kripik" finds "Keripik" too.
fn normal_form(word: &str) -> Option<String> {
    let normal = word.parse::<BusinessName>().ok()?.normal().to_owned();
    (normal != word && words_of(&normal).count() == 1).then_some(normal)
}

fn known_words(hall: &Hall, regency: &str, word: &str, prefix: bool) -> Vec<Term> {
    let exact = || Term {
        word: word.to_owned(),
        prefix: false,
    };
    if !prefix {
        return if hall.words().contains(regency, word) {
            vec![exact()]
        } else {
            Vec::new()
        };
    }
    let mut endings = hall.words().beginning(regency, word, MOST_ENDINGS + 1);
    if endings.len() > MOST_ENDINGS && word.chars().count() > 2 {
        return vec![Term {
            word: word.to_owned(),
            prefix: true,
        }];
    }
    // A letter or two begin thousands of words; the first two hundred show enough until more is typed.
    endings.truncate(MOST_ENDINGS);
    endings
        .into_iter()
        .map(|word| Term {
            word,
            prefix: false,
        })
        .collect()
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
    let own = found.into_iter().filter(|row| row.regency == actor.regency);
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
