//! Finding businesses: words and marks to a set of short keys, and a page of that set.

use roaring::RoaringBitmap;

use super::blocks;
use super::business::{self, Business};
use super::name_order::{NameOrders, stride};
use crate::db::Engine;
use crate::error::StoreResult;
use crate::query::sql;
use crate::session::Session;

/// Index rows that can be walked in the time in which one match is looked up and sorted.
const WALKED_FOR_ONE_SORTED: u64 = 8;
/// Matches that are looked up and sorted sooner than anything else could be asked.
const FEW: u64 = 200;
/// Most rows of one stride of a walk.
const LONGEST_STRIDE: usize = 20_000;

/// What a list is narrowed by.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Where.
    pub regency: String,
    /// All of these groups must match; of a group, one mark is enough. The first group is the one of all businesses.
    pub marks: Vec<Vec<u32>>,
    /// All of these groups must match; of a group, one word is enough.
    pub words: Vec<Vec<Term>>,
}

/// A word to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The word, in its normal form: letters and digits only.
    pub word: String,
    /// Whether it may go on.
    pub prefix: bool,
}

/// In which order a list is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// By name.
    #[default]
    Name,
    /// Last registered first.
    Newest,
}

/// Where a page ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    /// Sort key of the last row (empty when sorted by newest).
    pub name_key: String,
    /// Short key of the last row.
    pub seq: i64,
}

/// What a filter matches.
#[derive(Debug, Clone, Default)]
pub struct Matches {
    /// Short keys.
    pub seqs: RoaringBitmap,
    /// How many businesses there are, filtered or not.
    pub of: u64,
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// Rows.
    pub rows: Vec<Business>,
    /// Where to go on, if there is more.
    pub next: Option<Cursor>,
}

/// Which businesses a filter matches.
pub async fn matches(session: &mut Session, filter: &Filter) -> StoreResult<Matches> {
    let regency = filter.regency.as_str();
    let mut matches = Matches::default();
    for (place, group) in filter.marks.iter().enumerate() {
        let these = blocks::load(session, regency, group).await?;
        if place == 0 {
            matches.of = these.len();
            matches.seqs = these;
        } else {
            matches.seqs &= these;
        }
        if matches.seqs.is_empty() {
            return Ok(matches);
        }
    }
    for group in &filter.words {
        matches.seqs &= having(session, regency, group).await?;
        if matches.seqs.is_empty() {
            break;
        }
    }
    Ok(matches)
}

/// The businesses that have one of the words.
async fn having(
    session: &mut Session,
    regency: &str,
    terms: &[Term],
) -> StoreResult<RoaringBitmap> {
    let whole = terms.iter().filter(|term| !term.prefix);
    let whole: Vec<Box<str>> = whole.map(|term| term.word.as_str().into()).collect();
    let mut these = RoaringBitmap::new();
    if !whole.is_empty() {
        these = blocks::load(session, regency, &whole).await?;
    }
    for term in terms.iter().filter(|term| term.prefix) {
        these |= blocks::beginning(session, regency, &term.word).await?;
    }
    Ok(these)
}

/// A page of what was matched, after `after`.
pub async fn page(
    session: &mut Session,
    orders: &NameOrders,
    regency: &str,
    matches: &Matches,
    sort: Sort,
    after: Option<&Cursor>,
    limit: usize,
) -> StoreResult<Page> {
    let mut rows = match sort {
        Sort::Newest => {
            let seqs = newest(&matches.seqs, after, limit + 1);
            business::by_seqs(session, &seqs).await?
        }
        Sort::Name => by_name(session, orders, regency, matches, after, limit + 1).await?,
    };
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|last| Cursor {
        name_key: match sort {
            Sort::Name => last.name_key.clone(),
            Sort::Newest => String::new(),
        },
        seq: last.seq,
    });
    Ok(Page { rows, next })
}

fn newest(seqs: &RoaringBitmap, after: Option<&Cursor>, limit: usize) -> Vec<u32> {
    let before = after
        .and_then(|cursor| u32::try_from(cursor.seq).ok())
        .unwrap_or(u32::MAX);
    seqs.range(..before).rev().take(limit).collect()
}

/// The first rows in the order of names after `after`.
async fn by_name(
    session: &mut Session,
    orders: &NameOrders,
    regency: &str,
    matches: &Matches,
    after: Option<&Cursor>,
    limit: usize,
) -> StoreResult<Vec<Business>> {
    let seqs = &matches.seqs;
    let seqs = if seqs.len() <= FEW {
        sorted(session, seqs, after, limit).await?
    } else {
        let placed = orders.place(session, regency, (seqs, matches.of), after, limit);
        match placed.await? {
            Some(placed) => {
                let mut both = sorted(session, &placed.missed, after, limit).await?;
                both.extend(placed.known);
                both
            }
            None if worth_walking(matches, limit) => {
                walked(session, regency, seqs, after, limit).await?
            }
            None => sorted(session, seqs, after, limit).await?,
        }
    };
    let mut rows = business::by_seqs(session, &seqs).await?;
    rows.sort_by(|one, other| (&one.name_key, one.seq).cmp(&(&other.name_key, other.seq)));
    rows.truncate(limit);
    Ok(rows)
}

async fn sorted(
    session: &mut Session,
    seqs: &RoaringBitmap,
    after: Option<&Cursor>,
    limit: usize,
) -> StoreResult<Vec<u32>> {
    if seqs.is_empty() {
        return Ok(Vec::new());
    }
    let list: Vec<String> = seqs.iter().map(|seq| seq.to_string()).collect();
    let among = match session.engine() {
        Engine::Sqlite => "seq IN (SELECT value FROM json_each('[' || $1 || ']'))",
        Engine::Postgres => "seq = ANY (string_to_array($1, ',')::bigint[])",
    };
    let mut query = sql(format!("SELECT seq FROM business WHERE {among}")).bind(list.join(","));
    if let Some(after) = after {
        query
            .push(" AND (name_key, seq) > (")
            .push_bind(&after.name_key)
            .push(", ")
            .push_bind(after.seq)
            .push(")");
    }
    query
        .push(" ORDER BY name_key, seq LIMIT ")
        .push_bind(count(limit));
    session
        .all(query)
        .await?
        .iter()
        .map(|row| super::marks::short(row.get(0)?))
        .collect()
}

/// Without [`NameOrders`] a page in the order of names is found in one of two ways: look all matches up and sort them,
/// or walk the index of names and test each against the bitmap until the page is full. The rarer the matches, the longer
/// the walk.
fn worth_walking(matches: &Matches, limit: usize) -> bool {
    let found = matches.seqs.len().max(1);
    let walk = matches.of.saturating_mul(limit as u64) / found;
    walk < found.saturating_mul(WALKED_FOR_ONE_SORTED)
}

async fn walked(
    session: &mut Session,
    regency: &str,
    seqs: &RoaringBitmap,
    after: Option<&Cursor>,
    limit: usize,
) -> StoreResult<Vec<u32>> {
    let mut found = Vec::with_capacity(limit);
    let mut cursor = after.cloned().unwrap_or(Cursor {
        name_key: String::new(),
        seq: 0,
    });
    // The first stride suits a filter that half of the businesses pass; a rarer one gets longer strides.
    let mut length = limit * 2;
    loop {
        let (walked, last) = stride(session, regency, &cursor, length).await?;
        let wanted = limit - found.len();
        found.extend(
            walked
                .iter()
                .filter(|seq| seqs.contains(**seq))
                .take(wanted),
        );
        match (last, walked.last()) {
            (Some(name_key), Some(seq)) if walked.len() == length && found.len() < limit => {
                cursor = Cursor {
                    name_key,
                    seq: i64::from(*seq),
                };
            }
            _ => return Ok(found),
        }
        length = (length * 4).min(LONGEST_STRIDE);
    }
}

fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
